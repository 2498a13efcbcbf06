"""The header of the visible page: its title, its purpose, and the active network."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.window.model_chip import ModelChip


class PageHeader(QWidget):
    """The same widget on every page, with the page's texts."""

    def __init__(self, chip: ModelChip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.idea = QLabel(), ElidedLabel("")
        mark(self.title, type="page-title")
        mark(self.idea, type="caption")
        label = QLabel("&Model")
        label.setBuddy(chip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_12, SPACE_8, SPACE_12, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(self.title)
        layout.addWidget(self.idea, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(label)
        layout.addWidget(chip)

    def show_page(self, title: str, idea: str) -> None:
        """Show the title and purpose of another page."""
        self.title.setText(title)
        self.idea.setText(idea)
