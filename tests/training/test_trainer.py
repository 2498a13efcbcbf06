"""The records of a run: what comes, in which order, and that it adds up."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, SplitPlan
from fashion_gui.evaluation.metrics import confusion_matrix
from fashion_gui.training import trainer
from fashion_gui.training.events import (
    BatchMetrics,
    EpochMetrics,
    Evaluating,
    Finished,
    Plan,
    Purpose,
    Record,
    Snapshot,
    ValidationMetrics,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(16,), epochs=3, batch_size=150, n_train=400, n_validation=100, n_test=200)
"""Three batches an epoch, the last one of 100 images."""


@pytest.fixture
def records(small_dataset: Dataset) -> list[Record]:
    return list(train(RECIPE, small_dataset, snapshot_interval_s=0.0))


def of_type(records: list[Record], kind: type[Any]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def finished(recipe: Recipe, dataset: Dataset) -> Finished:
    *_, last = train(recipe, dataset)
    assert isinstance(last, Finished)
    return last


def test_the_plan_comes_first_and_tells_what_will_happen(records: list[Record]) -> None:
    assert records[0] == Plan(
        recipe=RECIPE,
        sizes=(784, 16, 10),
        n_parameters=784 * 16 + 16 + 16 * 10 + 10,
        batch_size=150,
        n_batches=3,
        n_epochs=3,
        n_steps=9,
        n_train=400,
        n_validation=100,
        n_test=200,
        splits=SplitPlan(range(400), range(1100, 1200)),
    )
    assert len(of_type(records, Plan)) == 1


def test_finished_comes_last_and_only_once(records: list[Record]) -> None:
    assert isinstance(records[-1], Finished)
    assert len(of_type(records, Finished)) == 1
    assert records[-1].completed
    assert records[-1].plan == records[0]


def test_every_step_epoch_and_batch_is_counted_from_one(records: list[Record]) -> None:
    batches = of_type(records, BatchMetrics)
    assert [b.step for b in batches] == list(range(1, 10))
    assert [(b.epoch, b.batch) for b in batches] == [(e, b) for e in (1, 2, 3) for b in (1, 2, 3)]
    assert [b.n_images for b in batches] == [150, 150, 100] * 3
    assert [e.epoch for e in of_type(records, EpochMetrics)] == [1, 2, 3]


def test_an_epoch_is_told_after_its_last_batch_and_before_the_next_one(
    records: list[Record],
) -> None:
    kinds = [type(r) for r in records if isinstance(r, BatchMetrics | EpochMetrics)]
    assert kinds == [BatchMetrics, BatchMetrics, BatchMetrics, EpochMetrics] * 3


def test_an_epochs_loss_and_accuracy_are_the_means_over_its_images(records: list[Record]) -> None:
    batches = of_type(records, BatchMetrics)
    for epoch in of_type(records, EpochMetrics):
        own = [b for b in batches if b.epoch == epoch.epoch]
        weights = [b.n_images for b in own]
        assert epoch.loss == pytest.approx(np.average([b.loss for b in own], weights=weights))
        assert epoch.accuracy == pytest.approx(
            np.average([b.accuracy for b in own], weights=weights)
        )


def test_the_history_is_that_of_the_epochs(records: list[Record]) -> None:
    assert isinstance(records[-1], Finished)
    assert records[-1].history == tuple(of_type(records, EpochMetrics))


def test_the_report_is_about_the_first_test_images_answered_by_the_final_network(
    small_dataset: Dataset, records: list[Record]
) -> None:
    last = records[-1]
    assert isinstance(last, Finished)
    test = small_dataset.test[:200]
    answers = last.network.predict_proba(test.images).argmax(axis=1)
    assert np.array_equal(last.report.confusion, confusion_matrix(test.labels, answers, 10))
    assert last.report.confusion.sum() == 200


def test_validation_tells_how_the_network_of_that_step_does_on_the_last_training_images(
    small_dataset: Dataset, records: list[Record]
) -> None:
    # The last step has two networks: the second one got its temperature.
    networks = {s.step: s.network for s in reversed(of_type(records, Snapshot))}
    validation = small_dataset.train[-100:]
    looks = of_type(records, ValidationMetrics)
    assert looks
    for look in looks:
        probabilities = networks[look.step].predict_proba(validation.images).astype(float)
        of_right_class = probabilities[np.arange(100), validation.labels]
        assert look.accuracy == np.mean(probabilities.argmax(axis=1) == validation.labels)
        assert look.loss == pytest.approx(-np.log(of_right_class).mean(), rel=1e-4)


@pytest.mark.parametrize(
    "recipe", [RECIPE, replace(RECIPE, batch_size=None, n_validation=200)], ids=["batches", "all"]
)
def test_there_is_a_look_at_the_validation_images_after_the_last_step(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    records = list(train(recipe, small_dataset))
    looks, epochs = of_type(records, ValidationMetrics), of_type(records, EpochMetrics)
    assert looks[-1].step == of_type(records, Plan)[0].n_steps
    assert epochs[-1].validation_loss == looks[-1].loss
    assert epochs[-1].validation_accuracy == looks[-1].accuracy


@pytest.mark.parametrize("n_validation", [50, 200])
@pytest.mark.parametrize("batch_size", [None, 10, 100])
def test_validation_takes_no_more_than_a_small_part_of_a_run(
    small_dataset: Dataset, batch_size: int | None, n_validation: int
) -> None:
    recipe = Recipe(
        hidden=(8,), epochs=40, batch_size=batch_size, n_train=1000, n_validation=n_validation
    )
    if batch_size is None:
        recipe = replace(recipe, n_train=400)
    records = list(train(recipe, small_dataset))
    n_learned = sum(b.n_images for b in of_type(records, BatchMetrics))
    n_looked_at = n_validation * len(of_type(records, ValidationMetrics))
    assert n_learned / 20 <= n_looked_at <= n_learned / 3


def test_the_parts_of_an_evaluation_are_told(records: list[Record]) -> None:
    assert records[-2] == Evaluating(200, 200, Purpose.TESTING)
    assert {(e.n_done, e.n_images) for e in of_type(records, Evaluating)} == {
        (100, 100),
        (200, 200),
    }


def test_a_long_evaluation_comes_in_parts(small_dataset: Dataset) -> None:
    long = Dataset(small_dataset.test, small_dataset.train, CLASS_NAMES)
    records = list(train(Recipe(hidden=(8,), epochs=1, n_validation=0), long))
    assert of_type(records, Evaluating) == [
        Evaluating(n, 1200, Purpose.TESTING) for n in (500, 1000, 1200)
    ]


def test_without_validation_images_none_are_looked_at(small_dataset: Dataset) -> None:
    recipe = Recipe(hidden=(8,), epochs=2, n_validation=0, batch_size=100)
    records = list(train(recipe, small_dataset))
    assert not of_type(records, ValidationMetrics)
    assert of_type(records, Plan)[0].n_train == 1200
    assert [(e.validation_loss, e.validation_accuracy) for e in of_type(records, EpochMetrics)] == [
        (None, None)
    ] * 2


def test_no_snapshots_are_made_unless_they_are_wanted(small_dataset: Dataset) -> None:
    assert not of_type(list(train(RECIPE, small_dataset)), Snapshot)


def test_at_most_a_sixth_of_a_small_training_file_is_held_out(small_dataset: Dataset) -> None:
    plan = next(train(Recipe(hidden=(8,)), small_dataset))
    assert isinstance(plan, Plan)
    assert (plan.n_train, plan.n_validation) == (1000, 200)


def test_more_images_than_there_are_can_be_asked_for(small_dataset: Dataset) -> None:
    recipe = Recipe(hidden=(8,), epochs=1, n_train=10**6, n_test=10**6, batch_size=None)
    plan = finished(recipe, small_dataset).plan
    assert (plan.n_train, plan.n_test, plan.batch_size, plan.n_steps) == (1000, 300, 1000, 1)


def test_a_batch_of_exactly_all_images_is_possible(small_dataset: Dataset) -> None:
    recipe = Recipe(hidden=(8,), epochs=2, n_train=400, batch_size=400)
    plan = finished(recipe, small_dataset).plan
    assert (plan.batch_size, plan.n_steps) == (400, 2)


@pytest.mark.parametrize(("n_train", "n_images"), [(400, "400"), (None, "1,000"), (5000, "1,000")])
def test_a_batch_of_more_images_than_there_are_is_refused_before_anything_is_learned(
    small_dataset: Dataset, n_train: int | None, n_images: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        train(Recipe(n_train=n_train, batch_size=1001), small_dataset)
    assert str(caught.value) == (
        f"batch_size is at most the number of images to learn from, {n_images}, found 1,001."
    )


@pytest.mark.parametrize("n_images", [1, 7, 30])
@pytest.mark.parametrize("name", RECIPES)
def test_a_tiny_data_set_is_enough_for_every_recipe(
    small_dataset: Dataset, name: str, n_images: int
) -> None:
    tiny = Dataset(small_dataset.train[:n_images], small_dataset.test[:n_images], CLASS_NAMES)
    last = finished(RECIPES[name].with_settings(epochs=2, batch_size=None), tiny)
    assert last.completed
    assert last.plan.n_train + last.plan.n_validation == n_images
    assert last.report.confusion.sum() == n_images


def test_only_computing_counts_as_time(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 1.0 / 1024
        return now[0]

    monkeypatch.setattr(trainer, "perf_counter", clock)
    seconds = []
    for record in train(RECIPE, small_dataset):
        now[0] += 1000.0  # the caller takes its time
        if isinstance(record, BatchMetrics | EpochMetrics | Finished):
            seconds.append(record.seconds)
    assert seconds == sorted(seconds)
    assert 0 < seconds[0] < seconds[-1] < 1.0


def test_the_story_of_a_run_is_made_of_plain_values(records: list[Record]) -> None:
    last = records[-1]
    assert isinstance(last, Finished)
    story = last.story()
    assert story["recipe"] == RECIPE.to_dict()
    assert story["test_accuracy"] == last.report.accuracy
    assert [epoch["epoch"] for epoch in story["history"]] == [1, 2, 3]
    assert (story["n_train"], story["n_validation"], story["n_test"]) == (400, 100, 200)
    assert story["completed"] is True
