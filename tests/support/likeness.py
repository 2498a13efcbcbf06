"""How much two images of the canvas differ."""

import numpy as np
from numpy.typing import NDArray


def soft(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the image seen from further away: a line may lie half a pixel beside itself."""
    wide = np.pad(image.astype(float), 1)
    rows = wide[:-2] / 4 + wide[1:-1] / 2 + wide[2:] / 4
    return rows[:, :-2] / 4 + rows[:, 1:-1] / 2 + rows[:, 2:] / 4


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return how much two images differ, as a share of what is drawn."""
    return float(np.abs(soft(one) - soft(other)).sum() / max(one.sum(dtype=float), 1.0))


def nearest(image: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Return the difference of two images, one of which may be moved by a pixel."""
    moves = (-1, 0, 1)
    return min(difference(np.roll(image, (y, x), (0, 1)), other) for y in moves for x in moves)
