"""From a picture of any size to the 28x28 grey levels that a network takes."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import CANVAS_SIZE

_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in the brightness. Source: ITU-R BT.601."""


def picture_to_image(rgba: NDArray[np.uint8], *, drawing: bool) -> NDArray[np.uint8]:
    """Scale a picture to fit the canvas, in the middle, in grey.

    A picture of 28x28 opaque grey pixels stays exactly as it is.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    drawing
        True for a drawing: one on a light ground is turned into light on dark, as on the
        canvas, and lines on a transparent ground are seen whatever their colour is.

    Returns
    -------
    ndarray of uint8, shape (28, 28)
    """
    grey = rgba[..., :3].astype(np.float32) @ _LUMINANCE
    opacity = rgba[..., 3].astype(np.float32) * np.float32(1 / 255)
    if drawing and _is_dark_on_light(grey, opacity):
        grey = np.float32(255) - grey
    # Transparent is black, which is the background of every image here.
    return _fit(grey * opacity)


def _is_dark_on_light(grey: NDArray[np.float32], opacity: NDArray[np.float32]) -> bool:
    """Tell by the rim, or by the opaque part where the rim is transparent."""
    rim = np.ones(grey.shape, bool)
    rim[1:-1, 1:-1] = False
    if opacity[rim].mean() > 0.5:
        return bool(np.median(grey[rim]) > 127)
    return bool(np.sum(grey * opacity) < 127 * np.sum(opacity))


def _fit(grey: NDArray[np.float32]) -> NDArray[np.uint8]:
    height, width = grey.shape
    scale = CANVAS_SIZE / max(height, width)
    rows, columns = (max(1, round(side * scale)) for side in (height, width))
    small = _box_filter(rows, height) @ grey @ _box_filter(columns, width).T
    image = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    top, left = (CANVAS_SIZE - rows) // 2, (CANVAS_SIZE - columns) // 2
    image[top : top + rows, left : left + columns] = np.rint(small)
    return image


def _box_filter(n_out: int, n_in: int) -> NDArray[np.float32]:
    """Return the matrix, shape (n_out, n_in), whose rows average the pixels that they span."""
    edges = np.linspace(0, n_in, n_out + 1)
    left, right = edges[:-1, None], edges[1:, None]
    pixels = np.arange(n_in)[None, :]
    overlap = np.minimum(right, pixels + 1) - np.maximum(left, pixels)
    share: NDArray[np.float32] = np.clip(overlap * n_out / n_in, 0, None).astype(np.float32)
    return share
