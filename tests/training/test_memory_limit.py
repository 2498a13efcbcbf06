"""How much a step may keep in memory: what lies there together, and what comes in pieces."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.random import Generator

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.data_parallel import DataParallel, samples_at_once
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.losses import CrossEntropy
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train

ROWS = Recipe(hidden=(4,), n_validation=0)
IMAGES = Recipe(convolutions=("1k28",), hidden=(), n_validation=0)


@pytest.fixture
def large_dataset(small_dataset: Dataset) -> Dataset:
    """Return as many training images as there really are; they lie in the place of one."""
    images = np.broadcast_to(small_dataset.train.images[:1], (60_000, 28, 28))
    labels = np.broadcast_to(small_dataset.train.labels[:1], (60_000,))
    return Dataset(Subset(images, labels), small_dataset.test, CLASS_NAMES)


@pytest.mark.parametrize("recipe", [ROWS, IMAGES], ids=["rows", "images"])
def test_the_limit_knows_how_many_samples_are_worked_at_together(
    recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    most: dict[int, int] = {}

    def only_count(
        self: Backpropagation, X: FloatArray, targets: FloatArray, rng: Generator, share: float
    ) -> tuple[float, FloatArray]:
        most[id(self)] = max(len(X), most.get(id(self), 0))
        return 0.0, targets

    monkeypatch.setattr(Backpropagation, "__call__", only_count)
    architecture = recipe.architecture(len(CLASS_NAMES))
    rng = np.random.default_rng(0)
    parameters = architecture.initial_parameters(rng)
    parallel = DataParallel(architecture, CrossEntropy(), parameters, rng, n_threads=1)
    X = np.broadcast_to(np.float32(0), (60_000, 28, 28))
    parallel(X, np.zeros((60_000, 10), np.float32))
    parallel.close()
    at_once = samples_at_once(architecture)
    assert 0.9 * at_once < sum(most.values()) <= at_once


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_may_look_at_all_images_in_one_step(large_dataset: Dataset, name: str) -> None:
    train(replace(RECIPES[name], batch_size=None, n_train=None), large_dataset).close()


def test_wide_layers_are_possible_in_large_batches_because_these_come_in_pieces(
    large_dataset: Dataset,
) -> None:
    train(Recipe(hidden=(2000, 1000), batch_size=None), large_dataset).close()


@pytest.mark.parametrize(
    "recipe",
    [
        replace(RECIPES["article-as-printed"], hidden=(2000,), n_train=None),
        Recipe(convolutions=("512", "512"), batch_size=None),
        Recipe(convolutions=("64", "64k15"), batch_size=None),
    ],
    ids=["as printed, in one piece", "many filters", "filters that see much"],
)
def test_a_batch_that_would_fill_the_memory_is_refused_before_it_is_made(
    large_dataset: Dataset, recipe: Recipe
) -> None:
    with pytest.raises(RecipeError) as caught:
        train(recipe, large_dataset)
    sentence = str(caught.value)
    assert sentence.startswith("batch_size of 55,000 with these layers makes ")
    assert sentence.endswith(
        "expected at most 80,000,000: choose a smaller one, or smaller layers."
    )


def test_a_smaller_batch_is_a_way_out(small_dataset: Dataset) -> None:
    recipe = Recipe(convolutions=("512", "512g"), hidden=(), batch_size=128)
    with pytest.raises(RecipeError, match="batch_size of 128 with these layers"):
        train(recipe, small_dataset)
    train(replace(recipe, batch_size=16), small_dataset).close()


def test_more_parameters_than_fit_the_memory_are_refused(small_dataset: Dataset) -> None:
    with pytest.raises(RecipeError) as caught:
        train(Recipe(hidden=(4096, 4096, 4096)), small_dataset)
    assert str(caught.value) == (
        "hidden would need 36,818,954 parameters, expected at most 30,000,000: "
        "choose smaller layers."
    )
