"""A message over the window: what happened and what to do, until it is dismissed."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from fashion_gui.foreign_text import shown
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_16
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.spoken import announce

_LONGEST = 600
_BREAK = "\N{ZERO WIDTH SPACE}"
_LONGEST_WORD = 40
"""Characters after which a word, such as a path, may be broken."""


_WIDEST = 760


class Notice(QFrame):
    """A bar with a sentence; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, surface="notice")
        self.setAccessibleName("Message")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(1)  # a sentence never makes the window wider
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.dismiss_button = QToolButton()
        set_icon(self.dismiss_button, "x")
        self.dismiss_button.setAutoRaise(True)
        self.dismiss_button.setAccessibleName("Dismiss the message")
        self.dismiss_button.setToolTip("Take this message away.")
        self.dismiss_button.clicked.connect(self.hide)
        sign = QLabel("⚠")
        sign.setAccessibleName("Attention")
        layout = QHBoxLayout(self)
        layout.addWidget(sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.dismiss_button)
        self.hide()

    @property
    def text(self) -> str:
        """The current or last sentence."""
        return self._text.text().replace(_BREAK, "")

    def lie_over(self, place: QWidget) -> None:
        """Appear at the lower edge of a widget, of which nothing moves for that."""
        self.setParent(place)
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._find_place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.isVisible():
            self._find_place()

    def _find_place(self) -> None:
        around = self.parentWidget()
        if around is None:
            return
        width = min(around.width() - 2 * SPACE_16, _WIDEST)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        left, top = (around.width() - width) // 2, around.height() - height - SPACE_16
        self.setGeometry(left, max(0, top), width, height)
        self.raise_()

    @Slot(str)
    def tell(self, text: str) -> None:
        """Show a sentence instead of the previous one, cleaned and with breakable words."""
        words = (_breakable(word) for word in shown(text, _LONGEST).split())
        text = " ".join(words)
        self._text.setText(text)
        self._find_place()
        self.show()
        announce(self, self.text, is_urgent=True)


def _breakable(word: str) -> str:
    parts = (word[i : i + _LONGEST_WORD] for i in range(0, len(word), _LONGEST_WORD))
    return _BREAK.join(parts)
