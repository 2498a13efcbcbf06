"""Hints: said of runs that do not learn, and never of those that do."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Subset, load
from fashion_gui.training.events import Hint, ValidationMetrics
from fashion_gui.training.hints import GuessingWatch, missing_classes
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


@pytest.mark.parametrize(
    ("recipe", "advice"),
    [
        (replace(RECIPE, learning_rate=10.0), "Try another learning rate, for example 1."),
        (
            replace(RECIPE, hidden=(32,) * 6, activation="sigmoid", learning_rate=0.0001),
            "Try fewer layers, batch norm, or relu instead of sigmoid.",
        ),
    ],
)
def test_a_run_that_learns_nothing_is_told_once(recipe: Recipe, advice: str, few: Dataset) -> None:
    (hint,) = hints_of(recipe, few)
    assert hint.sentence.startswith("No better than guessing since epoch")
    assert hint.sentence.endswith(advice)


@pytest.mark.parametrize("name", ["mlp", "article", "article-as-printed"])
def test_of_a_ready_recipe_nothing_is_said(name: str, few: Dataset) -> None:
    recipe = RECIPES[name]
    epochs = recipe.epochs if recipe.batch_size else 100
    shrunk = replace(recipe, epochs=epochs, n_train=2000, n_validation=500)
    assert hints_of(shrunk, few) == []


def looks(recipe: Recipe, few: Dataset, *accuracies: float) -> list[str | None]:
    """Return what is said after one look an epoch."""
    plan = plan_of(recipe, few)
    watch = GuessingWatch(plan, LABELS)
    found = [
        watch.after(ValidationMetrics(epoch * plan.n_batches, 2.3, accuracy), epoch)
        for epoch, accuracy in enumerate(accuracies, start=1)
    ]
    return [hint.sentence if hint else None for hint in found]


def test_it_takes_two_looks_and_is_taken_back_when_it_learns_after_all(few: Dataset) -> None:
    said = looks(RECIPE, few, 0.1, 0.1, 0.1, 0.3, 0.1)
    assert said[0] is None
    assert said[1]
    assert "since epoch 1." in said[1]
    assert said[2:] == [None, "", None]


def test_chance_is_not_learning_and_a_little_more_is(few: Dataset) -> None:
    assert looks(RECIPE, few, 0.15, 0.15)[1]  # four standard errors are 0.054
    assert looks(RECIPE, few, 0.16, 0.16) == [None, None]


def test_the_beginning_of_a_long_run_may_be_slow(few: Dataset) -> None:
    said = looks(replace(RECIPE, epochs=100), few, *[0.1] * 5)
    assert said[:4] == [None] * 4
    assert said[4]


def test_a_class_that_no_image_shows_is_told_at_the_start(few: Dataset) -> None:
    shows = few.train.labels != 3
    train_images = Subset(few.train.images[shows], few.train.labels[shows])
    found = hints_of(replace(RECIPE, epochs=1), Dataset(train_images, few.test, CLASS_NAMES))
    assert found == [Hint(0, "No training image shows Dress: it cannot be learned.")]


def test_classes_that_are_all_there_are_not_mentioned() -> None:
    assert missing_classes(LABELS, CLASS_NAMES) is None
