"""Slides, heeled sandals and wedges from the side, as on signs."""

from fashion_gui.sketch.curves import Line, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure


def slide(chance: Chance) -> Figure:
    """Return a slide from the side: a thick sole, and one broad band over the toes."""
    thick = chance.uniform(0.08, 0.2)
    figure = Figure()
    rise = chance.uniform(0.0, 0.06)
    sole = [
        (0.0, -thick),
        (0.5, -thick),
        (1.0, -thick - rise),
        (1.02, -rise),
        (0.9, 0.0),
        (0.0, 0.0),
    ]
    sole = rounded(sole, chance.choice((0, 1, 2)), closed=True)
    figure.outline(sole, closed=True)
    figure.shape(sole)
    back, front = chance.uniform(0.35, 0.5), chance.uniform(0.88, 1.0)
    high = thick + chance.uniform(0.2, 0.36)
    band = [
        (back, -thick),
        (back + chance.uniform(0.02, 0.12), -high),
        (chance.uniform(0.62, 0.75), -high * chance.uniform(0.9, 1.05)),
        (front, -thick - rise),
    ]
    band = rounded(band, chance.choice((1, 2)))
    figure.outline(band)
    figure.shape(band)
    if chance.maybe(0.4):
        figure.key([between(band[0], band[-1], 0.35), (0.62, -high * 0.9)])
    if chance.maybe(0.4):
        figure.key([(0.0, -thick * 0.5), (1.0, -thick * 0.55)])
    if chance.maybe(0.25):  # two bands, each with a buckle
        figure.key([(0.55, -thick), (0.6, -high * 0.95)])
        figure.dot((0.7, -high * 0.7), 0.04)
    return figure


def heeled_sandal(chance: Chance) -> Figure:
    """Return a sandal on a high heel or a wedge, the toe to the right."""
    figure = Figure()
    heel, thick = chance.uniform(0.35, 0.8), chance.uniform(0.03, 0.1)
    arch = rounded([(0.0, -heel), (0.28, -heel * 0.92), (0.6, -thick * 1.2), (1.0, -thick)], 2)
    is_wedge = chance.maybe(0.25)
    if is_wedge:
        lower: Line = [(1.0, 0.0), (0.05, 0.0)]
    else:
        tip, wide = chance.uniform(0.03, 0.14), chance.uniform(0.1, 0.26)
        lean = chance.uniform(-0.02, 0.08)
        lower = [(1.0, 0.0), (0.62, 0.0), (0.3, -heel * 0.72), (wide, -heel * 0.78)]
        lower += [(lean + tip, 0.0), (lean, 0.0)]
    sole = [*arch, *lower]
    figure.shape(sole)
    figure.outline(sole, closed=True)
    over = _on(arch, 0.7)
    high = chance.uniform(0.14, 0.32)
    toe = [(over[0] - 0.12, over[1]), (over[0] + 0.02, over[1] - high), (0.96, -thick)]
    toe = rounded(toe, 2)
    figure.outline(toe)
    if chance.maybe(0.5):
        figure.shape(toe)
    kind = chance.choice(("ankle", "slingback", "cross", "pump", "gladiator"))
    up = -heel - chance.uniform(0.18, 0.4)
    if kind == "pump":  # closed at the heel
        counter = rounded([(0.0, -heel), (-0.04, up), (0.18, up * 0.92), _on(arch, 0.35)], 1)
        figure.outline(counter)
        figure.shape(counter)
    elif kind == "slingback":
        figure.outline(rounded([over, (0.2, up * 1.02), (-0.02, -heel)], 1))
    else:
        figure.outline([(0.0, -heel), (-0.02, up)])
        figure.outline(rounded([(-0.02, up), (0.16, up + 0.06), (0.3, up), (0.3, up - 0.05)], 1))
        if kind == "cross":
            figure.outline([(0.3, up), over])
        elif kind == "gladiator":
            for k in range(chance.randint(2, 4)):
                y = up + (over[1] - up) * k / 4
                figure.outline([(0.02, y + 0.05), (0.28 + 0.08 * k, y + 0.08)])
    return figure


def _on(arch: Line, x: float) -> Point:
    """Return the point of a line that is nearest to x."""
    return min(arch, key=lambda point: abs(point[0] - x))
