"""Seconds of training until a validation accuracy is reached.

The run is like that of the command line, with all cores. The time is the run's own (wall time,
validation included) at the first validation with that accuracy; the 5,000 validation images are
never learned from. The test images are not used: the run is abandoned when the last accuracy is
reached, or before its end.
"""

from collections.abc import Iterable, Sequence

from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, spread
from fashion_gui.data import Dataset, load
from fashion_gui.training.events import BatchMetrics, Plan, Record, ValidationMetrics
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train


def measure_mlp() -> Result:
    """Return a row for each accuracy, over three seeds."""
    return _measure("mlp", (0.88, 0.89, 0.90), range(3))


def measure_convnet() -> Result:
    """Return a row for each accuracy; it takes minutes, so there is only one seed."""
    return _measure("convnet", (0.90, 0.92, 0.93), range(1))


def _measure(name: str, goals: Sequence[float], seeds: Sequence[int]) -> Result:
    dataset = load()
    runs = [
        _seconds_until(RECIPES[name].with_settings(seed=seed), dataset, goals) for seed in seeds
    ]
    rows: list[tuple[Cell, ...]] = []
    for goal in goals:
        reached = [run[goal] for run in runs if goal in run]
        times: tuple[Cell, ...] = spread(reached) if reached else (None, None, None)
        rows.append((f"{100 * goal:.0f} %", *times, f"{len(reached)} of {len(runs)}"))
    return Result(
        f"Learning of {name} until a validation accuracy, seconds on the wall",
        ("accuracy", *SPREAD, "reached by"),
        tuple(rows),
    )


def _seconds_until(recipe: Recipe, dataset: Dataset, goals: Sequence[float]) -> dict[float, float]:
    run = train(recipe, dataset)
    try:
        plan = next(run)
        assert isinstance(plan, Plan)
        return first_seconds(_learning(run, plan.n_steps), goals)
    finally:
        run.close()


def _learning(run: Iterable[Record], n_steps: int) -> Iterable[Record]:
    """Yield records up to the validation after the last step."""
    for record in run:
        yield record
        if isinstance(record, ValidationMetrics) and record.step == n_steps:
            return


def first_seconds(records: Iterable[Record], goals: Sequence[float]) -> dict[float, float]:
    """Return for each accuracy the seconds of training at the first validation that reached it."""
    seconds, reached = 0.0, dict[float, float]()
    for record in records:
        if isinstance(record, BatchMetrics):
            seconds = record.seconds
        elif isinstance(record, ValidationMetrics):
            for goal in goals:
                if record.accuracy >= goal:
                    reached.setdefault(goal, seconds)
            if len(reached) == len(goals):
                break
    return reached
