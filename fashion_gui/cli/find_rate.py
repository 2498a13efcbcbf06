"""``train --find-rate``: which learning rates are good."""

import json
import sys
from argparse import Namespace
from typing import Any

from tqdm import tqdm

from fashion_gui.data import Dataset
from fashion_gui.training.checkpoint import Checkpoint
from fashion_gui.training.rate_curve import N_BATCHES, RateSearch, in_words
from fashion_gui.training.rate_finder import find_rate
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.starting import Start

_NOT_WITH = ("out", "checkpoint", "name", "replay", "seeds", "try_values", "more")
"""Options that are about a run, and here there is none."""
_EVERY, _WIDTH = 5, 40


def check_alone(arguments: Namespace) -> None:
    """Raise RecipeError when there are options that need a run."""
    for name in _NOT_WITH:
        if getattr(arguments, name) is not None:
            option = "try" if name == "try_values" else name
            raise RecipeError(f"--find-rate trains nothing, found --{option}.")


def find(
    recipe: Recipe, dataset: Dataset, start: Start | Checkpoint | None, arguments: Namespace
) -> int:
    """Print the loss at growing learning rates and the good ones; return the exit status."""
    found = None
    with tqdm(total=N_BATCHES, desc="rates", unit=" batches", file=sys.stderr) as bar:
        for found in find_rate(recipe, dataset, start):
            bar.update(len(found.losses) - bar.n)
    assert found
    if arguments.json:
        print(json.dumps(_values(found)))
    else:
        print(_table(found))
    return 0


def _values(found: RateSearch) -> dict[str, Any]:
    valley = found.valley()
    return {
        "rates": found.rates.tolist(),
        "losses": found.losses.tolist(),
        "smoothed": found.smoothed.tolist(),
        "low": valley.low if valley else None,
        "suggested": valley.suggested if valley else None,
        "high": valley.high if valley else None,
        "rises_from": found.rises_from(),
    }


def _table(found: RateSearch) -> str:
    valley, smoothed = found.valley(), found.smoothed
    lines = [f"{'rate':>8}  {'loss':>6}"]
    for rate, loss in list(zip(found.rates, smoothed, strict=True))[::_EVERY]:
        bar = "#" * round(_WIDTH * loss / smoothed.max())
        is_good = valley and valley.low <= rate <= valley.high
        lines.append(f"{rate:8.1e}  {loss:6.3f} {'|' if is_good else ' '} {bar}")
    told = in_words(found)
    if valley:
        told = f"{told[:-1]}, suggested {valley.suggested:g}."
    return "\n".join([*lines, "", told])
