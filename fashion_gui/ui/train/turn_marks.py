"""Marks of the settings that were turned during a run, in a figure. Imported with the plots."""

from collections.abc import Iterable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPalette

from fashion_gui.training.history import RunHistory
from fashion_gui.training.settings import value_in_words
from fashion_gui.ui.theme.palette import colours

_REACH = 4
"""How near to the line of a mark a click must be, in pixels."""
_GAP = 3
"""Between a line and its words, in pixels."""
_GROUND_ALPHA = 200


def word_ground(palette: QPalette) -> Any:
    """Return a brush that lets words be read over lines, which show through a little."""
    ground = QColor(palette.color(QPalette.ColorRole.Base))
    ground.setAlpha(_GROUND_ALPHA)
    return pg.mkBrush(ground)


class TurnMarks:
    """A dashed line at each turn of a run, with its new value where that covers no other words.

    Parameters
    ----------
    plot
        The figure, a ``pyqtgraph.PlotWidget``.
    from_top
        Whether the words begin at the top of the figure, where its curves are not.
    """

    def __init__(self, plot: pg.PlotWidget, *, from_top: bool) -> None:
        self._plot, self._from_top = plot, from_top
        self._history: RunHistory | None = None
        self.lines: list[Any] = []

    def show_history(self, history: RunHistory) -> None:
        """Mark the turns of a run, those that are not marked yet."""
        if history is not self._history:
            for line in self.lines:
                self._plot.removeItem(line)
            self._history, self.lines = history, []
        turns = list(zip(history.turns, history.turn_places, strict=True))
        for turn, place in turns[len(self.lines) :]:
            words = f"{turn.name.replace('_', ' ')} {value_in_words(turn.value)}"
            line = pg.InfiniteLine(place, label=words, labelOpts={"anchors": [(0, 0), (0, 0)]})
            line.label.setToolTip("Click to undo this turn.")
            self._plot.addItem(line, ignoreBounds=True)
            self.lines.append(line)
            self._colour(line, self._plot.palette())

    def place(self, others: Iterable[QRectF]) -> None:
        """Put the words where they cover neither each other nor other words; else hide them.

        Parameters
        ----------
        others
            Where other words are, in the scene.
        """
        if not self.lines:
            return
        view = self._plot.getPlotItem().getViewBox()
        room, taken = view.sceneBoundingRect(), list(others)
        for line in reversed(self.lines):  # the newest first
            box = self._free_place(line, view, room, taken)
            line.label.setVisible(box is not None)
            if box is None:
                continue
            taken.append(box)
            x = view.mapViewToScene(QPointF(line.value(), 0)).x()
            across = -_GAP / box.width() if box.left() > x else 1 + _GAP / box.width()
            line.label.anchors = [(across, 0), (across, 0)]
            line.label.setPosition((room.bottom() - box.top()) / max(room.height(), 1))

    def _free_place(self, line: Any, view: Any, room: QRectF, taken: list[QRectF]) -> QRectF | None:
        words = line.label.boundingRect()
        width, height = words.width(), words.height()
        x = view.mapViewToScene(QPointF(line.value(), 0)).x()
        if not room.left() - 1 <= x <= room.right() + 1:
            return None
        for row in range(int(room.height() // max(height, 1))):
            top = (
                room.top() + row * height if self._from_top else room.bottom() - (row + 1) * height
            )
            for left in (x + _GAP, x - _GAP - width):
                box = QRectF(left, top, width, height)
                is_inside = room.left() <= left and left + width <= room.right()
                if is_inside and not any(box.intersects(other) for other in taken):
                    return box
        return None

    def words_at(self, epochs: float) -> tuple[str, ...]:
        """Return what was turned at a place, or within a few pixels of it."""
        reach = _REACH * self._plot.getPlotItem().getViewBox().viewPixelSize()[0]
        near = [line for line in self.lines if abs(line.value() - epochs) <= reach]
        return tuple(line.label.format for line in near)

    def turn_at(self, place: QPointF) -> int | None:
        """Return the number of the turn whose words or else line is at a place of the scene."""
        view = self._plot.getPlotItem().getViewBox()
        if not view.sceneBoundingRect().contains(place):
            return None
        far: dict[int, float] = {}
        for number in reversed(range(len(self.lines))):  # the newest is on top
            line = self.lines[number]
            words = line.label
            if words.isVisible() and words.mapRectToScene(words.boundingRect()).contains(place):
                return number
            far[number] = abs(view.mapViewToScene(QPointF(line.value(), 0)).x() - place.x())
        nearest = min(far, key=lambda number: far[number], default=None)
        return nearest if nearest is not None and far[nearest] <= _REACH else None

    def colour(self, palette: QPalette) -> None:
        """Take the colours of the window."""
        for line in self.lines:
            self._colour(line, palette)

    def _colour(self, line: Any, palette: QPalette) -> None:
        line.setPen(pg.mkPen(colours(palette).faint_text, style=Qt.PenStyle.DashLine))
        line.label.fill = word_ground(palette)
        line.label.setColor(palette.color(QPalette.ColorRole.WindowText))
        line.label.setFont(self._plot.font())
