"""The shelf of runs as the window sees it: read and changed in the background."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf.history_file import HistoryError
from fashion_gui.shelf.run_names import RunNameError
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.shelf import MAX_BYTES, BrokenRun, Shelf, ShelfError
from fashion_gui.training.history import RunHistory
from fashion_gui.ui.session.background_work import BackgroundWork
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup


@dataclass(frozen=True)
class _Listed:
    records: tuple[RunRecord, ...]
    problems: tuple[str, ...]
    n_bytes: int


@dataclass(frozen=True)
class _Renamed:
    name: str
    new_name: str


@dataclass(frozen=True)
class _Told:
    """A sentence about something that failed."""

    sentence: str


class RunShelf(BackgroundWork):
    """Lists runs, reads their curves, and changes them, one task at a time.

    Attributes
    ----------
    shelf
        The folder.
    records
        Records of the runs, the newest first.
    histories
        The requested curves, by run name.
    n_bytes
        Size of all runs, in bytes.
    """

    changed = Signal()
    """The runs, or requested curves, have changed."""
    renamed = Signal(str, str)
    """A run has another name: the one before, and the new one."""
    failed = Signal(str)
    """A sentence about something that could not be read or done."""

    def __init__(self, threads: ThreadGroup, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(threads, parent)
        self.shelf = shelf
        self.records: tuple[RunRecord, ...] = ()
        self.histories: dict[str, RunHistory] = {}
        self.n_bytes = 0
        self._waiting: deque[Callable[[], Generator[object, None, None]]] = deque()
        self._told: set[str] = set()

    def record(self, name: str) -> RunRecord | None:
        """Return the record of a run; None if there is none."""
        return next((record for record in self.records if record.name == name), None)

    def refresh(self) -> None:
        """List the shelf again."""
        if not self._waiting or self._waiting[-1] != self._listing:
            self._queue(self._listing)

    def change(self, act: Callable[[], object]) -> None:
        """Change the shelf in the background, then list it again."""

        def changing() -> Generator[object, None, None]:
            try:
                if isinstance(done := act(), _Renamed):
                    yield done
            except (ShelfError, RunNameError, OutputError) as error:
                yield _Told(str(error))

        self._queue(changing)
        self.refresh()

    def rename(self, name: str, new_name: str) -> None:
        """Rename a run in the background, then list the shelf again."""
        self.change(lambda: _Renamed(name, self.shelf.rename(name, new_name)))

    def ask_for_history(self, name: str) -> None:
        """Request the current curves of a run."""

        def reading() -> Generator[object, None, None]:
            try:
                yield name, self.shelf.folder(name).read_history()
            except HistoryError as error:
                yield name, RunHistory()
                yield _Told(f"The curves of {name} cannot be shown. {error}")

        self._queue(reading)

    def _listing(self) -> Generator[object, None, None]:
        found = list(self.shelf.records())
        runs = [run for run in found if isinstance(run, RunRecord)]
        runs.sort(key=lambda run: run.created, reverse=True)
        problems = tuple(run.problem for run in found if isinstance(run, BrokenRun))
        n_bytes = self.shelf.n_bytes()
        if n_bytes > MAX_BYTES and (given_up := self.shelf.give_up_checkpoints()):
            names = ", ".join(given_up)
            yield _Told(
                f"The shelf of runs is full ({n_bytes / 1e9:.1f} GB). These finished runs gave up "
                f"their checkpoints; they can still predict, but not go on: {names}."
            )
            n_bytes = self.shelf.n_bytes()
        yield _Listed(tuple(runs), problems, n_bytes)

    def _queue(self, work: Callable[[], Generator[object, None, None]]) -> None:
        self._waiting.append(work)
        self._next()

    def _next(self) -> None:
        if self._thread is None and self._waiting:
            self._start_work(self._waiting.popleft())

    def _take(self, parcel: Parcel) -> None:
        if parcel.error:
            self.failed.emit(f"The shelf of runs cannot be read. {parcel.error}")
        for item in parcel.items:
            if isinstance(item, _Told):
                self.failed.emit(item.sentence)
            elif isinstance(item, _Renamed):
                self.renamed.emit(item.name, item.new_name)
            elif isinstance(item, _Listed):
                self._forget_old_curves(item.records)
                self.records, self.n_bytes = item.records, item.n_bytes
                for problem in item.problems:
                    self._tell_once(problem)
            else:
                name, history = item
                self.histories[name] = history
        if parcel.items:
            self.changed.emit()

    def _forget_old_curves(self, records: tuple[RunRecord, ...]) -> None:
        """Drop curves of runs that have continued since, or are gone."""
        before = {record.name: record for record in self.records}
        now = {record.name: record for record in records}
        for name in list(self.histories):
            if name not in now or name not in before or before[name].step != now[name].step:
                del self.histories[name]

    def _tell_once(self, problem: str) -> None:
        if problem not in self._told:
            self._told.add(problem)
            self.failed.emit(f"A run on the shelf cannot be used. {problem}")

    def _on_free(self) -> None:
        self._next()
