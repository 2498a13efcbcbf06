"""The end of a run before its time: stopped, closed, or diverged."""

from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest
from untempered import have_learned_the_same

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.training.events import (
    BatchMetrics,
    Best,
    Command,
    DivergedError,
    EpochMetrics,
    Evaluating,
    Finished,
    Frame,
    Plan,
    Purpose,
    Record,
    Snapshot,
    ValidationMetrics,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(16,), epochs=4, batch_size=250, n_validation=100)
TELLS_OF_LEARNING = (BatchMetrics, EpochMetrics, Snapshot, ValidationMetrics)


def stop_at(recipe: Recipe, dataset: Dataset, kind: type[Any]) -> tuple[list[Record], list[Record]]:
    """Send one stop in answer to the first record of a kind; return what came before and after."""
    run = train(recipe, dataset, snapshot_interval_s=0.0)
    before: list[Record] = []
    for record in run:
        before.append(record)
        if isinstance(record, kind):
            break
    after = [run.send(Command.STOP)]
    after.extend(run)
    return before, after


@pytest.mark.parametrize(
    "kind", [Plan, Snapshot, BatchMetrics, ValidationMetrics, EpochMetrics, Evaluating]
)
def test_a_stop_at_any_moment_ends_the_learning_at_once(
    small_dataset: Dataset, kind: type[Any]
) -> None:
    before, after = stop_at(RECIPE, small_dataset, kind)
    assert not [record for record in after if isinstance(record, BatchMetrics)]
    last = after[-1]
    assert isinstance(last, Finished)
    assert not last.completed
    assert last.report.confusion.sum() == 300
    steps = [record for record in before if isinstance(record, BatchMetrics)]
    assert len(steps) < last.plan.n_steps


def test_no_record_of_a_run_is_too_late_to_stop_it(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, epochs=2)
    records = list(train(recipe, small_dataset, 0.0))
    last_step = max(i for i, record in enumerate(records) if isinstance(record, BatchMetrics))
    for n_seen in range(1, last_step + 1):
        run = train(recipe, small_dataset, 0.0)
        *_, before = islice(run, n_seen)
        after = [run.send(Command.STOP), *run]
        assert not [r for r in after if isinstance(r, BatchMetrics)], f"after {before}"
        assert isinstance(after[-1], Finished)
        assert not after[-1].completed


@pytest.mark.parametrize("name", ["mlp", "article", "article-as-printed"])
def test_every_recipe_can_be_stopped(small_dataset: Dataset, name: str) -> None:
    _, after = stop_at(RECIPES[name], small_dataset, BatchMetrics)
    assert not [record for record in after if isinstance(record, BatchMetrics)]
    assert isinstance(after[-1], Finished)


def test_a_stopped_run_keeps_what_was_learned(small_dataset: Dataset) -> None:
    before, after = stop_at(RECIPE, small_dataset, ValidationMetrics)
    last = after[-1]
    assert isinstance(last, Finished)
    newest = [record for record in before if isinstance(record, Snapshot)][-1]
    assert newest.step > 0
    assert have_learned_the_same(last.network, newest.network)
    answers = last.network.predict_proba(small_dataset.test.images).argmax(axis=1)
    assert last.report.accuracy == np.mean(answers == small_dataset.test.labels)


def test_a_run_stopped_before_its_first_step_gives_the_initial_network(
    small_dataset: Dataset,
) -> None:
    before, after = stop_at(RECIPE, small_dataset, Snapshot)
    last = after[-1]
    assert isinstance(before[-1], Snapshot)
    assert isinstance(last, Finished)
    assert have_learned_the_same(last.network, before[-1].network)
    assert last.history == ()


def test_an_epoch_that_was_stopped_half_way_is_not_in_the_history(small_dataset: Dataset) -> None:
    run = train(RECIPE, small_dataset)
    for record in run:
        if isinstance(record, BatchMetrics) and (record.epoch, record.batch) == (2, 3):
            break
    after = [run.send(Command.STOP), *run]
    assert not [record for record in after if isinstance(record, EpochMetrics)]
    last = after[-1]
    assert isinstance(last, Finished)
    assert [epoch.epoch for epoch in last.history] == [1]


def test_a_stop_after_the_last_step_of_all_leaves_the_run_complete(small_dataset: Dataset) -> None:
    run = train(RECIPE, small_dataset)
    for record in run:
        if isinstance(record, BatchMetrics) and record.step == 4 * 5:
            break
    *_, last = [run.send(Command.STOP), *run]
    assert isinstance(last, Finished)
    assert last.completed
    assert [epoch.epoch for epoch in last.history] == [1, 2, 3, 4]


def test_a_look_at_the_validation_images_that_was_stopped_half_way_is_not_told(
    small_dataset: Dataset,
) -> None:
    many = Subset(
        np.tile(small_dataset.train.images, (4, 1, 1)), np.tile(small_dataset.train.labels, 4)
    )
    recipe = Recipe(hidden=(8,), epochs=2, batch_size=1000, n_validation=800)
    before, after = stop_at(recipe, Dataset(many, small_dataset.test, CLASS_NAMES), Evaluating)
    assert before[-1] == Evaluating(500, 800)
    assert not [record for record in after if isinstance(record, ValidationMetrics)]
    tested = [record for record in after if isinstance(record, Evaluating)]
    assert tested == [Evaluating(300, 300, Purpose.TESTING)]


def test_the_test_images_are_answered_to_the_end_whatever_is_sent(small_dataset: Dataset) -> None:
    swapped = Dataset(
        small_dataset.test, small_dataset.train, CLASS_NAMES
    )  # 1,200 test images: three parts
    run = train(Recipe(hidden=(8,), epochs=1, n_validation=0), swapped)
    record = next(run)
    while not isinstance(record, Finished):
        record = run.send(Command.STOP)
    assert record.report.confusion.sum() == 1200


def test_a_run_can_be_closed_at_any_moment(small_dataset: Dataset) -> None:
    recipe = Recipe(hidden=(8,), epochs=2, batch_size=400, n_validation=100)
    n_records = len(list(train(recipe, small_dataset, 0.0)))
    for n_seen in range(n_records + 1):
        run = train(recipe, small_dataset, 0.0)
        for _ in range(n_seen):
            next(run)
        run.close()
        with pytest.raises(StopIteration):
            next(run)


DIVERGING = Recipe(
    hidden=(16,) * 8, optimizer="sgd", learning_rate=1e6, batch_size=50, epochs=2, n_validation=100
)


def until_divergence(recipe: Recipe, dataset: Dataset) -> tuple[list[BatchMetrics], str]:
    """Return the batches before a run diverges, and what it then says."""
    records: list[Record] = []
    with pytest.raises(DivergedError) as caught:
        records.extend(train(recipe, dataset))
    return [record for record in records if isinstance(record, BatchMetrics)], str(caught.value)


def test_a_run_whose_steps_are_too_long_says_so_and_where(small_dataset: Dataset) -> None:
    batches, sentence = until_divergence(DIVERGING, small_dataset)
    assert np.isfinite([batch.loss for batch in batches]).all()
    assert f"batch {batches[-1].batch + 1} of epoch 1" in sentence
    assert "learning rate below 1e+06" in sentence


def test_a_run_that_diverges_later_names_that_epoch(small_dataset: Dataset) -> None:
    recipe = DIVERGING.with_settings(batch_size=None, epochs=5, n_validation=0)
    batches, sentence = until_divergence(recipe, small_dataset)
    assert f"batch 1 of epoch {batches[-1].epoch + 1}" in sentence


def test_divergence_advises_on_the_setting_and_not_on_the_rate_of_the_moment(
    small_dataset: Dataset,
) -> None:
    recipe = DIVERGING.with_settings(schedule="one-cycle", learning_rate=1e5)
    _, sentence = until_divergence(recipe, small_dataset)
    assert "below 100000, for example 10000, " in sentence


def test_a_snapshot_that_is_asked_for_after_any_record_comes_next(small_dataset: Dataset) -> None:
    recipe = Recipe(hidden=(8,), batch_size=200, epochs=2, n_validation=100)
    run = train(recipe, small_dataset, is_kept=True, has_film=True)
    while not isinstance(record := next(run), BatchMetrics):
        pass
    kinds, step = set(), 0
    while not isinstance(record, Finished):
        kinds.add(type(record))
        step = getattr(record, "step", step)  # parts of an evaluation have none
        snapshot = run.send(Command.SNAPSHOT)
        assert isinstance(snapshot, Snapshot), type(record)
        assert snapshot.step == step
        record = next(run)
        assert not isinstance(record, Snapshot), "once"
    assert kinds >= {BatchMetrics, Frame, Evaluating, ValidationMetrics, EpochMetrics, Best}
    *_, undisturbed = train(recipe, small_dataset)
    assert isinstance(undisturbed, Finished)
    assert record.network.digest == undisturbed.network.digest


@pytest.mark.parametrize("n_validation", [0, 100])
def test_a_run_that_diverges_in_its_last_step_warns_of_nothing_and_tells_no_loss_that_is_none(
    small_dataset: Dataset, n_validation: int
) -> None:
    recipe = DIVERGING.with_settings(batch_size=None, epochs=1, n_validation=n_validation)
    records: list[Record] = []
    with suppress(DivergedError):
        records.extend(train(recipe, small_dataset))
    losses = [r.loss for r in records if isinstance(r, BatchMetrics | ValidationMetrics)]
    assert losses
    assert np.isfinite(losses).all()
