"""Training as a generator: whoever drains it decides when it pauses, stops or continues."""

from collections.abc import Generator, Sequence
from dataclasses import asdict, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset, SplitPlan, Subset
from fashion_gui.evaluation.compatibility import splits_of
from fashion_gui.evaluation.metrics import Report
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import NoveltyDetector
from fashion_gui.percent import percent
from fashion_gui.training.as_printed import AsPrintedLearner
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import ControlChanged, SetControl, Turn, turned
from fashion_gui.training.events import (
    Best,
    CheckpointTaken,
    Command,
    Commands,
    DivergedError,
    EpochMetrics,
    Evaluating,
    Finished,
    Hint,
    LayerStatistics,
    Plan,
    PlanChanged,
    Purpose,
    Record,
    Run,
    Snapshot,
    ValidationMetrics,
)
from fashion_gui.training.filming import Filming
from fashion_gui.training.hints import HintWatch, Measurements, before_the_first_step
from fashion_gui.training.known_images import find_novelty
from fashion_gui.training.learner import GradientLearner, Learner
from fashion_gui.training.pace import PACE_SETTINGS, Pace
from fashion_gui.training.plan import plan_of
from fashion_gui.training.progress import (
    Progress,
    check_fits,
    coming_turns,
    restored,
    turned_recipe,
)
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start


def train(
    recipe: Recipe,
    dataset: Dataset,
    snapshot_interval_s: float | None = None,
    *,
    statistics: bool = False,
    start: Start | Checkpoint | None = None,
    turns: Sequence[Turn] = (),
    is_kept: bool = False,
    has_film: bool = False,
) -> Run:
    """Train a network; yield the run's records.

    The first record is the ``Plan`` and the last one ``Finished``. Each resumption makes at
    most one step, of one batch. Sending ``Command.STOP`` ends the learning: the network is tested
    and ``Finished`` follows. Sending ``Command.SNAPSHOT`` after a step yields the network at once,
    and ``Command.CHECKPOINT`` a checkpoint to resume from. Closing the generator ends everything at
    once.

    The validation images are the last ones of the training file. Neither the run nor, as far as its
    file tells, the network that it starts from learns from them. The test images are used only at
    the end and choose nothing.

    Parameters
    ----------
    recipe
        What to train, and how.
    dataset
        The images.
    snapshot_interval_s
        Computing time in seconds between two ``Snapshot`` records; None for no snapshots. They do
        not influence the run.
    statistics
        Whether a ``LayerStatistics`` record follows each snapshot that is made after a step.
    start
        A network to start from, with the same layers and classes; or the checkpoint of a run of the
        same recipe and images, to resume as if it had never ended: bit for bit, also in another
        process and with another number of threads.
    turns
        Changes of controls during the run, to repeat a run that had them.
    is_kept
        Whether to yield what is worth keeping: each ``Best`` network so far, and a checkpoint when
        the learning is over. It does not influence the run.
    has_film
        Whether to yield each ``Frame`` of the run's film. It does not influence the run.

    Raises
    ------
    RecipeError
        When the recipe does not fit the images, a batch would fill the memory, or the start does
        not fit.
    CheckpointError
        When the start is a checkpoint of another run, or damaged.
    DivergedError
        When the loss is no longer finite.
    """
    return _Run(
        recipe,
        dataset,
        snapshot_interval_s,
        statistics=statistics,
        start=start,
        turns=turns,
        is_kept=is_kept,
        has_film=has_film,
    ).records()


def _plan(
    recipe: Recipe, dataset: Dataset, start: Start | None, resumed: Checkpoint | None
) -> Plan:
    if not resumed:
        return plan_of(recipe, dataset, splits_of(start.saved.training, dataset) if start else None)
    check_fits(resumed, recipe, dataset)
    splits = SplitPlan.from_dict(resumed.state.get("splits"), len(dataset.train))
    plan = plan_of(recipe, dataset)
    return replace(plan, splits=splits, n_validation=len(splits.validation))


class _Run:
    """One run. Time is counted only while it computes, not while it waits."""

    def __init__(
        self,
        recipe: Recipe,
        dataset: Dataset,
        snapshot_interval_s: float | None,
        *,
        statistics: bool,
        start: Start | Checkpoint | None,
        turns: Sequence[Turn],
        is_kept: bool,
        has_film: bool,
    ) -> None:
        resumed = start if isinstance(start, Checkpoint) else None
        start = start if isinstance(start, Start) else None
        plan = _plan(recipe, dataset, start, resumed)
        self._dataset = dataset
        self._train = dataset.train[: plan.n_train]
        validation = plan.splits.validation
        self._validation = dataset.train[validation.start : validation.stop]
        self._test = dataset.test[: plan.n_test]
        self._class_names = dataset.class_names
        self._recipe = recipe
        if recipe.as_printed and start:
            raise RecipeError(
                "article-as-printed starts from random weights, found a network to start from."
            )
        self._learner: Learner
        if recipe.as_printed:
            self._learner = AsPrintedLearner(recipe, self._train, dataset.class_names)
        else:
            self._learner = GradientLearner(recipe, self._train, dataset.class_names, start=start)
        self._pace = Pace(replace(plan, n_threads=self._learner.n_threads))
        self._snapshot_interval_s = snapshot_interval_s
        self._is_kept = is_kept
        self._filming = (
            Filming(self._learner, self._train.images, plan.n_parameters) if has_film else None
        )
        self._wants_statistics = statistics
        self._last_snapshot_s = 0.0
        self._watch = HintWatch()
        self._stopping = False
        self._final: Network | None = None
        self._wanted: set[Command] = set()
        self._turned = recipe
        self._waiting: list[SetControl] = []
        self._turns = sorted(turns, key=lambda turn: turn.step)
        self._is_resumed = resumed is not None
        self._at = Progress(story=start.story() if start else None)
        if resumed:
            self._resume(resumed)

    @property
    def _plan(self) -> Plan:
        return self._pace.plan

    def records(self) -> Run:
        try:
            with one_blas_thread:
                yield from self._records()
        finally:
            self._learner.close()

    def _records(self) -> Run:
        self._note((yield self._plan))
        is_new = not (self._at.step or self._is_resumed)
        if is_new:
            for hint in before_the_first_step(self._plan, self._train, self._class_names):
                self._note((yield hint))
        if self._snapshot_interval_s is not None:
            self._note((yield Snapshot(self._at.step, self._learner.network())))
        if is_new:
            yield from self._frame()
        while True:
            if self._at.n_seen < self._plan.n_train:  # else the end of an epoch comes first
                yield from self._turn_controls()
            if self._stopping or self._pace.is_over(self._at):
                break
            yield from self._epoch()
        step = self._at.step
        if self._filming and step != self._filming.last_step:  # it was stopped early
            yield from self._frame()
        if self._is_kept:
            yield from self._tell(CheckpointTaken(step, self._checkpoint()))
        started = perf_counter()
        temperature = self._learner.fit_temperature(self._validation)
        self._count(started)
        network, learned_s = self._learner.network(), self._at.seconds
        if self._turned.drawings:
            network = network.with_novelty((yield from self._find_novelty(network)))
        self._final, detecting_s = network, self._at.seconds - learned_s
        if self._snapshot_interval_s is not None:
            yield Snapshot(step, network)
        _, answers = yield from self._evaluate(self._test, Purpose.TESTING)
        yield Finished(
            plan=self._plan,
            network=network,
            report=Report.of(self._test.labels, answers, self._class_names),
            history=tuple(self._at.history),
            completed=self._pace.is_over(self._at),
            seconds=self._at.seconds,
            step=step,
            dataset=self._dataset.digest,
            temperature=temperature,
            start=self._at.story,
            teacher=self._learner.teacher,
            turns=tuple(self._at.turns),
            detecting_s=detecting_s,
        )

    def _resume(self, checkpoint: Checkpoint) -> None:
        """Resume from a checkpoint, with the controls that were turned before it."""
        self._turned = turned_recipe(checkpoint)
        self._turns = sorted([*coming_turns(checkpoint), *self._turns], key=lambda turn: turn.step)
        self._learner.turn_to(self._turned)
        self._at = restored(checkpoint, self._learner, self._watch, self._plan)
        if self._turned != self._recipe:
            self._pace.turn_to(self._turned, self._dataset, self._at)

    def _note(self, commands: Commands) -> None:
        for command in commands if isinstance(commands, tuple) else (commands,):
            if command is Command.STOP:
                self._stopping = True
            elif isinstance(command, SetControl):
                self._waiting.append(command)
            elif command is not None:
                self._wanted.add(command)

    def _tell(self, record: Record) -> Run:
        """Publish a record, then the network if that was asked for meanwhile, as at a pause.

        It comes before anything else, since nothing else may follow for a long time.
        """
        self._note((yield record))
        yield from self._publish_network()

    def _turn_controls(self) -> Run:
        """Apply the changes of controls since the last step to the next one.

        A checkpoint that was asked for comes first: it is from before them.
        """
        yield from self._publish_wanted(self._at.step)
        while self._turns and self._turns[0].step <= self._at.step:
            turn = self._turns.pop(0)
            self._waiting.append(SetControl(turn.name, turn.value))
        waiting, self._waiting = self._waiting, []
        for control in waiting:
            yield from self._turn(control)

    def _turn(self, control: SetControl) -> Run:
        at = self._at
        try:
            recipe = turned(self._turned, control.name, control.value)
            plan_of(recipe, self._dataset)
            if control.name in PACE_SETTINGS:
                self._pace.turn_to(recipe, self._dataset, at)
        except RecipeError as error:
            yield from self._tell(Hint(at.step, f"{error}"))
            return
        before, self._turned = getattr(self._turned, control.name), recipe
        self._learner.turn_to(recipe)
        change = ControlChanged(at.step, control.name, before, control.value)
        at.turns.append(change.to_dict())
        yield from self._tell(change)
        if control.name in PACE_SETTINGS:
            yield from self._tell(PlanChanged(at.step, self._plan))

    def _epoch(self) -> Run:
        """Learn from the rest of an epoch: all of it, unless the run was resumed within it."""
        at = self._at
        while at.n_seen < self._plan.n_train and not self._stopping:
            yield from self._turn_controls()
            if self._stopping or self._pace.is_over(at):
                break
            yield from self._publish_wanted(at.step)
            if self._filming and self._is_frame_due(at.step + 1):
                self._filming.begin_step()
            started = perf_counter()
            indices = self._pace.next_batch(at)
            with np.errstate(all="ignore"):  # overflow is reported below
                loss, n_correct = self._learner.step(indices, self._pace.share_done(at))
            if not np.isfinite(loss):
                raise self._diverged(f"in batch {at.batch + 1} of epoch {at.epoch}")
            n_images = self._plan.n_train if indices is None else len(indices)
            at.add_batch(loss, n_correct, n_images)
            self._count(started)
            self._note((yield at.batch_metrics(loss, n_correct, n_images)))
            yield from self._after_step(at.step)
        if at.n_seen == self._plan.n_train:
            yield from self._tell(at.end_epoch())
            yield from self._after_epoch(at.history[-1])

    def _after_epoch(self, epoch: EpochMetrics) -> Run:
        """Publish the network if it is the best so far; stop when patience runs out."""
        at = self._at
        look = at.last_validation
        if not look or look.step != at.step:
            return
        if look.accuracy > at.best_accuracy:
            at.best_accuracy, at.best_epoch = look.accuracy, epoch.epoch
            if self._is_kept:
                network = self._learner.network()
                yield from self._tell(Best(at.step, epoch.epoch, look.accuracy, network))
        elif 0 < self._turned.patience <= epoch.epoch - at.best_epoch:
            self._stopping = True
            words = f"Stopped early: no epoch since {at.best_epoch} was better on validation images"
            yield from self._tell(Hint(at.step, f"{words} ({percent(at.best_accuracy, 2)})."))

    def _after_step(self, step: int) -> Run:
        interval = self._snapshot_interval_s
        if interval is not None and self._at.seconds - self._last_snapshot_s >= interval:
            self._wanted.add(Command.SNAPSHOT)
        yield from self._publish_snapshot(step)
        if self._is_frame_due(step):
            yield from self._frame()
        if self._pace.is_look_due(self._at) and not self._stopping:
            yield from self._look(step)
        yield from self._publish_wanted(step)

    def _publish_snapshot(self, step: int) -> Run:
        if Command.SNAPSHOT in self._wanted:
            yield from self._publish_network()
            if self._wants_statistics:
                self._note((yield LayerStatistics(step, self._learner.layer_summaries())))

    def _publish_network(self) -> Run:
        if Command.SNAPSHOT in self._wanted:
            self._last_snapshot_s = self._at.seconds
            self._wanted.discard(Command.SNAPSHOT)
            self._note((yield Snapshot(self._at.step, self._final or self._learner.network())))

    def _publish_wanted(self, step: int) -> Run:
        """Answer what was asked since the last step: now, not after one more step."""
        yield from self._publish_snapshot(step)
        if Command.CHECKPOINT in self._wanted:
            self._wanted.discard(Command.CHECKPOINT)
            yield from self._tell(CheckpointTaken(step, self._checkpoint()))

    def _is_frame_due(self, step: int) -> bool:
        return self._filming is not None and self._filming.is_due(step, self._plan.n_steps)

    def _frame(self) -> Run:
        """Publish the network for the film, if there is one."""
        if self._filming:
            at = self._at
            epochs = at.epoch - 1 + at.n_seen / self._plan.n_train
            yield from self._tell(self._filming.frame(at.step, epochs, at.seconds))

    def _look(self, step: int) -> Run:
        """See how the network does on the validation images, and what is wrong with the run."""
        with np.errstate(all="ignore"):
            layers = self._learner.layer_summaries()  # before other images go through them
        loss, answers = yield from self._evaluate(self._validation, Purpose.VALIDATING)
        if len(answers) < self._plan.n_validation:
            return
        at, labels = self._at, self._validation.labels
        accuracy = float(np.mean(answers == labels))
        look = at.last_validation = ValidationMetrics(step, loss, accuracy)
        yield from self._tell(look)
        now = Measurements(
            recipe=self._turned,
            plan=self._plan,
            classes=self._class_names,
            step=step,
            epoch=at.epoch,
            loss=at.loss_sum / at.n_seen,
            accuracy=at.n_correct / at.n_seen,
            labels=labels,
            answers=answers,
            validation_loss=loss,
            layers=layers,
            history=at.history,
        )
        for hint in self._watch.after(now):
            yield from self._tell(hint)

    def _checkpoint(self) -> Checkpoint:
        state = {
            "splits": dict(self._plan.splits.to_dict()),
            "learner": self._learner.state_dict(),
            "hints": self._watch.state_dict(),
            **self._at.state_dict(),
        }
        if self._turns:
            state["coming_turns"] = [asdict(turn) for turn in self._turns]
        return Checkpoint(self._recipe, self._dataset.digest, self._class_names, state)

    def _evaluate(
        self, split: Subset, purpose: Purpose
    ) -> Generator[Record, Commands, tuple[float, NDArray[np.intp]]]:
        """Return mean loss and predictions; fewer predictions than images if it was stopped."""
        loss_sum, parts, n_done = 0.0, [np.empty(0, np.intp)], 0
        evaluation = self._learner.evaluate(split)
        may_stop = purpose is Purpose.VALIDATING
        while n_done < len(split) and not (may_stop and self._stopping):
            started = perf_counter()
            with np.errstate(all="ignore"):
                loss, answers = next(evaluation)
            loss_sum, n_done = loss_sum + loss, n_done + len(answers)
            if not np.isfinite(loss_sum):
                raise self._diverged("on images that it did not learn from")
            parts.append(answers)
            self._count(started)
            yield from self._tell(Evaluating(n_done, len(split), purpose))
        return loss_sum / max(n_done, 1), np.concatenate(parts)

    def _find_novelty(
        self, network: Network
    ) -> Generator[Record, Commands, NoveltyDetector | None]:
        """Make the network's novelty detector."""
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
            yield from self._tell(Evaluating(n_done, n_images, Purpose.DETECTING))

    def _diverged(self, where: str) -> DivergedError:
        rate = self._turned.learning_rate
        return DivergedError(
            f"The loss is no longer a finite number, {where}: the steps are too long. "
            f"Choose a learning rate below {rate:g}, for example {rate / 10:g}, and start again."
        )

    def _count(self, started: float) -> None:
        self._at.seconds += perf_counter() - started
