"""Connected components of a mask, and operations on masks: holes, dilation, erosion."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Components:
    """The connected parts of a mask.

    Attributes
    ----------
    labels : ndarray of int32, shape (height, width)
        0 outside the mask, then 1, 2, ... for the parts.
    areas : ndarray of int, shape (n_parts,)
        Pixels of each part.
    boxes : ndarray of int, shape (n_parts, 4)
        Left, top, right and bottom of each part; the last two are exclusive.
    """

    labels: NDArray[np.int32]
    areas: NDArray[np.intp]
    boxes: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.areas)


def components(mask: Mask, *, over_corners: bool = True) -> Components:
    """Return the parts of a mask, connected over the sides, or also the corners, of pixels.

    Runs of pixels in a row are joined with those that they touch in the row below. Labels of runs
    spread until none changes; in each round labels are also replaced by their own label. Source:
    Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm", 1982.
    """
    height, width = mask.shape
    row, start, stop = _runs(mask)
    upper, lower = _touching(row, start, stop, over_corners=over_corners)
    parents = np.arange(len(row))
    while True:
        smaller = np.minimum(parents[upper], parents[lower])
        hooked = parents.copy()
        for side in (upper, lower):
            np.minimum.at(hooked, parents[side], smaller)
        hooked = hooked[hooked]
        if np.array_equal(hooked, parents):
            break
        parents = hooked
    _, numbers = np.unique(parents, return_inverse=True)
    n_parts = int(numbers.max(initial=-1)) + 1
    lengths = stop - start
    areas = np.bincount(numbers, weights=lengths, minlength=n_parts).astype(np.intp)
    boxes = np.empty((n_parts, 4), np.intp)
    boxes[:, :2], boxes[:, 2:] = max(height, width), 0
    np.minimum.at(boxes[:, 0], numbers, start)
    np.minimum.at(boxes[:, 1], numbers, row)
    np.maximum.at(boxes[:, 2], numbers, stop)
    np.maximum.at(boxes[:, 3], numbers, row + 1)
    labels = np.zeros((height, width), np.int32)
    labels[mask] = np.repeat(numbers + 1, lengths)  # both are in row order
    return Components(labels, areas, boxes)


def _runs(mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the row, the first column and the column after the last of each run of pixels."""
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(steps == 1)
    _, stop = np.nonzero(steps == -1)
    return row, start, stop


def _touching(
    row: NDArray[np.intp],
    start: NDArray[np.intp],
    stop: NDArray[np.intp],
    *,
    over_corners: bool,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs of runs in neighbouring rows that touch, perhaps at a corner only."""
    wide = int(stop.max(initial=0)) + 2
    below, reach = (row + 1) * wide, int(not over_corners)
    first = np.searchsorted(row * wide + stop, below + start + reach, side="left")
    last = np.searchsorted(row * wide + start, below + stop - reach, side="right")
    n_below = np.maximum(last - first, 0)
    upper = np.repeat(np.arange(len(row)), n_below)
    offsets = np.arange(len(upper)) - np.repeat(np.cumsum(n_below) - n_below, n_below)
    return upper, np.repeat(first, n_below) + offsets


def without_holes(mask: Mask) -> Mask:
    """Return a mask, (height, width), with its holes filled."""
    outside = components(np.pad(~mask, 1, constant_values=True), over_corners=False)
    filled: Mask = (outside.labels != outside.labels[0, 0])[1:-1, 1:-1]
    return filled


def dilated(mask: Mask, radius: int) -> Mask:
    """Return a mask dilated by a square of side 2 * radius + 1."""
    return box_counts(mask, radius) > 0


def eroded(mask: Mask, radius: int) -> Mask:
    """Return a mask eroded by a square of side 2 * radius + 1; the outside counts as mask."""
    return ~dilated(~mask, radius)


def closed(mask: Mask, radius: int) -> Mask:
    """Return a mask with gaps of up to 2 * radius pixels closed."""
    inner = (slice(radius, radius + mask.shape[0]), slice(radius, radius + mask.shape[1]))
    return eroded(dilated(np.pad(mask, radius), radius), radius)[inner]


def box_counts(mask: Mask, radius: int) -> NDArray[np.int32]:
    """Return how many pixels of a mask lie in the square around each pixel, (height, width)."""
    counts = mask.astype(np.int32)
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius + 1, radius)
        sums = np.cumsum(np.pad(counts, padding), axis=axis, dtype=np.int32)
        starts = np.arange(mask.shape[axis])
        stops = starts + 2 * radius + 1
        counts = np.take(sums, stops, axis=axis) - np.take(sums, starts, axis=axis)
    return counts
