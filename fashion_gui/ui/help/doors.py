"""Three ways in: buttons that each lead to something that happens at once."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.ui.theme.icons import icon
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_16
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized

_LEAST_WIDTH = 190


class Door(StrEnum):
    """What one may begin with; its value is what is written on it."""

    DRAW = "Draw a shoe"
    WATCH = "Watch it learn"
    ERRORS = "See where it is wrong"


_IDEAS = {
    Door.DRAW: "See one drawn and recognised, then draw your own.",
    Door.WATCH: "A network starts from nothing, and gets better while you watch.",
    Door.ERRORS: "The images that the network is surest of, and wrong about.",
}


_ICONS = {Door.DRAW: "pencil", Door.WATCH: "play", Door.ERRORS: "images"}
_ICON_SIDE = 24


class _DoorButton(QPushButton):
    """A title and a sentence in a button."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door
        self.setAccessibleName(door)
        self.setAccessibleDescription(_IDEAS[door])
        self.setToolTip(_IDEAS[door])
        self.setAutoDefault(True)
        title, idea, sign = QLabel(door), QLabel(_IDEAS[door]), QLabel()
        sign.setPixmap(icon(_ICONS[door]).pixmap(_ICON_SIDE, _ICON_SIDE))
        sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        mark(title, type="card-title")
        mark(idea, type="caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        layout.setSpacing(SPACE_8)
        layout.addWidget(sign)
        for label in (title, idea):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        sized(self, lambda button: button.setMinimumWidth(scaled(_LEAST_WIDTH)))

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout
        width = self.minimumWidth()
        return QSize(width, layout.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Doors(QDialog):
    """Asks what to begin with; Escape leads to the window as it is."""

    opened = Signal(object)
    """The ``Door`` that was chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Fashion GUI")
        title = QLabel("What would you like to do first?")
        mark(title, type="page-title")
        self.buttons = {door: _DoorButton(door) for door in Door}
        self.around = QPushButton("Look around")
        self.around.setToolTip("Close this. It stays under Help.")
        self.around.setAutoDefault(False)
        mark(self.around, rank="quiet")
        row = QHBoxLayout()
        row.setSpacing(SPACE_16)
        for button in self.buttons.values():
            row.addWidget(button)
            button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        layout.setSpacing(SPACE_16)
        layout.addWidget(title)
        layout.addLayout(row, 1)
        layout.addWidget(self.around, 0, Qt.AlignmentFlag.AlignRight)
        self.around.clicked.connect(self.reject)
        self.buttons[Door.DRAW].setFocus()

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _DoorButton):
            self.accept()
            self.opened.emit(button.door)
