"""Shoes from the side, as people draw them: sneaker, slipper, ankle boot."""

from fashion_gui.sketch.curves import Line, arc, between, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.boot_pairs import boots_from_the_front, side_by_side
from fashion_gui.synthetic.garments.fast_shoes import fast_shoe
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.low_shoes import (
    formal_shoe,
    high_top,
    running_shoe,
    shoe_at_an_angle,
)
from fashion_gui.synthetic.garments.sturdy_boots import chelsea_boot, hiking_boot


def sneaker(chance: Chance) -> Figure:
    """Return a low shoe from the side, toe to the right."""
    if chance.maybe(0.1):
        return fast_shoe(chance)
    if chance.maybe(0.22):
        figure = chance.choice((formal_shoe, running_shoe, high_top, shoe_at_an_angle))(chance)
        is_on_its_toe = chance.maybe(0.2)
        return figure.transformed(1.0, chance.uniform(25, 65)) if is_on_its_toe else figure
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
    """Return a boot from the side, toe to the right, or a pair of them."""
    if chance.maybe(0.05):
        return boots_from_the_front(chance)
    if chance.maybe(0.17):
        return chance.choice((hiking_boot, hiking_boot, chelsea_boot))(chance)
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
    return side_by_side(chance, figure) if chance.maybe(0.07) else figure


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
        """Return the lower edge from toe to heel, with or without a separate heel."""
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
