"""A figure: strokes and filled shapes in its own units, before a hand draws it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, radians, sin
from random import Random

from fashion_gui.sketch.curves import Line, arc
from fashion_gui.sketch.raster import Point


class Chance(Random):
    """Python's random generator: for single numbers it is ten times as fast as NumPy's."""

    def maybe(self, probability: float) -> bool:
        """Return True with a probability."""
        return self.random() < probability

    def around(self, mean: float, spread: float) -> float:
        """Return a number near a mean: normally distributed, but clipped."""
        return mean + spread * max(-2.5, min(2.5, self.gauss(0.0, 1.0)))


@dataclass
class Figure:
    """Lines and shapes to draw; x goes right and y down, in any unit.

    Attributes
    ----------
    outlines, details
        Lines to be drawn with a pen. The figure is recognizable without its details.
    inner
        Lines within the outline that characterize the figure: a collar, a row of buttons. They are
        always drawn, and cut out of a filled figure.
    shapes
        Closed shapes that are filled in a filled figure.
    holes
        Closed shapes that stay empty in a figure filled with its inner lines cut out.
    needs_inner
        Whether nobody could tell the figure without its inner lines, so that no hand leaves them
        out: a folded shirt is a box.
    """

    outlines: list[Line] = field(default_factory=list)
    details: list[Line] = field(default_factory=list)
    shapes: list[Line] = field(default_factory=list)
    inner: list[Line] = field(default_factory=list)
    holes: list[Line] = field(default_factory=list)
    needs_inner: bool = False

    def outline(self, points: Iterable[Point], *, closed: bool = False) -> None:
        """Add a line of the outline, unless there are no points."""
        if line := _line(points, closed):
            self.outlines.append(line)

    def key(self, points: Iterable[Point], *, closed: bool = False) -> None:
        """Add an inner line that characterizes the figure."""
        self.inner.append(_line(points, closed))

    def hole(self, points: Iterable[Point]) -> None:
        """Add a closed inner line, the inside of which stays empty in a filled figure."""
        self.key(points, closed=True)
        self.holes.append(self.inner[-1])

    def detail(self, points: Iterable[Point], *, closed: bool = False) -> None:
        """Add a line that may be left out."""
        self.details.append(_line(points, closed))

    def shape(self, points: Iterable[Point]) -> None:
        """Add a shape to fill."""
        self.shapes.append(list(points))

    def dot(self, centre: Point, radius: float) -> None:
        """Add a small ring as a detail, such as a button."""
        self.detail(arc(centre, radius, radius, 0, 360, 6))

    def transformed(
        self, scale: float, turn: float = 0.0, to: Point = (0.0, 0.0), *, mirrored: bool = False
    ) -> "Figure":
        """Return the figure mirrored left to right, scaled, turned by degrees, and moved."""
        c, s = scale * cos(radians(turn)), scale * sin(radians(turn))
        sign = -1 if mirrored else 1

        def move(lines: list[Line]) -> list[Line]:
            return [
                [(c * sign * x - s * y + to[0], s * sign * x + c * y + to[1]) for x, y in line]
                for line in lines
            ]

        return Figure(
            move(self.outlines),
            move(self.details),
            move(self.shapes),
            move(self.inner),
            move(self.holes),
            self.needs_inner,
        )

    def add(self, other: "Figure") -> None:
        """Add the lines and shapes of another figure."""
        self.outlines += other.outlines
        self.details += other.details
        self.shapes += other.shapes
        self.inner += other.inner
        self.holes += other.holes


def _line(points: Iterable[Point], closed: bool) -> Line:
    line = list(points)
    return [*line, line[0]] if closed and line else line
