"""A card over the window that explains one widget, until the next key or click."""

from html import escape

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fashion_gui.ui.help.explanation import Explanation
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.spoken import announce

_WIDTH_LETTERS = 46
_GAP = 8


class HelpCard(QFrame):
    """Explains the widget beside it; Escape, F1 or a click closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        mark(self, surface="popup")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * _GAP, 2 * _GAP, 2 * _GAP, 2 * _GAP)
        layout.addWidget(self.words)

    def show_explanation(self, told: Explanation, beside: QWidget) -> None:
        """Explain a visible widget."""
        parts = [f"<b>{escape(told.title)}</b>", escape(told.idea)]
        if told.value:
            parts.append(f"<b>Now:</b> {escape(told.value)}")
        if told.use:
            parts.append(escape(told.use))
        self.words.setText("".join(f"<p>{part}</p>" for part in parts))
        self.words.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_LETTERS)
        self.setAccessibleName(f"About {told.title}")
        self.adjustSize()
        self.move(self._place(beside))
        self.show()
        announce(self, ". ".join(filter(None, (told.title, told.idea, told.value, told.use))))

    def _place(self, beside: QWidget) -> QPoint:
        """Return a place under or over a widget, inside the screen."""
        box = QRect(beside.mapToGlobal(QPoint()), beside.size())
        room = beside.screen().availableGeometry()
        x = min(max(box.left(), room.left()), room.right() - self.width())
        y = box.bottom() + _GAP
        if y + self.height() > room.bottom():
            y = max(room.top(), min(box.top() - _GAP, room.bottom()) - self.height())
        return QPoint(x, y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()
