"""The operations of a drawing, each of which can be redrawn at any position and size.

Coordinates are (x, y) in canvas pixels, from (0, 0) in the upper left corner to (28, 28).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, cos, pi, sin
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.sketch.area import surrounded
from fashion_gui.sketch.fitting import (
    Placement,
    fitting_of,
    place_mask,
    place_picture,
)
from fashion_gui.sketch.lines import Lines, coverages
from fashion_gui.sketch.raster import CANVAS_SIZE, FloatImage, Point, blend, polygon_mask

_CORNERS_OF_ELLIPSE = 64
_PIXELS_AT_ONCE = 1_000_000
"""Pixels of strokes that are drawn together: 4 MB of memory."""


@dataclass(frozen=True)
class Brush:
    """What lines are drawn with.

    Attributes
    ----------
    width
        Thickness in pixels of the 28x28 canvas.
    grey
        From 0 (black: it erases) to 1 (white).
    """

    width: float = 2.0
    grey: float = 1.0


@dataclass(frozen=True)
class Stroke:
    """A line through all its points; one point is a dot.

    Attributes
    ----------
    pressures
        For each point the share of the brush's width, if the device reports it; else empty.
    """

    brush: Brush
    points: tuple[Point, ...]
    pressures: tuple[float, ...] = ()

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        """Return the image with this drawn on it; the same for the other operations."""
        return blend(image, self.coverage(placement, len(image)), self.brush.grey)

    def coverage(self, placement: Placement, size: int) -> FloatImage:
        """Return how much of each pixel is covered: float32 (size, size)."""
        coverage: FloatImage = coverages([(self.lines, placement)], size)[0]
        return coverage

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        """Its lines if it consists of lines only, else empty; the same for the others."""
        brush = self.brush
        return (Lines.through(self.points, self.pressures, brush.width, brush.grey),)

    def mirrored(self) -> "Stroke":
        """Return it with left and right exchanged; the same for the other operations."""
        return replace(self, points=tuple(mirror(point) for point in self.points))


@dataclass(frozen=True)
class Shape:
    """A line, a rectangle or an ellipse between two points.

    Attributes
    ----------
    kind
        "line", "rectangle" or "ellipse".
    start, stop
        The ends of the line, or two opposite corners of the box.
    is_filled
        Whether its inside is filled with the brush's grey.
    """

    kind: str
    brush: Brush
    start: Point
    stop: Point
    is_filled: bool = False

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        return blend(image, self.coverage(placement, len(image)), self.brush.grey)

    def coverage(self, placement: Placement, size: int) -> FloatImage:
        """Return how much of each pixel is covered: float32 (size, size)."""
        coverage = Stroke(self.brush, self._outline()).coverage(placement, size)
        if self._has_inside:
            inside = polygon_mask(_pixels(self._outline(), placement, size), size)
            coverage = np.maximum(coverage, inside.astype(np.float32))
        return coverage

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        return () if self._has_inside else Stroke(self.brush, self._outline()).lines

    @property
    def _has_inside(self) -> bool:
        return self.is_filled and self.kind != "line"

    def _outline(self) -> tuple[Point, ...]:
        (x0, y0), (x1, y1) = self.start, self.stop
        if self.kind == "line":
            return self.start, self.stop
        if self.kind == "rectangle":
            return (x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)
        angles = (2 * pi * k / _CORNERS_OF_ELLIPSE for k in range(_CORNERS_OF_ELLIPSE + 1))
        x, y, rx, ry = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
        return tuple((x + rx * cos(angle), y + ry * sin(angle)) for angle in angles)

    def mirrored(self) -> "Shape":
        return replace(self, start=mirror(self.start), stop=mirror(self.stop))


@dataclass(frozen=True, eq=False)
class Fill:
    """An area filled with a grey: what was connected and similar when the bucket tool was used.

    Attributes
    ----------
    grey
        From 0 to 1.
    area : ndarray of bool, shape (28, 28)
    """

    grey: float
    area: NDArray[np.bool_]

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        size = len(image)
        grey = np.float32(self.grey)
        inside = place_picture(self.area.astype(np.float32), placement, size)
        # Also under the soft edges of the lines around it, where those are not lighter.
        reach = place_picture(surrounded(self.area).astype(np.float32), placement, size)
        return np.maximum(blend(image, inside, self.grey), np.minimum(reach, 1) * grey)

    def mirrored(self) -> "Fill":
        return replace(self, area=self.area[:, ::-1])


@dataclass(frozen=True, eq=False)
class Paste:
    """A picture that replaces what was there: ndarray of uint8, shape (height, width).

    Its longer side fills the canvas, and it lies in the middle.

    Attributes
    ----------
    is_framed
        True for an image of a data set, which needs no fitting.
    """

    image: NDArray[np.uint8]
    is_framed: bool = False

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        grey, size = self.grey, len(image)
        if size > CANVAS_SIZE:  # in a large result the pixels of a small picture stay squares
            times = max(1, ceil(size / max(grey.shape)))
            grey = grey.repeat(times, axis=0).repeat(times, axis=1)
        return place_picture(grey, placement, size)

    def fitting(self) -> Placement:
        """Return the placement that fits it for a network, computed from its own pixels."""
        placement = None if self.is_framed else fitting_of(self.grey)
        return placement or Placement()

    @cached_property
    def grey(self) -> FloatImage:
        """The picture from 0 to 1: float32 (height, width)."""
        return self.image.astype(np.float32) * np.float32(1 / 255)


@dataclass(frozen=True)
class Clear:
    """Clears the canvas."""

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        return np.zeros_like(image)


@dataclass(frozen=True, eq=False)
class Erase:
    """Takes away the ink in some pixels of what the network receives.

    Attributes
    ----------
    mask : ndarray of bool, shape (28, 28)
    fitting
        Where the drawing was fitted to when those pixels were chosen. It stays there as long as
        nothing else is done, so that the network receives exactly the other pixels.
    """

    mask: NDArray[np.bool_]
    fitting: Placement

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        covered = place_mask(self.mask, placement.after(self.fitting.inverse), len(image))
        return image * (1 - covered)


@dataclass(frozen=True)
class Move:
    """Moves and scales everything that was drawn before."""

    placement: Placement


@dataclass(frozen=True)
class Pair:
    """An operation and its mirror image: one step."""

    one: Stroke | Shape | Fill
    other: Stroke | Shape | Fill

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        if isinstance(self.one, Fill) or isinstance(self.other, Fill):
            return ()
        return (*self.one.lines, *self.other.lines)

    def draw(self, image: FloatImage, placement: Placement) -> FloatImage:
        if isinstance(self.one, Fill) or isinstance(self.other, Fill):
            return self.other.draw(self.one.draw(image, placement), placement)
        # Blended once, like a stroke that crosses itself.
        both = (half.coverage(placement, len(image)) for half in (self.one, self.other))
        return blend(image, np.maximum(*both), self.one.brush.grey)


_Placed: TypeAlias = Stroke | Shape | Fill | Paste | Clear | Erase | Pair
Operation: TypeAlias = _Placed | Move
_MAYBE_LINES = (Stroke, Shape, Pair)
_LINES_OF_AREA = 100
"""Lines that take as long as filling an area."""


def render(
    operations: Sequence[Operation],
    placement: Placement | None = None,
    size: int = CANVAS_SIZE,
    on: FloatImage | None = None,
) -> FloatImage:
    """Redraw operations from their geometry.

    Parameters
    ----------
    operations
        In order.
    placement
        Where all of it goes, in canvas pixels; by default it stays.
    size
        Side of the result in pixels, for the 28 pixels of the canvas.
    on : ndarray of float32, shape (size, size), optional
        What they are drawn on, which is not changed; black by default.

    Returns
    -------
    ndarray of float32, shape (size, size), from 0 to 1
    """
    where, placed = placement or Placement(), []
    for operation in reversed(operations):
        if isinstance(operation, Move):
            where = where.after(operation.placement)
        else:
            placed.append((operation, where))
            if isinstance(operation, Clear | Paste):
                break  # it hides everything before
    placed.reverse()
    image = np.zeros((size, size), np.float32) if on is None else on
    n_at_once = max(1, _PIXELS_AT_ONCE // size**2)
    for first in range(0, len(placed), n_at_once):
        image = _draw_on(image, placed[first : first + n_at_once])
    return image


def _draw_on(image: FloatImage, placed: Sequence[tuple[_Placed, Placement]]) -> FloatImage:
    """Draw operations in order; the coverage of all their lines is computed together."""
    made_of_lines = [
        (operation.lines, place)
        for operation, place in placed
        if isinstance(operation, _MAYBE_LINES) and operation.lines
    ]
    covered = iter(coverages(made_of_lines, len(image)) if made_of_lines else ())
    for operation, place in placed:
        if isinstance(operation, _MAYBE_LINES) and operation.lines:
            image = blend(image, next(covered), operation.lines[0].grey)
        else:
            image = operation.draw(image, place)
    return image


def n_lines(operation: Operation) -> int:
    """Return the number of lines that an operation takes as long to draw as."""
    if isinstance(operation, _MAYBE_LINES) and operation.lines:
        return sum(len(lines.shares) for lines in operation.lines)
    return _LINES_OF_AREA


def mirror(point: Point) -> Point:
    """Return the point on the other side of the canvas's middle."""
    return CANVAS_SIZE - point[0], point[1]


def _pixels(points: Sequence[Point], placement: Placement, size: int) -> NDArray[np.float32]:
    placed = placement.scale * np.array(points, float) + (placement.x, placement.y)
    pixels: NDArray[np.float32] = (placed * (size / CANVAS_SIZE)).astype(np.float32)
    return pixels
