"""A group under a heading, which folds it away."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.style_sheet import mark


class Fold(QWidget):
    """Shows a heading, and below it a widget while it is open.

    Attributes
    ----------
    head
        The heading: a button, also for the keyboard.
    title
        Its words, without what is noted of the group.
    """

    toggled = Signal()
    """It was folded or opened."""

    def __init__(self, title: str, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.inside = inside
        self.head = QPushButton(title)
        self.head.setCheckable(True)
        self.head.setAutoDefault(False)
        self.head.setToolTip(f"Show or hide the settings of the group {title}.")
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        mark(self.head, rank="fold")
        self.head.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(inside)
        self._on_toggled()

    @property
    def is_open(self) -> bool:
        """Whether its inside is shown."""
        return self.head.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or fold it."""
        self.head.setChecked(is_open)

    def show_note(self, note: str) -> None:
        """Add a few words to the heading, which are seen also while it is folded; "" for none."""
        self.head.setText(f"{self.title}  ·  {note}" if note else self.title)
        mark(self.head, state="changed" if note else "")

    @Slot()
    def _on_toggled(self) -> None:
        self.inside.setVisible(self.is_open)
        set_icon(self.head, "chevron-down" if self.is_open else "chevron-right")
        self.head.setAccessibleDescription("open" if self.is_open else "folded")
        self.toggled.emit()
