"""How the learning rate changes during a run."""

from math import cos, pi

SCHEDULES = ("constant", "one-cycle", "cosine")
_WARM_UP = 0.25
"""Share of a one-cycle run in which the rate rises."""


def share_of_rate(schedule: str, progress: float) -> float:
    """Return the learning rate, as a share of the highest one, after a share of the run.

    Cosine falls to a thousandth along half a wave. One-cycle rises from a tenth along a cosine,
    then falls to a thousandth. Source: Smith and Topin, "Super-Convergence", arXiv:1708.07120,
    2017.
    """
    if schedule == "constant":
        return 1.0
    if schedule == "cosine":
        return _between(1.0, 0.001, progress)
    if progress < _WARM_UP:
        return _between(0.1, 1.0, progress / _WARM_UP)
    return _between(1.0, 0.001, (progress - _WARM_UP) / (1 - _WARM_UP))


def _between(start: float, stop: float, progress: float) -> float:
    return stop + (start - stop) * (1 + cos(pi * progress)) / 2
