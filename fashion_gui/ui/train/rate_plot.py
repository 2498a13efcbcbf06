"""The loss over growing learning rates, with the good ones shaded: a click chooses one."""

from math import ceil, floor, log10
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.training.rate_curve import RateSearch, Valley, in_words, readable
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.theme.sizes import RING, RING_ROOM, SPACE_4, SPACE_8
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.spoken import Role, Spoken, announce

_LINES = 7
"""Height in lines of text, the axis among them."""
_SHADE_ALPHA = 60
_KEY_FACTOR = 1.25
"""Ratio of two rates that are one press of an arrow key apart."""
_HEADROOM = 1.1
_CLOSE = 1e-9
"""What powers of ten may be wrong by."""
_LEAST_PLAIN = -4
"""Powers of ten below this one are written with an exponent."""


class RatePlot(Spoken, QWidget):
    """Paints a search; the mouse or the arrow keys point at a rate, a click or Enter chooses it."""

    spoken_role = Role.Chart
    spoken_keys = MappingProxyType(
        {"Left, Right": "point at another rate", "Enter": "set the learning rate"}
    )

    chosen = Signal(float)
    """A learning rate was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search: RateSearch | None = None
        self._valley: Valley | None = None
        self._span = (1e-6, 1.0)
        self._rate = 0.0
        self._pointed: float | None = None
        self.setAccessibleName("Loss over learning rates")
        self.setToolTip(
            "The loss of trial batches while the learning rate grows. Good rates: where it falls."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        sized(self, RatePlot._make_room)

    def _make_room(self) -> None:
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing())

    def show_search(self, search: RateSearch) -> None:
        """Show a search so far."""
        self._search, self._span, self._valley = search, search.span, search.valley()
        self.update()

    def clear(self) -> None:
        """Show an empty plot."""
        self._search = self._valley = self._pointed = None
        self.update()

    def show_rate(self, rate: float) -> None:
        """Mark the learning rate that is set now."""
        if rate != self._rate:
            self._rate = rate
            self.update()

    @property
    def valley(self) -> Valley | None:
        """The good rates; None while none are known."""
        return self._valley

    # Where things are --------------------------------------------------------------------

    def _area(self) -> QRectF:
        line = self.fontMetrics().lineSpacing()
        return QRectF(self.rect()).adjusted(RING_ROOM, RING_ROOM, -RING_ROOM, -line - SPACE_8)

    def place_of(self, rate: float) -> float:
        """Return where a rate is, in pixels from the left."""
        area, (low, high) = self._area(), self._span
        share = (log10(rate) - log10(low)) / (log10(high) - log10(low))
        return area.left() + share * area.width()

    def rate_at(self, x: float) -> float:
        """Return the rate at a place within the axis, with two digits."""
        area, (low, high) = self._area(), self._span
        share = min(max((x - area.left()) / max(area.width(), 1.0), 0.0), 1.0)
        return readable(low * (high / low) ** share)

    # Words -------------------------------------------------------------------------------

    def spoken_value(self) -> str:
        if self._search is None:
            return "nothing yet"
        told = self.words_of(self._pointed) if self._pointed else ""
        found = in_words(self._search) if self._search.is_done else ""
        return "; ".join(filter(None, (found, told)))

    def words_of(self, rate: float) -> str:
        """Return a rate and the loss there, in words."""
        search = self._search
        if search is None or not len(search.rates) or rate > search.rates[-1] * _KEY_FACTOR:
            return f"{rate:g}"
        nearest = int(np.abs(np.log(search.rates / rate)).argmin())
        return f"{rate:g}: loss {search.smoothed[nearest]:.3g}"

    # Hand --------------------------------------------------------------------------------

    def _point(self, rate: float | None) -> None:
        if rate != self._pointed:
            self._pointed = rate
            self.setToolTip(f"{self.words_of(rate)}. Click to set it." if rate else "")
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.rate_at(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._search:
            self.chosen.emit(self.rate_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: 1 / _KEY_FACTOR, Qt.Key.Key_Right: _KEY_FACTOR}.get(key)
        if step and self._search:
            start = self._pointed or (self._valley.suggested if self._valley else self._rate)
            low, high = self._span
            self._point(readable(min(max(start * step, low), high)))
            announce(self, self.words_of(self._pointed or start))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pointed:
            self.chosen.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    # Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        self._paint_axis(painter, area)
        if self._search and len(self._search.rates):
            self._paint_valley(painter, area)
            self._paint_loss(painter, area, self._search)
        low, high = self._span
        if low <= self._rate <= high:
            text = self.palette().color(QPalette.ColorRole.WindowText)
            self._paint_mark(painter, area, self._rate, QPen(text, RING, Qt.PenStyle.DashLine))
        if self._pointed:
            shade = self.palette().color(QPalette.ColorRole.Highlight)
            self._paint_mark(painter, area, self._pointed, QPen(shade, 1))
            self._paint_words(painter, area, self._pointed)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.palette())

    def _paint_axis(self, painter: QPainter, area: QRectF) -> None:
        faint = colours(self.palette()).faint_text
        painter.setPen(QPen(faint, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        low, high = self._span
        metrics = self.fontMetrics()
        decades = range(ceil(log10(low) - _CLOSE), floor(log10(high) + _CLOSE) + 1)
        room = area.width() / max(len(decades) - 1, 1)
        every = 1 + int(metrics.horizontalAdvance("0.0001 ") / max(room, 1.0))
        for number, decade in enumerate(decades):
            if number % every:
                continue
            words = f"1e{decade}" if decade < _LEAST_PLAIN else f"{10.0**decade:g}"
            width = metrics.horizontalAdvance(words)
            x = self.place_of(10.0**decade)
            left = min(max(x - width / 2, RING_ROOM), self.width() - RING_ROOM - width)
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + SPACE_4))
            baseline = area.bottom() + SPACE_4 + metrics.ascent()
            painter.drawText(QPointF(left, baseline), words)

    def _paint_valley(self, painter: QPainter, area: QRectF) -> None:
        if self._valley:
            left, right = self.place_of(self._valley.low), self.place_of(self._valley.high)
            shade = QColor(self.palette().color(QPalette.ColorRole.Highlight))
            shade.setAlpha(_SHADE_ALPHA)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), shade)

    def _paint_loss(self, painter: QPainter, area: QRectF, search: RateSearch) -> None:
        smoothed = search.smoothed
        bottom, top = float(smoothed.min()), float(smoothed[0]) * _HEADROOM
        if top <= bottom:
            return
        shown = (smoothed - bottom) / (top - bottom)
        heights = area.bottom() - RING - shown * (area.height() - RING)
        points = zip(search.rates.tolist(), heights.tolist(), strict=True)
        line = QPolygonF([QPointF(self.place_of(rate), height) for rate, height in points])
        painter.setPen(QPen(colours(self.palette()).training, RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(area)  # a loss that explodes leaves at the top
        painter.drawPolyline(line)
        painter.setClipping(False)

    def _paint_mark(self, painter: QPainter, area: QRectF, rate: float, pen: QPen) -> None:
        x = self.place_of(rate)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_words(self, painter: QPainter, area: QRectF, rate: float) -> None:
        metrics, words = self.fontMetrics(), self.words_of(rate)
        width, x = metrics.horizontalAdvance(words) + 2 * SPACE_4, self.place_of(rate)
        left = x if x + width < area.right() else x - width
        box = QRectF(left, area.top(), width, metrics.lineSpacing())
        ground = QColor(self.palette().color(QPalette.ColorRole.Base))
        painter.fillRect(box, ground)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
