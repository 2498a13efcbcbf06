"""Several runs of one recipe: which there are, and which of them continue."""

import pytest

from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.sweep import rungs, suggested_values, survivors, values_of, variants


def test_values_and_seeds_are_all_combined() -> None:
    found = variants(Recipe(seed=4), "hidden", [(8,), (16, 8)], 2)
    assert [one.words for one in found] == [
        "hidden=8 seed 4", "hidden=8 seed 5", "hidden=16 8 seed 4", "hidden=16 8 seed 5",
    ]  # fmt: skip
    assert [(one.recipe.hidden, one.recipe.seed) for one in found][1:3] == [((8,), 5), ((16, 8), 4)]
    assert variants(Recipe())[0].recipe == Recipe()
    with pytest.raises(RecipeError):
        variants(Recipe(), "dropout", [0.5, 2])


@pytest.mark.parametrize(
    ("epochs", "n_runs", "places"),
    [(8, 1, ()), (8, 2, ()), (8, 3, (4,)), (8, 4, (2, 4)), (9, 9, (1, 2, 4)), (1, 9, ())],
)
def test_runs_are_compared_after_a_half_a_quarter_and_so_on(
    epochs: int, n_runs: int, places: tuple[int, ...]
) -> None:
    assert rungs(epochs, n_runs) == places


def test_the_better_half_goes_on_and_what_may_trail_by_chance() -> None:
    assert survivors([0.5, 0.9, 0.7, 0.8], 10_000) == [1, 3]
    assert survivors([0.5, 0.9, 0.89, 0.895], 1000) == [1, 2, 3]


@pytest.mark.parametrize(
    ("setting", "text", "values"),
    [
        ("learning_rate", "0.001, 1e-2", (0.001, 0.01)),
        ("hidden", "64; 128, 64", ((64,), (128, 64))),
        ("convolutions", "32,64p;8", (("32", "64p"), ("8",))),
        ("mirror", "yes,No", (True, False)),
        ("batch_size", "32,all", (32, None)),
    ],
)
def test_values_are_read_from_a_text(setting: str, text: str, values: object) -> None:
    assert values_of(setting, text) == values


@pytest.mark.parametrize(("setting", "text"), [("epochs", "1,x"), ("mirror", "perhaps"), ("x", "")])
def test_a_text_without_values_is_told(setting: str, text: str) -> None:
    with pytest.raises(RecipeError, match="expected"):
        values_of(setting, text)


@pytest.mark.parametrize("name", [setting.name for setting in settings()])
@pytest.mark.parametrize("recipe", [Recipe(), Recipe(dropout=0.5, hidden=(64, 32), momentum=0.9)])
def test_suggested_values_are_possible_and_the_recipes_is_among_them(
    name: str, recipe: Recipe
) -> None:
    tried = values_of(name, suggested_values(recipe, name))
    assert getattr(recipe, name) in tried
    assert len(set(tried)) == len(tried) <= 3
    if name != "teacher":
        variants(recipe, name, tried)


def test_what_is_suggested_of_a_rate_is_a_third_and_three_times() -> None:
    assert suggested_values(Recipe(), "learning_rate") == "0.0003, 0.001, 0.003"
    assert suggested_values(Recipe(), "dropout") == "0, 0.05, 0.1"
    assert suggested_values(Recipe(), "hidden") == "64; 128; 256"
