"""Hints: each kind of trouble is told by its rule, and of healthy runs nothing is said."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Subset, load
from fashion_gui.training.events import EpochMetrics, Hint
from fashion_gui.training.hints import HintWatch, Measurements, explanation
from fashion_gui.training.hints.start_rules import WHY
from fashion_gui.training.hints.watch import RULES
from fashion_gui.training.plan import plan_of
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(16,), epochs=8, batch_size=100, n_validation=500)
LABELS = np.repeat(np.arange(10), 50)


@pytest.fixture(scope="module")
def few() -> Dataset:
    everything = load()
    return Dataset(everything.train[:3000], everything.test[:100], CLASS_NAMES)


def hints_of(recipe: Recipe, dataset: Dataset) -> list[Hint]:
    return [record for record in train(recipe, dataset) if isinstance(record, Hint)]


@dataclass(frozen=True)
class Broken:
    """A run that cannot go well, and what is to be tried instead."""

    settings: dict[str, Any]
    change: tuple[str, Any] | None = None
    spoil: Callable[[Dataset], Dataset] = lambda dataset: dataset


def _with_train(dataset: Dataset, images: Any, labels: Any) -> Dataset:
    return Dataset(Subset(images, labels), dataset.test, CLASS_NAMES)


def swapped_labels(dataset: Dataset) -> Dataset:
    """Confuse sandals and sneakers, in the validation images alone."""
    labels = dataset.train.labels.copy()
    held_out = labels[-500:]
    sandals, sneakers = held_out == 5, held_out == 7
    held_out[sandals], held_out[sneakers] = 7, 5
    return _with_train(dataset, dataset.train.images, labels)


def hardly_a_shirt(dataset: Dataset) -> Dataset:
    """Leave next to no shirts, but for those among the validation images."""
    images, labels = dataset.train.images, dataset.train.labels
    kept = labels != 6
    kept[:60] = kept[-500:] = True
    return _with_train(dataset, images[kept], labels[kept])


def no_dress(dataset: Dataset) -> Dataset:
    kept = dataset.train.labels != 3
    return _with_train(dataset, dataset.train.images[kept], dataset.train.labels[kept])


def blank(dataset: Dataset) -> Dataset:
    images = dataset.train.images.copy()
    images[:40] = 0
    images[40:80] = 255
    return _with_train(dataset, images, dataset.train.labels)


SGD = {"optimizer": "sgd"}
BROKEN = {
    "guessing": Broken({**SGD, "learning_rate": 0.0003}, ("learning_rate", 0.003)),
    "dead-units": Broken({"learning_rate": 10.0}, ("learning_rate", 1.0)),
    "vanishing-gradients": Broken(
        {"hidden": (32,) * 8, "activation": "sigmoid"}, ("activation", "relu")
    ),
    "saturated-units": Broken(
        {"hidden": (64,), "activation": "sigmoid", "learning_rate": 1.0}, ("activation", "relu")
    ),
    "exploding-gradients": Broken(
        {"l2": 500.0, "learning_rate": 0.0001}, ("learning_rate", 0.00001)
    ),
    "rising-loss": Broken(
        {**SGD, "hidden": (64, 64), "learning_rate": 0.1, "momentum": 0.99},
        ("learning_rate", 0.033),
    ),
    "rate-too-large": Broken(
        {**SGD, "hidden": (64,), "learning_rate": 0.1, "momentum": 0.99, "epochs": 12},
        ("learning_rate", 0.01),
    ),
    "rate-too-small": Broken(
        {"learning_rate": 0.000001, "hidden": (64,), "n_train": 2000}, ("learning_rate", 0.00001)
    ),
    "weights-too-small": Broken({"weight_decay": 100.0}, ("weight_decay", 10.0)),
    "plateau": Broken(
        {"hidden": (8,), "learning_rate": 0.05, "batch_size": 50, "epochs": 30},
        ("schedule", "one-cycle"),
    ),
    "overfitting": Broken(
        {"hidden": (128,), "n_train": 500, "batch_size": 20, "epochs": 40, "learning_rate": 0.003},
        ("dropout", 0.5),
    ),
    "memorised": Broken(
        {
            "hidden": (128,),
            "n_train": 300,
            "batch_size": 20,
            "epochs": 25,
            "learning_rate": 0.003,
            "label_smoothing": 0.1,
        },
        ("patience", 3),
    ),
    "jumping": Broken(
        {
            **SGD,
            "batch_size": 2,
            "learning_rate": 0.03,
            "momentum": 0.8,
            "epochs": 9,
            "n_train": 600,
            "n_validation": 2000,
        },
        ("batch_size", 64),
    ),
    "never-named": Broken({}, ("epochs", 16), hardly_a_shirt),
    "mistaken-class": Broken({}, None, swapped_labels),
    "too-much-dropout": Broken({"dropout": 0.9, "hidden": (64,)}, ("dropout", 0.45)),
    "too-much-change": Broken({"erase": 26, "hidden": (64,)}, ("erase", 13)),
    "too-smooth": Broken({"label_smoothing": 0.7, "hidden": (64,)}, ("label_smoothing", 0.1)),
    "ended-too-early": Broken({**SGD, "learning_rate": 0.02}, ("epochs", 16)),
    "missing-class": Broken({"epochs": 1}, None, no_dress),
    "unbalanced-labels": Broken({"epochs": 1}, None, hardly_a_shirt),
    "few-images": Broken({"epochs": 1, "n_train": 100, "batch_size": 5}),
    "blank-images": Broken({"epochs": 1}, None, blank),
    "nothing-held-out": Broken({"epochs": 1, "n_validation": 0}, ("n_validation", 5000)),
    "few-held-out": Broken({"epochs": 1, "n_validation": 50}),
    "few-steps": Broken({"epochs": 1, "batch_size": 1000}, ("epochs", 34)),
    "tiny-batches-normed": Broken(
        {"epochs": 1, "batch_size": 4, "batch_norm": True, "n_train": 400}, ("batch_size", 32)
    ),
}


def test_every_rule_has_a_broken_run_and_an_explanation() -> None:
    assert set(BROKEN) == {*RULES, *WHY}
    assert len(BROKEN) >= 20
    assert all(explanation(rule) for rule in BROKEN)
    assert explanation("no rule") == ""


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_run_is_told_what_is_wrong_with_it_once(rule: str, few: Dataset) -> None:
    broken = BROKEN[rule]
    found = hints_of(replace(RECIPE, **broken.settings), broken.spoil(few))
    said = [hint for hint in found if hint.rule == rule and hint.sentence]
    assert said, [hint.rule for hint in found]
    assert said[0].change == broken.change
    taken_back = [hint for hint in found if hint.rule == rule and not hint.sentence]
    assert len(said) - len(taken_back) in (0, 1)


@pytest.mark.parametrize(
    ("name", "epochs", "n_train"),
    [("mlp", 15, 1500), ("article", 300, 400), ("article-as-printed", 160, 800)],
)
def test_of_a_ready_recipe_nothing_is_said(
    name: str, epochs: int, n_train: int, few: Dataset
) -> None:
    shrunk = replace(RECIPES[name], epochs=epochs, n_train=n_train, n_validation=200)
    assert hints_of(shrunk, few) == []


def test_nothing_is_said_of_a_run_of_the_usual_settings(few: Dataset) -> None:
    assert hints_of(replace(RECIPE, hidden=(64,)), few) == []


def at(few: Dataset, epoch: int, accuracy: float, recipe: Recipe = RECIPE) -> Measurements:
    """Return what is measured at the end of an epoch of a run with so many right answers."""
    plan = plan_of(recipe, few)
    answers = LABELS.copy()
    wrong = round((1 - accuracy) * len(LABELS))
    answers[:wrong] = (answers[:wrong] + 1) % 10
    step = epoch * plan.n_batches
    history = [EpochMetrics(n, 2.3, accuracy, 2.3, accuracy, 1.0) for n in range(1, epoch)]
    return Measurements(
        recipe,
        plan,
        few.class_names,
        step,
        epoch,
        2.3,
        accuracy,
        LABELS,
        answers,
        2.3,
        (),
        history,
    )


def guesses(recipe: Recipe, few: Dataset, *accuracies: float) -> list[str | None]:
    """Return what the rule on guessing says after one look an epoch."""
    watch, said = HintWatch(), []
    for epoch, accuracy in enumerate(accuracies, start=1):
        hints = [h for h in watch.after(at(few, epoch, accuracy, recipe)) if h.rule == "guessing"]
        said.append(hints[0].sentence if hints else None)
    return said


def test_it_takes_two_looks_and_is_taken_back_when_it_learns_after_all(few: Dataset) -> None:
    said = guesses(RECIPE, few, 0.1, 0.1, 0.1, 0.3, 0.1)
    assert said[0] is None
    assert said[1]
    assert "since epoch 1." in said[1]
    assert said[2:] == [None, "", None]


def test_chance_is_not_learning_and_a_little_more_is(few: Dataset) -> None:
    assert guesses(RECIPE, few, 0.15, 0.15)[1]  # four standard errors are 0.054
    assert guesses(RECIPE, few, 0.16, 0.16) == [None, None]


def test_the_beginning_of_a_long_run_may_be_slow(few: Dataset) -> None:
    said = guesses(replace(RECIPE, epochs=100), few, *[0.1] * 6)
    assert said[:4] == [None] * 4
    assert any(said[4:])


def test_a_watch_goes_on_where_another_one_was(few: Dataset) -> None:
    first, second = HintWatch(), HintWatch()
    assert not list(first.after(at(few, 1, 0.1)))
    second.load_state_dict(first.state_dict())
    assert [hint.rule for hint in second.after(at(few, 2, 0.1))] == ["guessing"]
    third = HintWatch()
    third.load_state_dict(second.state_dict())
    assert not list(third.after(at(few, 3, 0.1)))
    assert [(h.rule, h.sentence) for h in third.after(at(few, 4, 0.9))] == [("guessing", "")]
