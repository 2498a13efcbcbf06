"""Tops whose sleeves bend at the elbow, as on signs: hoodies, sweaters, jackets, shirts."""

from fashion_gui.sketch.curves import Line, arc, between, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.trimmings import neck_curve


def bent_top(chance: Chance) -> tuple[Figure, "Body"]:
    """Return a top with bent sleeves and no neckline yet, and where its parts are."""
    length = chance.uniform(0.8, 1.35)
    neck, slope = chance.uniform(0.12, 0.24), chance.uniform(0.04, 0.18)
    half = chance.uniform(0.34, 0.48)
    shoulder: Point = (half + chance.uniform(0.02, 0.1), slope)
    reach = chance.uniform(0.12, 0.42)
    elbow: Point = (shoulder[0] + reach, length * chance.uniform(0.46, 0.74))
    wide = chance.uniform(0.16, 0.28)
    end = min(elbow[1] + length * chance.uniform(0.18, 0.4), length * 1.02)
    cuff_out: Point = (elbow[0] - reach * chance.uniform(0.0, 0.7), end)
    cuff_in: Point = (max(cuff_out[0] - wide, half + 0.01), end + chance.uniform(-0.06, 0.02))
    armpit: Point = (half, slope + chance.uniform(0.3, 0.48) * length)
    hem: Point = (half * chance.uniform(0.88, 1.02), length)
    side = [(neck, 0.0), shoulder, elbow, cuff_out, cuff_in, armpit, hem]
    line = rounded(side, chance.choice((0, 0, 1, 1, 2)))
    figure = Figure()
    body = Body(length, (neck, 0.0), half, [cuff_out, cuff_in, elbow, armpit])
    figure.shape([*line, *reversed(mirrored(line))])
    for one in (line, mirrored(line)):
        figure.outline(one)
    figure.outline([mirrored(line)[-1], line[-1]])
    if chance.maybe(0.4):  # ribs at the ends of the sleeves and of the body
        share = chance.uniform(0.12, 0.25)
        rib = [between(cuff_out, elbow, share), between(cuff_in, armpit, share)]
        figure.key(rib)
        figure.key(mirrored(rib))
        y = length - chance.uniform(0.08, 0.16)
        figure.key([(-half, y), (half, y)])
    if chance.maybe(0.35):
        seam = [armpit, between((neck, 0.0), shoulder, chance.uniform(0.2, 1.0))]
        figure.key(seam)
        figure.key(mirrored(seam))
    return figure, body


class Body:
    """Where the parts of a top with bent sleeves are, as of its right half."""

    def __init__(self, length: float, neck: Point, half: float, sleeve: Line) -> None:
        self.length, self.neck, self.half, self.sleeve = length, neck, half, sleeve


def bent_sweater(chance: Chance) -> Figure:
    """Return a hoodie or a sweater, closed in front."""
    figure, body = bent_top(chance)
    if chance.maybe(0.6):
        _add_hood(figure, chance, body)
        if chance.maybe(0.75):  # the two strings
            x, down = chance.uniform(0.05, 0.1), chance.uniform(0.12, 0.3)
            for sign in (1, -1):
                figure.key([(sign * x, 0.2), (sign * x * chance.uniform(1.0, 1.3), 0.2 + down)])
        if chance.maybe(0.5):
            y, high = body.length * chance.uniform(0.58, 0.68), body.length * 0.2
            pocket = [(-0.16, y), (0.16, y), (0.28, y + high), (-0.28, y + high)]
            figure.key(pocket, closed=chance.maybe(0.7))
    else:
        _add_neck(figure, chance, body, chance.choice(("u", "u", "v", "band", "turtle")))
    return figure


def bent_jacket(chance: Chance) -> Figure:
    """Return a jacket or a coat: lapels, a collar, a hood or a deep V, closed by zip or buttons."""
    figure, body = bent_top(chance)
    kind = chance.choices(("lapels", "v", "collar", "hood"), (4, 4, 3, 2))[0]
    top = chance.uniform(0.1, 0.2)
    if kind == "lapels":
        top = body.length * chance.uniform(0.28, 0.5)
        x = body.neck[0]
        for sign in (1, -1):
            wing = [(x, 0.0), (x * 1.7, top * 0.45), (x * 1.25, top * 0.52), (0.0, top)]
            figure.key([(sign * px, py) for px, py in wing])
            if chance.maybe(0.6):
                figure.key([(sign * x, 0.0), (0.0, top)])
    elif kind == "v":
        top = body.length * chance.uniform(0.2, 0.5)
        figure.key([(-body.neck[0], 0.0), (0.0, top), body.neck])
        if chance.maybe(0.5):
            figure.key([(-body.neck[0] - 0.1, 0.03), (0.0, top + 0.12), (body.neck[0] + 0.1, 0.03)])
    elif kind == "collar":
        _add_collar(figure, chance, body)
    else:
        _add_hood(figure, chance, body)
    _add_front(figure, chance, body, top)
    if chance.maybe(0.5):
        y, out = body.length * chance.uniform(0.55, 0.75), chance.uniform(0.0, 0.12)
        for sign in (1, -1):
            x = sign * body.half
            figure.key([(x * 0.45, y), (x * 0.8, y - sign * out * sign)])
    return figure


def bent_shirt(chance: Chance) -> Figure:
    """Return a shirt with long bent sleeves: a pointed collar, a placket with buttons."""
    figure, body = bent_top(chance)
    _add_collar(figure, chance, body)
    if chance.maybe(0.75):
        figure.key([(0.0, 0.14), (0.0, body.length)])
    n, radius = chance.randint(3, 5), chance.uniform(0.015, 0.035)
    x = chance.choice((0.0, 0.0, 0.06))
    for k in range(n):
        y = 0.2 + (body.length - 0.25) * (k + 0.5) / n
        figure.key(arc((x, y), radius, radius, 0, 360, 6))
    if chance.maybe(0.4):
        x, y = body.half * 0.55, body.length * 0.36
        pocket = [(x - 0.09, y), (x + 0.09, y), (x + 0.09, y + 0.16), (x - 0.09, y + 0.16)]
        figure.key(pocket, closed=True)
    return figure


def _add_front(figure: Figure, chance: Chance, body: Body, top: float) -> None:
    kind = chance.choices(("line", "two", "buttons", "rows", "gap"), (4, 1.5, 3, 1.5, 1))[0]
    low = body.length
    if kind in ("line", "buttons"):
        figure.key([(0.0, top), (0.0, low)])
    elif kind in ("two", "gap"):
        x = 0.05 if kind == "two" else chance.uniform(0.06, 0.16)
        for sign in (1, -1):
            figure.key([(sign * x, top), (sign * x, low)])
    if kind in ("buttons", "rows"):
        n, radius = chance.randint(2, 4), chance.uniform(0.02, 0.04)
        for x in (-0.12, 0.12) if kind == "rows" else (chance.choice((0.09, -0.09)),):
            for k in range(n):
                y = top + (low - top) * (k + 0.6) / (n + 0.3)
                figure.key(arc((x, y), radius, radius, 0, 360, 6))


def _add_neck(figure: Figure, chance: Chance, body: Body, kind: str) -> None:
    left, right = (-body.neck[0], 0.0), body.neck
    if kind == "turtle":
        up = chance.uniform(0.08, 0.18)
        turtle = [left, (left[0], -up), (right[0], -up), right]
        figure.outline(turtle)
        figure.shape(turtle)
        figure.key([left, right])
        return
    curve = neck_curve(chance, right, left, "u" if kind == "band" else kind)
    figure.outline([left, right] if chance.maybe(0.3) else curve)
    figure.key(curve)
    if kind == "band" or chance.maybe(0.4):
        figure.key([(x * 1.3, y + 0.06) for x, y in curve])


def _add_collar(figure: Figure, chance: Chance, body: Body) -> None:
    """Add a collar of two leaves, and the edge behind the neck."""
    x, deep = body.neck[0], chance.uniform(0.14, 0.26)
    figure.outline([(-x, 0.0), (x, 0.0)])
    out = chance.uniform(0.6, 1.3)
    for sign in (1, -1):
        leaf = [(x, -0.02), (x * out, deep), (0.0, deep * chance.uniform(0.5, 0.8)), (x, -0.02)]
        figure.key([(sign * px, py) for px, py in leaf])


def _add_hood(figure: Figure, chance: Chance, body: Body) -> None:
    """Add a hood: lying around the neck like a V, or standing above it."""
    x = body.neck[0]
    if chance.maybe(0.5):  # lying
        up = chance.uniform(0.0, 0.08)
        figure.outline([(-x, 0.0), (-x * 0.6, -up), (x * 0.6, -up), (x, 0.0)])
        wide, deep = x * chance.uniform(1.0, 1.5), chance.uniform(0.18, 0.34)
        figure.key(rounded([(-wide, 0.04), (0.0, deep), (wide, 0.04)], chance.choice((0, 1))))
        if chance.maybe(0.5):
            figure.key([(0.0, deep), (0.0, deep * 0.4)])
        return
    high, wide = chance.uniform(0.3, 0.5), x * chance.uniform(1.0, 1.4)
    hood = arc((0.0, 0.03), wide, high, 180, 360, 8)
    figure.outline(hood)
    figure.shape(hood)
    figure.key(arc((0.0, 0.03), wide * 0.6, high * 0.65, 180, 360, 8))
    figure.key([(-wide * 0.6, 0.03), (0.0, 0.2), (wide * 0.6, 0.03)])
