"""Conversion of Pillow's images of any mode to RGBA bytes."""

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL import Image

_ORIENTATION = 0x0112
"""Tag of EXIF."""
_STRIP_PIXELS = 500_000
"""A picture is converted in strips, so that intermediate results need little memory."""
_DEEP = ("I", "I;16", "I;16B", "I;16L", "F")
"""Modes of one channel with more than a byte."""
_UPRIGHT: dict[int, tuple[bool, int]] = {
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 1),
    6: (False, 3),
    7: (True, 3),
    8: (False, 1),
}
"""For each orientation of EXIF: whether to mirror, left to right, and then how many quarter turns
to the left. Source: EXIF 2.32, tag 0x0112."""


def rgba_of(image: "Image.Image", factor: int = 1) -> NDArray[np.uint8]:
    """Return the pixels of a decoded image.

    Parameters
    ----------
    image
        Of any mode. Of CIELAB only the lightness is used.
    factor
        Blocks of factor x factor pixels are averaged; colours are weighted by their opacity.

    Returns
    -------
    ndarray of uint8, shape (ceil(height / factor), ceil(width / factor), 4)
        Red, green, blue and opacity.
    """
    width, height = image.size
    pixels = np.full((-(-height // factor), -(-width // factor), 4), 255, np.uint8)
    top = 0
    for strip in _strips(image, factor):
        part = np.asarray(strip)
        pixels[top : top + len(part), :, : part.shape[2]] = part
        top += len(part)
    return pixels


def upright(pixels: NDArray[np.uint8], image: "Image.Image") -> NDArray[np.uint8]:
    """Turn the pixels of an image upright, as its EXIF data say."""
    try:
        orientation = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged EXIF data: the picture itself is good
        return pixels
    is_mirrored, quarters = _UPRIGHT.get(orientation, (False, 0))
    if is_mirrored:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(np.rot90(pixels, quarters))


def _strips(image: "Image.Image", factor: int) -> Iterator["Image.Image"]:
    """Cut an image into strips of bytes: RGB, or RGBA if anything may be transparent."""
    width, height = image.size
    levels = _levels(image) if image.mode in _DEEP else None
    n_rows = factor * max(1, _STRIP_PIXELS // (width * factor))
    for top in range(0, height, n_rows):
        strip = image.crop((0, top, width, min(height, top + n_rows)))
        if levels is not None:
            yield _of_deep(strip, factor, *levels)
        elif image.mode == "LAB":
            yield _reduced(strip.getchannel(0).convert("RGB"), factor)
        else:
            mode = "RGBA" if strip.has_transparency_data else "RGB"
            yield _reduced(strip.convert(mode), factor)


def _reduced(image: "Image.Image", factor: int) -> "Image.Image":
    if factor == 1:
        return image
    if image.mode == "RGBA":
        return image.convert("RGBa").reduce(factor).convert("RGBA")
    return image.reduce(factor)


def _levels(image: "Image.Image") -> tuple[float, float]:
    """Return the values of black and white: a usual range that fits, else the extrema."""
    if image.mode.startswith("I;16"):
        return 0.0, 65535.0
    low, high = (float(value) for value in cast(tuple[float, float], image.getextrema()))
    if not isfinite(low) or not isfinite(high):
        return 0.0, 1.0
    for usual in (1.0, 255.0, 65535.0):
        if low >= 0 and high <= usual and (usual > 1 or image.mode == "F"):
            return 0.0, usual
    return low, high


def _of_deep(strip: "Image.Image", factor: int, low: float, high: float) -> "Image.Image":
    """Return grey levels of more than 8 bits as bytes."""
    from PIL import Image

    deep = strip if strip.mode == "F" else strip.convert("I").convert("F")
    share = (np.asarray(_reduced(deep, factor)) - np.float32(low)) / np.float32(high - low or 1)
    levels = np.rint(np.clip(np.nan_to_num(share), 0, 1) * 255).astype(np.uint8)
    grey = Image.fromarray(levels).convert("RGB")
    clear: Any = strip.info.get("transparency")
    if isinstance(clear, int):
        opacity = np.where(np.asarray(strip) == clear, 0, 255).astype(np.uint8)
        grey.putalpha(_reduced(Image.fromarray(opacity), factor))
    return grey
