"""The foreground of any picture, light on black: the steps in their order."""

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
from fashion_gui.sketch.segmentation.paper_sheet import find_sheet, otsu_threshold, straightened
from fashion_gui.sketch.segmentation.ruled_lines import without_ruled_lines

_LONGEST_SIDE = 500
_FAINTEST = 0.03
"""Distance from the ground below which nothing is ink, however even the ground is."""
_NOISE_WIDTHS = 5.0
"""The same in medians of the ground's noise."""
_WHITE_PERCENTILE = 90
_NEARLY_WHITE = 0.9
"""Ink that reaches this needs no stretching."""


def foreground(rgb: NDArray[np.uint8]) -> FloatImage:
    """Return what a picture shows, light on black.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, 3 or more)

    Returns
    -------
    ndarray of float32, from 0 to 1
        A part of the picture, perhaps straightened and smaller; all 0 when there is only ground.
    """
    colors = opponent_colors(without_dots(rgb), _LONGEST_SIDE)
    colors = colors[without_margins(colors)]
    corners = find_sheet(colors)
    if corners is not None:
        colors = straightened(colors, corners)
    return _stretched(_ink(colors))


def _ink(colors: ColorImage) -> FloatImage:
    ground = smooth_ground(colors)
    if ground:
        return _on_smooth(ground)
    ground = patterned_ground(colors)
    return _on_pattern(ground) if ground else np.zeros(colors.shape[:2], np.float32)


def _on_smooth(ground: Ground) -> FloatImage:
    faintest = max(_FAINTEST, _NOISE_WIDTHS * ground.noise)
    ink = ground.distance - np.float32(min(faintest, 3 * ground.noise))
    np.maximum(ink, 0, out=ink)
    ink[ground.distance < faintest] = 0
    ink = without_ruled_lines(ink, faintest / 2)
    mask = (ink > 0) & (box_counts(ink > 0, 1) > 2)
    return ink * dilated(main_object(mask), 1)


def _on_pattern(ground: Ground) -> FloatImage:
    threshold = max(_FAINTEST, otsu_threshold(ground.distance))
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
