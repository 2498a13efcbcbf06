"""Reading pictures from files in any format that Qt knows."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QImageReader

_MAX_SIDE = 10_000
_MAX_PIXELS = 40_000_000
_ALLOCATION_LIMIT_MB = 512
"""Room for the largest picture with up to twelve bytes a pixel."""


class PictureError(ValueError):
    """A picture that cannot be used: its name, what was expected and what was found."""


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Read a picture; of an animation, the first frame.

    Returns
    -------
    ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity.

    Raises
    ------
    PictureError
        One sentence, when it is missing, no picture, damaged or too large.
    """
    if not path.exists():
        raise PictureError(f"{path}: expected a picture, found nothing there.")
    if path.is_dir():
        raise PictureError(f"{path}: expected a picture, found a directory.")
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    width, height = reader.size().width(), reader.size().height()
    if max(width, height) > _MAX_SIDE or width * height > _MAX_PIXELS:
        raise PictureError(
            f"{path}: expected a picture of at most {_MAX_SIDE:,} pixels a side and "
            f"{_MAX_PIXELS:,} in all, found {width:,}x{height:,}."
        )
    QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)
    image = reader.read()
    if image.isNull():
        raise PictureError(f"{path}: expected a picture, found: {reader.errorString()}.")
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)
    return pixels.copy()
