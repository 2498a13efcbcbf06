"""Settings: one description for the form, the command line and the checks."""

import math
from dataclasses import dataclass, fields

import pytest

from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import Limits, RecipeError, check_value, setting_field


@dataclass(frozen=True)
class Toy:
    rate: float = setting_field(0.5, "Rate", "How fast.", limits=Limits(0.1, 2.0, scale="log"))
    sizes: tuple[int, ...] = setting_field(
        (3,), "Sizes", "How wide.", limits=Limits(1, 9, unit="units")
    )
    kind: str = setting_field("a", "Kind", "Which.", choices=("a", "b"))
    n: int | None = setting_field(None, "Number", "How many.", limits=Limits(1, 7))


FIELDS = {field.name: field for field in fields(Toy)}


@pytest.mark.parametrize(
    ("name", "value"),
    [("rate", 0.1), ("rate", 2.0), ("sizes", ()), ("sizes", (1, 9)), ("kind", "b"), ("n", None)],
)
def test_what_keeps_the_limits_is_accepted(name: str, value: object) -> None:
    check_value(FIELDS[name], value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("rate", 0.05, "rate is a number from 0.1 to 2.0, found 0.05."),
        ("rate", math.nan, "rate is a number from 0.1 to 2.0, found nan."),
        ("sizes", (4, 10), "sizes layers have 1 to 9 units, found 10."),
        ("kind", "c", "kind is one of a, b, found 'c'."),
        ("n", 8, "n is a number from 1 to 7, found 8."),
    ],
)
def test_what_does_not_is_told_with_its_setting(name: str, value: object, sentence: str) -> None:
    with pytest.raises(RecipeError) as caught:
        check_value(FIELDS[name], value)
    assert str(caught.value) == sentence
    assert caught.value.setting == name
    assert caught.value.problem == sentence.removeprefix(f"{name} ")


def test_an_error_of_no_setting_is_its_problem() -> None:
    error = RecipeError("a network has at most 7 parameters, found 8.")
    assert str(error) == error.problem
    assert error.setting == ""


def test_every_number_of_a_recipe_has_limits_that_hold_its_default() -> None:
    numbers = [field for field in settings() if field.type in (int, float, int | None)]
    assert len(numbers) > 10
    for field in numbers:
        limits = field.metadata["limits"]
        assert limits.low < limits.high, field.name
        assert field.default is None or field.default in limits, field.name
        assert limits.step > (1 if limits.scale == "log" else 0), field.name


def test_a_recipe_is_checked_by_the_limits_of_its_settings() -> None:
    for field in settings():
        if field.type in (int, float):
            limits = field.metadata["limits"]
            with pytest.raises(RecipeError, match=f"^{field.name} is a number from"):
                Recipe(**{field.name: limits.high * 2})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("epochs", 2.5, "a whole number"),
        ("epochs", True, "a whole number"),
        ("n_train", "all", "a whole number, or none for all"),
        ("learning_rate", "0.1", "a number"),
        ("mirror", 1, "yes or no"),
        ("hidden", [128], "whole numbers"),
        ("hidden", (128, 1.5), "whole numbers"),
        ("convolutions", (64,), "words"),
        ("activation", None, "a name"),
    ],
)
def test_a_value_of_another_kind_is_refused_in_a_sentence(
    name: str, value: object, expected: str
) -> None:
    with pytest.raises(RecipeError, match=f"{name} expects {expected}, found"):
        Recipe(**{name: value})  # type: ignore[arg-type]
