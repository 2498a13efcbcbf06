"""Types of arguments: texts to values; ArgumentTypeError when that fails."""

import argparse
from typing import Any


def positive(text: str) -> int:
    """Return an integer of at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a number of at least 1, found {number}")
    return number


def up_to_150(text: str) -> int:
    """Return a number from 1 to 150."""
    if not 1 <= (number := int(text)) <= 150:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to 150, found {number}")
    return number


def seed(text: str) -> int:
    """Return an integer of at least 0."""
    if (number := int(text)) < 0:
        raise argparse.ArgumentTypeError(f"expected a number of at least 0, found {number}")
    return number


def words(text: str) -> tuple[str, ...]:
    """Return words separated by commas or spaces."""
    return tuple(text.replace(",", " ").split())


def sizes(text: str) -> tuple[int, ...]:
    """Return integers separated by commas or spaces."""
    return tuple(int(word) for word in words(text))


def number_or_all(text: str) -> int | None:
    """Return a number, or None for "all"."""
    return None if text == "all" else int(text)


def tried_values(text: str) -> tuple[str, tuple[Any, ...]]:
    """Return a setting and the values to try, as in ``learning_rate=0.001,0.01``.

    Values with commas, such as hidden layers, are separated by semicolons: ``hidden=64;128,64``.
    """
    from fashion_gui.training.recipes import settings
    from fashion_gui.training.settings import RecipeError
    from fashion_gui.training.sweep import values_of

    name, is_there, values = text.partition("=")
    name = name.strip().replace("-", "_")
    if not is_there or name not in {setting.name for setting in settings()}:
        raise argparse.ArgumentTypeError(
            f"expected SETTING=VALUE,VALUE with a setting of a recipe, found {text!r:.60}"
        )
    try:
        tried = values_of(name, values)
    except RecipeError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if len(set(tried)) < 2 or len(set(tried)) < len(tried):
        raise argparse.ArgumentTypeError(
            f"expected two or more different values of {name}, found {values!r:.60}"
        )
    return name, tried


# argparse shows these names when a value is not valid.
sizes.__name__, number_or_all.__name__ = "list of sizes", "number or 'all'"
positive.__name__, up_to_150.__name__ = "number of at least 1", "number from 1 to 150"
seed.__name__ = "number of at least 0"
tried_values.__name__ = "SETTING=VALUE,VALUE"

SETTING_OPTIONS: dict[Any, dict[str, Any]] = {
    tuple[int, ...]: {"type": sizes, "metavar": "N,N"},
    tuple[str, ...]: {"type": words, "metavar": "WORD,WORD"},
    bool: {"action": argparse.BooleanOptionalAction},
    int: {"type": int, "metavar": "N"},
    int | None: {"type": number_or_all, "metavar": "N|all"},
    float: {"type": float, "metavar": "X"},
}
"""Arguments of ``add_argument`` for a setting of each type."""
