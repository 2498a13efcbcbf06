"""Comparing two networks on the same images, and whether the difference may be chance."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fashion_gui.evaluation.metrics import IntArray, accuracy_interval
from fashion_gui.evaluation.predictions import Predictions

_CHANCE_BELOW = 0.05
"""Significance level: with a p-value below it, a difference does not count as chance."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """How the predictions of a second network differ from those of a first.

    Attributes
    ----------
    first, second
        Predictions for the same images.

    Raises
    ------
    ValueError
        When they are for different images.
    """

    first: Predictions
    second: Predictions

    def __post_init__(self) -> None:
        if self.first.start != self.second.start or len(self.first) != len(self.second):
            raise ValueError("Expected predictions for the same images, found others.")

    @cached_property
    def differs(self) -> NDArray[np.bool_]:
        """Which images they predict differently: bool (n_samples,)."""
        differs: NDArray[np.bool_] = self.first.predicted != self.second.predicted
        return differs

    @cached_property
    def n_only_first(self) -> int:
        """Number of images that only the first network predicts right."""
        return int((self.first.is_right & ~self.second.is_right).sum())

    @cached_property
    def n_only_second(self) -> int:
        """Number of images that only the second network predicts right."""
        return int((~self.first.is_right & self.second.is_right).sum())

    @property
    def difference(self) -> float:
        """Accuracy of the second network minus that of the first."""
        return (self.n_only_second - self.n_only_first) / max(len(self.first), 1)

    @cached_property
    def difference_interval(self) -> tuple[float, float]:
        """95 % confidence interval of the difference, for images like these."""
        n_both = int((self.first.is_right & self.second.is_right).sum())
        n_neither = len(self.first) - n_both - self.n_only_first - self.n_only_second
        return paired_difference_interval(n_both, self.n_only_second, self.n_only_first, n_neither)

    @cached_property
    def p_value(self) -> float:
        """Probability of a difference at least as large between equally good networks."""
        return mcnemar_p_value(self.n_only_first, self.n_only_second)

    @property
    def may_be_chance(self) -> bool:
        """True when these images cannot tell which network is the better one."""
        return self.p_value >= _CHANCE_BELOW

    @cached_property
    def confusion_change(self) -> IntArray:
        """Confusion matrix of the second network minus that of the first."""
        return self.second.report.confusion - self.first.report.confusion

    @cached_property
    def recall_changes(self) -> NDArray[np.float64]:
        """Recall of each class with the second network minus that with the first: (n_classes,)."""
        pairs = zip(self.first.report.classes, self.second.report.classes, strict=True)
        return np.array([second.recall - first.recall for first, second in pairs])

    def verdict(self, first_name: str, second_name: str) -> str:
        """Return in a sentence or two which network is better, and how certain that is."""
        if self.n_only_first == self.n_only_second == 0:
            return "Both are right on exactly the same images."
        if self.difference == 0:
            return "Both are right on the same number of images, though not on the same ones."
        better, worse = first_name, second_name
        low, high = (-bound for bound in reversed(self.difference_interval))
        if self.difference > 0:
            better, worse, (low, high) = second_name, first_name, self.difference_interval
        points = f"{100 * abs(self.difference):.2f} percentage points"
        interval = f"95 % interval {100 * low:+.2f} to {100 * high:+.2f}"
        chance = "p < 0.001" if self.p_value < 0.001 else f"p = {self.p_value:.3f}"
        told = f"{better} is right {points} more often than {worse} ({interval}, Newcombe 1998)."
        if self.may_be_chance:
            return f"{told} That may be chance (exact McNemar test, {chance})."
        return (
            f"{told} That is more than chance explains (exact McNemar test, {chance}), though it "
            "is about these two networks only, not about other runs of their recipes."
        )


def paired_difference_interval(
    n_both: int, n_only_first: int, n_only_second: int, n_neither: int
) -> tuple[float, float]:
    """Return the 95 % confidence interval of the first share minus the second.

    Source: Newcombe, "Improved Confidence Intervals for the Difference Between Binomial
    Proportions Based on Paired Data", Statistics in Medicine 17, 1998, method 10: two of Wilson's
    intervals, joined by the correlation of the pairs.

    Parameters
    ----------
    n_both, n_only_first, n_only_second, n_neither
        Numbers of samples that are right with both, with one only and with neither.
    """
    n = n_both + n_only_first + n_only_second + n_neither
    if n == 0:
        return -1.0, 1.0
    n_first, n_second = n_both + n_only_first, n_both + n_only_second
    first, second = n_first / n, n_second / n
    first_low, first_high = accuracy_interval(n_first, n)
    second_low, second_high = accuracy_interval(n_second, n)
    product = n_first * (n - n_first) * n_second * (n - n_second)
    together = float(n_both * n_neither - n_only_first * n_only_second)
    if together > 0:
        together = max(together - n / 2, 0.0)  # continuity correction
    phi = together / sqrt(product) if product else 0.0

    def joined(a: float, b: float) -> float:
        return sqrt(max(a * a - 2 * phi * a * b + b * b, 0.0))

    below = joined(first - first_low, second_high - second)
    above = joined(first_high - first, second - second_low)
    return max(-1.0, first - second - below), min(1.0, first - second + above)


def mcnemar_p_value(n_only_first: int, n_only_second: int) -> float:
    """Return the two-sided p-value of McNemar's exact test, a binomial test of a fair coin.

    Source: McNemar, "Note on the Sampling Error of the Difference Between Correlated Proportions
    or Percentages", Psychometrika 12, 1947.
    """
    n = n_only_first + n_only_second
    ways = n_ways = 1  # binomial coefficient of n and k, and the sum of all so far
    for k in range(min(n_only_first, n_only_second)):
        ways = ways * (n - k) // (k + 1)
        n_ways += ways
    chance: float = 2 * n_ways / 2**n
    return min(1.0, chance)
