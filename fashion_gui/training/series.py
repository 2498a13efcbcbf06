"""The points of a curve: appended one by one, smoothed as they come, thinned when many."""

import numpy as np
from numpy.typing import NDArray

_MAX_POINTS = 2**15
"""More than a plot has columns; drawing them takes some milliseconds."""


class Series:
    """Points (x, y) and a smoothed y, in arrays that grow with them.

    Of more than 32,768 points every other one is given up: of each four neighbours the lowest
    and the highest stay, so that the plot looks as before.

    Parameters
    ----------
    span
        Number of points over which the smoothing averages; 1 for none. The average is the
        exponential one, corrected for its start as in Adam's paper.
    """

    def __init__(self, span: float = 1.0) -> None:
        self._points = np.empty((3, 1024))
        self._length = 0
        self._keep = 1.0 - 1.0 / max(span, 1.0)
        self._average, self._weight = 0.0, 0.0

    def __len__(self) -> int:
        return self._length

    def append(self, x: float, y: float) -> None:
        """Add a point."""
        if self._length == _MAX_POINTS:
            self._thin()
        elif self._length == self._points.shape[1]:
            self._points = np.concatenate([self._points, np.empty_like(self._points)], axis=1)
        self._average = self._keep * self._average + (1 - self._keep) * y
        self._weight = self._keep * self._weight + (1 - self._keep)
        self._points[:, self._length] = x, y, self._average / self._weight
        self._length += 1

    def _thin(self) -> None:
        kept = self._points[:, ::2].copy()
        neighbours = self._points[1].reshape(-1, 4)
        kept[1, 0::2] = neighbours.min(axis=1)
        kept[1, 1::2] = neighbours.max(axis=1)
        self._length = kept.shape[1]
        self._points[:, : self._length] = kept

    @property
    def x(self) -> NDArray[np.float64]:
        """Positions, shape (n_points,)."""
        return self._points[0, : self._length]

    @property
    def y(self) -> NDArray[np.float64]:
        """Values, shape (n_points,)."""
        return self._points[1, : self._length]

    @property
    def smoothed(self) -> NDArray[np.float64]:
        """Smoothed values, shape (n_points,)."""
        return self._points[2, : self._length]
