"""Controls that are turned while a run goes on, and runs that are repeated with their turns."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commanded_runs import run_with
from teachers import write_teacher

from fashion_gui.data import Dataset
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.controls import (
    CONTROLS,
    ControlChanged,
    SetControl,
    Turn,
    turnable,
    turned,
)
from fashion_gui.training.events import (
    BatchMetrics,
    CheckpointTaken,
    Command,
    Finished,
    Hint,
    Record,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train

RECIPE = Recipe(
    hidden=(16,), optimizer="sgd", learning_rate=0.1, batch_size=100, n_train=400,
    n_validation=100, n_test=50, epochs=3,
)  # fmt: skip
VALUES: dict[str, Any] = {
    "learning_rate": 0.5,
    "schedule": "cosine",
    "momentum": 0.9,
    "batch_size": 60,
    "epochs": 4,
    "patience": 1,
    "weight_decay": 0.5,
    "l2": 0.5,
    "dropout": 0.5,
    "label_smoothing": 0.3,
    "averaging": 0.5,
    "mirror": True,
    "shift": 3,
    "erase": 9,
    "rotation": 30,
    "scale": 0.4,
    "elastic": 2.0,
    "drawings": True,
    "drawings_per_100": 150,
    "teacher_share": 0.1,
    "teacher_temperature": 9.0,
}


def losses(records: list[Record]) -> list[float]:
    return [record.loss for record in records if isinstance(record, BatchMetrics)]


def end(records: list[Record]) -> Finished:
    assert isinstance(records[-1], Finished)
    return records[-1]


@pytest.fixture(scope="module")
def unturned(small_dataset: Dataset) -> list[Record]:
    return run_with(RECIPE, small_dataset, {})


def test_each_control_has_a_value_to_be_tried() -> None:
    assert set(VALUES) == set(CONTROLS)


@pytest.mark.parametrize("name", [name for name in turnable(RECIPE) if name != "patience"])
def test_a_turn_holds_from_the_next_batch_on(
    small_dataset: Dataset, unturned: list[Record], name: str
) -> None:
    records = run_with(RECIPE, small_dataset, {4: SetControl(name, VALUES[name])})
    assert losses(records)[:4] == losses(unturned)[:4]
    parameters = [end(of).network.parameters for of in (records, unturned)]
    assert not np.array_equal(*parameters)
    (change,) = [record for record in records if isinstance(record, ControlChanged)]
    assert change == ControlChanged(4, name, getattr(RECIPE, name), VALUES[name])
    assert list(end(records).story()["turns"]) == [{"step": 4, "name": name, "value": VALUES[name]}]


def test_a_teacher_that_is_there_is_turned_from_the_next_batch_on(
    small_dataset: Dataset, tmp_path: Path
) -> None:
    write_teacher(tmp_path / "teacher")
    recipe = replace(RECIPE, teacher=str(tmp_path / "teacher"))
    unturned = losses(run_with(recipe, small_dataset, {}))
    for name in ("teacher_share", "teacher_temperature"):
        assert name in turnable(recipe)
        turns = losses(run_with(recipe, small_dataset, {4: SetControl(name, VALUES[name])}))
        assert turns[:4] == unturned[:4]
        assert turns[4] != unturned[4]
        with pytest.raises(RecipeError, match=f"{name} works in a run with a teacher only"):
            turned(RECIPE, name, VALUES[name])


@pytest.mark.parametrize("name", ["l2", "dropout", "momentum", "learning_rate", "weight_decay"])
def test_what_is_turned_before_the_first_step_is_a_run_of_that_recipe(
    small_dataset: Dataset, name: str
) -> None:
    recipe = replace(RECIPE, **{name: VALUES[name]})
    turns = [Turn(0, name, VALUES[name])]
    records = run_with(RECIPE, small_dataset, {}, turns=turns)
    expected = run_with(recipe, small_dataset, {})
    assert losses(records) == losses(expected)
    np.testing.assert_array_equal(end(records).network.parameters, end(expected).network.parameters)


def test_some_controls_are_turned_together_and_back(
    small_dataset: Dataset, unturned: list[Record]
) -> None:
    there = (SetControl("dropout", 0.4), SetControl("learning_rate", 0.3))
    back = (SetControl("dropout", 0.0), SetControl("learning_rate", 0.1))
    records = run_with(RECIPE, small_dataset, {2: there, 5: back})
    changes = [record for record in records if isinstance(record, ControlChanged)]
    assert [change.step for change in changes] == [2, 2, 5, 5]
    assert losses(records)[:2] == losses(unturned)[:2]
    assert losses(records)[3] != losses(unturned)[3]


def test_the_share_of_drawings_is_turned_where_there_are_some(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, drawings=True)
    assert "drawings_per_100" in turnable(recipe)
    unturned = losses(run_with(recipe, small_dataset, {}))
    turns = losses(run_with(recipe, small_dataset, {4: SetControl("drawings_per_100", 150)}))
    assert turns[:4] == unturned[:4]
    assert turns[4] != unturned[4]
    with pytest.raises(RecipeError, match="drawings_per_100 works in a run that learns from"):
        turned(RECIPE, "drawings_per_100", 150)


EVERYTHING = replace(
    RECIPE, batch_norm=True, dropout=0.1, mirror=True, shift=1, drawings=True, epochs=2,
    rotation=10, elastic=1.0,
)  # fmt: skip
TURNS = {
    1: SetControl("erase", 5),
    3: (SetControl("shift", 0), SetControl("dropout", 0.3), SetControl("momentum", 0.5)),
    5: (SetControl("rotation", 0), SetControl("scale", 0.2), SetControl("drawings_per_100", 120)),
    6: SetControl("l2", 0.01),
}


def test_a_run_is_repeated_exactly_with_its_turns(small_dataset: Dataset) -> None:
    first = end(run_with(EVERYTHING, small_dataset, TURNS))
    turns = [Turn.from_dict(turn) for turn in first.story()["turns"]]
    again = end(run_with(EVERYTHING, small_dataset, {}, turns=turns))
    np.testing.assert_array_equal(first.network.parameters, again.network.parameters)
    assert first.turns == again.turns


@pytest.mark.parametrize("step", [2, 4, 7])
def test_a_checkpoint_knows_what_was_turned(small_dataset: Dataset, step: int) -> None:
    whole = end(run_with(EVERYTHING, small_dataset, TURNS))
    records = run_with(EVERYTHING, small_dataset, TURNS | {step: Command.CHECKPOINT})
    (taken,) = [record for record in records if isinstance(record, CheckpointTaken)]
    later = {at: command for at, command in TURNS.items() if at > step}
    rest = end(run_with(EVERYTHING, small_dataset, later, start=taken.checkpoint))
    np.testing.assert_array_equal(whole.network.parameters, rest.network.parameters)
    assert whole.turns == rest.turns


@pytest.mark.parametrize("turns", [None, [{}], [{"step": 1, "name": "hidden", "value": 3}], 7])
def test_a_checkpoint_with_damaged_turns_is_refused(small_dataset: Dataset, turns: object) -> None:
    records = run_with(RECIPE, small_dataset, {2: Command.CHECKPOINT})
    (taken,) = [record for record in records if isinstance(record, CheckpointTaken)]
    state = taken.checkpoint.state | {"turns": turns}
    damaged = Checkpoint(RECIPE, small_dataset.digest, small_dataset.class_names, state)
    with pytest.raises(ValueError, match="The checkpoint is damaged: "):
        train(RECIPE, small_dataset, start=damaged)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("hidden", (3,), "hidden cannot be turned in a run, only learning_rate, "),
        ("nonsense", 1, "nonsense cannot be turned in a run"),
        ("dropout", 1.5, "dropout is a number from 0 to 0.99, found 1.5"),
        ("learning_rate", "fast", "learning_rate expects a number, found 'fast'"),
        ("shift", 2.5, "shift expects a whole number, found 2.5"),
    ],
)
def test_what_cannot_be_turned_is_told_and_the_run_goes_on(
    small_dataset: Dataset, unturned: list[Record], name: str, value: Any, said: str
) -> None:
    records = run_with(RECIPE, small_dataset, {3: SetControl(name, value)})
    (hint,) = [r for r in records if isinstance(r, Hint) and not r.rule]
    assert hint.step == 3
    assert said in hint.sentence
    assert losses(records) == losses(unturned)


def test_momentum_is_there_for_sgd_only_and_the_articles_code_has_no_controls() -> None:
    with pytest.raises(RecipeError, match="momentum works with sgd only, found adam"):
        turned(Recipe(), "momentum", 0.5)
    with pytest.raises(RecipeError, match="cannot be turned: the article's code"):
        turned(RECIPES["article-as-printed"], "learning_rate", 0.5)
