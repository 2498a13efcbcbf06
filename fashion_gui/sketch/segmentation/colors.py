"""Opponent colours, in which distances match how different colours look."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

ColorImage: TypeAlias = NDArray[np.float32]
"""Shape (height, width, 3): intensity, then red against blue, then green against both."""
_ROWS_AT_ONCE = 256
_NEAR = 0.08
"""Colours closer than this count as one colour."""
_TO_OPPONENT = np.array(
    [[1 / 3, 1 / 2, -1 / 4], [1 / 3, 0, 1 / 2], [1 / 3, -1 / 2, -1 / 4]], np.float32
)
"""From red, green and blue to I1, I2 and I3. Source: Ohta, Kanade and Sakai, "Color information
for region segmentation", 1980."""


def opponent_colors(rgb: NDArray[np.uint8], longest_side: int) -> ColorImage:
    """Return the colours of a picture, reduced by a whole factor if it is large.

    Grey levels and their distances are those of the picture, scaled to 0 to 1.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3 or more)
        Red, green and blue; further channels are ignored.
    longest_side
        Longest side of the result, in pixels.
    """
    height, width = rgb.shape[:2]
    factor = -(-max(height, width) // longest_side)
    down, across = min(factor, height), min(factor, width)
    rows, columns = height // down, width // across
    colors = np.empty((rows, columns, 3), np.float32)
    step = max(1, _ROWS_AT_ONCE // down)
    for first in range(0, rows, step):
        last = min(rows, first + step)
        block = rgb[first * down : last * down, : columns * across, :3]
        sums = block.reshape(last - first, down, -1).sum(axis=1, dtype=np.uint32)
        strip = sums.reshape(last - first, columns, across, 3).sum(axis=2) / np.float32(
            down * across
        )
        colors[first:last] = strip @ (_TO_OPPONENT / np.float32(255))
    return colors


def distances(colors: ColorImage, to: ColorImage | NDArray[np.float32]) -> NDArray[np.float32]:
    """Return distances between colours, shape (height, width); from black to white it is 1."""
    difference = colors - to
    np.square(difference, out=difference)
    found: NDArray[np.float32] = np.sqrt(difference.sum(axis=-1))
    return found


def smoothed(colors: ColorImage, radius: int) -> ColorImage:
    """Return means over squares of side 2 * radius + 1, cut off at the border: same shape."""
    if radius < 1:
        return colors
    for axis in (0, 1):
        size = colors.shape[axis]
        places = np.arange(size)
        first, last = np.maximum(places - radius, 0), np.minimum(places + radius + 1, size)
        padding = [(0, 0)] * colors.ndim
        padding[axis] = (1, 0)
        sums = np.cumsum(np.pad(colors, padding), axis=axis, dtype=np.float64)
        shape = [1] * colors.ndim
        shape[axis] = size
        means = np.take(sums, last, axis=axis) - np.take(sums, first, axis=axis)
        colors = (means / (last - first).reshape(shape)).astype(np.float32)
    return colors


def commonest_color(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the median, (3,), of the colours, (n, 3), near the fullest cell of a grid of them."""
    cells = np.rint((samples - samples.min(axis=0)) / np.float32(_NEAR)).astype(np.int64)
    _, inverse, counts = np.unique(
        cells @ np.array([1, 100, 10_000]), return_inverse=True, return_counts=True
    )
    middle = np.median(samples[inverse == counts.argmax()], axis=0)
    near = samples[distances(samples, middle) < _NEAR]
    commonest: NDArray[np.float32] = np.median(near, axis=0).astype(np.float32)
    return commonest
