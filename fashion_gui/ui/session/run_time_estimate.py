"""An estimate of a run's duration: as earlier runs took, else measured while no run is active."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.data import Dataset
from fashion_gui.training.events import Finished, Plan
from fashion_gui.training.past_speeds import PastSpeeds
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.timing import Speed, measure_speed, rehearsal_of
from fashion_gui.ui.session.background_work import BackgroundWork
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup

_PATIENCE_MS = 300
"""Delay after a change of settings before measuring begins."""


class RunTimeEstimate(BackgroundWork):
    """Estimates how long a run of the requested recipe will take.

    Recipes of the same speed are measured once: other epochs or another seed cost nothing. What
    was measured at an earlier start is shown until then, and makes it steadier. While a
    recipe is requested, others that are offered beside it are measured after it, one by one. Of
    what has been trained on this machine before, nothing is measured.

    Attributes
    ----------
    past
        How fast finished runs were.
    """

    changed = Signal()
    """The recipe or the estimate has changed, or measuring began or ended."""
    learned = Signal()
    """A finished run or a rehearsal has told how fast it was."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(threads, parent)
        self._plan: Plan | None = None
        self._wanted: tuple[Recipe, Dataset] | None = None
        self.past = PastSpeeds()
        self._known: set[Recipe] = set()
        self._newest: Speed | None = None
        self._others: tuple[tuple[Recipe, Dataset], ...] = ()
        self._measured: tuple[Recipe, Dataset] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._start)

    @property
    def seconds(self) -> float | None:
        """Estimated duration of the run; None while it is not known."""
        if self._plan is None or self._wanted is None:
            return None
        is_measured = self._measured is not None and self._measured[0] == self._wanted[0]
        so_far = self._newest if is_measured else None
        speed = self._speed_of(*self._wanted) or so_far
        return speed.run_seconds(self._plan) if speed else None

    @property
    def is_of_past_runs(self) -> bool:
        """True when it is known from runs on this machine, and not measured."""
        return self._wanted is not None and self._past_speed(*self._wanted) is not None

    @property
    def is_pending(self) -> bool:
        """True when a better estimate will be known soon."""
        return self._wanted is not None and not self._is_known(*self._wanted)

    @property
    def is_measuring(self) -> bool:
        """True while this takes computing time."""
        return self._thread is not None

    def ask(self, recipe: Recipe, dataset: Dataset) -> None:
        """Request the estimate for a valid recipe; an earlier request is dropped."""
        rehearsal = rehearsal_of(recipe, dataset)
        if self._wanted is None or self._wanted[0] != rehearsal:
            self._give_up()
            self._wanted = rehearsal, dataset
            if self._next():
                self._timer.start()
        self._plan = plan_of(recipe, dataset)
        self.changed.emit()

    def offer(self, recipes: Iterable[Recipe], dataset: Dataset) -> None:
        """Measure these as well, after the requested one; ones that are impossible are left out."""
        others = []
        for recipe in recipes:
            try:
                others.append((rehearsal_of(recipe, dataset), dataset))
            except RecipeError:
                continue
        self._others = tuple(others)
        if self._next() and not self.is_pending:
            self._timer.start()

    def seconds_of(self, recipe: Recipe, dataset: Dataset) -> float | None:
        """Return the estimated duration of a run of any recipe; None while it is not known."""
        try:
            speed = self._speed_of(rehearsal_of(recipe, dataset), dataset)
            return speed.run_seconds(plan_of(recipe, dataset)) if speed else None
        except RecipeError:
            return None

    def detector_seconds(self, plan: Plan, dataset: Dataset) -> float:
        """Return how long the novelty detector of a run will take; 0 while it is not known."""
        try:
            speed = self._speed_of(rehearsal_of(plan.recipe, dataset), dataset)
        except RecipeError:
            return 0.0
        return speed.detector_seconds(plan) if speed else 0.0

    def drop(self) -> None:
        """Drop the request. A measurement in progress is abandoned without waiting."""
        if self._wanted:
            self._give_up()
            self.changed.emit()

    def abandon(self) -> None:
        self._give_up()
        super().abandon()

    def _give_up(self) -> None:
        self._wanted = self._plan = self._newest = None
        self._timer.stop()
        self._drop_work()

    def _next(self) -> tuple[Recipe, Dataset] | None:
        """Return what is to be measured next: nothing unless a recipe is requested."""
        wanted = (self._wanted, *self._others) if self._wanted else ()
        return next((one for one in wanted if one and not self._is_known(*one)), None)

    def _past_speed(self, rehearsal: Recipe, dataset: Dataset) -> Speed | None:
        return self.past.speed(rehearsal, len(dataset.class_names))

    def _speed_of(self, rehearsal: Recipe, dataset: Dataset) -> Speed | None:
        rehearsed = self.past.rehearsed(rehearsal, len(dataset.class_names))
        return self._past_speed(rehearsal, dataset) or rehearsed

    def _is_known(self, rehearsal: Recipe, dataset: Dataset) -> bool:
        return rehearsal in self._known or self._past_speed(rehearsal, dataset) is not None

    def note(self, finished: Finished, dataset: Dataset) -> None:
        """Learn from a run that has ended how long the next one like it will take."""
        if finished.turns:  # it was not as fast all the time
            return
        try:
            rehearsal = rehearsal_of(finished.plan.recipe, dataset)
        except RecipeError:
            return
        n_classes, plan = len(dataset.class_names), finished.plan
        facts = finished.step, finished.seconds, finished.detecting_s
        if self.past.note(rehearsal, n_classes, plan, *facts):
            self.learned.emit()
            self.changed.emit()

    @Slot()
    def _start(self) -> None:
        found = self._next()
        if self._thread or not found:
            return
        rehearsal, dataset = found
        self._measured = found
        self._start_work(lambda: measure_speed(rehearsal, dataset))
        self.changed.emit()

    def _take(self, parcel: Parcel) -> None:
        if not self._wanted or not self._measured:
            return
        self._newest = next((speed for speed in reversed(parcel.items) if speed), self._newest)
        if parcel.done:
            # An error is reported when the run itself meets it.
            rehearsal, dataset = self._measured
            self._known.add(rehearsal)
            if self._newest:
                self.past.note_rehearsal(rehearsal, len(dataset.class_names), self._newest)
                self.learned.emit()
            self._newest = None
        self.changed.emit()

    def _on_free(self) -> None:
        if not self._timer.isActive():
            self._start()
        self.changed.emit()
