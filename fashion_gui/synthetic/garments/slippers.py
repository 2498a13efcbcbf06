"""Slippers, slides and flip-flops in very few lines: a sole from above, its toes to any side."""

from fashion_gui.sketch.curves import Line, arc, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure


def slippers(chance: Chance) -> Figure:
    """Return a slipper from above, alone or with another one that lies as it happens to."""
    is_alone = chance.maybe(0.6)
    one = _slipper(chance, needs_strap=is_alone)
    if not is_alone:
        to = (chance.uniform(0.3, 0.9), chance.around(0, 0.2))
        turn = chance.choice((0.0, chance.uniform(-30, 30), chance.uniform(-75, 75)))
        other = _slipper(chance, needs_strap=False) if chance.maybe(0.5) else one
        one.add(other.transformed(chance.around(1, 0.08), turn, to, mirrored=chance.maybe(0.7)))
    turn = chance.choice((0.0, 180.0, chance.uniform(-30, 30), chance.uniform(-180, 180)))
    return one.transformed(1.0, turn)


def _slipper(chance: Chance, *, needs_strap: bool) -> Figure:
    """Draw a sole with its toes up, one unit long, and what holds the foot."""
    figure = Figure(needs_inner=needs_strap)
    sole, half = _sole(chance)
    figure.shape(sole)
    figure.outline(sole, closed=True)
    kinds = ("upper", "thong", "stem", "strap", "ring", "bare")
    kind = chance.choices(kinds, (4, 5, 2, 3, 2, 0 if needs_strap else 1))[0]
    y = chance.uniform(-0.3, 0.1)
    side = half * chance.uniform(0.85, 1.02)
    bend = chance.uniform(-0.25, 0.2)
    if kind == "upper":  # closed over the toes
        figure.key(rounded([(-side, y), (0.0, y + bend), (side, y)], 2))
        if chance.maybe(0.3):
            figure.key(rounded([(-side, y + 0.08), (0.0, y + bend + 0.1), (side, y + 0.08)], 2))
    elif kind == "thong":  # a V from the toes
        toe = (chance.around(0, 0.03), chance.uniform(-0.5, -0.25))
        low = toe[1] + chance.uniform(0.15, 0.55)
        knee = chance.uniform(0.45, 0.8)
        for sign in (1, -1):
            middle = (sign * side * knee, (toe[1] + low) / 2 + chance.uniform(-0.1, 0.02))
            figure.key(rounded([toe, middle, (sign * side, low)], 2))
        if chance.maybe(0.25):
            figure.key(rounded([(-side, low), (0.0, low + bend), (side, low)], 2))
    elif kind == "stem":  # one line from the toes, with or without an arch across its end
        end = chance.uniform(-0.3, 0.1)
        figure.key([(chance.around(0, 0.03), -0.5), (chance.around(0, 0.04), end)])
        if chance.maybe(0.7):
            up = end - chance.uniform(-0.05, 0.15)
            figure.key(rounded([(-side, end + 0.12), (0.0, up), (side, end + 0.12)], 2))
    elif kind == "strap":  # a band that reaches over the edges
        over, high = side * chance.uniform(1.0, 1.25), chance.uniform(0.1, 0.3)
        for at in (y, y + high):
            figure.key(rounded([(-over, at), (0.0, at + bend * 0.5), (over, at)], 2))
        if chance.maybe(0.4):
            for sign in (1, -1):
                figure.key([(sign * over, y), (sign * over, y + high)])
    elif kind == "ring":  # the opening for the foot
        low = chance.uniform(0.2, 0.42)
        ring = arc(
            (0.0, (y + low) / 2), half * chance.uniform(0.55, 0.85), (low - y) / 2, 0, 360, 12
        )
        figure.key(ring)
    if chance.maybe(0.12):  # the edge of the sole
        figure.detail([(x * 0.85, py * 0.92) for x, py in sole], closed=True)
    return figure


def _sole(chance: Chance) -> tuple[Line, float]:
    """Return a closed outline, 1 long, and about half its width where the strap is."""
    half = chance.uniform(0.17, 0.34)
    kind = chance.choices(("oval", "drop", "lens", "egg", "box", "slanted"), (5, 2, 1, 3, 2, 1))[0]
    ring = arc((0.0, 0.0), half, 0.5, 0, 360, 16)[:-1]
    if kind == "oval":
        return ring, half * 0.9
    if kind in ("drop", "lens"):  # pointed at the toes, or at both ends
        sharp = chance.uniform(0.5, 1.0)
        ends = [
            (x * (1 - sharp * min(1.0, 2 * abs(y)) ** 2 * (y < 0 or kind == "lens")), y)
            for x, y in ring
        ]
        return ends, half * 0.8
    if kind == "egg":
        narrow = chance.uniform(0.1, 0.45)
        return [(x * (1 - narrow * (0.5 + y)), y) for x, y in ring], half * 0.9
    slant = chance.uniform(-0.3, 0.3) if kind == "slanted" else 0.0
    back = half * chance.uniform(0.75, 1.1)
    box = [(-half, -0.5), (half, -0.5), (back, 0.5), (-back, 0.5)]
    box = [(x - slant * y, y) for x, y in box]
    return rounded(box, chance.choice((0, 1, 2)), closed=True), half * 0.9
