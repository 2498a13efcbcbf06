"""Which images a run learns from: each one once an epoch, and never those held out."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from untempered import have_learned_the_same

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.nn.network import Network
from fashion_gui.training.events import BatchMetrics, Finished, Snapshot
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

STANDSTILL = 1e-9
"""A learning rate at which the network stays as it is: each image keeps its loss."""


def learned(recipe: Recipe, dataset: Dataset) -> Network:
    *_, last = train(recipe, dataset)
    assert isinstance(last, Finished)
    return last.network


def image_losses(recipe: Recipe, dataset: Dataset, n_images: int) -> NDArray[np.float64]:
    """Return the cross-entropy of every training image at the run's beginning."""
    snapshot = next(r for r in train(recipe, dataset, 0.0) if isinstance(r, Snapshot))
    part = dataset.train[:n_images]
    probabilities = snapshot.network.predict_proba(part.images).astype(float)
    return -np.log(probabilities[np.arange(n_images), part.labels])


def orders(recipe: Recipe, dataset: Dataset, n_images: int) -> list[list[int]]:
    """Return which image came when, an epoch a row, told by the losses of single images."""
    expected = image_losses(recipe, dataset, n_images)
    assert np.diff(np.sort(expected)).min() > 1e-5, "two images look the same"
    seen = [
        int(np.abs(expected - record.loss).argmin())
        for record in train(recipe, dataset)
        if isinstance(record, BatchMetrics)
    ]
    return [seen[start : start + n_images] for start in range(0, len(seen), n_images)]


ONE_BY_ONE = Recipe(
    hidden=(16,),
    optimizer="sgd",
    learning_rate=STANDSTILL,
    batch_size=1,
    epochs=4,
    n_train=40,
    n_validation=0,
)


def test_every_training_image_is_seen_once_an_epoch(small_dataset: Dataset) -> None:
    for order in orders(ONE_BY_ONE, small_dataset, 40):
        assert sorted(order) == list(range(40))


def test_every_epoch_has_an_order_of_its_own(small_dataset: Dataset) -> None:
    file_order = list(range(40))
    seen = [file_order, *orders(ONE_BY_ONE, small_dataset, 40)]
    assert len({tuple(order) for order in seen}) == 5


def test_the_seed_decides_on_the_order(small_dataset: Dataset) -> None:
    again = orders(ONE_BY_ONE, small_dataset, 40)
    other = orders(replace(ONE_BY_ONE, seed=1), small_dataset, 40)
    assert orders(ONE_BY_ONE, small_dataset, 40) == again != other


def test_an_epoch_with_a_smaller_last_batch_sees_every_image_too(small_dataset: Dataset) -> None:
    recipe = replace(ONE_BY_ONE, batch_size=7, epochs=2)
    total = image_losses(recipe, small_dataset, 40).sum()
    batches = [b for b in train(recipe, small_dataset) if isinstance(b, BatchMetrics)]
    assert [b.n_images for b in batches] == [7, 7, 7, 7, 7, 5] * 2
    for epoch in (batches[:6], batches[6:]):
        assert sum(b.loss * b.n_images for b in epoch) == pytest.approx(total, rel=1e-5)


def corrupted(split: Subset, part: slice) -> Subset:
    """Return the split with other images and labels in a part of it."""
    images, labels = split.images.copy(), split.labels.copy()
    images[part] = 255 - images[part]
    labels[part] = (labels[part] + 3) % 10
    return Subset(images, labels)


HELD_OUT = Recipe(hidden=(16,), epochs=2, batch_size=64, n_validation=150)
FULL_BATCH = replace(HELD_OUT, batch_size=None, epochs=5)
AS_PRINTED = replace(RECIPES["article-as-printed"], hidden=(16,), epochs=3, n_validation=150)


@pytest.mark.parametrize("recipe", [HELD_OUT, FULL_BATCH, AS_PRINTED])
def test_nothing_is_learned_from_the_validation_images(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    other = Dataset(
        corrupted(small_dataset.train, slice(-150, None)), small_dataset.test, CLASS_NAMES
    )
    assert have_learned_the_same(learned(recipe, small_dataset), learned(recipe, other))


@pytest.mark.parametrize("recipe", [HELD_OUT, FULL_BATCH, AS_PRINTED])
def test_nothing_is_learned_from_the_test_images(small_dataset: Dataset, recipe: Recipe) -> None:
    other = Dataset(small_dataset.train, corrupted(small_dataset.test, slice(None)), CLASS_NAMES)
    assert have_learned_the_same(learned(recipe, small_dataset), learned(recipe, other))


@pytest.mark.parametrize("recipe", [HELD_OUT, FULL_BATCH])
def test_the_last_image_before_the_validation_images_is_learned_from(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    other = Dataset(
        corrupted(small_dataset.train, slice(-151, -150)), small_dataset.test, CLASS_NAMES
    )
    assert not have_learned_the_same(learned(recipe, small_dataset), learned(recipe, other))


def test_only_the_first_training_images_are_used_when_fewer_are_asked_for(
    small_dataset: Dataset,
) -> None:
    recipe = replace(HELD_OUT, n_train=300)
    other = Dataset(
        corrupted(small_dataset.train, slice(300, None)), small_dataset.test, CLASS_NAMES
    )
    assert have_learned_the_same(learned(recipe, small_dataset), learned(recipe, other))
    other = Dataset(
        corrupted(small_dataset.train, slice(299, 300)), small_dataset.test, CLASS_NAMES
    )
    assert not have_learned_the_same(learned(recipe, small_dataset), learned(recipe, other))


def test_the_validation_images_change_only_what_is_told_of_them(small_dataset: Dataset) -> None:
    other = Dataset(
        corrupted(small_dataset.train, slice(-150, None)), small_dataset.test, CLASS_NAMES
    )
    *_, ours = train(HELD_OUT, small_dataset)
    *_, theirs = train(HELD_OUT, other)
    assert isinstance(ours, Finished)
    assert isinstance(theirs, Finished)
    assert np.array_equal(ours.report.confusion, theirs.report.confusion)
    assert [e.loss for e in ours.history] == [e.loss for e in theirs.history]
    assert ours.history[-1].validation_accuracy != theirs.history[-1].validation_accuracy


def test_the_data_set_is_left_as_it_was(small_dataset: Dataset) -> None:
    images, labels = small_dataset.train.images.copy(), small_dataset.train.labels.copy()
    learned(HELD_OUT, small_dataset)
    assert np.array_equal(small_dataset.train.images, images)
    assert np.array_equal(small_dataset.train.labels, labels)
