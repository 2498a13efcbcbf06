"""Areas of a picture: connected pixels of similar grey (flood fill)."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import FloatImage, Point

_TOLERANCE = 0.12
"""Difference in grey: more than the noise of a scan, less than a faint pencil line."""


def area_around(image: FloatImage, seed: Point, tolerance: float = _TOLERANCE) -> NDArray[np.bool_]:
    """Return the pixels that are connected to the seed and of similar grey.

    Parameters
    ----------
    image : ndarray of float32, shape (28, 28), from 0 to 1
    seed
        Point (x, y) in the pixel to start from; outside of the image the result is empty.
    tolerance
        Largest difference from the grey at the seed.

    Returns
    -------
    ndarray of bool, shape (28, 28)
    """
    column, row = int(np.floor(seed[0])), int(np.floor(seed[1]))
    area = np.zeros(image.shape, bool)
    if not (0 <= row < len(image) and 0 <= column < len(image)):
        return area
    alike = np.abs(image - image[row, column]) <= tolerance
    area[row, column] = True
    while True:
        grown = _grown(area) & alike
        if np.array_equal(grown, area):
            return area
        area = grown


def surrounded(area: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return an area, bool (height, width), with the eight neighbours of each of its pixels."""
    wider = area.copy()
    wider[:, 1:] |= area[:, :-1]
    wider[:, :-1] |= area[:, 1:]
    result = wider.copy()
    result[1:] |= wider[:-1]
    result[:-1] |= wider[1:]
    return result


def _grown(area: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return an area together with the four neighbours of each pixel."""
    grown = area.copy()
    grown[1:] |= area[:-1]
    grown[:-1] |= area[1:]
    grown[:, 1:] |= area[:, :-1]
    grown[:, :-1] |= area[:, 1:]
    return grown
