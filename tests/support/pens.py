"""Drawings made by code for the tests of fitting: lines with a pen, of any size, anywhere."""

from collections.abc import Sequence

import numpy as np

from fashion_gui.sketch.raster import FloatImage, Point, lines_coverage

T_SHIRT: tuple[Point, ...] = (
    *((0.30, 0.05), (0.42, 0.15), (0.58, 0.15), (0.70, 0.05), (1.00, 0.25), (0.88, 0.45)),
    *((0.75, 0.38), (0.75, 0.95), (0.25, 0.95), (0.25, 0.38), (0.12, 0.45), (0.00, 0.25)),
    (0.30, 0.05),
)
"""An outline in a square of side 1."""


def draw(
    canvas: int, left: float, top: float, side: float, pen: float, line: Sequence[Point] = T_SHIRT
) -> FloatImage:
    """Draw a line, scaled to a side and moved, all in pixels: shape (canvas, canvas)."""
    points = np.array([(left + side * x, top + side * y) for x, y in line], np.float32)
    widths = np.full(len(points) - 1, pen, np.float32)
    return lines_coverage(points[:-1], points[1:], widths, size=canvas)
