"""From strokes to pixels: anti-aliased lines with round ends.

A pixel's coverage follows from the distance d of its centre to the line: 1 inside, 0 outside,
and radius + 1/2 - d on the one-pixel rim, which is how a signed distance field is drawn.
"""

from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

CANVAS_SIZE = 28
Point: TypeAlias = tuple[float, float]
FloatImage: TypeAlias = NDArray[np.float32]
_LONGEST_PIECE = 3.0
"""Pixels: a long line is drawn in pieces, because each is computed in a square around it."""
_FEW = 16
"""Pieces that are drawn sooner than they are divided by their sizes."""
_MARGIN = 0.01
"""Pixels: more than rounding can lengthen a piece."""


def segment_coverage(
    start: Point, stop: Point, width: float, size: int = CANVAS_SIZE
) -> FloatImage:
    """Return how much of each pixel a line with round ends covers.

    Parameters
    ----------
    start, stop
        Ends as (x, y) in pixels, with (0, 0) the canvas's upper left corner. They may be
        the same, which gives a dot, and may lie outside.
    width
        Thickness of the line in pixels.
    size
        Side of the canvas in pixels.

    Returns
    -------
    ndarray of float32, shape (size, size), from 0 to 1
    """
    ends = np.array([[start, stop]], np.float32)
    return lines_coverage(ends[:, 0], ends[:, 1], np.array([width], np.float32), size=size)


def lines_coverage(
    starts: NDArray[np.float32],
    stops: NDArray[np.float32],
    widths: NDArray[np.float32],
    *,
    size: int = CANVAS_SIZE,
) -> FloatImage:
    """Return how much of each pixel some lines with round ends cover together.

    Parameters
    ----------
    starts, stops : ndarray of float32, shape (n_lines, 2)
        Ends as (x, y) in pixels.
    widths : ndarray of float32, shape (n_lines,)
        Thickness of each line in pixels.
    size
        Side of the canvas in pixels.

    Returns
    -------
    ndarray of float32, shape (size, size), from 0 to 1
    """
    nowhere_else = np.zeros(len(starts), np.intp)
    coverage: FloatImage = batch_coverage(starts, stops, widths, nowhere_else, 1, size=size)[0]
    return coverage


def batch_coverage(
    starts: NDArray[np.float32],
    stops: NDArray[np.float32],
    widths: NDArray[np.float32],
    places: NDArray[np.intp],
    n_images: int,
    *,
    greys: NDArray[np.float32] | None = None,
    size: int = CANVAS_SIZE,
) -> FloatImage:
    """Draw many lines into many images at once, without a loop over either.

    Parameters
    ----------
    starts, stops : ndarray of float32, shape (n_lines, 2)
    widths : ndarray of float32, shape (n_lines,)
    places : ndarray of int, shape (n_lines,)
        The image that each line belongs to.
    n_images
    greys : ndarray of float32, shape (n_lines,), optional
        Factor on the coverage of each line.
    size
        Side of the images in pixels.

    Returns
    -------
    ndarray of float32, shape (n_images, size, size), from 0 to 1
        Where lines cross, the maximum counts.
    """
    images = np.zeros((n_images, size, size), np.float32)
    line, starts, stops = _short_pieces(starts, stops)
    widths, places = widths[line], places[line]
    strengths = None if greys is None else greys[line]
    if len(line) <= _FEW:
        _draw_pieces(images, (starts, stops), widths, places, strengths)
        return images
    # Squares of different sizes for different pens: few pixels are computed in vain.
    sides = np.ceil(widths / 2).astype(np.intp)
    for side in np.unique(sides):
        of_size = np.flatnonzero(sides == side)
        for part in np.array_split(of_size, max(1, len(of_size) * int(side) ** 2 // 2_000)):
            _draw_pieces(
                images,
                (starts[part], stops[part]),
                widths[part],
                places[part],
                None if strengths is None else strengths[part],
            )
    return images


def _short_pieces(
    starts: NDArray[np.float32], stops: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
    """Cut lines into short pieces; return each piece's line, and their ends."""
    steps = stops - starts
    n_pieces = np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _LONGEST_PIECE).astype(np.intp)
    np.maximum(n_pieces, 1, out=n_pieces)
    line = np.repeat(np.arange(len(starts)), n_pieces)
    first = np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    number = (np.arange(len(line)) - first)[:, np.newaxis].astype(np.float32)
    steps = (steps / n_pieces[:, np.newaxis]).astype(np.float32)[line]
    starts = starts[line] + number * steps
    return line, starts, starts + steps


def _draw_pieces(
    images: FloatImage,
    ends: tuple[NDArray[np.float32], NDArray[np.float32]],
    widths: NDArray[np.float32],
    places: NDArray[np.intp],
    greys: NDArray[np.float32] | None,
) -> None:
    """Draw short lines of similar widths, each in a square of pixels around its middle."""
    size = images.shape[1]
    if not len(widths):
        return
    starts, stops = ends
    steps = stops - starts
    length_squared = np.maximum((steps * steps).sum(axis=1), np.float32(1e-12))
    longest = float(np.sqrt(length_squared.max()))
    reach = ceil((longest + float(widths.max()) + _MARGIN) / 2)
    offsets = np.arange(-reach, reach + 1)
    middles = np.floor((starts + stops) / 2).astype(np.intp)
    columns, rows = middles[:, :1] + offsets, middles[:, 1:] + offsets
    half = np.float32(0.5)
    dx = (columns.astype(np.float32) + half - starts[:, :1])[:, np.newaxis, :]
    dy = (rows.astype(np.float32) + half - starts[:, 1:])[:, :, np.newaxis]
    across, down = (steps[:, axis, np.newaxis, np.newaxis] for axis in (0, 1))
    # The nearest point of the line lies at share t of its length.
    t = (dx * across + dy * down) / length_squared[:, np.newaxis, np.newaxis]
    np.clip(t, 0, 1, out=t)
    coverage = dx - t * across
    coverage *= coverage
    t *= -down
    t += dy
    t *= t
    coverage += t
    np.sqrt(coverage, out=coverage)
    np.subtract((widths / 2 + half)[:, np.newaxis, np.newaxis], coverage, out=coverage)
    np.clip(coverage, 0, 1, out=coverage)
    if greys is not None:
        coverage *= greys[:, np.newaxis, np.newaxis]
    inside = ((rows >= 0) & (rows < size))[:, :, np.newaxis]
    inside = inside & ((columns >= 0) & (columns < size))[:, np.newaxis, :]
    inside &= coverage > 0
    pixels = (places[:, np.newaxis] * size + rows)[:, :, np.newaxis] * size
    pixels = pixels + columns[:, np.newaxis, :]
    np.maximum.at(images.reshape(-1), pixels[inside], coverage[inside])


def polygon_mask(points: NDArray[np.float32], size: int = CANVAS_SIZE) -> NDArray[np.bool_]:
    """Return which pixels' centres lie inside a closed polygon, by the even-odd rule.

    Parameters
    ----------
    points : ndarray of float32, shape (n_points, 2)
        Corners as (x, y) in pixels; the last one is joined to the first.

    Returns
    -------
    ndarray of bool, shape (size, size)
    """
    centres = np.arange(size, dtype=np.float32) + np.float32(0.5)
    x0, y0 = points[:, :1], points[:, 1:]
    x1, y1 = np.roll(x0, -1, axis=0), np.roll(y0, -1, axis=0)
    crosses = (y0 <= centres) != (y1 <= centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = x0 + (centres - y0) * (x1 - x0) / (y1 - y0)
    # An edge toggles every pixel of the row that lies to the right of the crossing.
    toggled = crosses[:, :, np.newaxis] & (crossings[:, :, np.newaxis] < centres)
    mask: NDArray[np.bool_] = np.logical_xor.reduce(toggled, axis=0)
    return mask


def blend(image: FloatImage, coverage: FloatImage, grey: float) -> FloatImage:
    """Return the image with a grey laid over it where it is covered.

    Parameters
    ----------
    image, coverage : ndarray of float32, shape (size, size), from 0 to 1
    grey
        0 is the black background, which erases; 1 is white.
    """
    return image + coverage * (np.float32(grey) - image)
