"""Clothes that are pulled over the head, as people draw them: T-shirt, tank top, pullover."""

from dataclasses import replace

from fashion_gui.synthetic.garments.bent_sleeves import bent_sweater
from fashion_gui.synthetic.garments.cut import Cut, cut_long_sleeved, cut_top
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.hanging import cut_bent, cut_hanging
from fashion_gui.synthetic.garments.sewing import sew_top
from fashion_gui.synthetic.garments.sleeveless import tank_top
from fashion_gui.synthetic.garments.trimmings import (
    cuffs,
    hem_line,
    kangaroo_pocket,
    print_on_chest,
    sleeve_lines,
)


def t_shirt(chance: Chance) -> Figure:
    """Return a T-shirt or a tank top: short sleeves or none, no collar."""
    if chance.maybe(0.1):
        return tank_top(chance)
    cut = _cut_short_sleeved(chance)
    figure, right, left = sew_top(chance, cut, chance.choice(("open", "line", "u", "v", "band")))
    if chance.maybe(0.15):
        sleeve_lines(figure, right, left, chance)
    if chance.maybe(0.22):
        print_on_chest(figure, chance, cut)
    if chance.maybe(0.06):
        hem_line(figure, right, left, chance)
    return figure


def _cut_short_sleeved(chance: Chance) -> Cut:
    """Return a cut with short sleeves: straight, bent, hanging down, or boxes at right angles."""
    kind = chance.choices(("straight", "bent", "hanging", "boxy"), (56, 26, 9, 9))[0]
    length = chance.uniform(0.75, 1.9)
    if kind == "bent":
        cut = cut_bent(chance, length=length, sleeve=(0.25, 0.8), cuff=chance.uniform(0.7, 1.25))
        drop = (1 - cut.elbow) * cut.sleeve  # hardly below the middle of the body
        return replace(cut, sleeve=cut.sleeve * min(1.0, 0.4 * length / drop))
    if kind == "hanging":
        return cut_hanging(chance, length=min(length, 1.6), sleeve=(0.2, 0.52))
    if kind == "boxy":
        cut = cut_top(
            chance,
            length=length,
            sleeve=chance.uniform(0.25, 0.68),
            angle=chance.uniform(-4, 8),
            sleeve_width=chance.uniform(0.22, 0.5),
            cuff=chance.uniform(0.9, 1.1),
        )
        return replace(cut, sleeve=cut.sleeve * cut.size, slope=cut.slope / 3)
    cut = cut_top(
        chance,
        length=length,
        sleeve=chance.uniform(0.15, 0.55),
        angle=chance.choice((chance.uniform(-8, 15), chance.uniform(10, 65))),
        sleeve_width=chance.uniform(0.2, 0.55),
        cuff=chance.uniform(0.7, 1.25),
    )
    if chance.maybe(0.5):
        cut = replace(cut, sleeve=chance.uniform(0.2, 0.68) * cut.size)
    return cut


def pullover(chance: Chance) -> Figure:
    """Return a pullover: long sleeves, closed in front."""
    if chance.maybe(0.1):
        return bent_sweater(chance)
    kind = chance.choices(("hanging", "bent", "straight"), (10, 12, 78))[0]
    length = chance.uniform(0.65, 1.4)
    if kind == "hanging":
        cut = cut_hanging(chance, length=max(length, 0.85))
    elif kind == "bent":
        cut = cut_bent(chance, length=length, sleeve=(0.9, 1.3), cuff=chance.uniform(0.5, 1.1))
    else:
        cut = cut_long_sleeved(chance, length=length)
        cut = replace(cut, sleeve=max(cut.sleeve, chance.uniform(0.63, 0.8) * cut.size))
    necks = ("open", "line", "u", "u", "v", "band", "band", "turtle", "hood")
    figure, right, left = sew_top(chance, cut, chance.choice(necks))
    if chance.maybe(0.3):
        cuffs(figure, right, left, chance)
    if chance.maybe(0.25):
        hem_line(figure, right, left, chance)
    if chance.maybe(0.18):
        sleeve_lines(figure, right, left, chance)
    if chance.maybe(0.25):
        print_on_chest(figure, chance, cut)
    if chance.maybe(0.06):
        kangaroo_pocket(figure, chance, cut)
    return figure
