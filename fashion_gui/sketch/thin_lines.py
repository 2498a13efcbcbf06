"""Thin lines of large pictures: made thicker before the picture is made smaller.

A line of one pixel would otherwise be averaged with its surroundings until hardly anything of it
is left. What is thick enough stays as it is.
"""

import numpy as np

from fashion_gui.sketch.raster import FloatImage

_FINE = 8
"""Pixels for each of the smaller picture: more are not needed to thicken lines well."""
_INK = 0.4
"""Share of the strongest grey above which a pixel belongs to a line."""


def with_visible_lines(
    grey: FloatImage, thinnest: float, shrinkage: float
) -> tuple[FloatImage, int]:
    """Thicken what is drawn with too thin a pen.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width)
    thinnest
        How thick a line should be, in pixels of the picture.
    shrinkage
        How many times smaller the picture is going to be made.

    Returns
    -------
    grey : ndarray of float32
        The same array when its lines, in the mean, are thick enough.
    step : int
        How many pixels of the picture a pixel of the result stands for, in both directions.
    """
    width = line_width(grey)
    if thinnest - width < 1:
        return grey, 1
    step = max(1, int(shrinkage / _FINE))
    fine = _largest_of_blocks(grey, step)
    # A line of a pixel or two is seldom as bright as it was drawn: it lies between pixels.
    fine = np.minimum(fine * np.float32(np.clip(3 - width, 1, 2)), grey.max())
    for number in range(round((thinnest - width) / 2 / step)):
        fine = _spread(fine, over_corners=number % 2 == 1)
    return fine, step


def line_width(grey: FloatImage) -> float:
    """Return the mean thickness of what is drawn, in pixels: twice its area by its outline.

    Counting the sides of pixels makes an outline 4 / pi times too long, in the mean over all
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

    Both in turn make a point an octagon, which is nearly as thick in all directions.
    """
    wide = np.pad(grey, 1)
    columns = np.maximum(np.maximum(wide[:-2], wide[2:]), wide[1:-1])
    sides = columns if over_corners else wide[1:-1]
    spread: FloatImage = np.maximum(sides[:, :-2], sides[:, 2:])
    return np.maximum(spread, columns[:, 1:-1], out=spread)
