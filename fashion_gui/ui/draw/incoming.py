"""Pictures on their way to the canvas: from files, from the clipboard, dropped."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from fashion_gui.files.images import Picture, PictureError, decode_picture, read_picture
from fashion_gui.ui.imaging.pixmaps import pixels_of

_ENCODED = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")
"""Clipboard formats for pictures, in order of preference."""
_NAME, _LABEL = "The picture", "the picture"


@dataclass(frozen=True)
class Incoming:
    """A picture to be put onto the canvas.

    Attributes
    ----------
    name
        Its name at the beginning of a sentence.
    label
        A short name within a sentence.
    read
        Reads it, in any thread; its argument tells whether to go on.
    """

    name: str
    label: str
    read: Callable[[Callable[[], bool]], Picture]


def incoming_file(path: Path) -> Incoming:
    """Return a file as a picture to be read."""
    return Incoming(str(path), path.name, partial(read_picture, path))


def incoming_mime(data: QMimeData | None) -> Incoming:
    """Return the picture in what was pasted or dropped, or the file that it names.

    Raises
    ------
    PictureError
        One sentence, when there is none.
    """
    if data is None or not data.formats():
        raise PictureError("There is nothing to paste: copy a picture or a file of one first.")
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if files:
        return incoming_file(Path(files[0]))
    for kind in _ENCODED:
        content = bytes(data.data(kind).data())
        if content:
            return Incoming(_NAME, _LABEL, partial(decode_picture, content, _NAME))
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Incoming(_NAME, _LABEL, lambda go_on: Picture(pixels_of(image)))
    raise PictureError("Expected a picture or a file of one, found something else.")


def can_be_drawing(data: QMimeData) -> bool:
    """Tell whether data dragged over the canvas may be a picture."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())
