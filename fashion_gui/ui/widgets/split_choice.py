"""Which images a page is about."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.split_words import kind_of
from fashion_gui.ui.theme.text_size import sized

_ORDER = (Split.TEST, Split.VALIDATION, Split.TRAINING, Split.UNUSED, Split.ALL)

_LEAST_LETTERS = 15
"""Wide letters that the box has room for; longer words are in its list."""


class SplitChoice(QComboBox):
    """Offers the parts of the data set, as a network learned from them, and all of it."""

    chosen = Signal(object)
    """A person chose this ``Split``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for part in _ORDER:
            self.addItem("All images" if part is Split.ALL else part.capitalize(), part)
        self.setAccessibleName("Which images")
        self.setToolTip(
            "Test images judge a network: it never saw them. Validation images choose between "
            "networks. Training images are what this network learned from: how much better it is "
            "there tells how much it learned by heart."
        )
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        sized(self, _make_room)
        self.activated.connect(self._on_activated)

    def show_split(self, part: Split) -> None:
        """Show a part, without choosing it."""
        self.setCurrentIndex(self.findData(part))

    def show_sizes(self, dataset: Dataset) -> None:
        """Tell how many images each part has."""
        for index, part in enumerate(_ORDER):
            words = "all images" if part is Split.ALL else kind_of(part, dataset.split_plan)
            n_images = len(dataset.numbers(part))
            self.setItemText(index, f"{words[0].upper()}{words[1:]} ({n_images:,})")

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.chosen.emit(Split(self.itemData(index)))


def _make_room(box: QComboBox) -> None:
    box.setMinimumWidth(box.fontMetrics().horizontalAdvance("M" * _LEAST_LETTERS))
