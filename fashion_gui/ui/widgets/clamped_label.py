"""A label of a fixed number of lines, which ends in … where its text is longer."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ClampedLabel(QLabel):
    """Always has the same height, so that another text moves nothing; the tooltip has all of it.

    Parameters
    ----------
    n_lines
        Its height.
    """

    def __init__(self, n_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n_lines = n_lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._n_lines * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    @property
    def is_cut(self) -> bool:
        """Whether its text is longer than there is room for."""
        return "".join(self.shown_lines()).replace(" ", "") != self.text().replace(" ", "")

    def shown_lines(self) -> list[str]:
        """Return the lines that are shown."""
        text, width = self.text(), max(1, self.contentsRect().width())
        layout, lines = QTextLayout(text, self.font()), list[str]()
        layout.beginLayout()
        while len(lines) < self._n_lines and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = line.textStart()
            is_last = len(lines) == self._n_lines - 1
            rest = text[start:] if is_last else text[start : start + line.textLength()]
            lines.append(rest)
        layout.endLayout()
        elide = Qt.TextElideMode.ElideRight
        return [self.fontMetrics().elidedText(line.strip(), elide, width) for line in lines]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, room, lines = QPainter(self), self.contentsRect(), self.shown_lines()
        height = self.fontMetrics().lineSpacing()
        y = room.top() + (room.height() - len(lines) * height) // 2
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for line in lines:
            place = QRect(room.left(), y, room.width(), height)
            painter.drawText(place, left, line)
            y += height
