"""What a person corrects in the reading of a picture: where the drawing is, and what is ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.fitting import Box
from fashion_gui.sketch.picture import drawing_in
from fashion_gui.sketch.raster import FloatImage
from fashion_gui.sketch.segmentation.foreground import Found

_LEAST_PIXELS = 8
"""Sides of the smallest part of a picture that is looked at."""


@dataclass(frozen=True)
class Corrections:
    """How a picture is read, where not as the program does by itself.

    Attributes
    ----------
    crop
        The part of the picture that is looked at, as shares of its sides; None for all of it.
    quarters
        Quarter turns to the left, of what was found.
    faintest
        Distance from the colour of the ground, from 0 to 1, from which on something is ink; None
        finds the best one.
    is_swapped
        Whether ink is ground, and ground ink.
    is_negative
        Whether light and dark of the ink are exchanged; the ground stays.
    """

    crop: Box | None = None
    quarters: int = 0
    faintest: float | None = None
    is_swapped: bool = False
    is_negative: bool = False


def read_corrected(rgba: NDArray[np.uint8], corrections: Corrections) -> Found:
    """Return what a picture shows, with corrections.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.

    Returns
    -------
    Found
        Its ink is turned; its corners are those of the ink before, in the whole picture.
    """
    rows, columns = _part(rgba.shape, corrections.crop)
    found = drawing_in(np.ascontiguousarray(rgba[rows, columns]), corrections.faintest)
    ink = found.ink
    if corrections.is_swapped:
        ink = 1 - ink
    if corrections.is_negative:
        ink = _negative(ink)
    height, width = rgba.shape[:2]
    start = np.array([columns.start, rows.start])
    sides = np.array([columns.stop, rows.stop]) - start
    corners = (found.corners * sides + start) / np.array([width, height])
    turned = np.ascontiguousarray(np.rot90(ink, corrections.quarters))
    return Found(turned, corners, found.faintest)


def turned_box(box: Box, quarters: int) -> Box:
    """Return where a box, in shares of a picture's sides, is after quarter turns to the left."""
    for _ in range(quarters % 4):
        left, top, right, bottom = box
        box = top, 1 - right, bottom, 1 - left
    return box


def _part(shape: tuple[int, ...], crop: Box | None) -> tuple[slice, slice]:
    if crop is None:
        return slice(0, shape[0]), slice(0, shape[1])
    left, top, right, bottom = crop
    return _pixels(top, bottom, shape[0]), _pixels(left, right, shape[1])


def _pixels(start: float, stop: float, size: int) -> slice:
    """Return the pixels between two shares of a side: some at least, and all within it."""
    least = min(_LEAST_PIXELS, size)
    first = min(max(0, round(start * size)), size - least)
    return slice(first, min(size, max(first + least, round(stop * size))))


def _negative(ink: FloatImage) -> FloatImage:
    mask = ink > 0
    if not mask.any():
        return ink
    inked = ink[mask]
    exchanged: FloatImage = np.where(mask, inked.min() + inked.max() - ink, np.float32(0))
    return exchanged
