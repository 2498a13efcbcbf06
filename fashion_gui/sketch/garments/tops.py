"""Clothes with sleeves, as people draw them: T-shirt, pullover, coat, shirt."""

from fashion_gui.sketch.garments.cut import Cut, Side, cut_long_sleeved, cut_top
from fashion_gui.sketch.garments.figure import Chance, Figure, Line, mirrored, rounded
from fashion_gui.sketch.garments.trimmings import (
    buttons,
    closed_front,
    cuffs,
    draw_neck,
    hem_curve,
    hem_line,
    kangaroo_pocket,
    open_front,
    pocket,
    pockets,
    print_on_chest,
    sleeve_lines,
)


def t_shirt(chance: Chance) -> Figure:
    """Return a T-shirt: short sleeves, no collar."""
    cut = cut_top(
        chance,
        length=chance.uniform(0.75, 1.9),
        sleeve=chance.uniform(0.15, 0.55),
        angle=chance.choice((chance.uniform(-8, 15), chance.uniform(10, 65))),
        sleeve_width=chance.uniform(0.2, 0.55),
        cuff=chance.uniform(0.7, 1.25),
    )
    figure, right, left = _top(chance, cut, chance.choice(("open", "line", "u", "v", "band")))
    if chance.maybe(0.15):
        sleeve_lines(figure, right, left, chance)
    if chance.maybe(0.22):
        print_on_chest(figure, chance, cut)
    if chance.maybe(0.06):
        hem_line(figure, right, left, chance)
    return figure


def pullover(chance: Chance) -> Figure:
    """Return a pullover: long sleeves, closed in front."""
    cut = cut_long_sleeved(chance, length=chance.uniform(0.65, 1.4))
    necks = ("open", "line", "u", "u", "v", "band", "band", "turtle", "hood")
    figure, right, left = _top(chance, cut, chance.choice(necks))
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


def coat(chance: Chance) -> Figure:
    """Return a coat or a jacket: long sleeves, open or buttoned in front."""
    length = chance.choice((0.8, 1.0, 1.6)) * chance.uniform(0.8, 1.2)
    cut = cut_long_sleeved(chance, length=length, shortest=0.36)
    necks = ("open", "open", "open", "line", "u", "v", "v", "turtle", "hood", "lapels", "collar")
    figure, right, left = _top(
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


def shirt(chance: Chance) -> Figure:
    """Return a shirt: a pointed collar, a placket with buttons, sleeves of any length."""
    if chance.maybe(0.7):
        cut = cut_top(
            chance,
            length=chance.uniform(0.9, 1.6),
            sleeve=chance.uniform(0.18, 0.4),
            angle=chance.uniform(5, 65),
            sleeve_width=chance.uniform(0.22, 0.4),
            cuff=chance.uniform(0.8, 1.2),
        )
    else:
        cut = cut_long_sleeved(chance, length=chance.uniform(0.9, 1.5))
    figure, right, left = _top(chance, cut, "collar")
    top, bottom = chance.uniform(0.08, 0.2), cut.length
    offset = chance.around(0, 0.01)
    kind = chance.random()
    if kind < 0.55:
        figure.outline([(offset, top), (offset, bottom)])
        if chance.maybe(0.3):
            figure.detail([(offset + 0.09, top), (offset + 0.09, bottom)])
    elif kind < 0.75:  # buttoned at the top only
        bottom = top + chance.uniform(0.25, 0.5)
        figure.outline([(offset, top), (offset, bottom)])
    buttons(figure, chance, offset + chance.choice((0.0, 0.05)), top, bottom, key=True)
    if chance.maybe(0.45):
        sides = (1, -1) if chance.maybe(0.3) else (chance.choice((1, -1)),)
        for side in sides:
            pocket(figure, chance, side * cut.chest * 0.25, cut.length * 0.32, 0.16)
    if chance.maybe(0.4):
        cuffs(figure, right, left, chance)
    return figure


def _top(
    chance: Chance, cut: Cut, neckline: str, *, opening: float = 0.0, front: bool = False
) -> tuple[Figure, Side, Side]:
    """Draw a top in one of the ways in which people do."""
    right, left = cut.side(chance), cut.side(chance)
    times = chance.choice((0, 0, 0, 1, 1, 2))
    figure = Figure()
    right_line, left_line = rounded(right.line, times), mirrored(rounded(left.line, times))
    figure.shape([*right_line, *reversed(left_line)])
    neck = draw_neck(figure, chance, right, left, neckline)
    hem = hem_curve(chance, left_line[-1], right_line[-1])
    if chance.maybe(0.1):
        hem = []  # forgotten
    if front and chance.maybe(0.3):
        open_front(figure, chance, cut, (right_line, left_line), opening)
        return figure, right, left
    if front:
        closed_front(figure, chance, cut)
    way = chance.choices(("around", "halves", "parts", "arches"), (4, 3, 3, 2))[0]
    if way == "around":
        figure.outline([*reversed(left_line), *neck, *right_line, *reversed(hem)])
    elif way == "halves":
        figure.outline(right_line)
        figure.outline(left_line)
        figure.outline(hem)
        if neck:
            figure.outline([left_line[0], *neck, right_line[0]])
    elif way == "parts":
        _draw_parts(figure, chance, right, left, hem)
        if neck:
            figure.outline([left_line[0], *neck, right_line[0]])
    else:
        _draw_arches(figure, chance, right, left, hem, neck)
    return figure, right, left


def _draw_parts(figure: Figure, chance: Chance, right: Side, left: Side, hem: Line) -> None:
    """Draw the body as a box, and each sleeve as a box that is put to it."""
    for side, flip in ((right, False), (left, True)):
        into_body = chance.maybe(0.5)
        body = [side.shoulder if into_body else side.armpit, side.armpit, side.waist, side.hem]
        sleeve = [side.shoulder, side.cuff_out, side.cuff_in, side.armpit]
        if chance.maybe(0.15):  # open at the end
            pieces = [sleeve[:2], sleeve[2:]]
        else:
            pieces = [rounded(sleeve, chance.choice((0, 0, 1)))]
        for line in ([side.neck, side.shoulder], body, *pieces):
            figure.outline(mirrored(line) if flip else line)
    figure.outline(hem)


def _draw_arches(
    figure: Figure, chance: Chance, right: Side, left: Side, hem: Line, neck: Line
) -> None:
    """Draw one line over both shoulders, and one under the arms and around the body."""
    over_right = rounded([right.neck, right.shoulder, right.cuff_out], 2)
    over_left = mirrored(rounded([left.neck, left.shoulder, left.cuff_out], 2))
    figure.outline([*reversed(over_left), *neck, *over_right])
    under = chance.choice((0, 0, 1))
    figure.outline(
        rounded([right.cuff_out, right.cuff_in, right.armpit, right.waist, right.hem], under)
    )
    figure.outline(
        mirrored(rounded([left.cuff_out, left.cuff_in, left.armpit, left.waist, left.hem], under))
    )
    figure.outline(hem)
