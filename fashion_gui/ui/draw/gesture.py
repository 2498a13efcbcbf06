"""Gestures: from where the hand was put down to where it is pulled."""

from dataclasses import dataclass
from math import atan2, copysign, cos, hypot, pi, sin

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement, ink_box
from fashion_gui.sketch.operations import Brush, Move, Operation, Shape
from fashion_gui.sketch.raster import CANVAS_SIZE, Point

_DOUBLE_AFTER = 14.0
"""Canvas pixels of pulling after which the drawing is twice as large."""
_SCALES = (0.05, 20.0)


class MoveGesture:
    """Pulls the whole drawing, or makes it larger and smaller.

    Parameters
    ----------
    drawing
        What is pulled.
    start
        Where the hand was put down, (x, y) in canvas pixels.
    """

    def __init__(self, drawing: Drawing, start: Point) -> None:
        self._drawing, self._start = drawing, start

    def pulled_to(self, point: Point, *, is_even: bool) -> Operation | None:
        """Return what pulling does; with `is_even` (Shift) it scales around the middle."""
        dx, dy = point[0] - self._start[0], point[1] - self._start[1]
        if is_even:
            return self.scaled(2 ** ((dx - dy) / _DOUBLE_AFTER), around=self._middle())
        return self.moved((dx, dy))

    def moved(self, by: Point) -> Move | None:
        """Return the move by so many pixels; None where there is nothing to move."""
        if self._drawing.is_empty or by == (0, 0):
            return None
        return Move(Placement(1.0, *by))

    def scaled(self, scale: float, around: Point | None = None) -> Move | None:
        """Return what makes the drawing larger around a point, by default the start."""
        x, y = around or self._start
        scale = min(max(scale, _SCALES[0]), _SCALES[1])
        if self._drawing.is_empty or scale == 1:
            return None
        return Move(Placement(scale, x - scale * x, y - scale * y))

    def _middle(self) -> Point:
        box = ink_box(self._drawing.finished_image)
        if box is None:
            return CANVAS_SIZE / 2, CANVAS_SIZE / 2
        return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@dataclass(frozen=True)
class ShapeGesture:
    """Pulls a line, a rectangle or an ellipse."""

    kind: str
    brush: Brush
    start: Point
    is_filled: bool

    def pulled_to(self, point: Point, *, is_even: bool) -> Operation | None:
        """Return the shape up to a point; with `is_even` (Shift) as wide as it is high."""
        if is_even:
            point = self._evened(point)
        return Shape(self.kind, self.brush, self.start, point, self.is_filled)

    def _evened(self, point: Point) -> Point:
        (x, y), (dx, dy) = self.start, (point[0] - self.start[0], point[1] - self.start[1])
        if self.kind == "line":
            angle = round(atan2(dy, dx) / (pi / 4)) * pi / 4
            length = hypot(dx, dy)
            return x + length * cos(angle), y + length * sin(angle)
        side = max(abs(dx), abs(dy))
        return x + copysign(side, dx), y + copysign(side, dy)


Gesture = MoveGesture | ShapeGesture


def gesture_of(
    tool: str, drawing: Drawing, start: Point, brush: Brush, *, is_filled: bool
) -> Gesture:
    """Return what pulling with a tool means: "move", or a kind of ``Shape``."""
    if tool == "move":
        return MoveGesture(drawing, start)
    return ShapeGesture(tool, brush, start, is_filled)
