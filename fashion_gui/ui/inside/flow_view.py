"""The picture on its way through the network: a strip per layer, strongest maps and units first."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.explain.derivations import Place
from fashion_gui.explain.strips import Strip
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.inside.flow_layout import (
    BAR,
    Cell,
    FlowLayout,
    least_widths,
    pixel_rect,
    place_under,
    row_and_column,
)
from fashion_gui.ui.inside.flow_links import Curve, curves, links_of, paint_curves
from fashion_gui.ui.inside.tracer import Flow
from fashion_gui.ui.inside.unit_names import classes_of
from fashion_gui.ui.inside.written_out import place_words
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import around, paint_ring
from fashion_gui.ui.theme.sizes import CAPTION, RING, SPACE_4, SPACE_8, SPACE_24, SPACE_32
from fashion_gui.ui.theme.style_sheet import text_scale
from fashion_gui.ui.theme.tokens import BLACK, WHITE
from fashion_gui.ui.widgets.spoken import Role, Spoken

_EMPTY = "What each layer makes of the picture appears here."
_LARGE, _VERY_LARGE = 10, 100
"""Values from which on one decimal is enough, and none."""
_N_LINES = 3
"""Least height, in rows of units."""


class FlowView(Spoken, QWidget):
    """Shows a ``Flow``. A value is selected by a click, or by the arrow keys and Enter."""

    chosen = Signal(str, object)
    """Name of a layer, and the ``Place`` of the value in it."""

    pointed = Signal(object, object, QPoint)
    """The ``Cell`` whose details are wanted, the ``Place`` in it that is pointed at, and where that
    is in the view."""
    left = Signal()
    """It is pointed at no more."""
    moved = Signal(QRect)
    """Rectangle of the map or unit that the keyboard, or a link, has come to."""

    spoken_role = Role.List
    spoken_keys = MappingProxyType(
        {
            "Arrow keys": "go to another map, unit or layer",
            "Enter": "write its value out",
            "Space": "show its filter, and the images that excite it most",
        }
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow: Flow | None = None
        self._pictures: dict[tuple[int, int], QImage] = {}
        self._layout = FlowLayout((), ())
        self._curves: tuple[Curve, ...] = ()
        self._selected: tuple[str, Place] | None = None
        self._current = (0, 0)
        self.setAccessibleName("What each layer makes of the picture")
        self.setToolTip(
            "The picture goes from left to right. Each strip is a layer with its strongest maps or "
            "units on top: blue is above zero, orange below, black is zero. Click a value to see "
            "where it comes from. Lines lead from the units that contribute most to the answer, "
            "activation times weight: the wider, the more, blue for it and orange against it."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._pointed: Cell | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown -----------------------------------------------------------------------

    @property
    def strips(self) -> tuple[Strip, ...]:
        """The strips shown; empty before there is a flow."""
        return self._flow.strips if self._flow else ()

    @property
    def flow(self) -> Flow | None:
        """The flow shown."""
        return self._flow

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The maps and units that there is room for."""
        return self._layout.cells

    def show_flow(self, flow: Flow | None) -> None:
        """Show the flow of another picture; None for nothing."""
        self._flow = flow
        self._selected = flow.question.selected if flow else None
        self.setMinimumWidth(self.minimumSizeHint().width())
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        width = sum(self._least_widths()) or SPACE_32
        return QSize(width, self._heading() + _N_LINES * self._row())

    def _least_widths(self) -> list[int]:
        classes = [self._classes_of(strip) for strip in self.strips]
        captions = QFontMetrics(self._caption())
        return least_widths(
            self.strips, classes, self._linked_layers(), captions, self.fontMetrics()
        )

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def value_words(self, cell: Cell, place: Place) -> str:
        """Return a value of a cell in words."""
        strip = self.strips[cell.strip]
        name, where = self._unit_name(strip, place[-1]), ""
        if strip.has_maps or strip.grid:
            row, column = row_and_column(strip, place)
            where = f", row {row}, column {column}"
        return f"{strip.layer}, {name}{where}: {strip.value(cell.number, place):.3g}"

    # What is spoken ----------------------------------------------------------------------

    def spoken_value(self) -> str:
        return f"{len(self.strips)} layers" if self.strips else _EMPTY

    def n_spoken_items(self) -> int:
        return len(self.cells)

    def spoken_item(self, place: int) -> str:
        cell = self.cells[place]
        return self.value_words(cell, self.strips[cell.strip].strongest_place(cell.number))

    def spoken_rect(self, place: int) -> QRect:
        return self.cells[place].rect

    def spoken_focus(self) -> int:
        cell = self._current_cell()
        return self.cells.index(cell) if cell else -1

    # Events ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setMinimumWidth(self.minimumSizeHint().width())
            self._lay_out()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            cell = self._layout.at(event.pos())
            if cell:
                self._pointed = cell
                place = place_under(self.strips[cell.strip], cell, event.pos())
                self.pointed.emit(cell, place, event.pos())
                return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pointed and self._layout.at(event.position().toPoint()) != self._pointed:
            self._leave()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._leave()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._show_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._leave()

    def _leave(self) -> None:
        if self._pointed:
            self._pointed = None
            self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._leave()
        cell = self._layout.at(event.position().toPoint())
        if cell and event.button() is Qt.MouseButton.LeftButton:
            self._current = (cell.strip, cell.number)
            strip = self.strips[cell.strip]
            self._choose(strip, place_under(strip, cell, event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, (strip, number) = Qt.Key(event.key()), self._current
        self._leave()
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in steps and self.strips:
            across, down = steps[key]
            numbers = [cell.number for cell in self._layout.of_strip(strip)]
            row = numbers.index(number) if number in numbers else number
            strip = min(max(strip + across, 0), len(self.strips) - 1)
            numbers = [cell.number for cell in self._layout.of_strip(strip)] or [0]
            self._current = (strip, numbers[min(max(row + down, 0), len(numbers) - 1)])
            self._show_current()
            self.tell_focus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (cell := self._current_cell()):
            chosen = self.strips[cell.strip]
            self._choose(chosen, chosen.strongest_place(cell.number))
        elif key == Qt.Key.Key_Space and (cell := self._current_cell()):
            self._pointed = cell
            place = self.strips[cell.strip].strongest_place(cell.number)
            self.pointed.emit(cell, place, cell.rect.bottomRight())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        current = self._current_cell()
        if current is None and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.palette())
        if not self.strips:
            painter.setPen(colours(self.palette()).faint_text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _EMPTY)
            return
        shown = event.rect()
        for strip, column in zip(self.strips, self._layout.columns, strict=True):
            if column.intersects(shown):
                self._paint_heading(painter, strip, column)
        for cell in self.cells:
            if cell.rect.intersects(shown):
                self._paint_cell(painter, cell)
        paint_curves(painter, self._curves, self.palette())
        if current and self.hasFocus():
            paint_ring(painter, around(QRectF(current.rect), RING), self.palette())

    def go_to(self, layer: str, place: Place) -> None:
        """Move the keyboard to a layer, to the unit or map of a position if it is shown."""
        index = next(i for i, strip in enumerate(self.strips) if strip.layer == layer)
        found = np.flatnonzero(self.strips[index].units == place[-1])
        is_found = len(found) and not self.strips[index].grid
        self._current = (index, int(found[0]) if is_found else 0)
        self._show_current()

    # Details -----------------------------------------------------------------------------

    def _show_current(self) -> None:
        self.update()
        cell = self._current_cell()
        if self.strips:
            self.moved.emit(cell.rect if cell else self._layout.columns[self._current[0]])

    def _choose(self, strip: Strip, place: Place) -> None:
        self._selected = (strip.layer, place)
        self.update()
        self.chosen.emit(strip.layer, place)

    def _current_cell(self) -> Cell | None:
        return next((c for c in self.cells if (c.strip, c.number) == self._current), None)

    def _lay_out(self) -> None:
        self._layout = FlowLayout.of(
            self.strips,
            self.width(),
            self.height(),
            self._heading(),
            self._row(),
            self._linked_layers(),
            self._least_widths(),
            (self._selected[0], self._selected[1][-1]) if self._selected else None,
        )
        found = self._flow.contributions if self._flow else None
        self._curves = curves(links_of(found), self.strips, self._layout)
        self._pictures = {}
        pictures = self._flow.pictures if self._flow else ()
        for cell in self.cells:
            if (maps := pictures[cell.strip]) is not None:
                self._pictures[cell.strip, cell.number] = to_qimage(maps[cell.number])
        self.update()

    def _linked_layers(self) -> set[str]:
        """Return the layers from which links lead, which need room for them."""
        found = self._flow.contributions if self._flow else None
        return {link.source for links in found.links for link in links} if found else set()

    def _heading(self) -> int:
        return 2 * self.fontMetrics().height() + SPACE_8

    def _caption(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(CAPTION * text_scale()))
        return font

    def _row(self) -> int:
        return max(self.fontMetrics().height() + SPACE_4, SPACE_24)

    def _paint_heading(self, painter: QPainter, strip: Strip, column: QRect) -> None:
        line = self.fontMetrics().height()
        painter.setFont(self._caption())
        palette = self.palette()
        shape = "×".join(map(str, strip.shape))
        for top, colour, words in (
            (0, palette.color(QPalette.ColorRole.WindowText), strip.layer),
            (line, colours(palette).faint_text, shape),
        ):
            painter.setPen(colour)
            rect = QRect(column.x() + SPACE_4, top, column.width() - SPACE_4 + 1, line)
            elided = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, rect.width()
            )
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft, elided)
        painter.setFont(self.font())

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        strip = self.strips[cell.strip]
        is_selected = self._selected is not None and self._selected[0] == strip.layer
        place = self._selected[1] if self._selected else ()
        is_picture = strip.has_maps or strip.grid is not None
        if is_selected and not strip.grid:
            is_selected = place[-1:] == (int(strip.units[cell.number]),)
        if is_picture:
            painter.drawImage(cell.rect, self._pictures[cell.strip, cell.number])
        else:
            self._paint_unit(painter, cell, strip)
        if is_selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRect(cell.rect.adjusted(-1, -1, 0, 0))
            if is_picture:
                pixel = pixel_rect(strip, cell, place)
                painter.fillRect(pixel.adjusted(-2, -2, 2, 2), QColor(BLACK))
                painter.fillRect(pixel.adjusted(-1, -1, 1, 1), QColor(WHITE))
                picture = self._pictures[cell.strip, cell.number]
                row, column = row_and_column(strip, place)
                painter.drawImage(pixel, picture, QRect(column, row, 1, 1))

    def _paint_unit(self, painter: QPainter, cell: Cell, strip: Strip) -> None:
        """Paint a unit's number or class, its value, and a bar for the value."""
        ours, palette, rect = colours(self.palette()), self.palette(), cell.rect
        value = float(strip.values[cell.number])
        share = min(1.0, abs(value) / strip.limit) if strip.limit > 0 else 0.0
        bar = QRect(rect.x(), rect.bottom() - BAR + 1, rect.width(), BAR)
        painter.fillRect(bar, ours.track)
        bar.setWidth(round(share * rect.width()))
        painter.fillRect(bar, ours.bar if value >= 0 else ours.validation)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        n_decimals = 2 - (abs(value) >= _LARGE) - (abs(value) >= _VERY_LARGE)
        number = f"{value:.{n_decimals}f}".replace("-", "−")
        room = rect.width() - self.fontMetrics().horizontalAdvance(number) - SPACE_4
        words = self._unit_name(strip, int(strip.units[cell.number]), short=True)
        words = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, room))
        words_rect = rect.adjusted(0, 0, 0, -BAR)
        painter.drawText(words_rect, Qt.AlignmentFlag.AlignLeft, words)
        painter.drawText(words_rect, Qt.AlignmentFlag.AlignRight, number)

    def _unit_name(self, strip: Strip, unit: int, *, short: bool = False) -> str:
        """Return the class behind the last weights, else the number of a unit or map."""
        if classes := self._classes_of(strip):
            return str(classes[unit])
        if strip.has_maps:
            return f"map {unit}"
        return str(unit) if short else place_words((unit,))

    def _classes_of(self, strip: Strip) -> Sequence[str]:
        """Return the names of the classes that a strip's units stand for; none of another."""
        assert self._flow
        return classes_of(self._flow.question.network, strip.layer)

    def position_of(self, layer: str, number: int = 0) -> QPoint:
        """Return the middle of a map or unit of a layer, the strongest for 0."""
        index = next(i for i, strip in enumerate(self.strips) if strip.layer == layer)
        return self._layout.of_strip(index)[number].rect.center()
