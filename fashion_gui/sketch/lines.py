"""The line segments of strokes, and the coverage of many strokes computed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.raster import CANVAS_SIZE, FloatImage, Point, batch_coverage


@dataclass(frozen=True, eq=False)
class Lines:
    """The line segments of one stroke, in canvas pixels.

    Attributes
    ----------
    starts, stops : ndarray of float64, shape (n_lines, 2)
        In canvas pixels; a dot starts where it stops.
    shares : ndarray of float32, shape (n_lines,)
        Share of the width, for each line.
    width
        Of the brush, in canvas pixels.
    grey
        Of the brush, from 0 to 1.
    """

    starts: NDArray[np.float64]
    stops: NDArray[np.float64]
    shares: NDArray[np.float32]
    width: float
    grey: float

    @classmethod
    def through(
        cls, points: Sequence[Point], pressures: Sequence[float], width: float, grey: float
    ) -> "Lines":
        """Return the lines through points; pressures are shares of the width, or empty."""
        places = np.array(points, float)
        shares = np.array(pressures if pressures else [1.0] * len(points), np.float32)
        if len(places) == 1:
            return cls(places, places, shares, width, grey)
        shares = ((shares[:-1] + shares[1:]) / 2).astype(np.float32)
        return cls(places[:-1], places[1:], shares, width, grey)


def coverages(
    strokes: Sequence[tuple[Sequence[Lines], Placement]], size: int = CANVAS_SIZE
) -> FloatImage:
    """Return how much of each pixel each stroke covers.

    Parameters
    ----------
    strokes
        Each has lines that are blended once, as those of a stroke and its mirror image, and a
        placement.
    size
        Side of the images in pixels, for the 28 pixels of the canvas.

    Returns
    -------
    ndarray of float32, shape (n_strokes, size, size), from 0 to 1
    """
    parts = [
        (number, lines, placement)
        for number, (of_stroke, placement) in enumerate(strokes)
        for lines in of_stroke
    ]
    if len(parts) == 1 == len(strokes):  # as of a pen that moves
        return _coverage_alone(parts[0][1], parts[0][2], size)
    counts = [len(lines.shares) for _, lines, _ in parts]
    scales, offsets, widths, numbers = (
        np.repeat(values, counts, axis=0)
        for values in (
            np.array([[placement.scale] for _, _, placement in parts]),
            np.array([(placement.x, placement.y) for _, _, placement in parts]),
            np.array([_width(lines.width, at, size) for _, lines, at in parts], np.float32),
            np.array([number for number, _, _ in parts], np.intp),
        )
    )
    starts, stops = (
        ((scales * np.concatenate(ends) + offsets) * (size / CANVAS_SIZE)).astype(np.float32)
        for ends in (
            [lines.starts for _, lines, _ in parts],
            [lines.stops for _, lines, _ in parts],
        )
    )
    widths *= np.concatenate([lines.shares for _, lines, _ in parts])
    return batch_coverage(starts, stops, widths, numbers, len(strokes), size=size)


def _coverage_alone(lines: Lines, placement: Placement, size: int) -> FloatImage:
    offset = np.array((placement.x, placement.y))
    starts, stops = (
        ((placement.scale * ends + offset) * (size / CANVAS_SIZE)).astype(np.float32)
        for ends in (lines.starts, lines.stops)
    )
    widths = np.float32(_width(lines.width, placement, size)) * lines.shares
    return batch_coverage(starts, stops, widths, np.zeros(len(widths), np.intp), 1, size=size)


def _width(width: float, placement: Placement, size: int) -> float:
    """Return a pen's width in pixels, which grows more slowly than an enlarged drawing."""
    scale = placement.scale
    return width * (sqrt(scale) if scale > 1 else scale) * size / CANVAS_SIZE
