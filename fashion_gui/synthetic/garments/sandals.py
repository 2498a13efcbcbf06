"""Sandals, as people draw them: from above, from the side, alone or as a pair."""

from fashion_gui.sketch.curves import Line, arc, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.heels import heeled_sandal, slide
from fashion_gui.synthetic.garments.pumps import pump
from fashion_gui.synthetic.garments.slippers import slippers


def sandal(chance: Chance) -> Figure:
    """Return a sandal: from above, alone or as a pair, or from the side."""
    if chance.maybe(0.2):
        return chance.choice((slide, heeled_sandal, heeled_sandal, pump, pump, pump))(chance)
    if chance.maybe(0.2):
        return slippers(chance)
    if chance.maybe(0.17):
        return _sandal_from_the_side(chance)
    one = _sandal_at_an_angle(chance) if chance.maybe(0.12) else _sandal_from_above(chance)
    is_bare = len(one.outlines) == 1
    if chance.maybe(0.9 if is_bare else 0.45):
        one.add(_other_of_pair(chance, one))
    turn = chance.choice((0.0, chance.uniform(-25, 25), chance.uniform(-180, 180)))
    return one.transformed(1.0, turn)


def _sandal_from_above(chance: Chance) -> Figure:
    """Draw a sole with its toes up, one unit long, and the straps."""
    figure = Figure()
    sole = _sole_from_above(chance)
    figure.shape(sole)
    figure.outline(sole, closed=True)
    if chance.maybe(0.15):
        figure.detail([(x * 0.8, y * 0.9) for x, y in sole], closed=True)
    kind = chance.choices(("thong", "band", "cross", "straps", "none"), (7, 2, 0.7, 0.7, 1.4))[0]
    half = max(x for x, _ in sole) * chance.uniform(0.85, 1.1)
    toe = (chance.around(0, 0.03), chance.uniform(-0.46, -0.18))
    side = toe[1] + chance.uniform(0.12, 0.5)
    if kind == "thong":
        _add_thong(figure, chance, toe, half, side)
    elif kind == "band":
        bend = chance.uniform(-0.15, 0.1)
        for y in (side - 0.25, side - 0.25 + chance.uniform(0.12, 0.3)):
            figure.outline(rounded([(-half, y), (0, y + bend), (half, y)], 2))
    elif kind == "cross":
        figure.outline([(-half, side - 0.3), (half, side)])
        figure.outline([(half, side - 0.3), (-half, side)])
    elif kind == "straps":
        for k in range(chance.randint(2, 4)):
            y = -0.3 + 0.22 * k
            figure.outline([(-half, y), (half, y + chance.around(0, 0.02))])
    return figure


def _sole_from_above(chance: Chance) -> Line:
    """Return a closed outline between an egg and a footprint."""
    front, back = chance.uniform(0.15, 0.34), chance.uniform(0.12, 0.28)
    kind = chance.random()
    if kind < 0.3:  # an oval, or a drop with its tip at the toes
        ring = arc((0.0, 0.0), front, 0.5, 0, 360, 14)[:-1]
        tip = chance.choice((0.0, 0.0, chance.uniform(0.1, 0.45)))
        return [(x * (1 - tip * (0.5 - y)), y) for x, y in ring]
    waist = chance.uniform(0.65, 1.0)
    lean = chance.around(0, 0.04)
    if kind < 0.4:
        box = [(-front, -0.45), (front, -0.45), (back, 0.5), (-back, 0.5)]
        return rounded(box, chance.choice((0, 1)), closed=True)
    right = [(front * 0.6, -0.47), (front, -0.28), (front * 0.92, -0.08)]
    right += [(min(front, back) * waist, 0.15), (back, 0.34), (back * 0.6, 0.48)]
    inner = chance.uniform(0.8, 1.0)
    left = [(-x * inner, y + chance.around(0, 0.01)) for x, y in reversed(right)]
    bent = [(x + lean * (1 if abs(y) > 0.2 else -1), y) for x, y in (*right, *left)]
    return rounded(bent, chance.choice((1, 2, 2)), closed=True)


def _add_thong(figure: Figure, chance: Chance, toe: Point, half: float, side: float) -> None:
    """Add a strap from between the toes to both sides."""
    if chance.maybe(0.25):
        knot = (toe[0], toe[1] + chance.uniform(0.08, 0.2))
        figure.outline([toe, knot])
        toe = knot
    bend = chance.uniform(-0.12, 0.05)
    straps = []
    for sign in (1, -1):
        end = (sign * half, side + chance.around(0, 0.04))
        middle = between(toe, end, 0.5)
        straps.append(rounded([toe, (middle[0] + sign * 0.03, middle[1] + bend), end], 2))
    if chance.maybe(0.5):
        figure.outline([*reversed(straps[0]), *straps[1]])
    else:
        figure.outline(straps[0])
        figure.outline(straps[1])
    if chance.maybe(0.25):
        down = chance.uniform(0.06, 0.15)
        for strap in straps:
            figure.detail([(x, y + down * (0.3 + abs(x))) for x, y in strap])


def _other_of_pair(chance: Chance, one: Figure) -> Figure:
    """Return the second one beside the first: mirrored, or redrawn."""
    gap = chance.uniform(0.25, 0.75)
    turn = chance.choice((0.0, chance.uniform(-25, 25)))
    to = (gap, chance.around(0, 0.1))
    if chance.maybe(0.6):
        return one.transformed(chance.around(1, 0.06), turn, to, mirrored=True)
    return _sandal_from_above(chance).transformed(chance.around(1, 0.08), turn, to)


def _sandal_at_an_angle(chance: Chance) -> Figure:
    """Draw a flat oval with an edge below it, and a strap that rises above it."""
    figure = Figure()
    flat = chance.uniform(0.12, 0.24)
    sole = arc((0.0, 0.0), 0.5, flat, 0, 360, 14)[:-1]
    figure.outline(sole, closed=True)
    figure.shape(sole)
    if chance.maybe(0.6):
        thick = chance.uniform(0.06, 0.15)
        figure.outline(arc((0.0, thick), 0.5, flat, 0, 180, 10))
    x, half = chance.uniform(-0.1, 0.25), chance.uniform(0.1, 0.25)
    high = chance.uniform(0.05, 0.3)
    figure.outline(rounded([(x - half, flat * 0.9), (x, -flat - high), (x + half, flat * 0.6)], 2))
    if chance.maybe(0.6):
        figure.outline(rounded([(x - half, -flat * 0.8), (x, -flat - high), (x + half, -flat)], 1))
    return figure


def _sandal_from_the_side(chance: Chance) -> Figure:
    """Draw a sole, flat or with a heel, and open straps above it; toe to the right."""
    figure = Figure()
    thick = chance.uniform(0.05, 0.16)
    heel = chance.choice((0.0, 0.0, chance.uniform(0.25, 0.7)))
    if heel:
        line = [(0.0, -heel), (0.3, -heel * 0.8), (0.65, -thick * 0.8), (1.0, -thick * 0.6)]
        upper = rounded(line, 2)
        lower = [(1.0, 0.0), (0.65, 0.0), (0.3, -heel * 0.65), (0.14, -heel * 0.75)]
        spike = chance.uniform(0.02, 0.14)
        sole = [*upper, *lower, (spike, 0.0), (0.0, 0.0)]
    else:
        tip = chance.uniform(0.0, 0.08)
        sole = [(0.0, -thick), (1.0, -thick - tip), (1.02, -tip), (0.95, 0.0), (0.0, 0.0)]
        sole = rounded(sole, chance.choice((0, 1, 2)), closed=True)
    figure.outline(sole, closed=True)
    figure.shape(sole)

    def on_sole(x: float) -> Point:
        return x, -(thick + (heel * max(0.0, 1 - x / 0.7) if heel else 0.0))

    front = chance.uniform(0.5, 0.8)
    height = chance.uniform(0.14, 0.4)
    if chance.maybe(0.7):  # over the toes
        a, b = on_sole(front - chance.uniform(0.12, 0.35)), on_sole(front + 0.12)
        top = ((a[0] + b[0]) / 2, min(a[1], b[1]) - height)
        figure.outline(rounded([a, top, b], 2))
        if chance.maybe(0.5):
            figure.outline(
                rounded([(a[0] + 0.08, a[1]), (top[0], top[1] + 0.1), (b[0] - 0.06, b[1])], 2)
            )
    else:  # from the toe back to both sides
        figure.outline(rounded([on_sole(0.85), (0.6, on_sole(0.6)[1] - height), on_sole(0.3)], 2))
    if chance.maybe(0.5):  # around the ankle
        x, y = on_sole(0.05)
        back = (x - 0.02, y - chance.uniform(0.2, 0.4))
        strap = [(x, y), back, (0.25, back[1] - 0.02), (0.4, back[1] + chance.uniform(0.0, 0.25))]
        figure.outline(rounded(strap, 1))
        if chance.maybe(0.5):
            figure.outline([strap[-1], on_sole(front)])
    if chance.maybe(0.2):
        figure.add(
            figure.transformed(1.0, 0, (chance.uniform(0.05, 0.3), chance.uniform(0.3, 0.5)))
        )
    return figure
