"""Dresses with a wide skirt, as on signs: ball gowns, puffed sleeves, bare shoulders."""

from fashion_gui.sketch.curves import Line, arc, between, mirrored, rounded
from fashion_gui.sketch.raster import Point
from fashion_gui.synthetic.garments.figure import Chance, Figure
from fashion_gui.synthetic.garments.trimmings import neck_curve


def ball_dress(chance: Chance) -> Figure:
    """Return a dress with a wide skirt; lengths in units of the chest's width."""
    waist_y = chance.uniform(0.55, 0.95)
    length = waist_y + chance.uniform(0.7, 1.9)
    waist, hem = chance.uniform(0.4, 0.62), chance.uniform(1.2, 2.6)
    sleeves = chance.choices(("puffed", "bare", "straps", "short"), (4, 2, 2, 2))[0]
    bodice = _bodice(chance, sleeves, waist_y)
    skirt = _skirt(chance, (waist / 2, waist_y), (hem / 2, length))
    right = [*bodice, *skirt]
    left = mirrored(right)
    figure = Figure()
    kind = "sweetheart" if sleeves == "bare" else chance.choice(("u", "v", "line", "sweetheart"))
    neckline = neck_curve(chance, right[0], left[0], kind)
    hem_line = _hem(chance, left[-1], right[-1])
    figure.shape([*right, *reversed(hem_line[1:-1]), *reversed(left), *neckline[1:-1]])
    if chance.maybe(0.6):
        outline = [*right, *reversed(hem_line[1:-1]), *reversed(left), *neckline[1:]]
        figure.outline(outline)
    else:
        for line in (right, left, hem_line, neckline):
            figure.outline(line)
    if sleeves == "puffed":
        _add_puffs(figure, chance, bodice[0])
    _add_waist(figure, chance, waist / 2, waist_y)
    _add_folds(figure, chance, (waist, waist_y), (hem, length))
    return figure


def _bodice(chance: Chance, sleeves: str, waist_y: float) -> Line:
    """Return the right side from the neckline to above the waist."""
    chest = (chance.uniform(0.36, 0.5), waist_y * chance.uniform(0.35, 0.55))
    if sleeves == "bare":
        return [(chest[0] * chance.uniform(0.85, 1.05), waist_y * 0.15), chest]
    if sleeves == "straps":
        x = chance.uniform(0.16, 0.34)
        return [(x, -chance.uniform(0.05, 0.2)), (x + 0.06, 0.12), chest]
    neck = chance.uniform(0.14, 0.28)
    if sleeves == "short":
        out = chance.uniform(0.6, 0.8)
        return [(neck, 0.0), (0.42, 0.06), (out, 0.35), (out - 0.16, 0.44), chest]
    return [(neck, 0.0), (0.4, 0.06), chest]


def _skirt(chance: Chance, waist: Point, hem: Point) -> Line:
    """Return the edge of the skirt: straight, like a bell, like a balloon, or in tiers."""
    kind = chance.choice(("straight", "bell", "balloon", "flared"))
    width = hem[0] - waist[0]
    if kind == "straight":
        return [waist, hem]
    if kind == "bell":
        out = (waist[0] + width * 0.85, between(waist, hem, 0.35)[1])
        return rounded([waist, out, hem], 2)
    if kind == "balloon":
        bulge = (hem[0] * 1.15, between(waist, hem, 0.65)[1])
        return rounded([waist, (hem[0], between(waist, hem, 0.15)[1]), bulge, hem], 2)
    return rounded([waist, (waist[0] + width * 0.15, between(waist, hem, 0.6)[1]), hem], 2)


def _hem(chance: Chance, left: Point, right: Point) -> Line:
    """Return the lower edge: straight, sagging, or scalloped."""
    kind = chance.choice(("straight", "round", "round", "scalloped"))
    if kind == "straight":
        return [left, right]
    if kind == "round":
        middle = between(left, right, 0.5)
        return rounded([left, (middle[0], middle[1] + chance.uniform(0.08, 0.4)), right], 2)
    n = chance.randint(3, 6)
    line = [left]
    for k in range(n):
        start, stop = between(left, right, k / n), between(left, right, (k + 1) / n)
        middle = between(start, stop, 0.5)
        line += arc(middle, (stop[0] - start[0]) / 2, 0.12, 180, 0, 4)[1:]
    return line


def _add_puffs(figure: Figure, chance: Chance, neck: Point) -> None:
    """Add a sleeve like a ball on each shoulder."""
    rx, ry = chance.uniform(0.14, 0.26), chance.uniform(0.14, 0.26)
    middle = (0.4 + rx * 0.6, chance.uniform(0.1, 0.26) + neck[1])
    ball = arc(middle, rx, ry, 0, 360, 10)
    for puff in (ball, mirrored(ball)):
        figure.outline(puff)
        figure.shape(puff)


def _add_waist(figure: Figure, chance: Chance, half: float, y: float) -> None:
    """Add a line at the waist, a sash, or a bow."""
    kind = chance.choice(("line", "sash", "bow", "none"))
    if kind != "none":
        figure.key([(-half, y), (half, y)])
    if kind == "sash":
        figure.key([(-half * 1.05, y + 0.1), (half * 1.05, y + 0.1)])
    elif kind == "bow":
        size = chance.uniform(0.1, 0.18)
        for sign in (1, -1):
            figure.detail(
                [(0.0, y), (sign * size, y - size * 0.7), (sign * size, y + size * 0.7)],
                closed=True,
            )


def _add_folds(
    figure: Figure, chance: Chance, waist: tuple[float, float], hem: tuple[float, float]
) -> None:
    """Add folds that run down the skirt, or tiers across it."""
    kind = chance.choices(("folds", "tiers", "swags", "none"), (4, 2, 1, 3))[0]
    if kind == "folds":
        n = chance.randint(1, 4)
        for k in range(1, n + 1):
            x = 2 * k / (n + 1) - 1
            start = chance.uniform(0.05, 0.4)
            y = waist[1] + (hem[1] - waist[1]) * start
            figure.detail([(x * waist[0] * 0.4, y), (x * hem[0] * 0.42, hem[1] * 0.98)])
    elif kind == "tiers":
        n = chance.randint(2, 4)
        for k in range(1, n):
            half = (waist[0] + (hem[0] - waist[0]) * k / n) / 2
            y = waist[1] + (hem[1] - waist[1]) * k / n
            figure.key(rounded([(-half, y), (0.0, y + 0.1), (half, y)], 1))
    elif kind == "swags":
        y = waist[1] + (hem[1] - waist[1]) * 0.5
        for x in (-0.3, 0.3):
            figure.detail(arc((x * hem[0] * 0.8, y), hem[0] * 0.2, 0.15, 180, 0, 6))
