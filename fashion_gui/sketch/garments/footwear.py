"""What goes on feet, as people draw it: sandal, sneaker, ankle boot."""

from fashion_gui.sketch.garments.figure import Chance, Figure, Line, arc, between, rounded
from fashion_gui.sketch.raster import Point


def sandal(chance: Chance) -> Figure:
    """Return a sandal: from above, alone or as a pair, or from the side."""
    if chance.maybe(0.17):
        return _sandal_from_the_side(chance)
    one = _sandal_at_an_angle(chance) if chance.maybe(0.12) else _sandal_from_above(chance)
    is_bare = len(one.outlines) == 1
    if chance.maybe(0.9 if is_bare else 0.45):
        one.add(_other_of_pair(chance, one))
    turn = chance.choice((0.0, chance.uniform(-25, 25), chance.uniform(-110, 110)))
    return one.transformed(1.0, turn)


def sneaker(chance: Chance) -> Figure:
    """Return a low shoe from the side, toe to the right."""
    if chance.maybe(0.22):
        return _slipper(chance)
    height = chance.uniform(0.24, 0.62)
    opening = chance.uniform(0.25, 0.65 if height < 0.4 else 0.5)
    profile = _Profile(
        toe=chance.choice((chance.uniform(0.1, 0.26), chance.uniform(0.18, 0.36))),
        throat=(opening, height * chance.uniform(0.8, 1.1)),
        heel=(chance.uniform(-0.04, 0.06), height * chance.uniform(0.85, 1.25)),
        chance=chance,
    )
    figure = profile.figure()
    if chance.maybe(0.55):
        profile.add_sole(figure)
    if chance.maybe(0.5):
        profile.add_laces(figure)
    if chance.maybe(0.25):
        profile.add_toe_cap(figure)
    if chance.maybe(0.25):
        profile.add_stripes(figure)
    if chance.maybe(0.3):
        profile.add_opening(figure)
    if chance.maybe(0.06):
        figure.add(
            figure.transformed(
                chance.uniform(0.9, 1.0), 0, (chance.uniform(0.1, 0.5), chance.uniform(-0.35, 0.35))
            )
        )
    return figure


def _slipper(chance: Chance) -> Figure:
    """Return a low shoe in one smooth line: a dip behind the toes, perhaps a bow on them."""
    figure = Figure()
    toe, dip = chance.uniform(0.16, 0.4), chance.uniform(0.06, 0.22)
    heel = chance.uniform(0.12, 0.42)
    line = [
        *((0.02, 0.0), (-0.04, -heel * 0.5), (chance.uniform(-0.03, 0.06), -heel)),
        *((chance.uniform(0.15, 0.3), -min(dip, heel)), (chance.uniform(0.4, 0.55), -dip)),
        *((chance.uniform(0.6, 0.7), -toe), (0.88, -toe), (1.02, -toe * 0.45), (0.97, 0.0)),
    ]
    outline = rounded(line, chance.choice((1, 2, 2)), closed=True)
    figure.shape(outline)
    start = chance.randrange(len(outline))
    figure.outline([*outline[start:], *outline[: start + 1]])
    if chance.maybe(0.35):
        _add_bow(figure, chance, (chance.uniform(0.5, 0.72), -toe * 0.95))
    if chance.maybe(0.3):  # the opening, seen a little from above
        middle, half = chance.uniform(0.2, 0.35), chance.uniform(0.15, 0.28)
        figure.detail(arc((middle, -dip), half, chance.uniform(0.04, 0.12), 0, 360, 10))
    if chance.maybe(0.35):
        height = chance.uniform(0.04, 0.1)
        figure.detail([(0.0, -height), (1.0, -height)])
    return figure


def _add_bow(figure: Figure, chance: Chance, knot: Point) -> None:
    """Add two loops and, often, two ends that hang down."""
    size, turn = chance.uniform(0.08, 0.2), chance.uniform(-25, 25)
    bow = Figure()
    for sign in (1, -1):
        bow.detail(
            arc((sign * size, -size * 0.3), size, size * chance.uniform(0.4, 0.8), 0, 360, 8)
        )
        if chance.maybe(0.5):
            bow.detail([(0.0, 0.0), (sign * size * 0.8, size * chance.uniform(0.6, 1.2))])
    figure.add(bow.transformed(1.0, turn, knot))


def ankle_boot(chance: Chance) -> Figure:
    """Return a boot from the side, toe to the right."""
    height = chance.uniform(0.72, 1.5)
    width = chance.uniform(0.32, 0.55)
    profile = _Profile(
        toe=chance.uniform(0.1, 0.28),
        throat=(width + chance.uniform(-0.05, 0.1), height * chance.around(1, 0.03)),
        heel=(chance.uniform(-0.06, 0.08), height * chance.around(1, 0.03)),
        chance=chance,
        ankle=chance.uniform(0.32, 0.48),
        raised=chance.choice((0.0, 0.0, chance.uniform(0.08, 0.35))),
    )
    figure = profile.figure()
    if chance.maybe(0.45):
        profile.add_sole(figure)
    if chance.maybe(0.35):
        profile.add_laces(figure)
    if chance.maybe(0.15):
        profile.add_toe_cap(figure)
    if chance.maybe(0.35):
        profile.add_trim(figure)
    if chance.maybe(0.15):
        x = between(profile.heel, profile.throat, 0.5)[0]
        figure.detail([(x, -profile.heel[1] * 0.95), (x, -0.15)])
    if chance.maybe(0.25):
        profile.add_opening(figure)
    return figure


class _Profile:
    """A shoe from the side: its sole from (0, 0) to (1, 0), heights upwards."""

    def __init__(
        self,
        *,
        toe: float,
        throat: Point,
        heel: Point,
        chance: Chance,
        ankle: float | None = None,
        raised: float = 0.0,
    ) -> None:
        self.toe, self.throat, self.heel = toe, throat, heel
        self._chance, self._ankle, self._raised = chance, ankle, raised
        self._bend = chance.uniform(0.0, 0.5)

    def figure(self) -> Figure:
        """Draw the outline."""
        chance = self._chance
        upper, sole, top = self._upper(), self._sole(), self._top_edge()
        times = chance.choice((0, 1, 1, 2, 2))
        figure = Figure()
        back = self._back()
        figure.shape([*rounded(upper, times), *sole, *back])
        if chance.maybe(0.55):
            line = [*top, *rounded(upper, times), *sole, *back, top[0]]
            start = chance.randrange(len(line))
            figure.outline([*line[start:], *line[1 : start + 1]] if start else line)
        else:
            figure.outline(rounded(upper, times))
            figure.outline([upper[-1], *sole, *back])
            if chance.maybe(0.8):
                figure.outline(top)
        return figure

    def _upper(self) -> Line:
        """Return the edge from the throat down over the instep to the toe's tip."""
        chance = self._chance
        tip = (1.0, -self.toe * chance.uniform(0.2, 0.5))
        over_toe = (chance.uniform(0.86, 0.97), -self.toe)
        ball = (chance.uniform(0.62, 0.75), -self.toe * chance.uniform(1.0, 1.35))
        start = (self.throat[0], -self.throat[1])
        if self._ankle is not None:
            instep = (
                start[0] + chance.uniform(-0.02, 0.1),
                -self._ankle * chance.uniform(0.85, 1.15),
            )
            return [start, instep, ball, over_toe, tip, (chance.uniform(0.96, 1.0), 0.0)]
        if chance.maybe(0.3):  # a step, as of a plain L
            corner = (start[0] + 0.02, -self.toe * chance.uniform(1.0, 1.3))
            return [start, corner, over_toe, tip, (0.98, 0.0)]
        return [start, ball, over_toe, tip, (chance.uniform(0.96, 1.0), 0.0)]

    def _sole(self) -> Line:
        """Return the lower edge from toe to heel, with a heel of its own or without."""
        chance, raised = self._chance, self._raised
        if raised:
            width = chance.uniform(0.12, 0.34)
            arch = (width + chance.uniform(0.05, 0.15), -raised * 0.2)
            return [
                (0.6, 0.0),
                arch,
                (width, -raised * 0.4),
                (width * 0.9, raised * 0.5),
                (0.0, raised * 0.5),
            ]
        if chance.maybe(0.2):
            return rounded([(0.97, 0.0), (0.5, -chance.uniform(0.02, 0.1)), (0.0, 0.0)], 2)
        return [(0.97, 0.0), (chance.uniform(-0.02, 0.03), 0.0)]

    def _back(self) -> Line:
        bulge = self._chance.uniform(-0.06, 0.04)
        top = (self.heel[0], -self.heel[1])
        return [(bulge, top[1] * 0.4), top]

    def _top_edge(self) -> Line:
        """Return the edge of the opening, from heel to throat."""
        heel, throat = (self.heel[0], -self.heel[1]), (self.throat[0], -self.throat[1])
        dip = abs(self._chance.around(0, 0.08))
        middle = between(heel, throat, self._chance.uniform(0.35, 0.65))
        return rounded([heel, (middle[0], middle[1] + dip), throat], self._chance.choice((0, 1, 2)))

    def add_sole(self, figure: Figure) -> None:
        height = self._chance.uniform(0.05, 0.14)
        figure.detail([(-0.02, -height), (0.5, -height * 0.9), (1.0, -height)])
        if self._chance.maybe(0.2):
            for k in range(1, 10):
                figure.detail([(k / 10, 0), (k / 10, -height)])

    def add_laces(self, figure: Figure) -> None:
        chance = self._chance
        start = (self.throat[0], -self.throat[1] * 0.95)
        if self._ankle is not None:
            stop = (self.throat[0] + 0.1, -self._ankle)
        else:
            stop = (chance.uniform(0.6, 0.75), -self.toe * 1.25)
        n = chance.randint(2, 5)
        length, crossed = chance.uniform(0.08, 0.18), chance.maybe(0.4)
        lean = chance.uniform(-0.1, 0.06)
        for k in range(n):
            x, y = between(start, stop, (k + 0.4) / n)
            figure.detail([(x, y), (x - length, y + length * 0.4 + lean)])
            if crossed:
                figure.detail([(x - length, y - 0.02), (x, y + length * 0.4)])
        if chance.maybe(0.35):
            _add_bow(figure, chance, start)
        elif chance.maybe(0.3):
            shift = (start[0] - length, start[1] + length * 0.3)
            figure.detail([shift, (stop[0] - length, stop[1] + length * 0.5)])

    def add_toe_cap(self, figure: Figure) -> None:
        x = self._chance.uniform(0.7, 0.85)
        cap = [
            (x, -self.toe * 1.15),
            (x - self._chance.uniform(-0.05, 0.08), -self.toe * 0.5),
            (x, 0.0),
        ]
        figure.detail(rounded(cap, 1))

    def add_stripes(self, figure: Figure) -> None:
        chance = self._chance
        x, width = chance.uniform(0.3, 0.45), chance.uniform(0.05, 0.1)
        if chance.maybe(0.4):
            swoosh = [(0.2, -self.heel[1] * 0.45), (0.35, -0.1), (0.75, -self.toe * 0.9)]
            figure.detail(rounded(swoosh, 2))
            return
        lean = chance.uniform(-0.15, 0.2)
        for k in range(chance.randint(1, 3)):
            figure.detail([(x + k * width, -0.08), (x + k * width + lean, -self.throat[1] * 0.75)])

    def add_trim(self, figure: Figure) -> None:
        down = self._chance.uniform(0.08, 0.2)
        figure.detail(
            [(self.heel[0], -self.heel[1] + down), (self.throat[0], -self.throat[1] + down)]
        )

    def add_opening(self, figure: Figure) -> None:
        heel, throat = (self.heel[0], -self.heel[1]), (self.throat[0], -self.throat[1])
        middle = between(heel, throat, 0.5)
        height = self._chance.uniform(0.04, 0.1)
        figure.detail(arc(middle, abs(throat[0] - heel[0]) / 2, height, 0, 360, 10))


def _sandal_from_above(chance: Chance) -> Figure:
    """Draw a sole with its toes up, one unit long, and what holds the foot."""
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
    """Return a closed outline between an egg and the print of a foot."""
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
    """Return the second one beside the first: mirrored, or drawn anew."""
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
