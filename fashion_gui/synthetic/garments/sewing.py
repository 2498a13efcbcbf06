"""Tops drawn from their cut: in one line around, halves, parts or arches."""

from fashion_gui.sketch.curves import Line, mirrored, rounded
from fashion_gui.synthetic.garments.cut import Cut, Side
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.trimmings import closed_front, draw_neck, hem_curve, open_front


def sew_top(
    chance: Chance, cut: Cut, neckline: str, *, opening: float = 0.0, front: bool = False
) -> tuple[Figure, Side, Side]:
    """Draw a top in one of the ways in which people draw it."""
    right = cut.side(chance)
    left = right if chance.maybe(0.25) else cut.side(chance)
    times = chance.choice((0, 0, 0, 1, 1, 2))
    figure = Figure()
    right_line, left_line = rounded(right.line, times), mirrored(rounded(left.line, times))
    neck = draw_neck(figure, chance, right, left, neckline)
    figure.shape([*right_line, *reversed(left_line), *neck[1:-1]])
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
    """Draw the body as a box, and each sleeve as a box attached to it."""
    for side, flip in ((right, False), (left, True)):
        into_body = chance.maybe(0.5)
        body = [side.shoulder if into_body else side.armpit, side.armpit, side.waist, side.hem]
        sleeve = [*side.over, side.cuff_in, side.armpit]
        if chance.maybe(0.15):  # open at the end
            pieces = [side.over, [side.cuff_in, side.armpit]]
        else:
            pieces = [rounded(sleeve, chance.choice((0, 0, 1)))]
        for line in ([side.neck, side.shoulder], body, *pieces):
            figure.outline(mirrored(line) if flip else line)
    figure.outline(hem)


def _draw_arches(
    figure: Figure, chance: Chance, right: Side, left: Side, hem: Line, neck: Line
) -> None:
    """Draw one line over both shoulders, and one under the arms and around the body."""
    over_right = rounded([right.neck, *right.over], 2)
    over_left = mirrored(rounded([left.neck, *left.over], 2))
    figure.outline([*reversed(over_left), *neck, *over_right])
    under = chance.choice((0, 0, 1))
    figure.outline(
        rounded([right.cuff_out, right.cuff_in, right.armpit, right.waist, right.hem], under)
    )
    figure.outline(
        mirrored(rounded([left.cuff_out, left.cuff_in, left.armpit, left.waist, left.hem], under))
    )
    figure.outline(hem)
