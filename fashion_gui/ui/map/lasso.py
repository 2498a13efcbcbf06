"""Which points lie inside of a line that was drawn by hand."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF

from fashion_gui.ui.imaging.pixmaps import pixels_of


def is_inside(line: QPolygonF, size: QSize, places: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell of places in a view of this size, (n, 2), whether they are inside of a closed line.

    A painted mask says so: of 70,000 points as quickly as of one, for lines that cross themselves,
    too.
    """
    mask = QImage(size, QImage.Format.Format_RGB32)
    mask.fill(Qt.GlobalColor.black)
    painter = QPainter(mask)
    painter.setBrush(Qt.GlobalColor.white)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(line, Qt.FillRule.WindingFill)
    painter.end()
    is_marked = pixels_of(mask)[:, :, 0] > 0
    x, y = np.floor(places).astype(np.intp).T
    inside: NDArray[np.bool_] = (x >= 0) & (x < size.width()) & (y >= 0) & (y < size.height())
    inside[inside] = is_marked[y[inside], x[inside]]
    return inside
