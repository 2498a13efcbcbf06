"""Paints up to 70,000 points and small images into a picture, within a few milliseconds.

Positions and colours are array operations in arrays that are kept from frame to frame.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from fashion_gui.ui.map.camera import Camera
from fashion_gui.ui.theme.mixing import colour_number

FAR = 1e4
"""Coordinate of points that are not on the map (yet)."""
THUMBNAIL = 28
_CELL = 34
"""At most one small image in a square of this size, in pixels."""
_MARGIN = THUMBNAIL
_DOTS = (2, 3, 4, 5)
"""Sides of a point in pixels, small to large, by how much room there is for each."""
_MANY = 20_000
"""Points for which the smallest is right; for a quarter of them the next one is, and so on."""
_FAINTEST = 0.25
"""Of the ink of a small image, so that dark clothes are seen."""


class PointPicture:
    """A picture of points, painted anew for each frame."""

    def __init__(self) -> None:
        self._pixels = np.zeros((1, 1), np.uint32)
        self._x = self._y = np.zeros(0, np.float32)

    def image(self) -> QImage:
        """Return the picture, which shares its memory with this object."""
        height, width = self._pixels.shape
        form = QImage.Format.Format_RGB32
        return QImage(self._pixels.data, width, height, 4 * width, form)

    def begin(self, width: int, height: int, ground: QColor) -> None:
        """Clear the picture, which has a margin around the part in sight."""
        shape = (height + 2 * _MARGIN, width + 2 * _MARGIN)
        if self._pixels.shape != shape:
            self._pixels = np.empty(shape, np.uint32)
        self._pixels.fill(colour_number(ground))

    @property
    def margin(self) -> int:
        """Pixels of the picture on each side that are out of sight."""
        return _MARGIN

    def locate(self, points: NDArray[np.float32], camera: Camera) -> NDArray[np.intp]:
        """Find where points, (n, 2), are in the picture; return the indices of those in it."""
        if len(self._x) != len(points):
            self._x, self._y = np.empty((2, len(points)), np.float32)
        height, width = self._pixels.shape
        scale = np.float32(camera.scale)
        for out, column, middle, size in (
            (self._x, points[:, 0], camera.x, width),
            (self._y, points[:, 1], camera.y, height),
        ):
            np.multiply(column, scale, out=out)
            out += np.float32(size / 2 - middle * camera.scale)
        half = THUMBNAIL // 2
        is_in = (self._x >= half) & (self._x < width - half)
        is_in &= (self._y >= half) & (self._y < height - half)
        return np.flatnonzero(is_in)

    def places(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the pixel of each of some points that are in the picture, as a flat index."""
        rows = self._y[indices].astype(np.intp)
        rows *= self._pixels.shape[1]
        rows += self._x[indices].astype(np.intp)
        return rows

    def nearest(self, indices: NDArray[np.intp], x: float, y: float, within: float) -> int | None:
        """Return which of some points is nearest to a place in sight; None if none is near."""
        if not len(indices):
            return None
        dx = self._x[indices] - np.float32(x + _MARGIN)
        dy = self._y[indices] - np.float32(y + _MARGIN)
        squared = dx * dx + dy * dy
        best = int(squared.argmin())
        return int(indices[best]) if squared[best] <= within**2 else None

    def dots(
        self,
        indices: NDArray[np.intp],
        colours: NDArray[np.uint32],
        side: int,
    ) -> None:
        """Paint points as squares or, if they are large enough, discs.

        Parameters
        ----------
        indices : ndarray of int, shape (n,)
            Points in the picture; the later ones lie on top.
        colours : ndarray of uint32, shape (n,)
        side
            In pixels, at most 28.
        """
        flat, width = self._pixels.reshape(-1), self._pixels.shape[1]
        corner = self.places(indices)
        corner -= (side // 2) * (width + 1)
        for offset in _disc(side, width):
            flat[corner + offset] = colours

    def thumbnails(
        self,
        indices: NDArray[np.intp],
        images: NDArray[np.uint8],
        colours: NDArray[np.uint32],
        ground: QColor,
    ) -> None:
        """Paint small images, uint8 (n, 28, 28), each in its colour."""
        flat, width = self._pixels.reshape(-1), self._pixels.shape[1]
        grid = (np.arange(THUMBNAIL)[:, None] * width + np.arange(THUMBNAIL)).reshape(-1)
        corner = self.places(indices) - (THUMBNAIL // 2) * (width + 1)
        pixels = images.reshape(len(images), THUMBNAIL**2)
        which, ink = np.nonzero(pixels > 16)
        strength = _FAINTEST + (1 - _FAINTEST) * pixels[which, ink].astype(np.float32) / 255
        painted = np.zeros(len(which), np.uint32)
        for shift, back in ((16, ground.red()), (8, ground.green()), (0, ground.blue())):
            front = ((colours >> np.uint32(shift)) & np.uint32(255)).astype(np.float32)[which]
            painted |= (back + strength * (front - back)).astype(np.uint32) << np.uint32(shift)
        flat[corner[which] + grid[ink]] = painted | np.uint32(0xFF000000)

    def spread(
        self, indices: NDArray[np.intp], points: NDArray[np.float32], camera: Camera
    ) -> NDArray[np.intp]:
        """Return some of the points, at most one in each square of the map.

        The squares move with the map, so that the choice stays while it is moved.
        """
        squares = np.floor(points[indices] * (camera.scale / _CELL)).astype(np.int64)
        keys = squares[:, 0] * 2**31 + squares[:, 1]
        _, first = np.unique(keys, return_index=True)
        chosen: NDArray[np.intp] = indices[first]
        return chosen


def dot_side(nearness: float, n_on_map: int) -> int:
    """Return the side of a point in pixels, which does not change while a map is moved.

    Parameters
    ----------
    nearness
        1 when the whole map is in sight.
    n_on_map
        Number of its points.
    """
    room = nearness * (_MANY / max(n_on_map, 1)) ** 0.5
    return _DOTS[min(len(_DOTS) - 1, max(0, int(np.log2(max(room, 1.0)))))]


def _disc(side: int, width: int) -> list[int]:
    """Return the offsets of the pixels of a disc from its corner."""
    middle, radius = (side - 1) / 2, side / 2
    return [
        row * width + column
        for row in range(side)
        for column in range(side)
        if side < 4 or (row - middle) ** 2 + (column - middle) ** 2 <= radius**2
    ]
