"""The picture of a network: an image, sheets of maps, columns of units, and what connects them."""

from collections.abc import Sequence
from itertools import pairwise, product
from math import log2

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen

from fashion_gui.nn.layer import Shape
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import around
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.theme.tokens import BLACK

_SHEETS = 6
"""Most sheets that stand for the maps of a layer."""
_MOST_UNITS, _LEAST_STEP = 12, 6.0
"""Most dots that stand for the units of a layer, and their least distance in pixels."""
_DOT = 0.36
"""Radius of a dot, as a share of their distance."""
_AROUND_WINDOW = 0.36
"""Distance of a convolution's window from the rim of a map, as a share of its side."""


class _Figure:
    """What stands for a layer: where lines to it end and where those to the next begin."""

    def __init__(self, shape: Shape, room: QRectF) -> None:
        self.room = room
        self.ends: list[QPointF] = []
        self.starts: list[QPointF] = []
        self.sheets: list[QRectF] = []
        self.radius = 0.0
        if len(shape) == 1:
            self._place_units(shape[0])
        else:
            self._place_sheets(shape[0], shape[2] if len(shape) > 2 else 1)

    def _place_units(self, n_units: int) -> None:
        """Place dots in a column: more of them for more units."""
        most = min(float(_MOST_UNITS), self.room.height() / _LEAST_STEP)
        n = min(n_units, max(2, round(most * min(1.0, log2(1 + n_units) / 10))))
        step = self.room.height() / max(most, n)
        self.radius = _DOT * step
        middle = self.room.center()
        self.ends = [
            QPointF(middle.x(), middle.y() + (place - (n - 1) / 2) * step) for place in range(n)
        ]
        self.starts = self.ends

    def _place_sheets(self, side_of_map: int, n_maps: int) -> None:
        """Place squares as large as the maps behind each other: more of them for more maps."""
        n = min(_SHEETS, 1 + round(log2(n_maps)))
        shift = self.room.height() / 24
        side = (self.room.height() - (_SHEETS - 1) * shift) * max(0.15, side_of_map / 28)
        spread = (n - 1) * shift
        corner = self.room.center() - QPointF((side + spread) / 2, (side - spread) / 2)
        size = QSizeF(side, side)
        self.sheets = [
            QRectF(corner + QPointF(place * shift, -place * shift), size) for place in range(n)
        ]
        front, last = self.sheets[-1], self.sheets[0]
        self.starts = [front.topRight(), front.bottomRight()]
        self.ends = [QPointF(last.left(), last.center().y())]

    def paint(self, painter: QPainter, shade: QColor, gap: QColor, image: QImage | None) -> None:
        """Paint it, the first one as an image if there is one."""
        if image is not None:
            (place,) = self.sheets
            painter.fillRect(place, QColor(BLACK))
            painter.drawImage(place, image)
            return
        painter.setBrush(shade)
        painter.setPen(Qt.PenStyle.NoPen)
        for unit in self.ends if self.radius else ():
            painter.drawEllipse(unit, self.radius, self.radius)
        painter.setPen(QPen(gap, 1))
        for sheet in self.sheets:
            painter.drawRect(sheet)


def paint_network(
    painter: QPainter,
    shapes: Sequence[Shape],
    rooms: Sequence[QRectF],
    image: QImage | None,
    palette: QPalette,
) -> None:
    """Paint what stands for each layer, and lines from each to the next.

    Parameters
    ----------
    shapes
        Shape of one image behind each layer, the image itself first.
    rooms
        Where each of them has its place.
    image
        One of the images; None for a plain square.
    """
    shown = zip(shapes, rooms, strict=True)
    figures = [_Figure(shape, around(room, -SPACE_4)) for shape, room in shown]
    line = QPen(colours(palette).bar, 1)
    painter.setPen(line)
    for before, after in pairwise(figures):
        if not after.sheets:
            for start, end in product(before.starts, after.ends):
                painter.drawLine(start, end)
    shade, gap = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
    for place, figure in enumerate(figures):
        figure.paint(painter, shade, gap, image if place == 0 else None)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for before, after in pairwise(figures):
        if after.sheets:
            # A convolution makes each value of a small window of all maps before it.
            window = around(before.sheets[-1], -_AROUND_WINDOW * before.sheets[-1].width())
            painter.drawRect(window)
            for corner in (window.topRight(), window.bottomRight()):
                painter.drawLine(corner, after.ends[0])
