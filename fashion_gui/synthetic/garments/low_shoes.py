"""Low shoes of other kinds: formal ones, running shoes, high-tops, cleats, seen at an angle."""

from fashion_gui.sketch.curves import Line, arc, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure


def formal_shoe(chance: Chance) -> Figure:
    """Return an oxford or a loafer from the side: a low heel, a slim toe, a cap or a strap."""
    toe, heel = chance.uniform(0.12, 0.22), chance.uniform(0.34, 0.48)
    block, arch = chance.uniform(0.05, 0.1), chance.uniform(0.0, 0.04)
    throat = (chance.uniform(0.34, 0.48), -heel * chance.uniform(0.75, 1.0))
    upper = [
        *((0.0, -0.06), (chance.uniform(-0.03, 0.04), -heel * 0.6), (0.02, -heel)),
        *((0.2, -heel * chance.uniform(0.75, 0.9)), throat),
        *((0.66, -toe * 1.25), (0.9, -toe), (1.02, -toe * 0.4), (1.0, -0.05)),
    ]
    figure = Figure()
    upper = rounded(upper, chance.choice((1, 1, 2)))
    sole = [(1.0, 0.0), (0.42, -arch), (0.3, 0.0), (0.3, block), (0.0, block)]
    figure.shape([*upper, *sole])
    figure.outline([*upper, *sole, upper[0]])
    figure.key([(0.0, -0.05), (0.4, -0.05 - arch), (1.0, -0.05)])
    kind = chance.choice(("oxford", "oxford", "loafer", "brogue", "plain"))
    if kind in ("oxford", "brogue"):
        _add_laces(figure, chance, throat, (0.62, -toe * 1.4))
        cap = [(0.76, -toe * 1.1), (0.72, -toe * 0.5), (0.76, -0.05)]
        figure.key(rounded(cap, 1))
    if kind == "brogue":
        figure.detail([(0.2, -0.06), (0.24, -heel * 0.5), (0.1, -heel * 0.8)])
    if kind == "loafer":
        strap = [(0.4, -0.06), (0.46, -heel * 0.7), (0.6, -toe * 1.5), (0.66, -0.06)]
        figure.key(rounded(strap, 1))
    return figure


def running_shoe(chance: Chance) -> Figure:
    """Return a sports shoe as on signs: a thick, often wavy sole, a tongue, laces, stripes."""
    toe, heel = chance.uniform(0.18, 0.28), chance.uniform(0.45, 0.62)
    thick = chance.uniform(0.08, 0.17)
    throat = (chance.uniform(0.32, 0.42), -heel * chance.uniform(0.92, 1.15))
    upper = [
        *((0.0, 0.0), (-0.02, -heel * 0.45), (chance.uniform(-0.02, 0.06), -heel)),
        *((0.16, -heel * chance.uniform(0.72, 0.9)), throat, (0.52, -heel * 0.75)),
        *((0.72, -toe * 1.2), (0.94, -toe), (1.03, -toe * 0.4), (1.0, 0.0)),
    ]
    figure = Figure()
    upper = rounded(upper, chance.choice((0, 1, 1, 2)))
    heel_up, toe_up = chance.uniform(0.0, 0.05), chance.uniform(0.0, 0.08)
    low = [(1.04, -toe_up), (0.8, thick), (0.45, thick * chance.uniform(0.7, 1.0))]
    low += [(0.1, thick), (-0.05, thick * 0.4 - heel_up)]
    figure.shape([*upper, *low])
    figure.outline([*upper, *low, upper[0]])
    figure.key([(-0.03, 0.0), (0.4, chance.uniform(-0.03, 0.03)), (1.02, 0.0)])
    if chance.maybe(0.75):
        _add_laces(figure, chance, throat, (0.66, -toe * 1.3))
    kind = chance.choice(("swoosh", "stripes", "panel", "none"))
    if kind == "swoosh":
        swoosh = [(0.15, -heel * 0.35), (0.32, -0.06), (0.8, -toe * 0.9)]
        figure.key(rounded(swoosh, 2))
    elif kind == "stripes":
        for k in range(chance.randint(2, 3)):
            x = 0.34 + 0.1 * k
            figure.key([(x, -0.03), (x + chance.uniform(0.02, 0.1), -heel * 0.6)])
    elif kind == "panel":
        figure.key(rounded([(0.02, -heel * 0.6), (0.22, -heel * 0.5), (0.28, 0.0)], 1))
        figure.detail(rounded([(0.74, 0.0), (0.72, -toe * 0.8), (0.9, -toe)], 1))
    if chance.maybe(0.3):
        _add_cleats(figure, chance, thick)
    return figure


def high_top(chance: Chance) -> Figure:
    """Return a high sports shoe: flat rubber sole, rubber toe, laces, a patch at the ankle."""
    height, toe = chance.uniform(0.58, 0.85), chance.uniform(0.15, 0.25)
    width = chance.uniform(0.36, 0.5)
    thick = chance.uniform(0.06, 0.13)
    upper = [
        *((0.0, 0.0), (chance.uniform(-0.02, 0.04), -height * 0.5), (0.0, -height)),
        *((width, -height * chance.uniform(0.92, 1.05)), (width + 0.1, -height * 0.5)),
        *((0.76, -toe * 1.2), (0.94, -toe), (1.02, -toe * 0.4), (1.0, 0.0)),
    ]
    figure = Figure()
    upper = rounded(upper, chance.choice((0, 1, 1)))
    sole = [(1.02, thick), (-0.02, thick)]
    figure.shape([*upper, *sole])
    figure.outline([*upper, *sole, upper[0]])
    figure.key([(0.0, 0.0), (1.0, 0.0)])
    _add_laces(figure, chance, (width, -height * 0.9), (0.68, -toe * 1.4))
    if chance.maybe(0.75):
        figure.key(arc((1.0, 0.0), 0.28, toe * 1.1, 180, 270, 5))
    if chance.maybe(0.5):
        radius = chance.uniform(0.06, 0.1)
        figure.detail(arc((0.2, -height * 0.6), radius, radius, 0, 360, 8))
    if chance.maybe(0.3):
        figure.detail([(0.08, -height), (0.1, 0.0)])
    return figure


def shoe_at_an_angle(chance: Chance) -> Figure:
    """Return a low shoe seen from the front and above, with an oval opening and a curved sole."""
    figure = Figure()
    high, toe = chance.uniform(0.42, 0.62), chance.uniform(0.22, 0.34)
    body = [
        *((0.02, -0.12), (-0.03, -high * 0.6), (0.04, -high), (0.3, -high * 0.98)),
        *((0.5, -high * 0.8), (0.78, -toe * 1.2), (1.0, -toe * 0.8), (1.03, -0.02)),
        *((0.82, chance.uniform(0.08, 0.16)), (0.4, 0.05)),
    ]
    body = rounded(body, chance.choice((1, 2)), closed=True)
    figure.shape(body)
    figure.outline(body, closed=True)
    middle = (chance.uniform(0.16, 0.24), -high * 0.92)
    ring = arc(middle, chance.uniform(0.14, 0.22), chance.uniform(0.05, 0.1), 0, 360, 10)
    figure.key(ring)
    tongue = (middle[0] + 0.14, -high * 0.85)
    _add_laces(figure, chance, tongue, (0.68, -toe * 1.2), sideways=True)
    figure.key(rounded([(0.0, -0.14), (0.42, -0.04), (0.84, 0.04), (1.03, -0.1)], 1))
    if chance.maybe(0.5):
        figure.detail(rounded([(0.66, -toe * 1.3), (0.74, -toe * 0.3), (0.9, 0.0)], 1))
    return figure


def _add_laces(
    figure: Figure, chance: Chance, start: Point, stop: Point, *, sideways: bool = False
) -> None:
    n, length = chance.randint(2, 5), chance.uniform(0.1, 0.18)
    rise = -0.06 if sideways else chance.uniform(0.0, 0.1)
    for k in range(n):
        x, y = between(start, stop, (k + 0.4) / n)
        figure.detail([(x + 0.02, y), (x - length, y + rise)])
    if chance.maybe(0.3):
        figure.detail([between(start, stop, 0.1), (stop[0] - length, stop[1] + 0.04)])


def _add_cleats(figure: Figure, chance: Chance, thick: float) -> None:
    """Add studs below the sole."""
    n, size = chance.randint(3, 6), chance.uniform(0.04, 0.08)
    for k in range(n):
        x = 0.05 + 0.85 * k / (n - 1)
        stud: Line = [(x, thick), (x + size * 0.2, thick + size), (x + size, thick + size)]
        stud.append((x + size * 1.2, thick))
        figure.outline(stud)
        figure.shape(stud)
