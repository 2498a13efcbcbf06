"""Pictures on their way to the canvas: from files, from the clipboard, dropped."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from fashion_gui.sketch.picture import picture_to_grey
from fashion_gui.ui.picture_file import PictureError, pixels_of, read_picture


def drawing_from_file(path: Path) -> NDArray[np.uint8]:
    """Read a drawing as the canvas takes it: light on dark, uint8 (height, width).

    Raises
    ------
    PictureError
        One sentence, when it is no picture, or nothing is to be seen in it.
    """
    return _drawing(read_picture(path), str(path))


def drawing_from_mime(data: QMimeData) -> NDArray[np.uint8]:
    """Return the drawing in what was pasted or dropped: a picture, or the name of a file.

    Raises
    ------
    PictureError
        One sentence, when there is none.
    """
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if files:
        return drawing_from_file(Path(files[0]))
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        raise PictureError("Expected a picture or a file of one, found something else.")
    return _drawing(pixels_of(image), "The picture")


def can_be_drawing(data: QMimeData) -> bool:
    """Tell whether something that is pulled over the canvas may be a picture."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def _drawing(rgba: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    grey = picture_to_grey(rgba, drawing=True)
    drawing: NDArray[np.uint8] = np.rint(grey * 255).astype(np.uint8)
    if not drawing.any():
        raise PictureError(f"{name}: expected a drawing, found nothing to be seen in it.")
    return drawing
