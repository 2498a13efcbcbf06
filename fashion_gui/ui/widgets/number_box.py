"""A box for a whole number, whose digits begin where the text of other fields does."""

from PySide6.QtWidgets import QSpinBox, QWidget

from fashion_gui.ui.theme.sizes import SPACE_8


class NumberBox(QSpinBox):
    """Has the room at the left that Qt gives no spin box by a style sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(SPACE_8, 0, 0, 0)
