"""Boots in pairs, and from the front."""

from fashion_gui.sketch.curves import arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure


def boots_from_the_front(chance: Chance) -> Figure:
    """Return two boots side by side, with their toes towards the viewer."""
    figure = Figure()
    height, shaft = chance.uniform(0.8, 1.5), chance.uniform(0.3, 0.42)
    foot, high = shaft * chance.uniform(1.0, 1.3), chance.uniform(0.25, 0.42)
    turn = chance.choice((0.0, chance.uniform(0.02, 0.14)))
    one = Figure()
    body = [
        *((-shaft / 2, 0.0), (-shaft / 2 * chance.uniform(0.85, 1.0), height - high)),
        *((-foot / 2, height - high * 0.4), (-foot / 2, height)),
        *((foot / 2 + turn, height), (foot / 2 + turn, height - high * 0.4)),
        *((shaft / 2 * chance.uniform(0.85, 1.0), height - high), (shaft / 2, 0.0)),
    ]
    body = rounded(body, chance.choice((0, 1, 1)), closed=True)
    one.shape(body)
    one.outline(body, closed=True)
    if chance.maybe(0.6):
        sole = height - chance.uniform(0.05, 0.1)
        one.key([(-foot / 2, sole), (foot / 2 + turn, sole)])
    if chance.maybe(0.5):
        one.key(arc((turn / 2, height - high * 0.25), foot / 2, high * 0.7, 180, 360, 6))
    kind = chance.choice(("trim", "laces", "opening", "none"))
    if kind == "trim":
        down = chance.uniform(0.08, 0.2)
        one.key([(-shaft / 2, down), (shaft / 2, down)])
    elif kind == "laces":
        for k in range(chance.randint(3, 5)):
            y = 0.12 + (height - high - 0.1) * k / 5
            one.detail([(-shaft / 4, y), (shaft / 4, y + 0.04)])
    elif kind == "opening":
        one.detail(arc((0.0, 0.0), shaft / 2, 0.06, 0, 360, 8))
    gap = foot / 2 + turn + chance.uniform(0.0, 0.15)
    figure.add(one.transformed(1.0, 0.0, (gap, 0.0)))
    figure.add(one.transformed(1.0, 0.0, (-gap, chance.around(0, 0.02)), mirrored=True))
    return figure


def side_by_side(chance: Chance, one: Figure) -> Figure:
    """Return a boot from the side with the other one behind it, or turned away from it."""
    pair = Figure()
    pair.add(one)
    if chance.maybe(0.3):
        pair.add(one.transformed(1.0, 0.0, (-chance.uniform(0.1, 0.3), 0.0), mirrored=True))
    else:
        step = (chance.uniform(0.35, 0.8), chance.uniform(-0.15, 0.15))
        pair.add(one.transformed(chance.uniform(0.92, 1.0), 0.0, step))
    return pair
