"""The button that saves a report on an evaluation."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QMenu, QToolButton

from fashion_gui.ui.theme.icons import beside_words, icon
from fashion_gui.ui.theme.ring import paint_ring_within
from fashion_gui.ui.theme.sizes import ICON
from fashion_gui.ui.theme.style_sheet import mark

_KINDS = (("Report as HTML …", "html"), ("Tables as CSV …", "csv"))


class SaveReport(QToolButton):
    """Offers the kinds of reports."""

    requested = Signal(str)
    """A report is wanted as a file: "html" or "csv"."""

    def __init__(self) -> None:
        super().__init__()
        menu = QMenu(self)
        for words, kind in _KINDS:
            action = menu.addAction(words)
            action.setData(kind)
            action.triggered.connect(self._on_chosen)
        self.setMenu(menu)
        self.setText("Save report")
        mark(self, rank="primary")
        self.setIcon(icon("file-down", QPalette.ColorRole.HighlightedText))
        beside_words(self, ICON)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("Save all of this to a file, to print or share it.")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_ring_within(self)

    @Slot()
    def _on_chosen(self) -> None:
        self.requested.emit(self.sender().data())  # type: ignore[attr-defined]
