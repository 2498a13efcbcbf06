"""Tops without sleeves, as people draw them: tank tops, camisoles, jerseys."""

from fashion_gui.sketch.curves import Line, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.trimmings import hem_curve, neck_curve


def tank_top(chance: Chance) -> Figure:
    """Return a top without sleeves; lengths in units of the width of its chest."""
    length = chance.uniform(0.85, 1.7)
    strap = chance.choice((chance.uniform(0.04, 0.1), chance.uniform(0.1, 0.26)))
    neck = chance.uniform(0.1, 0.26)
    armpit = min(chance.uniform(0.28, 0.55), length * 0.5)
    hem = chance.uniform(0.42, 0.62)
    is_even = chance.maybe(0.5)
    right = _side(chance, (neck, strap, armpit, hem, length))
    left = mirrored(right if is_even else _side(chance, (neck, strap, armpit, hem, length)))
    neckline = neck_curve(chance, right[0], left[0], chance.choice(("u", "u", "v", "line")))
    neckline = _deepened(neckline, chance.uniform(1.0, 1.8))
    figure = Figure()
    figure.shape([*right, *reversed(left), *neckline[1:-1]])
    hem_line = hem_curve(chance, left[-1], right[-1])
    if chance.maybe(0.6):
        figure.outline([*reversed(left), *neckline[1:-1], *right, *reversed(hem_line)])
    else:
        for line in (right, left, neckline, hem_line):
            figure.outline(line)
    if chance.maybe(0.35):  # trimmed edges
        figure.detail([(x * 1.25, y + 0.06) for x, y in neckline])
        for line in (right, left):
            armhole = line[1 : len(line) - 2]
            figure.detail([(x - (0.06 if x > 0 else -0.06), y + 0.02) for x, y in armhole])
    if chance.maybe(0.25):
        _add_number(figure, chance, length)
    if chance.maybe(0.12):
        for up in (0.08, 0.16):
            figure.detail([(-hem, length - up), (hem, length - up)])
    return figure


def _side(chance: Chance, cut: tuple[float, float, float, float, float]) -> Line:
    """Return the right side: the strap, down around the armhole, to the hem."""
    neck, strap, armpit, hem, length = cut
    inner: Point = (neck, chance.around(0, 0.01))
    outer: Point = (neck + strap, 0.02 + chance.around(0, 0.01))
    chest = (max(0.5, neck + strap + 0.05), armpit)
    deep = chance.uniform(0.0, 0.06)
    armhole = rounded(
        [outer, (neck + strap - deep, armpit * 0.6), (chest[0] - 0.1, armpit * 0.95), chest],
        chance.choice((1, 2)),
    )
    waist = (0.5 * chance.around(0.93, 0.07), (armpit + length) / 2)
    return [inner, *armhole, waist, (hem * chance.around(1, 0.03), length)]


def _deepened(line: Line, times: float) -> Line:
    """Return a neckline whose depth is multiplied by a factor."""
    top = line[0][1]
    return [(x, top + (y - top) * times) for x, y in line]


def _add_number(figure: Figure, chance: Chance, length: float) -> None:
    """Add one or two rough digits, as on a jersey."""
    high, y = chance.uniform(0.2, 0.35), length * chance.uniform(0.45, 0.55)
    for x in (-0.12, 0.12) if chance.maybe(0.6) else (0.0,):
        kind = chance.choice(("one", "zero", "three"))
        if kind == "one":
            figure.detail([(x, y), (x, y + high)])
        elif kind == "zero":
            box = [(x - 0.07, y), (x + 0.07, y), (x + 0.07, y + high), (x - 0.07, y + high)]
            figure.detail(box, closed=True)
        else:
            right = x + 0.07
            figure.detail([(x - 0.07, y), (right, y), (right, y + high), (x - 0.07, y + high)])
            figure.detail([(x - 0.05, y + high / 2), (right, y + high / 2)])
