"""A wide button for an action that a menu may show too."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from fashion_gui.ui.theme.style_sheet import mark

Key = QKeySequence.StandardKey | str | tuple[str, ...]
"""One key; a standard one, which the system decides; or several that do the same."""


def make_action(parent: QObject, text: str, key: Key | None, idea: str) -> QAction:
    """Return an action whose tooltip says its idea and its keys."""
    action = QAction(text, parent)
    if key is not None:
        keys = key if isinstance(key, tuple) else (key,)
        action.setShortcuts([QKeySequence(each) for each in keys])
        native = QKeySequence.SequenceFormat.NativeText
        idea = f"{idea} ({' or '.join(each.toString(native) for each in action.shortcuts())})"
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
