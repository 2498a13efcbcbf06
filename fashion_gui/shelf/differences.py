"""Differences between recipes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.training.presets import RECIPES, for_images
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import value_in_words


def differences(recipe: Recipe, other: Recipe) -> dict[str, Any]:
    """Return the settings of a recipe that differ from another recipe's, by name.

    The most important ones are first.
    """
    return {
        name: getattr(recipe, name)
        for name in _IN_ORDER
        if getattr(recipe, name) != getattr(other, name)
    }


@dataclass(frozen=True)
class Difference:
    """A setting in which two recipes differ: its label, and both values in words."""

    label: str
    first: str
    second: str


def differences_that_matter(first: Recipe, second: Recipe) -> tuple[Difference, ...]:
    """Return in what two recipes differ, the most important settings first.

    Those of what neither of the two uses are left out, as those of a teacher without one.
    """
    return tuple(
        Difference(_LABELS[name], *(value_in_words(getattr(one, name)) for one in (first, second)))
        for name in differences(second, first)
        if name not in _NEEDS or getattr(first, _NEEDS[name]) or getattr(second, _NEEDS[name])
    )


def base_recipe(recipe: Recipe) -> Recipe:
    """Return the shipped recipe that a recipe is named after; of a custom one the closest."""
    named = RECIPES.get(recipe.name) if recipe.name != _CUSTOM else None
    return named or closest_recipe(recipe)


def closest_recipe(recipe: Recipe) -> Recipe:
    """Return the shipped recipe that differs in the fewest settings."""
    return min(RECIPES.values(), key=lambda ready: len(differences(recipe, ready)))


def differences_in_words(recipe: Recipe, other: Recipe) -> str:
    """Return the settings that differ, as in "epochs 20, dropout 0.5"; "" when none does."""
    return ", ".join(_in_words(*found) for found in differences(recipe, other).items())


def _in_words(name: str, value: Any) -> str:
    words = _words_of(name)
    if isinstance(value, bool):
        return words if value else f"no {words}"
    return f"{words} {value_in_words(value)}"


def _words_of(name: str) -> str:
    """Return the name of a setting in words, as in "learning rate" or "training images"."""
    return _LABELS[name].lower() if name.startswith("n_") else name.replace("_", " ")


_FIRST = (
    *("drawings", "convolutions", "hidden", "epochs", "learning_rate", "batch_size"),
    *("loss", "optimizer", "dropout", "n_train", "n_test"),
)
"""The settings that matter most, in this order; the others follow as in the form."""
_IN_ORDER = (*_FIRST, *(one.name for one in settings() if one.name not in _FIRST))
_CUSTOM = "custom"
_NEEDS = {
    **dict.fromkeys(("teacher_share", "teacher_temperature", "teacher_once"), "teacher"),
    "drawings_per_100": "drawings",
}
"""Settings without effect while another one is off."""
_LABELS = {setting.name: str(setting.metadata["label"]) for setting in settings()}


@lru_cache(4096)
def recipe_in_words(recipe: Recipe) -> str:
    """Return a recipe as the shipped one that it comes from, and the settings that differ."""
    ready = for_images(base_recipe(recipe), CLASS_NAMES)
    words = differences_in_words(recipe, ready)
    return f"{ready.name} with {words}" if words else ready.name
