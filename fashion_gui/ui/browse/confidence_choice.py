"""A range of confidence in per cent: two numbers and a button."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
    QWidgetAction,
)

from fashion_gui.ui.widgets.number_box import NumberBox


class ConfidenceChoice(QWidget):
    """Asks for a range of the largest probability."""

    chosen = Signal(float, float)
    """The lowest and the highest share, from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = NumberBox(), NumberBox()
        for box, value, name in ((self.low, 0, "At least"), (self.high, 50, "At most")):
            box.setRange(0, 100)
            box.setSuffix(" %")
            box.setSingleStep(5)
            box.setValue(value)
            box.setAccessibleName(f"{name} this sure")
            box.setToolTip("The probability of the predicted class.")
        self.show_button = QPushButton("Show")
        self.show_button.setToolTip("Show the images with a confidence in this range.")
        layout = QHBoxLayout(self)
        for widget in (self.low, QLabel("to"), self.high, QLabel("sure"), self.show_button):
            layout.addWidget(widget)
        self.show_button.clicked.connect(self._choose)

    def as_action(self, menu: QMenu) -> QWidgetAction:
        """Return an entry of a menu that holds the two numbers."""
        action = QWidgetAction(menu)
        action.setDefaultWidget(self)
        return action

    @Slot()
    def _choose(self) -> None:
        low, high = sorted((self.low.value(), self.high.value()))
        self.chosen.emit(low / 100, high / 100)
