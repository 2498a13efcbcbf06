"""Lines through points: arcs, rounded corners, mirror images."""

from collections.abc import Iterable
from itertools import pairwise
from math import cos, radians, sin
from typing import TypeAlias

from fashion_gui.sketch.raster import Point

Line: TypeAlias = list[Point]


def arc(centre: Point, rx: float, ry: float, start: float, stop: float, n_pieces: int = 10) -> Line:
    """Return a part of an ellipse, from one angle to another.

    Degrees: 0 is right, 90 down, 180 left, 270 up.
    """
    step = radians(stop - start) / n_pieces
    first = radians(start)
    return [
        (centre[0] + rx * cos(first + k * step), centre[1] + ry * sin(first + k * step))
        for k in range(n_pieces + 1)
    ]


def rounded(points: Line, times: int, *, closed: bool = False) -> Line:
    """Cut the corners off a line a number of times: twice makes it a curve.

    Source: Chaikin, "An algorithm for high-speed curve generation", 1974.
    """
    for _ in range(times):
        ring = [*points, points[0]] if closed else points
        cut: Line = [] if closed else [points[0]]
        for (x0, y0), (x1, y1) in pairwise(ring):
            cut.append((0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1))
            cut.append((0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1))
        if not closed:
            cut.append(points[-1])
        points = cut
    return points


def between(start: Point, stop: Point, share: float) -> Point:
    """Return the point at a share of the way from `start` to `stop`."""
    return start[0] + share * (stop[0] - start[0]), start[1] + share * (stop[1] - start[1])


def mirrored(line: Iterable[Point]) -> Line:
    """Return a line with left and right exchanged."""
    return [(-x, y) for x, y in line]
