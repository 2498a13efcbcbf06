"""What goes on inside each layer of a run: a strip a layer, a column a snapshot."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.training.layer_history import LayerHistory, n_layers
from fashion_gui.training.layer_profile import USUAL_RATIO
from fashion_gui.ui.imaging.heat_map import heat_map
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.run_film import RunFilm
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_8, SPACE_12
from fashion_gui.ui.train.layer_lens import LayerLens
from fashion_gui.ui.train.layer_words import CELLS, IDEAS, moment_words, ratio_words, units_words
from fashion_gui.ui.widgets.spoken import Role, Spoken, announce

_HEADINGS = {
    "weights": "Weights",
    "activations": "Activations",
    "gradients": "Gradients",
    "updates": "Updates",
    "units": "Dead units",
}
_INTERVAL_MS = 150
"""Least time between two pictures of a run in progress."""
_LONGEST = "convolution 8"
_LINES = 2.4
"""Height of a strip, in lines of text."""
_MOST = 2
"""Most height of a strip, as a multiple of its least."""
_DECADES = -6.0, 0.0
"""Range of the update ratios that is shown, as powers of ten."""
_IDEA = (
    "A strip for each layer with weights, a column for each snapshot of the run, from its start to "
    "now. Point at one to see it against the start; a click lets the network of that moment answer."
)
_NOTHING = "What goes on inside each layer appears here while a network learns."


class LayerStrips(Spoken, QWidget):
    """Shows distributions, updates and dead units of all layers over the film of a run.

    A click, or Enter, lets the moment answer that is pointed at.
    """

    spoken_role = Role.List
    spoken_keys: Mapping[str, str] = MappingProxyType(
        {
            "Left, Right": "Another moment",
            "Up, Down": "Another figure or layer",
            "Enter": "Let the network of that moment answer",
        }
    )

    def __init__(self, film: RunFilm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = film
        self.histories: list[LayerHistory] = []
        self._pictures: dict[tuple[int, str], QImage] = {}
        self._lens: LayerLens | None = None
        self._row, self._cell, self._column = 0, 0, -1
        self._is_stale = True
        self.setAccessibleName("What goes on inside each layer")
        self.setToolTip(_IDEA)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._renew)
        film.changed.connect(self._follow)
        film.moved.connect(self.update)

    # What is shown -----------------------------------------------------------------------

    @Slot()
    def _follow(self) -> None:
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._renew()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hide_lens()

    @Slot()
    def _renew(self) -> None:
        frames, n_before = self._film.film.frames, len(self.histories)
        self._is_stale = False
        self.histories = [LayerHistory(frames, number) for number in range(n_layers(frames))]
        self._pictures = {}
        self._row = min(self._row, max(len(self.histories) - 1, 0))
        if len(self.histories) != n_before:
            self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._pictures = {}
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        n = max(len(self.histories), 1)
        height = self._line() + n * (self._least_height() + SPACE_4)
        return QSize(self._name_width() * 6, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * self._name_width(), self.sizeHint().height())

    # Places ------------------------------------------------------------------------------

    def _line(self) -> int:
        return self.fontMetrics().height() + SPACE_4

    def _least_height(self) -> int:
        return round(_LINES * self.fontMetrics().height())

    def _height(self) -> int:
        """Return the height of a strip: it grows with the room there is."""
        room = (self.height() - self._line()) // max(len(self.histories), 1) - SPACE_4
        return min(max(room, self._least_height()), _MOST * self._least_height())

    def _name_width(self) -> int:
        names = [history.name for history in self.histories] or [_LONGEST]
        return max(map(self.fontMetrics().horizontalAdvance, names)) + SPACE_12

    def cell_rect(self, row: int, cell: str) -> QRect:
        """Return where a figure of a layer is."""
        left, number = self._name_width(), CELLS.index(cell)
        width = (self.width() - left) / len(CELLS)
        top = self._line() + row * (self._height() + SPACE_4)
        return QRect(round(left + number * width), top, round(width) - SPACE_12, self._height())

    def _x_of(self, place: QRect, column: int, n: int) -> float:
        return place.left() + (column + 0.5) * place.width() / max(n, 1)

    def _found_at(self, point: QPoint) -> tuple[int, int, int] | None:
        """Return row, cell and column at a point."""
        for row, history in enumerate(self.histories):
            for number, cell in enumerate(CELLS):
                place = self.cell_rect(row, cell)
                if place.contains(point) and len(history):
                    column = (point.x() - place.left()) * len(history) // place.width()
                    return row, number, min(column, len(history) - 1)
        return None

    # Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shades = QPainter(self), colours(self.palette())
        if not self.histories:
            painter.setPen(shades.faint_text)
            painter.drawText(self.rect(), _CENTRE, _NOTHING)
            return
        painter.setPen(shades.faint_text)
        for cell, words in _HEADINGS.items():
            place = self.cell_rect(0, cell)
            heading = QRect(place.left(), 0, place.width(), self._line())
            if cell == "units" and any(one.state == "saturated" for one in self.histories):
                words = "Saturated"
            shown = self.fontMetrics().elidedText(words, _ELIDED, place.width())
            painter.drawText(heading, Qt.AlignmentFlag.AlignLeft, shown)
        for row, history in enumerate(self.histories):
            self._paint_strip(painter, row, history)
        if self.hasFocus():
            place = self.cell_rect(self._row, CELLS[self._cell])
            paint_ring(painter, QRectF(place), self.palette())

    def _paint_strip(self, painter: QPainter, row: int, history: LayerHistory) -> None:
        text = self.palette().color(QPalette.ColorRole.WindowText)
        first = self.cell_rect(row, CELLS[0])
        painter.setPen(text)
        name = QRect(0, first.top(), self._name_width() - SPACE_8, first.height())
        painter.drawText(name, int(_MIDDLE | Qt.TextFlag.TextWordWrap), history.name)
        for cell in CELLS[:3]:
            painter.drawImage(self.cell_rect(row, cell), self._picture(row, cell))
        self._paint_ratios(painter, self.cell_rect(row, "updates"), history)
        self._paint_units(painter, self.cell_rect(row, "units"), history)
        if self._film.frame:
            painter.setPen(text)
            column = history.place_of(self._film.frame)
            for cell in CELLS:
                place = self.cell_rect(row, cell)
                top = place.top() + (self.fontMetrics().height() if cell in CELLS[3:] else 0)
                x = round(self._x_of(place, column, len(history)))
                painter.drawLine(x, top, x, place.bottom())

    def _picture(self, row: int, cell: str) -> QImage:
        if (row, cell) not in self._pictures:
            shares, _ = self.histories[row].columns(cell)
            ground, ink = (self.palette().color(role) for role in _SCALE)
            self._pictures[row, cell] = to_qimage(heat_map(shares, ground, ink))
        return self._pictures[row, cell]

    def _paint_ratios(self, painter: QPainter, place: QRect, history: LayerHistory) -> None:
        low, high = _DECADES
        words = ratio_words(history.ratio(history.place_of(self._film.frame)))
        place = self._write(painter, place, words)
        with np.errstate(all="ignore"):
            heights = (np.log10(history.ratios) - low) / (high - low)
        usual = [(np.log10(ratio) - low) / (high - low) for ratio in USUAL_RATIO]
        bottom, top = (round(place.bottom() - share * place.height()) for share in usual)
        painter.fillRect(
            QRect(place.left(), top, place.width(), bottom - top), colours(self.palette()).track
        )
        self._paint_line(painter, place, heights)

    def _paint_units(self, painter: QPainter, place: QRect, history: LayerHistory) -> None:
        words = units_words(history, history.place_of(self._film.frame))
        place = self._write(painter, place, words)
        if history.state:
            painter.fillRect(
                QRect(place.left(), place.bottom(), place.width(), 1),
                colours(self.palette()).track,
            )
            self._paint_line(painter, place, history.resting)

    def _paint_line(self, painter: QPainter, place: QRect, heights: NDArray[np.float64]) -> None:
        n = len(heights)
        points = [
            QPointF(
                self._x_of(place, column, n),
                place.bottom() - min(max(float(height), 0.0), 1.0) * (place.height() - 1),
            )
            for column, height in enumerate(heights)
            if np.isfinite(height)
        ]
        painter.setPen(QPen(colours(self.palette()).training))
        painter.drawPolyline(QPolygonF(points))

    def _write(self, painter: QPainter, place: QRect, words: str) -> QRect:
        """Write words, or the figure before them, at the top; return what is left of the place."""
        if self.fontMetrics().horizontalAdvance(words) > place.width() and "%" in words:
            words = words[: words.index("%") + 1]  # the heading says of what
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), words)
        return place.adjusted(0, self.fontMetrics().height(), 0, 0)

    # Pointing ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:  # the lens is in its place
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._found_at(event.position().toPoint())
        if found is None:
            self._hide_lens()
            return
        self._show_lens(*found)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hide_lens()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and (
            found := self._found_at(event.position().toPoint())
        ):
            self._row, self._cell, self._column = found
            self._choose()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        across = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if not self.histories or not len(self.histories[self._row]):
            super().keyPressEvent(event)
        elif across:
            n = len(self.histories[self._row])
            now = self._column if 0 <= self._column < n else n - 1
            self._point(self._row, self._cell, min(max(now + across, 0), n - 1))
        elif down:
            place = self._row * len(CELLS) + self._cell + down
            place = min(max(place, 0), len(self.histories) * len(CELLS) - 1)
            self._point(*divmod(place, len(CELLS)), self._column)
            self.tell_focus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key == Qt.Key.Key_Escape and self._lens and self._lens.isVisible():
            self._hide_lens()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_lens()

    def _point(self, row: int, cell: int, column: int) -> None:
        self._row, self._cell, self._column = row, cell, column
        self._show_lens(row, cell, column)
        if self._lens:
            announce(self, self._lens.words)
        self.update()

    def _choose(self) -> None:
        history = self.histories[self._row]
        if 0 <= self._column < len(history):
            self._film.choose(self._film.film.nearest(history.frames[self._column].epochs))
        self.update()

    def _show_lens(self, row: int, cell: int, column: int) -> None:
        history, place = self.histories[row], self.cell_rect(row, CELLS[cell])
        column = column if 0 <= column < len(history) else len(history) - 1
        if self._lens is None or self._lens.parent() is not self.window():
            self._lens = LayerLens(self.window())
        x = round(self._x_of(place, column, len(history)))
        point = self.mapTo(self.window(), QPoint(x, place.top()))
        self._lens.show_at(point, history, CELLS[cell], column)
        self.setToolTip(f"{_IDEA} {IDEAS[CELLS[cell]]}")

    def _hide_lens(self) -> None:
        if self._lens:
            self._lens.hide()

    # What is spoken ----------------------------------------------------------------------

    def spoken_value(self) -> str:
        return "" if self.histories else _NOTHING

    def n_spoken_items(self) -> int:
        return len(self.histories) * len(CELLS)

    def spoken_item(self, place: int) -> str:
        row, cell = divmod(place, len(CELLS))
        history = self.histories[row]
        words = moment_words(history, CELLS[cell], history.place_of(self._film.frame))
        return f"{words}. {IDEAS[CELLS[cell]]}"

    def spoken_rect(self, place: int) -> QRect:
        row, cell = divmod(place, len(CELLS))
        return self.cell_rect(row, CELLS[cell])

    def spoken_focus(self) -> int:
        return self._row * len(CELLS) + self._cell if self.histories and self.hasFocus() else -1


_CENTRE, _ELIDED = Qt.AlignmentFlag.AlignCenter, Qt.TextElideMode.ElideRight
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SCALE = QPalette.ColorRole.Base, QPalette.ColorRole.Highlight
