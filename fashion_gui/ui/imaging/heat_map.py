"""Shares over time as a picture."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from fashion_gui.nn.distribution import Shares


def heat_map(shares: Shares, ground: QColor, ink: QColor) -> NDArray[np.uint8]:
    """Return a picture with a column for each row of the shares, low values at the bottom.

    The largest share of a column has the colour of the ink, none that of the ground. Small shares
    are lifted by a square root, so that the tails of a distribution are seen.

    Parameters
    ----------
    shares : ndarray of float32, shape (n, n_rows)

    Returns
    -------
    ndarray of uint8, shape (n_rows, n, 3)
        Red, green and blue.
    """
    largest = shares.max(axis=1, keepdims=True, initial=np.finfo(np.float32).tiny)
    strength = np.sqrt(shares / largest).T[::-1, :, np.newaxis]
    low, high = (
        np.array([colour.red(), colour.green(), colour.blue()], np.float32)
        for colour in (ground, ink)
    )
    pixels: NDArray[np.uint8] = (low + strength * (high - low)).round().astype(np.uint8)
    return pixels
