"""The rail on the left: a button with icon and label for each page."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
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

    def minimumSizeHint(self) -> QSize:
        """Return room for the icons: in a low window they stand alone."""
        hint = super().minimumSizeHint()
        around = self._layout.contentsMargins()
        icons = sum(button.iconSize().height() + 2 * SPACE_8 for button in self.buttons)
        gaps = len(self.buttons) * self._layout.spacing()
        return QSize(hint.width(), icons + gaps + around.top() + around.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_names()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._show_names()

    def _show_names(self) -> None:
        """Leave the names out where there is no room for them."""
        lines = sum(button.fontMetrics().height() for button in self.buttons)
        is_low = self.height() < self.minimumSizeHint().height() + lines
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonIconOnly if is_low else styles.ToolButtonTextUnderIcon
        for button in self.buttons:
            button.setToolButtonStyle(style)

    def add_page(self, title: str, icon: str, idea: str, key: QKeySequence) -> None:
        """Add a button below the others, and tell the key that does the same."""
        button = QToolButton()
        button.setText(title)
        words = key.toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{title} ({words})\n{idea}")
        button.setWhatsThis(f"{idea} Key: {words}.")
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

    @property
    def current(self) -> QToolButton:
        """The button of the page that is shown."""
        return next((button for button in self.buttons if button.isChecked()), self.buttons[0])

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
