"""What is wrong with a run, a line each: its idea, what to try, a way to hear it no more."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.training.events import Hint
from fashion_gui.training.hints import explanation
from fashion_gui.training.recipes import settings
from fashion_gui.ui.theme.sizes import SPACE_4, SPACE_8
from fashion_gui.ui.widgets.spoken import announce

_N_SHOWN = 2
"""Hints at a time: the newest."""
_LABELS = {setting.name: setting.metadata["label"] for setting in settings()}


class HintList(QWidget):
    """Shows the hints of a run that hold now; takes no room without any.

    Attributes
    ----------
    muted
        Rules of which nobody wants to hear.
    """

    tried = Signal(str, object)
    """Somebody wants a setting to have another value: its name and the value."""
    muted_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.muted: set[str] = set()
        self._hints: dict[str, Hint] = {}
        self.rows = [_Row(self._try, self._mute) for _ in range(_N_SHOWN)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_4)
        for row in self.rows:
            layout.addWidget(row)
        self._show()

    def add(self, hint: Hint) -> None:
        """Show a hint, or take the one of its rule back when it has no words."""
        was_shown = self._hints.pop(hint.rule, None)
        if hint.sentence:
            self._hints[hint.rule] = hint
        if hint.sentence or was_shown:
            self._show()
        if hint.sentence and hint.rule not in self.muted:
            announce(self, hint.sentence)

    def clear(self) -> None:
        """Show nothing: another run begins."""
        self._hints.clear()
        self._show()

    def set_muted(self, rules: set[str]) -> None:
        """Show no hints of some rules, and those of all others."""
        self.muted = rules
        self._show()
        self.muted_changed.emit()

    @Slot()
    def show_all(self) -> None:
        """Show hints of all rules again."""
        self.set_muted(set())

    def _show(self) -> None:
        shown = [hint for rule, hint in self._hints.items() if rule not in self.muted][-_N_SHOWN:]
        for place, row in enumerate(self.rows):
            row.show_hint(shown[place] if place < len(shown) else None)
        self.setVisible(bool(shown))

    def _try(self, hint: Hint) -> None:
        if hint.change:
            self.tried.emit(*hint.change)

    def _mute(self, hint: Hint) -> None:
        self.set_muted({*self.muted, hint.rule})


class _Row(QWidget):
    """One hint and its buttons."""

    def __init__(self, on_try: Callable[[Hint], None], on_mute: Callable[[Hint], None]) -> None:
        super().__init__()
        self._hint: Hint | None = None
        self._on_try, self._on_mute = on_try, on_mute
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.why = QPushButton("Why?")
        self.why.setCheckable(True)
        self.why.setToolTip("Say what is behind it.")
        self.try_it = QPushButton("Try it")
        self.mute = QPushButton("Not again")
        self.mute.setToolTip(
            "Say this of no run any more. Run > Show All Hints Again takes it back."
        )
        self.why.toggled.connect(self._show_words)
        self.try_it.clicked.connect(self._try)
        self.mute.clicked.connect(self._mute)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addWidget(self.words, 1)
        for button in (self.why, self.try_it, self.mute):
            button.setAutoDefault(False)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def show_hint(self, hint: Hint | None) -> None:
        """Show a hint, or nothing."""
        if hint != self._hint:
            self._hint = hint
            self.why.setChecked(False)
        if hint:
            self.why.setVisible(bool(explanation(hint.rule)))
            self.mute.setVisible(bool(hint.rule))
            self.try_it.setVisible(hint.change is not None)
            if hint.change:
                name, value = hint.change
                self.try_it.setToolTip(
                    f"{_LABELS.get(name, name)}: {value}. Turned in this run where that is "
                    "possible, else in a new one, with the curves of this one beside it."
                )
            self._show_words()
        self.setVisible(hint is not None)

    @Slot()
    def _show_words(self) -> None:
        if self._hint:
            why = f"\n{explanation(self._hint.rule)}" if self.why.isChecked() else ""
            self.words.setText(f"⚠ {self._hint.sentence}{why}")

    @Slot()
    def _try(self) -> None:
        if self._hint:
            self._on_try(self._hint)

    @Slot()
    def _mute(self) -> None:
        if self._hint:
            self._on_mute(self._hint)
