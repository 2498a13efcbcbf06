"""A wide button for an action that a menu may show too."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from fashion_gui.ui.theme.style_sheet import mark


def make_action(
    parent: QObject, text: str, key: QKeySequence.StandardKey | str | None, idea: str
) -> QAction:
    """Return an action whose tooltip says its idea and its key."""
    action = QAction(text, parent)
    if key is not None:
        action.setShortcut(QKeySequence(key))
        idea = f"{idea} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
    action.setToolTip(idea)
    return action


class ActionButton(QToolButton):
    """Shows an action's text and does what it does.

    Parameters
    ----------
    rank
        "primary" for the one filled button of a page, "secondary" for one as high beside it,
        "" for any other.
    """

    def __init__(self, action: QAction, rank: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        mark(self, rank=rank)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_action(self, action: QAction) -> None:
        """Stand for another action from now on."""
        before = self.defaultAction()
        if before is not action:
            self.setDefaultAction(action)
            self.removeAction(before)
