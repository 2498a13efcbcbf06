"""Things without a name: a body of some shape, with parts attached.

Legs, wheels, handles, stems, ears, wings, faces, windows and patterns at random positions: other
things than clothes have more looks than any list holds.
"""

from collections.abc import Callable
from math import cos, pi, sin

from fashion_gui.sketch.curves import Line, arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure

_Part = Callable[[Figure, Chance, float], None]
"""Attaches a part to a body that is 1 wide and `high` high, with its middle at (0, 0)."""


def put_together(chance: Chance) -> Figure:
    """Return a body with one to four parts."""
    figure = Figure()
    high = chance.uniform(0.45, 1.8)
    bodies = [_body(chance, high)]
    if chance.maybe(0.2):  # another one on it: a head, a roof, a cabin
        scale = chance.uniform(0.3, 0.8)
        x, y = chance.around(0, 0.3), -high / 2 - scale * 0.35
        top = _body(chance, chance.uniform(0.6, 1.2))
        bodies.append([(px * scale + x, py * scale + y) for px, py in top])
    for body in bodies:
        figure.outline(body, closed=chance.maybe(0.95))
        figure.shape(body)
    for part in chance.sample(_PARTS, chance.choice((1, 1, 2, 2, 3, 4))):
        part(figure, chance, high)
    return figure.transformed(1.0, chance.choice((0.0, 0.0, chance.uniform(-180, 180))))


def closed_line(chance: Chance) -> Figure:
    """Return a closed line of any shape, or two of them."""
    figure = Figure()
    for number in range(chance.choice((1, 1, 1, 2))):
        n = chance.randint(3, 9)
        start, spread = chance.uniform(0, 2 * pi), chance.uniform(0.0, 0.5)
        stretch = chance.uniform(0.4, 1.0)
        line = [
            (
                (1 - spread * chance.random()) * cos(start + 2 * pi * k / n) + number * 0.9,
                (1 - spread * chance.random()) * sin(start + 2 * pi * k / n) * stretch,
            )
            for k in range(n)
        ]
        line = rounded(line, chance.choice((0, 0, 1, 2)), closed=True)
        figure.outline(line, closed=True)
        figure.shape(line)
    return figure


def _body(chance: Chance, high: float) -> Line:
    kind = chance.choice(("ellipse", "ellipse", "box", "rounded", "wedge", "many", "drop"))
    if kind == "ellipse":
        return arc((0.0, 0.0), 0.5, high / 2, 0, 360, 14)[:-1]
    if kind in ("box", "rounded"):
        lean = chance.around(0, 0.08)
        box = [(-0.5, -high / 2), (0.5, -high / 2), (0.5 + lean, high / 2), (-0.5 + lean, high / 2)]
        return rounded(box, 0 if kind == "box" else chance.choice((1, 2)), closed=True)
    if kind == "wedge":
        up, down = chance.uniform(0.0, 0.5), chance.uniform(0.2, 0.5)
        if chance.maybe(0.3):
            up, down = down, up
        box = [(-up, -high / 2), (up, -high / 2), (down, high / 2), (-down, high / 2)]
        return rounded(box, chance.choice((0, 0, 1)), closed=True)
    n = chance.randint(5, 9)
    ragged = chance.uniform(0.0, 0.45) if kind == "many" else 0.15
    line = [
        (
            0.5 * (1 - ragged * chance.random()) * cos(2 * pi * k / n),
            high / 2 * (1 - ragged * chance.random()) * sin(2 * pi * k / n),
        )
        for k in range(n)
    ]
    return rounded(line, 2 if kind == "drop" else chance.choice((0, 1, 2)), closed=True)


def _legs(figure: Figure, chance: Chance, high: float) -> None:
    n, length = chance.randint(1, 5), chance.uniform(0.2, 0.8)
    bend, is_wide = chance.around(0, 0.15), chance.maybe(0.3)
    for k in range(n):
        x = 0.0 if n == 1 else 0.8 * (k / (n - 1) - 0.5)
        line = [(x, high / 2 * 0.9), (x + bend, high / 2 + length / 2), (x, high / 2 + length)]
        if is_wide:
            line += [(x + 0.1, high / 2 + length), (x + 0.1, high / 2 * 0.95)]
        figure.outline(line)


def _spider_legs(figure: Figure, chance: Chance, high: float) -> None:
    n, reach = chance.randint(2, 4), chance.uniform(0.3, 0.8)
    for sign in (1, -1):
        for k in range(n):
            y = high * 0.7 * ((k + 0.5) / n - 0.5)
            knee = (sign * (0.5 + reach / 2), y - chance.uniform(-0.1, 0.25))
            figure.outline([(sign * 0.42, y), knee, (sign * (0.5 + reach), y + 0.2)])


def _wheels(figure: Figure, chance: Chance, high: float) -> None:
    radius, n = chance.uniform(0.08, 0.24), chance.choice((1, 2, 2, 2, 3))
    for k in range(n):
        x = 0.0 if n == 1 else 0.64 * (k / (n - 1) - 0.5)
        figure.outline(arc((x, high / 2), radius, radius, 0, 360, 10))
        if chance.maybe(0.3):
            figure.detail(arc((x, high / 2), radius * 0.4, radius * 0.4, 0, 360, 6))


def _handle(figure: Figure, chance: Chance, high: float) -> None:
    """Attach a handle at a side, as of a cup, a jug or a pan."""
    size = chance.uniform(0.12, 0.35)
    if chance.maybe(0.6):
        figure.outline(arc((0.45, chance.around(0, 0.1)), size, size * high, -90, 90, 8))
    else:
        y, thick = chance.around(0, 0.15), chance.uniform(0.05, 0.15)
        figure.outline(
            [(0.45, y), (0.5 + 3 * size, y), (0.5 + 3 * size, y + thick), (0.45, y + thick)]
        )


def _stem(figure: Figure, chance: Chance, high: float) -> None:
    """Attach a stem or a stick above or below."""
    sign, length = chance.choice((1, -1)), chance.uniform(0.15, 1.0)
    x, lean = chance.around(0, 0.06), chance.around(0, 0.15)
    end = (x + lean, sign * (high / 2 + length))
    figure.outline(rounded([(x, sign * high * 0.42), (x, sign * (high / 2 + length / 2)), end], 1))
    if chance.maybe(0.35):
        leaf = arc((end[0] + 0.14, end[1] - sign * length * 0.3), 0.15, 0.08, 0, 360, 8)
        figure.outline(leaf)
    elif chance.maybe(0.25):
        figure.outline([(end[0] - 0.2, end[1]), (end[0] + 0.2, end[1])])


def _ears(figure: Figure, chance: Chance, high: float) -> None:
    x, size = chance.uniform(0.2, 0.42), chance.uniform(0.1, 0.3)
    tall = chance.uniform(0.6, 2.5)
    for sign in (1, -1):
        if chance.maybe(0.5):
            figure.outline(arc((sign * x, -high / 2), size / 2, size / 2 * tall, 0, 360, 8))
        else:
            base = [(sign * (x - size / 2), -high * 0.44), (sign * x, -high / 2 - size * tall)]
            figure.outline([*base, (sign * (x + size / 2), -high * 0.36)])


def _wings(figure: Figure, chance: Chance, high: float) -> None:
    reach, y = chance.uniform(0.3, 0.9), chance.around(0, 0.15)
    droop = chance.around(0, 0.3)
    for sign in (1, -1):
        wing = [(sign * 0.4, y - 0.12), (sign * (0.5 + reach), y + droop), (sign * 0.4, y + 0.12)]
        figure.outline(rounded(wing, chance.choice((0, 0, 2))))


def _face(figure: Figure, chance: Chance, high: float) -> None:
    x, y, size = chance.uniform(0.1, 0.2), -high * 0.12, chance.uniform(0.02, 0.08)
    for sign in (1, -1):
        figure.key(arc((sign * x, y), size, size, 0, 360, 6))
    if chance.maybe(0.8):
        bend = chance.uniform(-0.12, 0.16)
        figure.key(arc((0.0, high * 0.15), 0.2, bend, 0, 180, 6))
    if chance.maybe(0.4):
        figure.key([(0.0, y + 0.05), (0.04, y + 0.2)])


def _windows(figure: Figure, chance: Chance, high: float) -> None:
    n_across, n_down = chance.randint(1, 3), chance.randint(1, 3)
    is_round = chance.maybe(0.25)
    w, h = 0.32 / n_across, high * 0.3 / n_down
    for i in range(n_across):
        for k in range(n_down):
            x, y = 0.8 * ((i + 0.5) / n_across - 0.5), high * 0.75 * ((k + 0.5) / n_down - 0.5)
            box = [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]
            figure.key(arc((x, y), w, h, 0, 360, 8) if is_round else [*box, box[0]])


def _roof(figure: Figure, chance: Chance, high: float) -> None:
    over, up = chance.uniform(0.4, 0.65), chance.uniform(0.2, 0.8)
    figure.outline(
        [(-over, -high * 0.45), (chance.around(0, 0.1), -high / 2 - up), (over, -high * 0.45)]
    )


def _pattern(figure: Figure, chance: Chance, high: float) -> None:
    kind, n = (
        chance.choice(("across", "down", "cross", "ring", "dots", "zigzag")),
        chance.randint(1, 4),
    )
    for k in range(1, n + 1):
        share = k / (n + 1) - 0.5
        if kind == "across":
            figure.key([(-0.42, high * share), (0.42, high * share)])
        elif kind == "down":
            figure.key([(share, -high * 0.42), (share, high * 0.42)])
        elif kind == "dots":
            figure.key(arc((chance.uniform(-0.3, 0.3), high * share), 0.04, 0.04, 0, 360, 6))
    if kind == "cross":
        figure.key([(-0.35, -high * 0.35), (0.35, high * 0.35)])
        figure.key([(-0.35, high * 0.35), (0.35, -high * 0.35)])
    elif kind == "ring":
        size = chance.uniform(0.1, 0.38)
        figure.key(arc((0.0, 0.0), size, size * min(high, 1.0), 0, 360, 10))
    elif kind == "zigzag":
        figure.key([(k / 8 - 0.45, (0.1 if k % 2 else -0.05) * high) for k in range(8)])


def _tail(figure: Figure, chance: Chance, high: float) -> None:
    y = chance.around(0, 0.2) * high
    end = (0.5 + chance.uniform(0.2, 0.7), y + chance.around(0, 0.3))
    if chance.maybe(0.4):  # that of a fish
        figure.outline([(0.45, y), (end[0], y - 0.3), (end[0], y + 0.3)], closed=True)
    else:
        figure.outline(rounded([(0.45, y), (end[0], y), end, (end[0] - 0.15, end[1] - 0.2)], 2))


def _rays(figure: Figure, chance: Chance, high: float) -> None:
    n, length = chance.randint(5, 10), chance.uniform(0.1, 0.4)
    for k in range(n):
        a = 2 * pi * k / n
        inner = (0.55 * cos(a), 0.55 * high * sin(a))
        figure.outline([inner, (inner[0] + length * cos(a), inner[1] + length * sin(a))])


def _foot(figure: Figure, chance: Chance, high: float) -> None:
    """Attach a foot: a line below, or a pedestal."""
    half, down = chance.uniform(0.2, 0.7), chance.choice((0.02, chance.uniform(0.1, 0.3)))
    figure.outline([(-half, high / 2 + down), (half, high / 2 + down)])
    if down > 0.05:
        figure.outline([(0.0, high / 2), (0.0, high / 2 + down)])


_PARTS: tuple[_Part, ...] = (
    *(_legs, _spider_legs, _wheels, _handle, _stem, _ears, _wings, _face, _windows),
    *(_roof, _pattern, _tail, _rays, _foot),
)
