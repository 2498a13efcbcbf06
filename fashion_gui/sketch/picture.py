"""Conversion of colour pictures of any size to grey levels."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.background import light_on_dark, rim_of
from fashion_gui.sketch.raster import CANVAS_SIZE, FloatImage
from fashion_gui.sketch.segmentation.foreground import Found, foreground
from fashion_gui.sketch.segmentation.ground_model import rim_mask
from fashion_gui.sketch.segmentation.perspective import WHOLE

_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in the brightness. Source: ITU-R BT.601."""
_LEAST_SIDE = 64
"""Pixels: a smaller picture has too little background to model it."""
_OUTER = 0.15
"""Share of each side that is checked for a black background."""
_BLACKEST = 0.5 / 255
_BLACK_SHARE = 0.6
_LOOKED_AT = 500
"""Most pixels per side that are examined for that."""
_FAINTEST = 0.02
"""Grey level that counts as ink where only lightness shows what is drawn."""
_ROWS_AT_ONCE = 256
"""A large picture is converted in strips, so that intermediate results need little memory."""


def picture_to_grey(rgba: NDArray[np.uint8], *, drawing: bool) -> FloatImage:
    """Return the brightness of a picture; transparent pixels are black.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    drawing
        True for a drawing: see `drawing_in`.

    Returns
    -------
    ndarray of float32, from 0 to 1
        Shape (height, width); a large photograph of a drawing is reduced by a whole factor.
    """
    if drawing:
        return drawing_in(rgba).ink
    grey = _brightness(rgba)
    opacity = rgba[..., 3]
    return grey if bool((opacity == 255).all()) else _covered(grey, opacity)


def drawing_in(rgba: NDArray[np.uint8], faintest: float | None = None) -> Found:
    """Return the drawing or the garment in a picture.

    A light background is inverted to light on dark, as on the canvas, and becomes black (see
    `light_on_dark` and `foreground`). Lines on a transparent background are visible whatever their
    colour.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    faintest
        As in `Found`; None to choose the best one.
    """
    opacity = rgba[..., 3]
    if not bool((opacity == 255).all()):
        return _as_it_is(_on_transparent(rgba), faintest)
    if min(rgba.shape[:2]) < _LEAST_SIDE or _is_on_black(rgba):
        # In a tiny picture, or one on black, lightness alone shows what is drawn.
        return _as_it_is(light_on_dark(_brightness(rgba)), faintest)
    return foreground(rgba, faintest)


def picture_to_image(rgba: NDArray[np.uint8], *, drawing: bool) -> NDArray[np.uint8]:
    """Scale a picture to fit the canvas, in the middle, in grey.

    A picture of 28x28 opaque grey pixels stays exactly as it is.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    drawing
        True for a drawing, as `picture_to_grey` takes it; it is not fitted to the frame.

    Returns
    -------
    ndarray of uint8, shape (28, 28)
    """
    grey = picture_to_grey(rgba, drawing=drawing)
    height, width = grey.shape
    scale = CANVAS_SIZE / max(height, width)
    rows, columns = (max(1, round(side * scale)) for side in (height, width))
    small = _box_filter(rows, height) @ grey @ _box_filter(columns, width).T
    image = np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    top, left = (CANVAS_SIZE - rows) // 2, (CANVAS_SIZE - columns) // 2
    image[top : top + rows, left : left + columns] = np.rint(small * 255)
    return image


def _on_transparent(rgba: NDArray[np.uint8]) -> FloatImage:
    grey, opacity = _brightness(rgba), rgba[..., 3]
    if rim_of(opacity).mean() > 127.5:
        # Laid on a background like the rim, so that a hole is background, too.
        ground = np.float32(np.median(rim_of(grey)))
        return light_on_dark(ground + _covered(grey - ground, opacity))
    covered = _covered(grey, opacity)
    n_opaque = opacity.sum(dtype=np.int64) / 255
    if covered.sum() < 0.5 * n_opaque:
        np.subtract(_covered(np.ones_like(grey), opacity), covered, out=covered)
    return covered


def _as_it_is(grey: FloatImage, faintest: float | None) -> Found:
    if faintest is None:
        return Found(grey, WHOLE, _FAINTEST)
    return Found(np.where(grey < np.float32(faintest), np.float32(0), grey), WHOLE, faintest)


def _is_on_black(rgba: NDArray[np.uint8]) -> bool:
    """Tell whether most of the outer part of a picture, deeper than a frame, is black.

    A part of the pixels of a large one tells.
    """
    step = max(1, max(rgba.shape[:2]) // _LOOKED_AT)
    some = _brightness(rgba[::step, ::step])
    return bool((some[rim_mask(some.shape, _OUTER)] < _BLACKEST).mean() > _BLACK_SHARE)


def _brightness(rgba: NDArray[np.uint8]) -> FloatImage:
    grey = np.empty(rgba.shape[:2], np.float32)
    for first in range(0, len(grey), _ROWS_AT_ONCE):
        strip = slice(first, first + _ROWS_AT_ONCE)
        grey[strip] = rgba[strip, :, :3].astype(np.float32) @ (_LUMINANCE / np.float32(255))
    return grey


def _covered(grey: FloatImage, opacity: NDArray[np.uint8]) -> FloatImage:
    covered: FloatImage = grey * opacity
    covered *= np.float32(1 / 255)
    return covered


def _box_filter(n_out: int, n_in: int) -> NDArray[np.float32]:
    """Return the matrix, shape (n_out, n_in), whose rows average the pixels that they span."""
    edges = np.linspace(0, n_in, n_out + 1)
    left, right = edges[:-1, None], edges[1:, None]
    pixels = np.arange(n_in)[None, :]
    overlap = np.minimum(right, pixels + 1) - np.maximum(left, pixels)
    share: NDArray[np.float32] = np.clip(overlap * n_out / n_in, 0, None).astype(np.float32)
    return share
