"""From pixels to Qt's images and back."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}
"""By the number of values of a pixel."""


def to_qimage(pixels: NDArray[np.uint8]) -> QImage:
    """Return a QImage with a copy of the pixels.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width), (height, width, 3) or (height, width, 4)
        Grey levels; or red, green and blue; or these and opacity.
    """
    pixels = np.ascontiguousarray(pixels)
    height, width, *depth = pixels.shape
    form = _FORMATS[depth[0] if depth else 1]
    # Without copy() the image would use NumPy's memory after that is freed.
    return QImage(pixels.data, width, height, pixels.strides[0], form).copy()


def silhouette(pixels: NDArray[np.uint8], colour: QColor) -> QImage:
    """Return an image in one colour, the more opaque the lighter its grey levels are.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width)
    """
    painted = np.empty((*pixels.shape, 4), np.uint8)
    painted[..., :3] = colour.red(), colour.green(), colour.blue()
    painted[..., 3] = pixels
    return to_qimage(painted)


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """Return red, green, blue and opacity of a picture: uint8 (height, width, 4)."""
    if image.isNull():
        return np.zeros((0, 0, 4), np.uint8)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)
    return pixels.copy()


def draw_name(name: str, width: int, height: int) -> NDArray[np.uint8]:
    """Draw a name in any script, at the right: uint8 (height, width), 255 where there is ink."""
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(Qt.GlobalColor.white)
    where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(QRect(0, 0, width, height), where, name)
    painter.end()
    return pixels_of(image)[..., 0]
