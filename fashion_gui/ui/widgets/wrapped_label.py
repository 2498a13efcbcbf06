"""A label that breaks its text into lines and always has room for all of them."""

from math import ceil

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QWidget

_HIGHEST = 10_000
_MOST_LINES = 3
"""Of a text that has a shorter one."""


class WrappedLabel(QLabel):
    """Is as high as its text needs at its width.

    The layouts of Qt keep no room for a text that needs more lines than at the width that it
    would like to have, where anything between them and the label does not know of lines.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._whole, self._short = text, ""
        self.setWordWrap(True)

    def setText(self, text: str, short: str = "") -> None:
        """Show a text, or a shorter one where it would need more than three lines."""
        self._whole, self._short = text, short
        super().setText(text)
        self._make_room()

    def whole_text(self) -> str:
        """Return the text, also where the shorter one is shown."""
        return self._whole

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
        width = max(1, self.contentsRect().width())
        height = self._height_of(self._whole, width)
        if self._short:
            is_long = height > _MOST_LINES * self.fontMetrics().lineSpacing()
            super().setText(self._short if is_long else self._whole)
            height = self._height_of(self.text(), width)
        needed = height + around if self.text() else 0
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def _height_of(self, text: str, width: int) -> int:
        if not QtGui.Qt.mightBeRichText(text):
            room, wraps = QRect(0, 0, width, _HIGHEST), Qt.TextFlag.TextWordWrap
            return self.fontMetrics().boundingRect(room, wraps, text).height()
        words = QTextDocument()
        words.setDefaultFont(self.font())
        words.setDocumentMargin(0)
        words.setHtml(text)
        words.setTextWidth(width)
        return ceil(words.size().height())
