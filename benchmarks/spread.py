"""Measuring alternatives in turns, and figures with their spread."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from time import perf_counter, process_time

import numpy as np

SPREAD = ("median", "min", "max")
"""Columns for ``spread``."""
RATIO = ("ours / it", "lowest", "highest")
"""Columns for ``ratio``."""
TAIL = ("median", "99 %", "max", "n")
"""Columns for ``tail``."""
_MIN_ROUNDS = 2


def interleaved(
    runs: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = process_time,
    at_most_s: float = inf,
) -> dict[str, list[float]]:
    """Return how long each takes in each round.

    A round is one turn of each, so that a temporarily slower machine affects all of them. The first
    round is a warm-up and is not counted.

    Parameters
    ----------
    runs
        What to measure, by name.
    rounds
        Rounds that are counted.
    clock
        ``process_time`` for the CPU time of all threads of this process, or ``perf_counter`` for
        wall time.
    at_most_s
        After this wall time, in seconds, no new round begins, but at least two are counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    began = perf_counter()
    for number in range(rounds + 1):
        if number > _MIN_ROUNDS and perf_counter() - began > at_most_s:
            break
        for name, run in runs.items():
            start = clock()
            run()
            seconds[name].append(clock() - start)
    return {name: values[1:] for name, values in seconds.items()}


def spread(values: Sequence[float], factor: float = 1.0) -> tuple[float, float, float]:
    """Return median, minimum and maximum, times a factor."""
    scaled = np.array(values) * factor
    return float(np.median(scaled)), float(scaled.min()), float(scaled.max())


def ratio(ours: Sequence[float], its: Sequence[float]) -> tuple[float, float, float]:
    """Return median, minimum and maximum of the ratios, each of two values of one round."""
    return spread(np.divide(ours, its).tolist())


def tail(seconds: Sequence[float]) -> tuple[float, float, float, int]:
    """Return median, 99th percentile and maximum of durations in ms, and how many they are."""
    median, late = np.percentile(seconds, [50, 99]) * 1000
    return float(median), float(late), float(np.max(seconds)) * 1000, len(seconds)
