"""What looking at a run costs it: snapshots, the film with its profiles, and checkpoints."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.kept_runs import checkpoints
from benchmarks.result import Cell, Result
from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset, load
from fashion_gui.files.atomic import write_files
from fashion_gui.shelf.film_file import film_bytes
from fashion_gui.shelf.keeping import INTERVAL_S
from fashion_gui.training.events import Frame
from fashion_gui.training.film import is_frame_due, n_frames
from fashion_gui.training.layer_profile import Profiler
from fashion_gui.training.learner import GradientLearner
from fashion_gui.training.plan import plan_of
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe

_ROUNDS = {"mlp": 40, "convnet": 12}
_SNAPSHOTS_PER_S = 20
"""As many as the window takes."""
_FILE = "new frames to a file"
_WARM_UP = 5


def measure() -> Result:
    """Return the cost of each kind of look, and its share of a whole run without drawings."""
    dataset = load(None)
    rows: list[tuple[Cell, ...]] = []
    with tempfile.TemporaryDirectory() as directory:
        for name, n_rounds in _ROUNDS.items():
            recipe = replace(RECIPES[name], drawings=False)
            rows += _rows(name, recipe, dataset, n_rounds, Path(directory))
    return Result(
        "Looking at a run, milliseconds",
        ("recipe", "what", "each", "number in a run", "share of the run %"),
        tuple(rows),
        (
            "Medians, each measured between two steps of the same run. The film has fewer frames "
            "than snapshots, and is all that takes profiles of the layers. It is written with the "
            "checkpoints, every time what is new.",
        ),
    )


def _rows(
    name: str, recipe: Recipe, dataset: Dataset, n_rounds: int, directory: Path
) -> list[tuple[Cell, ...]]:
    learner = GradientLearner(recipe, dataset.train, dataset.class_names)
    plan, profiler = plan_of(recipe, dataset), Profiler(dataset.train.images)
    n = n_frames(plan.n_parameters)
    n_due = sum(is_frame_due(step, plan.n_steps, n) for step in range(plan.n_steps + 1))
    rng, size = np.random.default_rng(1), plan.batch_size

    def step() -> None:
        learner.step(rng.integers(0, len(dataset.train), size), 0.1)

    def profile() -> None:
        profiler.note(learner.vectors()[1])
        profiler.profiles(*learner.vectors())

    def write() -> None:
        write_files({directory / "frames.safetensors": film_bytes(frames)})

    looks: dict[str, Callable[[], object]] = {
        "step": step,
        "snapshot": learner.network,
        "profile of all layers": profile,
        _FILE: write,
    }
    seconds: dict[str, list[float]] = {what: [] for what in looks}
    with one_blas_thread:
        run_s = plan.n_steps * _timed(step, _WARM_UP)
        n_checkpoints = round(run_s / INTERVAL_S) + 1
        frames = [Frame(1, 0.1, learner.network())] * max(1, n_due // n_checkpoints)
        for _ in range(n_rounds):
            for what, look in looks.items():
                start = perf_counter()
                look()
                seconds[what].append(perf_counter() - start)
    learner.close()
    median = {what: float(np.median(found)) for what, found in seconds.items()}
    told, _ = checkpoints(recipe, dataset, directory / name)
    median["checkpoint"] = float(np.median(told)) / 1000
    run_s = plan.n_steps * median["step"]
    numbers = {
        "snapshot": round(run_s * _SNAPSHOTS_PER_S) + n_due,
        "profile of all layers": n_due,
        _FILE: n_checkpoints,
        "checkpoint": n_checkpoints,
    }
    shares = {what: 100 * median[what] * count / run_s for what, count in numbers.items()}
    rows: list[tuple[Cell, ...]] = [
        (name, what, 1000 * median[what], count, shares[what]) for what, count in numbers.items()
    ]
    rows.append((name, "all together", None, None, sum(shares.values())))
    return [(name, "step", 1000 * median["step"], plan.n_steps, None), *rows]


def _timed(look: Callable[[], object], n: int) -> float:
    """Return seconds for one of `n` times, after a first one."""
    look()
    start = perf_counter()
    for _ in range(n):
        look()
    return (perf_counter() - start) / n
