"""Fitting: moving and scaling a drawing to the position and size that a network expects.

In nearly all images of Fashion-MNIST the longer side of the garment fills the frame. So a drawing
is moved to the middle of the canvas and, when it is small, made larger. Where a drawing is and
where it should be are plain numbers (a box, a placement): lines are redrawn there, and pictures are
resampled once, from their original pixels.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import check_grey
from fashion_gui.sketch.raster import CANVAS_SIZE, FloatImage
from fashion_gui.sketch.thin_lines import with_visible_lines

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_INK = 0.1
"""Grey level above which a pixel counts as drawn; noise and the edges of blurred lines are
below."""
_KEPT_SIDE = 22.0
"""Canvas pixels: a drawing whose longer side is at least this is only moved, not scaled."""
_FITTED_SIDE = 26.0
"""Canvas pixels: what the longer side of a drawing is scaled to."""
_LARGEST_HARD_SIDE = 26.5
"""Canvas pixels: a drawing with hard edges whose longer side is larger is scaled, too."""
_DARK_GREY, _LIGHT_GREY = 0.1, 0.9
_GREY_SHARE = 0.05
"""Largest share of greys in the ink of a drawing with hard edges; photographs have over 0.12."""
_CANVAS_DETAIL = 30
"""Most pixels of a picture per pixel of the canvas."""
_THINNEST_LINE = 1.5
"""Canvas pixels: thinner lines are thickened before a picture is reduced."""


@dataclass(frozen=True)
class Placement:
    """Where a drawing goes: a point p, in pixels, goes to scale * p + (x, y)."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def after(self, first: "Placement") -> "Placement":
        """Return the placement that does `first`, and then this one."""
        return Placement(
            self.scale * first.scale,
            self.scale * first.x + self.x,
            self.scale * first.y + self.y,
        )

    @property
    def inverse(self) -> "Placement":
        """The placement that takes this one back."""
        return Placement(1 / self.scale, -self.x / self.scale, -self.y / self.scale)

    def box(self, box: Box) -> Box:
        """Return where a box goes."""
        left, top, right, bottom = box
        return (
            self.scale * left + self.x,
            self.scale * top + self.y,
            self.scale * right + self.x,
            self.scale * bottom + self.y,
        )


def ink_box(grey: FloatImage) -> Box | None:
    """Return the smallest box around all that is drawn, None when nothing is.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width)
        From 0 (the background) to 1. Only what is above 0.1 counts.

    Returns
    -------
    left, top, right, bottom : float
        In pixels of the array. A pixel at the edge of a line is only partly covered, and the side
        of the box runs through it, so that the box moves smoothly with the line.
    """
    columns = _extent(grey.max(axis=0, initial=0.0))
    rows = _extent(grey.max(axis=1, initial=0.0))
    if columns is None or rows is None:
        return None
    return columns[0], rows[0], columns[1], rows[1]


def _extent(peaks: NDArray[np.float32]) -> tuple[float, float] | None:
    """Return where the ink starts and stops along an axis, given the maximum of each line."""
    inked = np.flatnonzero(peaks > _INK)
    if not len(inked):
        return None
    first, last = int(inked[0]), int(inked[-1])
    strongest = peaks[first : last + 1].max()
    start = first + 1 - float(peaks[first] / strongest)
    stop = last + float(peaks[last] / strongest)
    return (start, stop) if first < last else (float(first), float(last + 1))


def fitting_of(grey: FloatImage) -> Placement | None:
    """Return the placement that fits a picture which fills the canvas; see `placement_of`.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width)
        Light on dark, from 0 to 1.

    Returns
    -------
    Placement or None
        In canvas pixels; that of a drawing with hard edges is never longer than 26.5. Such edges at
        the rim of the frame are unlike anything in photographs, and read worse. None without ink.
    """
    box = ink_box(grey)
    if box is None:
        return None
    longest = _LARGEST_HARD_SIDE if has_hard_edges(grey) else CANVAS_SIZE
    return placement_of(picture_placement(*grey.shape).box(box), longest=longest)


def has_hard_edges(grey: FloatImage) -> bool:
    """Tell whether a picture stays black and white on the canvas, as no photograph is.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width), from 0 to 1
        One of more than 28 pixels gets greys when it is reduced.
    """
    if max(grey.shape) > CANVAS_SIZE:
        return False
    n_ink = np.count_nonzero(grey > _DARK_GREY)
    n_white = np.count_nonzero(grey > _LIGHT_GREY)
    return bool(n_white > (1 - _GREY_SHARE) * n_ink)


def placement_of(box: Box, *, longest: float = CANVAS_SIZE) -> Placement:
    """Return the placement that moves a box, in canvas pixels, to where a network expects it.

    A box whose longer side is 22 to `longest` pixels is only moved, by whole pixels, so that
    nothing is blurred, and stays when it lies within a pixel of the middle. Any other is scaled to
    a longer side of 26 and centred.
    """
    left, top, right, bottom = box
    longer = max(right - left, bottom - top)
    if _KEPT_SIDE <= longer <= longest or longer <= 0:
        return Placement(1.0, _whole_shift(left, right), _whole_shift(top, bottom))
    scale = _FITTED_SIDE / longer
    middle = CANVAS_SIZE / 2
    return Placement(
        scale, middle - scale * (left + right) / 2, middle - scale * (top + bottom) / 2
    )


def _whole_shift(start: float, stop: float) -> float:
    """Return by how many pixels the middle moves: 0 up to an offset of one, as in photographs."""
    off = CANVAS_SIZE / 2 - (start + stop) / 2
    return float(round(off)) if abs(off) > 1 else 0.0


def picture_placement(height: int, width: int) -> Placement:
    """Return where a picture lies on the canvas: from its own pixels to canvas pixels.

    Its longer side fills the canvas, and it lies in the middle.
    """
    scale = CANVAS_SIZE / max(height, width)
    x, y = ((CANVAS_SIZE - side * scale) / 2 for side in (width, height))
    if scale == 1:  # half a pixel would blur it
        x, y = float(int(x)), float(int(y))
    return Placement(scale, x, y)


def place_picture(grey: FloatImage, placement: Placement, size: int = CANVAS_SIZE) -> FloatImage:
    """Resample a picture that fills the canvas to where a placement moves it.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width), from 0 to 1
    placement
        In canvas pixels: the side of the canvas is 28 for any `size`.
    size
        Side of the result in pixels.

    Returns
    -------
    ndarray of float32, shape (size, size), from 0 to 1
        When it is reduced, means of the pixels that fall into one; otherwise linear interpolation.
        Lines that would nearly vanish are thickened first.
    """
    height, width = grey.shape
    enlarged = Placement(size / CANVAS_SIZE)
    way = enlarged.after(placement.after(picture_placement(height, width)))
    if way == Placement() and grey.shape == (size, size):
        return grey.copy()
    if way.scale < 1:
        thinnest = _THINNEST_LINE * enlarged.scale / way.scale
        grey, step = with_visible_lines(grey, thinnest, 1 / way.scale)
        way = way.after(Placement(step))
    down = _weights(size, grey.shape[0], way.scale, way.y)
    across = _weights(size, grey.shape[1], way.scale, way.x)
    placed: FloatImage = (down @ grey @ across.T).astype(np.float32, copy=False)
    return np.clip(placed, 0, 1, out=placed)


def place_mask(mask: NDArray[np.bool_], placement: Placement, size: int) -> FloatImage:
    """Return how much of each pixel a mask covers where a placement moves it.

    Unlike pictures, masks keep sharp edges when they are enlarged, and thin parts as they are.

    Parameters
    ----------
    mask : ndarray of bool, shape (28, 28)
    placement
        In canvas pixels: the side of the canvas is 28 for any `size`.
    size
        Side of the result in pixels.

    Returns
    -------
    ndarray of float32, shape (size, size), from 0 to 1
    """
    way = Placement(size / CANVAS_SIZE).after(placement)
    down = _overlaps(size, mask.shape[0], way.scale, way.y)
    across = _overlaps(size, mask.shape[1], way.scale, way.x)
    covered: FloatImage = np.clip(down @ mask.astype(np.float64) @ across.T, 0, 1)
    return covered.astype(np.float32)


def drawing_for_canvas(grey: FloatImage) -> FloatImage:
    """Reduce a large picture, so that it can be moved around on the canvas smoothly.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width), from 0 to 1

    Returns
    -------
    ndarray of float32
        The same array when no side is longer than 840 pixels, 30 per pixel of the canvas. Otherwise
        the longer side becomes 840, and thin lines stay visible.

    Raises
    ------
    ValueError
        One sentence, when it is no picture.
    """
    check_grey(grey)
    scale = _CANVAS_DETAIL * CANVAS_SIZE / max(grey.shape)
    if scale >= 1:
        return grey
    rows, columns = (max(1, round(side * scale)) for side in grey.shape)
    grey, _ = with_visible_lines(grey, _THINNEST_LINE / scale, 1 / scale)
    down = _weights(rows, grey.shape[0], rows / grey.shape[0], 0)
    across = _weights(columns, grey.shape[1], columns / grey.shape[1], 0)
    small: FloatImage = (down @ grey @ across.T).astype(np.float32, copy=False)
    return np.clip(small, 0, 1, out=small)


def fit_picture(grey: FloatImage) -> NDArray[np.uint8]:
    """Return a drawing as input for a network: fitted to the frame and resampled once.

    Parameters
    ----------
    grey : ndarray of float32, shape (height, width)
        Light on dark, from 0 (the background) to 1.

    Returns
    -------
    ndarray of uint8, shape (28, 28)
        All zeros when nothing is drawn. A picture of 28x28 pixels that fills the frame stays
        exactly as it is, unless it is a drawing with hard edges.

    Raises
    ------
    ValueError
        One sentence, when it is no picture.
    """
    check_grey(grey)
    placement = fitting_of(grey)
    if placement is None:
        return np.zeros((CANVAS_SIZE, CANVAS_SIZE), np.uint8)
    return np.rint(place_picture(grey, placement) * 255).astype(np.uint8)


def _weights(n_out: int, n_in: int, scale: float, offset: float) -> NDArray[np.float32]:
    """Return the matrix, shape (n_out, n_in), that resamples along an axis."""
    if scale <= 1:
        return _overlaps(n_out, n_in, scale, offset)
    pixels = np.arange(n_in)[np.newaxis, :]
    centres = (np.arange(n_out)[:, np.newaxis] + 0.5 - offset) / scale - 0.5
    weights = 1 - np.abs(pixels - centres)
    share: NDArray[np.float32] = np.clip(weights, 0, 1).astype(np.float32)
    return share


def _overlaps(n_out: int, n_in: int, scale: float, offset: float) -> NDArray[np.float32]:
    """Return which share of each new pixel lies in each old one: shape (n_out, n_in)."""
    pixels = np.arange(n_in)[np.newaxis, :]
    edges = (np.arange(n_out + 1) - offset) / scale
    left, right = edges[:-1, np.newaxis], edges[1:, np.newaxis]
    weights = scale * (np.minimum(right, pixels + 1) - np.maximum(left, pixels))
    share: NDArray[np.float32] = np.clip(weights, 0, 1).astype(np.float32)
    return share
