"""Several runs side by side: when those that fall behind end early.

Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
Optimization", arXiv:1502.07943, 2015, where half of the runs end at each look. Here a run stays
as well while what it lacks to the best may be chance.
"""

from collections.abc import Sequence
from math import log2, sqrt

_STANDARD_ERRORS = 2.0


def rungs(epochs: int, n_runs: int) -> tuple[int, ...]:
    """Return the epochs after which runs are compared: half of the way, a quarter, and so on."""
    n_halvings = int(log2(n_runs)) if n_runs > 2 else 0
    halves = (epochs // 2**halving for halving in range(n_halvings, 0, -1))
    return tuple(sorted({epoch for epoch in halves if epoch >= 1}))


def survivors(accuracies: Sequence[float], n_images: int) -> list[int]:
    """Return which runs go on: the better half, and all that the best may lead by chance.

    Parameters
    ----------
    accuracies
        Of each run on the same validation images, from 0 to 1.
    n_images
        How many those are.
    """
    order = sorted(range(len(accuracies)), key=lambda run: -accuracies[run])
    best = accuracies[order[0]]
    error = sqrt(2 * best * (1 - best) / max(n_images, 1))
    n_kept = -(-len(order) // 2)
    return sorted(
        run
        for rank, run in enumerate(order)
        if rank < n_kept or best - accuracies[run] <= _STANDARD_ERRORS * error
    )
