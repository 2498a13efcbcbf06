"""The header of the visible page: its title, its purpose, and the active network."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.window.model_chip import ModelChip


class PageHeader(QWidget):
    """The same widget on every page, with the page's texts.

    Of a purpose that does not fit it shows the beginning, or nothing, but no part of a word. While
    a moment of a film is the active network, it says so instead of the page's purpose.

    Attributes
    ----------
    back
        Returns to now; shown only while there is such a moment.
    leave
        Leaves the presentation; shown only in one.
    """

    def __init__(self, chip: ModelChip, way_back: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.idea = QLabel(), ElidedLabel("")
        mark(self.title, type="page-title")
        mark(self.idea, type="caption")
        self._purpose, self._moment = "", ""
        self.back = QPushButton("Back to &now")
        self.back.setToolTip(
            "Let the network answer as it is now, instead of at the moment of its film."
        )
        self.back.setAutoDefault(False)
        self.back.hide()
        self.leave = QPushButton("Leave (Esc)")
        self.leave.setToolTip("Leave the presentation: Escape or F11.")
        self.leave.setAutoDefault(False)
        self.leave.hide()
        label = QLabel("Net&work")
        label.setBuddy(chip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_12, SPACE_8, SPACE_12, 0)
        layout.setSpacing(SPACE_12)
        layout.addWidget(self.title)
        layout.addWidget(self.idea, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(way_back)
        layout.addWidget(self.back)
        layout.addWidget(self.leave)
        layout.addWidget(label)
        layout.addWidget(chip)

    def show_page(self, title: str, idea: str) -> None:
        """Show the title and purpose of another page."""
        self.title.setText(title)
        self._purpose = idea
        self._show_idea()

    def show_moment(self, words: str) -> None:
        """Say of which moment everything is; "" for now."""
        self._moment = words
        self.back.setVisible(bool(words))
        self._show_idea()

    def _show_idea(self) -> None:
        if self._moment:
            self.idea.setText(self._moment)
        else:
            beginning = self._purpose.partition(",")[0].removesuffix(".")
            self.idea.setText(self._purpose, f"{beginning}.")
