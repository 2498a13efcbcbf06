"""Trains the runs that wait, one after another, and keeps their queue on the disk."""

from collections.abc import Generator, Sequence
from functools import partial, reduce

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf.queue_time import QueueTime, time_of
from fashion_gui.shelf.run_queue import (
    Change,
    Judged,
    Queue,
    QueuedRun,
    QueueError,
    QueueFile,
    Turn,
    changed,
    moved,
    next_turn,
    without,
)
from fashion_gui.shelf.shelf import ShelfError
from fashion_gui.training.history import RunHistory
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.session import Session

_BREATH_MS = 100
"""Time between two runs, in which others may ask for a run of their own."""


class QueueWorker(QObject):
    """The queue as the window sees it. One run that fails does not stop the next.

    Attributes
    ----------
    queue
        The runs that wait, the one in training included.
    is_working
        Whether they are trained, one after another; otherwise they just wait.
    """

    changed = Signal()
    """The queue has changed, or whether it is worked on."""
    began = Signal(str)
    """A run of the queue has begun or is resumed: its name on the shelf."""
    failed = Signal(str)
    """A sentence about something that could not be done."""

    def __init__(self, session: Session, shelf: RunShelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._shelf = session, shelf
        self._file = QueueFile(shelf.shelf.path)
        self.queue: Queue = ()
        self.is_working = False
        self._is_stale = False
        self._found: Queue | None = None
        self._waiting: list[Change] = []
        self._thread: GeneratorThread | None = None
        self._turn: Turn | None = None
        self._run_id = 0
        self._history: RunHistory | None = None
        self._is_finished, self._problem = False, ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BREATH_MS)
        self._timer.timeout.connect(self._go_on)
        session.run.state_changed.connect(self._on_run_state)
        session.run.finished.connect(self._on_run_finished)
        session.run.failed.connect(self._on_run_failed)
        session.dataset_changed.connect(self._timer.start)
        shelf.changed.connect(self._load)

    @property
    def current(self) -> QueuedRun | None:
        """The run that is in training; None when there is none of the queue."""
        return self._turn.run if self._turn else None

    def time(self) -> QueueTime:
        """Return how long all runs of the queue take, of which some may have begun."""
        return time_of(self.queue, {**self._measured_later(), **self._left_of_begun()})

    def _measured_later(self) -> dict[str, float]:
        """Return the time of runs that were added before it was known."""
        dataset, estimate = self._session.dataset, self._session.estimate
        left = {}
        for run in self.queue:
            if dataset and not run.seconds and (about := estimate.seconds_of(run.recipe, dataset)):
                left[run.key] = about
        return left

    def _left_of_begun(self) -> dict[str, float]:
        """Return the time that is left of the runs that have begun, by their speed so far."""
        left, ours = {}, self._session.run
        for run in self.queue:
            plan, last = ours.plan, ours.last_batch
            record = self._shelf.record(run.run) if run.run else None
            if self.current and run.key == self.current.key and self._is_ours():
                if plan and last and last.step:
                    left[run.key] = (plan.n_steps - last.step) * last.seconds / last.step
            elif record and record.step and record.n_steps >= record.step:
                left[run.key] = (record.n_steps - record.step) * record.seconds / record.step
        return left

    # What is asked for -------------------------------------------------------------------

    def add(self, runs: Sequence[QueuedRun]) -> None:
        """Let runs wait behind the others, and train them."""
        added = tuple(runs)
        self._change(lambda queue: queue + added)
        self.start()

    def move(self, key: str, place: int) -> None:
        """Move a run to another place."""
        self._change(lambda queue: moved(queue, key, place))

    def remove(self, key: str) -> None:
        """Remove a run that is not in training."""
        if not self._turn or self._turn.run.key != key:
            self._change(lambda queue: without(queue, key))

    def try_again(self, key: str) -> None:
        """Train a run again that could not be trained."""
        self._change(lambda queue: changed(queue, key, problem=""))
        self.start()

    def start(self) -> None:
        """Train the runs that wait; a message when another program does."""
        if not self._file.take_work():
            self.failed.emit("Another window trains the runs that wait; they stay in its queue.")
            return
        self.is_working = True
        self.changed.emit()
        self._timer.start()

    def hold(self) -> None:
        """Start no further run; the one in training goes on."""
        self.is_working = False
        if not self._turn:
            self._file.leave_work()
        self.changed.emit()

    # One after another -------------------------------------------------------------------

    @Slot()
    def _go_on(self) -> None:
        session = self._session
        if session.threads.is_closed or session.run.state.is_active:
            return
        if self._turn:
            self._settle(self._turn)
        if not self.is_working or session.dataset is None:
            return
        try:
            turn = next_turn(self.queue, self._n_validation)
        except RecipeError:  # it is told when its turn comes
            turn = next((Turn(run, None) for run in self.queue if not run.problem), None)
        if isinstance(turn, Judged):
            self._end_early(turn)
        elif turn:
            self._begin(turn)
        else:
            self.hold()

    def _n_validation(self, recipe: Recipe) -> int:
        assert self._session.dataset
        return plan_of(recipe, self._session.dataset).n_validation

    def _begin(self, turn: Turn) -> None:
        session, run, shelf = self._session, turn.run, self._shelf.shelf
        assert session.dataset
        self._is_finished, self._problem = False, ""
        try:
            if run.dataset not in ("", session.dataset.digest):
                raise RecipeError("It is to learn from other images than those that are loaded.")
            plan_of(run.recipe, session.dataset)
            self._turn = turn
            if run.run and shelf.folder(run.run).checkpoint.exists():
                session.run.go_on(shelf.find(run.run), session.dataset, until=turn.until)
            else:
                session.start_run(run.recipe, name=run.name, group=run.group, until=turn.until)
                name = session.run.name
                self._change(lambda queue: changed(queue, run.key, run=name))
        except (RecipeError, ShelfError) as error:
            self._turn = None
            self._leave_alone(run, str(error))
            self._timer.start()
            return
        self._run_id = session.run.run_id
        self.began.emit(session.run.name)
        self.changed.emit()

    def _settle(self, turn: Turn) -> None:
        """Note how the run ended whose turn it was."""
        key, history = turn.run.key, self._history
        self._turn = self._history = None
        epochs = history.epochs if history else []
        if self._is_finished:
            self._change(lambda queue: without(queue, key))
        elif self._problem:
            self._leave_alone(turn.run, self._problem)
        elif turn.until and epochs and epochs[-1].epoch >= turn.until:
            accuracy = epochs[turn.until - 1].validation_accuracy or 0.0
            told = (*turn.run.accuracies, accuracy)
            self._change(lambda queue: changed(queue, key, accuracies=told))
        else:  # it was abandoned, and waits to be resumed
            self.hold()

    def _end_early(self, judged: Judged) -> None:
        gone = {run.key for run in judged.ended}
        passed = {run.key: run.n_passed for run in judged.queue}
        self._change(
            lambda queue: tuple(
                changed((run,), run.key, n_passed=passed.get(run.key, run.n_passed))[0]
                for run in queue
                if run.key not in gone
            )
        )
        for run in judged.ended:
            self._shelf.change(partial(self._shelf.shelf.end_early, run.run))
        self._timer.start()

    def _leave_alone(self, run: QueuedRun, problem: str) -> None:
        self._change(lambda queue: changed(queue, run.key, problem=problem))

    @Slot()
    def _on_run_state(self) -> None:
        if not self._session.run.state.is_active:
            if self._is_ours():
                self._history = self._session.run.history
            if self._session.threads.is_closed:
                self._file.leave_work()
            self._timer.start()

    @Slot(object)
    def _on_run_finished(self, finished: object) -> None:
        self._is_finished |= self._is_ours()

    @Slot(str)
    def _on_run_failed(self, problem: str) -> None:
        if self._is_ours():
            self._problem = problem

    def _is_ours(self) -> bool:
        return self._turn is not None and self._session.run.run_id == self._run_id

    # On the disk -------------------------------------------------------------------------

    @Slot()
    def _load(self) -> None:
        """Read the queue when the shelf is known, which is after the window is there."""
        self._shelf.changed.disconnect(self._load)
        self.refresh()

    def refresh(self) -> None:
        """Read the queue again, which another program may have changed."""
        self._is_stale = True
        self._write()

    def _change(self, change: Change) -> None:
        """Change the queue here, and soon in its file."""
        self.queue = change(self.queue)
        self._waiting.append(change)
        self._write()
        self.changed.emit()

    def _write(self) -> None:
        is_idle = not self._is_stale and not self._waiting
        if self._thread or is_idle or self._session.threads.is_closed:
            return
        changes, self._waiting, self._is_stale, self._found = self._waiting, [], False, None
        file = self._file

        def writing() -> Generator[Queue | QueueError, None, None]:
            try:
                yield file.read()
            except QueueError as error:
                yield error
            if changes:
                yield file.change(
                    lambda queue: reduce(lambda now, change: change(now), changes, queue)
                )

        self._thread = GeneratorThread(self._session.threads, 0, writing, parent=self)
        self._thread.delivered.connect(self._on_written)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_written(self, parcel: Parcel) -> None:
        if isinstance(parcel.error, QueueError | OutputError):
            self.failed.emit(f"The queue of runs is not kept. {parcel.error}")
        elif parcel.error:
            self.failed.emit(f"The queue of runs cannot be used. {parcel.error}")
        for item in parcel.items:
            if isinstance(item, QueueError):
                self.failed.emit(f"The queue of runs cannot be read. {item}")
            else:
                self._found = item
        if parcel.done and self._found is not None and not self._waiting and not parcel.error:
            self.queue = self._found  # with what other programs have changed
            self.changed.emit()

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._write()
