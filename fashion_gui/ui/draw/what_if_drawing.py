"""What if? for the drawing: the change lies on the canvas and in the bars, and can be drawn."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.draw.fooling import Fooling
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.widgets.probability_bars import ProbabilityBars
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.what_if.experiment import Change
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.widgets.why_panel import WhyPanel


class WhatIfDrawing(WhatIfPanel):
    """Changes what the network receives, and shows the change where that is on the canvas.

    Attributes
    ----------
    fool
        Starts and ends the game in which a person looks for the least ink.
    """

    drawn = Signal()
    """The changed picture is on the canvas."""

    def __init__(
        self, session: Session, canvas: Canvas, bars: ProbabilityBars, why: WhyPanel
    ) -> None:
        super().__init__(session, why)
        self._canvas, self._bars = canvas, bars
        self._fooling: Fooling | None = None
        self._result: NDArray[np.uint8] | None = None
        self.fool = QPushButton("Fool it", self)
        self.fool.setCheckable(True)
        set_icon(self.fool, "swords")
        self.fool.setToolTip(
            "Try it yourself: draw and erase until the network says the other class. Your score is "
            "the ink that you need, and the program has found out how little is enough."
        )
        self.fool.toggled.connect(self._on_fool)
        self.wanted.connect(self.explore)
        self.shown.connect(self._show_change)
        self.taken.connect(self._draw)
        self.tabs.currentChanged.connect(self._give_up)
        self.action.toggled.connect(self._give_up)

    def make_experiments(self) -> None:
        super().make_experiments()
        self.corner.addWidget(self.fool)

    @Slot()
    def explore(self, *, is_moving: bool = False) -> None:
        """Take the drawing as it is now, if that is wanted; the bars are already those of it."""
        drawing = self._canvas.drawing
        if not self.is_on or not self.experiments:
            return
        if self._fooling:
            self._judge()
        elif self._result is None or not np.array_equal(drawing.image, self._result):
            self._result = None
            image = None if drawing.is_empty else drawing.fitted_image
            self.fool.setEnabled(image is not None)
            self.follow(image, drawing.fitting(), is_moving=is_moving)

    # The game ----------------------------------------------------------------------------

    @Slot(bool)
    def _on_fool(self, is_on: bool) -> None:
        network, probabilities = self._session.network, self._bars.probabilities
        if not is_on or network is None or probabilities is None:
            self.fool.setChecked(False)
            self._fooling = None
            if self._result is None:
                self.explore()
            return
        drawing, flipping = self._canvas.drawing, self.flipping
        target, program = flipping.target_of(probabilities), flipping.least_ink
        names = tuple(network.class_names)
        scale = drawing.fitting().scale
        self._result = None
        flipping.rest()
        self._fooling = Fooling(drawing.image.copy(), scale, target, names, program)
        flipping.say(self._fooling.task)
        self._canvas.setFocus()

    def _judge(self) -> None:
        """Say how it stands; end when the network is fooled."""
        fooling, probabilities = self._fooling, self._bars.probabilities
        canvas = self._canvas.drawing.image
        if fooling is None or probabilities is None or np.array_equal(canvas, fooling.start):
            return
        if len(probabilities) != len(fooling.names):
            self.fool.setChecked(False)  # another network answers
            return
        words = fooling.words(canvas, probabilities)
        if fooling.is_won(probabilities) and not self._canvas.is_pressed:
            self._result = canvas.copy()
            self.fool.setChecked(False)
            announce(self, words)
        self.flipping.say(words)

    @Slot()
    def _give_up(self) -> None:
        self._fooling = self._result = None
        self.fool.setChecked(False)
        self.fool.setVisible(self.tabs.currentIndex() == 0)

    # The change --------------------------------------------------------------------------

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
