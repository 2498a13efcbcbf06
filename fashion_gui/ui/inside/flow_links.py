"""Links between the units of a flow: what contributes most to an answer, as curves."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen

from fashion_gui.explain.contributions import Contributions
from fashion_gui.explain.strips import Strip
from fashion_gui.ui.inside.flow_layout import BAR, Cell, FlowLayout
from fashion_gui.ui.theme.palette import colours

_WIDTHS = 1.0, 4.0
"""Of the weakest and the strongest contribution, in pixels."""


@dataclass(frozen=True)
class ShownLink:
    """A line from a unit to one of a later layer.

    Attributes
    ----------
    source, source_unit
    layer, unit
    strength
        From -1 to 1; the largest contribution to a layer is 1, or -1 if it speaks against it.
    """

    source: str
    source_unit: int
    layer: str
    unit: int
    strength: float


@dataclass(frozen=True)
class Curve:
    """A line, and how strong it is, from -1 to 1."""

    path: QPainterPath
    strength: float


def links_of(found: Contributions | None) -> tuple[ShownLink, ...]:
    """Return the links of contributions, also those between layers that keep their units."""
    if found is None:
        return ()
    shown, reach = [], {(found.layer, found.unit): 1.0}
    for links in found.links:
        largest = max((abs(link.product) for link in links), default=0.0) or 1.0
        for link in links:
            strength = link.product / largest
            place = link.source, link.source_unit
            shown.append(ShownLink(*place, link.layer, link.unit, strength))
            reach[place] = max(reach.get(place, 0.0), strength, key=abs)
    for before, after, units in found.passed:
        for unit in units:
            strength = reach.get((after, unit), reach.get((before, unit), 1.0))
            reach[before, unit] = strength
            shown.append(ShownLink(before, unit, after, unit, strength))
    return tuple(shown)


def curves(
    links: Iterable[ShownLink], strips: tuple[Strip, ...], layout: FlowLayout
) -> tuple[Curve, ...]:
    """Return the curves between the units that there is room for, the weakest first.

    They lead from bar to bar, below the numbers.
    """
    cells = {
        (strips[cell.strip].layer, int(strips[cell.strip].units[cell.number])): cell
        for cell in layout.cells
    }
    found = []
    for link in sorted(links, key=lambda link: abs(link.strength)):
        start = cells.get((link.source, link.source_unit))
        end = cells.get((link.layer, link.unit))
        if start is None or end is None:
            continue
        first = QPointF(start.rect.right() + 1, _height_of_line(start, strips))
        last = QPointF(end.rect.left(), _height_of_line(end, strips))
        middle = (first.x() + last.x()) / 2
        path = QPainterPath(first)
        path.cubicTo(QPointF(middle, first.y()), QPointF(middle, last.y()), last)
        found.append(Curve(path, link.strength))
    return tuple(found)


def _height_of_line(cell: Cell, strips: tuple[Strip, ...]) -> float:
    strip = strips[cell.strip]
    if strip.has_maps or strip.grid:
        return cell.rect.center().y()
    return cell.rect.bottom() + 1 - BAR / 2


def paint_curves(painter: QPainter, shown: tuple[Curve, ...], palette: QPalette) -> None:
    """Paint curves: blue for what speaks for the answer, orange against it."""
    if not shown:
        return
    ours = colours(palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    least, most = _WIDTHS
    for curve in shown:
        colour = ours.bar if curve.strength >= 0 else ours.validation
        painter.strokePath(curve.path, QPen(colour, least + (most - least) * abs(curve.strength)))
    painter.restore()
