"""Dresses, as people draw them."""

from math import cos, radians, sin

from fashion_gui.sketch.curves import Line, between, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.ball_dresses import ball_dress
from fashion_gui.synthetic.garments.cut import off
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.trimmings import buttons, hem_curve, neck_curve


def dress(chance: Chance) -> Figure:
    """Return a dress: narrow at the waist and longer than any shirt, or with a wide skirt."""
    if chance.maybe(0.17):
        return ball_dress(chance)
    length = chance.uniform(1.8, 3.0)
    waist_y = chance.uniform(0.28, 0.5) * length
    waist, hem = chance.uniform(0.45, 0.9), chance.uniform(0.9, 2.2)
    kind = chance.choices(("straps", "sleeveless", "short", "long"), (3, 3, 2.5, 1.5))[0]
    neck = chance.uniform(0.15, 0.3)
    sides = []
    for _ in range(2):
        hem_point = (hem / 2 * chance.around(1, 0.05), length * chance.around(1, 0.01))
        waist_point = (waist / 2 * chance.around(1, 0.03), waist_y * chance.around(1, 0.02))
        sides.append(
            [
                *_bodice(chance, kind, neck, waist_y),
                waist_point,
                *_skirt(chance, waist_point, hem_point),
            ]
        )
    times = chance.choice((0, 0, 1, 2))
    right, left = rounded(sides[0], times), mirrored(rounded(sides[1], times))
    figure = Figure()
    figure.shape([*right, *reversed(left)])
    neckline = neck_curve(
        chance, right[0], left[0], chance.choice(("line", "u", "v", "sweetheart"))
    )
    hem_line = hem_curve(chance, left[-1], right[-1])
    if chance.maybe(0.4):
        figure.outline([*right, *reversed(hem_line[1:-1]), *reversed(left), *neckline])
    else:
        figure.outline(right)
        figure.outline(left)
        figure.outline(hem_line)
        figure.outline(neckline)
    y = waist_y * chance.around(1, 0.02)
    if chance.maybe(0.5):
        for dy in (0, 0.1) if chance.maybe(0.4) else (0,):
            figure.detail([(-waist / 2, y + dy), (waist / 2, y + dy)])
    for _ in range(chance.choice((0, 0, 0, 2, 3, 4))):  # folds of the skirt
        x = chance.uniform(-0.8, 0.8)
        share = chance.uniform(0.2, 0.9)
        figure.detail(
            [
                (x * waist / 2 * 0.8, y + (0.1 if share > 0.5 else (length - y) * 0.4)),
                (x * hem / 2 * 0.8, y + (length - y) * share),
            ]
        )
    if chance.maybe(0.12):
        buttons(figure, chance, 0.0, 0.15, waist_y)
    if chance.maybe(0.12):
        for row in range(1, chance.randint(2, 4)):
            share = row / 4
            half = (waist + (hem - waist) * share) / 2
            yy = y + (length - y) * share
            figure.detail([(-half, yy), (half, yy)])
    return figure


def _bodice(chance: Chance, kind: str, neck: float, waist_y: float) -> Line:
    """Return the right side of a dress's upper part, from the neck to above the waist."""
    chest = (chance.uniform(0.42, 0.55), waist_y * chance.uniform(0.45, 0.6))
    if kind == "straps":
        x = chance.uniform(0.2, 0.4)
        return [(x * 0.9, 0.1), (x, -chance.uniform(0.0, 0.15)), (x + 0.06, 0.15), chest]
    if kind == "sleeveless":
        return [(neck, 0), (chance.uniform(0.32, 0.45), 0.06), (0.4, waist_y * 0.35), chest]
    length = chance.uniform(0.2, 0.4) if kind == "short" else chance.uniform(0.7, 1.3)
    angle = radians(chance.uniform(15, 75))
    along, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
    width = chance.uniform(0.16, 0.28)
    shoulder = (0.5 - width * across[0], chance.uniform(0.03, 0.12))
    cuff_out = off(shoulder, along, length)
    armpit = off(shoulder, across, width)
    return [(neck, 0), shoulder, cuff_out, off(cuff_out, across, width * 0.9), armpit]


def _skirt(chance: Chance, waist: Point, hem: Point) -> Line:
    """Return the edge of a skirt below the waist: straight, like a bell, or like a tulip."""
    bend = chance.choice((0.0, 0.0, chance.uniform(-0.15, 0.2)))
    middle = between(waist, hem, 0.5)
    return [(middle[0] + bend, middle[1]), hem]
