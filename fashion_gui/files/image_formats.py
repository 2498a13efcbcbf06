"""Which pictures are read, what the others are called, and how large each may be."""

import ctypes
import logging
import warnings
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

_PLUGINS = ("Avif", "Bmp", "Gif", "Jpeg", "Png", "Ppm", "Tiff", "WebP")
"""Those of Pillow that are registered, by an import with the first picture; no others are used."""
SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp"),
    *(".avif", ".heic", ".heif", ".ppm", ".pgm", ".pbm"),
)
"""Usual endings of such files' names; the format is found by the content."""
MAX_SIDE = 20_000
"""Pixels."""
_MEGA = 1_000_000
_MOST = {"WEBP": 18 * _MEGA, "AVIF": 30 * _MEGA, "HEIF": 40 * _MEGA, "TIFF": 40 * _MEGA}
"""Pixels that can be decoded within 400 MB and two seconds."""
_MOST_USUALLY = 60 * _MEGA
_MOST_BASELINE_JPEG = 120 * _MEGA
"""Pixels of a baseline JPEG, which is decoded at a fraction of its size, line by line ..."""
_PROGRESSIVE_BYTES = 300 * _MEGA
"""... while for a progressive one all coefficients are kept in memory, two bytes each."""
_INFLATED_BYTES = 160 * _MEGA
"""Most bytes of a decoded PNG; more take too long."""
_PYTHON_CODECS = ("ppm", "ppm_plain", "bmp_rle")
"""Decoders of Pillow that are loops in Python."""
_MOST_IN_PYTHON = 1 * _MEGA


@dataclass(frozen=True)
class _Signature:
    """How files of a kind begin: these bytes at this offset."""

    start: bytes
    kind: str
    place: int = 0


_READ = (
    _Signature(b"\xff\xd8\xff", "JPEG"),
    _Signature(b"\x89PNG", "PNG"),
    _Signature(b"GIF8", "GIF"),
    _Signature(b"BM", "BMP"),
    _Signature(b"II*\0", "TIFF"),
    _Signature(b"MM\0*", "TIFF"),
    _Signature(b"II+\0", "TIFF"),
    _Signature(b"MM\0+", "TIFF"),
    _Signature(b"WEBP", "WEBP", 8),
    _Signature(b"ftypavi", "AVIF", 4),
    *(_Signature(b"P%d" % number, "PPM") for number in range(1, 7)),
    *(_Signature(b"ftyp" + brand, "HEIF", 4) for brand in (b"hei", b"hev", b"mif1", b"msf1")),
)
_NOT_READ = (
    _Signature(b"%PDF", "a PDF"),
    _Signature(b"%!PS", "an EPS"),
    _Signature(b"\xc5\xd0\xd3\xc6", "an EPS"),
    _Signature(b"8BPS", "a Photoshop file"),
    _Signature(b"\0\0\1\0", "an icon"),
    _Signature(b"\xff\x0a", "a JPEG XL"),
    _Signature(b"\0\0\0\x0cJXL ", "a JPEG XL"),
    _Signature(b"\0\0\0\x0cjP  ", "a JPEG 2000"),
    _Signature(b"ftyp", "a film", 4),
    _Signature(b"PK\3\4", "a zip archive"),
    _Signature(b"\x1f\x8b", "a gzip archive"),
)
_BRANDS = 64
"""Bytes at the beginning of a HEIF file that list its compatible brands."""
HEAD_SIZE = 1024
"""Bytes at the beginning of a file that tell its kind."""


def format_of(head: bytes) -> str | None:
    """Return Pillow's name of the format that a file's first bytes show; None for no known one."""
    kind = _kind(head, _READ)
    return "AVIF" if kind == "HEIF" and b"avif" in head[:_BRANDS] else kind


def other_kind(head: bytes) -> str:
    """Return, for a file of no known format, what was expected and what was found."""
    if b"<svg" in head.lower():
        return "expected a picture made of pixels, found an SVG."
    return f"expected a picture, found {_kind(head, _NOT_READ) or 'a file of another kind'}."


def _kind(head: bytes, signatures: tuple[_Signature, ...]) -> str | None:
    for one in signatures:
        if head[one.place :].startswith(one.start):
            return one.kind
    return None


def max_pixels(image: "Image.Image") -> int:
    """Return how many pixels a picture may have, once it is opened and before it is decoded."""
    from PIL.JpegImagePlugin import JpegImageFile

    tiles: list[Any] = getattr(image, "tile", [])
    if any(tile[0] in _PYTHON_CODECS for tile in tiles):
        return _MOST_IN_PYTHON
    if isinstance(image, JpegImageFile):
        if image.info.get("progressive"):
            return _PROGRESSIVE_BYTES // (2 * image.layers)
        return _MOST_BASELINE_JPEG
    if image.format == "PNG":
        depth = 2 if any("16" in str(tile[3]) for tile in tiles) else 1
        return min(_MOST_USUALLY, _INFLATED_BYTES // (depth * len(image.getbands())))
    return _MOST.get(image.format or "", _MOST_USUALLY)


@cache
def readable_formats() -> tuple[str, ...]:
    """Return Pillow's names of the formats that can be read here; set up Pillow to read them."""
    from PIL import Image

    for name in _PLUGINS:
        import_module(f"PIL.{name}ImagePlugin")
    Image.MAX_IMAGE_PIXELS = None  # we check it ourselves, for each format
    warnings.filterwarnings("ignore", module=r"PIL\b|pillow_heif\b")
    logging.getLogger("PIL").addHandler(logging.NullHandler())
    _silence_libtiff()
    formats = {one.kind for one in _READ}
    if not _can_read_heif():
        formats.remove("HEIF")
    return tuple(sorted(formats))


def _can_read_heif() -> bool:
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _silence_libtiff() -> None:
    """Keep libtiff from printing errors: Pillow reports them, too."""
    from PIL import _imaging

    try:
        ctypes.CDLL(_imaging.__file__).TIFFSetErrorHandler(None)
    except (AttributeError, OSError):  # linked into Pillow, as on Windows: out of reach
        return
