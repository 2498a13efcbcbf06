"""Trousers, long and short, as people draw them."""

from fashion_gui.sketch.curves import Line, between, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure


def trousers(chance: Chance) -> Figure:
    """Return trousers; lengths in units of the width at the waist."""
    length = chance.choice((chance.uniform(0.7, 1.3), chance.uniform(1.2, 2.8)))
    crotch = (chance.around(0, 0.04), length * chance.uniform(0.18, 0.5))
    hem = chance.uniform(0.15, 0.45) * (1.3 if length < 1.2 else 1.0)
    spread = chance.uniform(0.0, 0.45)
    hip = chance.uniform(0.48, 0.62)
    legs = []
    for _ in range(2):
        outer = (0.5 + spread * chance.around(0.5, 0.12), length * chance.around(1, 0.015))
        inner = (
            max(outer[0] - hem * chance.around(1, 0.1), 0.01),
            outer[1] * chance.around(1, 0.015),
        )
        waist = (0.5 * chance.around(1, 0.03), chance.around(0, 0.01))
        side = between((hip, 0), outer, 0.35) if chance.maybe(0.5) else (hip, length * 0.3)
        legs.append([waist, (side[0], length * 0.3), outer, inner])
    right, left = legs[0], mirrored(legs[1])
    times = chance.choice((0, 0, 0, 0, 1))
    figure = Figure()
    figure.shape([*right, crotch, *reversed(left)])
    fork = _fork(chance, left[-1], crotch, right[-1])
    outer_right, outer_left = rounded(right[:3], times), rounded(left[:3], times)
    _draw(figure, chance, (outer_left, outer_right), fork)
    _add_details(figure, chance, crotch, length, (left, right))
    return figure


def _fork(chance: Chance, left: Point, crotch: Point, right: Point) -> Line:
    """Return the inner edges of both legs: pointed, round, or a mere slit."""
    kind = chance.choices(("pointed", "round", "flat", "slit"), (4, 2.5, 1.5, 1.5))[0]
    if kind == "round":
        width = (right[0] - left[0]) / 2
        return [
            left,
            *rounded(
                [
                    (left[0] * 0.6, crotch[1] + width * 0.5),
                    (crotch[0], crotch[1] - width * 0.25),
                    (right[0] * 0.6, crotch[1] + width * 0.5),
                ],
                2,
            ),
            right,
        ]
    if kind == "flat":
        return [left, (left[0] * 0.7, crotch[1]), (right[0] * 0.7, crotch[1]), right]
    if kind == "slit":
        bottom = (left[1] + right[1]) / 2
        return [left, (crotch[0], bottom), crotch, (crotch[0], bottom), right]
    return [left, crotch, right]


def _draw(figure: Figure, chance: Chance, outer: tuple[Line, Line], fork: Line) -> None:
    left, right = outer
    way = chance.choices(("around", "pieces", "legs", "tubes"), (4, 2.5, 2, 1))[0]
    if way == "around":
        figure.outline([*reversed(left), *right, *reversed(fork), left[-1]])
    elif way == "pieces":
        for line in (
            left,
            right,
            fork,
            [left[0], right[0]],
            [left[-1], fork[0]],
            [fork[-1], right[-1]],
        ):
            figure.outline(line)
    elif way == "legs":
        middle = len(fork) // 2
        figure.outline([*left, *fork[: middle + 1]])
        figure.outline([*right, *reversed(fork[middle:])])
        figure.outline([left[0], right[0]])
    else:
        top = between(left[0], right[0], 0.5)
        middle = len(fork) // 2
        figure.outline([top, *left, *fork[: middle + 1], top])
        figure.outline([top, *right, *reversed(fork[middle:]), top])


def _add_details(
    figure: Figure, chance: Chance, crotch: Point, length: float, legs: tuple[Line, Line]
) -> None:
    left, right = legs
    band = chance.uniform(0.08, 0.2)
    if chance.maybe(0.4):
        figure.detail([(-0.51, band), (0.51, band)])
        if chance.maybe(0.3):
            figure.dot((0.0, band / 2), 0.03)
        if chance.maybe(0.2):
            for x in (-0.3, 0.3):
                figure.detail([(x, 0), (x, band)])
    if chance.maybe(0.25):
        figure.detail([(crotch[0], 0 if chance.maybe(0.5) else band), crotch])
    if chance.maybe(0.12):
        figure.detail(rounded([(0.0, band), (0.12, crotch[1] * 0.5), (0.0, crotch[1] * 0.9)], 1))
    if chance.maybe(0.25):
        depth = crotch[1] * chance.uniform(0.3, 0.7)
        for sign in (1, -1):
            curve = [(sign * 0.2, band), (sign * 0.3, depth), (sign * 0.52, depth * 1.1)]
            figure.detail(rounded(curve, chance.choice((0, 1, 2))))
    if chance.maybe(0.15):
        up = chance.uniform(0.05, 0.15)
        for leg in (left, right):
            figure.detail([(leg[2][0], leg[2][1] - up), (leg[3][0], leg[3][1] - up)])
    if chance.maybe(0.08):
        for leg in (left, right):
            foot = between(leg[2], leg[3], 0.5)
            figure.detail([between((leg[0][0] * 0.5, length * 0.2), foot, 0.1), foot])
    if chance.maybe(0.06):
        for leg in (left, right):
            x, y = between(leg[0], between(leg[2], leg[3], 0.5), 0.6)
            figure.detail(
                [(x - 0.06, y), (x + 0.06, y), (x + 0.06, y + 0.12), (x - 0.06, y + 0.12)],
                closed=True,
            )
