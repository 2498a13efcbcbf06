"""Paints images of the grid with their predictions: errors are red, with a cross and the truth."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLine, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.contrast import readable_on
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.theme.sizes import CAPTION
from fashion_gui.ui.theme.text_size import scaled

_SIDE = 28
_MARGIN = 5
_SMALLEST_WITH_WORDS = 2
"""Scale from which the prediction is written below an image, and below it what a wrong one is."""
_WORDS_WIDTH, _LINES = 84, 2
_BADGE = 11
_DEFAULT_SCALE = 2


class CellPainter:
    """Knows the size of a cell, and paints its content."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self.scale = _DEFAULT_SCALE
        self._elided: dict[tuple[str, int, int], str] = {}
        self._fitted: tuple[QFont, QFontMetrics] | None = None

    def forget_font(self) -> None:
        """Work out the font anew when it is needed: the view has another one."""
        self._fitted = None

    def _font(self) -> tuple[QFont, QFontMetrics]:
        if self._fitted is None:
            font = QFont(self._view.font())
            font.setPixelSize(scaled(CAPTION))
            self._fitted = font, QFontMetrics(font)
        return self._fitted

    def least_size(self) -> QSize:
        """Return the smallest size of a cell."""
        side = _SIDE * self.scale
        if self.scale < _SMALLEST_WITH_WORDS:
            return QSize(side + 2 * _MARGIN, side + 2 * _MARGIN)
        _, metrics = self._font()
        height = side + _LINES * metrics.height() + 3 * _MARGIN
        return QSize(max(side + 2 * _MARGIN, scaled(_WORDS_WIDTH)), height)

    def paint(
        self,
        painter: QPainter,
        left_top: QPoint,
        size: QSize,
        n_columns: int,
        images: NDArray[np.uint8],
        marks: Sequence[tuple[str, str]],
        is_selected: NDArray[np.bool_],
        focused: int,
    ) -> None:
        """Paint cells one after the other, `n_columns` in a row.

        Parameters
        ----------
        left_top
            Position of the first cell.
        size
            Of every cell.
        images : ndarray of uint8, shape (n, 28, 28)
        marks
            For each image the predicted class, and the true one if that is another; else "".
        is_selected : ndarray of bool, shape (n,)
        focused
            Index of the cell that the keyboard acts on, or -1.
        """
        palette = self._view.palette()
        cells = [
            QRect(
                left_top + QPoint(i % n_columns * size.width(), i // n_columns * size.height()),
                size,
            )
            for i in range(len(images))
        ]
        pictures = [self._picture_in(cell) for cell in cells]
        for place in np.flatnonzero(is_selected).tolist():
            painter.fillRect(cells[place].adjusted(1, 1, -1, -1), palette.highlight())
        together = to_qimage(images.reshape(-1, _SIDE))
        for place, picture in enumerate(pictures):
            painter.drawImage(picture, together, QRect(0, _SIDE * place, _SIDE, _SIDE))
        wrong = [picture for picture, (_, truth) in zip(pictures, marks, strict=True) if truth]
        self._paint_crosses(painter, wrong)
        if self.scale >= _SMALLEST_WITH_WORDS:
            self._paint_words(painter, cells, marks, is_selected)
        if 0 <= focused < len(cells):
            paint_ring(painter, QRectF(cells[focused]), palette)

    def _picture_in(self, cell: QRect) -> QRect:
        side = _SIDE * self.scale
        return QRect(cell.left() + (cell.width() - side) // 2, cell.top() + _MARGIN, side, side)

    def _paint_crosses(self, painter: QPainter, wrong: list[QRect]) -> None:
        """Paint a cross on red into the corners of pictures."""
        shade = colours(self._view.palette()).wrong
        lines = []
        for picture in wrong:
            badge = QRect(picture.right() - _BADGE + 1, picture.top(), _BADGE, _BADGE)
            painter.fillRect(badge, shade)
            cross = badge.adjusted(3, 3, -3, -3)
            lines.append(QLine(cross.topLeft(), cross.bottomRight()))
            lines.append(QLine(cross.topRight(), cross.bottomLeft()))
        painter.setPen(QPen(readable_on(shade), 2))
        painter.drawLines(lines)

    def _paint_words(
        self,
        painter: QPainter,
        cells: Sequence[QRect],
        marks: Sequence[tuple[str, str]],
        is_selected: NDArray[np.bool_],
    ) -> None:
        palette, centre = self._view.palette(), Qt.AlignmentFlag.AlignHCenter
        usual = palette.color(QPalette.ColorRole.Text)
        on_highlight = palette.color(QPalette.ColorRole.HighlightedText)
        red, (font, metrics) = colours(palette).wrong, self._font()
        top = _SIDE * self.scale + 2 * _MARGIN
        painter.setFont(font)
        for cell, (answer, truth), is_on_highlight in zip(cells, marks, is_selected, strict=True):
            painter.setPen(on_highlight if is_on_highlight else red if truth else usual)
            box, room = cell.adjusted(2, top, -2, 0), cell.width() - 4
            words = self._fitting(f"✗ {answer}" if truth else answer, room, metrics)
            painter.drawText(box, int(centre), words)
            if truth:
                painter.setPen(on_highlight if is_on_highlight else usual)
                box.translate(0, metrics.height())
                painter.drawText(box, int(centre), self._fitting(f"is {truth}", room, metrics))

    def _fitting(self, words: str, width: int, metrics: QFontMetrics) -> str:
        key = (words, width, metrics.height())
        if key not in self._elided:
            self._elided[key] = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
        return self._elided[key]
