"""A sheet of paper on a table: found by its four straight sides, and straightened."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.segmentation.colors import ColorImage, smoothed
from fashion_gui.sketch.segmentation.components import Mask, components, without_holes
from fashion_gui.sketch.segmentation.perspective import WHOLE, points_in

_SMALLEST = 0.25
"""Least share of the picture that a sheet covers."""
_FIT = 0.94
"""Least overlap (intersection over union) of a sheet and its four-cornered outline."""
_MARGIN = 0.025
"""Share of a sheet's sides that is cut off: its edge, and remains of the table."""
_N_LEVELS = 256
_MOST_COLORFUL = 0.12
_DARKEST = 0.35
"""Least intensity of a sheet."""
_FAINTEST_STROKE = 0.12
_DRAWN = 0.3
"""Least share of a side that a drawing on a sheet spans: more than seams and buttons do."""


def find_sheet(colors: ColorImage) -> NDArray[np.float64] | None:
    """Return the corners of a sheet of paper, or None.

    A sheet is the largest connected part of the light pixels, if its outline has four straight
    sides and it does not fill the whole picture.

    Returns
    -------
    ndarray of float64, shape (4, 2), or None
        x and y of the upper left, upper right, lower right and lower left corner.
    """
    soft = smoothed(colors, 1)
    first = otsu_threshold(soft[..., 0])
    lighter = soft[..., 0][soft[..., 0] > first]
    for level in (first, otsu_threshold(lighter)):
        corners = _four_corners(soft[..., 0] > level)
        if corners is not None and _is_paper(colors, corners):
            return corners
    return None


def otsu_threshold(values: NDArray[np.float32]) -> float:
    """Return the level that divides values into two groups that differ most.

    Source: Otsu, "A threshold selection method from gray-level histograms", 1979.
    """
    if not values.size:
        return 0.0
    counts, edges = np.histogram(values, _N_LEVELS)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    between = np.nan_to_num(between)
    return float(edges[1:][between >= between.max() * (1 - 1e-9)].mean())


def straightened(colors: ColorImage, corners: NDArray[np.float64]) -> ColorImage:
    """Return the area between corners, (4, 2), as a rectangle without its outermost pixels."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = (max(8, round(float(pair))) for pair in (sides[::2].mean(), sides[1::2].mean()))
    shares = (_within_margin((np.arange(side) + 0.5) / side) for side in (width, height))
    points = points_in(corners, *np.meshgrid(*shares))
    return _sampled(colors, points[..., 0] - 0.5, points[..., 1] - 0.5)


def corners_of_straightened(sheet: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where the corners of what ``straightened`` returns lie in the picture, (4, 2)."""
    across, down = _within_margin(WHOLE.T)
    return points_in(sheet, across, down)


def _within_margin(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    within: NDArray[np.float64] = _MARGIN + (1 - 2 * _MARGIN) * shares
    return within


def _four_corners(mask: Mask) -> NDArray[np.float64] | None:
    parts = components(mask)
    if not len(parts):
        return None
    largest = int(parts.areas.argmax())
    filled = without_holes(parts.labels == largest + 1)
    share = filled.mean()
    left, top, right, bottom = parts.boxes[largest]
    height, width = mask.shape
    n_touched = sum((left <= 1, top <= 1, right >= width - 1, bottom >= height - 1))
    if not _SMALLEST <= share <= 0.95 or n_touched > 2:
        return None
    y, x = np.nonzero(filled)
    best, best_fit = None, _FIT
    for directions in (((-1, -1), (1, -1), (1, 1), (-1, 1)), ((-1, 0), (0, -1), (1, 0), (0, 1))):
        ends = [int(np.argmax(dx * x + dy * y)) for dx, dy in directions]
        corners = np.array([(x[end] + 0.5, y[end] + 0.5) for end in ends])
        corners += 0.5 * np.sign(corners - corners.mean(axis=0))
        fit = _overlap(filled, corners)
        if fit > best_fit:
            best, best_fit = _from_upper_left(corners), fit
    return best


def _from_upper_left(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0)


def _overlap(mask: Mask, corners: NDArray[np.float64]) -> float:
    """Return the intersection over union of a mask and a four-cornered shape."""
    y, x = (
        np.arange(side)[axis] + 0.5
        for side, axis in zip(mask.shape, (np.s_[:, None], np.s_[None]), strict=True)
    )
    inside = np.ones(mask.shape, bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        inside &= (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0
    return float((inside & mask).sum() / max(1, (inside | mask).sum()))


def _is_paper(colors: ColorImage, corners: NDArray[np.float64]) -> bool:
    """Tell whether the area between corners is light and pale, with something large on it."""
    sheet = straightened(colors, corners)
    middle = np.median(sheet.reshape(-1, 3), axis=0)
    if middle[0] < _DARKEST or np.abs(middle[1:]).max() >= _MOST_COLORFUL:
        return False
    drawn = np.abs(sheet - middle).max(axis=-1) > _FAINTEST_STROKE
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if not len(rows):
        return False
    spans = np.ptp(rows) / len(drawn), np.ptp(columns) / drawn.shape[1]
    return bool(max(spans) > _DRAWN)


def _sampled(colors: ColorImage, x: NDArray[np.float64], y: NDArray[np.float64]) -> ColorImage:
    """Return the colours at points between pixels, by bilinear interpolation."""
    height, width = colors.shape[:2]
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = (
        np.minimum(axis.astype(np.intp), side)
        for axis, side in ((x, max(0, width - 2)), (y, max(0, height - 2)))
    )
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = (
        (axis - first)[..., np.newaxis].astype(np.float32) for axis, first in ((x, left), (y, top))
    )
    upper = colors[top, left] * (1 - across) + colors[top, right] * across
    lower = colors[bottom, left] * (1 - across) + colors[bottom, right] * across
    found: ColorImage = upper * (1 - down) + lower * down
    return found
