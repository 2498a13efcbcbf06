"""A panel that a switch of its page shows, and that works only while it is seen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.widgets.action_button import ActionButton, make_action


class SwitchedPanel(QWidget):
    """Has a switch with a key, and asks for the picture when there is something to do.

    Attributes
    ----------
    action, switch
        The switch, and its button. Off, nothing is worked out.
    """

    wanted = Signal()
    """The picture is wanted: it was switched on, or comes into sight."""

    def __init__(
        self, name: str, key: str, idea: str, icon: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.action = make_action(self, name, key, idea, icon)
        self.action.setCheckable(True)
        self.action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.switch = ActionButton(self.action)

    @property
    def is_on(self) -> bool:
        """Whether it is switched on."""
        return self.action.isChecked()

    def close_with_key(self) -> None:
        """Switch it off, and hand the focus to its switch if it is inside."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.switch.setFocus()
        self.action.setChecked(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_on:
            self.wanted.emit()
