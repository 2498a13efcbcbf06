"""Which images a page is about."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from fashion_gui.data import Part
from fashion_gui.evaluation.part_words import KINDS

_ORDER = (Part.TEST, Part.VALIDATION, Part.TRAINING, Part.ALL)


class PartChoice(QComboBox):
    """Offers the three parts of the data set, and all of it."""

    chosen = Signal(object)
    """A person chose this ``Part``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for part in _ORDER:
            self.addItem("All images" if part is Part.ALL else KINDS[part].capitalize(), part)
        self.setAccessibleName("Which images")
        self.setToolTip(
            "Test images judge a network: it never saw them. Validation images choose between "
            "networks. Training images are what it learned from: how much better it is there "
            "tells how much it learned by heart."
        )
        self.activated.connect(self._on_activated)

    def show_part(self, part: Part) -> None:
        """Show a part, without choosing it."""
        self.setCurrentIndex(self.findData(part))

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.chosen.emit(Part(self.itemData(index)))
