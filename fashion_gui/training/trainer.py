"""Training as a generator: who drains it decides when it pauses, stops or goes on."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from time import perf_counter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.metrics import Report
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import NoveltyDetector
from fashion_gui.training.as_printed import AsPrintedLearner
from fashion_gui.training.hints import GuessingWatch, missing_classes
from fashion_gui.training.known_images import find_novelty
from fashion_gui.training.learner import GradientLearner, Learner
from fashion_gui.training.opening import splits_of
from fashion_gui.training.planning import plan_of, validation_epochs, validation_steps
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.records import (
    BatchMetrics,
    Command,
    EpochMetrics,
    Evaluating,
    Finished,
    LayerStatistics,
    Record,
    Snapshot,
    ValidationMetrics,
)
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start

Run: TypeAlias = Generator[Record, Command | None, None]

_CHANCE_OF_ORDER = 1
"""Added to the seed's sequence: the order of the images is another chance than the weights."""


class DivergedError(RuntimeError):
    """The loss is no longer a finite number."""


def train(
    recipe: Recipe,
    dataset: Dataset,
    snapshot_interval_s: float | None = None,
    *,
    statistics: bool = False,
    start: Start | None = None,
) -> Run:
    """Train a network, a record at a time.

    The first record is the ``Plan`` and the last one ``Finished``. Each resumption makes at
    most one step, of one batch. Sending ``Command.STOP`` ends the learning: the test images
    are answered and ``Finished`` follows. Sending ``Command.SNAPSHOT`` after a step gives the
    network at once. Closing the generator ends everything at once.

    The validation images are the last ones of the training file and are never learned from, nor
    did the network learn from them that the run goes on from, as far as it tells. The test
    images are answered at the end and choose nothing.

    Parameters
    ----------
    recipe
        What to train, and how.
    dataset
        Where the images come from.
    snapshot_interval_s
        Computing time between two ``Snapshot`` records; None for no snapshots. They change
        nothing in the run.
    statistics
        Whether a ``LayerStatistics`` record follows each snapshot that is made after a step.
    start
        A network to go on from, with the same layers and classes.

    Raises
    ------
    RecipeError
        When a batch would fill the memory, or the start does not fit.
    DivergedError
        When the loss is no longer finite.
    """
    return _Run(recipe, dataset, snapshot_interval_s, statistics=statistics, start=start).records()


class _Run:
    """The state of one run. Time is counted only while it computes, not while it waits."""

    def __init__(
        self,
        recipe: Recipe,
        dataset: Dataset,
        snapshot_interval_s: float | None,
        *,
        statistics: bool,
        start: Start | None,
    ) -> None:
        earlier = splits_of(start.saved.training, dataset) if start else None
        plan = plan_of(recipe, dataset, earlier)
        self._dataset = dataset
        self._train = dataset.train[: plan.n_train]
        validation = plan.splits.validation
        self._validation = dataset.train[validation.start : validation.stop]
        self._test = dataset.test[: plan.n_test]
        self._class_names = dataset.class_names
        self._recipe = recipe
        if recipe.as_printed and start:
            raise RecipeError("article-as-printed begins by chance, found a network to go on from.")
        self._learner: Learner
        if recipe.as_printed:
            self._learner = AsPrintedLearner(recipe, self._train, dataset.class_names)
        else:
            self._learner = GradientLearner(recipe, self._train, dataset.class_names, start=start)
        self._start = start
        self._plan = replace(plan, n_threads=self._learner.n_threads)
        self._validation_steps = validation_steps(plan)
        self._snapshot_interval_s = snapshot_interval_s
        self._wants_statistics = statistics
        self._last_snapshot_s = 0.0
        self._seconds = 0.0
        self._guessing = GuessingWatch(plan, self._validation.labels)
        self._stopping = False
        self._snapshot_wanted = False
        self._history: list[EpochMetrics] = []
        self._last_validation: ValidationMetrics | None = None

    def records(self) -> Run:
        try:
            with one_blas_thread:
                yield from self._records()
        finally:
            self._learner.close()

    def _records(self) -> Run:
        self._note((yield self._plan))
        if missing := missing_classes(self._train.labels, self._class_names):
            self._note((yield missing))
        step = 0
        if self._snapshot_interval_s is not None:
            self._note((yield Snapshot(step, self._learner.network())))
        for epoch in range(1, self._recipe.epochs + 1):
            if self._stopping:
                break
            step = yield from self._epoch(epoch, step)
        started = perf_counter()
        temperature = self._learner.calibrate(self._validation)
        self._count(started)
        network = self._learner.network()
        if self._recipe.drawings:
            network = network.with_novelty((yield from self._find_novelty(network)))
        if self._snapshot_interval_s is not None:
            yield Snapshot(step, network)
        _, answers = yield from self._evaluate(self._test, may_stop=False)
        yield Finished(
            plan=self._plan,
            network=network,
            report=Report.of(self._test.labels, answers, self._class_names),
            history=tuple(self._history),
            completed=step == self._plan.n_steps,
            seconds=self._seconds,
            dataset=self._dataset.digest,
            temperature=temperature,
            start=self._start.story() if self._start else None,
        )

    def _note(self, command: Command | None) -> None:
        self._stopping = self._stopping or command is Command.STOP
        self._snapshot_wanted = self._snapshot_wanted or command is Command.SNAPSHOT

    def _epoch(self, epoch: int, step: int) -> Generator[Record, Command | None, int]:
        loss_sum, n_correct_sum, n_seen = 0.0, 0, 0
        for batch, indices in enumerate(self._batches(epoch), start=1):
            started = perf_counter()
            step += 1
            with np.errstate(all="ignore"):  # overflow is found and told below
                loss, n_correct = self._learner.step(indices, (step - 1) / self._plan.n_steps)
            if not np.isfinite(loss):
                raise self._diverged(f"in batch {batch} of epoch {epoch}")
            n_images = self._plan.n_train if indices is None else len(indices)
            loss_sum, n_correct_sum = loss_sum + loss * n_images, n_correct_sum + n_correct
            n_seen += n_images
            self._count(started)
            accuracy = n_correct / n_images
            self._note(
                (yield BatchMetrics(step, epoch, batch, n_images, loss, accuracy, self._seconds))
            )
            yield from self._after_step(step)
            if self._stopping:
                break
        if n_seen == self._plan.n_train:
            self._note((yield self._end_epoch(epoch, loss_sum / n_seen, n_correct_sum / n_seen)))
        return step

    def _batches(self, epoch: int) -> Iterator[NDArray[np.intp] | None]:
        """Yield the indices of each batch, in a new order each epoch; None for all of them."""
        n_train, size = self._plan.n_train, self._plan.batch_size
        if size == n_train:
            yield None
            return
        order = np.random.default_rng((self._recipe.seed, _CHANCE_OF_ORDER, epoch))
        indices = order.permutation(n_train)
        for start in range(0, n_train, size):
            yield indices[start : start + size]

    def _after_step(self, step: int) -> Run:
        interval = self._snapshot_interval_s
        is_due = interval is not None and self._seconds - self._last_snapshot_s >= interval
        if is_due or self._snapshot_wanted:
            self._last_snapshot_s, self._snapshot_wanted = self._seconds, False
            self._note((yield Snapshot(step, self._learner.network())))
            if self._wants_statistics:
                self._note((yield LayerStatistics(step, self._learner.layer_summaries())))
        if self._is_validation_due(step) and not self._stopping:
            loss, answers = yield from self._evaluate(self._validation, may_stop=True)
            if len(answers) == self._plan.n_validation:
                accuracy = float(np.mean(answers == self._validation.labels))
                self._last_validation = ValidationMetrics(step, loss, accuracy)
                self._note((yield self._last_validation))
                if hint := self._guessing.after(self._last_validation):
                    self._note((yield hint))

    def _is_validation_due(self, step: int) -> bool:
        plan = self._plan
        if plan.n_validation == 0:
            return False
        if plan.n_batches == 1:
            due = step % validation_epochs(plan) == 0
        else:
            due = step % plan.n_batches in self._validation_steps
        return due or step == plan.n_steps

    def _end_epoch(self, epoch: int, loss: float, accuracy: float) -> EpochMetrics:
        validation = self._last_validation
        metrics = EpochMetrics(
            epoch=epoch,
            loss=loss,
            accuracy=accuracy,
            validation_loss=validation.loss if validation else None,
            validation_accuracy=validation.accuracy if validation else None,
            seconds=self._seconds,
        )
        self._history.append(metrics)
        return metrics

    def _evaluate(
        self, split: Split, *, may_stop: bool
    ) -> Generator[Record, Command | None, tuple[float, NDArray[np.intp]]]:
        """Return mean loss and answers; fewer answers than images when it was stopped."""
        loss_sum, parts, n_done = 0.0, [np.empty(0, np.intp)], 0
        evaluation = self._learner.evaluate(split)
        while n_done < len(split) and not (may_stop and self._stopping):
            started = perf_counter()
            with np.errstate(all="ignore"):
                loss, answers = next(evaluation)
            loss_sum, n_done = loss_sum + loss, n_done + len(answers)
            if not np.isfinite(loss_sum):
                raise self._diverged("on images that it did not learn from")
            parts.append(answers)
            self._count(started)
            self._note((yield Evaluating(n_done, len(split))))
        return loss_sum / max(n_done, 1), np.concatenate(parts)

    def _find_novelty(
        self, network: Network
    ) -> Generator[Record, Command | None, NoveltyDetector | None]:
        """Find out what the network knows; it says so to whoever shows it something else."""
        looking = find_novelty(network, self._train, self._validation, self._learner.n_threads)
        while True:
            started = perf_counter()
            try:
                n_done, n_images = next(looking)
            except StopIteration as stop:
                self._count(started)
                detector: NoveltyDetector | None = stop.value
                return detector
            self._count(started)
            self._note((yield Evaluating(n_done, n_images)))

    def _diverged(self, where: str) -> DivergedError:
        rate = self._recipe.learning_rate
        return DivergedError(
            f"The loss is no longer a finite number, {where}: the steps are too long. "
            f"Choose a learning rate below {rate:g}, for example {rate / 10:g}, and start again."
        )

    def _count(self, started: float) -> None:
        self._seconds += perf_counter() - started
