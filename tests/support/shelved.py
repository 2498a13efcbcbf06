"""Runs on a shelf, trained for a moment."""

from typing import Any

from fashion_gui.data import Dataset
from fashion_gui.shelf.keeping import kept
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

SMALL = Recipe(hidden=(8,), epochs=2, batch_size=100, n_train=600, n_validation=100, n_test=50)


def shelve(
    shelf: Shelf, dataset: Dataset, name: str, recipe: Recipe = SMALL, *, n_records: int = 0,
    has_film: bool = False, **facts: Any,
) -> RunRecord:  # fmt: skip
    """Train a run and keep it; with `n_records` it is interrupted after so many of its records."""
    record = RunRecord(name, recipe, **facts)
    learning = train(recipe, dataset, is_kept=True, has_film=has_film)
    run = kept(learning, RunWriter(shelf.begin(record), record))
    if n_records:
        for _ in range(n_records):
            next(run)
        run.close()
    else:
        list(run)
    return shelf.record(name)
