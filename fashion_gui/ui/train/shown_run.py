"""Which run the page Train is about: the newest one, or one that was chosen from the shelf."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fashion_gui.shelf.run_comparison import recipe_of_run
from fashion_gui.shelf.run_record import RunRecord, plan_of_record
from fashion_gui.training.history import RunHistory
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_label import ElidedLabel

_STATES = {
    RunState.RUNNING: "in training",
    RunState.PAUSED: "paused",
    RunState.FINISHING: "predicting the test images",
}


class ShownRun(QObject):
    """Knows the run that is shown, and its curves.

    Attributes
    ----------
    record
        Of the run from the shelf that is shown; None for the newest run.
    is_brought_back
        Whether it is shown because it was at the end of the last start: the form is not its own.
    """

    changed = Signal()
    """Another run is shown, or its curves have been read."""

    def __init__(self, session: Session, shelf: RunShelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._shelf = session, shelf
        self.record: RunRecord | None = None
        self.is_brought_back = False
        self._history: RunHistory | None = None
        self._run_id = session.run.run_id
        shelf.changed.connect(self._on_shelf)
        session.run.state_changed.connect(self._on_run_state)

    @property
    def name(self) -> str:
        """Name of the run that is shown; "" when there is none, or it is not kept."""
        return self.record.name if self.record else self._session.run.name

    def show(self, record: RunRecord, *, is_brought_back: bool = False) -> None:
        """Show a run of the shelf; its curves follow when they have been read."""
        self.is_brought_back = is_brought_back
        is_newest = record.name == self._session.run.name
        self.record = None if is_newest else record
        self._history = None
        if self.record and not self._take_history():
            self._shelf.ask_for_history(record.name)
        self.changed.emit()

    @Slot()
    def show_newest(self) -> None:
        """Show the newest run again."""
        if self.record:
            self.record = self._history = None
            self.changed.emit()

    def known_record(self) -> RunRecord | None:
        """Return the record of the run that is shown; None while it is in training."""
        if self.record or self._session.run.state.is_active:
            return self.record
        return self._shelf.record(self._session.run.name)

    def has_newest(self) -> bool:
        """Return whether there was a run in this window."""
        return self._session.run.run_id > 0

    def history(self) -> RunHistory:
        """Return the curves that are to be drawn."""
        if self.record is None:
            return self._session.run.history
        return self._history or RunHistory()

    def words(self) -> str:
        """Return which run it is, and how far it is."""
        run = self._session.run
        if self.record is None and run.state.is_active:
            return f"{run.name or 'A run that is not kept'}: {_STATES[run.state]}"
        record = self.known_record()
        if record is None:
            return ""
        state = "ended early, fell behind" if record.ended_early else record.status.value
        recipe = recipe_of_run(record)
        return f"{record.name}: {state}" + (f"; recipe {recipe}" if recipe != record.name else "")

    def _take_history(self) -> bool:
        record = self.record
        found = self._shelf.histories.get(record.name) if record else None
        if record is None or found is None:
            return False
        found.plan = plan_of_record(record)
        self._history = found
        return True

    @Slot()
    def _on_shelf(self) -> None:
        if self.record and self._history is None and self._take_history():
            self.changed.emit()

    @Slot()
    def _on_run_state(self) -> None:
        if self._session.run.run_id != self._run_id:
            self._run_id = self._session.run.run_id
            self.show_newest()


class ShownRunBar(QWidget):
    """Says above the curves which run they are of, and leads back to the newest one."""

    def __init__(
        self, shown: ShownRun, session: Session, shelf: RunShelf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self.label = ElidedLabel("The run that the curves, the report and the figures are of.")
        self.back = QLabel('<a href="newest">Back to the newest run</a>')  # lower than a button
        self.back.setToolTip("Show the newest run again.")
        self.back.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)  # fmt: skip
        for label in (self.label, self.back):
            mark(label, type="caption")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.back)
        self.back.linkActivated.connect(shown.show_newest)
        shown.changed.connect(self._show)
        shelf.changed.connect(self._show)
        session.run.state_changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        words = self._shown.words()
        self.label.setText(words)
        self.setVisible(bool(words))
        self.back.setVisible(self._shown.record is not None and self._shown.has_newest())
