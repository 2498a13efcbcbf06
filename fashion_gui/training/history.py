"""The history of a run: its curves, epochs, hints and changes of controls."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fashion_gui.nn.state import State, StateError, count_of, part_of
from fashion_gui.training.controls import ControlChanged
from fashion_gui.training.events import (
    BatchMetrics,
    EpochMetrics,
    Hint,
    Plan,
    PlanChanged,
    Record,
    ValidationMetrics,
)
from fashion_gui.training.series import Series

_SMOOTHED_SHARE_OF_EPOCH = 0.05
_IMAGES_A_POINT = 64
"""Least images per point of a training curve: fewer are mostly noise."""
_LEAST_POINTS = 100
"""Least points in a whole run, if it has as many batches."""


@dataclass
class Curve:
    """One metric over the epochs: on the batches, and on the validation images."""

    training: Series = field(default_factory=Series)
    validation: Series = field(default_factory=Series)


class RunHistory:
    """Collects the records of a run, in bounded memory.

    Attributes
    ----------
    plan
        The plan of the run; None before it is known.
    loss, accuracy : Curve
        Over the epochs. A training point is one batch, or the mean of several small batches.
    epochs
        Metrics of each epoch.
    hints, hint_places
        Newest last; an empty sentence withdraws that of the same rule. After how many epochs each
        came; 0 before the first step, or where that is not known.
    turns, turn_places
        Controls that were turned, and after how many epochs each was.
    """

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self.loss, self.accuracy = Curve(), Curve()
        self.epochs: list[EpochMetrics] = []
        self.hints: list[Hint] = []
        self.hint_places: list[float] = []
        self.turns: list[ControlChanged] = []
        self.turn_places: list[float] = []
        self._images_a_point, self._batches_a_point = 0, 1
        self._now = 0.0
        self._waiting: list[BatchMetrics] = []

    @property
    def images_a_point(self) -> int:
        """Images per point of the training curves; 0 before there is a plan."""
        return self._images_a_point

    def add(self, records: Iterable[Record]) -> None:
        """Add records of the run, in order."""
        for record in records:
            if isinstance(record, BatchMetrics):
                self._add_batch(record)
            elif isinstance(record, ValidationMetrics):
                self.loss.validation.append(self._now, record.loss)
                self.accuracy.validation.append(self._now, record.accuracy)
            elif isinstance(record, EpochMetrics):
                self.epochs.append(record)
            elif isinstance(record, Hint):
                self.hints.append(record)
                self.hint_places.append(self._now)
            elif isinstance(record, ControlChanged):
                self.turns.append(record)
                self.turn_places.append(self._now)
            elif isinstance(record, PlanChanged):
                self.plan = record.plan
            elif isinstance(record, Plan):
                self._begin(record)

    def state_dict(self) -> State:
        """Return a copy of everything but the plan."""
        return {
            "images_a_point": self.images_a_point,
            "batches_a_point": self._batches_a_point,
            "curves": {
                f"{figure} {kind}": getattr(getattr(self, figure), kind).state_dict()
                for figure in ("loss", "accuracy")
                for kind in ("training", "validation")
            },
            "epochs": [asdict(epoch) for epoch in self.epochs],
            "hints": [asdict(hint) for hint in self.hints],
            "hint_places": list(self.hint_places),
            "turns": [asdict(turn) for turn in self.turns],
            "turn_places": list(self.turn_places),
            "waiting": [asdict(batch) for batch in self._waiting],
            "now": self._now,
        }

    def load_state_dict(self, state: State) -> None:
        """Restore the state of a history.

        Raises
        ------
        StateError
            When the state is not that of a history.
        """
        try:
            self._images_a_point = count_of(state, "images_a_point")
            self._batches_a_point = max(1, count_of(state, "batches_a_point"))
            for name, curve in part_of(state, "curves").items():
                figure, kind = name.split()
                getattr(getattr(self, figure), kind).load_state_dict(curve)
            self.epochs = [EpochMetrics(**epoch) for epoch in state["epochs"]]
            self.hints = [_hint(hint) for hint in state["hints"]]
            places = state.get("hint_places", ())  # older ones have none
            known = [float(place) for place in places][: len(self.hints)]
            self.hint_places = known + [0.0] * (len(self.hints) - len(known))
            self.turns = [ControlChanged(**turn) for turn in state["turns"]]
            self.turn_places = [float(place) for place in state["turn_places"]]
            self._waiting = [BatchMetrics(**batch) for batch in state["waiting"]]
            self._now = float(state["now"])
        except StateError:
            raise
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise StateError(f"expected the history of a run: {error}.") from error

    def go_on(self, plan: Plan, state: State) -> None:
        """Restore the history of a resumed run from its state at the checkpoint.

        Raises
        ------
        StateError
            When the state is not that of a history.
        """
        if self.plan is None:
            self.add([plan])
        self.load_state_dict(state)

    def _begin(self, plan: Plan) -> None:
        self.plan = plan
        wanted = -(-_IMAGES_A_POINT // plan.batch_size)
        self._batches_a_point = max(1, min(wanted, plan.n_steps // _LEAST_POINTS))
        self._images_a_point = self._batches_a_point * plan.batch_size
        span = plan.n_batches * _SMOOTHED_SHARE_OF_EPOCH / self._batches_a_point
        self.loss, self.accuracy = Curve(Series(span)), Curve(Series(span))

    def _add_batch(self, record: BatchMetrics) -> None:
        self._waiting.append(record)
        if self.plan:
            self._now = record.epoch - 1 + record.n_seen / self.plan.n_train
        is_last = self.plan is not None and record.step == self.plan.n_steps
        if len(self._waiting) < self._batches_a_point and not is_last:
            return
        n_images = sum(batch.n_images for batch in self._waiting)
        for curve, total in (
            (self.loss, sum(batch.loss * batch.n_images for batch in self._waiting)),
            (self.accuracy, sum(batch.accuracy * batch.n_images for batch in self._waiting)),
        ):
            curve.training.append(self._now, total / n_images)
        self._waiting.clear()


def _hint(values: Mapping[str, Any]) -> Hint:
    change = values.get("change")
    return Hint(**{**values, "change": tuple(change) if change else None})
