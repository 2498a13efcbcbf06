"""The layout of a flow's strips: positions of as many maps and units as there is room for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.strips import Strip
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_8, SPACE_32
from fashion_gui.ui.theme.text_size import scaled

_MAPS_ACROSS = 2
_LARGEST_MAP = 72
_WIDEST_UNIT = 192
"""Of a row, times the text's size."""
BAR = SPACE_4
"""Height of the bar at the bottom of a unit's row."""

_WIDEST, _WIDEST_ROW = "\N{MINUS SIGN}8.88", "888 \N{MINUS SIGN}88.8"
_MOST_OF_CLASSES = 2
"""Most width of a strip of classes, in those of others: names of other data sets may be long."""


@dataclass(frozen=True)
class Cell:
    """One map or unit on the screen.

    Attributes
    ----------
    strip
        Number of its layer.
    number
        Index of the map or unit in the strip, from 0 for the strongest.
    rect
        Its rectangle.
    """

    strip: int
    number: int
    rect: QRect


@dataclass(frozen=True)
class FlowLayout:
    """All cells of a flow, strip by strip.

    Attributes
    ----------
    columns
        Where each strip is, with its heading.
    cells
    """

    columns: tuple[QRect, ...]
    cells: tuple[Cell, ...]

    @classmethod
    def of(
        cls,
        strips: Sequence[Strip],
        width: int,
        height: int,
        heading: int,
        row: int,
        linked: Collection[str] = (),
        least: Sequence[int] = (),
        kept: tuple[str, int] | None = None,
    ) -> "FlowLayout":
        """Lay strips out side by side.

        Parameters
        ----------
        width, height
            Size of the whole flow, in pixels.
        heading, row
            Heights of a heading and of a unit's row.
        linked
            Names of the layers from which links lead, which need room for them.
        least
            Width that each strip needs; they share what is left. None for strips of one width.
        kept
            Name of a layer, and the map or unit of it that is shown last where it has no room.
        """
        columns, cells = [], list[Cell]()
        n, edges = max(1, len(strips)), [0]
        widths = least or [0] * n
        spare = max(0, width - sum(widths))
        for index in range(len(strips)):
            share = (index + 1) * spare // n - index * spare // n
            edges.append(edges[-1] + widths[index] + share)
        for index, strip in enumerate(strips):
            left, right = edges[index], edges[index + 1]
            column = QRect(left, 0, right - left, height)
            room = min(SPACE_32, SPACE_8 + column.width() - widths[index])
            room = room if strip.layer in linked else 0
            inside = column.adjusted(SPACE_4, heading, -SPACE_4 - room, 0)
            columns.append(column)
            rects = _rects(strip, inside, row)
            numbers = list(range(len(rects)))
            if kept and kept[0] == strip.layer and numbers and not strip.grid:
                found = np.flatnonzero(strip.units == kept[1])
                numbers[-1] = max(numbers[-1:] + found.tolist())
            cells += [Cell(index, *it) for it in zip(numbers, rects, strict=True)]
        return cls(tuple(columns), tuple(cells))

    def at(self, point: QPoint) -> Cell | None:
        """Return the cell under a point."""
        return next((cell for cell in self.cells if cell.rect.contains(point)), None)

    def of_strip(self, index: int) -> list[Cell]:
        """Return the cells of one strip, the strongest first."""
        return [cell for cell in self.cells if cell.strip == index]


def least_widths(
    strips: Sequence[Strip],
    classes: Sequence[Sequence[str]],
    linked: Collection[str],
    captions: QFontMetrics,
    body: QFontMetrics,
) -> list[int]:
    """Return the width that each strip needs: for its heading, its rows, or classes.

    Parameters
    ----------
    classes
        For each strip the names of its classes; none for another one.
    linked
        As for ``FlowLayout.of``.
    captions, body
        Of the types of headings and rows.
    """
    names = [captions.horizontalAdvance(strip.layer) + SPACE_8 for strip in strips]
    of_maps = max([*names, SPACE_32])
    row = body.horizontalAdvance(_WIDEST_ROW) + 2 * SPACE_4
    widths = []
    for index, (strip, name) in enumerate(zip(strips, names, strict=True)):
        width = max(name, row + SPACE_8 * (strip.layer in linked))
        if strip.has_maps:
            width = of_maps
        elif strip.grid:
            width = max(name, 2 * SPACE_32)
        elif classes[index]:
            longest = max(map(body.horizontalAdvance, classes[index]))
            is_answer = index == len(strips) - 1  # shares, which have no sign
            needed = longest + body.horizontalAdvance(_WIDEST[is_answer:]) + 3 * SPACE_4
            needed += SPACE_8 * (strip.layer in linked)
            width = max(of_maps, min(needed, _MOST_OF_CLASSES * of_maps))
        widths.append(width)
    return widths


def place_under(strip: Strip, cell: Cell, point: QPoint) -> Place:
    """Return the position in the layer of the value under a point of a cell."""
    if not strip.has_maps and not strip.grid:
        return strip.place(cell.number)
    height, width = strip.grid or strip.shape[:2]
    rect = cell.rect
    row = min(height - 1, max(0, (point.y() - rect.y()) * height // rect.height()))
    column = min(width - 1, max(0, (point.x() - rect.x()) * width // rect.width()))
    return (row * width + column,) if strip.grid else strip.place(cell.number, row, column)


def row_and_column(strip: Strip, place: Place) -> tuple[int, int]:
    """Return where a position of a map, or of a flattened picture, is in it."""
    return divmod(place[0], strip.grid[1]) if strip.grid else (place[0], place[1])


def pixel_rect(strip: Strip, cell: Cell, place: Place) -> QRect:
    """Return the rectangle of a position of a map in its cell."""
    height, width = strip.grid or strip.shape[:2]
    row, column = row_and_column(strip, place)
    rect = cell.rect
    left, right = (rect.x() + c * rect.width() // width for c in (column, column + 1))
    top, bottom = (rect.y() + r * rect.height() // height for r in (row, row + 1))
    return QRect(left, top, max(1, right - left), max(1, bottom - top))


def _rects(strip: Strip, inside: QRect, row: int) -> list[QRect]:
    if strip.grid:
        side = min(inside.width(), inside.height(), _MAPS_ACROSS * _LARGEST_MAP)
        return [QRect(inside.x(), inside.y(), side, side)] if side > 0 else []
    return _map_rects(strip, inside) if strip.has_maps else _rows(strip, inside, row)


def _map_rects(strip: Strip, inside: QRect) -> list[QRect]:
    side = min((inside.width() - SPACE_4) // _MAPS_ACROSS, _LARGEST_MAP)
    if side < 1:
        return []
    step = side + SPACE_4
    n_rows = (inside.height() + SPACE_4) // step
    left = inside.x() + (inside.width() - _MAPS_ACROSS * step + SPACE_4) // 2
    return [
        QRect(
            left + number % _MAPS_ACROSS * step,
            inside.y() + number // _MAPS_ACROSS * step,
            side,
            side,
        )
        for number in range(min(len(strip.units), _MAPS_ACROSS * n_rows))
    ]


def _rows(strip: Strip, inside: QRect, row: int) -> list[QRect]:
    n_rows = min(len(strip.units), inside.height() // row)
    width = min(inside.width(), scaled(_WIDEST_UNIT))
    return [
        QRect(inside.x(), inside.y() + number * row, width, row - 2) for number in range(n_rows)
    ]
