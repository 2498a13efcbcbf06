"""Thin lines of large pictures, thickened before the picture is reduced.

Averaging would otherwise blend a line one pixel wide into its surroundings until it nearly
vanished. Lines that are thick enough are not changed.
"""

import numpy as np

from fashion_gui.sketch.raster import FloatImage

_FINE = 8
"""Pixels per pixel of the reduced picture: enough to thicken lines well."""
_INK = 0.4
"""Share of the strongest grey above which a pixel belongs to a line."""


def with_visible_lines(
    grey: FloatImage, thinnest: float, shrinkage: float
) -> tuple[FloatImage, int]:
    """Thicken lines that were drawn with too thin a pen.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width)
    thinnest
        Least thickness of a line, in pixels of the picture.
    shrinkage
        Factor by which the picture is going to be reduced.

    Returns
    -------
    grey : ndarray of float32
        The same array if its lines are thick enough on average.
    step : int
        Side of the block of the picture that one pixel of the result stands for.
    """
    width = line_width(grey)
    if thinnest - width < 1:
        return grey, 1
    step = max(1, int(shrinkage / _FINE))
    fine = _largest_of_blocks(grey, step)
    # A line one or two pixels wide lies between pixels and looks darker than it was drawn.
    fine = np.minimum(fine * np.float32(np.clip(3 - width, 1, 2)), grey.max())
    for number in range(round((thinnest - width) / 2 / step)):
        fine = _spread(fine, over_corners=number % 2 == 1)
    return fine, step


def line_width(grey: FloatImage) -> float:
    """Return the mean thickness of lines in pixels: twice their area over their outline.

    Counting the sides of pixels makes an outline 4 / pi times too long, averaged over all
    directions.
    """
    ink = grey > _INK * grey.max(initial=0.0)
    n_sides = (ink[1:] != ink[:-1]).sum() + (ink[:, 1:] != ink[:, :-1]).sum()
    return 8 / np.pi * float(ink.sum()) / max(1.0, float(n_sides))


def _largest_of_blocks(grey: FloatImage, side: int) -> FloatImage:
    """Return the maximum of each block of side x side pixels."""
    if side == 1:
        return grey
    height, width = grey.shape
    rows = np.maximum.reduceat(grey, np.arange(0, height, side), axis=0)
    blocks: FloatImage = np.maximum.reduceat(rows, np.arange(0, width, side), axis=1)
    return blocks


def _spread(grey: FloatImage, *, over_corners: bool) -> FloatImage:
    """Return the maximum of each pixel and its neighbours, four or all eight.

    Using both in turn makes a point an octagon, which is nearly as thick in all directions.
    """
    wide = np.pad(grey, 1)
    columns = np.maximum(np.maximum(wide[:-2], wide[2:]), wide[1:-1])
    sides = columns if over_corners else wide[1:-1]
    spread: FloatImage = np.maximum(sides[:, :-2], sides[:, 2:])
    return np.maximum(spread, columns[:, 1:-1], out=spread)
