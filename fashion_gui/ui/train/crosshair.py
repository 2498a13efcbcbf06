"""A vertical line over a plot, and what the curves are worth there."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from fashion_gui.ui.theme.palette import colours

_ALPHA = 245


class Crosshair:
    """Marks one place of a plot.

    Parameters
    ----------
    plot
        A ``pyqtgraph.PlotWidget``, to whose parts the line and the words belong.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self.line = pg.InfiniteLine()
        self.words = pg.TextItem(fill=QColor(Qt.GlobalColor.transparent))
        for item in (self.line, self.words):
            item.setZValue(10)
            item.hide()
            plot.addItem(item, ignoreBounds=True)

    def show_at(self, x: float | None, words: str) -> None:
        """Mark a place, with words at the top of it; None for none."""
        for item in (self.line, self.words):
            item.setVisible(x is not None)
        if x is None:
            return
        (left, right), (_, top) = self._plot.getPlotItem().getViewBox().viewRange()
        self.line.setPos(x)
        self.words.setPlainText(words.replace(", ", "\n"))
        self.words.setAnchor((0 if x < (left + right) / 2 else 1, 0))
        self.words.setPos(x, top)

    def colour(self, palette: QPalette) -> None:
        """Take the colours of the window."""
        ground = palette.color(QPalette.ColorRole.Base)
        ground.setAlpha(_ALPHA)
        self.line.setPen(pg.mkPen(colours(palette).faint_text, style=Qt.PenStyle.DotLine))
        self.words.fill = pg.mkBrush(ground)
        self.words.setColor(palette.color(QPalette.ColorRole.WindowText))
        self.words.setFont(self._plot.font())
