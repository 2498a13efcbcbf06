"""A row of buttons with icons, which say what they do in words where there is the room."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_16
from fashion_gui.ui.theme.text_size import scaled

_LEAST_REST = 72
"""Width that is left for what follows the buttons, times the text's size."""


class ButtonRow(QWidget):
    """Gives words to as many buttons as there is room for; it asks for none itself.

    Parameters
    ----------
    buttons
        All of them, from left to right.
    words
        Those that can do without words, and their words; the first are the first to have them.
    rest
        What has the room that is left.
    """

    def __init__(
        self, buttons: Sequence[QPushButton], words: Mapping[QPushButton, str], rest: QWidget
    ) -> None:
        super().__init__()
        self._buttons, self._words = tuple(buttons), dict(words)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_4)
        for button in buttons:
            self._row.addWidget(button)
        self._row.addWidget(rest, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._bare_width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        room = self.width() - self._bare_width() - scaled(_LEAST_REST)
        side = scaled(SPACE_16)
        for button, words in self._words.items():
            room -= _width_of(button, words)
            shown = words if room >= 0 else ""
            if button.text() != shown:
                button.setText(shown)
            size = QSize(side + (SPACE_4 if shown else 0), side)
            if button.iconSize() != size:
                button.setIconSize(size)

    def _bare_width(self) -> int:
        """Return the width that the row needs without words."""
        width = 0
        for button in self._buttons:
            words = button.text() if button in self._words else ""
            width += button.sizeHint().width() - _width_of(button, words) + self._row.spacing()
        return width


def _width_of(button: QPushButton, words: str) -> int:
    """Return how much wider words make a button."""
    return button.fontMetrics().horizontalAdvance(words) + SPACE_4 if words else 0
