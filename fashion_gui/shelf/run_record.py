"""The record of a kept run: plain values in a human-readable file."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from math import isfinite
from typing import Any

import numpy as np

from fashion_gui.data import SplitPlan
from fashion_gui.evaluation.metrics import Report
from fashion_gui.percent import percent
from fashion_gui.training.controls import turned
from fashion_gui.training.events import Plan
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

FORMAT = "fashion-gui run"
FORMAT_VERSION = 1


class RunRecordError(ValueError):
    """A run cannot be read: the message says what was expected and what was found."""


class RunStatus(Enum):
    """State of a run."""

    RUNNING = "running"
    """A program is training it now."""
    INTERRUPTED = "interrupted"
    """The program that trained it is gone: the run can resume from its last checkpoint."""
    STOPPED = "stopped"
    """It ended before its last step."""
    FINISHED = "finished"
    FAILED = "failed"
    """Its loss was not finite any more."""

    @property
    def can_go_on(self) -> bool:
        """Whether it has steps left and no program trains it at the moment."""
        return self in (RunStatus.INTERRUPTED, RunStatus.STOPPED)


@dataclass(frozen=True)
class RunRecord:
    """A run on the shelf.

    Attributes
    ----------
    name
        Also the name of its folder.
    recipe
        The recipe that it began with; `turns` are the settings that were changed during the run.
    status
        State of the run.
    step, n_steps
        Steps that are done and that are planned.
    epoch
        Epochs that are complete.
    seconds
        Computing time so far.
    created
        When it began, in ISO 8601 with the time zone.
    test_accuracy, validation_accuracy
        From 0 to 1; None while they are not known.
    best_accuracy, best_epoch
        The highest validation accuracy after an epoch, and that epoch; None and 0 before the first.
    dataset, data
        Digest of the images, and the folder that they came from; None for Fashion-MNIST as shipped
        with the program.
    group
        Name shared by runs that were started together; "" for a single run.
    story
        How the network was trained, as in its model file; empty before the end.
    report
        The class names and the confusion matrix on the test images; empty before the end.
    problem
        A sentence about what went wrong, or "".
    note, has_star
        A person's note, and whether they starred it.
    ended_early
        Whether it was ended because it fell behind other runs of its group.
    """

    name: str
    recipe: Recipe
    status: RunStatus = RunStatus.RUNNING
    step: int = 0
    n_steps: int = 0
    epoch: int = 0
    seconds: float = 0.0
    created: str = ""
    test_accuracy: float | None = None
    validation_accuracy: float | None = None
    best_accuracy: float | None = None
    best_epoch: int = 0
    dataset: str = ""
    data: str | None = None
    group: str = ""
    turns: tuple[Mapping[str, Any], ...] = ()
    story: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    note: str = ""
    has_star: bool = False
    ended_early: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the record as values that JSON can hold, without a person's note and star."""
        values = {name: getattr(self, name) for name in _PLAIN}
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            **values,
            "ended_early": self.ended_early,
            "recipe": self.recipe.to_dict(),
            "status": self.status.value,
            "turns": [dict(turn) for turn in self.turns],
            "story": dict(self.story),
            "report": dict(self.report),
        }

    @classmethod
    def from_dict(cls, name: str, values: Any) -> "RunRecord":
        """Return the record from what ``to_dict`` returned, under the given name.

        Raises
        ------
        RunRecordError
            One sentence, when the values are not valid.
        """
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise RunRecordError(f"expected a {FORMAT}, found {values!r:.60}.")
        if values.get("format_version") != FORMAT_VERSION:
            raise RunRecordError(
                f"expected a {FORMAT} of version {FORMAT_VERSION}, found version "
                f"{values.get('format_version')!r:.20}."
            )
        try:
            plain = {name: _checked(name, values[name]) for name in _PLAIN}
            return cls(
                name=name,
                recipe=Recipe.from_dict(values["recipe"]),
                status=RunStatus(values["status"]),
                turns=tuple(dict(turn) for turn in values["turns"]),
                story=dict(values["story"]),
                report=dict(values["report"]),
                ended_early=_flag(values, "ended_early"),
                **plain,
            )
        except (RecipeError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise RunRecordError(f"expected the facts of a run, found: {error}.") from error

    def turned_recipe(self) -> Recipe:
        """Return the recipe after all changes of settings; damaged ones are skipped."""
        recipe = self.recipe
        for turn in self.turns:
            with suppress(RecipeError, KeyError, TypeError):
                recipe = turned(recipe, turn["name"], turn["value"])
        return recipe

    def test_report(self) -> Report | None:
        """Return the report on the test images; None before the end, or when it is damaged."""
        names = self.report.get("class_names")
        try:
            confusion = np.array(self.report.get("confusion"), np.int64)
        except (TypeError, ValueError, OverflowError):
            return None
        if not isinstance(names, list) or confusion.shape != (len(names), len(names)):
            return None
        if (confusion < 0).any() or not all(isinstance(name, str) for name in names):
            return None
        return Report(tuple(names), confusion)

    def with_words(self, values: Any) -> "RunRecord":
        """Return the record with a person's note and star, as far as the values are valid."""
        if not isinstance(values, dict):
            return self
        note, has_star = values.get("note"), values.get("star")
        return replace(self, note=note if isinstance(note, str) else "", has_star=has_star is True)


def tested_in_words(record: RunRecord) -> str:
    """Return the test accuracy, and on how many images unless on all; "" if it is not known."""
    if record.test_accuracy is None:
        return ""
    n_test = record.recipe.n_test
    return percent(record.test_accuracy, 2) + (f" of {n_test:,}" if n_test else "")


def plan_of_record(record: RunRecord) -> Plan:
    """Return what a record tells of a run's plan: its length, without its network and images."""
    recipe = record.turned_recipe()
    batch_size = recipe.batch_size or 0
    return Plan(
        recipe=recipe,
        sizes=(),
        n_parameters=0,
        batch_size=batch_size,
        n_batches=record.n_steps // recipe.epochs,
        n_epochs=recipe.epochs,
        n_steps=record.n_steps,
        n_train=recipe.n_train or 0,
        n_validation=recipe.n_validation,
        n_test=recipe.n_test or 0,
        splits=SplitPlan.unknown(0),
    )


_PLAIN: Mapping[str, Any] = {
    "step": int,
    "n_steps": int,
    "epoch": int,
    "seconds": float,
    "created": str,
    "test_accuracy": float | None,
    "validation_accuracy": float | None,
    "best_accuracy": float | None,
    "best_epoch": int,
    "dataset": str,
    "data": str | None,
    "group": str,
    "problem": str,
}


def _flag(values: Mapping[str, Any], name: str) -> bool:
    """Return whether something is so; it is not in records that do not tell it."""
    value = values.get(name, False)
    if not isinstance(value, bool):
        raise TypeError(f"{name} = {value!r:.40}")
    return value


def _checked(name: str, value: Any) -> Any:
    kind = _PLAIN[name]
    if isinstance(value, int) and not isinstance(value, bool) and kind in (float, float | None):
        value = float(value)
    is_endless = isinstance(value, float) and not isfinite(value)
    if not isinstance(value, kind) or isinstance(value, bool) or is_endless:
        raise TypeError(f"{name} = {value!r:.40}")
    return value
