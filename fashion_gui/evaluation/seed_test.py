"""Whether two recipes differ by more than their seeds: Student's and Welch's t-test on runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, exp, lgamma, pi, sqrt
from statistics import fmean, variance

import numpy as np

_N_NODES = 100


@dataclass(frozen=True)
class SeedTest:
    """A comparison of the means of two groups of runs.

    Attributes
    ----------
    difference
        Mean of the second group minus that of the first.
    p_value
        Probability of a difference at least as large between groups that differ in seeds alone.
    is_welch
        Whether the groups may spread differently (Welch), or share one spread (Student).
    """

    difference: float
    p_value: float
    is_welch: bool


def compare_seeds(first: Sequence[float], second: Sequence[float]) -> SeedTest | None:
    """Compare runs of one recipe with those of another, each with seeds of its own.

    A single run has no spread of its own: that of the other group then counts for both. Returns
    None when neither group has two runs.

    Source: Welch, "The Generalization of 'Student's' Problem when Several Different Population
    Variances are Involved", Biometrika 34, 1947.

    Parameters
    ----------
    first, second
        One figure a run, for example its test accuracy.
    """
    n, m = len(first), len(second)
    if not n or not m or n + m < 3:
        return None
    is_welch = n > 1 and m > 1
    difference = fmean(second) - fmean(first)
    if is_welch:
        parts = variance(first) / n, variance(second) / m
        square = sum(parts)
        below = parts[0] ** 2 / (n - 1) + parts[1] ** 2 / (m - 1)
        freedom = square**2 / below if below else 1.0
    else:
        square = variance(first if n > 1 else second) * (1 / n + 1 / m)
        freedom = float(n + m - 2)
    if square == 0:
        return SeedTest(difference, 0.0 if difference else 1.0, is_welch)
    return SeedTest(difference, student_p_value(difference / sqrt(square), freedom), is_welch)


def student_p_value(t: float, freedom: float) -> float:
    """Return the two-sided p-value of Student's t with some degrees of freedom, of at least 1.

    With t = sqrt(freedom) tan(x), the density of x is proportional to cos(x) ** (freedom - 1): the
    area beyond t is integrated by Gauss and Legendre.
    """
    start = atan(abs(t) / sqrt(freedom))
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    half = (pi / 2 - start) / 2
    # Counted from the far end, where cos(x) is a sine, so that tiny tails keep their digits.
    values = np.sin(half * (nodes + 1)) ** (freedom - 1)
    whole = exp(lgamma(freedom / 2) - lgamma((freedom + 1) / 2)) * sqrt(pi) / 2
    return min(1.0, float(half * (weights @ values)) / whole)
