"""What is wrong with a run, a line each: its idea, what to try, a way to hear it no more."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fashion_gui.training.events import Hint
from fashion_gui.training.hints import explanation
from fashion_gui.training.recipes import settings
from fashion_gui.ui.theme.sizes import SPACE_8, SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.clamped_label import ClampedLabel
from fashion_gui.ui.widgets.spoken import announce

_LINES = 2
"""Height of a hint: a longer one is told in whole by its tooltip, and above its idea."""
_IDEA_LETTERS = 60
_LABELS = {setting.name: setting.metadata["label"] for setting in settings()}


class IdeaCard(QFrame):
    """The idea behind a hint, over the window: no button moves when it is shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, surface="card")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_12, SPACE_12, SPACE_12, SPACE_12)
        layout.addWidget(self.words)
        self.hide()

    def show_words(self, words: str, *, over: QWidget) -> None:
        """Show words right above a widget, at its right end."""
        window = over.window()
        self.setParent(window)
        self.words.setText(words)
        width = self.words.fontMetrics().averageCharWidth() * _IDEA_LETTERS
        self.words.setFixedWidth(min(width, over.width() - 2 * SPACE_12))
        self.adjustSize()
        corner = over.mapTo(window, QPoint(over.width() - self.width(), -self.height() - SPACE_8))
        self.move(corner.x(), max(0, corner.y()))
        self.show()
        self.raise_()
        announce(self, words)


class HintList(QWidget):
    """Shows the newest hint of a run that holds now, and the others one by one.

    It takes no room without any.

    Attributes
    ----------
    muted
        Rules of which nobody wants to hear.
    """

    tried = Signal(object)
    """Somebody wants to try what a hint advises: the hint."""
    muted_changed = Signal()
    shown_changed = Signal()
    """Other hints hold, or another one of them is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.muted: set[str] = set()
        self._hints: dict[str, Hint] = {}
        self._shown: Hint | None = None
        self.words = ClampedLabel(_LINES)
        self.why = QPushButton("Why?")
        self.why.setCheckable(True)
        self.why.setToolTip("Say what is behind it.")
        self.try_it = QPushButton("Try it")
        self.try_it.setToolTip("Change the setting as advised.")
        self.mute = QPushButton("Not again")
        self.mute.setToolTip(
            "Say this of no run any more. Run > Show all hints again takes it back."
        )
        self.other = QPushButton("Other hints")
        self.other.setToolTip("Show another hint.")
        self.idea = IdeaCard(self)
        self.why.toggled.connect(self._show_idea)
        self.try_it.clicked.connect(self._try)
        self.mute.clicked.connect(self._mute)
        self.other.clicked.connect(self._show_other)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_8)
        layout.addWidget(self.words, 1)
        for button in (self.why, self.try_it, self.mute, self.other):
            button.setAutoDefault(False)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._show(None)

    def add(self, hint: Hint) -> None:
        """Show a hint, or take the one of its rule back when it has no words."""
        self._hints.pop(hint.rule, None)
        if hint.sentence:
            self._hints[hint.rule] = hint
            if hint.rule not in self.muted:
                announce(self, hint.sentence)
        self._show_newest()

    def show_all_of(self, hints: Iterable[Hint]) -> None:
        """Show the hints of a run, in their order, without speaking of them."""
        self._hints.clear()
        for hint in hints:
            self._hints.pop(hint.rule, None)
            if hint.sentence:
                self._hints[hint.rule] = hint
        self._show_newest()

    def clear(self) -> None:
        """Show nothing: another run begins."""
        self._hints.clear()
        self._show_newest()

    def set_muted(self, rules: set[str]) -> None:
        """Show no hints of some rules, and those of all others."""
        self.muted = rules
        self._show_newest()
        self.muted_changed.emit()

    @Slot()
    def show_all(self) -> None:
        """Show hints of all rules again."""
        self.set_muted(set())

    @property
    def shown(self) -> Hint | None:
        """The hint that is shown; None without any."""
        return self._shown

    def show_hint(self, hint: Hint) -> None:
        """Show one of the hints that hold now."""
        if hint in self.told():
            self._show(hint)

    def told(self) -> list[Hint]:
        """Return the hints that hold now and may be shown, the newest last."""
        return [hint for rule, hint in self._hints.items() if rule not in self.muted]

    def _show_newest(self) -> None:
        told = self.told()
        self._show(told[-1] if told else None)

    def _show(self, hint: Hint | None) -> None:
        if hint != self._shown:
            self._shown = hint
            self.why.setChecked(False)
        if hint:
            told = self.told()
            self.why.setVisible(bool(explanation(hint.rule)))
            self.mute.setVisible(bool(hint.rule))
            self.try_it.setVisible(hint.change is not None)
            self.other.setVisible(len(told) > 1)
            self.other.setText(f"{told.index(hint) + 1} of {len(told)}")
            if hint.change:
                name, value = hint.change
                self.try_it.setToolTip(
                    f"{_LABELS.get(name, name)}: {value}. In this run where that helps, else in a "
                    "new one, with the curves of this one beside it."
                )
            self.words.setText(f"⚠ {hint.sentence}")
        self.setVisible(hint is not None)
        self.shown_changed.emit()

    @Slot(bool)
    def _show_idea(self, is_on: bool) -> None:
        if is_on and self._shown:
            sentence = f"{self._shown.sentence}\n\n" if self.words.is_cut else ""
            self.idea.show_words(f"{sentence}{explanation(self._shown.rule)}", over=self)
        else:
            self.idea.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.why.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.why.setChecked(False)

    @Slot()
    def _show_other(self) -> None:
        told = self.told()
        if self._shown in told:
            self._show(told[told.index(self._shown) - 1])

    @Slot()
    def _try(self) -> None:
        if self._shown and self._shown.change:
            self.tried.emit(self._shown)

    @Slot()
    def _mute(self) -> None:
        if self._shown:
            self.set_muted({*self.muted, self._shown.rule})
