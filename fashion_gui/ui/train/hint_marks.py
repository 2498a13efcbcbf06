"""Where on the curves the hints of a run were seen. Imported with the plots."""

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, Qt, Slot

from fashion_gui.training.events import Hint
from fashion_gui.training.history import RunHistory
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.train.hint_list import HintList
from fashion_gui.ui.train.plots import TrainingPlots

_SIGN = "⚠"
_BOTTOM = 0.0
_SHOWN, _OTHER = 1.5, 1.0
"""Widths of lines: of the hint that is shown, and of others."""


class HintMarks(QObject):
    """Marks the places of all hints that hold now in both figures; a click shows one.

    Parameters
    ----------
    hints
        The hints.
    plots
        The figures.
    history
        Returns the history of the run whose curves the figures show.
    """

    def __init__(
        self, hints: HintList, plots: TrainingPlots, history: Callable[[], RunHistory]
    ) -> None:
        super().__init__(plots)
        self._hints, self._plots, self._history = hints, plots, history
        self._marked: dict[float, list[Hint]] = {}
        self.lines: list[Any] = []
        hints.shown_changed.connect(self.show_hints)
        plots.installEventFilter(self)
        self.show_hints()

    @Slot()
    def show_hints(self) -> None:
        """Mark the hints that hold now."""
        history = self._history()
        told = self._hints.told()
        marked: dict[float, list[Hint]] = {}
        for hint, place in zip(history.hints, history.hint_places, strict=True):
            if hint in told and place > 0:  # others are about the whole run
                marked.setdefault(place, []).append(hint)
        if marked != self._marked:
            self._remove()
            self._marked = marked
            for place, hints in marked.items():
                self._add(place, hints)
        self._colour()

    def _remove(self) -> None:
        for line in self.lines:
            for curves in self._figures():
                if line in curves.getPlotItem().items:
                    curves.removeItem(line)
        self.lines = []

    def _add(self, place: float, hints: list[Hint]) -> None:
        for curves in self._figures():
            options = {"position": _BOTTOM, "anchors": [(0.5, 1), (0.5, 1)]}
            line = pg.InfiniteLine(place, label=_SIGN, labelOpts=options)
            line.label.setToolTip("\n".join(hint.sentence for hint in hints))
            line.setCursor(Qt.CursorShape.PointingHandCursor)
            line.sigClicked.connect(self._on_clicked)
            curves.addItem(line, ignoreBounds=True)
            self.lines.append(line)

    def _figures(self) -> tuple[Any, Any]:
        return self._plots.loss, self._plots.accuracy

    @Slot(object, object)
    def _on_clicked(self, line: Any, event: Any) -> None:
        """Show a hint that was seen there, or the next one of them."""
        event.accept()
        there, shown = self._marked[line.value()], self._hints.shown
        self._hints.show_hint(there[there.index(shown) - 1 if shown in there else -1])

    def _colour(self) -> None:
        palette = self._plots.palette()
        for line in self.lines:
            is_shown = self._hints.shown in self._marked[line.value()]
            colour = colours(palette).wrong if is_shown else colours(palette).faint_text
            width = _SHOWN if is_shown else _OTHER
            line.setPen(pg.mkPen(colour, width=width, style=Qt.PenStyle.DotLine))
            line.setHoverPen(pg.mkPen(colour, width=width))
            line.label.setColor(colour)
            line.label.setFont(self._plots.font())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()
        return False
