"""A label that breaks its text into lines and always has room for all of them."""

from math import ceil

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent, QTextDocument
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
        around = self.height() - self.contentsRect().height()
        height = self._height_of_words(max(1, self.contentsRect().width()))
        needed = height + around if self.text() else 0
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def _height_of_words(self, width: int) -> int:
        if not QtGui.Qt.mightBeRichText(self.text()):
            room, wraps = QRect(0, 0, width, _HIGHEST), Qt.TextFlag.TextWordWrap
            return self.fontMetrics().boundingRect(room, wraps, self.text()).height()
        words = QTextDocument()
        words.setDefaultFont(self.font())
        words.setDocumentMargin(0)
        words.setHtml(self.text())
        words.setTextWidth(width)
        return ceil(words.size().height())
