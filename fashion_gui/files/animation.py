"""Animated pictures (GIF)."""

import io
from collections.abc import Iterable
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashion_gui.files.atomic import OutputError

_N_COLOURS = 256


def gif_bytes(pictures: Iterable[NDArray[np.uint8]], durations_ms: list[int]) -> bytes:
    """Return the content of a GIF file that repeats for ever.

    All pictures have the colours of the last one, which change least in a viewer.

    Parameters
    ----------
    pictures : iterable of ndarray of uint8, shape (height, width, 3)
        Red, green and blue; all of one size.
    durations_ms
        How long each picture is shown; a GIF counts hundredths of a second.

    Raises
    ------
    OutputError
        When there are no pictures.
    """
    images = [Image.fromarray(pixels) for pixels in islice(pictures, len(durations_ms))]
    if not images:
        raise OutputError("A film could not be made a GIF: it has no pictures.")
    colours = images[-1].quantize(_N_COLOURS)
    first, *others = [image.quantize(palette=colours, dither=Image.Dither.NONE) for image in images]
    buffer = io.BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=others, duration=durations_ms, loop=0)
    return buffer.getvalue()
