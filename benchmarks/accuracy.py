"""Test accuracy of every ready recipe over five seeds."""

import numpy as np

from fashion_gui.data import load
from fashion_gui.training.recipes import RECIPES
from fashion_gui.training.records import Finished
from fashion_gui.training.trainer import train

_SEEDS = range(5)
_NAMES = ("mlp", "article", "article-as-printed")


def report() -> list[str]:
    """Return a row for each recipe. Takes some minutes."""
    dataset = load()
    lines = [f"{'Test accuracy':<20} {'mean':>7} {'lowest':>7} {'highest':>8} {'s a run':>8}"]
    for name in _NAMES:
        results = []
        for seed in _SEEDS:
            *_, last = train(RECIPES[name].with_settings(seed=seed), dataset)
            assert isinstance(last, Finished)
            results.append((last.report.accuracy, last.seconds))
        scores, seconds = np.array(results).T
        lines.append(
            f"{name:<20} {scores.mean():7.4f} {scores.min():7.4f} {scores.max():8.4f}"
            f" {np.median(seconds):8.1f}"
        )
    return lines
