"""A dialog to choose any image of the data set."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QWidget,
)

from fashion_gui.data import Dataset, Subset
from fashion_gui.ui.widgets.filled_button import FilledButton
from fashion_gui.ui.widgets.image_tile import ImageTile
from fashion_gui.ui.widgets.number_box import NumberBox


class ImageChooser(QDialog):
    """Shows one image of the training or of the test images, by its number."""

    def __init__(self, dataset: Dataset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Load an image")
        self._dataset = dataset
        self.splits, self.number = QComboBox(), NumberBox()
        for words, subset in (("Test images", dataset.test), ("Training images", dataset.train)):
            self.splits.addItem(words, subset)
        self.splits.setToolTip("Training images are those that networks learn from.")
        self.number.setToolTip("The index of the image in its file, from 0.")
        self.tile, self.label = ImageTile("no image"), QLabel()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        load = FilledButton("Load")
        buttons.addButton(load, QDialogButtonBox.ButtonRole.AcceptRole)
        load.setToolTip("Put this image onto the canvas. Undo brings the drawing back.")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("M") * 30)
        layout = QFormLayout(self)
        layout.addRow("&From", self.splits)
        layout.addRow("&Number", self.number)
        layout.addRow(self.tile)
        layout.addRow("Class", self.label)
        layout.addRow(buttons)
        self.splits.currentIndexChanged.connect(self._show_split)
        self.number.valueChanged.connect(self._show_image)
        self._show_split()

    @property
    def image(self) -> NDArray[np.uint8]:
        """The chosen image: uint8 (28, 28)."""
        image: NDArray[np.uint8] = self._split.images[self.number.value()]
        return image

    @property
    def _split(self) -> Subset:
        subset: Subset = self.splits.currentData()
        return subset

    @Slot()
    def _show_split(self) -> None:
        self.number.setRange(0, max(0, len(self._split) - 1))
        self._show_image()

    @Slot()
    def _show_image(self) -> None:
        self.tile.set_image(self.image)
        name = self._dataset.class_names[self._split.labels[self.number.value()]]
        self.tile.setAccessibleName(f"The chosen image: {name}")
        self.label.setText(name)
