"""A box for a whole number, whose digits begin where the text of other fields does."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSpinBox, QWidget

from fashion_gui.ui.theme.sizes import CONTROL, SPACE_8
from fashion_gui.ui.theme.text_size import scaled

_USUAL = "999,999"


class NumberBox(QSpinBox):
    """Has the room at the left that Qt gives no spin box by a style sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(SPACE_8, 0, 0, 0)

    def sizeHint(self) -> QSize:
        return self._narrower(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._narrower(super().minimumSizeHint())

    def _narrower(self, hint: QSize) -> QSize:
        """Leave room for usual numbers: what is longer scrolls, as in other fields."""
        metrics = self.fontMetrics()
        largest = self.textFromValue(self.maximum())
        too_wide = metrics.horizontalAdvance(largest) - metrics.horizontalAdvance(_USUAL)
        height = min(hint.height(), scaled(CONTROL))  # Qt wants more with a style sheet
        return QSize(hint.width() - max(0, too_wide), height)
