"""What the canvas shows in addition to the drawing: an idea, grid, lines to trace, brush."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from fashion_gui.sketch.fitting import Box
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.sketch.templates import Template
from fashion_gui.ui.theme.sizes import BODY, PAGE_TITLE, SPACE_8, SPACE_24
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.theme.tokens import (
    BRUSH_INSIDE,
    BRUSH_OUTSIDE,
    CANVAS_GRID,
    CANVAS_HINT,
    CANVAS_MIDDLE,
    CANVAS_TEMPLATE,
)

_HINT = QColor(CANVAS_HINT)
_GRID = QColor(CANVAS_GRID)
_MIDDLE = QColor(CANVAS_MIDDLE)
_TEMPLATE = QColor(CANVAS_TEMPLATE)
_RINGS = ((QColor(BRUSH_OUTSIDE), 1.0), (QColor(BRUSH_INSIDE), 0.0))
"""A light ring in a dark one, visible on every background."""

BRUSH_ROOM = 3.0
"""Widget pixels around the brush that its outline may take."""


def changed_box(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> Box | None:
    """Return the smallest box of canvas pixels around all that differ; None when none does."""
    differs = after != before
    rows, columns = (np.flatnonzero(differs.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def paint_grid(painter: QPainter, square: QRectF, *, is_mirroring: bool) -> None:
    """Paint the borders of the pixels, and the mirror line in the middle."""
    # Tiles take Qt 10 microseconds, rectangles a pixel wide up to 1 ms, thin lines with a pen 8 ms.
    whole = square.toRect()
    tile, inside = _cell(whole.width() // CANVAS_SIZE), QPoint(1, 1)
    left, top = QRect(whole), QRect(whole)
    left.setWidth(1)
    top.setHeight(1)
    for part in (whole.adjusted(1, 1, 0, 0), left.adjusted(0, 1, 0, 0), top.adjusted(1, 0, 0, 0)):
        painter.drawTiledPixmap(part, tile, inside)
    if is_mirroring:
        middle = whole.x() + whole.width() // 2 - 1
        painter.fillRect(middle, whole.y(), 2, whole.height(), _MIDDLE)


@lru_cache(maxsize=1)
def _cell(side: int) -> QPixmap:
    """Return the borders of a pixel at its left and its top, on nothing."""
    cell = QPixmap(side, side)
    cell.fill(Qt.GlobalColor.transparent)
    painter = QPainter(cell)
    painter.fillRect(0, 0, 1, side, _GRID)
    painter.fillRect(0, 0, side, 1, _GRID)
    painter.end()
    return cell


def paint_idea(painter: QPainter, square: QRectF, idea: str) -> None:
    """Paint what can be drawn, with examples in its other lines, in the middle of the canvas."""
    painter.save()
    painter.setPen(_HINT)
    title, _, examples = idea.partition("\n")
    room = square.adjusted(SPACE_24, SPACE_24, -SPACE_24, -SPACE_24)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    large, small = QFont(painter.font()), QFont(painter.font())
    large.setPixelSize(scaled(PAGE_TITLE))
    small.setPixelSize(scaled(BODY))
    parts, height = [], 0.0
    for font, words in ((large, title), (small, examples)):
        painter.setFont(font)
        box = painter.boundingRect(room, int(flags), words)
        parts.append((font, words, height))
        height += box.height() + SPACE_8
    for font, words, top in parts:
        painter.setFont(font)
        painter.drawText(room.translated(0, (room.height() - height) / 2 + top), int(flags), words)
    painter.restore()


def paint_template(painter: QPainter, square: QRectF, template: Template) -> None:
    """Paint faint lines to trace."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = square.width() / CANVAS_SIZE
    painter.setPen(QPen(_TEMPLATE, scale * 0.4, c=Qt.PenCapStyle.RoundCap))
    for line in template:
        corners = [QPointF(square.x() + x * scale, square.y() + y * scale) for x, y in line]
        painter.drawPolyline(QPolygonF(corners))
    painter.restore()


def paint_brush(painter: QPainter, centre: QPointF, radius: float) -> None:
    """Paint the outline of the brush; the radius is in widget pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, more in _RINGS:
        painter.setPen(QPen(colour, 1))
        painter.drawEllipse(centre, radius + more, radius + more)
