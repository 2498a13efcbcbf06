"""Which part of a map is in sight."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSizeF

_OUTLIERS = 0.3
"""Per cent of the points on each side that need not be in sight."""
_FILLED = 0.9
"""Share of the view that the map fills."""
_LEAST_EXTENT = 0.05
"""Of the part of a map in sight, also where all images lie on one point."""
_MOST_NEAR = 200.0
_LEAST_NEAR = 0.5
"""Limits of the scale, times that at which the whole map is in sight."""


@dataclass(frozen=True)
class Camera:
    """A point of the map in the middle of the view, and the pixels for a unit of the map."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 100.0

    def to_view(self, point: NDArray[np.float32], size: QSizeF) -> QPointF:
        """Return where a point of the map, (2,), is in a view of this size."""
        x, y = (float(value) for value in point)
        return QPointF(
            size.width() / 2 + (x - self.x) * self.scale,
            size.height() / 2 + (y - self.y) * self.scale,
        )

    def moved(self, pixels: QPointF) -> "Camera":
        """Return the camera after the map was moved by some pixels."""
        return replace(self, x=self.x - pixels.x() / self.scale, y=self.y - pixels.y() / self.scale)

    def zoomed(self, factor: float, at: QPointF, size: QSizeF, fitting: float) -> "Camera":
        """Return a nearer or farther camera, for which the same point of the map stays in place.

        Parameters
        ----------
        factor
            Above 1 to come nearer.
        at, size
            The place in the view that stays, and the size of the view.
        fitting
            The scale at which the whole map is in sight.
        """
        scale = min(max(self.scale * factor, _LEAST_NEAR * fitting), _MOST_NEAR * fitting)
        dx, dy = at.x() - size.width() / 2, at.y() - size.height() / 2
        return Camera(
            self.x + dx / self.scale - dx / scale, self.y + dy / self.scale - dy / scale, scale
        )

    def between(self, other: "Camera", share: float) -> "Camera":
        """Return a camera on the way to another one; share is 1 at its end."""
        pairs = ((self.x, other.x), (self.y, other.y), (self.scale, other.scale))
        return Camera(*((1 - share) * here + share * there for here, there in pairs))


def fitting(points: NDArray[np.float32], size: QSizeF) -> Camera:
    """Return the camera that has nearly all points, (n, 2), in sight."""
    if not len(points):
        return Camera()
    ends = np.percentile(points, [_OUTLIERS, 100 - _OUTLIERS], axis=0)
    middle, extent = ends.mean(axis=0), np.maximum(ends[1] - ends[0], _LEAST_EXTENT)
    scale = _FILLED * min(size.width() / extent[0], size.height() / extent[1])
    return Camera(float(middle[0]), float(middle[1]), max(float(scale), 1e-3))
