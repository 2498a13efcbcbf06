"""Random rotation, scaling and elastic distortion of a whole batch of images.

Each pixel of a result is looked up in its image, between four pixels (bilinear interpolation).
These four are packed into one integer before, so that one look-up finds them all, and two of them
are multiplied at once; all positions have eight binary places.

Elastic distortion, from Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
Networks Applied to Visual Document Analysis", 2003, moves each pixel by a smooth random field. Here
that is a grid of random vectors, interpolated by cubic B-splines instead of being blurred.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.nn.layer import Arrays, FloatArray
from fashion_gui.nn.threads import Threads

_ONE = 256
"""A distance of one pixel."""
_PLACES, _FRACTION = np.uint32(8), np.uint32(_ONE - 1)
_CHUNK = 64
"""Images that are worked on at once, so that everything stays in the cache."""
_KNOTS = 5
"""Random vectors of an elastic distortion along each axis."""
_LANES = np.uint32(0x00FF00FF)
"""The lower bytes of the two halves of an integer."""


class Warp:
    """Rotates, scales and bends images, each in its own way.

    Parameters
    ----------
    height, width
        Size of an image.
    rotation
        Largest angle, in degrees, by which an image is turned to either side.
    scale
        Largest share by which an image grows, or shrinks: at 0.1 by a factor from 1 / 1.1 to 1.1.
    elastic
        Standard deviation, in pixels, of how far a pixel is moved along each axis.
    rng
        Random generator.
    threads
        Share the work; None for the caller's thread alone. Results do not depend on them.
    """

    def __init__(
        self,
        height: int,
        width: int,
        *,
        rotation: float,
        scale: float,
        elastic: float,
        rng: Generator,
        threads: Threads | None = None,
    ) -> None:
        self._height, self._width = height, width
        self._rotation, self._scale, self._elastic = np.deg2rad(rotation), scale, elastic
        self._rng, self._threads = rng, threads
        n_knots = _KNOTS if elastic else 0
        bases = _basis(height, n_knots), _basis(width, n_knots)
        n_workers = threads.n if threads else 1
        self._workers = [_Worker(*bases) for _ in range(n_workers)]

    def __call__(self, images: NDArray[np.uint8]) -> None:
        """Change images in place: uint8 (n_images, height, width), contiguous."""
        maps, n = self._maps(len(images)), len(images)
        n_chunks = -(-n // _CHUNK)
        chunks = [slice(_CHUNK * number, _CHUNK * (number + 1)) for number in range(n_chunks)]
        n_workers = min(len(self._workers), n_chunks)
        shares = [chunks[first::n_workers] for first in range(n_workers)]

        def work(worker: _Worker, share: list[slice]) -> None:
            for part in share:
                worker.change(images[part], maps[:, part])

        if self._threads:
            self._threads.map(work, self._workers[:n_workers], shares)
        else:
            work(self._workers[0], chunks)

    def _maps(self, n: int) -> FloatArray:
        """Draw where the pixels of each image come from.

        Returns
        -------
        maps : ndarray of float32, shape (2, n_images, n_basis, n_basis)
            Of the columns and the rows that the pixels come from, in 256ths: the weights of
            products of the basis functions of rows and columns.
        """
        rng = self._rng
        angles = rng.uniform(-self._rotation, self._rotation, n) if self._rotation else np.zeros(n)
        zooms = np.ones(n)
        if self._scale:
            most = np.log1p(self._scale)
            zooms = np.exp(rng.uniform(-most, most, n))
        n_knots = _KNOTS if self._elastic else 0
        maps = np.zeros((2, n, n_knots + 2, n_knots + 2), np.float32)
        if n_knots:
            grids = rng.standard_normal((2, n, n_knots, n_knots), np.float32)
            maps[:, :, :n_knots, :n_knots] = grids * np.float32(self._elastic * _ONE)
        cosines, sines = np.cos(angles) * _ONE / zooms, np.sin(angles) * _ONE / zooms
        for axis, (of_columns, of_rows) in enumerate(((cosines, sines), (-sines, cosines))):
            length = self._height if axis else self._width
            middle = _ONE * ((length - 1) / 2 + 1) + 0.5  # from the border; rounded when cut off
            maps[axis, :, n_knots, n_knots] = middle
            maps[axis, :, n_knots, n_knots + 1] = of_columns
            maps[axis, :, n_knots + 1, n_knots] = of_rows
        return maps


class _Worker:
    """What one thread works with."""

    def __init__(self, of_rows: FloatArray, of_columns: FloatArray) -> None:
        self._of_rows, self._of_columns = of_rows, np.ascontiguousarray(of_columns.T)
        height, width = len(of_rows), len(of_columns)
        self._size = height, width
        self._arrays = Arrays()
        # With a black border, which stays as it is.
        self._padded = np.zeros((_CHUNK, height + 2, width + 2), np.uint32)
        self._pairs, self._quads = (np.zeros(self._padded.size, np.uint32) for _ in range(2))
        n_pixels = (height + 2) * (width + 2)
        starts = np.arange(_CHUNK, dtype=np.uint32) * np.uint32(n_pixels)
        self._starts = starts[:, np.newaxis, np.newaxis]

    def change(self, images: NDArray[np.uint8], maps: FloatArray) -> None:
        """Change a chunk in place; `maps` are those of ``Warp``, of these images."""
        height, width = self._size
        x = self._places("x", maps[0], width)
        y = self._places("y", maps[1], height)
        self._interpolate(images, x, y)

    def _places(self, name: str, maps: FloatArray, length: int) -> NDArray[np.uint32]:
        """Return where each pixel comes from along one axis, counted from the border in 256ths.

        What comes from outside comes from the border at the far end, which is as black as the
        other one: a negative number is a very large one without its sign.
        """
        shape = (len(maps), *self._size)
        exact = self._arrays.array("exact", shape, np.float32)
        np.matmul(self._of_rows, maps @ self._of_columns, out=exact)
        signed = self._arrays.array(name, shape, np.int32)
        np.floor(exact, out=exact)
        np.copyto(signed, exact, casting="unsafe")
        places = signed.view(np.uint32)
        return np.minimum(places, np.uint32((length + 1) * _ONE), out=places)

    def _pack(self, images: NDArray[np.uint8]) -> None:
        """Put each pixel, the one to its right and the two below them into one integer."""
        n, width = len(images), self._padded.shape[2]
        self._padded[:n, 1:-1, 1:-1] = images
        n_pixels = n * self._padded[0].size
        single, pairs = self._padded.reshape(-1)[:n_pixels], self._pairs[:n_pixels]
        quads = self._quads[:n_pixels]
        np.left_shift(single[1:], np.uint32(8), out=pairs[:-1])  # behind a row comes the border
        pairs |= single
        np.left_shift(pairs[width:], np.uint32(16), out=quads[:-width])
        quads |= pairs

    def _interpolate(
        self, images: NDArray[np.uint8], x: NDArray[np.uint32], y: NDArray[np.uint32]
    ) -> None:
        n, arrays = len(images), self._arrays
        self._pack(images)
        right, down = (arrays.array(name, x.shape, np.uint32) for name in ("right", "down"))
        np.bitwise_and(x, _FRACTION, out=right)
        np.bitwise_and(y, _FRACTION, out=down)
        x >>= _PLACES
        y >>= _PLACES
        y *= np.uint32(self._size[1] + 2)
        y += x
        y += self._starts[:n]
        indices = arrays.array("indices", x.shape, np.intp)
        np.copyto(indices, y, casting="unsafe")
        odd = arrays.array("odd", x.shape, np.uint32)
        self._quads.take(indices, out=odd, mode="clip")
        even = arrays.array("even", x.shape, np.uint32)
        # Two pixels, one above the other, are in the halves of each integer.
        np.bitwise_and(odd, _LANES, out=even)
        odd >>= np.uint32(8)
        odd &= _LANES
        odd *= right
        np.subtract(np.uint32(_ONE), right, out=right)
        even *= right
        even += odd
        np.right_shift(even, np.uint32(16), out=odd)
        even &= np.uint32(0xFFFF)
        odd *= down
        np.subtract(np.uint32(_ONE), down, out=down)
        even *= down
        even += odd
        even += np.uint32(_ONE * _ONE // 2)
        even >>= np.uint32(16)
        images[:] = even


def _basis(length: int, n_knots: int) -> FloatArray:
    """Return the basis functions of an axis: splines, one, and the place from the middle.

    They are float32 (length, n_knots + 2).
    """
    places = np.arange(length) - (length - 1) / 2
    basis: FloatArray = np.ones((length, n_knots + 2), np.float32)
    basis[:, :n_knots] = _splines(length)[:, :n_knots]
    basis[:, n_knots + 1] = places
    return basis


def _splines(length: int) -> NDArray[np.float32]:
    """Return the weight of each random vector for each pixel, float32 (length, _KNOTS).

    Squares of a pixel's weights sum to 1, so that all pixels move equally far on average.
    """
    places = np.arange(length) / max(length - 1, 1) * (_KNOTS - 1)
    distances = np.abs(places[:, np.newaxis] - np.arange(_KNOTS))
    near = 2 / 3 - distances**2 + distances**3 / 2
    far = np.clip(2 - distances, 0, None) ** 3 / 6
    weights = np.where(distances < 1, near, far)
    weights /= np.sqrt((weights**2).sum(axis=1, keepdims=True))
    splines: NDArray[np.float32] = weights.astype(np.float32)
    return splines
