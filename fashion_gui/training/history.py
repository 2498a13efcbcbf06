"""What a run has told so far, kept with the run: its curves, epochs and hints."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fashion_gui.training.controls import ControlChanged
from fashion_gui.training.events import (
    BatchMetrics,
    EpochMetrics,
    Hint,
    Plan,
    Record,
    ValidationMetrics,
)
from fashion_gui.training.series import Series

_SMOOTHED_SHARE_OF_EPOCH = 0.05
_IMAGES_A_POINT = 64
"""A point of a training curve stands for at least so many images: fewer are mostly noise."""
_LEAST_POINTS = 100
"""But a whole run has at least so many points, where it has so many batches."""


@dataclass
class Curve:
    """One figure over the epochs: of the batches, and of the validation images."""

    training: Series = field(default_factory=Series)
    validation: Series = field(default_factory=Series)


class RunHistory:
    """Collects the records of a run, in bounded memory.

    Attributes
    ----------
    plan
        None before the run told it.
    loss, accuracy : Curve
        Over the epochs. A point of training is one batch, or the mean of as many small ones as
        make some images.
    epochs
        What was told of each epoch.
    hints
        Newest last; an empty sentence takes the one before it back.
    turns
        Controls that were turned on the way.
    """

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self.loss, self.accuracy = Curve(), Curve()
        self.epochs: list[EpochMetrics] = []
        self.hints: list[Hint] = []
        self.turns: list[ControlChanged] = []
        self._batches_a_point = 1
        self._waiting: list[BatchMetrics] = []

    @property
    def images_a_point(self) -> int:
        """Images that a point of the training curves stands for; 0 before there is a plan."""
        return self._batches_a_point * self.plan.batch_size if self.plan else 0

    def add(self, records: Iterable[Record]) -> None:
        """Take in what the run tells, in its order."""
        for record in records:
            if isinstance(record, BatchMetrics):
                self._add_batch(record)
            elif isinstance(record, ValidationMetrics):
                self.loss.validation.append(self._epoch(record.step), record.loss)
                self.accuracy.validation.append(self._epoch(record.step), record.accuracy)
            elif isinstance(record, EpochMetrics):
                self.epochs.append(record)
            elif isinstance(record, Hint):
                self.hints.append(record)
            elif isinstance(record, ControlChanged):
                self.turns.append(record)
            elif isinstance(record, Plan):
                self._begin(record)

    def _begin(self, plan: Plan) -> None:
        self.plan = plan
        wanted = -(-_IMAGES_A_POINT // plan.batch_size)
        self._batches_a_point = max(1, min(wanted, plan.n_steps // _LEAST_POINTS))
        span = plan.n_batches * _SMOOTHED_SHARE_OF_EPOCH / self._batches_a_point
        self.loss, self.accuracy = Curve(Series(span)), Curve(Series(span))

    def _add_batch(self, record: BatchMetrics) -> None:
        self._waiting.append(record)
        is_last = self.plan is not None and record.step == self.plan.n_steps
        if len(self._waiting) < self._batches_a_point and not is_last:
            return
        n_images = sum(batch.n_images for batch in self._waiting)
        for curve, total in (
            (self.loss, sum(batch.loss * batch.n_images for batch in self._waiting)),
            (self.accuracy, sum(batch.accuracy * batch.n_images for batch in self._waiting)),
        ):
            curve.training.append(self._epoch(record.step), total / n_images)
        self._waiting.clear()

    def _epoch(self, step: int) -> float:
        return step / self.plan.n_batches if self.plan else float(step)
