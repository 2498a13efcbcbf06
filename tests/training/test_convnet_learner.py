"""A learner of convolutional networks: repeatable to the bit, sparing with memory, tidy."""

import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.forward_pass import as_input
from fashion_gui.nn.layer import LayerBuffers
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import STATISTICS_RATE
from fashion_gui.training.events import BatchMetrics, Finished
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

CONVNET = Recipe(
    hidden=(12,),
    convolutions=("8k6s2", "8p"),
    batch_norm=True,
    batch_size=50,
    epochs=2,
    n_train=120,
    n_validation=40,
    n_test=50,
)
EVERYTHING = replace(
    CONVNET,
    dropout=0.2,
    l2=1e-4,
    weight_decay=0.01,
    label_smoothing=0.1,
    averaging=0.5,
    schedule="cosine",
    mirror=True,
    shift=2,
    erase=6,
)
MLP = replace(EVERYTHING, convolutions=(), batch_size=None, n_train=300)


@contextmanager
def learning(
    recipe: Recipe, dataset: Dataset, n_threads: int | None = None
) -> Iterator[GradientLearner]:
    learner = GradientLearner(recipe, dataset.train, CLASS_NAMES, n_threads)
    try:
        yield learner
    finally:
        learner.close()


def finished(recipe: Recipe, dataset: Dataset) -> Finished:
    *_, last = train(recipe, dataset)
    assert isinstance(last, Finished)
    return last


@pytest.mark.parametrize("recipe", [EVERYTHING, MLP], ids=["convnet", "mlp"])
def test_the_same_seed_gives_the_same_network_bit_by_bit_and_another_one_another(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    first, again = finished(recipe, small_dataset), finished(recipe, small_dataset)
    assert first.network.parameters.tobytes() == again.network.parameters.tobytes()
    assert [(e.loss, e.validation_loss) for e in first.history] == [
        (e.loss, e.validation_loss) for e in again.history
    ]
    assert np.array_equal(first.report.confusion, again.report.confusion)
    other = finished(replace(recipe, seed=1), small_dataset).network.parameters
    assert not np.allclose(first.network.parameters, other)


@pytest.mark.parametrize("recipe", [EVERYTHING, MLP], ids=["convnet", "mlp"])
def test_the_number_of_threads_changes_no_bit(small_dataset: Dataset, recipe: Recipe) -> None:
    found = []
    for n_threads in (1, 2):
        with learning(recipe, small_dataset, n_threads) as ours:
            assert ours.n_threads == n_threads
            rng = np.random.default_rng(0)
            told = [ours.step(rng.permutation(1200)[:300], step / 4) for step in range(4)]
            looks = [
                (loss, answers.tobytes()) for loss, answers in ours.evaluate(small_dataset.test)
            ]
            found.append((told, looks, ours.network().parameters.tobytes()))
    assert found[0] == found[1]


def test_all_images_at_once_are_augmented_like_a_batch_of_all_in_their_order(
    small_dataset: Dataset,
) -> None:
    found = []
    for indices in (None, np.arange(1200)):
        with learning(MLP, small_dataset) as ours:
            told = [ours.step(indices, 0.0) for _ in range(3)]
            found.append((told, ours.network().parameters.tobytes()))
    assert found[0] == found[1]
    assert len({loss for loss, _ in found[0][0]}) == 3


def smallest_image_bytes(recipe: Recipe, n_samples: int) -> int:
    """Return the bytes of the smallest array of images between layers, for so many samples."""
    shapes = recipe.architecture(10).shapes[1:]
    return min(int(np.prod(shape)) for shape in shapes if len(shape) == 3) * n_samples * 4


def allocated(learner: GradientLearner, n_images: int) -> tuple[int, int]:
    """Return what ten steps keep, and the most that they have for a moment, in bytes."""
    rng = np.random.default_rng(0)
    batches = [rng.permutation(1200)[:n] for n in (n_images, n_images - 7, n_images)]
    tracemalloc.start()
    try:
        for batch in batches:
            learner.step(batch, 0.9)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        for step in range(10):
            learner.step(batches[step % 3], 0.9)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before, peak - before


CASTING_BYTES = 45_000
"""NumPy turns bytes to floats through a buffer of its own, one in each thread: 8,192 floats, or
32,768 bytes. The rest is for views and other small objects of Python."""


@pytest.mark.parametrize("n_threads", [1, 2])
def test_a_step_of_a_convnet_makes_no_array_as_large_as_its_images(
    small_dataset: Dataset, n_threads: int
) -> None:
    recipe = replace(CONVNET, convolutions=("16k6s2", "16"), dropout=0.1)
    # 120 images make four lanes of 30 images, of which each array is as large as this.
    smallest = smallest_image_bytes(recipe, 30)
    assert smallest > 350_000
    with learning(recipe, small_dataset, n_threads) as ours:
        kept, at_most = allocated(ours, 120)
    assert kept < 20_000
    assert at_most < n_threads * CASTING_BYTES + 10_000 < smallest / 3


def test_a_step_with_augmentation_makes_no_array_as_large_as_its_images(
    small_dataset: Dataset,
) -> None:
    recipe = replace(CONVNET, shift=2, mirror=True, erase=6)
    with learning(recipe, small_dataset, n_threads=1) as ours:
        kept, at_most = allocated(ours, 120)
    assert kept < 20_000
    # The images that a network is given, as floats: 376,320 bytes. What is drawn for each line
    # of each image (int64, three times) and the mask of erased pixels (bytes) is allowed.
    of_lines, of_mask = 3 * 120 * 28 * 8, 120 * 28 * 28
    assert at_most < CASTING_BYTES + of_lines + of_mask + 20_000 < 376_320


def test_a_step_of_rows_in_two_lanes_makes_no_array_as_large_as_a_hidden_layer(
    small_dataset: Dataset,
) -> None:
    recipe = replace(RECIPES["mlp"], averaging=0.5)
    with learning(recipe, small_dataset, n_threads=1) as ours:
        kept, at_most = allocated(ours, 300)
    assert kept < 8_000
    # The outputs, 300 x 10 floats, are made anew; a hidden layer of one lane has 76,800 bytes.
    assert at_most < CASTING_BYTES + 300 * 10 * 4 + 10_000 < 76_800


def seen_by_first_norm(network: Network, dataset: Dataset, batch: np.ndarray) -> list[np.ndarray]:
    """Return mean and variance of what the first convolution makes of a batch."""
    layer = network.architecture.layers[0]
    assert isinstance(layer, Conv2D)
    X = as_input(dataset.train.images[batch], LayerBuffers({}), np.float64)
    Y = layer.forward(
        X, LayerBuffers({"weights": network.layer_parameters()[0]["weights"].astype(float)})
    )
    return [Y.mean(axis=(0, 1, 2)), Y.var(axis=(0, 1, 2))]


@pytest.mark.parametrize("changes", [{}, {"optimizer": "sgd", "momentum": 0.9, "l2": 0.1}])
def test_statistics_follow_the_batches_and_neither_the_optimizer_nor_decay_moves_them(
    small_dataset: Dataset, changes: dict[str, object]
) -> None:
    recipe = replace(CONVNET, batch_size=15, learning_rate=0.01, weight_decay=1.0, **changes)
    rng = np.random.default_rng(0)
    with learning(recipe, small_dataset) as ours:
        for _ in range(4):
            before, batch = ours.network(), rng.permutation(1200)[:15]
            ours.step(batch, 0.0)
            seen = seen_by_first_norm(before, small_dataset, batch)
            old, new = before.layer_parameters()[1], ours.network().layer_parameters()[1]
            for name, value in zip(("mean", "variance"), seen, strict=True):
                expected = old[name] + STATISTICS_RATE * (value - old[name])
                np.testing.assert_allclose(new[name], expected, rtol=1e-4, atol=1e-6)
            assert (new["scale"] != old["scale"]).all()


@pytest.mark.parametrize(("n_left", "is_believed"), [(1, False), (7, False), (8, True)])
def test_few_images_that_are_left_over_leave_the_statistics_alone(
    small_dataset: Dataset, n_left: int, is_believed: bool
) -> None:
    with learning(replace(CONVNET, batch_size=16), small_dataset) as ours:
        before = ours.network().layer_parameters()[1]
        ours.step(np.arange(n_left), 0.0)
        after = ours.network().layer_parameters()[1]
    for name in ("mean", "variance"):
        assert (after[name] != before[name]).any() == is_believed


def test_a_learner_answers_with_the_statistics_and_not_with_those_of_the_asked_images(
    small_dataset: Dataset,
) -> None:
    recipe = Recipe(hidden=(6,), batch_norm=True, batch_size=32)
    with learning(recipe, small_dataset) as ours:
        for start in range(0, 320, 32):
            ours.step(np.arange(start, start + 32), 0.0)
        ((loss, answers),) = ours.evaluate(small_dataset.test)
        network = ours.network()
    dense, norm, last = (part for part in network.layer_parameters() if part)
    X = small_dataset.test.images.reshape(300, -1) / 255
    sums = X @ dense["weights"] + dense["biases"]
    normed = (sums - norm["mean"]) / np.sqrt(norm["variance"] + 1e-5)
    hidden = np.maximum(normed * norm["scale"] + norm["shift"], 0)
    powers = np.exp(hidden @ last["weights"] + last["biases"])
    expected = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_array_equal(answers, expected.argmax(axis=1))
    np.testing.assert_allclose(
        network.predict_proba(small_dataset.test.images), expected, rtol=1e-3, atol=1e-6
    )
    of_right = expected[np.arange(300), small_dataset.test.labels]
    assert loss == pytest.approx(-np.log(of_right).sum(), rel=1e-4)


def shards() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name.startswith("side by side")}


def test_no_thread_is_left_after_a_run_nor_after_one_that_is_closed_in_between(
    small_dataset: Dataset,
) -> None:
    before = shards()
    finished(CONVNET, small_dataset)
    assert shards() == before
    run = train(CONVNET, small_dataset)
    while not isinstance(next(run), BatchMetrics):
        pass
    run.close()
    assert shards() == before


def test_a_small_convnet_learns_what_can_be_learned(small_dataset: Dataset) -> None:
    recipe = replace(CONVNET, n_train=None, epochs=4, batch_size=32, shift=1, averaging=0.25)
    assert finished(replace(recipe, learning_rate=0.01), small_dataset).report.accuracy > 0.9
