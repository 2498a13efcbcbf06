"""Clothes that are pulled over the head, as people draw them: T-shirt, tank top, pullover."""

from fashion_gui.synthetic.garments.bent_sleeves import bent_sweater
from fashion_gui.synthetic.garments.cut import cut_long_sleeved, cut_top
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.hanging import cut_hanging
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
    cut = cut_top(
        chance,
        length=chance.uniform(0.75, 1.9),
        sleeve=chance.uniform(0.15, 0.55),
        angle=chance.choice((chance.uniform(-8, 15), chance.uniform(10, 65))),
        sleeve_width=chance.uniform(0.2, 0.55),
        cuff=chance.uniform(0.7, 1.25),
    )
    figure, right, left = sew_top(chance, cut, chance.choice(("open", "line", "u", "v", "band")))
    if chance.maybe(0.15):
        sleeve_lines(figure, right, left, chance)
    if chance.maybe(0.22):
        print_on_chest(figure, chance, cut)
    if chance.maybe(0.06):
        hem_line(figure, right, left, chance)
    return figure


def pullover(chance: Chance) -> Figure:
    """Return a pullover: long sleeves, closed in front."""
    if chance.maybe(0.12):
        return bent_sweater(chance)
    if chance.maybe(0.1):
        cut = cut_hanging(chance, length=chance.uniform(0.85, 1.3))
    else:
        cut = cut_long_sleeved(chance, length=chance.uniform(0.65, 1.4))
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
