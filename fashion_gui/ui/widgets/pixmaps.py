"""From grey levels to Qt's images."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def grey_image(pixels: NDArray[np.uint8]) -> QImage:
    """Return a QImage with a copy of the pixels: uint8, shape (height, width)."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    # Without copy() the image would look into NumPy's memory after that is gone.
    return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
