"""Reading pictures from files in any format of pixels that Qt knows, and making PNG."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from fashion_gui.ui.widgets.pixmaps import to_qimage
from fashion_gui.whole_files import OutputError, write_files

_MAX_SIDE = 10_000
_MAX_PIXELS = 40_000_000
_ALLOCATION_LIMIT_MB = 512
"""Room for the largest picture with up to twelve bytes a pixel."""
_FOUND = {
    QImageReader.ImageReaderError.UnsupportedFormatError: "a file of another kind",
    QImageReader.ImageReaderError.InvalidDataError: "a damaged or incomplete one",
    QImageReader.ImageReaderError.DeviceError: "a file that cannot be read",
}


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
        One sentence, when it is missing, no picture, damaged, cut off or too large.
    """
    _check_file(path)
    with _nothing_on_the_terminal():
        image = _read(path)
    return pixels_of(image)


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """Return red, green, blue and opacity of a picture: uint8 (height, width, 4)."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)
    return pixels.copy()


def write_picture(path: Path, image: QImage) -> None:
    """Write a picture as a PNG file, all of it or nothing.

    Raises
    ------
    OutputError
        One sentence, when the picture is empty or the file cannot be written.
    """
    write_files({path: _png(image)})


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """Return a PNG file of grey levels, (height, width), or colours, (height, width, 3)."""
    return _png(to_qimage(pixels))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
        raise OutputError(f"A picture could not be made a PNG: {buffer.errorString()}.")
    return bytes(buffer.data().data())


def _check_file(path: Path) -> None:
    if not path.exists():
        raise PictureError(f"{path}: expected a picture, found nothing there.")
    if path.is_dir():
        raise PictureError(f"{path}: expected a picture, found a directory.")
    if not path.is_file():
        raise PictureError(f"{path}: expected a picture, found something that is not a file.")
    if not path.stat().st_size:
        raise PictureError(f"{path}: expected a picture, found an empty file.")


def _read(path: Path) -> QImage:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    format_name = reader.format().toStdString()
    if format_name.startswith("svg"):
        # Text in it would end the program when there is no QGuiApplication.
        raise PictureError(f"{path}: expected a picture made of pixels, found an SVG.")
    width, height = reader.size().width(), reader.size().height()
    if max(width, height) > _MAX_SIDE or width * height > _MAX_PIXELS:
        raise PictureError(
            f"{path}: expected a picture of at most {_MAX_SIDE:,} pixels a side and "
            f"{_MAX_PIXELS:,} in all, found {width:,}x{height:,}."
        )
    QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)
    image = reader.read()
    if image.isNull():
        found = _FOUND.get(reader.error(), reader.errorString())
        raise PictureError(f"{path}: expected a picture, found {found}.")
    if _is_cut_off(format_name, path):
        raise PictureError(f"{path}: expected a whole picture, found one that is cut off.")
    return image


@contextmanager
def _nothing_on_the_terminal() -> Iterator[None]:
    """Silence the libraries that read pictures: they print what is wrong with a damaged one."""
    try:
        stderr = os.dup(2)
    except OSError:  # started without a terminal
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(nowhere)
        os.close(stderr)


def _is_cut_off(format_name: str, path: Path) -> bool:
    """Tell whether pixels are missing at the end, which Qt fills up without a word."""
    if format_name == "jpeg":
        return _is_cut_off_jpeg(path.read_bytes())
    if format_name == "bmp":
        return _is_cut_off_bmp(path.read_bytes())
    return False


def _is_cut_off_jpeg(content: bytes) -> bool:
    """Tell by the mark of the end, looked for after the headers: they may hold a small picture."""
    place = 2
    while content[place : place + 1] == b"\xff":
        if content[place + 1 : place + 2] == b"\xda":
            return b"\xff\xd9" not in content[place:]
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return False


def _is_cut_off_bmp(content: bytes) -> bool:
    first, header_size, width, height, _, bits, compression = struct.unpack_from(
        "<IIiiHHI", content, 10
    )
    if header_size < 40 or compression not in (0, 3):
        return False
    row_size = (width * bits + 31) // 32 * 4
    return bool(len(content) < first + row_size * abs(height))
