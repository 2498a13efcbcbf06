"""Undoing a turn of a setting: from its mark on the curves, or the latest from a menu."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu, QWidget

from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import settings
from fashion_gui.training.settings import value_in_words
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.shown_run import ShownRun
from fashion_gui.ui.widgets.action_button import make_action

_LABELS = {setting.name: setting.metadata["label"] for setting in settings()}
_IDEA = (
    "Go back to the checkpoint from before the last change of a setting: what was learned since "
    "then is dropped, and the run continues as if the change had not been."
)


class TurnUndoing(QObject):
    """Offers to undo the turns of the run that the page is about.

    Attributes
    ----------
    latest
        An action that undoes the latest turn, for a menu.
    """

    def __init__(self, session: Session, shown: ShownRun | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._shown = session, shown
        self._history = RunHistory()
        self._number = 0
        self.latest = make_action(parent, "&Undo last change of a setting", (), _IDEA, "undo-2")
        self.latest.triggered.connect(self._undo_latest)
        self.menu: QMenu | None = None
        self.refresh()

    def refresh(self) -> None:
        """Offer the turns of the run as it is now."""
        run, shown = self._session.run, self._shown
        if shown and shown.record:
            self._history, is_possible = shown.history(), not run.state.is_active
        else:
            self._history = run.history
            is_possible = bool(run.name) and run.state is not RunState.FINISHING
        self.latest.setEnabled(is_possible and bool(self._history.turns))

    def _undo_turn(self, number: int) -> None:
        if self._shown and self._shown.record:
            self._session.runs.undo_turn(number, self._shown.record, self._shown.history())
        else:
            self._session.runs.undo_turn(number)

    @Slot(int)
    def offer(self, number: int) -> None:
        """Show a menu for one turn at the pointer."""
        if not self.latest.isEnabled() or number >= len(self._history.turns):
            return
        if self.menu is None:
            parent = self.parent()
            assert isinstance(parent, QWidget)
            self.menu = QMenu(parent)
            self._undo, self._told = QAction(self.menu), QAction(self.menu)
            self._undo.triggered.connect(self._undo_offered)
            self._told.setEnabled(False)
            self.menu.addActions((self._undo, self._told))
        self._number = number
        turn, place = self._history.turns[number], self._history.turn_places[number]
        before, after = value_in_words(turn.before), value_in_words(turn.value)
        label = _LABELS.get(turn.name, turn.name)
        self._undo.setText(f"&Undo this turn: {label} from {after} back to {before}")
        n_later = sum(other.step > turn.step for other in self._history.turns)
        later = f", and {n_later} later {'turn' if n_later == 1 else 'turns'}" if n_later else ""
        self._told.setText(f"Drops what was learned since epoch {place:.2f}{later}.")
        self.menu.popup(QCursor.pos())

    @Slot()
    def _undo_offered(self) -> None:
        self._undo_turn(self._number)

    @Slot()
    def _undo_latest(self) -> None:
        if self._history.turns:
            self._undo_turn(len(self._history.turns) - 1)
