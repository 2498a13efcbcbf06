"""What is done to the weights besides steps downhill: they are averaged, and they decay."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.nn.network import Network
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.recipes import Recipe

N_STEPS = 8
MLP = Recipe(hidden=(12,), batch_norm=True, learning_rate=0.02, batch_size=32)
CONVNET = replace(MLP, convolutions=("4k6s3", "4"))


def steps(recipe: Recipe, dataset: Dataset) -> Iterator[Network]:
    """Yield the network before a run of `N_STEPS` steps, and after each of them."""
    learner = GradientLearner(recipe, dataset.train, CLASS_NAMES, n_threads=1)
    rng = np.random.default_rng(0)
    yield learner.network()
    for step in range(N_STEPS):
        learner.step(rng.permutation(1200)[:32], step / N_STEPS)
        yield learner.network()
    learner.close()


def vectors(recipe: Recipe, dataset: Dataset) -> NDArray[np.float64]:
    return np.array([network.parameters.astype(float) for network in steps(recipe, dataset)])


@pytest.mark.parametrize(("averaging", "n_averaged"), [(0.25, 2), (0.5, 4), (0.3, 2), (1.0, 8)])
@pytest.mark.parametrize("recipe", [MLP, CONVNET], ids=["mlp", "convnet"])
def test_averaged_weights_are_the_mean_after_each_step_of_the_runs_end(
    small_dataset: Dataset, recipe: Recipe, averaging: float, n_averaged: int
) -> None:
    plain = vectors(recipe, small_dataset)
    averaged = vectors(replace(recipe, averaging=averaging), small_dataset)
    first = N_STEPS + 1 - n_averaged
    # Before, the weights are those of the moment; averaging does not change how they learn.
    np.testing.assert_array_equal(averaged[:first], plain[:first])
    for last in range(first, N_STEPS + 1):
        expected = plain[first : last + 1].mean(axis=0)
        np.testing.assert_allclose(averaged[last], expected, rtol=1e-5, atol=1e-6)


def test_answers_are_those_of_the_averaged_weights(small_dataset: Dataset) -> None:
    recipe = replace(CONVNET, averaging=0.5, learning_rate=0.05)
    learner = GradientLearner(recipe, small_dataset.train, CLASS_NAMES)
    for step in range(N_STEPS):
        learner.step(np.arange(32 * step, 32 * (step + 1)), step / N_STEPS)
    loss, answers = 0.0, []
    for part_loss, part_answers in learner.evaluate(small_dataset.test):
        loss += part_loss
        answers.append(part_answers)
    network = learner.network()
    learner.close()
    probabilities = network.predict_proba(small_dataset.test.images)
    np.testing.assert_array_equal(np.concatenate(answers), probabilities.argmax(axis=1))
    of_right = probabilities[np.arange(300), small_dataset.test.labels].astype(float)
    assert loss == pytest.approx(-np.log(of_right).sum(), rel=1e-4)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("recipe", [MLP, CONVNET], ids=["mlp", "convnet"])
def test_decay_shrinks_weights_by_a_share_of_the_rate_and_nothing_else(
    small_dataset: Dataset, recipe: Recipe, optimizer: str
) -> None:
    recipe, decay = replace(recipe, optimizer=optimizer, schedule="one-cycle"), 2.0
    before, plain, *_ = steps(recipe, small_dataset)
    _, decayed, *_ = steps(replace(recipe, weight_decay=decay), small_dataset)
    shrunk = recipe.learning_rate_at(0.0) * decay
    assert shrunk == pytest.approx(0.004)
    of_networks = (network.layer_parameters() for network in (before, plain, decayed))
    names = set()
    for old, without, found in zip(*of_networks, strict=True):
        for name, values in found.items():
            expected = without[name] - shrunk * old[name] * (name == "weights")
            np.testing.assert_allclose(values, expected, rtol=1e-5, atol=1e-7)
            names.add(name)
    assert names == {"weights", "biases", "scale", "shift", "mean", "variance"}


def test_a_decay_follows_the_rate_of_the_moment(small_dataset: Dataset) -> None:
    # At a rate whose steps are too short to be seen next to the decay: w <- (1 - rate decay) w.
    recipe = replace(
        MLP, optimizer="sgd", learning_rate=1e-6, schedule="cosine", weight_decay=1000.0
    )
    sizes = [
        float(np.linalg.norm(network.layer_parameters()[1]["weights"]))
        for network in steps(recipe, small_dataset)
    ]
    for step, (before, after) in enumerate(pairwise(sizes)):
        rate = recipe.learning_rate_at(step / N_STEPS)
        assert 1 - after / before == pytest.approx(1000 * rate, rel=0.02)
