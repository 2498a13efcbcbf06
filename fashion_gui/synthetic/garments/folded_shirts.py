"""Shirts folded as in a shop: a box with a collar on it, and a placket down its middle."""

from fashion_gui.sketch.curves import Line, arc, mirrored, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.trimmings import buttons, pocket


def folded_shirt(chance: Chance) -> Figure:
    """Return a folded shirt; lengths in units of its width."""
    height, slope = chance.uniform(0.85, 1.4), chance.uniform(0.0, 0.16)
    neck = chance.uniform(0.14, 0.26)
    half: Line = [(neck, 0.0), (0.5, slope), (0.5 * chance.around(1, 0.03), height)]
    if chance.maybe(0.35):  # wide shoulders: the sleeves lie behind
        half[1:2] = [(0.42, slope * 0.3), (0.54, slope + 0.1), (0.54, slope + 0.3)]
    if chance.maybe(0.15):  # the folded sleeves end above the hem
        low = height * chance.uniform(0.75, 0.9)
        half[-1:] = [(0.5, low), (0.44, low), (0.44, height)]
    half = rounded(half, chance.choice((0, 0, 1)))
    box = [*half, *reversed(mirrored(half))]
    figure = Figure(needs_inner=True)
    figure.shape(box)
    figure.outline(box, closed=True)
    depth = _add_collar(figure, chance, neck)
    kind = chance.choices(("placket", "band", "short", "none"), (5, 3, 2, 0.7))[0]
    low = height if kind != "short" else depth + chance.uniform(0.25, 0.45)
    if kind in ("placket", "short"):
        figure.key([(0.0, depth * 0.8), (0.0, low)])
    elif kind == "band":
        x = chance.uniform(0.05, 0.11)
        for sign in (1, -1):
            figure.key([(sign * x, depth * 0.9), (sign * x, low)])
    if kind != "none" and chance.maybe(0.6):
        buttons(figure, chance, 0.0, depth, low, key=True)
    if chance.maybe(0.5):
        x, y = chance.choice((0.27, -0.27)), height * chance.uniform(0.35, 0.6)
        if chance.maybe(0.5):
            pocket(figure, chance, x, y, 0.22)
        else:  # a label
            figure.key(arc((x, y), 0.09, 0.05, 0, 360, 8))
    if chance.maybe(0.45):  # the sleeves, folded behind it
        x, y = chance.uniform(0.3, 0.4), slope + chance.uniform(0.0, 0.1)
        for sign in (1, -1):
            figure.key([(sign * chance.uniform(x, 0.48), y), (sign * x, height)])
    return figure


def _add_collar(figure: Figure, chance: Chance, neck: float) -> float:
    """Add the two leaves of a collar; return how far down they reach."""
    depth, reach = chance.uniform(0.16, 0.34), chance.uniform(0.9, 1.7)
    up = chance.choice((0.0, chance.uniform(0.06, 0.12)))
    kind = chance.choices(("leaves", "points", "open", "wings"), (5, 3, 2, 2))[0]
    if up:
        stand = [(-neck, 0.0), (-neck * 0.85, -up), (neck * 0.85, -up), (neck, 0.0)]
        figure.outline(stand)
        figure.shape(stand)
    if kind == "wings":  # large leaves beside an open neck
        depth = chance.uniform(0.28, 0.42)
        for sign in (1, -1):
            wing = [(neck * 0.9, -up), (neck * 1.3, depth * 1.1), (0.0, depth * 0.6)]
            figure.key([(sign * x, y) for x, y in wing], closed=True)
        figure.hole([(-neck * 0.75, -up), (0.0, depth * 0.6), (neck * 0.75, -up)])
        return depth * 0.75
    for sign in (1, -1):
        if kind == "leaves":
            leaf = [(neck, 0.0), (neck * reach, depth), (0.0, depth * 0.75), (neck * 0.5, -0.02)]
        elif kind == "points":
            leaf = [(neck, -up), (neck * reach, depth * 0.9), (0.0, depth * 0.55), (neck, -up)]
        else:
            leaf = [(neck * 0.9, -up), (neck * 1.2, depth * 0.5), (neck * 0.5, depth), (0.0, depth)]
        figure.key([(sign * x, y) for x, y in leaf], closed=kind == "leaves")
    if kind == "open":
        figure.key([(-neck * 0.8, 0.0), (0.0, depth), (neck * 0.8, 0.0)])
    return depth
