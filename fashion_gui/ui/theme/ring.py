"""The ring around what has the focus, in widgets that paint themselves."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from fashion_gui.ui.theme.sizes import CONTROL_RADIUS, RING


def around(inside: QRectF, distance: float) -> QRectF:
    """Return a rectangle that is larger by a distance on each side; a negative one is smaller."""
    return inside.adjusted(-distance, -distance, distance, distance)


def paint_ring(painter: QPainter, outside: QRectF, palette: QPalette) -> None:
    """Paint a ring just inside a rectangle, and a gap within, so that it is seen on any ground."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, inset in ((QPalette.ColorRole.Highlight, 0.5), (QPalette.ColorRole.Base, 1.5)):
        painter.setPen(QPen(palette.color(role), RING, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(around(outside, -inset * RING))


def paint_ring_within(filled: QWidget) -> None:
    """Paint the gap of a ring into a button that is filled with the accent: its rim is the ring.

    The style sheet cannot: beside a border of two lines Qt leaves a second gap, and the fill
    becomes smaller with the focus.
    """
    painter = QPainter(filled)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QApplication.palette().color(QPalette.ColorRole.Base), RING))
    inset = 1.5 * RING
    radius = CONTROL_RADIUS - inset
    painter.drawRoundedRect(around(QRectF(filled.rect()), -inset), radius, radius)
