"""Shirts and coats as on signs: both sides alike, few bold details, some cut out whole."""

from math import cos, radians, sin

from fashion_gui.sketch.curves import Line, arc, between, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure


def sign_shirt(chance: Chance) -> Figure:
    """Return a shirt with a large collar and a placket, its sleeves short or long."""
    is_long = chance.maybe(0.35)
    length = chance.uniform(0.95, 1.4)
    top = _Top(
        chance,
        length=length,
        half=chance.uniform(0.34, 0.5),
        neck=chance.uniform(0.14, 0.25),
        sleeve=length * chance.uniform(0.65, 0.95) if is_long else chance.uniform(0.24, 0.42),
        angle=chance.uniform(50, 86) if is_long else chance.uniform(20, 62),
    )
    low = _add_leaves(top.figure, chance, top.neck)
    _add_placket(top.figure, chance, low, length)
    if chance.maybe(0.5):
        sides = (1, -1) if chance.maybe(0.4) else (chance.choice((1, -1)),)
        x, y, size = top.half * 0.52, length * chance.uniform(0.32, 0.42), chance.uniform(0.14, 0.2)
        for side in sides:
            _add_box(top.figure, (side * x, y), size, size * chance.uniform(0.3, 1.1))
    if chance.maybe(0.35):
        top.add_cuffs(chance.uniform(0.1, 0.25))
    return top.figure


def sign_coat(chance: Chance) -> Figure:
    """Return a coat or a jacket with lapels, a collar or a hood, closed or open in front."""
    length = chance.choice((chance.uniform(0.9, 1.2), chance.uniform(1.3, 1.9)))
    top = _Top(
        chance,
        length=length,
        half=chance.uniform(0.34, 0.48),
        neck=chance.uniform(0.12, 0.22),
        sleeve=chance.uniform(0.75, 1.05) * min(length, 1.25),
        angle=chance.uniform(58, 87),
    )
    figure, low = top.figure, chance.uniform(0.16, 0.3)
    kind = chance.choices(("lapels", "leaves", "deep", "hood"), (5, 3, 2, 2))[0]
    if kind == "lapels":
        low = length * chance.uniform(0.25, 0.48)
        _add_lapels(figure, chance, top.neck, low)
    elif kind == "leaves":
        low = _add_leaves(figure, chance, top.neck)
    elif kind == "deep":
        low = length * chance.uniform(0.2, 0.42)
        figure.hole([(-top.neck, 0.0), (0.0, low), (top.neck, 0.0)])
    else:
        wide, high = top.neck * chance.uniform(1.0, 1.5), chance.uniform(0.26, 0.46)
        hood = arc((0.0, 0.04), wide, high, 180, 360, 8)
        figure.shape(hood)
        figure.outline(hood)
        figure.hole(arc((0.0, 0.02), wide * 0.62, high * 0.66, 180, 360, 8))
    _add_front(figure, chance, low, length)
    if chance.maybe(0.55):
        x, y = top.half * 0.58, length * chance.uniform(0.56, 0.7)
        is_box, size, slant = chance.maybe(0.4), chance.uniform(0.14, 0.24), chance.uniform(0, 0.14)
        for side in (1, -1):
            if is_box:
                _add_box(figure, (side * x, y), size, size * 0.5)
            else:
                figure.key([(side * (x - size / 2), y), (side * (x + size / 2), y + slant)])
    if chance.maybe(0.25):
        y, high = length * chance.uniform(0.42, 0.54), chance.uniform(0.07, 0.13)
        for dy in (0.0, high):
            figure.key([(-top.half, y + dy), (top.half, y + dy)])
    if chance.maybe(0.4):
        top.add_cuffs(chance.uniform(0.08, 0.2))
    return figure


class _Top:
    """The figure of a top with sleeves, both sides alike, and the measures that details need."""

    def __init__(
        self,
        chance: Chance,
        *,
        length: float,
        half: float,
        neck: float,
        sleeve: float,
        angle: float,
    ) -> None:
        self.half, self.neck = half, neck
        along = (cos(radians(angle)), sin(radians(angle)))
        wide = chance.uniform(0.2, 0.3)
        shoulder: Point = (half * chance.uniform(0.92, 1.08), chance.uniform(0.05, 0.16))
        out: Point = (shoulder[0] + sleeve * along[0], shoulder[1] + sleeve * along[1])
        inner: Point = (out[0] - wide * along[1], out[1] + wide * along[0])
        armpit: Point = (half, shoulder[1] + wide / max(along[0], 0.6) + chance.uniform(0.0, 0.1))
        if inner[0] < half + 0.01:
            inner = (half + 0.01, inner[1])
        self._sleeve = (shoulder, out, inner, armpit)
        hem: Point = (half * chance.uniform(0.9, 1.15), length)
        side = rounded([(neck, 0.0), *self._sleeve, hem], chance.choice((0, 0, 1, 1, 2)))
        bottom: Line = [mirrored(side)[-1], side[-1]]
        if chance.maybe(0.2):  # the tails of a shirt
            bottom = rounded([bottom[0], (0.0, length + chance.uniform(0.05, 0.2)), bottom[1]], 2)
        self.figure = Figure()
        self.figure.shape([*side, *reversed(bottom), *reversed(mirrored(side))])
        for line in (side, mirrored(side), bottom):
            self.figure.outline(line)
        if chance.maybe(0.35):
            self._add_pair([armpit, between((neck, 0.0), shoulder, chance.uniform(0.6, 1.0))])

    def add_cuffs(self, share: float) -> None:
        """Add a line across the end of each sleeve."""
        shoulder, out, inner, armpit = self._sleeve
        self._add_pair([between(out, shoulder, share), between(inner, armpit, share)])

    def _add_pair(self, line: Line) -> None:
        self.figure.key(line)
        self.figure.key(mirrored(line))


def _add_leaves(figure: Figure, chance: Chance, neck: float) -> float:
    """Add the two leaves of a collar, perhaps above the neck; return where they meet."""
    up, meet = chance.choice((0.0, 0.0, chance.uniform(0.05, 0.12))), chance.uniform(0.1, 0.22)
    tip: Point = (neck * chance.uniform(0.6, 1.35), meet + chance.uniform(0.03, 0.16))
    figure.outline([(-neck, 0.0), (-neck * 0.9, -up), (neck * 0.9, -up), (neck, 0.0)])
    if up:
        figure.shape([(-neck, 0.0), (-neck * 0.9, -up), (neck * 0.9, -up), (neck, 0.0)])
    leaf: Line = [(neck * 0.9, -up), (neck * 1.05, 0.02), tip, (0.0, meet)]
    is_light = chance.maybe(0.25)
    for line in (leaf, mirrored(leaf)):
        if is_light:
            figure.hole(line)
        else:
            figure.key(line, closed=True)
    if not is_light and chance.maybe(0.45):  # the open neck between them
        figure.hole([(-neck * 0.8, -up), (0.0, meet), (neck * 0.8, -up)])
    return meet


def _add_lapels(figure: Figure, chance: Chance, neck: float, low: float) -> None:
    """Add two lapels with a notch, which meet at a height, and the opening between them."""
    wide, notch = neck * chance.uniform(1.3, 1.9), low * chance.uniform(0.35, 0.6)
    wing: Line = [(neck, 0.0), (wide, notch * 0.9), (wide * 0.8, notch), (wide, notch * 1.15)]
    wing.append((0.0, low))
    for line in (wing, mirrored(wing)):
        figure.key(line)
    if chance.maybe(0.6):
        figure.hole([(-neck * 0.8, 0.0), (0.0, low), (neck * 0.8, 0.0)])
    else:
        figure.outline([(-neck, 0.0), (neck, 0.0)])


def _add_placket(figure: Figure, chance: Chance, top: float, low: float) -> None:
    """Add the front of a shirt: a line or a band, with or without buttons, or buttons alone."""
    kind = chance.choices(("line", "band", "buttons", "short"), (4, 3, 3, 1.5))[0]
    if kind == "short":
        low = top + (low - top) * chance.uniform(0.3, 0.5)
    x = chance.uniform(0.05, 0.09)
    if kind == "band":
        for sign in (1, -1):
            figure.key([(sign * x, top), (sign * x, low)])
    elif kind != "buttons":
        figure.key([(0.0, top), (0.0, low)])
    if kind == "buttons" or chance.maybe(0.5):
        at = chance.choice((0.0, x)) if kind == "line" else 0.0
        _add_buttons(figure, at, (top, low), chance.randint(2, 5), chance.uniform(0.015, 0.035))


def _add_front(figure: Figure, chance: Chance, top: float, low: float) -> None:
    """Add the front of a coat: a line, two, a gap that widens below, one or two rows of buttons."""
    kind = chance.choices(("line", "two", "gap", "rows"), (6, 1.5, 2, 2))[0]
    if kind == "line":
        figure.key([(0.0, top), (0.0, low)])
    elif kind == "gap":
        x = chance.uniform(0.04, 0.16)
        figure.hole([(-0.01, top), (-x, low + 0.02), (x, low + 0.02), (0.01, top)])
        return
    elif kind == "two":
        for x in (-0.05, 0.05):
            figure.key([(x, top), (x, low)])
    if kind == "rows" or chance.maybe(0.55):
        n, radius = chance.randint(2, 5), chance.uniform(0.02, 0.04)
        for x in (-0.12, 0.12) if kind == "rows" else (chance.choice((-0.1, 0.1)),):
            _add_buttons(figure, x, (top, low), n, radius)


def _add_buttons(
    figure: Figure, x: float, ends: tuple[float, float], n: int, radius: float
) -> None:
    for k in range(n):
        y = ends[0] + (ends[1] - ends[0]) * (k + 0.6) / (n + 0.2)
        figure.key(arc((x, y), radius, radius, 0, 360, 6))


def _add_box(figure: Figure, middle: Point, wide: float, high: float) -> None:
    """Add a pocket below a height."""
    (x, y), half = middle, wide / 2
    box = [(x - half, y), (x + half, y), (x + half, y + high), (x - half, y + high)]
    figure.key(box, closed=True)
