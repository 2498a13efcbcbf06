"""Runs whose batches or length are turned on the way, and runs that end early."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from commanded_runs import run_with

from fashion_gui.data import Dataset
from fashion_gui.percent import percent
from fashion_gui.training.controls import ControlChanged, SetControl, Turn
from fashion_gui.training.events import (
    BatchMetrics,
    Best,
    CheckpointTaken,
    Command,
    EpochMetrics,
    Finished,
    Hint,
    Plan,
    PlanChanged,
    Record,
    ValidationMetrics,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(
    hidden=(16,), batch_size=100, n_train=430, n_validation=100, n_test=50, epochs=3,
    schedule="one-cycle", learning_rate=0.01, averaging=0.4, dropout=0.1,
)  # fmt: skip
"""Five steps an epoch, the last of 30 images."""


def of(records: list[Record], kind: type[Record]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def end(records: list[Record]) -> Finished:
    assert isinstance(records[-1], Finished)
    return records[-1]


def test_another_batch_size_holds_from_the_next_batch_on(small_dataset: Dataset) -> None:
    records = run_with(RECIPE, small_dataset, {2: SetControl("batch_size", 50)})
    sizes = [batch.n_images for batch in of(records, BatchMetrics)]
    assert sizes[:7] == [100, 100, 50, 50, 50, 50, 30]
    assert sizes[7:] == [50] * 8 + [30] + [50] * 8 + [30]
    (change,) = of(records, PlanChanged)
    assert (change.step, change.plan.n_steps) == (2, len(sizes))
    assert change.plan.recipe == RECIPE
    assert end(records).completed


@pytest.mark.parametrize("size", [None, 430])
def test_the_rest_of_an_epoch_can_be_one_batch(small_dataset: Dataset, size: int | None) -> None:
    records = run_with(RECIPE, small_dataset, {6: SetControl("batch_size", size)})
    sizes = [batch.n_images for batch in of(records, BatchMetrics)]
    assert sizes == [100, 100, 100, 100, 30, 100, 330, 430]
    assert end(records).completed


def test_each_image_is_learned_once_an_epoch_whatever_the_batches_are(
    small_dataset: Dataset,
) -> None:
    commands = {n: SetControl("batch_size", 20 + 7 * n) for n in range(1, 30)}
    epochs = of(run_with(RECIPE, small_dataset, commands), BatchMetrics)
    for epoch in (1, 2, 3):
        batches = [batch for batch in epochs if batch.epoch == epoch]
        assert sum(batch.n_images for batch in batches) == 430
        assert batches[-1].n_seen == 430


@pytest.mark.parametrize(("epochs", "n_steps"), [(5, 25), (2, 10)])
def test_a_run_gets_longer_or_shorter(small_dataset: Dataset, epochs: int, n_steps: int) -> None:
    records = run_with(RECIPE, small_dataset, {7: SetControl("epochs", epochs)})
    assert len(of(records, BatchMetrics)) == n_steps
    assert of(records, PlanChanged)[0].plan.n_steps == n_steps
    assert of(records, ValidationMetrics)[-1].step == n_steps
    assert end(records).completed


def test_a_run_cannot_end_before_it_is(small_dataset: Dataset) -> None:
    records = run_with(RECIPE, small_dataset, {7: SetControl("epochs", 1)})
    (hint,) = [hint for hint in of(records, Hint) if not hint.rule]
    assert hint.sentence == "epochs is at least 2: the run has come that far."
    assert len(of(records, BatchMetrics)) == 15
    # Between two epochs it can.
    assert len(of(run_with(RECIPE, small_dataset, {5: SetControl("epochs", 1)}), BatchMetrics)) == 5


def test_a_batch_larger_than_the_images_is_refused_and_the_run_goes_on(
    small_dataset: Dataset,
) -> None:
    records = run_with(RECIPE, small_dataset, {2: SetControl("batch_size", 5000)})
    (hint,) = [hint for hint in of(records, Hint) if not hint.rule]
    assert "batch_size is at most" in hint.sentence
    assert not of(records, ControlChanged)
    assert len(of(records, BatchMetrics)) == 15


TURNS = {
    2: SetControl("batch_size", 64),
    4: (SetControl("mirror", True), SetControl("schedule", "cosine")),
    6: SetControl("drawings", True),
    9: (SetControl("epochs", 4), SetControl("batch_size", 90)),
}


def test_such_a_run_is_repeated_exactly(small_dataset: Dataset) -> None:
    first = end(run_with(RECIPE, small_dataset, TURNS))
    turns = [Turn.from_dict(turn) for turn in first.story()["turns"]]
    again = end(run_with(RECIPE, small_dataset, {}, turns=turns))
    np.testing.assert_array_equal(first.network.parameters, again.network.parameters)
    assert first.turns == again.turns
    assert first.network.architecture.mirrored


WITHOUT_DRAWINGS = {step: turn for step, turn in TURNS.items() if step != 6}
"""Drawings take long to make: one of the checkpoints has them."""


@pytest.mark.parametrize("step", [1, 2, 3, 5, 7, 9, 14, 20])
def test_such_a_run_goes_on_exactly_from_a_checkpoint(small_dataset: Dataset, step: int) -> None:
    all_turns = TURNS if step == 7 else WITHOUT_DRAWINGS
    whole = end(run_with(RECIPE, small_dataset, all_turns))
    asked = all_turns.get(step, ())
    both = (Command.CHECKPOINT, *(asked if isinstance(asked, tuple) else (asked,)))
    records = run_with(RECIPE, small_dataset, all_turns | {step: both})
    (taken,) = of(records, CheckpointTaken)
    turns = {at: command for at, command in all_turns.items() if at > step}
    run, command, rest = train(RECIPE, small_dataset, start=taken.checkpoint), None, None
    while not isinstance(rest, Finished):
        rest = run.send(command)
        command = turns.get(rest.step) if isinstance(rest, BatchMetrics) else None
        if isinstance(rest, Plan) and asked:
            command = asked
    np.testing.assert_array_equal(whole.network.parameters, rest.network.parameters)
    assert whole.turns == rest.turns


@pytest.mark.parametrize("name", ["mlp", "article"])
def test_a_finished_run_goes_on_as_one_that_was_longer_from_that_step_on(
    small_dataset: Dataset, name: str
) -> None:
    changes = {"n_train": 300, "n_validation": 60, "epochs": 2, "n_test": 50}
    recipe = replace(RECIPES[name], **changes)
    recipe = replace(recipe, batch_size=recipe.batch_size and 128)
    first = run_with(recipe, small_dataset, {}, is_kept=True)
    (taken,) = of(first, CheckpointTaken)
    run = train(recipe, small_dataset, start=taken.checkpoint)
    next(run)
    rest = [run.send(SetControl("epochs", 3)), *run]
    assert {batch.epoch for batch in of(rest, BatchMetrics)} == {3}
    assert len(end(rest).history) == 3
    turns = [Turn(taken.step, "epochs", 3)]
    whole = run_with(recipe, small_dataset, {}, turns=turns)
    np.testing.assert_array_equal(end(whole).network.parameters, end(rest).network.parameters)


def test_averaging_begins_anew_when_a_run_that_has_averaged_gets_longer(
    small_dataset: Dataset,
) -> None:
    turn = {15: SetControl("epochs", 30)}
    records = run_with(RECIPE, small_dataset, turn, is_kept=True, snapshot_interval_s=0.0)
    average = of(records, CheckpointTaken)[-1].checkpoint.state["learner"]["average"]
    assert average["n"] == 60  # of the last 40 % of 150 steps


NEVER_BETTER = replace(RECIPE, learning_rate=1e-9, schedule="constant", patience=2, epochs=9)


def test_a_run_that_gets_no_better_ends_when_its_patience_does(small_dataset: Dataset) -> None:
    records = run_with(NEVER_BETTER, small_dataset, {})
    assert [epoch.epoch for epoch in of(records, EpochMetrics)] == [1, 2, 3]
    assert not end(records).completed
    accuracy = percent(of(records, ValidationMetrics)[-1].accuracy, 2)
    sentences = [hint.sentence for hint in of(records, Hint)]
    assert sentences[-1] == (
        f"Stopped early: no epoch since 1 was better on validation images ({accuracy})."
    )


def test_without_patience_it_goes_to_its_end(small_dataset: Dataset) -> None:
    records = run_with(replace(NEVER_BETTER, patience=0), small_dataset, {})
    assert end(records).completed


def test_patience_is_the_same_after_a_checkpoint(small_dataset: Dataset) -> None:
    records = run_with(NEVER_BETTER, small_dataset, {7: Command.CHECKPOINT})
    (taken,) = of(records, CheckpointTaken)
    rest = list(train(NEVER_BETTER, small_dataset, start=taken.checkpoint))
    assert len(end(rest).history) == 3


def test_the_best_network_on_validation_images_is_told_each_time(small_dataset: Dataset) -> None:
    records = run_with(replace(RECIPE, epochs=6), small_dataset, {}, is_kept=True)
    accuracies = [epoch.validation_accuracy for epoch in of(records, EpochMetrics)]
    best: list[Best] = of(records, Best)
    expected = [n for n in range(6) if accuracies[n] > max(accuracies[:n], default=0)]
    assert [one.epoch - 1 for one in best] == expected
    assert [one.accuracy for one in best] == [accuracies[n] for n in expected]
    answers = best[-1].network.predict_proba(small_dataset.train.images[-100:]).argmax(axis=1)
    labels = small_dataset.train.labels[-100:]
    assert np.mean(answers == labels) == best[-1].accuracy


def test_what_is_kept_changes_nothing_and_is_told_only_when_asked(small_dataset: Dataset) -> None:
    plain, kept = (run_with(RECIPE, small_dataset, {}, is_kept=is_kept) for is_kept in (0, 1))
    assert not of(plain, Best)
    assert not of(plain, CheckpointTaken)
    assert len(of(kept, CheckpointTaken)) == 1
    np.testing.assert_array_equal(end(plain).network.parameters, end(kept).network.parameters)
