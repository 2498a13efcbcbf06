"""A shelf, and runs on it that take no time."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fashion_gui.data import Dataset
from fashion_gui.shelf.keeping import kept
from fashion_gui.shelf.run_folder import RunFolder
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf, now
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(8,), batch_size=100, n_train=400, n_validation=100, n_test=50, epochs=3)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "runs")


@pytest.fixture
def keep(shelf: Shelf, small_dataset: Dataset) -> Callable[..., RunFolder]:
    """Put a run on the shelf that went to its end."""

    def make(name: str = "a run", recipe: Recipe = RECIPE, **facts: Any) -> RunFolder:
        record = RunRecord(name, recipe, created=now())
        folder = shelf.begin(replace(record, **facts))
        run = train(recipe, small_dataset, is_kept=True)
        for _ in kept(run, RunWriter(folder, replace(record, **facts))):
            pass
        return folder

    return make
