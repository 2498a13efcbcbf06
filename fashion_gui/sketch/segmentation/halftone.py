"""Dithered pictures: black and white dots whose local mean is a grey."""

import numpy as np
from numpy.typing import NDArray

_TWO_LEVELS = 0.02
"""Share of pixels that may be neither black nor white: traces of lossy compression."""
_LONELY = 0.02
"""Share of pixels that differ from all four neighbours; in a drawing there are hardly any."""
_LOOKED_AT = 1000
"""Side, in pixels, of the square that is examined in the middle of a large picture."""
_BLOCK = 4


def without_dots(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the means of blocks of 4x4 pixels of a dithered picture; any other as it is.

    Such pictures come from error diffusion (Floyd and Steinberg, "An adaptive algorithm for spatial
    grey scale", 1976) and from printers.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (height, width, n_channels)
    """
    height, width = rgb.shape[:2]
    if min(height, width) < 16 * _BLOCK or not _is_dithered(_middle(rgb[..., 1])):
        return rgb
    rows, columns = height // _BLOCK, width // _BLOCK
    blocks = rgb[: rows * _BLOCK, : columns * _BLOCK].astype(np.float32)
    means = blocks.reshape(rows, _BLOCK, columns, _BLOCK, -1).mean(axis=(1, 3))
    coarse: NDArray[np.uint8] = np.rint(means).astype(np.uint8)
    return coarse


def _middle(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = (max(0, (side - _LOOKED_AT) // 2) for side in grey.shape)
    return grey[rows : rows + _LOOKED_AT, columns : columns + _LOOKED_AT]


def _is_dithered(grey: NDArray[np.uint8]) -> bool:
    if ((grey > 20) & (grey < 235)).mean() > _TWO_LEVELS:
        return False
    is_light = grey > 127
    inner = is_light[1:-1, 1:-1]
    lonely = np.ones_like(inner)
    for other in (is_light[:-2, 1:-1], is_light[2:, 1:-1], is_light[1:-1, :-2], is_light[1:-1, 2:]):
        lonely &= inner != other
    return bool(lonely.mean() > _LONELY)
