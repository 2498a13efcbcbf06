"""Files of pictures, whole and damaged ones, made for tests."""

import io
import struct
import zlib
from typing import Any

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

from fashion_gui.files.images import decode_picture

pillow_heif.register_heif_opener()

WAYS: dict[str, dict[str, Any]] = {
    "png": {"format": "PNG"},
    "jpeg": {"format": "JPEG", "quality": 95, "subsampling": 0},
    "progressive": {"format": "JPEG", "progressive": True, "quality": 95, "subsampling": 0},
    "webp": {"format": "WEBP", "lossless": True},
    "lossy webp": {"format": "WEBP", "quality": 95},
    "tiff": {"format": "TIFF"},
    "lzw": {"format": "TIFF", "compression": "tiff_lzw"},
    "deflate": {"format": "TIFF", "compression": "tiff_deflate"},
    "bmp": {"format": "BMP"},
    "ppm": {"format": "PPM"},
    "avif": {"format": "AVIF", "quality": 95},
    "heic": {"format": "HEIF", "quality": 95},
    "gif": {"format": "GIF"},
}
"""How Pillow writes a picture, by a name of ours."""
LOSSLESS = ("png", "webp", "tiff", "lzw", "deflate", "bmp", "ppm")


def encoded(image: Image.Image, way: str, **others: Any) -> bytes:
    """Return an image as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, **(WAYS[way] | others))
    return buffer.getvalue()


def smooth(height: int, width: int) -> NDArray[np.uint8]:
    """Return colours that change slowly, uint8 (height, width, 3), as lossy formats keep them."""
    y, x = np.mgrid[:height, :width] / max(height, width)
    return np.stack([40 + 200 * x, 230 - 190 * y, 60 + 80 * (x + y)], axis=-1).astype(np.uint8)


def noise(height: int, width: int, n_channels: int = 3) -> NDArray[np.uint8]:
    shape = (height, width, n_channels)
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def png(width: int, height: int, pixels: bytes = b"", interlaced: bool = False) -> bytes:
    """Return a PNG of 8-bit colours with whatever is given as its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def gif(*frames: bytes) -> bytes:
    """Return an animation of 2x2 pixels of black (0), white (1) and red (2), 4 indices a frame."""
    palette = bytes([0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0])
    content = b"GIF89a" + struct.pack("<HHBBB", 2, 2, 0x81, 0, 0) + palette
    for frame in frames:
        # Codes of 3 bits: start anew (4), two pixels, start anew, two pixels, the end (5).
        codes = [4, *frame[:2], 4, *frame[2:], 5]
        packed = sum(code << (3 * place) for place, code in enumerate(codes))
        data = packed.to_bytes(3, "little")
        content += b"!\xf9\x04\x00\x0a\x00\x00\x00"
        content += b"," + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x03" + data + b"\x00"
    return content + b";"


def bmp_header(width: int, height: int, compression: int = 0) -> bytes:
    """Return the beginning of a BMP of 8-bit grey levels, or of runs of them (1)."""
    palette = b"".join(bytes([level, level, level, 0]) for level in range(256))
    first = 54 + len(palette)
    return (
        b"BM"
        + struct.pack("<IHHI", 0, 0, 0, first)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, compression, 0, 0, 0, 256, 0)
        + palette
    )


def pixels_in(content: bytes) -> NDArray[np.uint8]:
    """Return what is read of a picture in memory, uint8 (height, width, 4)."""
    return decode_picture(content, "it").pixels
