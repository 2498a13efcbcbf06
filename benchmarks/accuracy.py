"""Test accuracy of the shipped recipes over five seeds, from each run's own report."""

from collections.abc import Sequence

from benchmarks.result import Cell, Result
from benchmarks.spread import spread
from fashion_gui.data import load
from fashion_gui.training.events import Finished
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.trainer import train

_SEEDS = range(5)


def measure() -> Result:
    """Return a row for each quick recipe. Takes some minutes."""
    return _measure(("mlp", "article", "article-as-printed"))


def measure_convnet() -> Result:
    """Return a row for ``convnet``. Takes about an hour."""
    return _measure(("convnet",))


def _measure(names: Sequence[str]) -> Result:
    dataset = load()
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        scores, seconds, n_test = [], [], 0
        for seed in _SEEDS:
            *_, last = train(RECIPES[name].with_settings(seed=seed), dataset)
            assert isinstance(last, Finished)
            scores.append(last.report.accuracy)
            seconds.append(last.seconds)
            n_test = last.plan.n_test
        mean = 100 * sum(scores) / len(scores)
        rows.append((name, n_test, mean, *spread(scores, 100), spread(seconds)[0]))
    return Result(
        f"Test accuracy over {len(_SEEDS)} seeds, %",
        ("recipe", "test images", "mean", "median", "min", "max", "seconds a run"),
        tuple(rows),
    )
