"""Bags, from a clutch to a shopping bag, as people draw them."""

from fashion_gui.sketch.curves import Line, arc, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.carriers import backpack, briefcase, duffel_bag, tote
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.shoppers import paper_bag, shopper


def bag(chance: Chance) -> Figure:
    """Return a bag; lengths in units of its width."""
    if chance.maybe(0.11):
        return chance.choices((shopper, paper_bag), (5, 1.5))[0](chance)
    if chance.maybe(0.14):
        return chance.choice((backpack, briefcase, tote, duffel_bag))(chance)
    figure = Figure()
    height = chance.uniform(0.4, 1.15)
    kind = chance.choices(("one", "double", "two", "strap", "none"), (5.5, 1.8, 1.2, 1, 0.9))[0]
    body, top = _body(chance, height, has_handle=kind != "none")
    figure.shape(body)
    if chance.maybe(0.75):
        figure.outline(body, closed=True)
    else:
        start = chance.randrange(len(body))
        figure.outline([*body[start:], *body[:start]])
        figure.outline([body[start - 1], body[start]])
    _add_handle(figure, chance, kind, top)
    if kind == "none" or chance.maybe(0.4):
        _add_flap(figure, chance, body, height, top)
    _add_details(figure, chance, height)
    if chance.maybe(0.07):  # its side, seen from an angle
        depth = (chance.uniform(0.12, 0.3), -chance.uniform(0.05, 0.2))
        right = [
            (0.5, 0.0),
            (0.5 + depth[0], depth[1]),
            (0.5 + depth[0], height + depth[1]),
            (0.5, height),
        ]
        figure.detail(right)
    return figure


def _body(chance: Chance, height: float, *, has_handle: bool) -> tuple[Line, tuple[Point, Point]]:
    """Return the closed outline of the bag, and the ends of its upper edge."""
    kinds = ("box", "half", "sack", "round", "triangle")
    kind = chance.choices(kinds, (5, 2, 1.5, 1.5, 0.7) if has_handle else (5, 1.5, 0.5, 0, 0))[0]
    upper, lower = chance.uniform(0.55, 1.05), chance.uniform(0.8, 1.1)
    if chance.maybe(0.2):
        upper, lower = lower, upper * chance.uniform(0.8, 1.0)
    a, b = (-upper / 2, chance.around(0, 0.02)), (upper / 2, chance.around(0, 0.02))
    if kind == "round":
        ring = arc((0, height / 2), 0.5, height / 2, 0, 360, 12)[:-1]
        return ring, ((-0.35, height * 0.12), (0.35, height * 0.12))
    if kind == "half":
        line = [a, *arc((0, 0), 0.5, height, 180, 0, 10)[1:-1], b]
        if chance.maybe(0.4):  # a dome on a flat ground
            dome = arc((0, height), 0.5, height, 180, 360, 10)
            return dome, ((-0.3, height * 0.15), (0.3, height * 0.15))
        return line, (a, b)
    if kind == "sack":
        belly = chance.uniform(0.5, 0.65)
        line = [
            a,
            (-belly, height * 0.65),
            (-0.35, height),
            (0.35, height),
            (belly, height * 0.65),
            b,
        ]
        return rounded(line, chance.choice((1, 2)), closed=chance.maybe(0.5)), (a, b)
    if kind == "triangle":
        upper = chance.uniform(0.1, 0.35)
        a, b = (-upper / 2, 0.0), (upper / 2, 0.0)
        return [a, (-0.5, height), (0.5, height), b], (a, b)
    box = [a, (-lower / 2, height), (lower / 2, height * chance.around(1, 0.02)), b]
    times = chance.choice((0, 0, 0, 1, 2))
    return rounded(box, times, closed=True), (a, b)


def _add_handle(figure: Figure, chance: Chance, kind: str, top: tuple[Point, Point]) -> None:
    """Add a handle or strap above the upper edge."""
    if kind == "none":
        return
    a, b = top
    width = (b[0] - a[0]) * chance.uniform(0.35, 1.0)
    centre = (chance.around(0, 0.03), (a[1] + b[1]) / 2)
    high = chance.uniform(0.15, 0.65)
    if kind == "strap":
        width, high = (b[0] - a[0]) * chance.uniform(0.9, 1.1), chance.uniform(0.5, 1.1)
    if kind == "two":
        for x in (-width * 0.3, width * 0.3):
            figure.outline(_arch(chance, (x, centre[1]), width * 0.28, high))
        return
    arch = _arch(chance, centre, width / 2, high)
    figure.outline(arch)
    if kind == "double":
        thick = chance.uniform(0.06, 0.16)
        figure.outline(
            [
                (
                    centre[0] + (x - centre[0]) * (1 - thick * 1.6),
                    y + (thick if y < centre[1] - 0.02 else 0),
                )
                for x, y in arch
            ]
        )
    if chance.maybe(0.12):
        for end in (arch[0], arch[-1]):
            figure.detail(arc(end, 0.05, 0.05, 0, 360, 6))


def _arch(chance: Chance, centre: Point, half: float, high: float) -> Line:
    """Return a handle from left to right: round, angular or pointed."""
    x, y = centre
    kind = chance.choices(("round", "box", "pointed", "tall"), (5, 2, 1, 1.5))[0]
    if kind == "box":
        narrow = chance.uniform(0.6, 1.0)
        line = [
            (x - half, y),
            (x - half * narrow, y - high),
            (x + half * narrow, y - high),
            (x + half, y),
        ]
        return rounded(line, chance.choice((0, 0, 1)))
    if kind == "pointed":
        return [(x - half, y), (x + chance.around(0, 0.05), y - high), (x + half, y)]
    if kind == "tall":
        line = [
            (x - half, y),
            (x - half, y - high),
            (x, y - high * 1.2),
            (x + half, y - high),
            (x + half, y),
        ]
        return rounded(line, 2)
    return arc(centre, half, high, 180, 360, 10)


def _add_flap(
    figure: Figure, chance: Chance, body: Line, height: float, top: tuple[Point, Point]
) -> None:
    """Add the edge of a flap that closes the bag."""
    a, b = top
    kind = chance.choice(("line", "line", "v", "u", "double"))
    depth = height * chance.uniform(0.15, 0.6)
    if kind in ("line", "double"):
        half = 0.5 * chance.uniform(0.85, 1.0)
        for y in (depth, depth + 0.08) if kind == "double" else (depth,):
            figure.detail([(-half, y), (half, y)])
    elif kind == "v":
        figure.detail([a, (0, depth * 1.3), b])
    else:
        figure.detail([a, *arc(between(a, b, 0.5), (b[0] - a[0]) / 2, depth, 180, 0, 8), b])
    if chance.maybe(0.5):
        figure.dot((0, depth * chance.uniform(0.9, 1.3)), chance.uniform(0.03, 0.08))


def _add_details(figure: Figure, chance: Chance, height: float) -> None:
    kind = chance.random()
    if kind < 0.1:
        figure.detail(
            [
                (-0.15, height * 0.5),
                (0.15, height * 0.5),
                (0.15, height * 0.8),
                (-0.15, height * 0.8),
            ],
            closed=True,
        )
    elif kind < 0.18:
        figure.dot((0, height * 0.5), chance.uniform(0.06, 0.18))
    elif kind < 0.24:
        for k in range(1, chance.randint(3, 6)):
            figure.detail([(-0.48 + k / 6, height * 0.2), (-0.48 + k / 6, height * 0.9)])
    elif kind < 0.3:
        for k in range(1, chance.randint(2, 4)):
            figure.detail([(-0.48, height * k / 4), (0.48, height * k / 4)])
    elif kind < 0.34:  # a bow
        y = height * 0.4
        figure.detail(
            [
                (0, y),
                (-0.15, y - 0.1),
                (-0.15, y + 0.1),
                (0, y),
                (0.15, y - 0.1),
                (0.15, y + 0.1),
                (0, y),
            ]
        )
    elif kind < 0.4:
        figure.detail([(-0.25, height * 0.12), (0.25, height * 0.12)])
