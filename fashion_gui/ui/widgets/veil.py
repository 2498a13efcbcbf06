"""Darkens a window while a dialog over it asks for the whole attention."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.theme.tokens import WINDOW_VEIL


class Veil(QWidget):
    """Lies over all of a window, also when that changes its size, and takes no clicks."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        window.installEventFilter(self)

    def lift(self, is_lifted: bool) -> None:
        """Show the window as it is, or darken it."""
        if not is_lifted:
            self._cover()
            self.raise_()
        self.setVisible(not is_lifted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(WINDOW_VEIL))

    def _cover(self) -> None:
        window = self.parentWidget()
        assert window
        self.setGeometry(window.rect())
