"""What if? for the drawing: the change lies on the canvas and in the bars, and can be drawn."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.probability_bars import ProbabilityBars
from fashion_gui.ui.widgets.what_if.experiment import Change
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.widgets.why_panel import WhyPanel


class WhatIfDrawing(WhatIfPanel):
    """Changes what the network receives, and shows the change where that is on the canvas."""

    drawn = Signal()
    """The changed picture is on the canvas."""

    def __init__(
        self, session: Session, canvas: Canvas, bars: ProbabilityBars, why: WhyPanel
    ) -> None:
        super().__init__(session, why)
        self._canvas, self._bars = canvas, bars
        self.wanted.connect(self.explore)
        self.shown.connect(self._show_change)
        self.taken.connect(self._draw)

    @Slot()
    def explore(self, *, is_moving: bool = False) -> None:
        """Take the drawing as it is now, if that is wanted."""
        if self.is_on:
            drawing = self._canvas.drawing
            image = None if drawing.is_empty else drawing.fitted_image
            self.follow(image, drawing.fitting(), is_moving=is_moving)

    @Slot(object)
    def _show_change(self, change: Change | None) -> None:
        self._bars.set_changed(change.probabilities if change else None)
        if change is None:
            self._canvas.set_marks(None)
            return
        assert isinstance(change.tag, Placement)
        box = change.tag.inverse.box((0, 0, CANVAS_SIZE, CANVAS_SIZE))
        self._canvas.set_marks(change.marks(), box)

    @Slot(object)
    def _draw(self, image: NDArray[np.uint8]) -> None:
        self._canvas.drawing.paste(image, is_framed=True)
        self.drawn.emit()
