"""A message inside the window: what happened and what to do, until it is dismissed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget


class Notice(QFrame):
    """A bar with a sentence; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Message")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.dismiss_button = QToolButton()
        self.dismiss_button.setText("✕")
        self.dismiss_button.setAutoRaise(True)
        self.dismiss_button.setAccessibleName("Dismiss the message")
        self.dismiss_button.setToolTip("Take this message away.")
        self.dismiss_button.clicked.connect(self.hide)
        mark = QLabel("⚠")
        layout = QHBoxLayout(self)
        layout.addWidget(mark)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.dismiss_button)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown, or was shown last."""
        return self._text.text()

    @Slot(str)
    def tell(self, text: str) -> None:
        """Show a sentence in place of the one before."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.show()
