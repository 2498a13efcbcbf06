"""Differences between recipes."""

from functools import lru_cache
from typing import Any

from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import value_in_words


def differences(recipe: Recipe, other: Recipe) -> dict[str, Any]:
    """Return the settings of a recipe that differ from another recipe's, by name."""
    return {
        setting.name: getattr(recipe, setting.name)
        for setting in settings()
        if getattr(recipe, setting.name) != getattr(other, setting.name)
    }


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


_LABELS = {setting.name: str(setting.metadata["label"]) for setting in settings()}


@lru_cache(4096)
def recipe_in_words(recipe: Recipe) -> str:
    """Return a recipe as the closest shipped one and the settings that differ from it."""
    ready = closest_recipe(recipe)
    words = differences_in_words(recipe, ready)
    return f"{ready.name} with {words}" if words else ready.name
