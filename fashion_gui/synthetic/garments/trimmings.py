"""Details of clothes: collars and hems, fronts, buttons, pockets, prints."""

from math import cos, radians, sin

from fashion_gui.sketch.curves import Line, arc, between, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.cut import Cut, Side
from fashion_gui.synthetic.garments.figure import Chance, Figure


def draw_neck(figure: Figure, chance: Chance, right: Side, left: Side, kind: str) -> Line:
    """Draw the neckline or collar; return the line between its two edges, left to right."""
    a, b = (-left.neck[0], left.neck[1]), right.neck
    width = b[0] - a[0]
    if kind == "open":
        return []
    if kind == "turtle":
        height = chance.uniform(0.06, 0.2)
        turtle = [a, (a[0] * 0.95, -height), (b[0] * 0.95, -height), b]
        figure.outline(turtle)
        if height > 0.1:
            figure.shape(turtle)
        return [a, b] if chance.maybe(0.5) else []
    if kind == "hood":
        height = chance.uniform(0.25, 0.55)
        hood = arc((0, a[1]), width * chance.uniform(0.5, 0.9), height, 180, 360)
        figure.outline(hood)
        figure.shape(hood)
        if chance.maybe(0.6):
            figure.key(arc((0, a[1]), width * 0.35, height * 0.6, 180, 360))
        return neck_curve(chance, b, a, "u")
    if kind == "lapels":
        depth = chance.uniform(0.25, 0.6)
        notch = chance.uniform(0.05, 0.15)
        for x in (a[0], b[0]):
            figure.key(
                [(x, 0), (x * 1.3, depth * 0.5), (x * (1.3 - notch), depth * 0.55), (0, depth)]
            )
            figure.detail([(x, 0), (0, depth)])
        return []
    if kind == "collar":
        depth, reach = chance.uniform(0.12, 0.28), chance.uniform(0.7, 1.3)
        for x in (a[0], b[0]):
            figure.key(
                [
                    (x, 0),
                    (x * reach, depth),
                    (0, depth * chance.uniform(0.4, 0.8)),
                    (x * 0.7, -0.04),
                ]
            )
        return [a, b] if chance.maybe(0.6) else []
    if kind == "band":
        curve = neck_curve(chance, b, a, "u")
        depth = chance.uniform(0.04, 0.1)
        figure.detail([(x * 1.15, y + depth * (1 if y > 0.02 else 0)) for x, y in curve])
        return curve
    return neck_curve(chance, b, a, kind)


def neck_curve(chance: Chance, right: Point, left: Point, kind: str) -> Line:
    """Return the line from the left edge of the neck to the right one."""
    middle = between(left, right, 0.5)
    width = right[0] - left[0]
    if kind == "u":
        depth = width * chance.uniform(0.15, 0.7)
        return arc(middle, width / 2, depth, 180, 0, 8)
    if kind == "v":
        return [left, (middle[0], middle[1] + width * chance.uniform(0.25, 1.1)), right]
    if kind == "sweetheart":
        up = width * 0.2
        return [
            *arc(between(left, middle, 0.5), width / 4, up, 180, 360, 5),
            *arc(between(middle, right, 0.5), width / 4, up, 180, 360, 5),
        ]
    return [left, right]


def hem_curve(chance: Chance, left: Point, right: Point) -> Line:
    """Return the line from the left edge of the hem to the right one."""
    kind = chance.random()
    if kind < 0.7:
        return [left, right]
    bend = chance.around(0, 0.08)
    if kind < 0.92:
        middle = between(left, right, 0.5)
        return rounded([left, (middle[0], middle[1] + 2 * bend), right], 2)
    n = chance.randint(4, 7)
    waves = [between(left, right, k / n) for k in range(n + 1)]
    return [(x, y + (0.04 if k % 2 else -0.04)) for k, (x, y) in enumerate(waves)]


def sleeve_lines(figure: Figure, right: Side, left: Side, chance: Chance) -> None:
    """Draw the seams where the sleeves begin."""
    figure.detail([right.shoulder, right.armpit])
    if chance.maybe(0.9):
        figure.detail(mirrored([left.shoulder, left.armpit]))


def cuffs(figure: Figure, right: Side, left: Side, chance: Chance) -> None:
    """Draw a line across the end of each sleeve."""
    share = chance.uniform(0.08, 0.22)
    for side, flip in ((right, False), (left, True)):
        line = [
            between(side.cuff_out, side.shoulder, share),
            between(side.cuff_in, side.armpit, share),
        ]
        figure.detail(mirrored(line) if flip else line)


def hem_line(figure: Figure, right: Side, left: Side, chance: Chance) -> None:
    """Draw a line above the hem."""
    up = chance.uniform(0.06, 0.15)
    figure.detail([(-left.hem[0], left.hem[1] - up), (right.hem[0], right.hem[1] - up)])


def buttons(
    figure: Figure, chance: Chance, x: float, top: float, bottom: float, *, key: bool = False
) -> None:
    """Draw buttons between two heights; with `key` they characterize the figure."""
    n, radius = chance.randint(2, 6), chance.uniform(0.012, 0.04)
    for k in range(n):
        y = top + (bottom - top) * (k + 0.6) / (n + 0.2)
        if key:
            figure.key(arc((x, y), radius, radius, 0, 360, 6))
        else:
            figure.dot((x, y), radius)


def pockets(figure: Figure, chance: Chance, cut: Cut) -> None:
    """Draw a pocket on each side, or slits."""
    y = cut.length * chance.uniform(0.5, 0.75)
    slanted = chance.maybe(0.4)
    for sign in (1, -1):
        if slanted:
            x = sign * cut.chest * chance.uniform(0.2, 0.35)
            figure.detail([(x, y), (x + sign * 0.08, y + 0.2)])
        else:
            pocket(figure, chance, sign * cut.chest * 0.27, y, chance.uniform(0.14, 0.24))


def pocket(figure: Figure, chance: Chance, x: float, y: float, size: float) -> None:
    """Draw a square pocket around x, from y down."""
    half = size / 2
    box = [(x - half, y), (x - half, y + size), (x + half, y + size), (x + half, y)]
    figure.detail(box, closed=chance.maybe(0.7))


def kangaroo_pocket(figure: Figure, chance: Chance, cut: Cut) -> None:
    """Draw the wide pocket that hoodies have."""
    y, high = cut.length * 0.6, cut.length * chance.uniform(0.2, 0.3)
    figure.detail([(-0.15, y), (0.15, y), (0.3, y + high), (-0.3, y + high)], closed=True)


def print_on_chest(figure: Figure, chance: Chance, cut: Cut) -> None:
    """Draw something on the chest: stripes, a zigzag, a word, a star, a ring."""
    kind = chance.choice(("stripes", "zigzag", "word", "star", "ring", "box", "line"))
    y, half = cut.length * chance.uniform(0.3, 0.5), cut.chest * 0.47
    if kind == "stripes":
        for k in range(chance.randint(2, 5)):
            figure.detail([(-half, y + k * 0.13), (half, y + k * 0.13)])
    elif kind == "line":
        figure.detail([(-half, y), (half, y)])
    elif kind == "zigzag":
        n = chance.randint(5, 9)
        figure.detail([(half * (2 * k / n - 1), y + (0.1 if k % 2 else 0)) for k in range(n + 1)])
    elif kind == "word":
        for k in range(chance.randint(2, 4)):
            x = -0.25 + 0.16 * k
            figure.detail([(x, y + 0.14), (x + chance.uniform(0, 0.08), y), (x + 0.1, y + 0.14)])
    elif kind == "star":
        figure.detail(
            [
                (0.17 * cos(radians(144 * k - 90)), y + 0.1 + 0.17 * sin(radians(144 * k - 90)))
                for k in range(6)
            ]
        )
    elif kind == "ring":
        figure.detail(
            arc((0, y + 0.1), chance.uniform(0.08, 0.22), chance.uniform(0.08, 0.2), 0, 360, 9)
        )
    else:
        pocket(figure, chance, chance.choice((0.0, 0.24)), y, chance.uniform(0.14, 0.3))


def closed_front(figure: Figure, chance: Chance, cut: Cut) -> None:
    """Draw the front of a coat: one or two lines down the front, and buttons."""
    x, top = chance.around(0, 0.03), chance.uniform(0.0, 0.25)
    bottom = (chance.around(x, 0.03), cut.length * chance.uniform(0.93, 1.03))
    figure.key([(x, top), between((x, top), bottom, 0.5), bottom])
    kind = chance.choices(
        ("line", "double", "triple", "buttons", "zip", "wide"), (4, 3, 1, 2, 1, 1)
    )[0]
    if kind in ("double", "triple", "wide"):
        gap = chance.uniform(0.14, 0.3) if kind == "wide" else chance.uniform(0.06, 0.14)
        gap *= chance.choice((1, -1))
        figure.key([(x + gap, top), (bottom[0] + gap, bottom[1])])
        if kind == "triple":
            figure.key([(x - gap, top), (bottom[0] - gap, bottom[1])])
    elif kind == "buttons":
        side = chance.choice((-0.08, 0.08, 0.0))
        buttons(figure, chance, x + side, top + 0.1, cut.length)
        if chance.maybe(0.3):
            buttons(figure, chance, x - side + 0.02, top + 0.1, cut.length)
    elif kind == "zip":
        for k in range(1, 8):
            y = top + (bottom[1] - top) * k / 8
            figure.detail([(x - 0.04, y), (x + 0.04, y)])


def open_front(
    figure: Figure, chance: Chance, cut: Cut, lines: tuple[Line, Line], opening: float
) -> None:
    """Draw two halves with a gap between them, as of an open jacket."""
    right, left = lines
    top = opening * chance.choice((0.3, 1.0))
    curve = chance.uniform(0, 0.12)
    for line, sign in ((right, 1), (left, -1)):
        edge = [
            (sign * min(opening / 2, 0.4), line[-1][1]),
            (sign * (opening / 2 + top / 2) / 2 + sign * curve, cut.length * 0.5),
            (sign * max(top / 2, 0.04), chance.uniform(0.0, 0.2)),
        ]
        figure.outline([*line, *rounded(edge, chance.choice((0, 1)))])
        if chance.maybe(0.7):
            figure.outline([line[0], edge[-1]])
    if chance.maybe(0.4):
        figure.detail([left[0], between(left[0], right[0], 0.5), right[0]])
