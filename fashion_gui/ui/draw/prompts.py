"""Prompts: the page asks for drawings, and counts how many the network recognizes."""

from html import escape
from random import Random

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from fashion_gui.ui.draw.attempt_tile import Attempt, AttemptTile
from fashion_gui.ui.widgets.action_button import ActionButton, make_action

_SHOWN = 6
_ASK = "Give me something to draw"
_IDEA = "Or play: it asks, you draw, it guesses."


class PromptPanel(QWidget):
    """Asks for drawings and keeps a tally."""

    judging_requested = Signal()
    """The drawing is done; the receiver is to call ``judge``."""

    def __init__(self, seed: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompt = ""
        self.attempts: list[Attempt] = []
        self._class_names: tuple[str, ...] = ()
        self._chance = Random(seed)
        self.ask = make_action(self, _ASK, "D", "Ask for one of the classes to draw.", "dices")
        self.done = make_action(
            self, "Done", "Return", "Let the network say what the drawing is, and go on.", "check"
        )
        self.done.setShortcuts([QKeySequence(key) for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)])
        self.ask.triggered.connect(self._on_ask)
        self.done.triggered.connect(self.judging_requested)
        for action in (self.ask, self.done):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.words, self.tally = QLabel(_IDEA), QLabel()
        self.words.setWordWrap(True)
        self.thumbnails = [AttemptTile() for _ in range(_SHOWN)]
        self.buttons = {
            self.ask: ActionButton(self.ask, "primary"),
            self.done: ActionButton(self.done, "secondary"),
        }
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words, 0, 0)
        layout.addWidget(self.buttons[self.ask], 0, 1)
        layout.addWidget(self.buttons[self.done], 0, 2)
        layout.setColumnStretch(0, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.tally, 1)
        for thumbnail in self.thumbnails:
            row.addWidget(thumbnail)
        layout.addLayout(row, 1, 0, 1, 3)
        self.tally.hide()
        self.set_possible(drawn=False)

    def set_class_names(self, class_names: tuple[str, ...]) -> None:
        """Set the classes to ask for."""
        self._class_names = class_names
        self.ask.setEnabled(bool(class_names))
        if self.prompt not in class_names:
            self.prompt = ""
            self._show()

    def set_possible(self, *, drawn: bool) -> None:
        """Set whether there is something to judge."""
        self.done.setEnabled(bool(self.prompt) and drawn)

    def judge(self, attempt: Attempt) -> None:
        """Count a drawing that was asked for, and ask for the next."""
        if not self.prompt:
            return
        self.attempts.append(attempt)
        self._on_ask()

    @Slot()
    def _on_ask(self) -> None:
        others = [name for name in self._class_names if name != self.prompt]
        if others:
            self.prompt = self._chance.choice(others)
        self._show()

    def _show(self) -> None:
        self.words.setText(f"Draw me: <b>{escape(self.prompt)}</b>" if self.prompt else _IDEA)
        self.ask.setText("Another" if self.prompt else _ASK)
        self.buttons[self.ask].set_rank("secondary" if self.prompt else "primary")
        self.buttons[self.done].set_rank("primary" if self.prompt else "secondary")
        if not self.attempts:
            return
        n_right = sum(attempt.is_right for attempt in self.attempts)
        last = self.attempts[-1]
        answer = "" if last.is_right else f"\n{last.asked}: “{last.answered}”"
        self.tally.show()
        self.tally.setText(f"{n_right} of {len(self.attempts)} recognised{answer}")
        newest = self.attempts[-_SHOWN:]
        for thumbnail, attempt in zip(self.thumbnails, newest, strict=False):
            thumbnail.set_attempt(attempt)
