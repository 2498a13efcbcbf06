"""Perspective: where the points of a flat thing lie in a picture that shows its four corners."""

import numpy as np
from numpy.typing import NDArray

WHOLE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64)
"""The corners of a picture, clockwise from the upper left one: x and y as shares of its sides."""


def points_in(
    corners: NDArray[np.float64], across: NDArray[np.float64], down: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where points of a rectangle lie in a picture, shape (*across.shape, 2): x and y.

    Parameters
    ----------
    corners : ndarray of float64, shape (4, 2)
        Of the rectangle in the picture, clockwise from the upper left one.
    across, down : ndarray of float64, of one shape
        Shares of the sides of the rectangle.
    """
    matrix = _homography(WHOLE, corners)
    x, y, w = (row[0] * across + row[1] * down + row[2] for row in matrix)
    return np.stack([x / w, y / w], axis=-1)


def _homography(start: NDArray[np.float64], stop: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the 3x3 matrix that takes four points, (4, 2), to four others.

    Source: Hartley and Zisserman, "Multiple View Geometry", 2004, chapter 4.
    """
    rows, sides = [], []
    for (x, y), (u, v) in zip(start, stop, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(sides)), 1.0).reshape(3, 3)
