"""A white card around a group of a page, with a title."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from fashion_gui.ui.theme.sizes import CONTROL, SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.scrolled import SteadyArea, scrolled


def page_layout(page: QWidget) -> QHBoxLayout:
    """Return a layout for the cards of a page, beside each other."""
    layout = QHBoxLayout(page)
    layout.setContentsMargins(SPACE_12, SPACE_8, SPACE_12, SPACE_8)
    layout.setSpacing(SPACE_12)
    return layout


def level_with_controls(card: "Card") -> None:
    """Give a title without controls the height of those beside it that have some."""
    sized(card.title, lambda title: title.setMinimumHeight(scaled(CONTROL)))


class Card(QFrame):
    """Holds widgets below each other.

    Attributes
    ----------
    head
        The row of the title, for controls of the whole card; it exists only with a title.
    body
        What is below it.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, surface="card")
        self.head, self.body = QHBoxLayout(), QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_12, SPACE_12, SPACE_12, SPACE_12)
        self.body.setSpacing(SPACE_8)
        if title:
            self.title = QLabel(title)
            mark(self.title, type="card-title")
            self.head.addWidget(self.title, 1)
            self.body.addLayout(self.head)

    def hasHeightForWidth(self) -> bool:
        # What is in it may be lower than it would like to be; Qt would not let it, for a label
        # that wraps its words.
        return False

    def add_scrolled(self, child: QWidget) -> SteadyArea:
        """Hold nothing but a widget, which scrolls; the bar lies in the margin."""
        area = scrolled(child)
        margins = self.body.contentsMargins()
        margins.setRight(0)
        self.body.setContentsMargins(margins)
        self.body.addWidget(area, 1)
        return area

    def add(self, child: QWidget | QLayout, stretch: int = 0) -> None:
        """Add a widget or a layout below what is there."""
        if isinstance(child, QWidget):
            self.body.addWidget(child, stretch)
        else:
            self.body.addLayout(child, stretch)
