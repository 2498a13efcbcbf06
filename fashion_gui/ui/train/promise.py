"""What an empty figure promises: the shape that its curve will have. Imported with the plots."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QTextOption

from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import SPACE_8

_X = np.linspace(0.02, 1, 60)
_DECAY = np.exp(-6 * _X)
"""Of a typical run: most is learned at its start."""


class Promise:
    """A faint curve of a typical run, and a sentence, where a real one is still to come.

    Parameters
    ----------
    plot
        The figure, a ``pyqtgraph.PlotWidget``.
    title
        What the figure is of.
    rises
        Whether its curves rise while a network learns.
    """

    def __init__(self, plot: pg.PlotWidget, title: str, *, rises: bool) -> None:
        self._plot = plot
        shape = 0.88 - 0.75 * _DECAY if rises else 0.12 + 0.8 * _DECAY
        self._shape = shape
        self._line = pg.PlotCurveItem(antialias=True)  # in places of the axes, also in log ones
        self.words = pg.TextItem(anchor=(0.5, 0.5))
        way = "rise" if rises else "fall"
        self.words.setPlainText(f"{title} will appear here\nand {way} as the network learns.")
        text = self.words.textItem.document()
        text.setDefaultTextOption(QTextOption(Qt.AlignmentFlag.AlignCenter))
        for item in (self._line, self.words):
            plot.addItem(item, ignoreBounds=True)

    def set_visible(self, is_visible: bool) -> None:
        """Show or hide it."""
        self._line.setVisible(is_visible)
        self.words.setVisible(is_visible)

    def place(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        """Fill the ranges of both axes."""
        if self.words.isVisible():
            self._line.setData(_along(across, _X), _along(up, self._shape))
            self.words.setPos(sum(across) / 2, sum(up) / 2)
            room = self._plot.getPlotItem().getViewBox().width() - SPACE_8
            self.words.setTextWidth(-1)
            self.words.setTextWidth(min(self.words.textItem.document().idealWidth(), room))

    def colour(self, palette: QPalette) -> None:
        """Take the colours of the window."""
        pen = pg.mkPen(colours(palette).track, width=2, style=Qt.PenStyle.DashLine)
        self._line.setPen(pen)
        self.words.setColor(colours(palette).faint_text)
        self.words.setFont(self._plot.font())


def _along(limits: tuple[float, float], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = limits
    return np.asarray(low + (high - low) * shares)
