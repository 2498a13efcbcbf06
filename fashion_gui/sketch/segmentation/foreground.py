"""The foreground of any picture, light on black: all steps in order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import FloatImage
from fashion_gui.sketch.segmentation.colors import ColorImage, opponent_colors
from fashion_gui.sketch.segmentation.components import (
    Mask,
    box_counts,
    components,
    dilated,
    without_holes,
)
from fashion_gui.sketch.segmentation.ground_model import Ground, patterned_ground, smooth_ground
from fashion_gui.sketch.segmentation.halftone import without_dots
from fashion_gui.sketch.segmentation.margins import without_margins
from fashion_gui.sketch.segmentation.objects import main_object
from fashion_gui.sketch.segmentation.paper_sheet import (
    corners_of_straightened,
    find_sheet,
    otsu_threshold,
    straightened,
)
from fashion_gui.sketch.segmentation.perspective import WHOLE
from fashion_gui.sketch.segmentation.ruled_lines import without_ruled_lines

_LONGEST_SIDE = 500
_FAINTEST = 0.03
"""Distance from the background below which nothing is ink, however even the background is."""
_NOISE_WIDTHS = 5.0
"""The same, in multiples of the background's median noise."""
_WHITE_PERCENTILE = 90
_NEARLY_WHITE = 0.9
"""Ink that reaches this needs no stretching."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a picture shows, and where.

    Attributes
    ----------
    ink : ndarray of float32, shape (height, width), from 0 to 1
        Light on black: a part of the picture, perhaps straightened and reduced; all 0 when there is
        only background.
    corners : ndarray of float64, shape (4, 2)
        Where the corners of `ink` lie in the picture, from the upper left one clockwise: x and y
        as shares of its sides.
    faintest
        Distance from the colour of the background, from 0 to 1, above which a pixel is ink.
    """

    ink: FloatImage
    corners: NDArray[np.float64]
    faintest: float


def foreground(rgb: NDArray[np.uint8], faintest: float | None = None) -> Found:
    """Return what a picture shows, light on black.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3 or more)
    faintest
        As in `Found`; None to choose the best one.
    """
    colors = opponent_colors(without_dots(rgb), _LONGEST_SIDE)
    size = np.array(colors.shape[1::-1], np.float64)
    rows, columns = without_margins(colors)
    colors = colors[rows, columns]
    sheet = find_sheet(colors)
    if sheet is None:
        corners = WHOLE * colors.shape[1::-1]
    else:
        corners = corners_of_straightened(sheet)
        colors = straightened(colors, sheet)
    ink, faintest = _ink(colors, faintest)
    start = np.array([columns.start, rows.start])
    return Found(_stretched(ink), (corners + start) / size, faintest)


def _ink(colors: ColorImage, faintest: float | None) -> tuple[FloatImage, float]:
    ground = smooth_ground(colors)
    if ground:
        found = faintest or max(_FAINTEST, _NOISE_WIDTHS * ground.noise)
        return _on_smooth(ground, found), found
    ground = patterned_ground(colors)
    if not ground:
        return np.zeros(colors.shape[:2], np.float32), faintest or _FAINTEST
    found = faintest or max(_FAINTEST, otsu_threshold(ground.distance))
    return _on_pattern(ground, found), found


def _on_smooth(ground: Ground, faintest: float) -> FloatImage:
    ink = ground.distance - np.float32(min(faintest, 3 * ground.noise))
    np.maximum(ink, 0, out=ink)
    ink[ground.distance < faintest] = 0
    ink = without_ruled_lines(ink, faintest / 2)
    mask = (ink > 0) & (box_counts(ink > 0, 1) > 2)
    return ink * dilated(main_object(mask), 1)


def _on_pattern(ground: Ground, threshold: float) -> FloatImage:
    mask = box_counts(ground.distance > threshold, 2) > 12
    mask = _without_small_holes(main_object(mask))
    return np.maximum(ground.distance, np.float32(threshold)) * mask


def _without_small_holes(mask: Mask) -> Mask:
    holes = components(without_holes(mask) & ~mask)
    small = holes.areas < 0.01 * mask.sum()
    filled: Mask = mask | np.append(False, small)[holes.labels]
    return filled


def _stretched(ink: FloatImage) -> FloatImage:
    inked = ink[ink > 0]
    if not len(inked):
        return ink
    white = float(np.percentile(inked, _WHITE_PERCENTILE))
    if _NEARLY_WHITE <= white <= 1:
        return np.minimum(ink, 1)
    stretched: FloatImage = np.minimum(ink / np.float32(white), 1)
    return stretched
