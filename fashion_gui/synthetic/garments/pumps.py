"""Closed shoes on a high heel, from the side, as on signs: pumps with any heel."""

from fashion_gui.sketch.curves import Line, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure


def pump(chance: Chance) -> Figure:
    """Return a pump, the toe to the right: a thin or a broad heel, perhaps a strap or a plateau."""
    heel = chance.uniform(0.28, 0.85)
    ground = chance.choice((0.0, 0.0, 0.0, chance.uniform(0.05, 0.14)))
    times = chance.choice((0, 1, 1, 2, 2))
    up = -heel - chance.uniform(0.12, 0.34)
    vamp = (chance.uniform(0.5, 0.76), -ground - chance.uniform(0.16, 0.38))
    topline = [
        *((chance.around(0.0, 0.02), up), (chance.uniform(0.1, 0.24), up + 0.03)),
        *((0.32, -heel * chance.uniform(0.8, 1.0)), vamp),
    ]
    figure = Figure()
    upper = [*topline, *_toe(chance, vamp, ground)]
    breast = chance.uniform(0.1, 0.36)
    waist: Line = [
        *((0.64, -ground), (0.44, -ground - heel * chance.uniform(0.25, 0.45))),
        (breast, -heel * chance.uniform(0.6, 0.85)),
    ]
    back: Line = [(chance.uniform(-0.06, 0.0), -heel * 0.8)]
    shoe = [*rounded(upper, times), *waist]
    foot = _heel(chance, breast)
    body = [*shoe, *foot, *back]
    figure.shape(body)
    if chance.maybe(0.3):  # the heel is a part of its own
        figure.outline([*shoe, *back], closed=True)
        figure.outline([waist[-1], *foot, back[0]])
        figure.key([waist[-1], back[0]])
    else:
        figure.outline(body, closed=True)
    if chance.maybe(0.35):
        figure.key([between(waist[-1], back[0], 0.1), *reversed(back)])
    _add_details(figure, chance, topline, (heel, ground))
    return figure


def _toe(chance: Chance, vamp: Point, ground: float) -> Line:
    """Return the edge from the vamp to the sole, pointed or round, below it perhaps a plateau."""
    low = -ground
    if chance.maybe(0.5):
        tip: Line = [(chance.uniform(0.98, 1.06), low - chance.uniform(0.0, 0.05))]
    else:
        high = chance.uniform(0.08, 0.18)
        tip = [(0.94, low - high), (1.02, low - high * 0.5)]
    if not ground:
        return [between(vamp, tip[0], 0.5), *tip, (0.97, 0.0)]
    return [between(vamp, tip[0], 0.5), *tip, (1.0, 0.0), (0.66, 0.0)]


def _heel(chance: Chance, breast: float) -> Line:
    """Return the lower edge of the heel, from its front to its back: a spike, a block, a cone."""
    kind = chance.choices(("spike", "block", "cone", "curved"), (3, 4, 2, 1))[0]
    x = chance.uniform(-0.06, 0.04)
    if kind == "spike":
        return [(x + chance.uniform(0.02, 0.07), 0.0), (x, 0.0)]
    if kind == "block":
        return [(max(breast - chance.uniform(0.0, 0.08), 0.12), 0.0), (x, 0.0)]
    width = chance.uniform(0.06, 0.14)
    if kind == "cone":
        return [(x + width, 0.0), (x, 0.0)]
    return [(0.06, -0.2), (x + width, 0.0), (x, 0.0), (0.02, -0.2)]


def _add_details(
    figure: Figure, chance: Chance, topline: Line, heights: tuple[float, float]
) -> None:
    """Add a strap, a bow, a seam or the edge of a sole."""
    heel, ground = heights
    kind = chance.choices(("none", "strap", "seam", "lining", "bow"), (4, 1.5, 2, 2, 1))[0]
    back, vamp = topline[0], topline[-1]
    if kind == "strap":
        y = back[1] - chance.uniform(0.0, 0.15)
        strap = [(back[0], y), (0.16, y + 0.05), (0.3, y), (0.34, -heel * 0.9)]
        figure.outline(strap[: chance.choice((3, 4))])
    elif kind == "seam":
        figure.key(rounded([(vamp[0], -ground - 0.02), (0.8, vamp[1] * 0.7), (0.94, -0.1)], 1))
    elif kind == "lining":
        figure.key([(x + 0.02, y + chance.uniform(0.05, 0.09)) for x, y in topline[1:]])
    elif kind == "bow":
        x, y = between(vamp, (1.0, -ground), 0.25)
        for sign in (1, -1):
            wing = [(x, y), (x + sign * 0.1, y - 0.08), (x + sign * 0.1, y + 0.06)]
            figure.detail(wing, closed=True)
    if chance.maybe(0.25):
        figure.key([(0.66, -ground - 0.04), (1.0, -ground - 0.04)])
