"""What is known of each ready recipe here: its accuracy, and its time on this machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from fashion_gui.data import Dataset
from fashion_gui.shelf.differences import differences
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.training.presets import DOCUMENTED_ACCURACY, RECIPES, for_images
from fashion_gui.ui.session.run_time_estimate import RunTimeEstimate

_SAME_ALL_THE_SAME = {"seed", "drawings"}
"""Settings in which a kept run may differ from its recipe and still count as a run of it."""


@dataclass(frozen=True)
class RecipeFacts:
    """What is known of a recipe.

    Attributes
    ----------
    accuracy
        Test accuracy, from 0 to 1: the mean of `n_runs` kept runs or, if that is 0, the documented
        one. None while neither is known.
    seconds
        Estimated duration on this machine; None while it is not known.
    """

    accuracy: float | None = None
    n_runs: int = 0
    seconds: float | None = None


def accuracies_of_runs(records: Iterable[RunRecord], dataset: Dataset) -> dict[str, list[float]]:
    """Return the test accuracies of all complete runs of ready recipes on these images."""
    found: dict[str, list[float]] = {}
    for record in records:
        ready = RECIPES.get(record.recipe.name)
        is_complete = record.status is RunStatus.FINISHED and not record.turns
        if ready and is_complete and record.dataset == dataset.digest:
            same = differences(record.recipe, ready).keys() <= _SAME_ALL_THE_SAME
            if same and record.test_accuracy is not None:
                found.setdefault(ready.name, []).append(record.test_accuracy)
    return found


def facts_of_recipes(
    records: Iterable[RunRecord], dataset: Dataset, estimate: RunTimeEstimate
) -> dict[str, RecipeFacts]:
    """Return what is known of each ready recipe that has a figure anywhere, by its name."""
    measured = accuracies_of_runs(records, dataset)
    facts = {}
    for name, documented in DOCUMENTED_ACCURACY.items():
        of_runs = measured.get(name, [])
        published = documented if dataset.class_names.are_clothes else None
        facts[name] = RecipeFacts(
            fmean(of_runs) if of_runs else published,
            len(of_runs),
            estimate.seconds_of(for_images(RECIPES[name], dataset.class_names), dataset),
        )
    return facts
