"""Scrawls: scribbles, digits, single lines, stars, houses."""

from collections.abc import Callable
from math import cos, pi, sin

from fashion_gui.sketch.curves import Line, arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure

_DIGITS: tuple[tuple[Line, ...], ...] = (
    (arc((0.0, 0.5), 0.32, 0.5, 0, 360, 12),),
    ([(-0.15, 0.2), (0.05, 0.0), (0.05, 1.0)],),
    ([*arc((0.0, 0.28), 0.3, 0.28, 180, 390, 8), (-0.3, 1.0), (0.32, 1.0)],),
    ([*arc((0.0, 0.25), 0.28, 0.25, 200, 450, 8), *arc((0.0, 0.75), 0.3, 0.25, 270, 520, 8)],),
    ([(0.1, 0.0), (-0.3, 0.65), (0.35, 0.65)], [(0.15, 0.35), (0.12, 1.0)]),
    ([(0.3, 0.0), (-0.22, 0.0), (-0.25, 0.42), *arc((0.0, 0.7), 0.3, 0.3, 240, 500, 8)],),
    ([(0.2, 0.0), (-0.2, 0.4), *arc((0.0, 0.72), 0.28, 0.28, 180, 540, 10)],),
    ([(-0.3, 0.0), (0.3, 0.0), (-0.05, 1.0)],),
    (arc((0.0, 0.25), 0.22, 0.25, 90, 450, 10), arc((0.0, 0.75), 0.28, 0.25, 270, 630, 10)),
    ([*arc((0.0, 0.28), 0.26, 0.28, 0, 360, 10), (0.24, 0.5), (0.1, 1.0)],),
)


def scrawl(chance: Chance) -> Figure:
    """Return something that nobody would call clothing."""
    return chance.choice(_KINDS)(chance)


def _scribble(chance: Chance) -> Figure:
    """Move the pen to and fro, or round and round."""
    n, figure = chance.randint(8, 40), Figure()
    points = [(chance.random(), chance.random()) for _ in range(n)]
    figure.outline(rounded(points, chance.choice((0, 1, 2))))
    return figure


def _wander(chance: Chance) -> Figure:
    x, y, figure = 0.0, 0.0, Figure()
    for _ in range(chance.randint(1, 3)):
        line = [(x, y)]
        for _ in range(chance.randint(4, 14)):
            x, y = x + chance.gauss(0, 0.3), y + chance.gauss(0, 0.3)
            line.append((x, y))
        figure.outline(rounded(line, chance.choice((0, 2))))
        x, y = chance.gauss(0, 0.5), chance.gauss(0, 0.5)
    return figure


def _single_line(chance: Chance) -> Figure:
    figure = Figure()
    angle = chance.uniform(0, pi)
    end = (cos(angle), sin(angle))
    middle = (end[0] / 2 + chance.around(0, 0.12), end[1] / 2 + chance.around(0, 0.12))
    figure.outline(rounded([(0.0, 0.0), middle, end], chance.choice((0, 2))))
    return figure


def _few_lines(chance: Chance) -> Figure:
    figure = Figure()
    for _ in range(chance.randint(2, 6)):
        figure.outline([(chance.random(), chance.random()) for _ in range(2)])
    return figure


def _digits(chance: Chance) -> Figure:
    figure = Figure()
    for place in range(chance.choice((1, 1, 1, 2, 3))):
        for line in chance.choice(_DIGITS):
            figure.outline([(x + place * 0.85, y) for x, y in line])
    return figure


def _letters(chance: Chance) -> Figure:
    """Draw something like letters: strokes between the corners of a box."""
    corners = [(x, y) for x in (0.0, 0.3, 0.6) for y in (0.0, 0.5, 1.0)]
    figure = Figure()
    for place in range(chance.randint(1, 4)):
        for _ in range(chance.randint(2, 3)):
            a, b = chance.sample(corners, 2)
            figure.outline([(a[0] + place * 0.9, a[1]), (b[0] + place * 0.9, b[1])])
    return figure


def _spiral(chance: Chance) -> Figure:
    turns, n, figure = chance.uniform(1.5, 5), 60, Figure()
    sign, start = chance.choice((1, -1)), chance.uniform(0, 2 * pi)
    angles = [start + sign * turns * 2 * pi * k / n for k in range(n)]
    figure.outline([(k / n * cos(a), k / n * sin(a)) for k, a in enumerate(angles)])
    return figure


def _star(chance: Chance) -> Figure:
    figure, n = Figure(), chance.choice((5, 5, 6, 7))
    skip = 2 if n != 6 else 1
    if chance.maybe(0.5):
        inner = chance.uniform(0.3, 0.5)
        radii = (1.0, inner)
        figure.outline(
            [
                (radii[k % 2] * sin(pi * k / n), -radii[k % 2] * cos(pi * k / n))
                for k in range(2 * n)
            ],
            closed=True,
        )
    else:
        angles = [2 * pi * skip * k / n for k in range(n + 1)]
        figure.outline([(sin(a), -cos(a)) for a in angles])
    figure.shape(figure.outlines[0])
    return figure


def _face(chance: Chance) -> Figure:
    figure = Figure()
    figure.outline(arc((0, 0), 1, chance.uniform(0.9, 1.2), 0, 360, 16))
    for x in (-0.4, 0.4):
        figure.outline(arc((x, -0.25), 0.08, 0.1, 0, 360, 6))
    figure.outline(arc((0, 0.2), 0.5, chance.uniform(-0.3, 0.4), 0, 180, 8))
    return figure


def _stick_figure(chance: Chance) -> Figure:
    figure = Figure()
    figure.outline(arc((0, -0.8), 0.22, 0.22, 0, 360, 10))
    figure.outline([(0, -0.58), (0, 0.2)])
    for sign in (1, -1):
        figure.outline([(0, 0.2), (sign * chance.uniform(0.15, 0.5), 1.0)])
        figure.outline([(0, -0.3), (sign * chance.uniform(0.3, 0.6), chance.uniform(-0.6, 0.2))])
    return figure


def _house(chance: Chance) -> Figure:
    figure, high = Figure(), chance.uniform(0.5, 1.0)
    figure.outline([(-0.6, 0), (-0.6, high), (0.6, high), (0.6, 0)], closed=True)
    figure.outline([(-0.75, 0), (0, -chance.uniform(0.4, 0.9)), (0.75, 0)])
    figure.outline([(-0.12, high), (-0.12, high * 0.45), (0.15, high * 0.45), (0.15, high)])
    figure.outline([(0.28, 0.15), (0.28, 0.35), (0.5, 0.35), (0.5, 0.15)], closed=True)
    return figure


def _tree(chance: Chance) -> Figure:
    figure = Figure()
    if chance.maybe(0.5):
        for level in range(3):
            y, half = 0.35 * level, 0.3 + 0.15 * level
            figure.outline([(-half, y + 0.4), (0, y), (half, y + 0.4)], closed=True)
    else:
        bumps = [(0.5 * cos(k) * (1 + 0.2 * (k % 2)), 0.5 * sin(k) + 0.4) for k in range(12)]
        figure.outline(rounded(bumps, 1, closed=True), closed=True)
    figure.outline([(-0.08, 1.2), (-0.08, 1.7), (0.08, 1.7), (0.08, 1.2)])
    return figure


def _flower(chance: Chance) -> Figure:
    figure, n = Figure(), chance.randint(5, 8)
    for k in range(n):
        a = 2 * pi * k / n
        figure.outline(arc((0.5 * cos(a), 0.5 * sin(a)), 0.28, 0.28, 0, 360, 8))
    figure.outline(arc((0, 0), 0.2, 0.2, 0, 360, 8))
    if chance.maybe(0.6):
        figure.outline([(0, 0.8), (chance.around(0, 0.1), 2.0)])
    return figure


def _arrow(chance: Chance) -> Figure:
    figure, head = Figure(), chance.uniform(0.2, 0.4)
    figure.outline([(-1, 0), (1, 0)])
    figure.outline([(1 - head, -head), (1, 0), (1 - head, head)])
    return figure.transformed(1.0, chance.uniform(0, 360))


def _cross(chance: Chance) -> Figure:
    figure = Figure()
    figure.outline([(-1, 0), (1, chance.around(0, 0.1))])
    figure.outline([(0, -1), (chance.around(0, 0.1), 1)])
    if chance.maybe(0.3):
        figure.outline([(-0.7, -0.7), (0.7, 0.7)])
        figure.outline([(-0.7, 0.7), (0.7, -0.7)])
    return figure.transformed(1.0, chance.choice((0, 45)))


def _waves(chance: Chance) -> Figure:
    figure = Figure()
    for row in range(chance.randint(2, 5)):
        n = 24
        figure.outline([(2 * k / n, 0.4 * row + 0.12 * sin(6 * pi * k / n)) for k in range(n + 1)])
    return figure


def _grid(chance: Chance) -> Figure:
    figure, n = Figure(), chance.randint(2, 4)
    for k in range(1, n + 1):
        figure.outline([(0, k / (n + 1)), (1, k / (n + 1))])
        figure.outline([(k / (n + 1), 0), (k / (n + 1), 1)])
    return figure


def _heart(chance: Chance) -> Figure:
    figure = Figure()
    angles = [2 * pi * k / 24 for k in range(24)]
    line = [
        (sin(a) ** 3, -(13 * cos(a) - 5 * cos(2 * a) - 2 * cos(3 * a) - cos(4 * a)) / 16)
        for a in angles
    ]
    figure.outline(line, closed=True)
    figure.shape(line)
    return figure


def _dots(chance: Chance) -> Figure:
    figure = Figure()
    for _ in range(chance.randint(1, 30)):
        x, y = chance.random(), chance.random()
        figure.outline([(x, y), (x + 0.01, y)])
    return figure


def _fish(chance: Chance) -> Figure:
    figure = Figure()
    figure.outline(arc((0, 0), 0.7, chance.uniform(0.25, 0.45), 20, 340, 12))
    figure.outline([(0.62, -0.12), (1.05, -0.35), (1.05, 0.35), (0.62, 0.12)])
    figure.outline(arc((-0.4, -0.08), 0.05, 0.05, 0, 360, 5))
    return figure


_KINDS: tuple[Callable[[Chance], Figure], ...] = (
    *(_scribble, _scribble, _wander, _wander, _single_line, _single_line, _few_lines),
    *(_digits, _digits, _digits, _letters, _letters, _spiral, _star, _face, _stick_figure),
    *(_house, _tree, _flower, _arrow, _cross, _waves, _grid, _heart, _dots, _fish),
)
