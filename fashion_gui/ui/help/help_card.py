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
_NO_BREAK = "\N{NO-BREAK SPACE}"


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
            # What may not break where it stands may have to in a card of this width.
            parts.append(f"<b>Now:</b> {escape(told.value.replace(_NO_BREAK, ' '))}")
        if told.uses:
            parts.append("<br>".join(map(escape, told.uses)))
        self.words.setText("".join(f"<p>{part}</p>" for part in parts))
        self.words.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_LETTERS)
        self.setAccessibleName(f"About {told.title}")
        self.adjustSize()
        self.move(self._place(beside))
        self.show()
        heard = (told.title, told.idea, told.value, " ".join(told.uses))
        announce(self, ". ".join(filter(None, heard)))

    def _place(self, beside: QWidget) -> QPoint:
        """Return a place below a widget, above it, right or left of it, or else on it.

        The first at which the card is inside the window, as far as that is on the screen.
        """
        box = QRect(beside.mapToGlobal(QPoint()), beside.size())
        room = beside.screen().availableGeometry()
        room = room.intersected(beside.window().frameGeometry())
        size = self.size()
        left = max(room.left(), min(box.left(), room.right() - size.width()))
        top = max(room.top(), min(box.top(), room.bottom() - size.height()))
        for x, y in (
            (left, box.bottom() + _GAP),
            (left, box.top() - _GAP - size.height()),
            (box.right() + _GAP, top),
            (box.left() - _GAP - size.width(), top),
        ):
            if room.contains(QRect(QPoint(x, y), size)):
                return QPoint(x, y)
        return QPoint(left, top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide()
