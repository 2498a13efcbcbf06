"""Sports shoes in motion, as on signs: angular, on their toe, with lines of speed behind them."""

from fashion_gui.sketch.curves import Line, between, rounded
from fashion_gui.synthetic.garments.figure import Chance, Figure


def fast_shoe(chance: Chance) -> Figure:
    """Return a low sports shoe of few lines, turned to its toe or not, toe to the right."""
    heel, toe = chance.uniform(0.4, 0.68), chance.uniform(0.14, 0.3)
    opening, back = chance.uniform(0.3, 0.5), chance.uniform(0.28, 0.45)
    thick = chance.uniform(0.08, 0.18)
    dip = -heel * chance.uniform(0.6, 0.85)
    upper: Line = [
        *((0.0, 0.0), (chance.uniform(-0.04, 0.06), -heel)),
        *((opening * 0.45, -heel * chance.uniform(0.85, 1.1)), (back, dip)),
        *((opening + 0.08, -heel * chance.uniform(0.75, 1.15)), (0.68, -toe * 1.5)),
        *((0.92, -toe * chance.uniform(0.9, 1.2)), (1.02, -toe * 0.5), (1.0, 0.0)),
    ]
    upper = rounded(upper, chance.choice((0, 0, 1, 1, 2)))
    sole: Line = [(1.02, thick * 0.7), (0.9, thick), (0.0, thick)]
    figure = Figure()
    figure.shape([*upper, *sole])
    if chance.maybe(0.25):  # a gap between the upper and the sole
        low = chance.uniform(0.02, 0.05)
        figure.outline(upper, closed=True)
        figure.outline([(0.0, low), (1.0, low), *sole, (0.0, low)])
        figure.key([(-0.02, low / 2), (1.02, low / 2)])
    else:
        figure.outline([*upper, *sole], closed=True)
        figure.key([(0.0, 0.0), (chance.uniform(0.3, 0.7), chance.around(0, 0.03)), (1.0, 0.0)])
    start, stop = (opening + 0.06, -heel * 0.85), (0.66, -toe * 1.5)
    n, length = chance.randint(2, 4), chance.uniform(0.1, 0.22)
    if chance.maybe(0.8):
        for k in range(n):
            x, y = between(start, stop, (k + 0.4) / n)
            figure.key([(x, y), (x - length * 0.7, y + length * chance.uniform(0.2, 0.9))])
    if chance.maybe(0.35):
        stripe = [(0.06, -heel * 0.5), (0.3, -0.08), (0.66, -toe * 1.1)]
        figure.key(rounded(stripe, chance.choice((0, 2))))
    elif chance.maybe(0.3):  # a panel at the heel
        figure.key([(0.02, -heel * 0.75), (0.24, -heel * 0.4), (0.3, 0.0)])
    turned = figure.transformed(1.0, chance.uniform(15, 55) if chance.maybe(0.65) else 0.0)
    if chance.maybe(0.4):
        _add_speed(turned, chance)
    return turned


def _add_speed(figure: Figure, chance: Chance) -> None:
    """Add level lines behind the lower part of the shoe."""
    points = figure.outlines[0]
    left, low = min(x for x, _ in points), max(y for _, y in points)
    high = low - min(y for _, y in points)
    for k in range(chance.randint(1, 3)):
        y = low - high * (0.05 + 0.22 * k)
        edge = min((x for x, py in points if abs(py - y) < high * 0.25), default=left)
        stop = edge - chance.uniform(0.08, 0.16)
        figure.outline([(stop - chance.uniform(0.12, 0.35), y), (stop, y)])
