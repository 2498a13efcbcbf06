"""A slider that reports its value in a unit, not as a number of steps."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSlider, QWidget

from fashion_gui.ui.widgets.spoken import announce


class UnitSlider(QSlider):
    """A horizontal slider.

    Parameters
    ----------
    name
        Name of the value.
    in_words
        Turns a value of the slider into words, such as "2 px".
    """

    def __init__(
        self, name: str, in_words: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.name, self._in_words = name, in_words
        self.valueChanged.connect(self._tell)
        self.setAccessibleName(f"{name}: {self.words}")

    @property
    def words(self) -> str:
        """Its value in words."""
        return self._in_words(self.value())

    @Slot()
    def _tell(self) -> None:
        self.setAccessibleName(f"{self.name}: {self.words}")
        if self.hasFocus():
            announce(self, self.words)
