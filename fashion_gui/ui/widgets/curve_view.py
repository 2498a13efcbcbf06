"""A small chart of a few curves, without the plotting library: for panels beside a picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.percent import SIGN, probability
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CAPTION, SPACE_4, SPACE_8
from fashion_gui.ui.theme.style_sheet import text_scale
from fashion_gui.ui.widgets.spoken import Role, Spoken

_LEAST_HEIGHT, _USUAL_HEIGHT = 56, 80
_MOST_FOR_NAMES = 0.4
"""Largest share of the width that the names at the ends of the curves take."""
_WIDTH = 1.6

Look = Literal["main", "other", "faint"]


@dataclass(frozen=True, eq=False)
class Curve:
    """One curve.

    Attributes
    ----------
    name
        Written at its end.
    x, y : ndarray of float, shape (n_points,)
        The x grow; y is from 0 to 1.
    look
        "main" and "other" are solid, in the colours of what matters; "faint" is dashed.
    """

    name: str
    x: NDArray[np.floating]
    y: NDArray[np.floating]
    look: Look = "main"

    def at(self, x: float) -> float:
        """Return its value, between two points by a straight line."""
        return float(np.interp(x, self.x, self.y))


class CurveView(Spoken, QWidget):
    """Shows curves over a common x axis; y is always 0 to 100 %.

    Parameters
    ----------
    name
        What it shows, for a screen reader.
    """

    spoken_role = Role.Chart

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves: tuple[Curve, ...] = ()
        self.position: float | None = None
        self._ends = ("", "")
        self._range: tuple[float, float] | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_curves(
        self,
        *curves: Curve,
        ends: tuple[str, str] = ("", ""),
        x_range: tuple[float, float] | None = None,
    ) -> None:
        """Show other curves.

        Parameters
        ----------
        ends
            Words at both ends of the x axis.
        x_range
            The ends themselves; None for those of the first curve.
        """
        self.curves, self._ends, self._range = curves, ends, x_range
        self.update()

    def show_position(self, x: float | None) -> None:
        """Mark a place of the x axis; None for none."""
        if x != self.position:
            self.position = x
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, round(_USUAL_HEIGHT * text_scale()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, round(_LEAST_HEIGHT * text_scale()))

    def spoken_value(self) -> str:
        if not self.curves:
            return "nothing yet"
        if self.position is not None:
            parts = (f"{c.name} {probability(c.at(self.position))}" for c in self.curves)
            return ", ".join(parts)
        parts = (
            f"{c.name} from {probability(c.y[0])} to {probability(c.y[-1])}" for c in self.curves
        )
        return f"{', '.join(parts)}; {self._ends[0]} to {self._ends[1]}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_caption(self.font()))
        box = self._box(painter.fontMetrics())
        faint = colours(self.palette()).faint_text
        self._paint_axes(painter, box)
        if not self.curves:
            return
        low, high = self._range or (self.curves[0].x[0], self.curves[0].x[-1])
        if self.position is not None:
            x = box.x() + box.width() * (self.position - low) / (high - low)
            painter.setPen(QPen(faint, 1))
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        for curve in self.curves:
            xs = box.x() + box.width() * (curve.x - low) / (high - low)
            ys = box.bottom() - box.height() * np.clip(curve.y, 0, 1)
            pen = QPen(self._colour(curve.look), _WIDTH)
            if curve.look == "faint":
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in zip(xs, ys, strict=True)]))
        self._paint_names(painter, box)

    # Details -----------------------------------------------------------------------------

    def _box(self, metrics: QFontMetrics) -> QRectF:
        """Return where the curves are: beside their names, over the words of the axis."""
        line = metrics.height()
        names = max((metrics.horizontalAdvance(c.name) for c in self.curves), default=0)
        right = min(names + 2 * SPACE_8, _MOST_FOR_NAMES * self.width())
        left = metrics.horizontalAdvance(f"100{SIGN}") + SPACE_4
        bottom = line if any(self._ends) else SPACE_4
        return QRectF(
            left, line / 2, self.width() - left - right, self.height() - line / 2 - bottom
        )

    def _paint_axes(self, painter: QPainter, box: QRectF) -> None:
        ours, line = colours(self.palette()), painter.fontMetrics().height()
        flag = Qt.AlignmentFlag
        for share in (0, 1):
            y = box.bottom() - share * box.height()
            painter.setPen(ours.track)
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(ours.faint_text)
            at = QRectF(0, y - line / 2, box.x() - SPACE_4, line)
            painter.drawText(at, flag.AlignRight | flag.AlignVCenter, f"{100 * share}{SIGN}")
        under = QRectF(box.x(), self.height() - line, box.width(), line)
        for words, side in zip(self._ends, (flag.AlignLeft, flag.AlignRight), strict=True):
            painter.drawText(under, side | flag.AlignVCenter, words)

    def _paint_names(self, painter: QPainter, box: QRectF) -> None:
        line = painter.fontMetrics().height()
        wanted = [box.bottom() - box.height() * float(np.clip(c.y[-1], 0, 1)) for c in self.curves]
        room = int(self.width() - box.right() - SPACE_8)
        # Above the words of the axis, as far as there is room for all.
        lowest = min(self.height(), max(box.bottom() + line / 2, line * len(self.curves)))
        for curve, y in zip(self.curves, _apart(wanted, line, lowest), strict=True):
            painter.setPen(self._colour(curve.look))
            at = QRectF(box.right() + SPACE_8, y - line / 2, room, line)
            words = painter.fontMetrics().elidedText(curve.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, words)

    def _colour(self, look: Look) -> QColor:
        ours = colours(self.palette())
        return {"main": ours.training, "other": ours.validation, "faint": ours.faint_text}[look]


def _apart(wanted: list[float], gap: float, height: float) -> list[float]:
    """Move names apart, keeping their order, between the upper and the lower edge."""
    order = np.argsort(wanted, kind="stable")
    places, lowest = np.array(wanted, float), gap / 2
    for index in order:
        places[index] = lowest = max(places[index], lowest)
        lowest += gap
    highest = height - gap / 2
    for index in order[::-1]:
        places[index] = highest = min(places[index], highest)
        highest -= gap
    return [float(place) for place in places]


def _caption(font: QFont) -> QFont:
    caption = QFont(font)
    caption.setPixelSize(round(CAPTION * text_scale()))
    return caption
