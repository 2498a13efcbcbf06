"""Three ways to start: buttons that each begin something at once."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.ui.help.door_pictures import ErrorPicture, LearningPicture, ShoePicture
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_16, SPACE_24
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.veil import Veil

_LEAST_WIDTH, _WIDEST = 240, 520
"""Width of a choice among others, and of those below each other, times the text's size."""

_MARGIN = SPACE_24


class Door(StrEnum):
    """What to begin with; its value is the button's text."""

    DRAW = "Draw a shoe"
    WATCH = "Watch it learn"
    ERRORS = "See where it is wrong"


_IDEAS = {
    Door.DRAW: "Watch a shoe being drawn and recognized, then draw your own.",
    Door.WATCH: "A network starts from random weights and improves while you watch.",
    Door.ERRORS: "The images on which the network is most confident, and wrong.",
}


_PICTURES = {Door.DRAW: ShoePicture, Door.WATCH: LearningPicture, Door.ERRORS: ErrorPicture}
_LEAD = "A neural network in plain NumPy: watch it learn clothes, draw for it, ask it why."


class _DoorButton(QPushButton):
    """A title and a sentence in a button."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door
        self.setAccessibleName(door)
        self.setAccessibleDescription(_IDEAS[door])
        self.setToolTip(_IDEAS[door])
        self.setAutoDefault(True)
        title, idea, self.picture = QLabel(door), QLabel(_IDEAS[door]), _PICTURES[door]()
        mark(title, type="card-title")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_16, SPACE_16, SPACE_16, SPACE_16)
        layout.setSpacing(SPACE_8)
        layout.addWidget(self.picture)
        for label in (title, idea):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        sized(self, lambda button: button.setMinimumWidth(scaled(_LEAST_WIDTH)))

    def make_room(self, width: int) -> None:
        """Set the height that the words need at a width."""
        layout = self.layout()
        assert layout
        self.setMinimumHeight(layout.totalHeightForWidth(width))


class Doors(QDialog):
    """Asks what to begin with; Escape leads to the window as it is."""

    opened = Signal(object)
    """The ``Door`` that was chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Fashion GUI")
        title = QLabel("What would you like to do first?")
        mark(title, type="page-title")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._veil = Veil(parent)
        self._lead = QLabel(_LEAD)
        self._lead.setWordWrap(True)
        self.buttons = {door: _DoorButton(door) for door in Door}
        self.around = QPushButton("Look around")
        self.around.setToolTip("Close this. It stays under Help.")
        self.around.setAutoDefault(False)
        mark(self.around, rank="quiet")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACE_16)
        for button in self.buttons.values():
            self._row.addWidget(button)
            button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(SPACE_16)
        layout.addWidget(title)
        layout.addWidget(self._lead)
        layout.addLayout(self._row, 1)
        layout.addWidget(self.around, 0, Qt.AlignmentFlag.AlignRight)
        self.around.clicked.connect(self.reject)
        self.buttons[Door.DRAW].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the doors beside each other, or below each other where that is too wide."""
        super().showEvent(event)
        kinds, buttons = QBoxLayout.Direction, self.buttons.values()
        width = max(button.minimumWidth() for button in buttons)
        around = (len(buttons) - 1) * SPACE_16 + 2 * _MARGIN
        parent, layout = self.parentWidget(), self.layout()
        assert parent
        assert layout
        is_wide = len(buttons) * width + around > parent.width()
        self._lead.setVisible(not is_wide)
        self._row.setDirection(kinds.TopToBottom if is_wide else kinds.LeftToRight)
        for each in (layout, self._row):
            each.setSpacing(SPACE_8 if is_wide else SPACE_16)
        layout.activate()
        if is_wide:
            room = min(parent.width() - around, scaled(_WIDEST))
            width = max(width, room, layout.minimumSize().width() - 2 * _MARGIN)
        for button in buttons:
            button.picture.setVisible(not is_wide)
            button.make_room(width)
        layout.activate()
        self.resize(layout.minimumSize().expandedTo(QSize(width + 2 * _MARGIN, 0)))
        self.move(parent.geometry().center() - self.rect().center())
        self._veil.lift(False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._veil.lift(True)

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _DoorButton):
            self.accept()
            self.opened.emit(button.door)
