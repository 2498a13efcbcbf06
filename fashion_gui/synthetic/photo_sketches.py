"""Photographs turned into drawings: outlines, inner edges, silhouettes, flat greys."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.synthetic.warp import warp

_FloatArray = NDArray[np.float32]
_GROUND = 0.1
"""Grey level up to which a pixel of a photograph is background."""


def sketch_photos(images: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """Turn photographs into drawings, each in a random way, and distort them.

    Parameters
    ----------
    images : ndarray of uint8, shape (n, height, width)
        Light clothes on black.
    rng
        Random generator.

    Returns
    -------
    ndarray of uint8, shape (n, height, width)
    """
    photos = images.astype(np.float32) * np.float32(1 / 255)
    inside = _closed(photos > _GROUND)
    lines = _outlines(inside, is_thick=rng.random(len(images)) < 0.5)
    edges = _inner_edges(photos, inside, strength=rng.uniform(0.3, 1.1, len(images)))
    kind = rng.uniform(0, 1.15, len(images))[:, np.newaxis, np.newaxis]
    greys = rng.uniform(0.2, 1.0, (len(images), 1, 1)).astype(np.float32)
    drawn = np.where(kind < 0.77, lines, 0)
    drawn = np.maximum(drawn, np.where((kind > 0.25) & (kind < 0.8), edges, 0))
    filled = np.where(inside, greys, 0)
    drawn = np.maximum(drawn, np.where((kind > 0.6) & (kind < 0.7), filled, 0))
    # Silhouettes, most of them with the inner edges cut out; the last ones as in signs.
    blot = filled * np.where(kind > 0.9, 1 - edges, 1)
    sign = np.where(inside, 1 - _bold(edges), 0)
    drawn = np.where(kind >= 0.8, np.where(kind > 1.0, sign, blot), drawn)
    distorted = warp(drawn.astype(np.float32), rng)
    sketches: NDArray[np.uint8] = np.rint(distorted * np.float32(255)).astype(np.uint8)
    return sketches


def _bold(edges: _FloatArray) -> _FloatArray:
    """Return edges about twice as wide: each pixel with its right and its lower neighbour."""
    bold = edges.copy()
    np.maximum(bold[:, :, 1:], edges[:, :, :-1], out=bold[:, :, 1:])
    np.maximum(bold[:, 1:], edges[:, :-1], out=bold[:, 1:])
    return bold


def _closed(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Close holes of one pixel, such as dark prints and seams."""
    return ~_grown(~_grown(mask))


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask (n, height, width) together with the four neighbours of each pixel."""
    grown = mask.copy()
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    grown[:, :, 1:] |= mask[:, :, :-1]
    grown[:, :, :-1] |= mask[:, :, 1:]
    return grown


def _outlines(inside: NDArray[np.bool_], is_thick: NDArray[np.bool_]) -> _FloatArray:
    """Return the outlines of silhouettes, one or two pixels wide."""
    # Outside the image is background: a silhouette that touches the border has an outline there.
    padded = np.pad(inside, ((0, 0), (1, 1), (1, 1)))
    core = ~_grown(~padded)
    thin = padded & ~core
    thick = padded & ~np.where(is_thick[:, np.newaxis, np.newaxis], ~_grown(~core), core)
    rim: _FloatArray = (thin | thick)[:, 1:-1, 1:-1].astype(np.float32)
    return rim


def _inner_edges(
    photos: _FloatArray, inside: NDArray[np.bool_], strength: NDArray[np.float64]
) -> _FloatArray:
    """Return where the grey changes inside silhouettes: collars, laces, seams."""
    slope = np.zeros_like(photos)
    across = np.abs(photos[:, 1:-1, 2:] - photos[:, 1:-1, :-2])
    down = np.abs(photos[:, 2:, 1:-1] - photos[:, :-2, 1:-1])
    slope[:, 1:-1, 1:-1] = np.hypot(across, down)
    core = ~_grown(~inside)
    slope *= core
    mean = slope.sum(axis=(1, 2)) / np.maximum(core.sum(axis=(1, 2)), 1)
    threshold = (0.1 + 1.5 * mean * strength).astype(np.float32)[:, np.newaxis, np.newaxis]
    edges: _FloatArray = np.clip((slope - threshold) * np.float32(8), 0, 1)
    return edges
