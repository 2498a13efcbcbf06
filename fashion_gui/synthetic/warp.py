"""Distorting images: rotation, stretching, shift and elastic bending."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

_FloatArray = NDArray[np.float32]
_TURN_DEGREES = 6.0
_STRETCH = 0.1
_SHEAR = 0.08
_SHIFT_PIXELS = 0.7
_BEND_PIXELS = 0.5
_N_WAVES = 2


def warp(images: _FloatArray, rng: Generator) -> _FloatArray:
    """Distort each image at random, all at once.

    Every pixel of the result is sampled near its position in the image, by bilinear interpolation;
    outside an image is black.

    Parameters
    ----------
    images : ndarray of float32, shape (n, height, width)
    rng
        Random generator.

    Returns
    -------
    ndarray of float32, shape (n, height, width)
    """
    n, height, width = images.shape
    rows, columns = _sources(n, height, width, rng)
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    np.clip(rows + 1, 0, height + 0.999, out=rows)
    np.clip(columns + 1, 0, width + 0.999, out=columns)
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    down, right = (rows - top).astype(np.float32), (columns - left).astype(np.float32)
    stride = width + 2
    flat = padded.reshape(-1)
    corner = (np.arange(n)[:, np.newaxis, np.newaxis] * (height + 2) + top) * stride + left
    upper = flat[corner] * (1 - right) + flat[corner + 1] * right
    corner += stride
    lower = flat[corner] * (1 - right) + flat[corner + 1] * right
    result: _FloatArray = upper + down * (lower - upper)
    return result


def _sources(
    n: int, height: int, width: int, rng: Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the row and the column to sample for each pixel, shape (n, height, width)."""
    y = (np.arange(height) - (height - 1) / 2)[:, np.newaxis]
    x = np.arange(width) - (width - 1) / 2

    def draw(spread: float) -> NDArray[np.float64]:
        return rng.normal(0, spread, (n, 1, 1))

    turn = np.radians(draw(_TURN_DEGREES))
    across, along = np.exp(draw(_STRETCH)), np.exp(draw(_STRETCH))
    columns = across * (np.cos(turn) * x - np.sin(turn) * y) + draw(_SHEAR) * y
    rows = along * (np.sin(turn) * x + np.cos(turn) * y)
    for _ in range(_N_WAVES):
        # Waves about as long as the image, of random direction and phase.
        angles = (draw(2.0) * x + draw(2.0) * y) / width * np.pi + draw(2.0)
        wave = np.sin(angles)
        rows += draw(_BEND_PIXELS) * wave
        columns += draw(_BEND_PIXELS) * wave
    rows += (height - 1) / 2 + draw(_SHIFT_PIXELS)
    columns += (width - 1) / 2 + draw(_SHIFT_PIXELS)
    return rows, columns
