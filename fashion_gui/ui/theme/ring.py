"""The ring around what has the focus, in widgets that paint themselves."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from fashion_gui.ui.theme.sizes import RING


def around(inside: QRectF, distance: float) -> QRectF:
    """Return a rectangle that is larger by a distance on each side; a negative one is smaller."""
    return inside.adjusted(-distance, -distance, distance, distance)


def paint_ring(painter: QPainter, outside: QRectF, palette: QPalette) -> None:
    """Paint a ring just inside a rectangle, and a gap within, so that it is seen on any ground."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, inset in ((QPalette.ColorRole.Highlight, 0.5), (QPalette.ColorRole.Base, 1.5)):
        painter.setPen(QPen(palette.color(role), RING, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(around(outside, -inset * RING))
