"""A training run in the window: its state and its records."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.data import Dataset
from fashion_gui.files.atomic import OutputError
from fashion_gui.nn.state import StateError
from fashion_gui.shelf.history_file import HistoryError
from fashion_gui.shelf.keeping import CurvesSoFar, FilmSoFar, KeptRun, NotKept
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_names import RunNameError
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.shelf import Shelf, ShelfError, now
from fashion_gui.shelf.undoing import NotUndone, UndoTurn, WentBack, without_turn
from fashion_gui.training.checkpoint import CheckpointError
from fashion_gui.training.controls import SetControl, Turn, turned
from fashion_gui.training.events import (
    BatchMetrics,
    Command,
    DivergedError,
    Evaluating,
    Finished,
    Frame,
    Plan,
    PlanChanged,
    Purpose,
    Run,
    Snapshot,
)
from fashion_gui.training.film import Film
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup
from fashion_gui.ui.session.run_generators import new_run, resumed_run, run_gone_back

if TYPE_CHECKING:
    from fashion_gui.training.starting import Start


class RunState(Enum):
    """State of a run."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHING = "finishing"

    @property
    def is_active(self) -> bool:
        """True from start to end."""
        return self is not RunState.IDLE


class TrainingRun(QObject):
    """Starts, pauses and stops training, one run at a time.

    Attributes
    ----------
    plan, last_batch
        Plan of the run, and metrics of its latest batch; None before they are known.
    n_images
        Images that it has learned from.
    closing
        The latest part of what follows the learning: detector and test; None while it learns.
    history, film
        History and film of the newest run.
    shelf
        Where runs are kept; None for nowhere.
    name
        Name of the newest run on the shelf; "" when it is not kept.
    """

    state_changed = Signal()
    progressed = Signal(object)
    """A tuple of records, about twenty times a second."""
    snapshot_taken = Signal(object)
    """The newest ``Snapshot``; the first one of a run has step 0."""
    finished = Signal(object)
    """The ``Finished`` record of a run that has ended."""
    failed = Signal(str)
    """What went wrong in a run, and what to do about it."""

    went_back = Signal()
    """A turn was undone: history, film, plan and recipe are those from before it."""
    not_undone = Signal(str)
    """A sentence about why a turn could not be undone."""
    not_kept = Signal(str)
    """A sentence about what could not be written; the run is then paused."""

    def __init__(
        self, threads: ThreadGroup, parent: QObject | None = None, shelf: Shelf | None = None
    ) -> None:
        super().__init__(parent)
        self._threads = threads
        self.shelf = shelf
        self.name = ""
        self.state = RunState.IDLE
        self.run_id = 0
        self.recipe: Recipe | None = None
        self.plan: Plan | None = None
        self.last_batch: BatchMetrics | None = None
        self.n_images = 0
        self.closing: Evaluating | None = None
        self.history = RunHistory()
        self.film = Film()
        self._result: Finished | None = None
        self._thread: GeneratorThread | None = None

    @property
    def n_done(self) -> int:
        """Number of steps of the run so far."""
        return self.last_batch.step if self.last_batch else 0

    @property
    def is_closing(self) -> bool:
        """Whether it learns no more, though it is not done: settings change nothing then."""
        is_last = self.state.is_active and self.closing is not None
        return is_last or self.state is RunState.FINISHING

    def start(
        self,
        recipe: Recipe,
        dataset: Dataset,
        *,
        paused: bool = False,
        data: Path | None = None,
        name: str = "",
        group: str = "",
        until: int | None = None,
        start: "Start | None" = None,
        turns: Sequence[Turn] = (),
        stop_after: int | None = None,
    ) -> None:
        """Start a run unless one is active.

        Parameters
        ----------
        recipe, dataset
        paused
            Whether it waits for a step.
        data
            The folder of the images, for the shelf; None for the shipped ones.
        name, group
            Its name on the shelf, "" for that of its recipe, and that of runs started together.
        until
            Epoch after which it is held, to be resumed later, if it is kept; None for its end.
        start
            A network to start from; None for random weights.
        turns, stop_after
            Turns of controls and the last step of a run that it repeats; None for its end.
        """
        if self.state.is_active or self._threads.is_closed:
            return
        record = RunRecord(
            name or recipe.name,
            recipe,
            created=now(),
            data=None if data is None else str(data.resolve()),
            group=group,
        )
        folder = self._begin_folder(record)

        make = partial(
            new_run,
            recipe,
            dataset,
            folder,
            record,
            until,
            start=start,
            turns=turns,
            stop_after=stop_after,
        )
        self.start_generator(make, recipe, paused=paused, name=folder.name if folder else "")

    def go_on(
        self, record: RunRecord, dataset: Dataset, n_more: int = 0, *, until: int | None = None
    ) -> None:
        """Resume a run of the shelf; with `n_more`, for more epochs than planned.

        With `until` it is held again after that epoch.

        Raises
        ------
        ShelfError, RecipeError
            One sentence, when another program is training it, or it cannot have so many epochs.
        """
        if self.shelf is None or self.state.is_active or self._threads.is_closed:
            return
        folder, recipe = self.shelf.folder(record.name), record.turned_recipe()
        first = None
        if n_more:  # known before it starts: a finished run would otherwise end at once
            first = SetControl("epochs", recipe.epochs + n_more)
            recipe = turned(recipe, first.name, first.value)
        if not folder.lock():
            raise ShelfError(folder.why_not_locked())
        make = partial(resumed_run, folder, record, dataset, until)
        self.start_generator(make, recipe, name=record.name, first=first)

    def _begin_folder(self, record: RunRecord) -> RunFolder | None:
        if self.shelf is None:
            return None
        try:
            return self.shelf.begin(record)
        except (OutputError, ShelfError, RunNameError) as error:
            self.not_kept.emit(f"The run is not kept. {error}")
            return None

    def start_generator(
        self,
        make: Callable[[], Run | KeptRun],
        recipe: Recipe,
        *,
        paused: bool = False,
        name: str = "",
        first: SetControl | None = None,
    ) -> None:
        """Start a run of any generator that yields training's records.

        `first` is sent to it before its first record; `recipe` is that with it.
        """
        if self.state.is_active or self._threads.is_closed:
            return
        self._let_go_of_thread()
        self.run_id += 1
        self.recipe, self._result, self.name = recipe, None, name
        self.history, self.film = RunHistory(), Film()
        self._thread = GeneratorThread(
            self._threads,
            self.run_id,
            make,
            is_step=lambda record: isinstance(record, BatchMetrics),
            stop_command=Command.STOP,
            pause_command=Command.SNAPSHOT,
            parent=self,
        )
        self._thread.delivered.connect(self._on_delivered)
        if paused:
            self._thread.pause()
        if first:
            self._thread.send(first)
        self._thread.start()
        self._set_state(RunState.PAUSED if paused else RunState.RUNNING)

    def pause(self) -> None:
        """Pause after the current batch."""
        if self._thread and self.state is RunState.RUNNING:
            self._thread.pause()
            self._set_state(RunState.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        if self._thread and self.state is RunState.PAUSED:
            self._thread.resume()
            self._set_state(RunState.RUNNING)

    def step(self) -> None:
        """Learn from one more batch, then pause."""
        if self._thread and self.state in (RunState.RUNNING, RunState.PAUSED):
            self._thread.allow_step()
            self._set_state(RunState.PAUSED)

    def set_control(self, name: str, value: Any) -> None:
        """Change a setting from the next batch on, also in a pause.

        Raises
        ------
        RecipeError
            One sentence, when it cannot be changed, or not to that value.
        """
        if self._thread and self.recipe and self.state in (RunState.RUNNING, RunState.PAUSED):
            self.recipe = turned(self.recipe, name, value)
            self._thread.send(SetControl(name, value))

    def undo_turn(self, number: int, dataset: Dataset) -> None:
        """Go back to before a turn of the newest run, by its number from 0, and continue there.

        In a pause it stays paused; a run that has ended is resumed.
        """
        if self._thread and self.state in (RunState.RUNNING, RunState.PAUSED):
            if self.name:
                self._thread.send_at_once(UndoTurn(number))
            else:
                self.not_undone.emit(
                    "Only turns of a kept run can be undone; this one is not kept."
                )
        elif self.name and self.plan:
            recipe = without_turn(self.plan.recipe, self.history.turns, number)
            self.undo_turn_of(self.name, recipe, number, dataset)

    def undo_turn_of(self, name: str, recipe: Recipe, number: int, dataset: Dataset) -> None:
        """Resume a run of the shelf from before one of its turns; `recipe` is that without it."""
        if self.shelf is None or self.state.is_active or self._threads.is_closed:
            return
        folder = self.shelf.folder(name)
        if folder.lock():
            make = partial(run_gone_back, folder, dataset, number)
            self.start_generator(make, recipe, name=name)
        else:
            self.not_undone.emit(folder.why_not_locked())

    def stop(self) -> None:
        """Stop training: the network is tested and the run finished."""
        if self._thread and self.state in (RunState.RUNNING, RunState.PAUSED):
            self._thread.finish()
            self._set_state(RunState.FINISHING)

    def abandon(self) -> None:
        """End the run within a batch, without a result, and wait for its thread."""
        self._let_go_of_thread()
        if self.state.is_active:
            self._set_state(RunState.IDLE)

    def _let_go_of_thread(self) -> None:
        if self._thread:
            self._thread.abandon()
            self._thread.deleteLater()
            self._thread = None

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self.run_id or not self._thread:
            return
        self._take_note(parcel.items)
        snapshots = [item for item in parcel.items if isinstance(item, Snapshot)]
        if snapshots:
            if snapshots[0].step == 0 and len(snapshots) > 1:
                self.snapshot_taken.emit(snapshots[0])
            self.snapshot_taken.emit(snapshots[-1])
        if parcel.items:
            self.progressed.emit(parcel.items)
        if parcel.done:
            self._end(parcel)

    def _take_note(self, records: tuple[Any, ...]) -> None:
        for record in records:
            self.history.add([record])
            if isinstance(record, Plan):
                self.plan, self.last_batch, self.n_images = record, None, 0
                self.closing = None
            elif isinstance(record, PlanChanged):
                self.plan = record.plan
            elif isinstance(record, CurvesSoFar) and self.plan:
                self._take_curves(record)
            elif isinstance(record, Frame):
                self.film.add(record)
            elif isinstance(record, FilmSoFar):
                for frame in record.frames:
                    self.film.add(frame)
            elif isinstance(record, WentBack):
                self._go_back(record)
            elif isinstance(record, NotUndone):
                self.not_undone.emit(record.sentence)
            elif isinstance(record, NotKept):
                self.pause()
                self.not_kept.emit(record.sentence)
            elif isinstance(record, BatchMetrics):
                self.last_batch = record
                self.n_images += record.n_images
            elif isinstance(record, Evaluating):
                if record.purpose is not Purpose.VALIDATING:
                    self.closing = record
            elif isinstance(record, Finished):
                self._result = record

    def _go_back(self, told: WentBack) -> None:
        self.plan, self.recipe, self.last_batch = told.plan, told.recipe, told.last
        self.closing = None
        last = told.last
        self.n_images = (last.epoch - 1) * told.plan.n_train + last.n_seen if last else 0
        self.history, self.film = RunHistory(), Film(told.frames)
        self.history.add([told.plan])
        if told.curves is not None:
            self._take_curves(CurvesSoFar(told.curves))
        self.snapshot_taken.emit(told.snapshot)
        self.went_back.emit()

    def _take_curves(self, told: CurvesSoFar) -> None:
        assert self.plan
        try:
            self.history.go_on(self.plan, told.state)
        except StateError:  # the curves start again, without effect on the run
            self.history = RunHistory()
            self.history.add([self.plan])

    def _end(self, parcel: Parcel) -> None:
        self._set_state(RunState.IDLE)
        if parcel.error:
            self.failed.emit(_explain(parcel.error))
        elif self._result:  # which may have come in a parcel before the last one
            self.finished.emit(self._result)

    def _set_state(self, state: RunState) -> None:
        self.state = state
        self.state_changed.emit()


def _explain(error: Exception) -> str:
    if isinstance(error, DivergedError | RecipeError | CheckpointError | HistoryError):
        return str(error)
    if isinstance(error, MemoryError):
        return "Training ran out of memory. Choose a smaller batch size or smaller layers."
    return (
        f"Training stopped because of an error in the program ({type(error).__name__}: {error}). "
        "The network trained so far can still be used; please report the error."
    )
