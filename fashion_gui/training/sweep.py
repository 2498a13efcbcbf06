"""Several runs of one recipe, of which the worse ones end early (successive halving).

Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
Optimization", arXiv:1502.07943, 2015, where half of the runs end at each comparison. Here a run
also stays if its distance from the best may be chance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2, sqrt
from typing import Any

from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import Limits, RecipeError, value_in_words

_STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class Variant:
    """One of several runs of a recipe; the words say what sets it apart, as in "seed 3"."""

    recipe: Recipe
    words: str


def variants(
    recipe: Recipe, setting: str = "", values: Sequence[Any] = (), n_seeds: int = 0
) -> list[Variant]:
    """Return a recipe with different values of a setting, each with several seeds.

    Parameters
    ----------
    setting, values
        The setting and its values; "" to leave all as they are.
    n_seeds
        Number of seeds, which begin with the recipe's; 0 for its own seed alone.

    Raises
    ------
    RecipeError
        When one of them is impossible.
    """
    found = [Variant(recipe, "")]
    if setting:
        tried = ((recipe.with_settings(**{setting: value}), value) for value in values)
        found = [Variant(one, f"{setting}={value_in_words(value)}") for one, value in tried]
    if n_seeds:
        found = [
            Variant(replace(one.recipe, seed=seed), f"{one.words} seed {seed}".strip())
            for one in found
            for seed in range(recipe.seed, recipe.seed + n_seeds)
        ]
    return found


def values_of(setting: str, text: str) -> tuple[Any, ...]:
    """Return the values in a text, as in "0.001, 0.01".

    Values that are lists are separated by semicolons: "64; 128, 64".

    Raises
    ------
    RecipeError
        One sentence, when they are no values of that setting.
    """
    kinds = {one.name: one.type for one in settings()}
    if setting not in kinds:
        raise RecipeError(f"expected a setting of a recipe, found {setting!r:.60}.")
    has_commas = kinds[setting] in (tuple[int, ...], tuple[str, ...])
    texts = [value.strip() for value in text.split(";" if has_commas else ",")]
    try:
        return tuple(_READERS[kinds[setting]](value) for value in texts)
    except (ValueError, KeyError):
        raise RecipeError(f"expected values of {setting}, found {text!r:.60}") from None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


_READERS: Mapping[Any, Callable[[str], Any]] = {
    bool: lambda text: {"yes": True, "true": True, "no": False, "false": False}[text.lower()],
    int: int,
    int | None: lambda text: None if text == "all" else int(text),
    float: float,
    str: str,
    tuple[int, ...]: lambda text: tuple(map(int, _words(text))),
    tuple[str, ...]: _words,
}


def suggested_values(recipe: Recipe, setting: str) -> str:
    """Return values of a setting that are worth trying, the recipe's among them, as a text."""
    field = next(one for one in settings() if one.name == setting)
    value, choices = getattr(recipe, setting), field.metadata["choices"]
    limits: Limits | None = field.metadata["limits"]
    if field.type is bool:
        return "no, yes"
    if choices:
        others = [choice for choice in choices if choice != value]
        return ", ".join([value, *others][:3])
    if field.type == tuple[int, ...]:
        sizes = value or (128,)
        scaled = [tuple(max(1, int(size * by)) for size in sizes) for by in (0.5, 1, 2)]
        return "; ".join(", ".join(map(str, one)) for one in scaled)
    if field.type == tuple[str, ...] or limits is None:
        return ", ".join(value) if isinstance(value, tuple) else str(value)
    if value is None:
        return "all"
    near: list[float] = [value - limits.step, value, value + limits.step]
    if limits.scale == "log" and value:
        near = [float(f"{value * by:.1g}") if by != 1 else value for by in (1 / 3, 1, 3)]
    elif value - limits.step not in limits:
        near = [value + limits.step * place for place in range(3)]
    kept = [one for one in near if one in limits]
    return ", ".join(f"{round(one) if field.type is not float else one:.6g}" for one in kept)


def rungs(epochs: int, n_runs: int) -> tuple[int, ...]:
    """Return the epochs after which runs are compared: a half of all, a quarter, and so on."""
    n_halvings = int(log2(n_runs)) if n_runs > 2 else 0
    halves = (epochs // 2**halving for halving in range(n_halvings, 0, -1))
    return tuple(sorted({epoch for epoch in halves if epoch >= 1}))


def survivors(accuracies: Sequence[float], n_images: int) -> list[int]:
    """Return which runs continue: the better half, and those that trail the best only by chance.

    Parameters
    ----------
    accuracies
        Accuracy of each run on the same validation images, from 0 to 1.
    n_images
        Number of validation images.
    """
    order = sorted(range(len(accuracies)), key=lambda run: -accuracies[run])
    best = accuracies[order[0]]
    error = sqrt(2 * best * (1 - best) / max(n_images, 1))
    n_kept = -(-len(order) // 2)
    return sorted(
        run
        for rank, run in enumerate(order)
        if rank < n_kept or best - accuracies[run] <= _STANDARD_ERRORS * error
    )
