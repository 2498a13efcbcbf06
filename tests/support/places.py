"""Where things are on the page Draw, and the wheel turned there."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from fashion_gui.ui.draw.draw_page import DrawPage


def at(page: DrawPage, x: float, y: float) -> QPoint:
    """Return where a point of the drawing is in the canvas."""
    square = page.canvas.square()
    scale = square.width() / 28
    return QPoint(round(square.x() + x * scale), round(square.y() + y * scale))


def roll(page: DrawPage, angle: int, x: float = 14.0) -> None:
    """Turn the wheel over a point of the drawing, by eighths of a degree."""
    place = QPointF(at(page, x, 14))
    event = QWheelEvent(
        place,
        page.canvas.mapToGlobal(place),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.canvas, event)
