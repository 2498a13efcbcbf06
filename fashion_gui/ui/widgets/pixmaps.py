"""From pixels to Qt's images."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

_FORMATS = {2: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Return a QImage with a copy of the pixels.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width) or (height, width, 3)
        Grey levels, or red, green and blue.
    """
    pixels = np.ascontiguousarray(pixels)
    height, width, *_ = pixels.shape
    # Without copy() the image would look into NumPy's memory after that is gone.
    return QImage(pixels.data, width, height, pixels.strides[0], _FORMATS[pixels.ndim]).copy()
