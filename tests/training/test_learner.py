"""One learner: its loss, its step, and that it makes no new arrays."""

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.nn.network import Network
from fashion_gui.training.batches import smoothed_one_hot
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe

RECIPE = Recipe(hidden=(20,), optimizer="sgd", learning_rate=0.1, batch_size=32)
BATCH = np.array([5, 900, 17, 17, 333, 4, 0, 1199])


def learner(recipe: Recipe, train: Subset) -> GradientLearner:
    return GradientLearner(recipe, train, CLASS_NAMES)


def outputs_of(network: Network, images: NDArray[np.uint8], recipe: Recipe) -> NDArray[np.float64]:
    """Compute the outputs in double precision, from the formulas."""
    first, last = (p for p in network.layer_parameters() if p)
    hidden = images.reshape(len(images), -1) / 255 @ first["weights"].astype(float)
    sums = np.maximum(hidden + first["biases"], 0) @ last["weights"].astype(float) + last["biases"]
    if recipe.loss == "squared-error":
        return 1 / (1 + np.exp(-sums))
    powers = np.exp(sums)
    return powers / powers.sum(axis=1, keepdims=True)


def loss_of(network: Network, part: Subset, recipe: Recipe) -> float:
    outputs = outputs_of(network, part.images, recipe)
    targets = np.full(outputs.shape, recipe.label_smoothing / 10)
    targets[np.arange(len(part)), part.labels] += 1 - recipe.label_smoothing
    if recipe.loss == "squared-error":
        return float(((outputs - targets) ** 2).sum() / (2 * len(part)))
    return float(-(targets * np.log(outputs)).sum() / len(part))


def picked(split: Subset, indices: NDArray[np.intp] | None) -> Subset:
    return split if indices is None else Subset(split.images[indices], split.labels[indices])


@pytest.mark.parametrize("indices", [BATCH, None], ids=["a batch", "all images"])
@pytest.mark.parametrize("smoothing", [0.0, 0.2])
@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_a_step_tells_the_loss_and_the_right_answers_before_it(
    small_dataset: Dataset, loss: str, smoothing: float, indices: NDArray[np.intp] | None
) -> None:
    recipe = replace(RECIPE, loss=loss, label_smoothing=smoothing)
    ours = learner(recipe, small_dataset.train)
    part = picked(small_dataset.train, indices)
    for _ in range(3):
        network = ours.network()
        answers = outputs_of(network, part.images, recipe).argmax(axis=1)
        told, n_correct = ours.step(indices, 0.0)
        assert told == pytest.approx(loss_of(network, part, recipe), rel=1e-5)
        assert n_correct == np.count_nonzero(answers == part.labels)


def test_the_penalty_on_weights_is_not_part_of_the_loss(small_dataset: Dataset) -> None:
    told = {
        learner(replace(RECIPE, l2=l2), small_dataset.train).step(BATCH, 0.0)[0]
        for l2 in (0.0, 1.0)
    }
    assert len(told) == 1


def test_the_penalty_shrinks_weights_and_leaves_biases(small_dataset: Dataset) -> None:
    rate, l2 = RECIPE.learning_rate, 0.5
    plain, priced = (learner(replace(RECIPE, l2=price), small_dataset.train) for price in (0.0, l2))
    before = plain.network().layer_parameters()
    plain.step(BATCH, 0.0)
    priced.step(BATCH, 0.0)
    layers = zip(
        before,
        plain.network().layer_parameters(),
        priced.network().layer_parameters(),
        strict=True,
    )
    for old, without, with_price in (layer for layer in layers if layer[0]):
        expected = without["weights"] - rate * l2 * old["weights"]
        np.testing.assert_allclose(with_price["weights"], expected, atol=1e-6)
        assert np.array_equal(with_price["biases"], without["biases"])


def test_momentum_keeps_its_share_of_the_step_before(small_dataset: Dataset) -> None:
    recipe, momentum = replace(RECIPE, learning_rate=0.05), 0.75
    plain, rolling = (
        learner(replace(recipe, momentum=m), small_dataset.train) for m in (0.0, momentum)
    )
    start = plain.network().parameters
    plain.step(BATCH, 0.0)
    rolling.step(BATCH, 0.0)
    once = plain.network().parameters
    assert np.array_equal(rolling.network().parameters, once)
    plain.step(BATCH, 0.5)
    rolling.step(BATCH, 0.5)
    expected = plain.network().parameters + momentum * (once - start)
    np.testing.assert_allclose(rolling.network().parameters, expected, atol=1e-6)


def test_a_step_goes_downhill_as_far_as_its_slope_says(small_dataset: Dataset) -> None:
    rate = 1e-3
    ours = learner(replace(RECIPE, learning_rate=rate), small_dataset.train)
    before = ours.network()
    ours.step(BATCH, 0.0)
    after = ours.network()
    part = picked(small_dataset.train, BATCH)
    step = (after.parameters - before.parameters).astype(float)
    expected = -np.vdot(step, step) / rate  # slope times step, where the step is rate times slope
    found = loss_of(after, part, RECIPE) - loss_of(before, part, RECIPE)
    assert found == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_all_images_at_once_are_one_batch_of_all_images_in_any_order(
    small_dataset: Dataset, optimizer: str
) -> None:
    recipe = replace(RECIPE, optimizer=optimizer, activation="sigmoid", learning_rate=0.01)
    whole, mixed = (learner(recipe, small_dataset.train) for _ in range(2))
    order = np.random.default_rng(0).permutation(len(small_dataset.train))
    for _ in range(5):
        loss, n_correct = whole.step(None, 0.0)
        other_loss, other_n_correct = mixed.step(order, 0.0)
        assert loss == pytest.approx(other_loss, rel=1e-5)
        assert abs(n_correct - other_n_correct) <= 1
    np.testing.assert_allclose(
        whole.network().parameters, mixed.network().parameters, rtol=1e-3, atol=1e-4
    )


def test_an_image_given_twice_counts_twice(small_dataset: Dataset) -> None:
    once, twice = (learner(RECIPE, small_dataset.train) for _ in range(2))
    assert once.step(np.array([3, 4]), 0.0)[0] == pytest.approx(
        twice.step(np.array([3, 4, 4, 3]), 0.0)[0], rel=1e-6
    )
    np.testing.assert_allclose(once.network().parameters, twice.network().parameters, atol=1e-6)


def test_dropout_silences_units_in_steps_and_none_in_answers(small_dataset: Dataset) -> None:
    # A rate at which float32 weights do not move: the losses differ by what is silenced.
    recipe = replace(RECIPE, dropout=0.5, learning_rate=1e-9)
    ours = learner(recipe, small_dataset.train)
    exact = loss_of(ours.network(), picked(small_dataset.train, BATCH), recipe)
    told = {round(ours.step(BATCH, 0.0)[0], 4) for _ in range(5)}
    assert len(told) == 5
    ((summed, _),) = ours.evaluate(picked(small_dataset.train, BATCH))
    assert summed / len(BATCH) == pytest.approx(exact, rel=1e-5)


def test_evaluating_in_between_changes_nothing_in_what_is_learned(small_dataset: Dataset) -> None:
    recipe = replace(RECIPES["mlp"], hidden=(20, 10), averaging=0.5)
    watched, alone = (learner(recipe, small_dataset.train) for _ in range(2))
    for progress in (0.0, 0.25, 0.5, 0.75):
        watched.step(BATCH, progress)
        alone.step(BATCH, progress)
        list(watched.evaluate(small_dataset.test))
    assert np.array_equal(watched.network().parameters, alone.network().parameters)


def test_an_evaluation_sums_the_loss_and_gives_the_networks_answers(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, label_smoothing=0.1)
    ours = learner(recipe, small_dataset.train)
    parts = list(ours.evaluate(small_dataset.train))
    answers = np.concatenate([answers for _, answers in parts])
    assert sum(loss for loss, _ in parts) / 1200 == pytest.approx(
        loss_of(ours.network(), small_dataset.train, recipe), rel=1e-5
    )
    expected = ours.network().predict_proba(small_dataset.train.images).argmax(axis=1)
    assert np.array_equal(answers, expected)


@pytest.mark.parametrize("changes", [{}, {"optimizer": "sgd", "momentum": 0.9, "l2": 1e-3}])
def test_a_step_makes_no_new_arrays(small_dataset: Dataset, changes: dict[str, Any]) -> None:
    recipe = replace(RECIPES["mlp"], batch_size=128, **changes)
    ours = learner(recipe, small_dataset.train)
    assert recipe.batch_size is not None
    order = np.random.default_rng(0).permutation(1200)
    batches = [order[start : start + recipe.batch_size] for start in range(0, 1200, 128)]
    assert len(batches[-1]) < len(batches[0])
    for batch in batches:
        ours.step(batch, 0.001)
    tracemalloc.start()
    try:
        ours.step(batches[0], 0.001)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        for batch in batches * 10:
            ours.step(batch, 0.001)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 4_000
    # NumPy converts bytes to floats through a buffer of its own: 8,192 floats, 32,768 bytes.
    # One array of a layer's activations, 128 x 128 floats, would be 65,536 bytes more.
    assert peak - before < 40_000


@pytest.mark.parametrize("smoothing", [0.0, 0.05, 0.5, 0.99])
@pytest.mark.parametrize("n_classes", [2, 10])
def test_smoothed_targets_sum_to_one_and_prefer_the_right_class(
    n_classes: int, smoothing: float
) -> None:
    targets = smoothed_one_hot(n_classes, smoothing)
    assert targets.dtype == np.float32
    np.testing.assert_allclose(targets.sum(axis=1), 1.0, atol=1e-6)
    assert np.array_equal(targets.argmax(axis=1), np.arange(n_classes))
    off = targets[~np.eye(n_classes, dtype=bool)]
    np.testing.assert_allclose(off, smoothing / n_classes, rtol=1e-6)
