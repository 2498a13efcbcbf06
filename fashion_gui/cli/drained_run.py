"""Draining runs in the terminal, with a progress bar and a clean end on signals."""

import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any

from tqdm import tqdm

from fashion_gui.cli.checkpoint_keeper import CheckpointKeeper
from fashion_gui.cli.saving import save_anywhere
from fashion_gui.percent import percent, plain
from fashion_gui.shelf.keeping import KeptRun, NotKept, Told
from fashion_gui.signals import ENDING_SIGNALS
from fashion_gui.training import threads_info
from fashion_gui.training.controls import ControlChanged
from fashion_gui.training.events import (
    BatchMetrics,
    CheckpointTaken,
    Command,
    Commands,
    DivergedError,
    EpochMetrics,
    Finished,
    Hint,
    Plan,
    PlanChanged,
    Run,
    Snapshot,
    ValidationMetrics,
)

SNAPSHOT_INTERVAL_S = 0.25
"""Computing time, in seconds, between two copies of the network in case the run diverges."""


class HeldError(Exception):
    """A run was held by a signal: it goes on from its checkpoint another time."""


class StopWish:
    """Handles signals that ask a program to end: the first is a wish, the next an interrupt.

    A signal that is ignored, as SIGHUP under nohup, stays ignored.

    Attributes
    ----------
    is_made
        Whether a signal came.
    """

    def __init__(self) -> None:
        self.is_made = False
        self._stack = ExitStack()

    def __enter__(self) -> "StopWish":
        for number in ENDING_SIGNALS:
            before = signal.getsignal(number)
            if before is not signal.SIG_IGN:
                signal.signal(number, self._handle)
                self._stack.callback(signal.signal, number, before)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.is_made:
            raise KeyboardInterrupt
        self.is_made = True


class DrainedRun:
    """Drains a run, up to an epoch or to its end, with a progress bar on standard error.

    Parameters
    ----------
    run
        The run, which is started here.
    wish
        Stops the run after the batch in which the signal came.
    name
        Shown beside the bar.
    out
        File for the last good network if the run diverges; None for none.
    checkpoint
        A file for checkpoints; None for none.
    first
        Sent into the run at its beginning.
    stop_after
        Step after which to stop; None to go on to the end.
    is_held
        Whether a signal holds the run, instead of stopping it.

    Attributes
    ----------
    not_kept
        At the end: why the result is not wholly on the shelf, in a sentence; "" when it is.
    """

    def __init__(
        self,
        run: Run | KeptRun,
        wish: StopWish,
        name: str = "",
        *,
        out: Path | None = None,
        checkpoint: Path | None = None,
        first: Commands = None,
        stop_after: int | None = None,
        is_held: bool = False,
    ) -> None:
        self._keeper = CheckpointKeeper(checkpoint)
        self._run, self._wish, self._out, self._first = run, wish, out, first
        self._stop_after, self._is_held = stop_after, is_held
        plan = next(run)
        assert isinstance(plan, Plan)
        self.plan = plan
        self._name = name or plan.recipe.name
        self._n_steps = plan.n_steps
        self._last_good: Snapshot | None = None
        self._shown: dict[str, str] = {}
        self._step = 0
        self.not_kept = ""
        print(
            f"{self._name}: {plan.description}, {plan.n_parameters:,} parameters, "
            f"{plan.n_train:,} images; {threads_info.in_words(plan.n_threads)}",
            file=sys.stderr,
        )

    def advance(self, epoch: int | None = None) -> Finished | EpochMetrics:
        """Drain the run until an epoch is over, or to its end; return the last record.

        Raises
        ------
        DivergedError
            When the loss is no longer finite. The last good network is then in `out`, if given.
        HeldError
            When a signal came, and the run is to be held by it.
        """
        with tqdm(
            total=self._n_steps,
            initial=self._step,
            desc=self._name,
            unit=" batches",
            file=sys.stderr,
        ) as bar:
            while True:
                record = self._next()
                if isinstance(record, Finished):
                    return record
                self.not_kept = record.sentence if isinstance(record, NotKept) else ""
                self._note(record, bar)
                if isinstance(record, EpochMetrics) and record.epoch == epoch:
                    return record

    def stop(self) -> Finished:
        """Stop the learning, and return the final record."""
        record: Told = self._run.send(Command.STOP)
        while not isinstance(record, Finished):
            self.not_kept = record.sentence if isinstance(record, NotKept) else ""
            record = next(self._run)
        return record

    def close(self) -> None:
        """End the run at once."""
        self._run.close()

    def _next(self) -> Told:
        if self._is_held and self._wish.is_made:
            raise HeldError
        is_stopping = self._wish.is_made or self._step == self._stop_after
        command: Commands = self._keeper.next_command(is_stopping=is_stopping)
        if self._first is not None:
            command, self._first = self._first, None
        try:
            return self._run.send(command)
        except DivergedError as error:
            last_good = self._last_good
            if self._out is None or last_good is None or last_good.step == 0:
                raise
            recipe = {"recipe": self.plan.recipe.to_dict()}
            saved = save_anywhere(self._out, last_good.network, recipe)
            raise DivergedError(
                f"{error} The network of step {last_good.step:,}, before that, is saved as {saved}."
            ) from error

    def _note(self, record: Told, bar: "tqdm[Any]") -> None:
        if isinstance(record, BatchMetrics):
            if not self._step:  # a resumed run: what was done before says nothing of its speed
                bar.initial = bar.n = record.step - 1
            self._step = record.step
            self._shown |= {"epoch": str(record.epoch), "loss": f"{record.loss:.3f}"}
            bar.set_postfix(self._shown, refresh=False)
            bar.update(record.step - bar.n)
        elif isinstance(record, ValidationMetrics):
            self._shown["validation"] = plain(percent(record.accuracy))
        elif isinstance(record, Snapshot):
            self._last_good = record
        elif isinstance(record, PlanChanged):
            self._n_steps = bar.total = record.plan.n_steps
        elif sentence := self._sentence(record):
            bar.write(sentence, file=sys.stderr)

    def _sentence(self, record: Told) -> str:
        if isinstance(record, CheckpointTaken):
            return self._keeper.keep(record)
        if isinstance(record, NotKept):
            return record.sentence
        if isinstance(record, Hint) and record.sentence:
            return f"hint: {plain(record.sentence)}"
        if isinstance(record, ControlChanged):
            return f"step {record.step:,}: {record.name} {record.before} -> {record.value}"
        return ""
