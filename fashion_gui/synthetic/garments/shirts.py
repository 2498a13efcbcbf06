"""Shirts, as people draw them: buttoned shirts, polo shirts, blouses, folded ones."""

from fashion_gui.sketch.curves import arc, rounded
from fashion_gui.synthetic.garments.bent_sleeves import bent_shirt
from fashion_gui.synthetic.garments.cut import Cut, cut_long_sleeved, cut_top
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.folded_shirts import folded_shirt
from fashion_gui.synthetic.garments.hanging import cut_hanging
from fashion_gui.synthetic.garments.sewing import sew_top
from fashion_gui.synthetic.garments.sign_tops import sign_shirt
from fashion_gui.synthetic.garments.trimmings import buttons, cuffs, hem_line, pocket, sleeve_lines


def shirt(chance: Chance) -> Figure:
    """Return a shirt: a collar, a placket with buttons, sleeves of any length."""
    kinds = (buttoned_shirt, polo, blouse, folded_shirt, bent_shirt, sign_shirt)
    return chance.choices(kinds, (54, 13, 7, 10, 5, 11))[0](chance)


def buttoned_shirt(chance: Chance) -> Figure:
    """Return a shirt with a pointed collar and buttons from top to bottom, or nearly."""
    if chance.maybe(0.1):
        cut = cut_hanging(chance, length=chance.uniform(1.0, 1.5))
    elif chance.maybe(0.65):
        cut = _cut_short(chance)
    else:
        cut = cut_long_sleeved(chance, length=chance.uniform(0.9, 1.5))
    figure, right, left = sew_top(chance, cut, "collar")
    top, bottom = chance.uniform(0.08, 0.2), cut.length
    offset = chance.around(0, 0.01)
    kind = chance.random()
    if kind < 0.55:
        figure.key([(offset, top), (offset, bottom)])
        if chance.maybe(0.3):
            figure.detail([(offset + 0.09, top), (offset + 0.09, bottom)])
    elif kind < 0.75:  # buttoned at the top only
        bottom = top + chance.uniform(0.25, 0.5)
        figure.key([(offset, top), (offset, bottom)])
    buttons(figure, chance, offset + chance.choice((0.0, 0.05)), top, bottom, key=True)
    if chance.maybe(0.45):
        sides = (1, -1) if chance.maybe(0.3) else (chance.choice((1, -1)),)
        for side in sides:
            pocket(figure, chance, side * cut.chest * 0.25, cut.length * 0.32, 0.16)
    if chance.maybe(0.4):
        cuffs(figure, right, left, chance)
    return figure


def polo(chance: Chance) -> Figure:
    """Return a polo shirt: short sleeves, a collar, a short placket."""
    cut = _cut_short(chance)
    is_leafy = chance.maybe(0.4)
    figure, right, left = sew_top(chance, cut, "line" if is_leafy else "collar")
    if is_leafy:  # a collar of two round leaves
        x, low = cut.neck * chance.uniform(0.9, 1.3), chance.uniform(0.14, 0.28)
        for sign in (1, -1):
            leaf = [(x, -0.02), (x * 1.2, low * 0.7), (x * 0.7, low), (0.0, low * 0.4)]
            figure.key(rounded([(sign * px, py) for px, py in leaf], 1), closed=True)
    top, deep = chance.uniform(0.08, 0.16), chance.uniform(0.22, 0.45)
    half = chance.uniform(0.03, 0.08)
    if chance.maybe(0.6):
        box = [(-half, top), (-half, top + deep), (half, top + deep), (half, top)]
        figure.key(box)
    else:
        figure.key([(0.0, top), (0.0, top + deep)])
    for k in range(chance.randint(1, 3)):
        figure.dot((0.0, top + deep * (0.25 + 0.3 * k)), chance.uniform(0.01, 0.03))
    if chance.maybe(0.5):
        cuffs(figure, right, left, chance)
    if chance.maybe(0.2):
        sleeve_lines(figure, right, left, chance)
    if chance.maybe(0.25):
        pocket(figure, chance, cut.chest * 0.25, cut.length * 0.3, 0.15)
    if chance.maybe(0.15):
        for y in (0.45, 0.6, 0.75):
            figure.detail([(-cut.chest / 2, cut.length * y), (cut.chest / 2, cut.length * y)])
    return figure


def blouse(chance: Chance) -> Figure:
    """Return a blouse: narrow at the waist, with a bow, a round collar, ruffles or puffed cuffs."""
    length = chance.uniform(0.9, 1.4)
    is_long = chance.maybe(0.6)
    cut = Cut(
        length=length,
        chest=chance.uniform(0.75, 1.0),
        neck=chance.uniform(0.12, 0.22),
        slope=chance.uniform(0.03, 0.12),
        sleeve=chance.uniform(0.7, 1.0) if is_long else chance.uniform(0.25, 0.4),
        sleeve_angle=chance.uniform(45, 80) if is_long else chance.uniform(25, 60),
        sleeve_width=chance.uniform(0.22, 0.34),
        cuff=chance.uniform(0.9, 1.6),
        waist=chance.uniform(0.55, 0.75),
        hem=chance.uniform(0.75, 1.05),
    )
    figure, right, left = sew_top(chance, cut, chance.choice(("collar", "v", "u")))
    kind = chance.choice(("bow", "round", "ruffles", "plain"))
    if kind == "bow":
        size = chance.uniform(0.1, 0.2)
        for sign in (1, -1):
            loop = arc((sign * size, 0.1), size, size * 0.6, 0, 360, 8)
            figure.key(loop)
            figure.detail([(0.0, 0.1), (sign * size * 0.8, 0.1 + size * 2.2)])
    elif kind == "round":
        for sign in (1, -1):
            half = [(0.02, 0.06), (0.04, 0.24), (0.2, 0.26), (0.26, 0.06)]
            figure.key(rounded([(sign * x, y) for x, y in half], 2))
    elif kind == "ruffles":
        for y in (0.16, 0.3, 0.44):
            wave = [(0.03 * k - 0.12, y + (0.05 if k % 2 else 0.0)) for k in range(9)]
            figure.detail(wave)
    figure.key([(0.0, 0.2), (0.0, length)])
    buttons(figure, chance, 0.0, 0.25, length, key=chance.maybe(0.7))
    if is_long or chance.maybe(0.3):
        cuffs(figure, right, left, chance)
    if chance.maybe(0.3):
        hem_line(figure, right, left, chance)
    return figure


def _cut_short(chance: Chance) -> Cut:
    return cut_top(
        chance,
        length=chance.uniform(0.9, 1.6),
        sleeve=chance.uniform(0.18, 0.4),
        angle=chance.uniform(5, 65),
        sleeve_width=chance.uniform(0.22, 0.4),
        cuff=chance.uniform(0.8, 1.2),
    )
