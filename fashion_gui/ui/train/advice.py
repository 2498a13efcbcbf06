"""Trying what a hint advises: in the current run or, where that does not help, in a new one."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.training.controls import turnable
from fashion_gui.training.events import Hint
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.hint_list import HintList
from fashion_gui.ui.train.shown_run import ShownRun


class Advice(QObject):
    """Takes what hints advise.

    Attributes
    ----------
    next_recipe
        What the next run shall be, which begins when the current one has ended; None for none.
    """

    turned = Signal(str, object)
    """A setting of the current run shall have another value: its name, and the value."""
    began = Signal(object, str)
    """A run of a recipe shall begin beside the one before it: the recipe, and that run's name."""

    def __init__(self, session: Session, hints: HintList, shown: ShownRun | None = None) -> None:
        super().__init__(hints)
        self._session, self._shown = session, shown
        self._before = ""
        self.next_recipe: Recipe | None = None
        hints.tried.connect(self._try)
        session.run.finished.connect(self._begin_later)
        session.run.failed.connect(self._begin_later)

    @Slot(object)
    def _try(self, hint: Hint) -> None:
        run = self._session.run
        kept = self._shown.known_record() if self._shown and not run.state.is_active else None
        recipe = kept.turned_recipe() if kept else run.recipe
        self._before = kept.name if kept else ""
        if recipe is None or hint.change is None or run.state is RunState.FINISHING:
            return
        name, value = hint.change
        if run.state.is_active and name in turnable(recipe) and not hint.in_new_run:
            self.turned.emit(name, value)
            return
        self.next_recipe = recipe.with_settings(**{name: value})
        if run.state.is_active:
            run.stop()
        else:
            self._begin()

    @Slot()
    def _begin_later(self) -> None:
        """Start the run that was asked for after everyone else knows that this one is over."""
        QTimer.singleShot(0, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        recipe, self.next_recipe = self.next_recipe, None
        if recipe and not self._session.run.state.is_active:
            self.began.emit(recipe, self._before or self._session.run.name)
