"""Where things are on the page Draw."""

from PySide6.QtCore import QPoint

from fashion_gui.ui.draw.draw_page import DrawPage


def at(page: DrawPage, x: float, y: float) -> QPoint:
    """Return where a point of the drawing is in the canvas."""
    square = page.canvas.square()
    scale = square.width() / 28
    return QPoint(round(square.x() + x * scale), round(square.y() + y * scale))
