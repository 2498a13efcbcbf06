"""The learning rate during a run."""

import numpy as np
import pytest

from fashion_gui.training.recipes import Recipe

PROGRESS = np.linspace(0, 1, 401)
PEAK_AT = 0.25


def rates(recipe: Recipe) -> list[float]:
    return [recipe.learning_rate_at(float(progress)) for progress in PROGRESS]


def test_a_constant_rate_is_the_same_from_start_to_end() -> None:
    assert set(rates(Recipe(learning_rate=0.3, schedule="constant"))) == {0.3}


@pytest.mark.parametrize("rate", [0.003, 2.0])
def test_one_cycle_rises_to_the_learning_rate_and_then_falls(rate: float) -> None:
    course = np.array(rates(Recipe(learning_rate=rate, schedule="one-cycle")))
    peak = int(course.argmax())
    assert PROGRESS[peak] == pytest.approx(PEAK_AT)
    assert course[peak] == pytest.approx(rate)
    assert np.all(np.diff(course[: peak + 1]) > 0)
    assert np.all(np.diff(course[peak:]) < 0)


def test_one_cycle_starts_at_a_tenth_and_ends_at_a_thousandth() -> None:
    recipe = Recipe(learning_rate=0.5, schedule="one-cycle")
    assert recipe.learning_rate_at(0.0) == pytest.approx(0.05)
    assert recipe.learning_rate_at(1.0) == pytest.approx(0.0005)


@pytest.mark.parametrize(("progress", "share"), [(0.125, 0.55), (0.625, 0.5005)])
def test_one_cycle_is_half_way_in_the_middle_of_each_part(progress: float, share: float) -> None:
    recipe = Recipe(learning_rate=1.0, schedule="one-cycle")
    assert recipe.learning_rate_at(progress) == pytest.approx(share)


def test_one_cycle_makes_no_jump_and_is_level_where_it_turns() -> None:
    course = np.array(rates(Recipe(learning_rate=1.0, schedule="one-cycle")))
    steps = np.abs(np.diff(course))
    assert steps.max() < 0.02
    turns = [0, 99, 100, 399]
    assert steps[turns].max() < steps.max() / 20


def test_cosine_falls_from_the_learning_rate_to_a_thousandth_without_a_jump() -> None:
    course = np.array(rates(Recipe(learning_rate=2.0, schedule="cosine")))
    assert course[0] == pytest.approx(2.0)
    assert course[-1] == pytest.approx(0.002)
    assert np.all(np.diff(course) < 0)
    assert np.abs(np.diff(course)).max() < 0.01


@pytest.mark.parametrize(
    ("progress", "share"),
    [
        # A thousandth, and the rest times (1 + cos(pi progress)) / 2.
        (1 / 3, 0.001 + 0.999 * 0.75),
        (1 / 2, 0.001 + 0.999 * 0.5),
        (2 / 3, 0.001 + 0.999 * 0.25),
    ],
)
def test_cosine_is_a_cosine(progress: float, share: float) -> None:
    recipe = Recipe(learning_rate=1.0, schedule="cosine")
    assert recipe.learning_rate_at(progress) == pytest.approx(share)
