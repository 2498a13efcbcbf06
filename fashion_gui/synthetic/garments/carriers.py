"""Bags of other kinds, as on signs: backpack, briefcase, tote, duffel bag."""

from fashion_gui.sketch.curves import arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure


def backpack(chance: Chance) -> Figure:
    """Return a backpack: a rounded body, a pocket in front, a loop above."""
    height = chance.uniform(1.05, 1.45)
    body = [(-0.5, height), (-0.5, 0.35), (-0.35, 0.0), (0.35, 0.0), (0.5, 0.35), (0.5, height)]
    body = rounded(body, chance.choice((1, 2)), closed=True)
    figure = Figure()
    figure.shape(body)
    figure.outline(body, closed=True)
    loop = chance.uniform(0.1, 0.18)
    figure.outline(arc((0.0, 0.02), loop, loop, 180, 360, 6))
    top, inset = height * chance.uniform(0.5, 0.65), chance.uniform(0.06, 0.14)
    pocket = [(-0.5 + inset, top), (0.5 - inset, top), (0.5 - inset, height - inset)]
    pocket.append((-0.5 + inset, height - inset))
    figure.key(rounded(pocket, chance.choice((0, 1)), closed=True), closed=True)
    if chance.maybe(0.5):
        figure.key([(-0.5, height * 0.32), (0.5, height * 0.32)])
    if chance.maybe(0.5):
        for sign in (1, -1):
            side = [(0.5, height * 0.55), (0.62, height * 0.6), (0.62, height * 0.9), (0.5, height)]
            figure.outline([(sign * x, y) for x, y in side])
    return figure


def briefcase(chance: Chance) -> Figure:
    """Return a briefcase or a suitcase: a wide box, a low handle, a line or two, a clasp."""
    height = chance.uniform(0.5, 0.85)
    box = [(-0.5, 0.0), (0.5, 0.0), (0.5, height), (-0.5, height)]
    box = rounded(box, chance.choice((0, 1)), closed=True)
    figure = Figure()
    figure.shape(box)
    figure.outline(box, closed=True)
    half, high = chance.uniform(0.12, 0.24), chance.uniform(0.08, 0.2)
    figure.outline([(-half, 0.0), (-half, -high), (half, -high), (half, 0.0)])
    kind = chance.choice(("line", "straps", "zip", "flap"))
    if kind == "line":
        figure.key([(-0.5, height * 0.5), (0.5, height * 0.5)])
        size = chance.uniform(0.05, 0.09)
        clasp = [(-size, height * 0.42), (size, height * 0.42), (size, height * 0.6)]
        figure.key([*clasp, (-size, height * 0.6)], closed=True)
    elif kind == "straps":
        for x in (-0.3, 0.3):
            figure.key([(x, 0.0), (x, height)])
    elif kind == "zip":
        figure.key([(-0.5, height * 0.25), (0.5, height * 0.25)])
    else:
        figure.key([(-0.5, height * 0.2), (0.0, height * 0.55), (0.5, height * 0.2)])
    return figure


def tote(chance: Chance) -> Figure:
    """Return a shopping bag: a high box, or one that is wider above, with one or two loops."""
    height, below = chance.uniform(0.9, 1.4), chance.uniform(0.75, 1.15)
    body = [(-0.5, 0.0), (0.5, 0.0), (below / 2, height), (-below / 2, height)]
    figure = Figure()
    figure.shape(body)
    figure.outline(body, closed=True)
    half, high = chance.uniform(0.16, 0.3), chance.uniform(0.2, 0.5)
    down = chance.choice((0.0, 0.0, 0.16))
    handle = arc((0.0, down), half, high + down, 180, 360, 8)
    if down:
        figure.key(handle)
    else:
        figure.outline(handle)
    if chance.maybe(0.3):
        figure.outline(arc((0.06, 0.0), half, high, 180, 360, 8))
    if chance.maybe(0.35):
        radius = chance.uniform(0.1, 0.2)
        figure.detail(arc((0.0, height * 0.55), radius, radius, 0, 360, 8))
    return figure


def duffel_bag(chance: Chance) -> Figure:
    """Return a sports bag: long, with round ends, two straps around it and a handle above."""
    height = chance.uniform(0.42, 0.62)
    body = [(-0.5, 0.0), (0.5, 0.0), (0.58, height / 2), (0.5, height), (-0.5, height)]
    body.append((-0.58, height / 2))
    body = rounded(body, chance.choice((1, 2)), closed=True)
    figure = Figure()
    figure.shape(body)
    figure.outline(body, closed=True)
    x, high = chance.uniform(0.16, 0.28), chance.uniform(0.15, 0.35)
    figure.outline(rounded([(-x, 0.0), (-x, -high), (x, -high), (x, 0.0)], chance.choice((0, 1))))
    for sign in (1, -1):
        figure.key([(sign * x, 0.0), (sign * x, height)])
    if chance.maybe(0.4):
        figure.key([(-0.5, height * 0.25), (0.5, height * 0.25)])
    return figure
