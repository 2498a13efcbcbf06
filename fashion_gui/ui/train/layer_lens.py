"""A distribution at a moment against that at the start, over the strip that is pointed at."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fashion_gui.training.layer_history import LayerHistory
from fashion_gui.ui.session.run_film import when
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CARD_RADIUS, RING, SPACE_8, SPACE_12
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.train.layer_words import end_words, moment_words

_WIDTH, _HEIGHT = 300, 150
_DISTRIBUTIONS = ("weights", "activations", "gradients")


class LayerLens(QWidget):
    """Lies over the window and lets the mouse through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._history: LayerHistory | None = None
        self._cell, self._place = "", 0
        self.words = ""
        self.hide()

    def show_at(self, place: QPoint, history: LayerHistory, cell: str, column: int) -> None:
        """Show one column of a cell beside a place of the window."""
        self._history, self._cell, self._place = history, cell, column
        self.words = moment_words(history, cell, column)
        size = self.sizeHint()
        room = self._window.rect()
        x = place.x() + SPACE_12
        x = x if x + size.width() <= room.right() else place.x() - SPACE_12 - size.width()
        y = min(max(place.y() - size.height() - SPACE_12, 0), room.bottom() - size.height())
        self.setGeometry(QRect(QPoint(max(x, 0), y), size))
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        width = scaled(_WIDTH)
        inside = QRect(0, 0, width - 2 * SPACE_12, scaled(_HEIGHT))
        text = self.fontMetrics().boundingRect(inside, _WRAPPED, self.words)
        plot = scaled(_HEIGHT) - scaled(_HEIGHT) // 2 if self._cell in _DISTRIBUTIONS else 0
        below = 2 * self.fontMetrics().height() if plot else 0
        return QSize(width, text.height() + plot + below + 2 * SPACE_12)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._history is None:
            return
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours(palette).faint_text))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS
        )
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        inside = self.rect().adjusted(SPACE_12, SPACE_12, -SPACE_12, -SPACE_12)
        painter.drawText(inside, _WRAPPED, self.words)
        used = self.fontMetrics().boundingRect(inside, _WRAPPED, self.words).height()
        if self._cell in _DISTRIBUTIONS:
            self._paint_both(painter, inside.adjusted(0, used + SPACE_8, 0, 0))

    def _paint_both(self, painter: QPainter, inside: QRect) -> None:
        assert self._history
        shares, (low, high) = self._history.columns(self._cell)
        first = int(np.argmax(shares.any(axis=1)))
        line = self.fontMetrics().height()
        plot = inside.adjusted(0, 0, 0, -2 * line)
        most = max(float(shares[first].max()), float(shares[self._place].max()), 1e-9)
        shades, palette = colours(self.palette()), self.palette()
        start = _outline(shares[first] / most, plot)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.track)
        painter.drawPolygon(start)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(shades.training), RING))
        painter.drawPolyline(_outline(shares[self._place] / most, plot))
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        ends = QRect(inside.left(), plot.bottom(), inside.width(), line)
        painter.drawText(ends, Qt.AlignmentFlag.AlignLeft, end_words(self._cell, low))
        painter.drawText(ends, Qt.AlignmentFlag.AlignRight, end_words(self._cell, high))
        painter.setPen(shades.faint_text)
        told = f"grey: {when(self._history.frames[first])}"
        painter.drawText(ends.translated(0, line), Qt.AlignmentFlag.AlignLeft, told)


_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)


def _outline(heights: NDArray[np.float32], plot: QRect) -> QPolygonF:
    """Return the outline of steps, from the bottom at the left to the bottom at the right."""
    width = plot.width() / len(heights)
    points = [QPointF(plot.left(), plot.bottom())]
    for number, height in enumerate(heights):
        y = plot.bottom() - float(height) * plot.height()
        points += [QPointF(plot.left() + (number + side) * width, y) for side in (0, 1)]
    return QPolygonF([*points, QPointF(plot.right(), plot.bottom())])
