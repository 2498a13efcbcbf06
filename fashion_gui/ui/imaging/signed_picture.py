"""Signed numbers as colours on black, distinguishable for colour-blind people, too."""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.layer import FloatArray

_ABOVE = np.array([86, 180, 233], np.float32)
_BELOW = np.array([230, 159, 0], np.float32)
"""Colours of numbers above and below zero: sky blue and orange of Okabe and Ito."""


def signed_picture(shares: FloatArray) -> NDArray[np.uint8]:
    """Return colours: blue above zero, orange below, black for zero.

    Parameters
    ----------
    shares : ndarray of float, shape (..., height, width)
        From -1 to 1; both ends have the full colour.

    Returns
    -------
    ndarray of uint8, shape (..., height, width, 3)
        Red, green and blue.
    """
    shares = shares[..., np.newaxis].astype(np.float32)
    colour = np.clip(shares, 0, 1) * _ABOVE + np.clip(-shares, 0, 1) * _BELOW
    picture: NDArray[np.uint8] = colour.astype(np.uint8)
    return picture
