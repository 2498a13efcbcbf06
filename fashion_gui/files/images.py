"""Reading pictures in any common format, and writing PNG files.

A picture's size is checked before it is decoded, and a large one is reduced while it is read, so
that a photograph costs little memory and time, and a decompression bomb none. Pillow is imported
with the first picture: the start of the window needs none.
"""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from fashion_gui.files.atomic import OutputError, write_files
from fashion_gui.files.image_formats import (
    HEAD_SIZE,
    MAX_SIDE,
    format_of,
    max_pixels,
    other_kind,
    readable_formats,
)
from fashion_gui.files.image_pixels import rgba_of, upright
from fashion_gui.files.regular import NotAFileError, open_regular

if TYPE_CHECKING:
    from PIL import Image

_MAX_BYTES = 200_000_000
_MAX_READS = 300_000
"""Most calls of ``read`` for one file; one that needs more was made to take long."""
_BLOCK = 1 << 20
_SCAN = b"\xff\xda"
"""Marker at the start of each scan of a JPEG."""
_MAX_SCANNED = 1_000_000_000
"""Most pixels of a progressive JPEG, over all of its scans."""
_KEPT_PIXELS = 4_000_000
_KEPT_SIDE = 5_000
"""Larger pictures are reduced by a whole factor while they are read."""
_MARKS = (0x5A, 0)
"""Values that fill a PNG's last rows before it is decoded: tried in order."""
_CUT_OFF = "expected a whole picture, found one that is cut off."
_TOO_MANY_PIECES = "expected a picture, found one in too many pieces."
_ANIMATED = ("AVIF", "GIF", "PNG", "WEBP")


class PictureError(ValueError):
    """A picture cannot be used: the message names it, what was expected and what was found."""


class ReadingStopped(Exception):  # noqa: N818  # it is no error
    """The caller asked to stop."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that was read.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (height, width, 4)
        Red, green, blue and opacity. A picture of more than four million pixels, or with a side
        longer than 5,000, is reduced by a whole factor.
    remark
        A sentence for people about how it was read; mostly "".
    """

    pixels: NDArray[np.uint8]
    remark: str = ""


def read_picture(path: Path | str, go_on: Callable[[], bool] = lambda: True) -> Picture:
    """Read a picture, turned upright as its EXIF data say; of an animation, the first frame.

    Parameters
    ----------
    path
        The file. Its content tells the format, not its name.
    go_on
        Called now and then; when it returns False, reading stops.

    Raises
    ------
    PictureError
        One sentence, when the file is missing, not a picture, damaged, cut off or too large.
    ReadingStopped
        When `go_on` has returned False.
    """
    try:
        with _open(Path(path)) as file:
            return _decode(_Source(file, str(path), go_on))
    except OSError as error:
        raise PictureError(f"{path}: cannot be read: {error.strerror or error}.") from None


def decode_picture(content: bytes, name: str, go_on: Callable[[], bool] = lambda: True) -> Picture:
    """Read a picture from the bytes of its file, as `read_picture` does; `name` is for people."""
    return _decode(_Source(io.BytesIO(content), name, go_on))


def png_bytes(pixels: NDArray[np.uint8]) -> bytes:
    """Return the content of a PNG file.

    Parameters
    ----------
    pixels : ndarray of uint8
        Grey levels, (height, width), or colours, (height, width, 3), or 4 with opacity.

    Raises
    ------
    OutputError
        When there are no pixels.
    """
    if not pixels.size:
        raise OutputError("A picture could not be made a PNG: it has no pixels.")
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def write_png(path: Path | str, pixels: NDArray[np.uint8]) -> None:
    """Write pixels, as `png_bytes` takes them, as a PNG file, whole or not at all.

    Raises
    ------
    OutputError
        One sentence, when there are no pixels or the file cannot be written.
    """
    write_files({Path(path): png_bytes(pixels)})


def _open(path: Path) -> IO[bytes]:
    try:
        file = open_regular(path)
    except FileNotFoundError:
        name = repr(path) if "\0" in str(path) else path
        raise PictureError(f"{name}: expected a picture, found nothing there.") from None
    except IsADirectoryError:
        raise PictureError(f"{path}: expected a picture, found a directory.") from None
    except NotAFileError:
        found = "something that is not a file"
        raise PictureError(f"{path}: expected a picture, found {found}.") from None
    if not os.fstat(file.fileno()).st_size:
        file.close()
        raise PictureError(f"{path}: expected a picture, found an empty file.")
    return file


class _Source:
    """A file for Pillow that counts the reads and can stop them."""

    def __init__(self, file: IO[bytes], name: str, go_on: Callable[[], bool]) -> None:
        self._file = file
        self._go_on = go_on
        self._n_reads = 0
        self.name = name
        self.head = file.read(HEAD_SIZE)
        self.size = file.seek(0, os.SEEK_END)
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        self._n_reads += 1
        if self._n_reads > _MAX_READS:
            raise PictureError(f"{self.name}: {_TOO_MANY_PIECES}")
        if not self._go_on():
            raise ReadingStopped
        return self._file.read(size)

    def count(self, mark: bytes) -> int:
        """Count how often a sequence of different bytes occurs in the file."""
        position = self._file.tell()
        self._file.seek(0)
        n_found, end = 0, b""
        while block := self._file.read(_BLOCK):
            n_found += (end + block).count(mark)
            end = block[1 - len(mark) :]
        self._file.seek(position)
        return n_found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)  # seek, tell, fileno ...


def _decode(source: _Source) -> Picture:
    """Read a picture; whatever a decoder raises for a damaged file becomes one sentence."""
    if source.size > _MAX_BYTES:
        raise PictureError(
            f"{source.name}: expected a picture of at most {_MAX_BYTES // 1_000_000} MB, "
            f"found {source.size // 1_000_000:,} MB."
        )
    formats = readable_formats()
    kind = format_of(source.head)
    if kind is None:
        raise PictureError(f"{source.name}: {other_kind(source.head)}")
    if kind not in formats:
        raise PictureError(
            f"{source.name}: expected a picture of a usual format, found a HEIC one. "
            "They are read when pillow-heif is installed: pip install pillow-heif."
        )
    try:
        return _picture(source, kind)
    except (PictureError, ReadingStopped):
        raise
    except MemoryError:
        raise PictureError(f"{source.name}: there is not enough memory to read it.") from None
    except Exception as error:  # foreign bytes in foreign code: anything may be raised
        found = "expected a picture, found a damaged or incomplete one."
        if kind == "PNG" and source.head[12:16] != b"IHDR":  # all of them begin with it
            found = "expected a picture, found a file that only begins like a PNG."
        elif "truncated" in str(error).lower():
            found = _CUT_OFF
        raise PictureError(f"{source.name}: {found}") from error


def _picture(source: _Source, kind: str) -> Picture:
    image = _load(source, kind)
    factor = _reduction(*image.size)
    pixels = upright(rgba_of(image, factor), image)
    return Picture(pixels, _remark(source, kind))


def _load(source: _Source, kind: str) -> "Image.Image":
    """Decode a picture; a large JPEG at a reduced size."""
    for mark in _MARKS:
        image = _header(source, kind)
        if kind == "JPEG":
            width, height = image.size
            factor = _reduction(width, height)
            image.draft(image.mode, (width // factor, height // factor))
        if kind == "PNG":
            image.im = _with_marked_end(image.mode, image.size, mark).im
        image.load()
        if kind != "PNG" or not _is_marked(image, mark):
            return image
    raise PictureError(f"{source.name}: {_CUT_OFF}")


def _with_marked_end(mode: str, size: tuple[int, int], mark: int) -> "Image.Image":
    """Return an image whose last two rows are filled with a mark.

    Pillow accepts a PNG whose compressed pixels end too early; the mark is then still there. (In an
    interlaced one the second-last row may be the last to be decoded.)
    """
    from PIL import Image

    image = Image.new(mode, size, None)
    image.paste(mark, (0, max(0, size[1] - 2), *size))
    return image


def _is_marked(image: "Image.Image", mark: int) -> bool:
    """Tell whether decoding has left one of the last two rows as it was."""
    from PIL import Image

    width, height = image.size
    row = np.asarray(Image.new(image.mode, (width, 1), mark))
    rows = (image.crop((0, y, width, y + 1)) for y in range(max(0, height - 2), height))
    return any(np.array_equal(np.asarray(one), row) for one in rows)


def _header(source: _Source, kind: str) -> "Image.Image":
    """Read a picture's header, and make sure that it is not too large to be decoded."""
    from PIL import Image

    source.seek(0)
    image = Image.open(cast(IO[bytes], source), formats=[kind])
    (width, height), most = image.size, max_pixels(image)
    if max(width, height) > MAX_SIDE or width * height > most:
        raise PictureError(
            f"{source.name}: expected a picture of at most {MAX_SIDE:,} pixels a side and "
            f"{most:,} in all, found {width:,}x{height:,}."
        )
    if image.info.get("progressive") and source.count(_SCAN) * width * height > _MAX_SCANNED:
        raise PictureError(f"{source.name}: {_TOO_MANY_PIECES}")
    return image


def _reduction(width: int, height: int) -> int:
    """Return the whole factor by which a picture is reduced."""
    return max(ceil(sqrt(width * height / _KEPT_PIXELS)), ceil(max(width, height) / _KEPT_SIDE))


def _remark(source: _Source, kind: str) -> str:
    try:
        image = _header(source, kind)
        if kind in _ANIMATED and getattr(image, "is_animated", False):
            return "It is an animation: this is its first frame."
        if kind == "TIFF":
            image.seek(1)
            return "It has several pages: this is the first."
    except Exception:  # no second one, or a damaged one
        return ""
    return ""
