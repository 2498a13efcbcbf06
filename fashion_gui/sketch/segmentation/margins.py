"""Cutting off frames around a picture, and bars above and below it."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.segmentation.colors import ColorImage, commonest_color, distances

_DEEPEST = 0.2
"""Share of a side that a frame or a bar may take."""
_ALIKE = 0.08
"""Colours closer than this count as the same."""
_LEAST_GROUND = 0.25
"""Least share of ground in a line of pixels that belongs to no bar."""
_PLAIN = 0.6
"""Least share of one colour in a line of a bar; the rest may be text."""


def without_margins(colors: ColorImage) -> tuple[slice, slice]:
    """Return the rows and columns of a picture without its frame and bars.

    The ground is the most common colour of the outer quarter. A line of pixels along the border
    that has hardly any of it, but another colour instead, belongs to a bar, as do all lines outside
    it.
    """
    is_ground = distances(colors, commonest_color(_outer(colors))) < _ALIKE
    rows, columns = slice(0, len(colors)), slice(0, colors.shape[1])
    for _ in range(2):  # a bar may hide another one
        rows = _kept(is_ground[rows, columns], colors[rows, columns], rows.start)
        columns = _kept(
            is_ground[rows, columns].T, colors[rows, columns].swapaxes(0, 1), columns.start
        )
    return rows, columns


def _outer(colors: ColorImage) -> NDArray[np.float32]:
    height, width = (max(1, side // 4) for side in colors.shape[:2])
    inner = np.zeros(colors.shape[:2], bool)
    inner[height:-height, width:-width] = True
    return colors[~inner]


def _kept(is_ground: NDArray[np.bool_], colors: ColorImage, offset: int) -> slice:
    """Return the lines between the bars at the start and at the end of an axis."""
    shares = is_ground.mean(axis=1)
    deepest = int(len(shares) * _DEEPEST)
    start = _bar(shares[: deepest + 1], colors)
    stop = _bar(shares[::-1][: deepest + 1], colors[::-1])
    return slice(offset + start, offset + len(shares) - stop)


def _bar(shares: NDArray[np.float64], colors: ColorImage) -> int:
    """Return how many lines at the start belong to a bar; 0 if it would be too deep."""
    lines = np.flatnonzero(shares < _LEAST_GROUND)
    n_runs = 1 + int((np.diff(lines) > 1).sum())
    if not len(lines) or lines[-1] == len(shares) - 1 or n_runs > 1:  # or printed lines
        return 0
    plain = [_share_of_one_color(colors[line]) >= _PLAIN for line in lines]
    # One more: the last line may be half of the bar.
    return int(lines[-1]) + 2 if np.mean(plain) > 0.5 else 0


def _share_of_one_color(line: NDArray[np.float32]) -> float:
    return float((distances(line, np.median(line, axis=0)) < _ALIKE).mean())
