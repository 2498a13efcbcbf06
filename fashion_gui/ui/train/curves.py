"""The curves of one figure over the epochs of a run. Imported after the window is shown."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPalette

from fashion_gui.percent import percent
from fashion_gui.shelf.overlays import Overlay
from fashion_gui.training.events import Plan
from fashion_gui.training.history import Curve, RunHistory
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.train.crosshair import Crosshair
from fashion_gui.ui.train.overlay_items import OverlayItems, spread
from fashion_gui.ui.train.promise import Promise
from fashion_gui.ui.train.turn_marks import TurnMarks, word_ground
from fashion_gui.ui.widgets.plot import Plot
from fashion_gui.ui.widgets.plot_axis import PlotAxis
from fashion_gui.ui.widgets.spoken import announce

_MAX_POINTS = 500
"""Most points of a strong line that are drawn: about one per column of the plot."""
_MAX_DOTS = 50
_FAINT_ALPHA = 50
_NAME_SHARES = 0.3, 0.5
"""Least and greatest share of the width for the names of lines beside their ends."""
_LONGEST_NAME = "validation 100.0 %"
_KEY_STEPS = 50
"""Presses of an arrow key from one end of a curve to the other."""
_LEAST = 1e-12
"""What is shown of 0 where each step upwards is ten times as much."""
_TREND_SHARE = 0.2
"""Share of the curve, at its end, that decides whether it rises or falls."""
_LEVEL_SHARE = 0.005
"""A relative change smaller than this counts as none."""


class Curves(Plot):
    """One figure of training and validation over the epochs, each line named at its end.

    Pointing at it, with the mouse or with the arrow keys, tells the values at a place.
    """

    pointed = Signal(object)
    """A place is pointed at: its epochs, or None for none any more."""
    turn_clicked = Signal(int)
    """The mark of a turn was clicked: the turn's number from 0."""

    def __init__(self, title: str, idea: str, *, is_share: bool) -> None:
        super().__init__(title, axisItems={"left": PlotAxis("left", is_share=is_share)})
        self._is_share = is_share
        self.setToolTip(f"{idea} Wheel: zoom. Drag: move. Arrow keys: tell values.")
        self.setAccessibleName(f"{title} over the epochs")
        item = self.getPlotItem()
        item.setLabel("bottom", "epoch")
        # Created once and updated. Qt draws thousands of points fast only with a width of 1; the
        # two strong lines are thinned first, see ``redraw``.
        self._raw = item.plot(symbolSize=4, symbolPen=None)
        # Two pixels a point: it is smooth, and a line of width 2 takes 4 microseconds a point.
        self._smooth = item.plot(antialias=True, autoDownsampleFactor=0.5)
        self._smooth.setDownsampling(auto=True, method="subsample")
        self._smooth.setClipToView(True)
        self._validation = item.plot(symbol="o", symbolSize=5, antialias=True)
        self._raw.setClipToView(True)
        self._raw.setDownsampling(auto=True, method="peak")
        self.curve = Curve()
        self._plan: Plan | None = None
        self.overlays = OverlayItems(self)
        self._epochs, self._n_batches = 1.0, 0
        self._lowest, self._highest = np.inf, 0.0
        self.is_log = False
        self._names = [pg.TextItem(), pg.TextItem()]
        self._cross = Crosshair(self)
        self._pointed: float | None = None
        self._moment: float | None = None
        self._near: tuple[str, float] | None = None
        self._whole_shown = ((0.0, 1.0), (0.0, 1.0))
        self._is_over = self._is_promising = False
        self.turns = TurnMarks(self, from_top=not is_share)
        self._promise = Promise(self, title, rises=is_share)
        for label in self._names:
            self.addItem(label, ignoreBounds=True)
        item.getViewBox().sigRangeChanged.connect(self._place_names)
        item.getViewBox().sigResized.connect(self._on_resized)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.scene().sigMouseClicked.connect(self._on_click)
        self.colour(self.palette())
        self.reset_view()

    def show_curve(self, curve: Curve, plan: Plan | None) -> None:
        """Show another curve, of a run with a plan; without points, say what will be here."""
        self.curve = curve
        self._epochs = float(plan.n_epochs) if plan else 1.0
        self._n_batches = plan.n_batches if plan else 0
        self._lowest, self._highest = np.inf, 0.0
        self._plan = plan
        self._show_axes()
        if self.overlays.overlays and not self._is_share:
            self._make_room(*self.overlays.extremes)
        self.redraw()
        self.reset_view()

    def set_over(self, is_over: bool) -> None:
        """Follow whether the run has ended: beside other runs only what there is of it counts."""
        if is_over is not self._is_over:
            was_untouched, self._is_over = self._shows_all(), is_over
            if was_untouched:
                self.reset_view()

    def set_log(self, is_log: bool) -> None:
        """Let each step upwards be ten times as much, or as much as the one below it."""
        if is_log != self.is_log:
            self.is_log = is_log
            self.getPlotItem().setLogMode(False, is_log)
            self.reset_view()

    def redraw(self) -> None:
        """Show the new points."""
        training, validation = self.curve.training, self.curve.validation
        if self._is_promising and self._has_points():
            self._show_axes()
        # A line of a single point cannot be seen: few points are dots as well.
        self._raw.setSymbol("o" if len(training) <= _MAX_DOTS else None)
        self._raw.setData(training.x, training.y)
        self._smooth.setData(_thinned(training.x), _thinned(training.smoothed))
        # Dots are for few validations; a thousand of them would hide both lines.
        self._validation.setSymbol("o" if len(validation) <= _MAX_DOTS else None)
        self._validation.setData(_thinned(validation.x), _thinned(validation.y))
        if not self._is_share and len(training):
            lines = (training.smoothed, validation.y) if len(validation) else (training.smoothed,)
            lowest = min(float(np.min(line)) for line in lines)
            self._make_room(lowest, float(np.max(training.y)))
        self._place_names()

    def spoken_value(self) -> str:
        lines = self._lines()
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
        return f"{percent(last)}, {trend}" if self._is_share else f"{last:.3f}, {trend}"

    def show_turns(self, history: RunHistory) -> None:
        """Mark where settings were changed, each with its new value."""
        self.turns.show_history(history)
        self._place_turns()

    def show_others(self, others: Sequence[Overlay]) -> None:
        """Overlay the curves of other runs, each named at its end."""
        if self.overlays.show(others):
            self._show_axes()
            if others and not self._is_share:
                self._make_room(*self.overlays.extremes)
            self.reset_view()
            self._place_names()

    def _show_axes(self) -> None:
        """Show the axes when there is anything along them, else say what will be here."""
        is_empty = not self._has_points() and not self.overlays.overlays
        self._is_promising = is_empty
        self._promise.set_visible(is_empty)
        for name in ("bottom", "left"):
            self.getPlotItem().getAxis(name).setVisible(not is_empty)

    def _has_points(self) -> bool:
        return bool(len(self.curve.training) or len(self.curve.validation))

    def _make_room(self, lowest: float, highest: float) -> None:
        """Extend the vertical axis with the curve, unless the user has zoomed."""
        is_higher, is_lower = highest > self._highest, lowest < self._lowest
        if is_higher:
            self._highest = highest * 1.05
        if is_lower:
            self._lowest = lowest * 0.9
        if (is_higher or (self.is_log and is_lower)) and self._shows_all():
            self.reset_view()

    def _shows_all(self) -> bool:
        return bool(np.allclose(self.getPlotItem().getViewBox().viewRange(), self._whole_shown))

    def _whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the ranges of both axes in which the whole run is seen."""
        top = 1.0 if self._is_share else (self._highest or 1.0)
        bottom = 0.0
        if self._is_share and self._plan is None and self.overlays.overlays:
            bottom = np.floor(10 * self.overlays.extremes[0]) / 10
        if self.is_log:
            lowest = self._lowest if np.isfinite(self._lowest) else top / 10
            bottom, top = self._height_of(lowest), self._height_of(top)
        end = self._epochs if self._plan else 0.0
        if self.overlays.overlays:  # with room for the names
            if self._is_over and len(self.curve.training):
                end = float(self.curve.training.x[-1])
            end = max(end, self.overlays.end) / (0.98 - self._name_share())
            return (0.0, end), (bottom, top)
        return (0.0, end or 1.0), (bottom, top)

    def _name_share(self) -> float:
        """Return the share of the width that the name of a line needs beside its end."""
        needed = self.fontMetrics().horizontalAdvance(_LONGEST_NAME)
        width = self.getPlotItem().getViewBox().sceneBoundingRect().width()
        least, most = _NAME_SHARES
        return float(min(max(least, needed / max(width, 1.0)), most))

    def _height_of(self, value: float) -> float:
        """Return where a value stands on the vertical axis."""
        return float(np.log10(max(value, _LEAST))) if self.is_log else float(value)

    @Slot()
    def reset_view(self) -> None:
        """Show the whole run."""
        across, up = self._whole_shown = self._whole()
        self.setRange(xRange=across, yRange=up, padding=0)
        self._promise.place(across, up)

    @Slot()
    def _on_resized(self) -> None:
        if self.overlays.overlays and self._shows_all():
            self.reset_view()  # names need another share of the width
        self._promise.place(*self._whole())
        self._place_names()

    # Names and values --------------------------------------------------------------------

    def _lines(self) -> tuple[tuple[str, NDArray[np.float64], NDArray[np.float64]], ...]:
        training, validation = self.curve.training, self.curve.validation
        return (
            ("training", training.x, training.smoothed),
            ("validation", validation.x, validation.y),
        )

    @Slot()
    def _place_names(self) -> None:
        """Name each line at its end: to the right of it where there is room, else over it."""
        view = self.getPlotItem().getViewBox()
        (left, right), _ = view.viewRange()
        step, share = view.viewPixelSize()[0], self._name_share()
        shown, is_free = [], True
        for label, (name, x, y) in zip(self._names, self._lines(), strict=True):
            label.setVisible(bool(len(x)))
            if len(x):
                last = float(x[-1])
                value = self._value_at(x, y, self._moment)
                label.setPlainText(f"{name} {self._words_of(value)}")
                is_free &= (right - last) / max(right - left, 1e-9) > share
                shown.append((self._height_of(float(y[-1])), last, label))
        self.overlays.name(self._moment if self._pointed is None else self._pointed, self._words_of)
        n_free = self._n_names() - len(shown)
        for place, (value, last, label) in enumerate(self.overlays.named_ends()):
            label.setVisible(place < n_free)  # the others are named where one points at them
            if place < n_free:
                shown.append((self._height_of(value), last, label))
        shown.sort(key=lambda entry: entry[0])
        for (_, last, label), middle in zip(shown, self._heights(shown, is_free), strict=True):
            label.setAnchor((0 if is_free else 1, 0.5))
            width = step * label.boundingRect().width()
            place = min(last, right - width) if is_free else max(last, left + width)
            label.setPos(place, middle)
        self._place_turns()

    def _place_turns(self) -> None:
        """Put the words of turns where they cover no names."""
        if self.turns.lines:
            names = (*self._names, *self.overlays.names)
            boxes = [name.mapRectToScene(name.boundingRect()) for name in names if name.isVisible()]
            self.turns.place(boxes)

    def _n_names(self) -> int:
        """Return how many names have room above each other."""
        view = self.getPlotItem().getViewBox()
        _, (bottom, top) = view.viewRange()
        height = view.viewPixelSize()[1] * self._names[0].boundingRect().height()
        return int((top - bottom) / max(height, 1e-9))

    def _heights(self, shown: list[Any], is_free: bool) -> list[float]:
        """Return the middle of each name, from the lowest to the highest, within the plot."""
        if not shown:
            return []
        view = self.getPlotItem().getViewBox()
        _, (bottom, top) = view.viewRange()
        height = view.viewPixelSize()[1] * shown[0][2].boundingRect().height()
        ends, n = [end for end, _, _ in shown], len(shown)
        if self.overlays.overlays:
            return spread(ends, height, bottom, top)
        if is_free:  # beside the ends, one above the other
            heights = [ends[0] - height / 2, ends[-1] + height / 2][-n:]
        elif self._is_share:  # below lines that rise
            heights = [ends[0] - (n - place - 0.2) * height for place in range(n)]
        else:  # above lines that fall
            heights = [ends[-1] + (place + 0.8) * height for place in range(n)]
        too_high = max(0.0, heights[-1] + height / 2 - top)
        too_low = max(0.0, bottom + height / 2 - (heights[0] - too_high))
        return [middle - too_high + too_low for middle in heights]

    def _words_of(self, value: float) -> str:
        return percent(value) if self._is_share else f"{value:#.3g}".rstrip(".")

    def _value_at(
        self, x: NDArray[np.float64], y: NDArray[np.float64], epochs: float | None
    ) -> float:
        """Return the value of a line at a place, or with None its last one."""
        return float(y[-1 if epochs is None else int(np.abs(x - epochs).argmin())])

    def show_moment(self, epochs: float | None) -> None:
        """Let the names of lines tell the values at a moment of the film; None for now."""
        if epochs != self._moment:
            self._moment = epochs
            self._place_names()

    def values_at(self, epochs: float) -> str:
        """Return the values at a place, in words."""
        told = [f"epoch {epochs:.2f}"]
        if self._n_batches:
            told.append(f"step {round(epochs * self._n_batches):,}")
        for name, x, y in self._lines():
            if len(x):
                told.append(f"{name} {self._words_of(self._value_at(x, y, epochs))}")
        told += [f"from here {words}" for words in self.turns.words_at(epochs)]
        return ", ".join(told)

    def show_place(self, epochs: float | None) -> None:
        """Mark a place and tell the values there; None for none."""
        self._pointed = epochs
        words = "" if epochs is None else self.values_at(epochs)
        if epochs is not None and self._near:
            name, value = self._near
            words = f"{words}, {name} {self._words_of(value)}"
        self._cross.show_at(epochs, words)
        if self.overlays.overlays:
            self._place_names()

    @Slot(object)
    def _on_mouse(self, place: QPointF) -> None:
        view = self.getPlotItem().getViewBox()
        has_curves = len(self.curve.training) or self.overlays.overlays
        if has_curves and view.sceneBoundingRect().contains(place):
            at = view.mapSceneToView(place)
            value = 10 ** at.y() if self.is_log else at.y()
            self._near = self.overlays.value_near(at.x(), value, view.viewPixelSize()[1])
            self.pointed.emit(min(max(at.x(), 0.0), self._last_epoch()))
        elif self._pointed is not None:
            self.pointed.emit(None)

    def _last_epoch(self) -> float:
        training = self.curve.training
        own = float(training.x[-1]) if len(training) else 0.0
        return max(own, self.overlays.end)

    @Slot(object)
    def _on_click(self, event: Any) -> None:
        """Tell whose mark was clicked: its words, or its line."""
        place = event.scenePos()
        number = self.turns.turn_at(place)
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            event.accept()
            self.turn_clicked.emit(number)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and self._cross.line.isVisible():
            return True  # the values are told there
        return bool(super().event(event))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps and len(self.curve.training):
            end = float(self.curve.training.x[-1])
            now = end if self._pointed is None else self._pointed
            self.pointed.emit(min(max(now + steps * end / _KEY_STEPS, 0.0), end))
            announce(self, self.values_at(self._pointed or 0.0))
        elif event.key() == Qt.Key.Key_Escape and self._pointed is not None:
            self.pointed.emit(None)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.reset_view()

    def colour(self, palette: QPalette) -> None:
        super().colour(palette)
        shades = colours(palette)
        self._cross.colour(palette)
        self.overlays.colour(palette)
        self._promise.colour(palette)
        for label, shade in zip(self._names, (shades.training, shades.validation), strict=True):
            label.setColor(shade)
            label.setFont(self.font())
            label.fill = word_ground(palette)
        faint = QColor(shades.training)
        faint.setAlpha(_FAINT_ALPHA)
        self.turns.colour(palette)
        self._raw.setPen(pg.mkPen(faint, width=1))
        self._raw.setSymbolBrush(shades.training)
        self._smooth.setPen(pg.mkPen(shades.training, width=2))
        self._validation.setPen(pg.mkPen(shades.validation, width=2))
        self._validation.setSymbolBrush(shades.validation)
        self._validation.setSymbolPen(None)


def _thinned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at most some hundred of the values, always with the latest."""
    return values[::-1][:: len(values) // _MAX_POINTS + 1][::-1]
