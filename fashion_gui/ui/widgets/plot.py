"""What the window's plots have in common. Imported after the window is shown."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import CARD_TITLE
from fashion_gui.ui.widgets.spoken import Role, Spoken


class Plot(Spoken, pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A figure with a title and a grid, in the window's colours, without pyqtgraph's menu."""

    spoken_role = Role.Chart

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.showGrid(x=True, y=True, alpha=0.15)
        # pyqtgraph's menu belongs to nobody: Python's garbage collector would delete it, in
        # whichever thread that runs. As a child it goes with the plot.
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())

    def colour(self, palette: QPalette) -> None:
        """Take the colours of the window. A plot of pyqtgraph does not follow it by itself."""
        text = palette.color(QPalette.ColorRole.WindowText)
        self.setBackground(palette.color(QPalette.ColorRole.Base))
        item = self.getPlotItem()
        item.setTitle(self._title, color=text.name(), size=f"{CARD_TITLE}px")
        for name in ("bottom", "left"):
            item.getAxis(name).setPen(colours(palette).faint_text)
            item.getAxis(name).setTextPen(text)
