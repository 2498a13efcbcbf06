"""A run's history: its curves and epochs, whatever its batches are, in bounded memory."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.training.events import BatchMetrics, Finished, Plan, Record, ValidationMetrics
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(8,), epochs=3, batch_size=100, n_train=400, n_validation=100)


def history_of(recipe: Recipe, dataset: Dataset) -> tuple[RunHistory, list[Record]]:
    records = list(train(recipe, dataset))
    history = RunHistory()
    history.add(records)
    return history, records


def test_every_large_batch_is_a_point(small_dataset: Dataset) -> None:
    history, records = history_of(RECIPE, small_dataset)
    batches = [record for record in records if isinstance(record, BatchMetrics)]
    training = history.loss.training
    np.testing.assert_allclose(training.x, [batch.step / 4 for batch in batches])
    np.testing.assert_allclose(training.y, [batch.loss for batch in batches])
    np.testing.assert_allclose(history.accuracy.training.y, [b.accuracy for b in batches])


def test_the_looks_at_validation_images_and_the_epochs_are_kept(small_dataset: Dataset) -> None:
    history, records = history_of(RECIPE, small_dataset)
    looks = [record for record in records if isinstance(record, ValidationMetrics)]
    assert len(looks) >= 3
    np.testing.assert_allclose(history.loss.validation.y, [look.loss for look in looks])
    np.testing.assert_allclose(history.accuracy.validation.x, [look.step / 4 for look in looks])
    (finished,) = [record for record in records if isinstance(record, Finished)]
    assert tuple(history.epochs) == finished.history


@pytest.mark.parametrize("batch_size", [1, 3, 16])
def test_small_batches_are_put_together_into_points_that_say_something(
    small_dataset: Dataset, batch_size: int
) -> None:
    recipe = replace(RECIPE, batch_size=batch_size, epochs=1 if batch_size == 1 else 20)
    recipe = replace(recipe, n_train=1000 if batch_size == 1 else 400)
    history, records = history_of(recipe, small_dataset)
    plan = history.plan
    assert isinstance(plan, Plan)
    batches = [record for record in records if isinstance(record, BatchMetrics)]
    curve = history.accuracy.training
    assert len(curve) >= min(100, len(batches))
    assert history.images_a_point <= 64 + batch_size
    # Nothing is left out: the points, weighted by their images, have the mean of all batches.
    n_images = np.diff(curve.x, prepend=0.0) * plan.n_train
    steps = np.ceil(n_images / plan.batch_size - 1e-9).astype(int)
    assert steps.sum() == len(batches)
    weights = [
        sum(batch.n_images for batch in batches[stop - n : stop])
        for n, stop in zip(steps, steps.cumsum(), strict=True)
    ]
    everything = sum(b.accuracy * b.n_images for b in batches) / sum(b.n_images for b in batches)
    assert np.average(curve.y, weights=weights) == pytest.approx(everything)
    if batch_size == 1:
        assert 0 < np.median(curve.y) < 1  # a single image is only right or wrong


def test_a_short_run_of_tiny_batches_still_has_a_point_for_each(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, batch_size=2, n_train=60, epochs=1)
    history, _ = history_of(recipe, small_dataset)
    assert len(history.loss.training) == 30
