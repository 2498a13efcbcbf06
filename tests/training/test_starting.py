"""Runs that go on from a network that has learned already."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.files.model_file import SavedNetwork
from fashion_gui.nn.network import Network
from fashion_gui.training.events import Finished
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(16,), epochs=2, batch_size=100, n_train=400, n_validation=60, n_test=90)


def finish(recipe: Recipe, dataset: Dataset, start: Start | None = None) -> Finished:
    *_, last = train(recipe, dataset, start=start)
    assert isinstance(last, Finished)
    return last


@pytest.fixture(scope="module")
def first(small_dataset: Dataset) -> SavedNetwork:
    finished = finish(RECIPE, small_dataset)
    assert finished.temperature
    assert finished.temperature != 1
    return SavedNetwork(finished.network, finished.story())


def before_temperature(saved: SavedNetwork) -> np.ndarray:
    parameters = saved.network.parameters.copy()
    for array in list(saved.network.architecture.split(parameters))[-2].values():
        array *= saved.training["temperature"]
    return parameters


def learned_after(start: Start | None, small_dataset: Dataset, n_steps: int = 3) -> np.ndarray:
    learner = GradientLearner(RECIPE, small_dataset.train[:400], CLASS_NAMES, 1, start)
    try:
        for step in range(n_steps):
            learner.step(np.arange(100 * step, 100 * (step + 1)), step / n_steps)
        return learner.network().parameters
    finally:
        learner.close()


def test_it_begins_with_the_weights_before_the_temperature(
    first: SavedNetwork, small_dataset: Dataset
) -> None:
    begun = learned_after(Start(first), small_dataset, n_steps=0)
    np.testing.assert_allclose(begun, before_temperature(first), rtol=1e-6)


def test_it_learns_on_and_keeps_the_share_of_the_start(
    first: SavedNetwork, small_dataset: Dataset
) -> None:
    learned = learned_after(Start(first), small_dataset)
    mixed = learned_after(Start(first, kept=0.25), small_dataset)
    assert np.abs(learned - before_temperature(first)).max() > 1e-3
    expected = 0.25 * before_temperature(first) + 0.75 * learned
    np.testing.assert_allclose(mixed, expected, rtol=1e-5, atol=1e-7)


def test_going_on_is_better_than_beginning(first: SavedNetwork, small_dataset: Dataset) -> None:
    again = finish(RECIPE, small_dataset, Start(first))
    assert again.history[0].loss < first.training["history"][0]["loss"]
    assert again.start
    assert again.start["digest"] == first.network.digest
    assert again.story()["start"]["kept"] == 0.0


def test_the_same_start_gives_the_same_network(first: SavedNetwork, small_dataset: Dataset) -> None:
    one, other = (finish(RECIPE, small_dataset, Start(first, 0.5)).network for _ in range(2))
    np.testing.assert_array_equal(one.parameters, other.parameters)


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        (replace(RECIPE, hidden=(17,)), "starts from a network with the same layers"),
        (replace(RECIPE, activation="tanh"), "starts from a network with the same layers"),
    ],
)
def test_other_layers_are_refused(
    first: SavedNetwork, small_dataset: Dataset, recipe: Recipe, sentence: str
) -> None:
    with pytest.raises(RecipeError, match=sentence):
        finish(recipe, small_dataset, Start(first))


def test_other_classes_are_refused(first: SavedNetwork, small_dataset: Dataset) -> None:
    network = first.network
    digits = Network(network.architecture, network.parameters, tuple("0123456789"))
    with pytest.raises(RecipeError, match="the same classes"):
        finish(RECIPE, small_dataset, Start(SavedNetwork(digits)))


def test_the_slips_of_the_article_begin_by_chance(
    first: SavedNetwork, small_dataset: Dataset
) -> None:
    recipe = RECIPES["article-as-printed"].with_settings(epochs=1)
    with pytest.raises(RecipeError, match="starts from random weights"):
        finish(recipe, small_dataset, Start(first))


@pytest.mark.parametrize("kept", [-0.1, 1.0, float("nan")])
def test_an_impossible_share_is_refused(first: SavedNetwork, kept: float) -> None:
    with pytest.raises(RecipeError, match="from 0 to below 1"):
        Start(first, kept)
