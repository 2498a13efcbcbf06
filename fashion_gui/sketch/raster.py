"""From strokes to pixels: anti-aliased lines with round ends on a 28x28 canvas.

A pixel's coverage follows from the distance d of its centre to the line: 1 inside, 0 outside,
and radius + 1/2 - d on the one-pixel rim, which is how a signed distance field is drawn.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

CANVAS_SIZE = 28
Point: TypeAlias = tuple[float, float]

_CENTRES = np.arange(CANVAS_SIZE, dtype=np.float32) + np.float32(0.5)
_X, _Y = _CENTRES[None, :], _CENTRES[:, None]


def segment_coverage(start: Point, stop: Point, width: float) -> NDArray[np.float32]:
    """Return how much of each pixel a line with round ends covers.

    Parameters
    ----------
    start, stop
        Ends as (x, y) in pixels, with (0, 0) the canvas's upper left corner. They may be
        the same, which gives a dot, and may lie outside.
    width
        Thickness of the line in pixels.

    Returns
    -------
    ndarray of float32, shape (28, 28), from 0 to 1
    """
    (x0, y0), (x1, y1) = start, stop
    dx, dy = x1 - x0, y1 - y0
    length_squared = dx * dx + dy * dy
    # The nearest point of the line lies at share t of its length.
    t = ((_X - x0) * dx + (_Y - y0) * dy) / length_squared if length_squared > 0 else 0.0
    t = np.clip(t, 0.0, 1.0)
    distance = np.hypot(_X - (x0 + t * dx), _Y - (y0 + t * dy))
    return np.clip(width / 2 + 0.5 - distance, 0.0, 1.0).astype(np.float32)


def blend(
    image: NDArray[np.float32], coverage: NDArray[np.float32], grey: float
) -> NDArray[np.float32]:
    """Return the image with a grey laid over it where it is covered.

    Parameters
    ----------
    image, coverage : ndarray of float32, shape (28, 28), from 0 to 1
    grey
        0 is the black background, which erases; 1 is white.
    """
    return image + coverage * (np.float32(grey) - image)
