"""The points of a curve: appended one by one, smoothed as they come, thinned when many."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.state import State, StateError, share_of

_MAX_POINTS = 2**15
"""More than a plot has columns; drawing them takes some milliseconds."""


class Series:
    """Points (x, y) and a smoothed y, in arrays that grow with them.

    When there are 32,768 points, every other one is dropped: of each four neighbours the lowest and
    the highest stay, so that the plot looks the same.

    Parameters
    ----------
    span
        Number of points over which the smoothing averages; 1 for none. It is an exponential average
        with the bias correction of Adam.
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

    def state_dict(self) -> State:
        """Return a copy of the points and of the smoothing's state."""
        points = self._points[:, : self._length].copy()
        numbers = {"keep": self._keep, "average": self._average, "weight": self._weight}
        return {"points": points, **numbers}

    def load_state_dict(self, state: State) -> None:
        """Restore the state of a series.

        Raises
        ------
        StateError
            When the state is not that of a series.
        """
        points = state.get("points")
        if not isinstance(points, np.ndarray) or points.dtype != np.float64 or points.ndim != 2:
            raise StateError(f"expected the points of a curve as float64, found {points!r:.40}.")
        if len(points) != len(self._points) or points.shape[1] > _MAX_POINTS:
            raise StateError(f"expected (3, n) points of a curve, found {points.shape}.")
        self._keep, self._weight = share_of(state, "keep"), share_of(state, "weight")
        self._average = float(state["average"])
        self._length = points.shape[1]
        self._points = np.empty((3, max(1024, 1 << max(0, self._length - 1).bit_length())))
        self._points[:, : self._length] = points

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
