"""Shopping bags as on signs: a box with an arc on its front, and paper bags at an angle."""

from fashion_gui.sketch.curves import Line, arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure


def shopper(chance: Chance) -> Figure:
    """Return a box with its handle on the front: hanging like a U, or standing up from it."""
    height, below = chance.uniform(0.75, 1.25), chance.uniform(0.85, 1.25)
    corner = chance.choice((0.0, 0.0, chance.uniform(0.1, 0.24)))
    half: Line = [(0.5 - corner, 0.0), (0.5, corner), (below / 2, height)]
    if not corner:
        half = [(0.5, 0.0), (below / 2, height)]
    body = rounded([*half, *((-x, y) for x, y in reversed(half))], chance.choice((0, 0, 1)))
    figure = Figure(needs_inner=chance.maybe(0.8))
    figure.shape(body)
    figure.outline(body, closed=True)
    edge = 0.0
    if corner or chance.maybe(0.2):  # the folded upper edge
        edge = corner or height * chance.uniform(0.1, 0.25)
        figure.key([(-0.49, edge), (0.49, edge)])
    wide, deep = chance.uniform(0.14, 0.3), chance.uniform(0.14, 0.36)
    kind = chance.choices(("hanging", "standing", "across"), (6, 2.5, 2))[0]
    if kind == "hanging":
        y = edge + height * chance.choice((chance.uniform(0.0, 0.06), chance.uniform(0.1, 0.3)))
        straight = chance.choice((0.0, chance.uniform(0.03, 0.15)))
        handle: Line = [(wide, y), *arc((0.0, y + straight), wide, deep, 0, 180, 8), (-wide, y)]
    else:  # from the front over the edge, or all of it below the edge
        over = deep * chance.uniform(0.5, 1.0) if kind == "across" else -0.05
        y = max(deep - over, 0.12) + chance.uniform(0.0, 0.1)
        handle = [(-wide, y + 0.08), *arc((0.0, y), wide, deep, 180, 360, 8), (wide, y + 0.08)]
        if kind == "across":
            figure.outline([(x, py) for x, py in handle if py <= 0.0])
    figure.key(handle)
    if chance.maybe(0.3):  # where the handle is sewn on
        for x, py in (handle[0], handle[-1]):
            figure.key(arc((x, py), 0.03, 0.03, 0, 360, 6))
    return figure


def paper_bag(chance: Chance) -> Figure:
    """Return a paper bag at an angle: its front, and a side with a fold in it."""
    height, wide = chance.uniform(0.95, 1.4), chance.uniform(0.22, 0.42)
    up, top = chance.uniform(-0.05, 0.14), chance.uniform(0.0, 0.08)
    right = 0.5 + wide
    front: Line = [(-0.5, 0.0), (0.5, top), (0.5, height), (-0.5, height - top)]
    side: Line = [(0.5, top), (right, -up * 0.5), (right, height - up), (0.5, height)]
    figure = Figure(needs_inner=chance.maybe(0.6))
    for part in (front, side):
        figure.shape(part)
        figure.outline(part, closed=True)
    figure.key([(0.5, top), (0.5, height)])
    middle = 0.5 + wide / 2
    low = height * chance.uniform(0.6, 0.85)
    figure.key([(middle, 0.0), (middle, low)])
    if chance.maybe(0.7):
        figure.key([(0.5, height), (middle, low), (right, height - up)])
    half, high = chance.uniform(0.12, 0.26), chance.uniform(0.2, 0.45)
    kind = chance.choices(("loop", "hanging", "none"), (4, 2, 2))[0]
    if kind == "loop":
        figure.outline(arc((0.0, top / 2), half, high, 180, 360, 8))
    elif kind == "hanging":
        figure.key(arc((0.0, top + 0.08), half, high * 0.7, 0, 180, 8))
    return figure if chance.maybe(0.5) else figure.transformed(1.0, mirrored=True)
