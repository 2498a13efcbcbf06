"""Coats and jackets, as people draw them: plain, with fur, a belt, a hood, toggles."""

from fashion_gui.sketch.curves import Line, arc, between, mirrored, rounded
from fashion_gui.synthetic.garments.bent_sleeves import bent_jacket
from fashion_gui.synthetic.garments.cut import Cut, Side, cut_long_sleeved
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.hanging import cut_bent, cut_hanging
from fashion_gui.synthetic.garments.sewing import sew_top
from fashion_gui.synthetic.garments.sign_tops import sign_coat
from fashion_gui.synthetic.garments.trimmings import (
    buttons,
    cuffs,
    hem_line,
    pocket,
    pockets,
    sleeve_lines,
)


def coat(chance: Chance) -> Figure:
    """Return a coat or a jacket: long sleeves, open or closed in front."""
    if chance.maybe(0.1):
        return bent_jacket(chance)
    if chance.maybe(0.11):
        return sign_coat(chance)
    return _outfitted(chance) if chance.maybe(0.2) else _plain(chance)


def _plain(chance: Chance) -> Figure:
    """Return a coat in a few lines."""
    length = chance.choice((0.8, 1.0, 1.6)) * chance.uniform(0.8, 1.2)
    if chance.maybe(0.15):
        cut = cut_bent(chance, length=length, sleeve=(0.5, 1.1), cuff=chance.uniform(0.7, 1.6))
    else:
        cut = cut_long_sleeved(chance, length=length, shortest=0.36)
    necks = ("open", "open", "open", "line", "u", "v", "v", "turtle", "hood", "lapels", "collar")
    figure, right, left = sew_top(
        chance, cut, chance.choice(necks), opening=chance.uniform(0.05, 0.5), front=True
    )
    if chance.maybe(0.3):
        pockets(figure, chance, cut)
    if chance.maybe(0.15):
        cuffs(figure, right, left, chance)
    if chance.maybe(0.1):
        y = cut.length * chance.uniform(0.4, 0.6)
        for dy in (0, 0.08) if chance.maybe(0.5) else (0,):
            figure.detail([(-cut.waist / 2, y + dy), (cut.waist / 2, y + dy)])
    if chance.maybe(0.15):
        sleeve_lines(figure, right, left, chance)
    if chance.maybe(0.1):
        hem_line(figure, right, left, chance)
    return figure


def _outfitted(chance: Chance) -> Figure:
    """Return a coat with typical details: a hood or lapels, a belt, fur, toggles, pockets."""
    length = chance.choice((chance.uniform(0.9, 1.25), chance.uniform(1.3, 2.1)))
    is_hanging = chance.maybe(0.5)
    cut = (
        cut_hanging(chance, length=length)
        if is_hanging
        else cut_long_sleeved(chance, length=length)
    )
    neck = chance.choices(("lapels", "hood", "collar", "turtle", "fur"), (4, 3, 1.5, 1, 2))[0]
    figure, right, left = sew_top(
        chance, cut, "u" if neck == "fur" else neck, opening=chance.uniform(0.08, 0.35), front=True
    )
    if neck == "fur":
        _add_fur(figure, chance, (0.0, 0.02), cut.neck * chance.uniform(1.2, 1.9))
    if chance.maybe(0.4):
        _add_belt(figure, chance, cut)
    kind = chance.choice(("rows", "toggles", "quilted", "pockets", "pockets", "none"))
    if kind == "rows":  # double-breasted
        for x in (-0.11, 0.11):
            buttons(figure, chance, x, length * 0.3, length * 0.8, key=True)
    elif kind == "toggles":
        for k in range(chance.randint(2, 4)):
            y = length * (0.25 + 0.18 * k)
            figure.key([(-0.12, y), (0.12, y)])
    elif kind == "quilted":
        n = chance.randint(2, 5)
        for k in range(1, n + 1):
            y = length * (0.15 + 0.8 * k / (n + 1))
            figure.detail([(-cut.waist / 2, y), (cut.waist / 2, y)])
    elif kind == "pockets":
        for sign in (1, -1):
            pocket(
                figure, chance, sign * cut.chest * 0.27, length * 0.62, chance.uniform(0.16, 0.26)
            )
    if chance.maybe(0.25):
        _add_fur_at_edges(figure, chance, right, left)
    elif chance.maybe(0.4):
        cuffs(figure, right, left, chance)
    return figure


def _add_belt(figure: Figure, chance: Chance, cut: Cut) -> None:
    y, high = cut.length * chance.uniform(0.38, 0.55), chance.uniform(0.06, 0.12)
    half = cut.waist / 2
    for dy in (0.0, high):
        figure.key([(-half, y + dy), (half, y + dy)])
    if chance.maybe(0.6):
        size = high * 0.8
        buckle = [(-size, y - 0.02), (size, y - 0.02), (size, y + high), (-size, y + high)]
        figure.key(buckle, closed=True)
    if chance.maybe(0.3):  # tied, with its ends hanging down
        figure.detail([(0.0, y + high), (0.1, y + high + 0.25)])
        figure.detail([(0.0, y + high), (-0.06, y + high + 0.22)])


def _add_fur(figure: Figure, chance: Chance, middle: tuple[float, float], radius: float) -> None:
    """Add a bushy collar."""
    ring = arc(middle, radius, radius * chance.uniform(0.5, 0.9), 0, 360, 14)[:-1]
    bushy = [
        (middle[0] + (x - middle[0]) * f, middle[1] + (y - middle[1]) * f)
        for k, (x, y) in enumerate(ring)
        for f in ((1.2 if k % 2 else 0.95),)
    ]
    figure.outline(rounded(bushy, chance.choice((0, 1)), closed=True), closed=True)


def _add_fur_at_edges(figure: Figure, chance: Chance, right: Side, left: Side) -> None:
    """Add zigzags above the hem and at the ends of the sleeves."""
    hem = [(-left.hem[0], left.hem[1] - 0.09), (right.hem[0], right.hem[1] - 0.09)]
    figure.key(_zigzag(hem, chance.randint(8, 14)))
    for side, flip in ((right, False), (left, True)):
        share = chance.uniform(0.12, 0.2)
        line = [
            between(side.cuff_out, side.shoulder, share),
            between(side.cuff_in, side.armpit, share),
        ]
        zigzag = _zigzag(line, 4)
        figure.key(mirrored(zigzag) if flip else zigzag)


def _zigzag(ends: Line, n: int) -> Line:
    points = [between(ends[0], ends[1], k / n) for k in range(n + 1)]
    return [(x, y + (0.04 if k % 2 else -0.02)) for k, (x, y) in enumerate(points)]
