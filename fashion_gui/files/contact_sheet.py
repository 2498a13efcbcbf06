"""A contact sheet: one picture of small images in rows, each row with its name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from fashion_gui.files.images import write_png

DrawName: TypeAlias = Callable[[str, int, int], NDArray[np.uint8]]
"""Draws a name, right-aligned and vertically centred, into a given width and height: uint8 (height,
width), 255 where there is ink."""
_SCALE = 2
_GAP = 4
_NAME_WIDTH = 110
_IMAGES_A_ROW = 24
_FONT_SIZE = 13
_BACKGROUND = np.array([0x20, 0x21, 0x24], np.uint8)
_INK = np.array([0xE8, 0xEA, 0xED], np.uint8)


def draw_latin_name(name: str, width: int, height: int) -> NDArray[np.uint8]:
    """Draw a name in Pillow's own font, which has Latin letters only."""
    image = Image.new("L", (width, height))
    font = ImageFont.load_default(_FONT_SIZE)
    ImageDraw.Draw(image).text((width, height / 2), name, 255, font, anchor="rm")
    return np.asarray(image)


def save_contact_sheet(
    path: Path,
    rows: Sequence[NDArray[np.uint8]],
    names: Sequence[str],
    draw_name: DrawName = draw_latin_name,
) -> None:
    """Write rows of images as one PNG file, whole or not at all.

    Parameters
    ----------
    path
        The file.
    rows : sequence of ndarray of uint8, each of shape (n_images, height, width)
    names
        One for each row.
    draw_name
        Draws them.

    Raises
    ------
    OutputError
        One sentence, when the file cannot be written.
    """
    write_png(path, _draw(rows, names, draw_name))


def sorted_into_rows(
    images: NDArray[np.uint8], labels: NDArray[np.integer], class_names: Sequence[str]
) -> tuple[list[NDArray[np.uint8]], list[str]]:
    """Return images, uint8 (n, height, width), in rows by class, and the name of each row."""
    rows, names = [], []
    for label, name in enumerate(class_names):
        of_class = images[labels == label]
        for start in range(0, len(of_class), _IMAGES_A_ROW):
            rows.append(of_class[start : start + _IMAGES_A_ROW])
            names.append("" if start else name)
    return rows, names


def _draw(
    rows: Sequence[NDArray[np.uint8]], names: Sequence[str], draw_name: DrawName
) -> NDArray[np.uint8]:
    side = rows[0].shape[1] * _SCALE
    step = side + _GAP
    n_columns = max(len(row) for row in rows)
    sheet = np.empty((len(rows) * step + _GAP, _NAME_WIDTH + n_columns * step + _GAP, 3), np.uint8)
    sheet[:] = _BACKGROUND
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        strip = sheet[number * step + _GAP :][:side]
        if name:
            cover = draw_name(name, _NAME_WIDTH - 2 * _GAP, side)[..., np.newaxis] / np.float32(255)
            mixed = _BACKGROUND + cover * (_INK.astype(np.float32) - _BACKGROUND)
            strip[:, _GAP : _NAME_WIDTH - _GAP] = np.rint(mixed)
        for column, image in enumerate(row):
            large = image.repeat(_SCALE, axis=0).repeat(_SCALE, axis=1)
            strip[:, _NAME_WIDTH + column * step :][:, : large.shape[1]] = large[..., np.newaxis]
    return sheet
