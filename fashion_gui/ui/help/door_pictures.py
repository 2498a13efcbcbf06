"""The pictures above the choices at the first start: a drawing, a curve, an error among images."""

from math import exp, sin

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.sketch.templates import TEMPLATES
from fashion_gui.ui.theme.contrast import readable_on
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CONTROL_RADIUS, SPACE_8, SPACE_12
from fashion_gui.ui.theme.tokens import BLACK, WHITE

_HEIGHT = 112
_INK = 1.3
"""Width of a line in pixels of the canvas."""
_N_POINTS = 60
_SHOWN, _WRONG = ("Trouser", "Coat", "Bag"), 1
_BADGE = 14


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRectF(self.rect()))

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint the picture."""
        raise NotImplementedError


class ShoePicture(_Picture):
    """A shoe on a canvas."""

    def paint(self, painter: QPainter, place: QRectF) -> None:
        _paint_drawing(painter, place, "Sneaker")


class LearningPicture(_Picture):
    """An accuracy that grows, with the dots of the validation images."""

    def paint(self, painter: QPainter, place: QRectF) -> None:
        shades = colours(self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.track)
        painter.drawRoundedRect(place, CONTROL_RADIUS, CONTROL_RADIUS)
        room = place.adjusted(SPACE_12, SPACE_12, -SPACE_12, -SPACE_12)
        points = [
            QPointF(room.left() + t * room.width(), room.bottom() - _share(t) * room.height())
            for t in (place / (_N_POINTS - 1) for place in range(_N_POINTS))
        ]
        painter.setBrush(shades.validation)
        for point in points[14::15]:
            painter.drawEllipse(point + QPointF(0, SPACE_8), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(shades.training, 2))
        painter.drawPolyline(QPolygonF(points))


class ErrorPicture(_Picture):
    """Three images, one of them with the mark of an error."""

    def paint(self, painter: QPainter, place: QRectF) -> None:
        shades, n = colours(self.palette()), len(_SHOWN)
        width = (place.width() - (n - 1) * SPACE_8) / n
        for index, name in enumerate(_SHOWN):
            tile = QRectF(place.left() + index * (width + SPACE_8), 0, width, place.height())
            tile = tile.adjusted(1, 1, -1, -1)
            _paint_drawing(painter, tile, name)
            if index == _WRONG:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(shades.wrong, 2))
                painter.drawRoundedRect(tile, CONTROL_RADIUS, CONTROL_RADIUS)
                _paint_cross(painter, tile, shades.wrong)


def _share(t: float) -> float:
    """Return a made-up accuracy after a share of a run: quick first, then slower, and uneven."""
    return 1 - exp(-4 * t) - 0.025 * sin(31 * t) * exp(-2 * t)


def _paint_drawing(painter: QPainter, place: QRectF, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(BLACK))
    painter.drawRoundedRect(place, CONTROL_RADIUS, CONTROL_RADIUS)
    side = min(place.width(), place.height()) - SPACE_8
    left_top = place.center() - QPointF(side, side) / 2
    scale = side / CANVAS_SIZE
    painter.setBrush(Qt.BrushStyle.NoBrush)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor(WHITE), _INK * scale, c=cap, j=join))
    for line in TEMPLATES[name]:
        painter.drawPolyline(QPolygonF([left_top + QPointF(x, y) * scale for x, y in line]))


def _paint_cross(painter: QPainter, tile: QRectF, shade: QColor) -> None:
    badge = QRectF(tile.right() - _BADGE, tile.top(), _BADGE, _BADGE)
    painter.fillRect(badge, shade)
    painter.setPen(QPen(readable_on(shade), 2))
    cross = badge.adjusted(4, 4, -4, -4)
    painter.drawLine(QLineF(cross.topLeft(), cross.bottomRight()))
    painter.drawLine(QLineF(cross.topRight(), cross.bottomLeft()))
