"""Curves of kept runs that are laid over those of another: single ones, and bands over seeds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fashion_gui.shelf.run_comparison import groups_of_seeds
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.history import RunHistory
from fashion_gui.training.series import Series

Figure = Literal["loss", "accuracy"]
_SEED_AT_END = re.compile(r"\s*seed[ \d]*$")
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Overlay:
    """One curve, on the validation images where the run has some.

    Attributes
    ----------
    name
        Of the run, or of what its seeds have in common.
    x, y : ndarray of float64, shape (n_points,)
        Epochs and values; with several seeds the mean.
    low, high : ndarray of float64, shape (n_points,), or None
        Range over the seeds; None for a single run.
    """

    name: str
    x: FloatArray
    y: FloatArray
    low: FloatArray | None = None
    high: FloatArray | None = None


def overlays_of(
    runs: Sequence[RunRecord],
    histories: Mapping[str, RunHistory],
    figure: Figure,
    length: float | None = None,
) -> list[Overlay]:
    """Return the curves of runs: runs that differ in their seeds alone become one band.

    Runs whose curves are not in `histories`, or have no points, are left out.

    Parameters
    ----------
    length
        Epochs for which each whole run counts, however many it has; None for its own.
    """
    series = {
        run.name: _series(histories[run.name], figure) for run in runs if run.name in histories
    }
    shown = [run for run in runs if len(series.get(run.name, ()))]
    found = []
    for group in groups_of_seeds(shown):
        if len(group) == 1:
            one = series[group[0].name]
            overlay = Overlay(group[0].name, one.x, one.y)
        else:
            overlay = _band(_common_name(group), [series[run.name] for run in group])
        if length is not None:
            overlay = replace(overlay, x=overlay.x * (length / epochs_of(group[0])))
        found.append(overlay)
    return found


def epochs_of(run: RunRecord) -> int:
    """Return how many epochs a whole run has, as its settings were turned."""
    return run.turned_recipe().epochs


def _series(history: RunHistory, figure: Figure) -> Series:
    curve = history.loss if figure == "loss" else history.accuracy
    return curve.validation if len(curve.validation) else curve.training


def _band(name: str, group: Sequence[Series]) -> Overlay:
    """Return mean and range where all seeds have values, at the epochs of the longest."""
    start, stop = max(one.x[0] for one in group), min(one.x[-1] for one in group)
    longest = max(group, key=len).x
    x = longest[(longest >= start) & (longest <= stop)]
    if not len(x):
        x = np.array([stop])
    values = np.stack([np.interp(x, one.x, one.y) for one in group])
    return Overlay(name, x, values.mean(axis=0), values.min(axis=0), values.max(axis=0))


def _common_name(group: Sequence[RunRecord]) -> str:
    begin = _SEED_AT_END.sub("", group[0].name)
    return f"{begin or group[0].name}, {len(group)} seeds"
