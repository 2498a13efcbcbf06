"""Selecting the main object among the parts of a mask."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.segmentation.components import Mask, closed, components

_GAP = 0.02
"""Largest gap between two strokes of one drawing, as a share of the picture's longer side."""
_SMALLEST = 0.002
"""Share of the picture below which a separate part is a speck."""
_BESIDE = 0.2
"""Least size of another part's box that is kept, as a share of the main part's box."""
_AROUND = 0.95
"""A part that spans more than this share of both sides of the picture is a frame."""


def main_object(mask: Mask) -> Mask:
    """Return the main part of a mask, with parts of similar size and all parts within its box.

    Strokes that nearly touch are one part. The main part is the one with the largest box, weighted
    by how near it is to the middle; captions, tags and specks are dropped.

    Parameters
    ----------
    mask : ndarray of bool, shape (height, width)
        What is not ground.
    """
    height, width = mask.shape
    parts = components(closed(mask, max(1, round(max(height, width) * _GAP / 2))))
    if len(parts) < 2:
        return mask
    boxes = parts.boxes.astype(np.float64)
    sides = boxes[:, 2:] - boxes[:, :2]
    sizes = sides.prod(axis=1)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2 / (width, height) - 0.5
    is_frame = (sides / (width, height)).min(axis=1) > _AROUND
    is_frame &= parts.areas < 0.3 * sizes
    weights = sizes * (1.2 - np.abs(middles).max(axis=1) * 2) * ~is_frame
    main = int(weights.argmax())
    if not weights[main] > 0:
        return mask
    kept = (sizes >= _BESIDE * sizes[main]) | _within(parts.boxes, main, 0.05 * sides[main].max())
    kept &= ~is_frame & ((parts.areas >= _SMALLEST * mask.size) | (sizes >= 0.01 * sizes[main]))
    kept[main] = True
    found: Mask = mask & np.append(False, kept)[parts.labels]
    return found


def _within(boxes: NDArray[np.intp], main: int, margin: float) -> Mask:
    """Tell which boxes lie within the main one, give or take a margin."""
    least, most = boxes[main, :2] - margin, boxes[main, 2:] + margin
    inside: Mask = np.all((boxes[:, :2] >= least) & (boxes[:, 2:] <= most), axis=1)
    return inside
