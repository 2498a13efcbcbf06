"""The background of a drawing (paper or screen, dark or light, evenly lit or not) made black."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import FloatImage

_Scalar = TypeVar("_Scalar", np.uint8, np.float32)
_LEVEL = 1 / 255
"""One of the grey levels of a picture."""
_SHARPEST_SIDE = 500
"""Pixels: a photograph with a longer side is reduced, which removes noise."""
_N_SAMPLES = 150
"""Samples along the longer side of a photograph from which its lighting is estimated."""
_ROUNDS = 8
_TOLERANCE = 0.01
"""How much the grey of paper may differ from the smooth surface, beyond its noise."""
_ROUGHEST_PAPER = 0.05
"""Standard deviation of the noise above which a background is not paper."""
_SHARE_OF_RIM = 0.6
"""Share of the rim that has to be paper."""
_NEARLY_BLACK = 21 / 255
_BLACK_SHARE_OF_RIM = 0.25
_NOISE_WIDTHS = 4.0
_FAINTEST_INK = 0.05
_STRONGEST_GAIN = 6.0


def rim_of(pixels: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return the outermost pixels of a picture, shape (n,), of one of shape (height, width)."""
    return np.concatenate([pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1]])


def is_on_black(grey: FloatImage) -> bool:
    """Tell whether a picture has a black background, as all images of Fashion-MNIST have.

    Much of what it shows may reach the rim; at least a quarter of the rim is nearly black.
    """
    return bool((rim_of(grey) < _NEARLY_BLACK).mean() >= _BLACK_SHARE_OF_RIM)


def light_on_dark(grey: FloatImage) -> FloatImage:
    """Return a drawing on any background as light on black.

    The background is what lies at the rim. When most of that is light, the picture is inverted. An
    even background is subtracted. An uneven one is taken for photographed paper: a smooth surface
    is fitted to it, unevenly lit and with noise, and subtracted, and the strongest ink becomes
    white. A background that is neither is left as it is.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width), from 0 to 1

    Returns
    -------
    ndarray of float32, from 0 to 1
        Shape (height, width); a large photograph is reduced by a whole factor. A drawing on black
        stays exactly as it is.
    """
    rim = rim_of(grey)
    if np.median(rim) > 0.5:
        grey, rim = 1 - grey, 1 - rim
    level = np.median(rim)
    if np.mean(np.abs(rim - level) < 1.5 * _LEVEL) <= 0.5:
        return _without_paper(grey)
    if level < _LEVEL / 2:
        return grey
    return _above(grey, np.float32(level))


def _above(grey: FloatImage, ground: FloatImage | np.float32) -> FloatImage:
    """Return each pixel's brightness above the background, as a share of the most possible."""
    ink = grey - ground
    ink /= np.maximum(1 - ground, np.float32(_LEVEL))
    return np.clip(ink, 0, 1, out=ink)


def _without_paper(grey: FloatImage) -> FloatImage:
    photograph = _reduced(grey, -(-max(grey.shape) // _SHARPEST_SIDE))
    found = _surface(photograph)
    if found is None:
        return grey
    surface, noise = found
    ink = _above(photograph, np.minimum(surface + np.float32(_NOISE_WIDTHS * noise), 1))
    ink *= _has_neighbour(ink > _FAINTEST_INK)
    inked = ink[ink > _FAINTEST_INK]
    if not len(inked):
        return np.zeros_like(ink)
    ink *= min(_STRONGEST_GAIN, 1 / float(np.percentile(inked, 90)))
    return np.minimum(ink, 1, out=ink)


def _has_neighbour(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which pixels have ink to the left, right, above or below; a speck has none."""
    has = np.zeros_like(ink)
    has[1:] |= ink[:-1]
    has[:-1] |= ink[1:]
    has[:, 1:] |= ink[:, :-1]
    has[:, :-1] |= ink[:, 1:]
    return has


def _reduced(grey: FloatImage, factor: int) -> FloatImage:
    """Return the means of blocks of factor x factor pixels; incomplete blocks are cut off."""
    height, width = grey.shape
    factor = min(factor, height, width)
    if factor <= 1:
        return grey
    rows, columns = height // factor, width // factor
    blocks = grey[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor)
    means: FloatImage = blocks.mean(axis=3).mean(axis=1)
    return means


def _surface(grey: FloatImage) -> tuple[FloatImage, float] | None:
    """Return the paper's brightness, a quadratic surface, and its noise; None if it is not paper.

    The surface is fitted to the part of the rim that fits it best, then to all pixels near it, so
    that neither lines nor filled shapes, however large, count as paper.
    """
    height, width = grey.shape
    step = max(1, max(grey.shape) // _N_SAMPLES)
    y, x = (np.linspace(-1, 1, side, dtype=np.float32) for side in (height, width))
    samples = grey[::step, ::step]
    terms = np.stack(_terms(y[::step], x[::step], samples.shape), axis=-1)
    is_rim = _border(samples.shape)
    is_paper = is_rim
    for number in range(_ROUNDS):
        weights = np.linalg.lstsq(terms[is_paper], samples[is_paper], rcond=None)[0]
        difference = np.abs(samples - terms @ weights)
        if number < _ROUNDS // 2:
            is_paper = is_rim & (difference <= np.quantile(difference[is_rim], _SHARE_OF_RIM))
        else:
            noise = 1.4826 * float(np.median(difference[is_paper]))
            is_paper = difference <= 3 * noise + _TOLERANCE
    if noise > _ROUGHEST_PAPER or is_paper[is_rim].mean() < _SHARE_OF_RIM:
        return None
    surface = np.zeros(grey.shape, np.float32)
    for weight, term in zip(weights, _terms(y, x, grey.shape), strict=True):
        surface += weight * term
    return np.clip(surface, 0, 1, out=surface), noise


def _border(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return which samples lie at the edge: a tenth of the picture on each side."""
    is_rim = np.ones(shape, bool)
    rows, columns = (max(1, side // 10) for side in shape)
    is_rim[rows:-rows, columns:-columns] = False
    return is_rim


def _terms(
    y: NDArray[np.float32], x: NDArray[np.float32], shape: tuple[int, ...]
) -> list[NDArray[np.float32]]:
    """Return the terms of a quadratic surface, each broadcast to a shape."""
    y, x = y[:, np.newaxis], x[np.newaxis, :]
    one = np.ones((1, 1), np.float32)
    return [np.broadcast_to(term, shape) for term in (one, x, y, x * x, x * y, y * y)]
