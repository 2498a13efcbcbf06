"""Keeping a run on disk while it trains: a generator around the run's own."""

from collections import deque
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from fashion_gui.files.atomic import OutputError
from fashion_gui.files.model_file import ModelFileError
from fashion_gui.nn.state import State
from fashion_gui.shelf.run_record import RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.training.controls import SetControl
from fashion_gui.training.events import (
    BatchMetrics,
    CheckpointTaken,
    Command,
    Finished,
    Frame,
    Plan,
    Record,
)
from fashion_gui.training.trainer import Commands, DivergedError, Run

INTERVAL_S = 30.0
"""Seconds between two checkpoints."""
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


Told: TypeAlias = Record | NotKept | CurvesSoFar | FilmSoFar
KeptRun: TypeAlias = Generator[Told, Commands, None]
_Asked: TypeAlias = tuple[Command | SetControl, ...]


def kept(run: Run, writer: RunWriter, interval_s: float = INTERVAL_S) -> KeptRun:
    """Drain a run that was made with ``is_kept``, write its folder and pass on its records.

    A command that asks for a ``Snapshot``, as before a pause, also makes a checkpoint, unless the
    latest step has one. So does closing the generator, as when a window is closed. The folder is
    unlocked at the end.
    """
    told: deque[Told] = deque()  # to be passed on
    asked: _Asked = ()
    last, has_begun, is_kept = monotonic(), False, False
    try:
        while True:
            is_due = has_begun and monotonic() - last >= interval_s
            if is_due or (Command.SNAPSHOT in asked and not is_kept):
                last = monotonic()
                asked = (*asked, Command.CHECKPOINT)
            has_begun = True
            for record in _answer(run, asked):
                told.append(record)
                if isinstance(record, BatchMetrics | CheckpointTaken):
                    is_kept = isinstance(record, CheckpointTaken)
                if isinstance(record, Plan) and (curves := writer.curves_so_far):
                    told.append(CurvesSoFar(curves))
                told.extend(_written(writer, record))
                if isinstance(record, Plan) and writer.film_so_far:
                    told.append(FilmSoFar(writer.film_so_far))
            asked = ()
            if not told:
                return
            while told:
                commands = yield told.popleft()
                if commands is not None:
                    asked += commands if isinstance(commands, tuple) else (commands,)
    except GeneratorExit:
        _keep_before_closing(run, writer, asked)
        raise
    except DivergedError as error:
        with suppress(OutputError, ModelFileError):
            writer.end(RunStatus.FAILED, str(error))
        raise
    finally:
        run.close()
        writer.folder.unlock()


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
    return asked if len(asked) > 1 else next(iter(asked), None)


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
