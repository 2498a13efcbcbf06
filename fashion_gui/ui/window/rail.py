"""The rail on the left: a button with icon and label for each page."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import RAIL_ICON, SPACE_4, SPACE_8, SPACE_32
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized


def _show_icon(button: QToolButton) -> None:
    side = min(scaled(RAIL_ICON), SPACE_32)  # more would make the window too high
    button.setIconSize(QSize(side, side))


class Rail(QFrame):
    """Shows which page is visible. The Tab key goes to its button, the arrow keys to others."""

    chosen = Signal(int)
    """Index of the page that was selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, surface="rail")
        self.setAccessibleName("Pages")
        self.buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)  # exclusive: then Qt lets the arrows choose, too
        self._group.idClicked.connect(self.chosen)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_4, SPACE_8, SPACE_4, SPACE_8)
        self._layout.setSpacing(SPACE_4)
        self._layout.addStretch(1)

    def add_page(self, title: str, icon: str, idea: str) -> None:
        """Add a button below the others."""
        button = QToolButton()
        button.setText(title)
        button.setToolTip(idea)
        button.setAccessibleDescription(idea)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_icon(button, icon)
        sized(button, _show_icon)
        mark(button, rank="page")
        place = len(self.buttons)
        self._group.addButton(button, place)
        self._layout.insertWidget(place, button)
        self.buttons.append(button)

    def show_page(self, place: int) -> None:
        """Mark the visible page."""
        self.buttons[place].setChecked(True)
        if any(button.hasFocus() for button in self.buttons):
            self.buttons[place].setFocus()  # a key has changed the page
        for each, button in enumerate(self.buttons):
            # As Qt has it after the first press of Tab: before it, the focus would begin elsewhere.
            takes_tab = each == place
            policy = Qt.FocusPolicy.StrongFocus if takes_tab else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
