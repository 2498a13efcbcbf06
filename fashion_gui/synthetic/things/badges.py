"""Signs on a ground, as buttons, documents and flags have them: a shape with a mark in it."""

from fashion_gui.sketch.curves import Line, arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.template import Stroke, draw_template, parse
from fashion_gui.synthetic.things.signs import SIGNS

_CLOTHES = ("C", "U", "V", "Y", "crescent")
"""Signs that turn a box into clothing: a handle on the front of a bag, the collar of a shirt."""
_MARKS: tuple[tuple[Stroke, ...], ...] = tuple(
    parse(text) for name, text in SIGNS.items() if name not in _CLOTHES
)
_GRID = 20.0
"""Side of the square in which a mark is drawn."""


def badge(chance: Chance) -> Figure:
    """Return a plain shape with a sign, bars, lines of text or a picture in it."""
    high = chance.choice((1.0, 1.0, chance.uniform(0.55, 1.5)))
    kind = chance.choices(("disc", "box", "rounded", "page", "many", "flag"), (5, 3, 5, 3, 2, 4))[0]
    figure = Figure(needs_inner=chance.maybe(0.85))
    ground = _ground(chance, kind, high if kind != "disc" else 1.0)
    figure.shape(ground)
    figure.outline(ground, closed=True)
    if kind == "page":
        size = 0.28
        figure.key([(0.5 - size, -high / 2), (0.5 - size, size - high / 2), (0.5, size - high / 2)])
    if kind == "flag":
        _add_bars(figure, chance, high)
        return figure
    for _ in range(chance.choice((1, 1, 1, 2))):
        _add_mark(figure, chance, high)
    return figure


def _ground(chance: Chance, kind: str, high: float) -> Line:
    if kind == "disc":
        return arc((0.0, 0.0), 0.5, 0.5, 0, 360, 16)[:-1]
    if kind == "many":
        n = chance.choice((3, 5, 6, 8, 8, 12, 16))
        ring = arc((0.0, 0.0), 0.5, high / 2, -90, 270, n)[:-1]
        if n >= 12:  # a star or a seal
            ring = [(x * 0.78, y * 0.78) if k % 2 else (x, y) for k, (x, y) in enumerate(ring)]
        return rounded(ring, chance.choice((0, 0, 1)), closed=True)
    if kind == "page":
        size = 0.28
        top = [(-0.5, -high / 2), (0.5 - size, -high / 2), (0.5, size - high / 2)]
        return [*top, (0.5, high / 2), (-0.5, high / 2)]
    box = [(-0.5, -high / 2), (0.5, -high / 2), (0.5, high / 2), (-0.5, high / 2)]
    return rounded(box, chance.choice((1, 2)) if kind == "rounded" else 0, closed=True)


def _add_bars(figure: Figure, chance: Chance, high: float) -> None:
    """Add the borders between stripes, as of a flag, or between the panes of a layout."""
    n, is_upright = chance.randint(1, 4), chance.maybe(0.5)
    if chance.maybe(0.5):  # a stripe of another colour, next to an edge or in the middle
        low, high_end = (0.0, 1 / (n + 1)) if n != 2 else (1 / 3, 2 / 3)
        a, b, half = low - 0.5, high_end - 0.5, high / 2
        if is_upright:
            figure.hole([(a, -half), (b, -half), (b, half), (a, half)])
        else:
            figure.hole([(-0.5, a * high), (0.5, a * high), (0.5, b * high), (-0.5, b * high)])
    for k in range(1, n + 1):
        share = k / (n + 1) - 0.5
        if is_upright:
            figure.key([(share, -high / 2), (share, high / 2)])
        else:
            figure.key([(-0.5, high * share), (0.5, high * share)])
    if chance.maybe(0.4):
        x = chance.uniform(-0.3, 0.3)
        cross = [(x, -high / 2), (x, high / 2)] if not is_upright else [(-0.5, 0.0), (x, 0.0)]
        figure.key(cross)


def _add_mark(figure: Figure, chance: Chance, high: float) -> None:
    """Add a sign, some lines of text, or bars of different heights, within the shape."""
    kind = chance.choices(("sign", "text", "chart", "ring"), (6, 2, 1, 1))[0]
    size = min(high, 1.0) * chance.uniform(0.4, 0.62)
    x, y = chance.around(0, 0.04), chance.around(0, 0.04)
    if kind == "sign":
        mark = draw_template(chance.choice(_MARKS), chance)
        scale = size / _GRID
        middle = (x - _GRID / 2 * scale, y - _GRID / 2 * scale)
        moved = mark.transformed(scale, 0.0, middle)
        for line in (*moved.outlines, *moved.inner):
            figure.key(line)
        if chance.maybe(0.6):  # cut out whole, not only its edge
            figure.holes += moved.shapes
    elif kind == "text":
        for k in range(chance.randint(2, 4)):
            row = y - size / 2 + size * k / 3
            figure.key([(x - size / 2, row), (x + size * chance.uniform(0.0, 0.5), row)])
    elif kind == "chart":
        for k in range(chance.randint(2, 4)):
            column = x - size / 2 + size * k / 3
            figure.key([(column, y + size / 2), (column, y - size * chance.uniform(-0.2, 0.5))])
    else:
        figure.key(arc((x, y), size / 2, size / 2, 0, 360, 12))
