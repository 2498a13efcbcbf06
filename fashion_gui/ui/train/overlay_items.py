"""Curves of other runs in a figure, each named at its end. Imported with the plots."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPalette

from fashion_gui.shelf.overlays import FloatArray, Overlay
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.train.turn_marks import word_ground

_MAX_POINTS = 500
_BAND_ALPHA = 45
_LONGEST_NAME, _END = 17, 9
"""Letters of a name, and of its end, which often tells runs apart."""
_NEAR_PX = 10
_LEAST = 1e-12
"""What is shown of 0 where each step upwards is ten times as much."""
_Named = tuple[float, float, Any]


class OverlayItems:
    """The lines, bands and names of other runs.

    Parameters
    ----------
    plot
        The figure, a ``pyqtgraph.PlotWidget``.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self.overlays: tuple[Overlay, ...] = ()
        self.lines: list[Any] = []
        self.names: list[Any] = []
        self._bands: list[Any] = []

    def show(self, overlays: Sequence[Overlay]) -> bool:
        """Show other curves; False when they are those that are shown already."""
        if _are_same(overlays, self.overlays):
            return False
        # What was shown of a run already stays: making an item takes half a millisecond.
        shown = zip(self.overlays, self.lines, self.names, strict=True)
        kept = {one.name: (one, line, name) for one, line, name in shown}
        self.overlays = tuple(overlays)
        self.lines, self.names = [], []
        for band in self._bands:
            self._plot.removeItem(band)
        self._bands = []
        for overlay in overlays:
            before, *items = kept.get(overlay.name, (None,))
            if before and _are_same([before], [overlay]):
                del kept[overlay.name]
                line, name = items
            else:
                line, name = _line(overlay), pg.TextItem(_short(overlay.name), anchor=(0, 0.5))
                for item in (line, name):
                    self._plot.addItem(item, ignoreBounds=True)
            self.lines.append(line)
            self.names.append(name)
            self._add_band(overlay)
        for _, *items in kept.values():
            for item in items:
                self._plot.removeItem(item)
        self.colour(self._plot.palette())
        return True

    def _add_band(self, overlay: Overlay) -> None:
        if overlay.low is not None and overlay.high is not None:
            x = _thinned(overlay.x)
            edges = [pg.PlotDataItem(x, _thinned(edge)) for edge in (overlay.low, overlay.high)]
            band = pg.FillBetweenItem(*edges)
            for item in (*edges, band):
                self._plot.addItem(item, ignoreBounds=True)
                self._bands.append(item)

    @property
    def end(self) -> float:
        """The last epoch of all; 0 without any."""
        return max((float(one.x[-1]) for one in self.overlays), default=0.0)

    @property
    def extremes(self) -> tuple[float, float]:
        """The lowest and the highest value of all."""
        lows = [one.y if one.low is None else one.low for one in self.overlays]
        highs = [one.y if one.high is None else one.high for one in self.overlays]
        return min(float(low.min()) for low in lows), max(float(high.max()) for high in highs)

    def name(self, epochs: float | None, words_of: Callable[[float], str]) -> None:
        """Name each curve, with its value at a place; None for no values."""
        for one, label in zip(self.overlays, self.names, strict=True):
            words = _short(one.name)
            if epochs is not None and one.x[0] <= epochs <= one.x[-1]:
                words += f" {words_of(float(np.interp(epochs, one.x, one.y)))}"
            if label.toPlainText() != words:
                label.setPlainText(words)

    def named_ends(self) -> list[_Named]:
        """Return where the curves end, and their names: value, epochs, label."""
        pairs = zip(self.overlays, self.names, strict=True)
        return [(float(one.y[-1]), float(one.x[-1]), name) for one, name in pairs]

    def value_near(self, epochs: float, value: float, px_height: float) -> tuple[str, float] | None:
        """Return name and value of the curve that is pointed at; None when none is near."""
        near: list[tuple[float, str, float]] = []
        for one in self.overlays:
            if one.x[0] <= epochs <= one.x[-1]:
                found = float(np.interp(epochs, one.x, one.y))
                near.append((abs(self._height(found) - self._height(value)), one.name, found))
        if not near:
            return None
        distance, name, found = min(near)
        return (name, found) if distance <= _NEAR_PX * px_height else None

    def _height(self, value: float) -> float:
        is_log = self._plot.getPlotItem().getAxis("left").logMode
        return float(np.log10(max(value, _LEAST))) if is_log else value

    def colour(self, palette: QPalette) -> None:
        """Take colours that can be told apart and read on the ground of the window."""
        shades = colours(palette).runs
        bands = iter(self._bands)
        for number, (one, line, name) in enumerate(
            zip(self.overlays, self.lines, self.names, strict=True)
        ):
            shade = shades[number % len(shades)]
            line.setPen(pg.mkPen(shade, width=1))
            if not isinstance(line, _Line):
                line.setSymbolBrush(shade)
                line.setSymbolPen(None)
            name.setColor(shade)
            name.setFont(self._plot.font())
            name.fill = word_ground(palette)
            if one.low is not None:
                faint = QColor(shade)
                faint.setAlpha(_BAND_ALPHA)
                low, high, band = next(bands), next(bands), next(bands)
                for edge in (low, high):
                    edge.setPen(None)
                band.setBrush(faint)


class _Line(pg.PlotCurveItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A line without dots, on a vertical axis of either kind. A ``PlotDataItem`` takes longer."""

    def __init__(self, x: FloatArray, y: FloatArray) -> None:
        self._x, self._y = x, y
        super().__init__(x, y, antialias=True)

    def setLogMode(self, xMode: bool, yMode: bool) -> None:
        """Follow the axis; the plot calls it."""
        self.setData(self._x, np.log10(np.maximum(self._y, _LEAST)) if yMode else self._y)


def _line(overlay: Overlay) -> Any:
    x, y = _thinned(overlay.x), _thinned(overlay.y)
    if len(x) > 1:
        return _Line(x, y)
    dot = pg.PlotDataItem(x, y, symbol="o")  # a line of a single point cannot be seen
    dot.setSymbolSize(5)
    return dot


def spread(ends: Sequence[float], height: float, bottom: float, top: float) -> list[float]:
    """Return the middles of labels of one height, from the lowest up, near where curves end.

    None covers another, as long as there is room for all between bottom and top.

    Parameters
    ----------
    ends
        Where they would like to be, ascending.
    """
    middles: list[float] = []
    for end in ends:
        lowest = middles[-1] + height if middles else bottom + height / 2
        middles.append(max(end, lowest))
    highest = top - height / 2
    for place in range(len(middles) - 1, -1, -1):
        middles[place] = min(middles[place], highest)
        highest = middles[place] - height
    return middles


def _are_same(some: Sequence[Overlay], others: Sequence[Overlay]) -> bool:
    return len(some) == len(others) and all(
        one.name == other.name
        and np.array_equal(one.x, other.x)
        and np.array_equal(one.y, other.y)
        and _equal(one.low, other.low)
        and _equal(one.high, other.high)
        for one, other in zip(some, others, strict=True)
    )


def _equal(one: FloatArray | None, other: FloatArray | None) -> bool:
    return one is other or (one is not None and other is not None and np.array_equal(one, other))


def _short(name: str) -> str:
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - _END - 1].rstrip()}…{name[-_END:].lstrip()}"


def _thinned(values: FloatArray) -> FloatArray:
    return values[::-1][:: len(values) // _MAX_POINTS + 1][::-1]
