"""``runs compare``: two runs side by side in the terminal."""

import json
from argparse import Namespace
from pathlib import Path

from fashion_gui.data import load
from fashion_gui.evaluation.seed_test import compare_seeds
from fashion_gui.percent import plain
from fashion_gui.shelf.differences import differences
from fashion_gui.shelf.run_comparison import (
    chance_in_words,
    comparing,
    is_same_but_seed,
    seeds_in_words,
    seeds_of,
    settings_in_words,
)
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.shelf import Shelf


def compare(shelf: Shelf, arguments: Namespace) -> int:
    """Print how two runs differ, and whether by more than chance and seeds."""
    first, second = shelf.find(arguments.name), shelf.find(arguments.other)
    runs = [run for run in shelf.records() if isinstance(run, RunRecord)]
    data = arguments.data or (Path(first.data) if first.data else None)
    folders = shelf.folder(first.name), shelf.folder(second.name)
    *_, comparison = comparing(*folders, load(data))
    assert comparison
    told = [
        settings_in_words(first, second),
        chance_in_words(comparison, first.name, second.name),
        seeds_in_words(first, second, runs),
    ]
    seeds = [[run.test_accuracy for run in seeds_of(run, runs)] for run in (first, second)]
    if not arguments.json:
        print(plain("\n".join(words for words in told if words)))
        return 0
    test = compare_seeds(*([share for share in of if share is not None] for of in seeds))
    values = {
        "runs": [first.name, second.name],
        "settings": {
            name: [recipe.to_dict()[name] for recipe in (first.recipe, second.recipe)]
            for name in differences(first.recipe, second.recipe)
        },
        "turns": [[dict(turn) for turn in run.turns] for run in (first, second)],
        "n_images": len(comparison.first),
        "accuracy_difference": comparison.difference,
        "mcnemar_p_value": comparison.p_value,
        "seed_accuracies": seeds,
        "seeds_p_value": None if test is None or is_same_but_seed(first, second) else test.p_value,
    }
    print(json.dumps(values))
    return 0
