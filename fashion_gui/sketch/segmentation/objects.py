"""Which parts of a mask are the thing that a picture is about."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.segmentation.components import Mask, closed, components

_GAP = 0.02
"""Share of the picture's longer side that may lie between two strokes of one drawing."""
_SMALLEST = 0.002
"""Share of the picture below which what lies apart is a speck."""
_BESIDE = 0.2
"""Share of the main part's box that the box of another one has at least."""
_AROUND = 0.95
"""Share of both sides of the picture that only a frame spans."""


def main_object(mask: Mask) -> Mask:
    """Return the part of a mask that matters, with others as large, and all within its box.

    Strokes that nearly touch are one part. The one with the largest box, the more so the nearer it
    is to the middle, is what the picture is about; captions, tags and specks are not.

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
    """Tell which boxes lie in the main one, or reach a little beyond it."""
    least, most = boxes[main, :2] - margin, boxes[main, 2:] + margin
    inside: Mask = np.all((boxes[:, :2] >= least) & (boxes[:, 2:] <= most), axis=1)
    return inside
