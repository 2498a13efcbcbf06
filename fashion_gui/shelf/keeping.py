"""Keeping a run on disk while it trains: a generator around the run's own."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.model_file import ModelFileError
from fashion_gui.nn.state import State
from fashion_gui.shelf.run_record import RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.undoing import NotUndone, UndoTurn, WentBack, last_batch
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.controls import SetControl
from fashion_gui.training.events import (
    BatchMetrics,
    CheckpointTaken,
    Command,
    Commands,
    DivergedError,
    EpochMetrics,
    Finished,
    Frame,
    Plan,
    Record,
    Run,
    Snapshot,
)
from fashion_gui.training.progress import turned_recipe
from fashion_gui.training.settings import RecipeError

INTERVAL_S = 30.0
"""Most seconds between two checkpoints."""
_FIRST_S = 1.0
"""Seconds before the first; then twice as many each time, so that a young run loses little."""
_TURNS_INTERVAL_S = 2.0
"""Least seconds between two checkpoints that are made for turns, as when a slider is moved."""
_MOST_WAIT_S = 2.0
"""Longest wait, in seconds, for the last checkpoint of a run that is closed."""


@dataclass(frozen=True)
class NotKept:
    """Something could not be written; the sentence says why. The run itself continues."""

    sentence: str


@dataclass(frozen=True, eq=False)
class CurvesSoFar:
    """The history of a resumed run up to its checkpoint, sent after its plan."""

    state: State


@dataclass(frozen=True, eq=False)
class FilmSoFar:
    """The film of a resumed run up to its checkpoint, sent after its plan."""

    frames: tuple[Frame, ...]


Told: TypeAlias = Record | NotKept | CurvesSoFar | FilmSoFar | WentBack | NotUndone
KeptCommands: TypeAlias = (
    Command | SetControl | UndoTurn | tuple[Command | SetControl | UndoTurn, ...] | None
)
"""What may be sent into a kept run: what a run takes, and undoing one of its turns."""
KeptRun: TypeAlias = Generator[Told, KeptCommands, None]
Again: TypeAlias = Callable[[Checkpoint], Run]
"""Makes a run that resumes from a checkpoint and yields snapshots."""
_Asked: TypeAlias = tuple[Command | SetControl | UndoTurn, ...]


def kept(
    run: Run, writer: RunWriter, interval_s: float = INTERVAL_S, *, again: Again | None = None
) -> KeptRun:
    """Drain a run that was made with ``is_kept``, write its folder and pass on its records.

    A new run has a checkpoint from before its first step, so that it can be resumed whenever it is
    killed. A command that asks for a ``Snapshot``, as before a pause, also makes a checkpoint,
    unless the latest step has one. So do a turn of a control, of which the checkpoint is kept to
    undo it, and closing the generator, as when a window is closed. The folder is unlocked at the
    end.

    Parameters
    ----------
    run, writer
        The run, and what writes its folder.
    interval_s
        Most seconds between two checkpoints; in the beginning there are fewer.
    again
        Resumes the run at a checkpoint, to undo turns; None if that is not wanted.
    """
    return _Kept(run, writer, interval_s, again).told()


class _Kept:
    """A run that is drained and written; ``kept`` says how."""

    def __init__(self, run: Run, writer: RunWriter, interval_s: float, again: Again | None) -> None:
        self._run, self._writer, self._interval_s, self._again = run, writer, interval_s, again
        self._waiting: deque[Told] = deque()  # to be passed on
        self._last = self._began = monotonic()
        self._last_for_turn = -_TURNS_INTERVAL_S
        self._has_begun = self._is_kept = self._is_for_turn = False
        self._has_none = writer.is_new

    def told(self) -> KeptRun:
        """Yield what the run tells."""
        asked: _Asked = ()
        waiting = self._waiting
        try:
            while True:
                asked = self._asked_for(asked)
                for record in _answer(self._run, asked):
                    self._take(record)
                asked = ()
                if not waiting:
                    return
                while waiting:
                    commands = yield waiting.popleft()
                    if commands is not None:
                        asked += commands if isinstance(commands, tuple) else (commands,)
                    asked = self._undo(asked)
        except GeneratorExit:
            _keep_before_closing(self._run, self._writer, asked)
            raise
        except DivergedError as error:
            with suppress(OutputError, ModelFileError):
                self._writer.end(RunStatus.FAILED, str(error))
            raise
        finally:
            self._run.close()
            self._writer.folder.unlock()

    def _asked_for(self, asked: _Asked) -> _Asked:
        """Return what to send into the run: also for a checkpoint, where one is due."""
        now, is_turned = monotonic(), any(isinstance(one, SetControl) for one in asked)
        interval_s = min(self._interval_s, max(_FIRST_S, self._last - self._began))
        is_due = self._has_begun and (self._has_none or now - self._last >= interval_s)
        is_due = is_due or (Command.SNAPSHOT in asked and not self._is_kept)
        if is_turned and self._has_begun and self._is_kept:
            self._keep_before_turn()
        elif is_turned and self._has_begun and now - self._last_for_turn >= _TURNS_INTERVAL_S:
            self._is_for_turn = is_due = True
            self._last_for_turn = now
        self._has_begun = True
        if is_due:
            self._last, self._has_none = now, False
            asked = (*asked, Command.CHECKPOINT)
        return asked

    def _take(self, record: Record) -> None:
        """Write a record, and pass it on."""
        writer, waiting = self._writer, self._waiting
        if isinstance(record, Finished):  # after the end nobody listens any more
            waiting.extend((*_written(writer, record), record))
            return
        waiting.append(record)
        if isinstance(record, BatchMetrics | CheckpointTaken):
            self._is_kept = isinstance(record, CheckpointTaken)
        if isinstance(record, Plan) and (curves := writer.curves_so_far):
            waiting.append(CurvesSoFar(curves))
        waiting.extend(_written(writer, record))
        if isinstance(record, Plan) and writer.film_so_far:
            waiting.append(FilmSoFar(writer.film_so_far))
        if isinstance(record, CheckpointTaken) and self._is_for_turn:
            self._is_for_turn = False
            self._keep_before_turn()

    def _keep_before_turn(self) -> None:
        with suppress(OutputError, OSError):  # the turn cannot be undone then
            self._writer.keep_before_turn()

    def _undo(self, asked: _Asked) -> _Asked:
        """Undo a turn if that is asked for; return what else is, as far as it still holds."""
        undo = next((one for one in asked if isinstance(one, UndoTurn)), None)
        if undo is None:
            return asked
        writer = self._writer
        try:
            if self._again is None:
                raise CheckpointError("Turns of this run cannot be undone.")
            found = writer.folder.before_turns.before(writer.turns, undo.number)
            run = self._again(found)
        except (CheckpointError, RecipeError) as error:
            self._waiting.append(NotUndone(str(error)))
            return tuple(one for one in asked if one is not undo)
        self._run.close()
        self._run, self._is_kept = run, True
        self._waiting.clear()
        writer.go_back(found)
        self._waiting.append(self._went_back(run, found))
        return tuple(one for one in asked if one is Command.STOP)

    def _went_back(self, run: Run, found: Checkpoint) -> WentBack:
        writer, record = self._writer, next(run)
        assert isinstance(record, Plan)
        plan = record
        self._waiting.extend(_written(writer, plan))
        while not isinstance(record, Snapshot):
            record = next(run)
        return WentBack(
            last_batch(found, plan),
            turned_recipe(found, is_with_coming=True),
            plan,
            writer.curves_so_far,
            writer.film_so_far,
            record,
        )


def until_epoch(run: KeptRun, epoch: int) -> KeptRun:
    """Pass on a kept run, and close it with a checkpoint when an epoch is over.

    It can be resumed from there. A run that is asked to stop at that moment goes on to its end.
    """
    asked: KeptCommands = None
    try:
        while True:
            try:
                record = run.send(asked)
            except StopIteration:
                return
            asked = yield record
            is_over = isinstance(record, EpochMetrics) and record.epoch >= epoch
            if is_over and Command.STOP not in (asked if isinstance(asked, tuple) else (asked,)):
                return
    finally:
        run.close()


def until_step(run: Run | KeptRun, step: int) -> KeptRun:
    """Pass on a run, and stop its learning after a step, as a person has done before."""
    asked: KeptCommands = None
    try:
        while True:
            try:
                record = run.send(asked)  # type: ignore[arg-type]  # a run that is not kept cannot undo
            except StopIteration:
                return
            asked = yield record
            if isinstance(record, BatchMetrics) and record.step == step:
                others = asked if isinstance(asked, tuple) else (asked,) if asked else ()
                asked = (*others, Command.STOP)
    finally:
        run.close()


def _answer(run: Run, asked: _Asked) -> Iterator[Record]:
    """Yield the run's next record; before a pause, all records up to the checkpoint."""
    try:
        record = run.send(_as_sent(asked))
        yield record
        is_pause = Command.SNAPSHOT in asked and Command.CHECKPOINT in asked
        while is_pause and not isinstance(record, CheckpointTaken | Finished):
            record = next(run)
            yield record
    except StopIteration:
        return


def _as_sent(asked: _Asked) -> Commands:
    known = tuple(one for one in asked if not isinstance(one, UndoTurn))
    return known if len(known) > 1 else next(iter(known), None)


def _written(writer: RunWriter, record: Record) -> Iterator[NotKept]:
    """Write a record; yield a ``NotKept`` when that fails."""
    try:
        writer.take(record)
    except (OutputError, ModelFileError) as error:
        yield NotKept(f"The run could not be kept. {error}")


def _keep_before_closing(run: Run, writer: RunWriter, asked: _Asked) -> None:
    """Ask a run for a last checkpoint, and write it."""
    until = monotonic() + _MOST_WAIT_S
    with suppress(StopIteration, DivergedError, OutputError, ModelFileError):
        record = run.send(_as_sent((*asked, Command.CHECKPOINT)))
        writer.take(record)
        while not isinstance(record, CheckpointTaken | Finished) and monotonic() < until:
            record = next(run)
            writer.take(record)
    with suppress(OutputError, ModelFileError):
        writer.end(RunStatus.INTERRUPTED)
