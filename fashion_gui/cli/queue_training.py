"""Training the runs that wait, in the terminal."""

from argparse import Namespace
from contextlib import closing
from dataclasses import replace
from typing import Any

from fashion_gui.cli.drained_run import DrainedRun, StopWish
from fashion_gui.cli.kept_runs import Resumed, go_on
from fashion_gui.cli.run_summary import summary
from fashion_gui.cli.streams import tell_failure
from fashion_gui.data import Dataset
from fashion_gui.files.atomic import OutputError
from fashion_gui.percent import percent, plain
from fashion_gui.shelf.history_file import HistoryError
from fashion_gui.shelf.keeping import KeptRun, kept
from fashion_gui.shelf.run_names import RunNameError
from fashion_gui.shelf.run_queue import (
    Judged,
    QueuedRun,
    QueueFile,
    Turn,
    changed,
    next_turn,
    without,
)
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf, ShelfError, now
from fashion_gui.training.checkpoint import CheckpointError
from fashion_gui.training.events import DivergedError, EpochMetrics, Run
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train


class QueueTraining:
    """Trains the runs of a queue, which other programs may change meanwhile.

    Attributes
    ----------
    results
        What is known of each run that came to its end.
    has_failed
        Whether one of them could not be trained or kept.
    """

    def __init__(
        self, shelf: Shelf, file: QueueFile, arguments: Namespace, dataset: Dataset
    ) -> None:
        self._shelf, self._file, self._arguments = shelf, file, arguments
        self._dataset = dataset
        self.results: list[dict[str, Any]] = []
        self.has_failed = False

    def work(self, wish: StopWish) -> None:
        """Train until nothing is left.

        Raises
        ------
        HeldError
            When a signal came. The run in training goes on the next time.
        QueueError, OutputError
            One sentence, when the queue or a run cannot be written.
        """
        while turn := self._next():
            if isinstance(turn, Judged):
                self._end_early(turn)
                continue
            try:
                self._train(turn, wish)
            except (RecipeError, ShelfError, RunNameError, CheckpointError, DivergedError) as error:
                problem = str(error)
                tell_failure(f"{turn.run.name}: {problem}")
                self._note(turn.run, problem=problem)
                self.has_failed = True

    def _next(self) -> Turn | Judged | None:
        queue = self._file.read()
        try:
            return next_turn(queue, self._n_validation)
        except RecipeError:  # it is told when its turn comes
            return next((Turn(run, None) for run in queue if not run.problem), None)

    def _n_validation(self, recipe: Recipe) -> int:
        return plan_of(recipe, self._dataset).n_validation

    def _note(self, waiting: QueuedRun, **facts: Any) -> None:
        self._file.change(lambda queue: changed(queue, waiting.key, **facts))

    def _train(self, turn: Turn, wish: StopWish) -> None:
        one = turn.run
        if turn.until and (known := self._accuracy_after(one, turn.until)) is not None:
            self._note(one, accuracies=(*one.accuracies, known))
            return
        run, name = self._begun(one)
        with closing(DrainedRun(run, wish, name, is_held=True)) as drained:
            told = drained.advance(turn.until)
        if drained.not_kept:
            raise OutputError(drained.not_kept)
        if isinstance(told, EpochMetrics):
            accuracy = told.validation_accuracy or 0.0
            self._note(one, run=name, accuracies=(*one.accuracies, accuracy))
            return
        self._file.change(lambda queue: without(queue, one.key))
        self.results.append(summary(told, None, name))
        if not self._arguments.json:
            print(f"{name}: test accuracy {plain(percent(told.report.accuracy, 2))}", flush=True)

    def _accuracy_after(self, one: QueuedRun, epoch: int) -> float | None:
        """Return the validation accuracy after an epoch that a run has behind it already."""
        if not one.run or self._shelf.find(one.run).epoch < epoch:
            return None
        try:
            epochs = self._shelf.folder(one.run).read_history().epochs
        except HistoryError:
            return None
        return epochs[epoch - 1].validation_accuracy if len(epochs) >= epoch else None

    def _begun(self, one: QueuedRun) -> tuple[Run | KeptRun, str]:
        """Return a run from its start or from its checkpoint, and its name on the shelf."""
        dataset = self._dataset
        if one.dataset not in ("", dataset.digest):
            raise RecipeError("It is to learn from other images than those that are loaded.")
        folder = self._shelf.folder(one.run) if one.run else None
        if folder and folder.checkpoint.exists():
            record = self._shelf.find(one.run)
            if not folder.lock():
                raise ShelfError(folder.why_not_locked())
            try:
                return go_on(
                    Resumed(folder.read_checkpoint(), folder, record), dataset, None
                ), one.run
            except Exception:
                folder.unlock()
                raise
        run = train(one.recipe, dataset, is_kept=True, has_film=True)
        data = self._arguments.data
        data = None if data is None else str(data.resolve())
        record = RunRecord(one.name, one.recipe, created=now(), data=data, group=one.group)
        begun = self._shelf.begin(record)
        self._note(one, run=begun.name)
        return kept(run, RunWriter(begun, record)), begun.name

    def _end_early(self, judged: Judged) -> None:
        gone = {run.key for run in judged.ended}
        passed = {run.key: run.n_passed for run in judged.queue}
        self._file.change(
            lambda queue: tuple(
                replace(run, n_passed=passed.get(run.key, run.n_passed))
                for run in queue
                if run.key not in gone
            )
        )
        for run in judged.ended:
            self._shelf.end_early(run.run)
            if not self._arguments.json:
                print(f"{run.run}: ended early, fell behind", flush=True)
