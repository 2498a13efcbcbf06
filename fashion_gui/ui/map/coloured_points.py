"""The images in sight on a map, in the colours of their groups: as dots, or as themselves."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from fashion_gui.ui.map.camera import Camera
from fashion_gui.ui.map.colouring import Colouring
from fashion_gui.ui.map.point_picture import PointPicture
from fashion_gui.ui.theme.mixing import colour_number, mixed

_MOST_THUMBNAILS = 500
_FAINT = 0.18
"""Strength of points that are not meant."""
Numbers = NDArray[np.intp]


def paint_dots(
    picture: PointPicture,
    colouring: Colouring,
    numbers: Numbers,
    is_meant: NDArray[np.bool_],
    side: int,
    base: QColor,
) -> None:
    """Paint images, (n,), as squares: faint those that are not meant, on top some groups.

    `side` is in pixels of the screen, `base` the colour of the ground.
    """
    group, strong = colouring.group[numbers], _strong(colouring)
    faint = np.array([colour_number(mixed(c, base, _FAINT)) for c in colouring.colours], np.uint32)
    on_top = np.isin(np.arange(len(strong)), list(colouring.on_top))[group]
    for part, colours in (
        (~is_meant, faint),
        (is_meant & ~on_top, strong),
        (is_meant & on_top, strong),
    ):
        if part.any():
            picture.dots(numbers[part], colours[group[part]], side)


def paint_thumbnails(
    picture: PointPicture,
    colouring: Colouring,
    numbers: Numbers,
    points: NDArray[np.float32],
    camera: Camera,
    images: Callable[[Numbers], NDArray[np.uint8]],
    base: QColor,
) -> None:
    """Paint some of the images, (n,), spread over the view, framed in their colours.

    `points` are the places of all images, (n_images, 2).
    """
    chosen = picture.spread(numbers, points, camera)[:_MOST_THUMBNAILS]
    colours = _strong(colouring)[colouring.group[chosen]]
    picture.thumbnails(chosen, images(chosen), colours, base)


def _strong(colouring: Colouring) -> NDArray[np.uint32]:
    return np.array([colour_number(colour) for colour in colouring.colours], np.uint32)
