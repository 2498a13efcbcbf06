"""Gestures: drags from a start to an end point."""

from dataclasses import dataclass
from math import atan2, copysign, cos, hypot, pi, sin

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement, ink_box
from fashion_gui.sketch.operations import Brush, Move, Operation, Shape
from fashion_gui.sketch.raster import CANVAS_SIZE, Point

_DOUBLE_AFTER = 14.0
"""Length of a drag, in canvas pixels, that doubles the drawing's size."""
_SCALES = (0.05, 20.0)


class MoveGesture:
    """Moves or scales the whole drawing.

    Parameters
    ----------
    drawing
        The drawing.
    start
        Start of the drag, (x, y) in canvas pixels.
    """

    def __init__(self, drawing: Drawing, start: Point) -> None:
        self._drawing, self._start = drawing, start

    def pulled_to(self, point: Point, *, is_even: bool) -> Operation | None:
        """Return the operation of a drag; with `is_even` (Shift) it scales around the middle."""
        dx, dy = point[0] - self._start[0], point[1] - self._start[1]
        if is_even:
            return self.scaled(2 ** ((dx - dy) / _DOUBLE_AFTER), around=self._middle())
        return self.moved((dx, dy))

    def moved(self, by: Point) -> Move | None:
        """Return a move by some pixels; None when there is nothing to move."""
        if self._drawing.is_empty or by == (0, 0):
            return None
        return Move(Placement(1.0, *by))

    def scaled(self, scale: float, around: Point | None = None) -> Move | None:
        """Return a scaling around a point, by default the start."""
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
    """Drags out a line, a rectangle or an ellipse."""

    kind: str
    brush: Brush
    start: Point
    is_filled: bool

    def pulled_to(self, point: Point, *, is_even: bool) -> Operation | None:
        """Return the shape up to a point; with `is_even` (Shift) it is as wide as high."""
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
    """Return the gesture of a tool: "move", or a kind of ``Shape``."""
    if tool == "move":
        return MoveGesture(drawing, start)
    return ShapeGesture(tool, brush, start, is_filled)
