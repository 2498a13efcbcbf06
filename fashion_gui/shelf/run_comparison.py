"""Two runs of the shelf side by side, in sentences: settings, chance and seeds."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import fields
from statistics import fmean
from typing import Any

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.evaluation.compatibility import incompatibility
from fashion_gui.evaluation.kept_predictions import predict_split_once
from fashion_gui.evaluation.predictions import Predictions, predict_split
from fashion_gui.evaluation.seed_test import compare_seeds
from fashion_gui.files import model_file
from fashion_gui.files.model_file import ModelFileError
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.percent import percent
from fashion_gui.shelf.differences import differences, differences_in_words, recipe_in_words
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.shelf import ShelfError
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import value_in_words

_CHANCE_BELOW = 0.05
_BUT_SEED = tuple(field.name for field in fields(Recipe) if field.name not in ("seed", "name"))


def comparing(
    first: RunFolder, second: RunFolder, dataset: Dataset, cache: ResultCache | None = None
) -> Generator[Comparison | None, None, None]:
    """Yield None while two runs' final networks predict the test images, then how they compare.

    Raises
    ------
    ShelfError
        One sentence, when a network cannot be read or does not fit the images.
    """
    found: list[Predictions] = []
    for folder in (first, second):
        try:
            network = model_file.load(folder.network).network
        except ModelFileError as error:
            raise ShelfError(f"{folder.name} has no network to compare. {error}") from error
        if problem := incompatibility(network, dataset):
            raise ShelfError(f"{folder.name} cannot be compared: {problem}")
        work = predict_split(network, dataset, Split.TEST)
        if cache:
            work = predict_split_once(cache, network, dataset, Split.TEST)
        for item in work:
            if isinstance(item, Predictions):
                found.append(item)
            yield None
    yield Comparison(*found)


def chance_in_words(comparison: Comparison, first: str, second: str) -> str:
    """Return whether the difference of two runs on the test images is more than chance."""
    n_images = f"the same {len(comparison.first):,} test images"
    shares = comparison.first.report.accuracy, comparison.second.report.accuracy
    if comparison.difference == 0:
        return f"On {n_images} both have {percent(shares[0], 2)}."
    p = _p_in_words(comparison.p_value)
    points = f"{100 * abs(comparison.difference):.2f} points"
    told = f"On {n_images} {first} has {percent(shares[0], 2)} and {second} {percent(shares[1], 2)}"
    told += f": a difference of {points}"
    chance = "which may be chance" if comparison.may_be_chance else "which is more than chance"
    return f"{told}, {chance} (exact McNemar test, {p})."


def is_same_but_seed(first: RunRecord, second: RunRecord) -> bool:
    """Return whether two runs learned in the same way from the same images, seeds aside."""
    one, other = first.recipe, second.recipe
    return (
        first.dataset == second.dataset
        and all(getattr(one, name) == getattr(other, name) for name in _BUT_SEED)
        and [dict(turn) for turn in first.turns] == [dict(turn) for turn in second.turns]
    )


def seeds_of(run: RunRecord, runs: Iterable[RunRecord]) -> tuple[RunRecord, ...]:
    """Return the finished runs that are the same as one, itself included, with any seed.

    Each seed counts once: a repeated run has the same weights.
    """
    found: dict[int, RunRecord] = {}
    for other in (run, *runs):
        has_result = other.status is RunStatus.FINISHED and other.test_accuracy is not None
        if has_result and other.recipe.seed not in found and is_same_but_seed(run, other):
            found[other.recipe.seed] = other
    return tuple(found.values())


def groups_of_seeds(runs: Sequence[RunRecord]) -> tuple[tuple[RunRecord, ...], ...]:
    """Return the runs in groups, in their order, of which each differs in seeds alone."""
    groups: list[list[RunRecord]] = []
    for run in runs:
        group = next((group for group in groups if is_same_but_seed(group[0], run)), None)
        if group is None:
            groups.append([run])
        elif run.recipe.seed not in {other.recipe.seed for other in group}:
            group.append(run)
    return tuple(map(tuple, groups))


def settings_in_words(first: RunRecord, second: RunRecord) -> str:
    """Return which settings of two runs differ, the first run's value first, in a sentence."""
    labels = {setting.name: setting.metadata["label"] for setting in settings()}
    told = [
        f"{labels[name].lower()} ({value_in_words(getattr(first.recipe, name))} and "
        f"{value_in_words(value)})"
        for name, value in differences(second.recipe, first.recipe).items()
    ]
    sentence = f"They differ in {', '.join(told)}." if told else "They have the same settings."
    return " ".join(filter(None, (sentence, course_in_words(first, second))))


def course_in_words(*runs: RunRecord) -> str:
    """Return where runs ended too soon, and what was changed during each, in sentences."""
    told = []
    for run in runs:
        if run.status.can_go_on and run.n_steps:
            n_epochs = run.turned_recipe().epochs
            done = f"{n_epochs * run.step / run.n_steps:.1f}".removesuffix(".0")
            of = f"{n_epochs} {'epoch' if n_epochs == 1 else 'epochs'}"
            told.append(f"{run.name} was {run.status.value} after {done} of its {of}.")
        if run.turns:
            turns = (f"{_name(turn)} {value_in_words(turn.get('value'))}" for turn in run.turns)
            told.append(f"{run.name} was changed during the run: {', '.join(turns)}.")
    return " ".join(told)


def recipe_of_run(run: RunRecord) -> str:
    """Return a run's recipe in words, as in "mlp, then learning rate 0.003" after a change."""
    words = recipe_in_words(run.recipe)
    changes = differences_in_words(run.turned_recipe(), run.recipe) if run.turns else ""
    return f"{words}, then {changes}" if changes else words


def _name(turn: Any) -> str:
    return str(turn.get("name", "")).replace("_", " ")


def seeds_in_words(first: RunRecord, second: RunRecord, runs: Iterable[RunRecord]) -> str:
    """Return whether two runs' recipes differ by more than their seeds, in sentences."""
    runs = tuple(runs)
    if is_same_but_seed(first, second):
        together = seeds_of(first, runs)
        return f"This recipe: {spread_in_words(together)}." if len(together) > 1 else ""
    groups = seeds_of(first, runs), seeds_of(second, runs)
    test = compare_seeds(*([_accuracy(run) for run in group] for group in groups))
    if test is None:
        return (
            "Whether other seeds would turn it round is not known: train one of the two recipes "
            "with several seeds."
        )
    told = ", ".join(
        f"{run.name} {spread_in_words(group)}"
        for run, group in zip((first, second), groups, strict=True)
    )
    method = f"{'Welch' if test.is_welch else 'Student'}'s t-test, {_p_in_words(test.p_value)}"
    points = f"the difference of {100 * abs(test.difference):.2f} points"
    verdict = "may come from the seeds alone"
    if test.p_value < _CHANCE_BELOW:
        verdict = "is more than seeds explain"
    own = "" if first.recipe.n_test == second.recipe.n_test else ", each on its own test images"
    return f"Over seeds{own}: {told}; {points} {verdict} ({method})."


def spread_in_words(group: Sequence[RunRecord]) -> str:
    """Return the test accuracy of runs with different seeds: mean, range and number."""
    accuracies = [_accuracy(run) for run in group]
    mean = percent(fmean(accuracies), 2)
    if len(group) == 1:
        return f"{mean} (1 seed)"
    low, high = min(accuracies), max(accuracies)
    return f"{mean} ({len(group)} seeds, {100 * low:.2f} to {100 * high:.2f})"


def _p_in_words(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def _accuracy(run: RunRecord) -> float:
    return run.test_accuracy or 0.0
