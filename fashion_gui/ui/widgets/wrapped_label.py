"""A label that breaks its plain text into lines and always has room for all of them."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

_HIGHEST = 10_000


class WrappedLabel(QLabel):
    """Is as high as its text needs at its width.

    The layouts of Qt keep no room for a text that needs more lines than at the width that it
    would like to have, where anything between them and the label does not know of lines.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room()

    def _make_room(self) -> None:
        # Qt's own height for a width is never less than the least one that is set already.
        room = QRect(0, 0, max(1, self.contentsRect().width()), _HIGHEST)
        words = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        around = self.height() - self.contentsRect().height()
        needed = words.height() + around if self.text() else 0
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)
