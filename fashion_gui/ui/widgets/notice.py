"""A message inside the window: what happened and what to do, until it is dismissed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from fashion_gui.foreign_text import shown
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.spoken import announce

_LONGEST = 600
_BREAK = "\N{ZERO WIDTH SPACE}"
_LONGEST_WORD = 40
"""Characters after which a word, such as a path, may be broken."""


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

    @Slot(str)
    def tell(self, text: str) -> None:
        """Show a sentence instead of the previous one, cleaned and with breakable words."""
        words = (_breakable(word) for word in shown(text, _LONGEST).split())
        text = " ".join(words)
        self._text.setText(text)
        self.show()
        announce(self, self.text, is_urgent=True)


def _breakable(word: str) -> str:
    parts = (word[i : i + _LONGEST_WORD] for i in range(0, len(word), _LONGEST_WORD))
    return _BREAK.join(parts)
