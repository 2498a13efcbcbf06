"""The cost of keeping a run: a checkpoint, its share of a run, and a shelf of many runs."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, spread
from fashion_gui.data import Dataset, load
from fashion_gui.shelf import keeping
from fashion_gui.shelf.keeping import kept
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf, now
from fashion_gui.training.events import BatchMetrics, CheckpointTaken, Command
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

_N_CHECKPOINTS = 15
_N_RUNS = 500
_ROUNDS = 7


def measure() -> Result:
    """Return rows of milliseconds: checkpoints of some recipes, and listing many runs."""
    dataset = load(None)
    rows: list[tuple[Cell, ...]] = []
    recipes = {
        "mlp": RECIPES["mlp"],
        "mlp that learns from drawings": replace(RECIPES["mlp"], drawings=True),
        "convnet": RECIPES["convnet"],
    }
    with tempfile.TemporaryDirectory() as directory:
        for name, recipe in recipes.items():
            milliseconds, size = checkpoints(recipe, dataset, Path(directory) / name)
            median = sorted(milliseconds)[len(milliseconds) // 2]
            share = 100 * median / 1000 / keeping.INTERVAL_S
            rows.append((f"checkpoint of {name}", *spread(milliseconds), size / 1e6, share))
        rows.append(
            (f"listing {_N_RUNS} runs", *spread(list(_listing(Path(directory)))), None, None)
        )
    return Result(
        "Keeping runs, milliseconds",
        ("what", *SPREAD, "MB", "share of a run %"),
        tuple(rows),
        (
            "A checkpoint: from the wish to the file on the disk, curves and facts with it. "
            f"It is made every {keeping.INTERVAL_S:g} seconds; the share is the median's.",
        ),
    )


def checkpoints(recipe: Recipe, dataset: Dataset, path: Path) -> tuple[list[float], int]:
    """Return how long each of some checkpoints takes, and the size of its file."""
    record = RunRecord("run", recipe, created=now())
    folder = Shelf(path).begin(record)
    run = kept(train(recipe, dataset, is_kept=True), RunWriter(folder, record), 1e9)
    milliseconds: list[float] = []
    told = next(run)
    while len(milliseconds) < _N_CHECKPOINTS:
        if not isinstance(told, BatchMetrics):
            told = next(run)
            continue
        start = perf_counter()
        told = run.send(Command.CHECKPOINT)
        if isinstance(told, CheckpointTaken):  # nothing else was due after this step
            milliseconds.append(1000 * (perf_counter() - start))
    size = folder.checkpoint.stat().st_size
    run.close()
    return milliseconds, size


def _listing(directory: Path) -> Iterator[float]:
    """Yield how long it takes to read the records of many runs."""
    first = Shelf(directory / "mlp").folder("run").path
    shelf = Shelf(directory / "many")
    for number in range(_N_RUNS):
        folder = shelf.path / f"run {number}"
        folder.mkdir(parents=True)
        for name in ("run.json", "lock"):
            shutil.copy(first / name, folder / name)
    for _ in range(_ROUNDS):
        shelf = Shelf(shelf.path)  # one that has read nothing yet
        start = perf_counter()
        assert len(list(shelf.records())) == _N_RUNS
        yield 1000 * (perf_counter() - start)
