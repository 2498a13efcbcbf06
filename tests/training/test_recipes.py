"""What a recipe accepts, what it refuses and in which words, and when it becomes custom."""

import json
from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from fashion_gui.training.presets import DEFAULT_RECIPE, RECIPES
from fashion_gui.training.recipes import ACTIVATIONS, FREE_SETTINGS, Recipe, settings
from fashion_gui.training.settings import RecipeError


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_that_comes_with_the_program_has_its_name_and_a_summary(name: str) -> None:
    recipe = RECIPES[name]
    assert recipe.name == name
    assert len(recipe.summary) > 20
    assert recipe.summary.endswith(".")
    assert recipe.architecture(10).n_classes == 10


def test_the_default_recipe_is_one_of_them() -> None:
    assert DEFAULT_RECIPE in RECIPES


def test_the_recipes_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        RECIPES["mine"] = Recipe()  # type: ignore[index]
    with pytest.raises(AttributeError):
        RECIPES["mlp"].epochs = 1  # type: ignore[misc]


def test_the_articles_recipe_has_the_articles_numbers() -> None:
    article = RECIPES["article"]
    assert article.architecture(10).sizes == [784, 128, 10]
    assert (article.n_train, article.n_test, article.epochs) == (5000, 5000, 1000)
    assert (article.activation, article.loss, article.batch_size) == (
        "sigmoid",
        "squared-error",
        None,
    )
    assert not article.as_printed
    assert RECIPES["article-as-printed"].as_printed


def test_every_setting_has_a_label_and_an_idea_for_people() -> None:
    labels = [setting.metadata["label"] for setting in settings()]
    assert len(set(labels)) == len(labels) > 10
    for setting in settings():
        assert setting.metadata["label"][0].isupper()
        assert setting.metadata["help"].endswith(".")
        assert setting.metadata["help"] != setting.metadata["label"]


def test_name_summary_and_as_printed_are_no_settings() -> None:
    names = {setting.name for setting in settings()}
    assert names.isdisjoint({"name", "summary", "as_printed"})
    assert names | {"name", "summary", "as_printed"} == set(vars(Recipe()))


NUMBERS = [
    ("learning_rate", nan, "from 1e-09 to 1,000,000"),
    ("learning_rate", inf, "from 1e-09 to 1,000,000"),
    ("learning_rate", -0.1, "from 1e-09 to 1,000,000"),
    ("learning_rate", 0.0, "from 1e-09 to 1,000,000"),
    ("learning_rate", 2e6, "from 1e-09 to 1,000,000"),
    ("momentum", nan, "from 0 to 0.9999"),
    ("momentum", -0.1, "from 0 to 0.9999"),
    ("momentum", 1.0, "from 0 to 0.9999"),
    ("batch_size", 0, "from 1 to 1,000,000,000"),
    ("batch_size", -5, "from 1 to 1,000,000,000"),
    ("learning_rate", 1e-10, "from 1e-09 to 1,000,000"),
    ("batch_size", 10**10, "from 1 to 1,000,000,000"),
    ("n_train", 10**10, "from 1 to 1,000,000,000"),
    ("n_validation", 10**10, "from 0 to 1,000,000,000"),
    ("n_test", 10**10, "from 1 to 1,000,000,000"),
    ("seed", 2**64, "from 0 to 9,223,372,036,854,775,808"),
    ("seed", 10**400, "from 0 to 9,223,372,036,854,775,808"),
    ("epochs", 0, "from 1 to 1,000,000"),
    ("epochs", -1, "from 1 to 1,000,000"),
    ("epochs", 1_000_001, "from 1 to 1,000,000"),
    ("dropout", 1.0, "from 0 to 0.99"),
    ("dropout", -0.1, "from 0 to 0.99"),
    ("dropout", nan, "from 0 to 0.99"),
    ("l2", -1e-9, "from 0 to 1,000"),
    ("l2", inf, "from 0 to 1,000"),
    ("label_smoothing", 1.0, "from 0 to 0.99"),
    ("label_smoothing", nan, "from 0 to 0.99"),
    ("weight_decay", -1e-9, "from 0 to 1,000"),
    ("weight_decay", nan, "from 0 to 1,000"),
    ("averaging", -0.1, "from 0 to 1"),
    ("averaging", 1.01, "from 0 to 1"),
    ("averaging", nan, "from 0 to 1"),
    ("shift", -1, "from 0 to 14"),
    ("shift", 15, "from 0 to 14"),
    ("erase", -1, "from 0 to 28"),
    ("erase", 29, "from 0 to 28"),
    ("rotation", 181, "from 0 to 180"),
    ("scale", nan, "from 0 to 1"),
    ("scale", 1.1, "from 0 to 1"),
    ("elastic", -0.5, "from 0 to 8"),
    ("elastic", 9.0, "from 0 to 8"),
    ("drawings_per_100", 0, "from 1 to 300"),
    ("drawings_per_100", 301, "from 1 to 300"),
    ("n_train", 0, "from 1 to 1,000,000,000"),
    ("n_validation", -1, "from 0 to 1,000,000,000"),
    ("n_test", 0, "from 1 to 1,000,000,000"),
    ("seed", -1, "from 0 to 9,223,372,036,854,775,808"),
]
CHOICES = [
    ("activation", "softmax", "relu, sigmoid, tanh"),
    ("loss", "hinge", "cross-entropy, squared-error"),
    ("optimizer", "Adam", "adam, sgd"),
    ("schedule", "", "constant, one-cycle, cosine"),
]


@pytest.mark.parametrize(("name", "value", "expected"), NUMBERS)
def test_an_impossible_number_is_told_with_its_setting_and_what_was_expected(
    name: str, value: Any, expected: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe(**{name: value})
    assert str(caught.value) == f"{name} is a number {expected}, found {value}."


@pytest.mark.parametrize(
    ("hidden", "sentence"),
    [
        ((16,) * 9, "hidden has at most 8 layers, found 9."),
        ((0,), "hidden layers have 1 to 4096 units, found 0."),
        ((16, -3), "hidden layers have 1 to 4096 units, found -3."),
        ((4097,), "hidden layers have 1 to 4096 units, found 4097."),
    ],
)
def test_impossible_hidden_layers_are_told(hidden: tuple[int, ...], sentence: str) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe(hidden=hidden)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(("name", "value", "expected"), CHOICES)
def test_an_unknown_choice_is_told_with_the_known_ones(
    name: str, value: str, expected: str
) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe(**{name: value})
    assert str(caught.value) == f"{name} is one of {expected}, found {value!r}."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hidden", ()),
        ("hidden", (1,) * 8),
        ("hidden", (4096,)),
        ("batch_size", None),
        ("n_train", None),
        ("n_test", None),
        ("n_validation", 0),
        ("dropout", 0.99),
        ("momentum", 0.9999),
        ("epochs", 1),
        ("epochs", 1_000_000),
        ("learning_rate", 1e6),
        ("seed", 2**63),
        ("averaging", 1.0),
        ("shift", 14),
        ("erase", 28),
    ],
)
def test_a_value_at_the_edge_of_what_is_possible_is_accepted(name: str, value: Any) -> None:
    assert getattr(Recipe(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activation", "relu"),
        ("loss", "cross-entropy"),
        ("optimizer", "adam"),
        ("schedule", "one-cycle"),
        ("momentum", 0.5),
        ("batch_size", 64),
        ("dropout", 0.1),
        ("l2", 0.01),
        ("label_smoothing", 0.1),
        ("convolutions", ("8",)),
        ("batch_norm", True),
    ],
)
def test_as_printed_goes_with_the_articles_settings_only(name: str, value: Any) -> None:
    with pytest.raises(RecipeError) as caught:
        replace(RECIPES["article-as-printed"], **{name: value})
    assert caught.value.setting == name, "its field is marked"
    shown = {True: "on", ("8",): "8"}.get(value, value)
    assert str(caught.value).startswith(f"{name} cannot be {shown} in article-as-printed, only ")


@pytest.mark.parametrize("hidden", [(), (16, 16)])
def test_as_printed_has_exactly_one_hidden_layer(hidden: tuple[int, ...]) -> None:
    with pytest.raises(RecipeError, match=f"hidden can only be one layer .* found {len(hidden)}"):
        replace(RECIPES["article-as-printed"], hidden=hidden)


@pytest.mark.parametrize("changes", [{}, {"epochs": 2}, {"seed": 9}, {"epochs": 3, "seed": 4}])
@pytest.mark.parametrize("name", RECIPES)
def test_other_epochs_and_another_seed_leave_a_recipe_its_name(
    name: str, changes: dict[str, Any]
) -> None:
    changed = RECIPES[name].with_settings(**changes)
    assert (changed.name, changed.summary) == (name, RECIPES[name].summary)
    assert changed == replace(RECIPES[name], **changes)


OTHERS = {
    "hidden": (7,),
    "convolutions": ("8p",),
    "batch_norm": not RECIPES["mlp"].batch_norm,
    "activation": "tanh",
    "loss": "squared-error",
    "optimizer": "sgd",
    "learning_rate": 0.02,
    "schedule": "constant",
    "momentum": 0.5,
    "batch_size": None,
    "dropout": 0.3,
    "l2": 0.1,
    "label_smoothing": 0.2,
    "patience": 3,
    "weight_decay": 0.01,
    "averaging": 0.5,
    "mirror": True,
    "shift": 1,
    "erase": 4,
    "rotation": 5,
    "scale": 0.1,
    "elastic": 0.5,
    "n_train": 100,
    "n_validation": 3,
    "n_test": 10,
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_setting_makes_a_recipe_custom(name: str) -> None:
    changed = RECIPES["mlp"].with_settings(**{name: OTHERS[name]}, seed=5)
    assert changed.name == "custom"
    assert "mlp" in changed.summary
    assert getattr(changed, name) == OTHERS[name]
    assert changed.seed == 5
    assert (
        replace(changed, **{name: getattr(RECIPES["mlp"], name)}, seed=0, name="mlp")
        == (RECIPES["mlp"])
    )


def test_the_list_of_other_settings_is_complete() -> None:
    assert set(OTHERS) | set(FREE_SETTINGS) == {setting.name for setting in settings()}


def test_a_setting_given_with_the_value_that_it_has_changes_nothing() -> None:
    mlp = RECIPES["mlp"]
    assert mlp.with_settings(hidden=mlp.hidden, dropout=mlp.dropout).name == "mlp"


def test_an_impossible_change_is_refused() -> None:
    with pytest.raises(RecipeError, match="epochs"):
        RECIPES["mlp"].with_settings(epochs=0)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_as_plain_values_survives_json_and_makes_the_same_recipe(name: str) -> None:
    values = json.loads(json.dumps(RECIPES[name].to_dict(), allow_nan=False))
    assert "summary" not in values
    rows = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    again = Recipe(**values | rows)
    assert again == RECIPES[name]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_layers_follow_from_the_settings(activation: str) -> None:
    recipe = Recipe(hidden=(20, 15), activation=activation, dropout=0.25)
    layers = [layer.to_dict() for layer in recipe.architecture(10).layers]
    kinds = [layer["type"].lower() for layer in layers]
    of_hidden = ["dense", type(ACTIVATIONS[activation]).__name__.lower(), "dropout"]
    assert kinds == ["flatten", *of_hidden, *of_hidden, "dense", "softmax"]
    assert [layer["units"] for layer in layers if "units" in layer] == [20, 15, 10]
    assert {layer["rate"] for layer in layers if "rate" in layer} == {0.25}


def test_squared_error_ends_in_sigmoids_and_no_dropout_means_no_such_layer() -> None:
    layers = Recipe(hidden=(20,), loss="squared-error").architecture(10).layers
    assert [type(layer).__name__ for layer in layers] == [
        "Flatten",
        "Dense",
        "ReLU",
        "Dense",
        "Sigmoid",
    ]
