"""The pictures of a film that is exported: curves with a cursor, and the first layer below."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPalette, QPen

from fashion_gui.files.animation import gif_bytes
from fashion_gui.files.images import png_bytes
from fashion_gui.image_spec import IMAGES
from fashion_gui.training.events import Frame
from fashion_gui.ui.imaging.pixmaps import pixels_of, to_qimage
from fashion_gui.ui.session.run_film import when
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_8, SPACE_16
from fashion_gui.ui.train.first_layer import weight_pictures
from fashion_gui.ui.train.plots import TrainingPlots

_LINE = 2
_ACROSS = 12, 3
"""Columns and rows of the first layer below the curves ..."""
_IN_STRIP = 6, 6
"""... and in a picture of the strip."""
_SIDE, _SIDE_IN_STRIP = 2 * IMAGES.width + SPACE_4, IMAGES.width + SPACE_4
N_IN_STRIP = 8
_MOST_PICTURES = 60
_PLAYS_FOR_MS, _STANDS_MS = 10_000, 2_000


@dataclass(frozen=True)
class FilmBackground:
    """What is the same in every picture: the curves, and where an epoch is on them.

    Attributes
    ----------
    curves
        Both figures; None for a film without curves.
    lines
        For each figure the place of epoch 0 and of epoch 1, and its top and bottom, in pixels.
    """

    curves: QImage | None
    lines: tuple[tuple[float, float, float, float], ...]
    name: str
    palette: QPalette
    font: QFont

    @classmethod
    def of(cls, plots: TrainingPlots | None, name: str, palette: QPalette) -> "FilmBackground":
        """Take what the plots show now; without plots there are no curves."""
        if plots is None:
            return cls(None, (), name, palette, QFont())
        image = QImage(plots.size(), QImage.Format.Format_RGB32)
        image.fill(palette.color(QPalette.ColorRole.Base))
        painter, lines = QPainter(image), []
        for curves in (plots.loss, plots.accuracy):
            place = curves.mapTo(plots, QPoint())
            curves.render(painter, QRect(place, curves.size()), curves.rect())
            view = curves.getPlotItem().getViewBox()
            inside = view.sceneBoundingRect()

            def across(epochs: float, view=view, curves=curves, place=place) -> float:  # type: ignore[no-untyped-def]
                scene = view.mapViewToScene(QPointF(epochs, 0.0))
                return float(curves.mapFromScene(scene).x() + place.x())

            top = curves.mapFromScene(inside.topLeft()).y() + place.y()
            bottom = curves.mapFromScene(inside.bottomLeft()).y() + place.y()
            lines.append((across(0.0), across(1.0), float(top), float(bottom)))
        painter.end()
        return cls(image, tuple(lines), name, palette, plots.font())


def film_content(
    background: FilmBackground, frames: Sequence[Frame], path: Path
) -> Generator[None, None, bytes]:
    """Return the content of a file: a strip where its suffix is that of a PNG, else a GIF."""
    if path.suffix.lower() == ".png":
        return png_bytes(film_strip(background, moments_of_strip(frames)))
    shown = list(frames[:: len(frames) // _MOST_PICTURES + 1])
    shown = shown if shown[-1] is frames[-1] else [*shown, frames[-1]]
    pictures = []
    for frame in shown:
        pictures.append(film_picture(background, frame))
        yield None
    stands = [_PLAYS_FOR_MS // len(shown)] * (len(shown) - 1) + [_STANDS_MS]
    return gif_bytes(pictures, stands)


def film_picture(background: FilmBackground, frame: Frame) -> NDArray[np.uint8]:
    """Return a picture of one moment: uint8 (height, width, 3)."""
    columns, rows = _ACROSS
    text = SPACE_16 + SPACE_8
    curves = background.curves
    width = max(columns * _SIDE, curves.width() if curves else 0)
    height = (curves.height() if curves else 0) + text + rows * _SIDE
    image, painter = _canvas(background, width, height)
    y = 0
    if curves:
        painter.drawImage(0, 0, curves)
        y = curves.height()
        painter.setPen(QPen(background.palette.color(QPalette.ColorRole.WindowText), _LINE))
        for zero, one, top, bottom in background.lines:
            x = zero + frame.epochs * (one - zero)
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    _write(painter, background, QRect(SPACE_8, y, width - SPACE_8, text), frame)
    left = (width - columns * _SIDE) // 2
    _draw_layer(painter, frame, QPoint(left, y + text), columns, rows)
    painter.end()
    return pixels_of(image)[..., :3]


def film_strip(background: FilmBackground, frames: Sequence[Frame]) -> NDArray[np.uint8]:
    """Return some moments beside each other: uint8 (height, width, 3)."""
    columns, rows = _IN_STRIP
    side, text = columns * _SIDE_IN_STRIP, SPACE_16 + SPACE_8
    image, painter = _canvas(
        background, len(frames) * (side + SPACE_8) + SPACE_8, side + text + SPACE_8
    )
    for number, frame in enumerate(frames):
        x = SPACE_8 + number * (side + SPACE_8)
        _draw_layer(painter, frame, QPoint(x, SPACE_8), columns, rows, _SIDE_IN_STRIP)
        _write(painter, background, QRect(x, SPACE_8 + side, side, text), frame, with_name=False)
    painter.end()
    return pixels_of(image)[..., :3]


def moments_of_strip(frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames that a strip shows: the first, the last and some between."""
    places = np.linspace(0, len(frames) - 1, min(N_IN_STRIP, len(frames))).round().astype(int)
    return [frames[place] for place in places]


def _canvas(background: FilmBackground, width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(background.palette.color(QPalette.ColorRole.Base))
    painter = QPainter(image)
    painter.setFont(background.font)
    return image, painter


def _write(
    painter: QPainter,
    background: FilmBackground,
    place: QRect,
    frame: Frame,
    *,
    with_name: bool = True,
) -> None:
    words = f"{background.name}: {when(frame)}" if with_name else when(frame)
    painter.setPen(background.palette.color(QPalette.ColorRole.WindowText))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _draw_layer(
    painter: QPainter, frame: Frame, place: QPoint, columns: int, rows: int, side: int = _SIDE
) -> None:
    pictures = weight_pictures(frame.network, columns * rows)
    for number, pixels in enumerate(() if pictures is None else pictures):
        row, column = divmod(number, columns)
        corner = place + QPoint(column * side, row * side)
        inside = QRect(corner.x(), corner.y(), side - SPACE_4, side - SPACE_4)
        painter.drawImage(inside, to_qimage(pixels))
