"""A box for an image's number."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from fashion_gui.data import Dataset, Split
from fashion_gui.ui.theme.text_size import scaled, sized

_WIDTH = 130


class GoToBox(QLineEdit):
    """Goes to an image by its number when Return is pressed."""

    wanted = Signal(int)
    """Number of an existing image."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = 0
        self.setPlaceholderText("Go to number")
        self.setAccessibleName("Go to the image with this number")
        sized(self, lambda box: box.setFixedWidth(scaled(_WIDTH)))
        self.setEnabled(False)
        self.returnPressed.connect(self._go)

    def set_split(self, dataset: Dataset, part: Split) -> None:
        """Accept the indices of a split's images in their file, as in their names."""
        numbers = dataset.numbers(part)
        self._first = numbers.start if part is Split.TEST else 0
        low, high = numbers.start - self._first, numbers.stop - 1 - self._first
        self.setValidator(QIntValidator(low, high, self))
        idea = f"The number of an image, {low:,} to {high:,}. Return goes there."
        if part is Split.ALL:
            idea += f" The test images follow from {len(dataset.train):,} on."
        self.setToolTip(idea)
        self.setEnabled(len(numbers) > 0)

    @Slot()
    def _go(self) -> None:
        self.wanted.emit(self._first + int(self.text()))
        self.selectAll()
