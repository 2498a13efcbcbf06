"""Low and sturdy boots from the side, as on signs: hiking boots, boots with a gusset."""

from fashion_gui.sketch.curves import Line, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure


def hiking_boot(chance: Chance) -> Figure:
    """Return a boot shaped like an L on a thick sole with lugs, the toe to the right."""
    height, shaft = chance.uniform(0.5, 0.95), chance.uniform(0.36, 0.6)
    toe = chance.uniform(0.22, 0.42) * min(1.0, height / 0.6)
    thick = chance.uniform(0.07, 0.2)
    lean = chance.uniform(-0.08, 0.06)
    instep = shaft + chance.uniform(0.0, 0.1)
    upper: Line = [
        *((0.0, 0.0), (chance.uniform(-0.03, 0.04), -height * 0.45), (lean, -height)),
        *((shaft + lean * 0.5, -height * chance.around(1, 0.03)), (shaft, -height * 0.75)),
        *((instep, -toe * chance.uniform(1.05, 1.35)), (0.82, -toe * chance.uniform(0.95, 1.1))),
        *((1.0, -toe * chance.uniform(0.5, 0.75)), (1.02, 0.0)),
    ]
    figure = Figure()
    line = rounded(upper, chance.choice((0, 1, 1, 2)))
    sole = _sole(chance, thick)
    figure.shape([*line, *sole])
    if chance.maybe(0.75):
        figure.outline([*line, *sole], closed=True)
    else:
        figure.outline(line, closed=True)
        figure.outline([line[-1], *sole, line[0]])
    if chance.maybe(0.7):
        figure.key([(-0.01, 0.0), (1.01, 0.0)])
    _add_laces(figure, chance, (shaft, -height * 0.85), (instep, -toe * 1.3))
    if chance.maybe(0.45):
        down = height * chance.uniform(0.14, 0.28)
        figure.key([(lean, -height + down), (shaft, -height + down)])
    if chance.maybe(0.35):
        x = chance.uniform(0.66, 0.82)
        figure.key(rounded([(x, -toe * 1.05), (x - 0.04, -toe * 0.5), (x, 0.0)], 1))
    if chance.maybe(0.3):  # a counter at the heel
        figure.detail(rounded([(0.0, -height * 0.4), (0.22, -height * 0.3), (0.26, 0.0)], 1))
    return figure


def chelsea_boot(chance: Chance) -> Figure:
    """Return a boot with an elastic part at its side and a loop behind, on a low heel."""
    height, shaft = chance.uniform(0.6, 1.0), chance.uniform(0.36, 0.5)
    toe, block = chance.uniform(0.16, 0.28), chance.uniform(0.04, 0.16)
    waist = chance.uniform(0.85, 1.0)
    upper: Line = [
        *((0.0, 0.0), (0.02, -height * 0.4), (chance.around(0, 0.03), -height)),
        *((shaft, -height * chance.around(1, 0.04)), (shaft * waist, -height * 0.5)),
        *((0.7, -toe * 1.3), (0.93, -toe), (1.02, -toe * 0.4), (1.0, 0.0)),
    ]
    line = rounded(upper, chance.choice((0, 1, 1, 2)))
    breast = chance.uniform(0.24, 0.36)
    sole: Line = [(1.0, block * 0.4), (breast + 0.08, block * 0.4), (breast, block), (0.0, block)]
    figure = Figure()
    figure.shape([*line, *sole])
    figure.outline([*line, *sole], closed=True)
    if chance.maybe(0.7):
        figure.key([(0.0, 0.0), (1.0, 0.0)])
    kind = chance.choices(("gusset", "zip", "strap", "none"), (4, 1, 2, 2))[0]
    middle, half = shaft * 0.5, shaft * chance.uniform(0.14, 0.26)
    if kind == "gusset":
        gusset = [(middle - half, -height), (middle - half * 0.6, -height * 0.45)]
        gusset += [(middle + half * 0.6, -height * 0.45), (middle + half, -height)]
        figure.key(rounded(gusset, chance.choice((0, 1, 2))))
    elif kind == "zip":
        figure.key([(middle, -height), (middle * 0.9, -0.08)])
    elif kind == "strap":
        y = -height * chance.uniform(0.35, 0.55)
        figure.key([(0.0, y), (shaft * 1.05, y - 0.06)])
        figure.key([(0.0, y + 0.1), (shaft * 1.1, y + 0.04)])
    if chance.maybe(0.4):
        figure.outline([(0.02, -height), (-0.07, -height - 0.08), (0.06, -height - 0.08)])
    return figure


def _sole(chance: Chance, thick: float) -> Line:
    """Return the lower edge from toe to heel: with lugs, waves, a heel, or flat."""
    kind = chance.choices(("lugs", "waves", "heel", "flat"), (4, 2, 3, 1))[0]
    if kind == "flat":
        return [(1.03, thick), (-0.02, thick)]
    if kind == "heel":
        breast = chance.uniform(0.28, 0.42)
        arch = thick * chance.uniform(0.2, 0.6)
        return [
            *((1.03, thick), (breast + chance.uniform(0.08, 0.2), thick), (breast + 0.05, arch)),
            *((breast, arch), (breast, thick), (-0.02, thick)),
        ]
    n, deep = chance.randint(3, 6), min(thick * 0.6, chance.uniform(0.04, 0.1))
    wide = 1.05 / n
    line: Line = []
    for k in range(n):
        x = 1.03 - k * wide
        if kind == "lugs":
            line += [(x, thick), (x - wide * 0.6, thick)]
            if k < n - 1:
                line += [(x - wide * 0.6, thick - deep), (x - wide, thick - deep)]
        else:
            line += [(x, thick - deep), (x - wide * 0.3, thick), (x - wide * 0.7, thick)]
    line.append((-0.02, thick if kind == "lugs" else thick - deep))
    return rounded(line, 1) if kind == "waves" else line


def _add_laces(figure: Figure, chance: Chance, top: Point, low: Point) -> None:
    """Add laces as stubs from the front edge, or crossed."""
    n, length = chance.randint(2, 4), chance.uniform(0.12, 0.26)
    kind = chance.choices(("stubs", "crossed", "none"), (6, 2, 1.5))[0]
    if kind == "none":
        return
    for k in range(n):
        x, y = between(top, low, (k + 0.3) / n)
        figure.key([(x, y), (x - length, y + chance.uniform(-0.02, 0.03))])
        if kind == "crossed":
            figure.detail([(x - length, y), between(top, low, min((k + 1.3) / n, 1.0))])
