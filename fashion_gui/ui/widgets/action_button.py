"""A wide button for an action that a menu may show too."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget


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
    """Shows an action's text and does what it does."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(self.fontMetrics().height() + 12)
