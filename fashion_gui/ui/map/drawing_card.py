"""One's own drawing beside the map, and what the network says of it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from fashion_gui.evaluation.verdict import NOTHING_DRAWN
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.widgets.input_pad import InputPad
from fashion_gui.ui.widgets.still_label import StillLabel

_NOTHING = "Draw here, and watch the star walk over the map."


class DrawingCard(Card):
    """A pad to draw on, with the answer and the surroundings of the star."""

    changed = Signal()
    """There is another drawing, or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your drawing", parent)
        self.pad = InputPad()
        self.answer, self.around = QLabel(), QLabel()
        self.answer.setAccessibleDescription("Answer")
        mark(self.answer, type="card-title")
        mark(self.around, type="caption")
        self.erase = QPushButton("Clear")
        self.erase.setAccessibleName("Clear")
        self.erase.setToolTip("Clear the pad: begin a new drawing.")
        set_icon(self.erase, "trash-2")
        self.head.addWidget(self.erase)
        self.add(self.pad, 1)
        self._words = [StillLabel(label, n_lines=2) for label in (self.answer, self.around)]
        for label, place in zip((self.answer, self.around), self._words, strict=True):
            label.setWordWrap(True)
            self.add(place)
        self.body.addStretch(0)
        self.pad.drawn.connect(self.changed)
        self.erase.clicked.connect(self._on_erase)
        self.say(NOTHING_DRAWN, _NOTHING)

    @property
    def image(self) -> NDArray[np.uint8] | None:
        """The drawing, uint8 (28, 28); None when there is nothing on the pad."""
        image = self.pad.image
        return image if image.any() else None

    def set_image(self, image: NDArray[np.uint8] | None) -> None:
        """Put another drawing onto the pad."""
        self.pad.set_image(image)
        self.changed.emit()

    def say(self, answer: str, around: str) -> None:
        """Show words on the drawing and on what is around it."""
        for place, words in zip(self._words, (answer, around), strict=True):
            place.set_text(words)

    def say_nothing(self) -> None:
        """Say that nothing is drawn."""
        self.say(NOTHING_DRAWN, _NOTHING)

    @Slot()
    def _on_erase(self) -> None:
        self.set_image(None)
