"""How long a run will take, from a rehearsal of its first steps."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from teachers import write_teacher

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.training import timing, trainer
from fashion_gui.training.events import (
    BatchMetrics,
    Command,
    Evaluating,
    Finished,
    Plan,
    ValidationMetrics,
)
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.plan import n_validations, plan_of
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.timing import Speed, measure_speed, rehearsal_of
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(16,), epochs=3, batch_size=150, n_train=400, n_validation=100, n_test=200)
CONVNET = replace(RECIPE, convolutions=("4k5s3", "8p"), mirror=True, shift=1)
AS_PRINTED = replace(RECIPES["article-as-printed"], n_train=500, epochs=7, n_validation=30)
RECIPES_TO_REHEARSE = {
    "dense": RECIPE,
    "convnet": CONVNET,
    "all at once": replace(RECIPE, batch_size=None, n_train=150, epochs=11),
    "as printed": AS_PRINTED,
    "without validation": replace(RECIPE, n_validation=0),
    "many looks": replace(RECIPE, batch_size=10, n_train=None, n_validation=40),
    "one step": replace(RECIPE, batch_size=None, epochs=1),
    "one test image": replace(RECIPE, n_test=1),
    "steps that are too long": replace(RECIPE, learning_rate=1e6, optimizer="sgd"),
}
every_kind = pytest.mark.parametrize(
    "recipe", RECIPES_TO_REHEARSE.values(), ids=RECIPES_TO_REHEARSE.keys()
)


def last_speed(recipe: Recipe, dataset: Dataset) -> Speed:
    *_, last = measure_speed(rehearsal_of(recipe, dataset), dataset)
    assert last is not None
    return last


def other_threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t is not threading.main_thread() and not t.daemon]


def test_what_a_teacher_answers_is_counted_once_where_nothing_changes(
    small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "_ENOUGH_S", 0.02)
    write_teacher(tmp_path / "teacher")
    recipe = Recipe(hidden=(16,), epochs=7, batch_size=100, n_validation=0)
    taught = replace(recipe, teacher=str(tmp_path / "teacher"))
    speed = Speed(learning_s=1.0, answering_s=0.0, teaching_s=10.0)
    n = len(small_dataset.train)
    for changes, n_asked in (({}, n), ({"shift": 1}, 7 * n)):
        plan = plan_of(replace(taught, **changes), small_dataset)
        assert speed.run_seconds(plan) == 7 * n + 10 * n_asked
    assert speed.run_seconds(plan_of(recipe, small_dataset)) == 7 * n
    *_, last = measure_speed(rehearsal_of(taught, small_dataset), small_dataset)
    assert last
    assert last.teaching_s > 0


@every_kind
def test_the_looks_that_are_reckoned_with_are_those_of_the_run(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    if recipe.learning_rate > 1e5:
        recipe = replace(recipe, learning_rate=0.001)
    plan, *records = train(recipe, small_dataset)
    assert plan == plan_of(recipe, small_dataset)
    n_looks = sum(isinstance(record, ValidationMetrics) for record in records)
    assert n_validations(plan_of(recipe, small_dataset)) == n_looks


@every_kind
def test_every_kind_of_recipe_has_a_speed(small_dataset: Dataset, recipe: Recipe) -> None:
    speed = last_speed(recipe, small_dataset)
    assert 0 < speed.learning_s < 1
    assert 0 < speed.answering_s < 1
    assert speed.run_seconds(plan_of(recipe, small_dataset)) > 0


def test_a_run_takes_what_its_images_take(small_dataset: Dataset) -> None:
    plan = plan_of(RECIPE, small_dataset)
    n_looks = n_validations(plan)
    assert n_looks > 0
    assert Speed(2.0, 0.0).run_seconds(plan) == 2 * 3 * 400
    assert Speed(0.0, 2.0).run_seconds(plan) == 2 * (n_looks * 100 + 200)


def test_twice_the_epochs_take_twice_the_learning(small_dataset: Dataset) -> None:
    once, twice = (plan_of(replace(RECIPE, epochs=n), small_dataset) for n in (3, 6))
    assert Speed(1.0, 0.0).run_seconds(twice) == 2 * Speed(1.0, 0.0).run_seconds(once)


class Stage:
    """A run whose steps and answers take a known time, on a clock of its own."""

    def __init__(self, dataset: Dataset, *, image_s: float, answer_s: float) -> None:
        self.now, self.n_steps = 0.0, 0
        self._dataset, self._image_s, self._answer_s = dataset, image_s, answer_s

    def clock(self) -> float:
        return self.now

    def train(self, recipe: Recipe, dataset: Dataset) -> Iterator[Any]:
        plan = plan_of(recipe, dataset)
        command = yield replace(plan, n_threads=2)
        while command is not Command.STOP:
            self.n_steps += 1
            warm_up = 3 if self.n_steps == 1 else 1
            self.now += warm_up * self._image_s * plan.batch_size
            command = yield BatchMetrics(
                self.n_steps, 1, 1, plan.batch_size, plan.batch_size, 1.0, 0.5, self.now
            )
        for n_done in range(20, plan.n_test + 1, 20):
            # Two parts go side by side: the first of them is waited for.
            self.now += 2 * 20 * self._answer_s if n_done % 40 == 20 else 0
            yield Evaluating(n_done, plan.n_test)
        yield Finished.__new__(Finished)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, small_dataset: Dataset) -> Any:
    def begin(**seconds: float) -> Stage:
        stage = Stage(small_dataset, **seconds)
        monkeypatch.setattr(trainer, "train", stage.train)
        monkeypatch.setattr(timing, "perf_counter", stage.clock)
        return stage

    return begin


def test_the_warm_up_is_not_counted(play: Any, small_dataset: Dataset) -> None:
    stage = play(image_s=1e-4, answer_s=2e-5)
    speed = last_speed(RECIPE, small_dataset)
    assert speed.learning_s == pytest.approx(1e-4)
    assert speed.answering_s == pytest.approx(2e-5)
    assert stage.n_steps > 3
    assert stage.now < 0.6


def test_slow_steps_are_measured_twice(play: Any, small_dataset: Dataset) -> None:
    stage = play(image_s=1e-3, answer_s=2e-4)  # 0.15 s a step, 0.45 s for the first one
    assert last_speed(RECIPE, small_dataset).learning_s == pytest.approx(1e-3)
    assert stage.n_steps == 3


def test_a_slow_warm_up_is_not_taken_for_the_speed(play: Any, small_dataset: Dataset) -> None:
    play(image_s=2.0 / RECIPE.batch_size / 3, answer_s=2e-5)  # type: ignore[operator]
    speed = last_speed(RECIPE, small_dataset)
    assert speed.learning_s == pytest.approx(2.0 / RECIPE.batch_size / 3)  # type: ignore[operator]


def test_a_very_long_step_is_made_once(play: Any, small_dataset: Dataset) -> None:
    stage = play(image_s=1.0, answer_s=0.2)
    assert last_speed(RECIPE, small_dataset).learning_s == pytest.approx(3.0)
    assert stage.n_steps == 1


def test_the_first_estimate_does_not_wait_for_the_last_one(
    play: Any, small_dataset: Dataset
) -> None:
    stage = play(image_s=1e-4, answer_s=2e-5)
    for speed in measure_speed(rehearsal_of(RECIPE, small_dataset), small_dataset):
        if speed:
            break
    assert stage.n_steps == 2


@pytest.mark.parametrize(
    "changes",
    [{"epochs": 9}, {"seed": 5}, {"name": "other"}, {"learning_rate": 0.5}, {"n_validation": 0}],
)
def test_what_changes_no_speed_is_rehearsed_alike(
    small_dataset: Dataset, changes: dict[str, Any]
) -> None:
    changed = replace(RECIPE, **changes)
    assert rehearsal_of(changed, small_dataset) == rehearsal_of(RECIPE, small_dataset)


@pytest.mark.parametrize(
    "changes", [{"hidden": (8,)}, {"batch_size": 20}, {"mirror": True}, {"convolutions": ("4",)}]
)
def test_what_changes_the_speed_is_rehearsed_anew(
    small_dataset: Dataset, changes: dict[str, Any]
) -> None:
    changed = replace(RECIPE, **changes)
    assert rehearsal_of(changed, small_dataset) != rehearsal_of(RECIPE, small_dataset)


@pytest.mark.parametrize("recipe", [replace(RECIPE, batch_size=None), AS_PRINTED, RECIPE])
def test_a_batch_that_would_take_long_is_rehearsed_with_fewer_images(
    small_dataset: Dataset, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "_PRODUCTS_IN_A_STEP", 100 * 784 * recipe.hidden[0])
    rehearsal = rehearsal_of(recipe, small_dataset)
    assert 90 < plan_of(rehearsal, small_dataset).batch_size <= 100
    assert last_speed(recipe, small_dataset).learning_s > 0


def test_a_convolution_counts_with_every_place_that_it_looks_at(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, convolutions=("4k5s3",), hidden=())
    places = 10 * 10
    n_products = recipe.architecture(10).n_products
    assert n_products == places * 4 * 5 * 5 + places * 4 * 10


def test_an_impossible_run_is_refused(small_dataset: Dataset) -> None:
    with pytest.raises(RecipeError, match="batch_size"):
        rehearsal_of(replace(RECIPE, batch_size=5000, n_train=None), small_dataset)


@pytest.mark.parametrize("recipe", [RECIPE, CONVNET], ids=["dense", "convnet"])
@pytest.mark.parametrize("n_parts", [1, 2, 3, 5])
def test_a_calibration_can_be_given_up_at_any_part_and_leaves_no_thread(
    small_dataset: Dataset, recipe: Recipe, n_parts: int
) -> None:
    run = measure_speed(rehearsal_of(recipe, small_dataset), small_dataset)
    for _ in range(n_parts):
        next(run)
    run.close()
    assert other_threads() == []


def test_a_calibration_that_ends_leaves_no_thread(small_dataset: Dataset) -> None:
    last_speed(CONVNET, small_dataset)
    assert other_threads() == []


def test_a_calibration_in_the_middle_of_a_run_changes_nothing_in_it(
    small_dataset: Dataset,
) -> None:
    *_, expected = train(CONVNET, small_dataset)
    run = train(CONVNET, small_dataset)
    for record in run:
        if isinstance(record, BatchMetrics):
            break
    last_speed(CONVNET, small_dataset)
    *_, found = run
    assert isinstance(expected, Finished)
    assert isinstance(found, Finished)
    assert np.array_equal(found.network.parameters, expected.network.parameters)


def test_the_plan_says_who_learns(small_dataset: Dataset) -> None:
    as_printed, convnet = (next(train(r, small_dataset)) for r in (AS_PRINTED, CONVNET))
    assert isinstance(as_printed, Plan)
    assert isinstance(convnet, Plan)
    assert as_printed.n_threads == 1
    assert convnet.n_threads == GradientLearner(CONVNET, small_dataset.train, CLASS_NAMES).n_threads
    assert as_printed.description == "784-128-10"
    assert convnet.description.startswith("28x28-10x10x4-")
