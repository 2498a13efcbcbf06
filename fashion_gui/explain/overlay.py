"""An attribution as colours over its image, distinguishable for colour-blind people, too."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.layer import FloatArray

FOR = (0x00, 0x72, 0xB2)
"""Blue: what speaks for the class."""
AGAINST = (0xC2, 0x54, 0x00)
"""Orange: what speaks against it, or for the other class."""
_DIMMED = 0.8
"""Brightness of the image below the colours, so that white ink does not outshine them."""


def overlay(
    image: NDArray[np.uint8], attribution: FloatArray, limit: float | None = None
) -> NDArray[np.uint8]:
    """Return an image in greys with an attribution over it.

    Parameters
    ----------
    image : ndarray of uint8, shape (height, width)
    attribution : ndarray of float, shape (height, width)
    limit
        Attribution with the full colour; None for the largest absolute value.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
        Red, green and blue. Blue speaks for the class, orange against it.
    """
    limit = float(np.abs(attribution).max()) if limit is None else limit
    share = np.clip(attribution / limit, -1, 1) if limit > 0 else np.zeros(image.shape)
    return _coloured(_DIMMED * image[..., np.newaxis], share)


def marks(attribution: FloatArray, limit: float | None = None) -> NDArray[np.uint8]:
    """Return the colours of an overlay alone, to be laid over an image of any size.

    Parameters
    ----------
    attribution, limit
        As for `overlay`.

    Returns
    -------
    ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.
    """
    limit = float(np.abs(attribution).max()) if limit is None else limit
    share = np.clip(attribution / limit, -1, 1) if limit > 0 else np.zeros(attribution.shape)
    opacity = np.rint(255 * np.abs(share))[..., np.newaxis]
    colour = np.where((share > 0)[..., np.newaxis], FOR, AGAINST)
    return np.concatenate([colour, opacity], axis=2).astype(np.uint8)


def scale(height: int, width: int) -> NDArray[np.uint8]:
    """Return an overlay's colours, uint8 (height, width, 3), from +limit at the top to -limit."""
    share = np.repeat(np.linspace(1, -1, height)[:, np.newaxis], width, axis=1)
    return _coloured(np.zeros((height, width, 1)), share)


def _coloured(ground: NDArray[np.floating], share: FloatArray) -> NDArray[np.uint8]:
    colour = np.where((share > 0)[..., np.newaxis], FOR, AGAINST)
    opacity = np.abs(share)[..., np.newaxis]
    mixed: NDArray[np.uint8] = np.rint((1 - opacity) * ground + opacity * colour).astype(np.uint8)
    return mixed
