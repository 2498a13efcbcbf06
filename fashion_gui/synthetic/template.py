"""Templates of things, written in a line or two, and drawn with random variations.

A template is a list of strokes, separated by "/". Each is a letter and numbers, on a grid of about
20 by 20 with y downwards:

* ``l`` a line through points, ``c`` a curve along them,
* ``p`` a closed shape with corners, ``b`` a round one around them,
* ``o`` an ellipse: its middle and both radii,
* ``a`` a part of one: that, and the angles in degrees (0 right, 90 down) where it begins and ends.

A stroke with a capital letter may be left out. The first closed shape is the body, which is filled,
unless it is a small part of the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fashion_gui.sketch.curves import Line, arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure

_NUMBERS_OF_ARCS = {"o": 4, "a": 6}
_SIDE = 20.0
_LEAST_BODY = 0.45
"""Least share of the whole that a body is wide or high."""


@dataclass(frozen=True)
class Stroke:
    """A stroke of a template: its kind, whether it may be left out, its numbers, what it is."""

    kind: str
    may_miss: bool
    numbers: tuple[float, ...]
    is_body: bool = False


def parse(text: str) -> tuple[Stroke, ...]:
    """Return the strokes of a template.

    Raises
    ------
    ValueError
        When the text of a stroke is not valid.
    """
    strokes = []
    for part in text.split("/"):
        letter, *words = part.split() or [""]
        numbers, kind = tuple(float(word) for word in words), letter.lower()
        wanted = _NUMBERS_OF_ARCS.get(kind)
        is_right = len(numbers) == wanted if wanted else len(numbers) % 2 == 0 and len(numbers) >= 4
        if kind not in list("lcpboa") or not is_right:
            raise ValueError(f"expected a stroke such as 'l 0 0 20 20', found {part.strip()!r}")
        strokes.append(Stroke(kind, letter.isupper(), numbers))
    for number, stroke in enumerate(strokes):
        if stroke.kind in "pbo":
            is_body = _extent([stroke]) >= _LEAST_BODY * _extent(strokes)
            strokes[number] = replace(stroke, is_body=is_body)
            break
    return tuple(strokes)


def _extent(strokes: Sequence[Stroke]) -> float:
    """Return the width or the height of strokes together, whichever is larger."""
    sides: tuple[list[float], list[float]] = ([], [])
    for stroke in strokes:
        for axis, values in enumerate(sides):
            if stroke.kind in "oa":
                middle, radius = stroke.numbers[axis], stroke.numbers[axis + 2]
                values += [middle - radius, middle + radius]
            else:
                values += stroke.numbers[axis::2]
    return max(max(values) - min(values) for values in sides)


def draw_template(strokes: tuple[Stroke, ...], chance: Chance) -> Figure:
    """Draw a template: stretched, its strokes moved and resized, their points shifted.

    Its proportions differ, too: one half is larger than the other, across and down.
    """
    figure = Figure()
    spread = chance.uniform(0.1, 0.8)
    stretch = (chance.around(1, 0.18), chance.around(1, 0.18))
    more = (chance.around(0, 0.2), chance.around(0, 0.2))
    are_all = chance.maybe(0.35)
    for number, stroke in enumerate(strokes):
        if number and not are_all and chance.maybe(0.45 if stroke.may_miss else 0.05):
            continue
        line = _line(stroke, chance, spread)
        dx, dy = chance.around(0, spread * 0.6), chance.around(0, spread * 0.6)
        line = [
            (
                stretch[0] * (x + dx + more[0] * x * (1 - x / _SIDE)),
                stretch[1] * (y + dy + more[1] * y * (1 - y / _SIDE)),
            )
            for x, y in line
        ]
        if stroke.is_body:
            figure.shape(line)
            figure.outline(line, closed=True)
        elif figure.shapes and number:
            figure.key(line, closed=stroke.kind in "pbo")
        else:
            figure.outline(line, closed=stroke.kind in "pbo")
    return figure


def _line(stroke: Stroke, chance: Chance, spread: float) -> Line:
    """Return the points of a stroke, each shifted a little."""
    if stroke.kind in "oa":
        x, y, rx, ry, *angles = stroke.numbers
        rx, ry = (
            rx * chance.around(1, 0.05 + 0.1 * spread),
            ry * chance.around(1, 0.05 + 0.1 * spread),
        )
        start, stop = angles or (first := chance.uniform(0, 360), first + 360)
        n = 6 if max(rx, ry) < 2 else 12
        ring = arc((x, y), rx, ry, start, stop, n)
        return ring[:-1] if stroke.kind == "o" else ring
    values = iter(stroke.numbers)
    points = [
        (x + chance.around(0, spread), y + chance.around(0, spread))
        for x, y in zip(values, values, strict=True)
    ]
    if stroke.kind in "cb":
        return rounded(points, 2, closed=stroke.kind == "b")
    return points
