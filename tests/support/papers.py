"""Drawings on paper, photographed: uneven light, and noise."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.raster import FloatImage


def photographed(
    ink: FloatImage, *, noise: float = 0.02, strength: float = 0.6, brightness: float = 0.75
) -> NDArray[np.uint8]:
    """Return grey levels, dark on light, of a drawing that is light on black."""
    height, width = ink.shape
    y, x = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None, :]
    light = brightness + 0.15 * x - 0.1 * y - 0.08 * (x * x + y * y)
    grains = np.random.default_rng(0).normal(0, noise, ink.shape)
    seen = light * (1 - strength * ink) + grains
    return np.rint(np.clip(seen, 0, 1) * 255).astype(np.uint8)
