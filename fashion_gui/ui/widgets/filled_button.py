"""The one filled button of a page or a dialog, where no action stands behind it."""

from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QWidget

from fashion_gui.ui.theme.icons import beside_words, icon
from fashion_gui.ui.theme.ring import paint_ring_within
from fashion_gui.ui.theme.sizes import ICON
from fashion_gui.ui.theme.style_sheet import mark


class FilledButton(QPushButton):
    """A button of the rank "primary", with a named icon if there is one."""

    def __init__(self, text: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        mark(self, rank="primary")
        if name:
            self.setIcon(icon(name, QPalette.ColorRole.HighlightedText))
            beside_words(self, ICON)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_ring_within(self)
