"""The base class of the window's plots. Imported after the window is shown."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGraphicsItem

from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.theme.sizes import CARD_TITLE, SPACE_4, SPACE_16
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.plot_axis import PlotAxis
from fashion_gui.ui.widgets.spoken import Role, Spoken

_LEAST = (20, 7)
"""Least width and height of a plot, in letters and lines."""
_GRID_ALPHA = 0.2


class Plot(Spoken, pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot with a title and a grid, in the window's colours, without pyqtgraph's menu."""

    spoken_role = Role.Chart

    def __init__(self, title: str, **parts: Any) -> None:
        axes = {side: PlotAxis(side) for side in ("left", "bottom")} | parts.pop("axisItems", {})
        super().__init__(axisItems=axes, **parts)
        self._title = title
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        item = self.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.showGrid(x=False, y=True, alpha=_GRID_ALPHA)
        # Above the axis, too: the title must not move with the width of its numbers.
        item.layout.removeItem(item.titleLabel)
        item.layout.addItem(item.titleLabel, 0, 0, 1, 2)
        self._keep_margins()
        for name in ("bottom", "left"):
            # Painting an axis takes 2 ms, most of it for the grid, and it hardly ever changes.
            item.getAxis(name).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        # pyqtgraph's menu belongs to nobody: Python's garbage collector would delete it, in
        # whichever thread that runs. As a child it goes with the plot.
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_title"):
            self.show_text_size()

    def _keep_margins(self) -> None:
        """Leave room for the ring of the focus, and for the half of the last number."""
        item = self.getPlotItem()
        right = max(SPACE_16, item.getAxis("bottom").end_margin())
        item.layout.setContentsMargins(SPACE_4, 0, right, SPACE_4)

    def _keep_title_apart(self) -> None:
        """Have room for the title, and below it for the half of the highest number."""
        font, item = QFont(self.font()), self.getPlotItem()
        font.setPixelSize(scaled(CARD_TITLE))
        font.setBold(True)
        height = QFontMetrics(font).height()
        item.titleLabel.setMaximumHeight(height)
        item.layout.setRowFixedHeight(0, height)
        item.layout.setRowSpacing(0, self.fontMetrics().height() // 2 + SPACE_4)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()  # that of Qt is the size that it has

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * _LEAST[0], metrics.lineSpacing() * _LEAST[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            viewport = self.viewport()
            painter = QPainter(viewport)
            paint_ring(painter, QRectF(viewport.rect()), self.palette())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def show_text_size(self) -> None:
        """Write title, axes and numbers as large as the window's text."""
        self.colour(self.palette())
        for name in ("bottom", "left"):
            axis = self.getPlotItem().getAxis(name)
            axis.setTickFont(self.font())
            axis.label.setFont(self.font())
            axis.resizeEvent()
        self._keep_margins()

    def set_title(self, title: str) -> None:
        """Show another title."""
        if title != self._title:
            self._title = title
            self.colour(self.palette())

    def colour(self, palette: QPalette) -> None:
        """Take the colours of the window. A plot of pyqtgraph does not follow it by itself."""
        text = palette.color(QPalette.ColorRole.WindowText)
        self.setBackground(palette.color(QPalette.ColorRole.Base))
        item = self.getPlotItem()
        size = f"{scaled(CARD_TITLE)}px"
        item.setTitle(self._title, color=text.name(), size=size, bold=True, justify="left")
        self._keep_title_apart()
        for name in ("bottom", "left"):
            item.getAxis(name).setPen(pg.mkPen(None))
            item.getAxis(name).setTickPen(colours(palette).faint_text)
            item.getAxis(name).setTextPen(text)
