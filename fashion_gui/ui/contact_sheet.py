"""A contact sheet: small images in rows, each row with its name, in one picture."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from fashion_gui.data import Dataset
from fashion_gui.ui.picture_file import write_picture
from fashion_gui.ui.widgets.pixmaps import to_qimage

_SCALE = 2
_GAP = 4
_NAME_WIDTH = 110
_IMAGES_A_ROW = 24
_PAPER = QColor("#202124")
_INK = QColor("#e8eaed")


def save_contact_sheet(path: Path, rows: Sequence[NDArray[np.uint8]], names: Sequence[str]) -> None:
    """Write rows of images as one PNG file, all of it or nothing.

    Parameters
    ----------
    path
        The file.
    rows : sequence of ndarray of uint8, each of shape (n_images, height, width)
    names
        One for each row.

    Raises
    ------
    OutputError
        One sentence, when the file cannot be written.
    """
    write_picture(path, _draw(rows, names))


def sorted_into_rows(
    dataset: Dataset, numbers: NDArray[np.integer]
) -> tuple[list[NDArray[np.uint8]], list[str]]:
    """Return images by their numbers in rows of one class each, and the name of each row."""
    rows, names = [], []
    labels = dataset.labels[numbers]
    for label, name in enumerate(dataset.class_names):
        of_class = numbers[labels == label]
        for start in range(0, len(of_class), _IMAGES_A_ROW):
            rows.append(dataset.images(of_class[start : start + _IMAGES_A_ROW]))
            names.append("" if start else name)
    return rows, names


def _draw(rows: Sequence[NDArray[np.uint8]], names: Sequence[str]) -> QImage:
    # Letters need an application; an image does not care which.
    application = QGuiApplication.instance() or QGuiApplication(["fashion-gui"])
    side = rows[0].shape[1] * _SCALE + _GAP
    n_columns = max(len(row) for row in rows)
    width, height = _NAME_WIDTH + n_columns * side + _GAP, len(rows) * side + _GAP
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(_PAPER)
    painter = QPainter(sheet)
    painter.setPen(_INK)
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        top = number * side + _GAP
        place = QRect(_GAP, top, _NAME_WIDTH - 2 * _GAP, side - _GAP)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, name)
        for column, image in enumerate(row):
            left = _NAME_WIDTH + column * side
            painter.drawImage(QRect(left, top, side - _GAP, side - _GAP), to_qimage(image))
    painter.end()
    del application
    return sheet
