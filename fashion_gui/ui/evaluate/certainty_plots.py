"""Calibration: reliability, and accuracy against coverage. Imported after the window."""

from types import MappingProxyType
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPalette,
    QResizeEvent,
)

from fashion_gui.evaluation.metrics import Coverage, Reliability
from fashion_gui.percent import SIGN, percent
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CARD_TITLE
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.plot import Plot

_MOST_POINTS = 400
_BAR, _COUNT = 8, 3
"""Widths of the bars for accuracy and, before them, for the share of the images."""
_N_STEPS, _ABOVE = 5, 0.06
_LOW, _LEAST = 11, 6
"""Heights, in lines of text: of a plot that names its axes in its title and has numbers only at the
ends of the left one, and the least of all."""


class _SharePlot(Plot):
    """A plot with both axes fixed from 0 to 100 %.

    Parameters
    ----------
    title, low_title
        The latter, with what the axes show, is that of a low plot.
    bottom
        What the axis at the bottom shows; that on the left shows accuracy.
    idea
    """

    def __init__(self, title: str, low_title: str, bottom: str, idea: str) -> None:
        super().__init__(title)
        self._titles, self._lowest = (title, low_title), 0
        self.setToolTip(idea)
        self.setAccessibleName(title)
        item = self.getPlotItem()
        item.setLabel("bottom", bottom)
        item.setLabel("left", "accuracy, %")
        item.setMouseEnabled(x=False, y=False)
        item.showGrid(x=False, y=True, alpha=0.15)
        self.show_shares_from(0)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(hint.width(), self.fontMetrics().lineSpacing() * _LEAST)

    @property
    def is_low(self) -> bool:
        """Whether there is no room for names beside the axes."""
        return bool(self.height() < _LOW * self.fontMetrics().lineSpacing())

    def show_shares_from(self, lowest: int) -> None:
        """Show the upper part of the left axis, from so many per cent on."""
        self._lowest = lowest
        n_steps = 2 if self.is_low else _N_STEPS
        steps = np.linspace(lowest, 100, n_steps).round().astype(int).tolist()
        for name, ticks in (("bottom", (0, 25, 50, 75, 100)), ("left", steps)):
            self.getPlotItem().getAxis(name).setTicks([[(tick, str(tick)) for tick in ticks]])
        # A little more, or the numbers at the ends would not fit and be left out.
        above = (100 - lowest) * _ABOVE
        self.setRange(xRange=(-2, 104), yRange=(lowest, 100 + above), padding=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for: numbers at the axis, and what the title adds."""
        # pyqtgraph resizes itself while it is made, and when it is closed, which drops the plot.
        if "_lowest" in vars(self) and self.getPlotItem() is not None:
            self._fit()  # first: a plot is never narrower than its title
        super().resizeEvent(event)

    def _fit(self) -> None:
        self.show_shares_from(self._lowest)
        for name in ("bottom", "left"):
            self.getPlotItem().getAxis(name).showLabel(not self.is_low)
        font = QFont(self.font())
        font.setPixelSize(scaled(CARD_TITLE))
        metrics = QFontMetrics(font)
        room = self.width() - metrics.horizontalAdvance("accuracy")
        whole = self._titles[self.is_low]
        is_wide = metrics.horizontalAdvance(whole) <= room
        title = whole if is_wide else whole.partition(" (")[0]
        if title != self._title:
            self._title = title
            self.colour(self.palette())


class ReliabilityPlot(_SharePlot):
    """Ten bins of confidence: a bar for the accuracy, a line for the confidence."""

    spoken_keys = MappingProxyType(
        {"Left, Right": "go to another bin", "Return or Space": "see its images"}
    )

    opened = Signal(float, float)
    """Lowest and highest confidence of the bin that was clicked."""

    def __init__(self) -> None:
        super().__init__(
            "Reliability (calibration)",
            "Accuracy by confidence, %",
            "confidence, %",
            "Each bar is for predictions of about the same confidence: its height is how many of "
            "them are right. On the dotted line, accuracy equals confidence. The "
            "narrow orange bars are the share of images in each bin. Click a bar to see its "
            "images.",
        )
        self._n_bins = 10
        self._reliability: Reliability | None = None
        centres = np.arange(self._n_bins) * 10 + 5.0
        nothing = np.zeros(self._n_bins)
        self._bars = pg.BarGraphItem(x=centres, height=nothing, width=_BAR)
        self._count = pg.BarGraphItem(x=centres, height=nothing, width=_COUNT)
        self._line = pg.PlotDataItem([0, 100], [0, 100])
        self._place = self._n_bins - 1
        self._mark = pg.BarGraphItem(x=[0], height=[100], width=10, brush=None)
        self._mark.hide()
        self._name = pg.TextItem("share of the images", anchor=(0, 0))
        self._name.setPos(0, 100 * (1 + _ABOVE))  # where bars are low
        for item in (self._bars, self._count, self._line, self._mark, self._name):
            self.addItem(item)
        self.scene().sigMouseClicked.connect(self._on_clicked)
        self.colour(self.palette())

    def show_reliability(self, reliability: Reliability) -> None:
        """Show other bins."""
        self._reliability = reliability
        n_images = max(1, int(reliability.count.sum()))
        self._bars.setOpts(height=100 * reliability.accuracy)
        self._count.setOpts(height=100 * reliability.count / n_images)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._place = min(max(0, self._place + steps[key]), self._n_bins - 1)
            self._show_mark()
            self.tell_focus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._place / 10, self._place / 10 + 0.1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark.hide()

    def _show_mark(self) -> None:
        """Frame the current bin of the keyboard."""
        pen = pg.mkPen(self.palette().color(QPalette.ColorRole.Highlight), width=2)
        self._mark.setOpts(x=[10 * self._place + 5.0], pen=pen)
        self._mark.show()

    def spoken_focus(self) -> int:
        return -1 if self._reliability is None else self._place

    def spoken_value(self) -> str:
        if self._reliability is None:
            return "no bars yet"
        error = percent(self._reliability.calibration_error)
        items = [self.spoken_item(place) for place in range(self.n_spoken_items())]
        return f"calibration error {error}; {'; '.join(filter(None, items))}"

    def n_spoken_items(self) -> int:
        return 0 if self._reliability is None else self._n_bins

    def spoken_item(self, place: int) -> str:
        assert self._reliability
        count, accuracy = self._reliability.count[place], self._reliability.accuracy[place]
        if not count:
            return f"{10 * place} to {10 * place + 10}{SIGN} sure: no images"
        return (
            f"{10 * place} to {10 * place + 10}{SIGN} sure: {percent(accuracy, 0)} right of "
            f"{int(count):,} images"
        )

    def spoken_rect(self, place: int) -> QRect:
        box = QRectF(10 * place, 0, 10, 100)
        scene = self.getPlotItem().getViewBox().mapViewToScene
        corners = QRectF(scene(box.topLeft()), scene(box.bottomRight())).normalized()
        return QRect(self.mapFromScene(corners).boundingRect())

    def _on_clicked(self, event: Any) -> None:
        place = self.getPlotItem().getViewBox().mapSceneToView(event.scenePos())
        if 0 <= place.x() < 100 and 0 <= place.y() <= 100:
            low = int(place.x() // 10) / 10
            self.opened.emit(low, low + 0.1)

    def colour(self, palette: QPalette) -> None:
        super().colour(palette)
        shades = colours(palette)
        self._bars.setOpts(brush=shades.bar, pen=pg.mkPen(shades.training, width=1))
        # An edge as the ground keeps it apart from the bar behind it.
        edge = pg.mkPen(palette.color(QPalette.ColorRole.Base), width=1)
        self._count.setOpts(brush=shades.validation, pen=edge)
        self._name.setColor(shades.validation)
        self._name.fill = pg.mkBrush(palette.color(QPalette.ColorRole.Base))  # a bar may be there
        self._name.setFont(self.font())
        text = palette.color(QPalette.ColorRole.WindowText)
        self._line.setPen(pg.mkPen(text, width=1, style=Qt.PenStyle.DotLine))


class CoveragePlot(_SharePlot):
    """Accuracy vs. coverage, with a dot at the threshold."""

    def __init__(self) -> None:
        super().__init__(
            "Accuracy vs. coverage (abstaining when unsure)",
            "Accuracy by share answered, %",
            "answered, %",
            "From left to right, less and less confident answers are included: how many of them "
            "are right? The dot is the value of the slider below.",
        )
        self._told, self._all = "no curve yet", 0.0
        self._curve = pg.PlotDataItem(antialias=True)
        self._dot = pg.ScatterPlotItem(size=12)
        self.addItem(self._curve)
        self.addItem(self._dot)
        self.colour(self.palette())

    def show_coverage(self, coverage: Coverage) -> None:
        """Show another curve, with as many points as a screen can show."""
        n = len(coverage.accuracy)
        self._all = float(coverage.accuracy[-1]) if n else 0.0
        if n == 0:
            self._curve.setData([], [])
            return
        places = np.unique(np.linspace(0, n - 1, min(n, _MOST_POINTS)).astype(np.intp))
        accuracy = 100 * coverage.accuracy[places]
        self._curve.setData(100 * (places + 1) / n, accuracy)
        self.show_shares_from(int(20 * np.floor(min(80.0, float(accuracy.min())) / 20)))

    def spoken_value(self) -> str:
        return self._told

    def show_threshold(self, share: float, accuracy: float) -> None:
        """Put the dot at a coverage and its accuracy."""
        self._told = (
            f"all answered: {percent(self._all)} right; at the dot {percent(share)} "
            f"answered, {percent(accuracy)} of them right"
        )
        self._dot.setData([100 * share], [100 * accuracy])
        self._dot.setVisible(bool(share))

    def colour(self, palette: QPalette) -> None:
        super().colour(palette)
        shades = colours(palette)
        self._curve.setPen(pg.mkPen(shades.training, width=2))
        self._dot.setBrush(shades.validation)
        self._dot.setPen(None)
