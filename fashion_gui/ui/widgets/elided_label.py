"""A label that fits its text into the available width; the tooltip has all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class ElidedLabel(QLabel):
    """Accepts any width, so that a long text does not widen the window.

    Parameters
    ----------
    idea
        Its tooltip, below the text.
    least_share
        How small the text may become before it is cut, as a share of its size.
    """

    def __init__(self, idea: str, least_share: float = 1.0) -> None:
        super().__init__()
        self._idea, self._least_share, self._shorter = idea, least_share, ""
        self.setToolTip(idea)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def setText(self, text: str, shorter: str = "") -> None:
        """Show a text, or a shorter one where it has no room; nothing where that has none."""
        self._shorter = shorter
        super().setText(text)
        self.setToolTip(f"{text}\n\n{self._idea}" if text else self._idea)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.contentsRect()
        width, measured = room.width(), self.fontMetrics().horizontalAdvance
        full = measured(self.text())
        if self._shorter and full > width:
            words = self._shorter if measured(self._shorter) <= width else ""
            painter.drawText(room, int(self.alignment()), words)
            return
        share = max(self._least_share, width / max(1, full))
        if share < 1:
            font = QFont(self.font())
            font.setPixelSize(max(1, int(QFontInfo(font).pixelSize() * share)))
            painter.setFont(font)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        painter.drawText(room, int(self.alignment()), text)
