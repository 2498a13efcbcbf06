"""The choice of the images that a page is about."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QWidget

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.split_words import kind_of
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.names import cut

_ORDER = (Split.TEST, Split.VALIDATION, Split.TRAINING, Split.UNUSED, Split.ALL)

_MOST_LETTERS = 60
_LEAST_LETTERS = 15
"""Width of the box, in wide letters; longer texts are in its list."""


class SplitChoice(ElidedBox):
    """Offers the splits of the data set for a network, and all images.

    Where it is narrow it leaves out how many images there are before it cuts their name.
    """

    chosen = Signal(object)
    """The user chose this ``Split``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_MOST_LETTERS, parent)
        for part in _ORDER:
            self.addItem("All images" if part is Split.ALL else part.capitalize(), part)
        self.setAccessibleName("Which images")
        self.setToolTip(
            "Test images evaluate a network: it never saw them. Validation images choose between "
            "networks. Training images are what this network learned from: how much better it is "
            "there shows how much it overfits."
        )
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        sized(self, _make_room)
        self.activated.connect(self._on_activated)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        if option.currentText != self.currentText():
            name = self.currentText().partition(" (")[0]
            option.currentText = cut(name, self.fontMetrics(), self._room(option))

    def show_split(self, part: Split) -> None:
        """Show a split, without emitting it."""
        self.setCurrentIndex(self.findData(part))

    def show_sizes(self, dataset: Dataset) -> None:
        """Show the number of images of each split."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for index, part in enumerate(_ORDER):
            words = "all images" if part is Split.ALL else kind_of(part, dataset.split_plan)
            n_images = len(dataset.numbers(part))
            text = f"{words[0].upper()}{words[1:]} ({n_images:,})"
            self.setItemText(index, text)
            self.setItemData(index, text, Qt.ItemDataRole.ToolTipRole)
            # None can be unused; that none are known as held out is explained on the page.
            model.item(index).setEnabled(part is not Split.UNUSED or n_images > 0)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.chosen.emit(Split(self.itemData(index)))


def _make_room(box: QComboBox) -> None:
    box.setMinimumWidth(box.fontMetrics().horizontalAdvance("M" * _LEAST_LETTERS))
