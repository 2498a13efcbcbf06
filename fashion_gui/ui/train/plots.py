"""Loss and accuracy, moving inside the epoch. Imported after the window is shown."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fashion_gui.shelf.differences import value_in_words
from fashion_gui.training.events import Plan
from fashion_gui.training.history import Curve, RunHistory
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.widgets.plot import Plot

REDRAW_INTERVAL_MS = 66
_MAX_POINTS = 500
"""Points of a strong line that are drawn: one for each column of the plot or so."""
_MAX_DOTS = 50
_FAINT_ALPHA = 50
_TREND_SHARE = 0.2
"""Share of what is there, at its end, over which a curve is said to rise or to fall."""
_LEVEL_SHARE = 0.005
"""A change that is smaller than this share of a value is none."""


class Curves(Plot):
    """One figure of training and validation over the epochs."""

    def __init__(self, title: str, idea: str, *, is_share: bool) -> None:
        super().__init__(title)
        self._is_share = is_share
        self.setToolTip(f"{idea} Wheel: zoom. Drag: move.")
        self.setAccessibleName(f"{title} over the epochs")
        item = self.getPlotItem()
        item.setLabel("bottom", "epoch")
        self._legend = item.addLegend(offset=(-8, -8) if is_share else (-8, 8))
        # Made once and filled again and again. Qt draws thousands of points fast only with a
        # width of 1; the two strong lines are thinned out first, see ``redraw``.
        self._raw = item.plot(symbolSize=4, symbolPen=None)
        self._smooth = item.plot(name="training", antialias=True)
        self._validation = item.plot(name="validation", symbol="o", symbolSize=5, antialias=True)
        self._raw.setClipToView(True)
        self._raw.setDownsampling(auto=True, method="peak")
        self.curve = Curve()
        self._marked: RunHistory | None = None
        self._marks: list[Any] = []
        self._others: list[Any] = []
        self._epochs = 1.0
        self._highest = 0.0
        self.colour(self.palette())
        self.reset_view()

    def show_curve(self, curve: Curve, epochs: int) -> None:
        """Show another curve, of a run of so many epochs."""
        self.curve = curve
        self._epochs = float(epochs)
        self._highest = 0.0
        self.redraw()
        self.reset_view()

    def redraw(self) -> None:
        """Show the points that came since."""
        training, validation = self.curve.training, self.curve.validation
        # A line of a single point cannot be seen: few points are dots as well.
        self._raw.setSymbol("o" if len(training) <= _MAX_DOTS else None)
        self._raw.setData(training.x, training.y)
        self._smooth.setData(_thinned(training.x), _thinned(training.smoothed))
        # Dots are for looks that can be told apart; a thousand of them would hide both lines.
        self._validation.setSymbol("o" if len(validation) <= _MAX_DOTS else None)
        self._validation.setData(_thinned(validation.x), _thinned(validation.y))
        if not self._is_share and len(training):
            self._make_room(float(np.max(training.y)))

    def spoken_value(self) -> str:
        lines = (
            ("training", self.curve.training.x, self.curve.training.smoothed),
            ("validation", self.curve.validation.x, self.curve.validation.y),
        )
        told = [f"{name} {self._last_and_trend(x, y)}" for name, x, y in lines if len(x)]
        if not told:
            return "no points yet"
        done = max(float(x[-1]) for _, x, _ in lines if len(x))
        return f"{', '.join(told)}, after {done:.1f} of {self._epochs:,.0f} epochs"

    def _last_and_trend(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
        last = float(y[-1])
        before = float(y[min(np.searchsorted(x, x[-1] * (1 - _TREND_SHARE)), len(y) - 1)])
        change = last - before
        trend = "level"
        if abs(change) > _LEVEL_SHARE * max(abs(last), abs(before)):
            trend = "rising" if change > 0 else "falling"
        return f"{100 * last:.1f} %, {trend}" if self._is_share else f"{last:.3f}, {trend}"

    def show_turns(self, history: RunHistory) -> None:
        """Mark where settings were turned, each with its new value."""
        if history is not self._marked:
            for mark in self._marks:
                self.removeItem(mark)
            self._marked, self._marks = history, []
        for turn, place in list(zip(history.turns, history.turn_places, strict=True))[
            len(self._marks) :
        ]:
            words = f"{turn.name.replace('_', ' ')} {value_in_words(turn.value)}"
            # Each a little lower than the one before: several may be turned at once.
            height = 0.08 * (len(self._marks) % 6)
            height = 0.12 + height if self._is_share else 0.95 - height
            mark = pg.InfiniteLine(
                place, label=words, labelOpts={"position": height, "anchors": [(0, 0), (0, 0)]}
            )
            self._colour_mark(mark)
            self.addItem(mark, ignoreBounds=True)
            self._marks.append(mark)

    def show_others(self, others: Mapping[str, Curve]) -> None:
        """Lay the validation curves of other runs over this one, each named at its end."""
        for item in self._others:
            self.removeItem(item)
        self._others = []
        for number, (name, curve) in enumerate(others.items()):
            shown = curve.validation if len(curve.validation) else curve.training
            x, y = _thinned(shown.x), _thinned(shown.y)
            colour = pg.intColor(number, hues=9, values=1, maxValue=180)
            line = pg.PlotDataItem(x, y, pen=pg.mkPen(colour, width=1), antialias=True)
            line.setToolTip(name)
            self._others.append(line)
            if len(x):
                label = pg.TextItem(name, color=colour, anchor=(1, 1))
                label.setPos(x[-1], y[-1])
                self._others.append(label)
        for item in self._others:
            self.addItem(item, ignoreBounds=True)

    def _colour_mark(self, mark: Any) -> None:
        mark.setPen(pg.mkPen(colours(self.palette()).faint_text, style=Qt.PenStyle.DashLine))
        mark.label.setColor(self.palette().color(QPalette.ColorRole.WindowText))

    def _make_room(self, highest: float) -> None:
        """Let the vertical axis grow with the curve, unless the person has zoomed."""
        if highest > self._highest:
            was_untouched = self._shows_all()
            self._highest = highest * 1.05
            if was_untouched:
                self.reset_view()

    def _shows_all(self) -> bool:
        (_, right), (_, top) = self.getPlotItem().getViewBox().viewRange()
        return bool(np.isclose(right, self._epochs) and np.isclose(top, self._top()))

    def _top(self) -> float:
        return 1.0 if self._is_share else (self._highest or 1.0)

    @Slot()
    def reset_view(self) -> None:
        """Show the whole run."""
        self.setRange(xRange=(0, self._epochs), yRange=(0, self._top()), padding=0)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.reset_view()

    def colour(self, palette: QPalette) -> None:
        super().colour(palette)
        shades = colours(palette)
        text = palette.color(QPalette.ColorRole.WindowText)
        for _, label in self._legend.items:
            label.setText(label.text, color=text)
        faint = QColor(shades.training)
        faint.setAlpha(_FAINT_ALPHA)
        for mark in self._marks:
            self._colour_mark(mark)
        self._raw.setPen(pg.mkPen(faint, width=1))
        self._raw.setSymbolBrush(shades.training)
        self._smooth.setPen(pg.mkPen(shades.training, width=2))
        self._validation.setPen(pg.mkPen(shades.validation, width=2))
        self._validation.setSymbolBrush(shades.validation)
        self._validation.setSymbolPen(None)
        # The legend looks at the symbols' own settings, which follow only with the next points.
        self._validation.scatter.setBrush(shades.validation)
        self._validation.scatter.setPen(None)


def _thinned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at most some hundred of the values, the newest always among them."""
    return values[::-1][:: len(values) // _MAX_POINTS + 1][::-1]


class TrainingPlots(QWidget):
    """The two figures of a run, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = Curves(
            "Loss",
            "How wrong the network is: what training makes small. Faint: every batch, or the mean "
            "of as many small ones as make 64 images.",
            is_share=False,
        )
        self.accuracy = Curves(
            "Accuracy",
            "Share of right answers. Validation images are never learned from: where their "
            "line falls behind, the network learns by heart.",
            is_share=True,
        )
        row = QHBoxLayout()
        row.addWidget(self.loss)
        row.addWidget(self.accuracy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        self._shown: tuple[RunHistory, Plan | None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_INTERVAL_MS)
        self._timer.timeout.connect(self._redraw)

    def show_history(self, history: RunHistory) -> None:
        """Show what a run has told; what came since is drawn a moment later."""
        if self._shown != (history, history.plan):
            self._shown = (history, history.plan)
            epochs = history.plan.n_epochs if history.plan else 1
            self.loss.show_curve(history.loss, epochs)
            self.accuracy.show_curve(history.accuracy, epochs)
        if not self._timer.isActive():
            self._timer.start()

    def show_others(self, histories: Mapping[str, RunHistory]) -> None:
        """Lay the curves of other runs, by their names, over those of this one."""
        self.loss.show_others({name: history.loss for name, history in histories.items()})
        self.accuracy.show_others({name: history.accuracy for name, history in histories.items()})

    @Slot()
    def reset_view(self) -> None:
        """Show the whole run in both figures."""
        self.loss.reset_view()
        self.accuracy.reset_view()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.loss.colour(self.palette())
            self.accuracy.colour(self.palette())

    @Slot()
    def _redraw(self) -> None:
        history = self._shown[0] if self._shown else None
        for curves in (self.loss, self.accuracy):
            curves.redraw()
            if history:
                curves.show_turns(history)
