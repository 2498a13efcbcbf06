"""Every recipe with turned settings: with breaks, without a film and repeated, the same bits."""

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from fashion_gui.data import Dataset, load
from fashion_gui.files.model_file import located
from fashion_gui.training import checkpoint
from fashion_gui.training.controls import Turn, turned
from fashion_gui.training.events import BatchMetrics, CheckpointTaken, Command, Finished, Frame
from fashion_gui.training.presets import RECIPES, for_images
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train
from soak.report import Report

_LONGEST_S = 300.0
_SMALL = {"n_train": 240, "n_validation": 60, "n_test": 40}
_CHANGED_IMAGES = {"mirror": True, "shift": 2, "erase": 6, "rotation": 10, "scale": 0.1,
    "elastic": 1.0}  # fmt: skip
_VALUES = {"learning_rate": 0.003, "momentum": 0.7, "weight_decay": 0.02, "l2": 0.0005,
    "dropout": 0.3, "label_smoothing": 0.2, "batch_size": 40, "mirror": True, "shift": 3,
    "erase": 5, "rotation": 5, "scale": 0.1, "elastic": 0.7, "drawings_per_100": 20,
    "schedule": "cosine", "teacher_share": 0.3, "teacher_temperature": 2.0}  # fmt: skip
"""What settings are turned to."""
_OTHERS = (
    ("mlp", {**_CHANGED_IMAGES, "optimizer": "sgd", "momentum": 0.5, "averaging": 0.4}),
    ("mlp", {"teacher": "mlp"}),
    ("mlp", {"teacher": "convnet-best", **_CHANGED_IMAGES}),
    ("convnet", {**_CHANGED_IMAGES, "dropout": 0.2, "averaging": 0.3}),
)


def try_repeats(seed: int, n: int) -> Report:
    """Try `n` recipes, from the quick ones to the slow ones, each with other turns and breaks."""
    report, chance = Report(), Random(seed)
    everything = load()
    few = Dataset(everything.train[:700], everything.test[:80], everything.class_names)
    cases = [(name, {}) for name in RECIPES] + list(_OTHERS)
    for name, changes in chance.sample(cases, min(n, len(cases))):
        started = monotonic()
        recipe = _small(name, changes, few)
        steps = sorted(chance.sample(range(9), 3))
        turns = _turns(recipe, steps, chance)
        words = f"seed {seed}: {name} with {changes}, {turns}"
        whole = _learn(recipe, few, turns, 2)
        breaks = chance.sample(range(9), 3)
        for what, other in (
            (f"breaks after {sorted(breaks)}", _learn(recipe, few, turns, 1, breaks)),
            ("no film", _learn(recipe, few, turns, 2, has_film=False)),
        ):
            if any(other[key] != whole[key] for key in other):
                report.violations.append(f"{words}: other bits with {what}")
        report.note_time(monotonic() - started, _LONGEST_S, words)
    return report


def _small(name: str, changes: Mapping[str, Any], dataset: Dataset) -> Recipe:
    recipe = for_images(RECIPES[name], dataset.class_names)
    pace = {"batch_size": 60, "epochs": 2} if recipe.batch_size else {"epochs": 9}
    if "teacher" in changes:
        changes = {**changes, "teacher": located(changes["teacher"])}
    return replace(recipe, **_SMALL, **pace, **changes)


def _turns(recipe: Recipe, steps: Iterable[int], chance: Random) -> tuple[Turn, ...]:
    possible = []
    for name, value in _VALUES.items():
        try:
            turned(recipe, name, value)
        except RecipeError:
            continue
        possible.append(name)
    names = chance.sample(possible, min(3, len(possible)))
    return tuple(Turn(step, name, _VALUES[name]) for step, name in zip(steps, names, strict=False))


def _learn(
    recipe: Recipe,
    dataset: Dataset,
    turns: tuple[Turn, ...],
    n_cores: int,
    breaks: Iterable[int] = (),
    *,
    has_film: bool = True,
) -> dict[str, Any]:
    """Learn, with breaks after some steps; return what must not depend on them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(os.getppid()))[:n_cores])
    left, frames = set(breaks), dict[int, bytes]()
    kept: dict[str, bool] = {"is_kept": True, "has_film": has_film}
    run = train(recipe, dataset, 1e9, turns=turns, **kept)
    next(run)
    command = Command.CHECKPOINT if 0 in left else None
    while True:
        record = run.send(command)
        command = None
        if isinstance(record, Frame):
            frames[record.step] = record.network.parameters.tobytes()
        elif isinstance(record, BatchMetrics) and record.step in left:
            command = Command.CHECKPOINT
        elif isinstance(record, CheckpointTaken) and record.step in left:
            left.discard(record.step)
            run.close()
            with tempfile.TemporaryDirectory() as directory:
                path = Path(directory) / "checkpoint"
                checkpoint.save(path, record.checkpoint)
                found = checkpoint.load(path)
            run = train(found.recipe, dataset, 1e9, start=found, **kept)
            next(run)
        elif isinstance(record, Finished):
            found_now = {
                "network": record.network.digest,
                "confusion": record.report.confusion.tolist(),
                "losses": [(e.loss, e.validation_loss) for e in record.history],
                "turns": record.turns,
            }
            return {**found_now, **({"frames": frames} if has_film else {})}


if __name__ == "__main__":
    os.environ.pop("DISPLAY", None)
    try_repeats(int(sys.argv[1]), int(sys.argv[2])).print()
