"""Several runs side by side, of which the worse ones end early (successive halving).

Source: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
Optimization", arXiv:1502.07943, 2015, where half of the runs end at each comparison. Here a run
also stays if its distance from the best may be chance.
"""

from collections.abc import Sequence
from math import log2, sqrt

_STANDARD_ERRORS = 2.0


def rungs(epochs: int, n_runs: int) -> tuple[int, ...]:
    """Return the epochs after which runs are compared: a half of all, a quarter, and so on."""
    n_halvings = int(log2(n_runs)) if n_runs > 2 else 0
    halves = (epochs // 2**halving for halving in range(n_halvings, 0, -1))
    return tuple(sorted({epoch for epoch in halves if epoch >= 1}))


def survivors(accuracies: Sequence[float], n_images: int) -> list[int]:
    """Return which runs continue: the better half, and those that trail the best only by chance.

    Parameters
    ----------
    accuracies
        Accuracy of each run on the same validation images, from 0 to 1.
    n_images
        Number of validation images.
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
