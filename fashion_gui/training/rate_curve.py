"""The loss at growing learning rates, and which of them are good.

Source: Smith, "Cyclical Learning Rates for Training Neural Networks", arXiv:1506.01186, 2017,
section 3.3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_BATCHES = 100
"""Batches of a search, if the loss does not diverge before."""
_SMOOTHED_OVER = 4.0
"""Standard deviation, in batches, of the bell curve that smooths the losses."""
_CAP = 2.0
"""Most of a loss, in first losses, that enters the smoothed one: a jump must not spread."""
_LEAST_BATCHES = 12
_CLEAR = 4.0
"""How many times its own error a fall or a rise must be to count."""
_LEAST_RISE = 0.05
"""Share of the first loss that a rise must be, too."""
_VALLEY_BEGINS, _SUGGESTED, _VALLEY_ENDS = 0.5, 0.95, 0.99
"""Shares of the whole fall. Measured: recipes learn fastest with rates near the second one."""


@dataclass(frozen=True, eq=False)
class RateSearch:
    """The loss at growing learning rates.

    Attributes
    ----------
    rates, losses : ndarray of float64, shape (n_batches,)
        Rate of each step, and the batch's mean loss before it.
    span
        The first and the last rate that are to be tried.
    is_done
        Whether there will be no more.
    """

    rates: NDArray[np.float64]
    losses: NDArray[np.float64]
    span: tuple[float, float]
    is_done: bool = False

    @property
    def smoothed(self) -> NDArray[np.float64]:
        """The losses averaged over neighbouring batches, float64 (n_batches,)."""
        if not len(self.losses):
            return self.losses
        losses = np.minimum(self.losses, _CAP * self._first)
        numbers = np.arange(len(losses))
        distances = (numbers[:, np.newaxis] - numbers) / _SMOOTHED_OVER
        weights = np.exp(-0.5 * distances**2)
        smoothed: NDArray[np.float64] = weights @ losses / weights.sum(axis=1)
        return smoothed

    @property
    def _first(self) -> float:
        return float(self.losses[: _LEAST_BATCHES // 2].mean())

    def rises_from(self) -> float | None:
        """Return the rate above which the loss is clearly higher than at first; None for none."""
        if len(self.losses) < _LEAST_BATCHES:
            return None
        smoothed = self.smoothed
        is_high = smoothed > self._first + max(_CLEAR * self._error(), _LEAST_RISE * self._first)
        if not is_high[-1]:
            return None
        n_below = len(is_high) - int(np.argmin(is_high[::-1]))
        return readable(float(self.rates[min(n_below, len(is_high) - 1)]))

    def _error(self) -> float:
        """Return how far a smoothed loss may be from the mean of many batches, until it is lowest.

        Behind that it may explode, which is no noise.
        """
        smoothed = self.smoothed
        n = max(int(smoothed.argmin()) + 1, _LEAST_BATCHES)
        return float(np.std((self.losses - smoothed)[:n]) / np.sqrt(_LEAST_BATCHES / 2))

    def valley(self) -> "Valley | None":
        """Return the rates that lower the loss; None while no rate clearly does."""
        if len(self.losses) < _LEAST_BATCHES:
            return None
        smoothed = self.smoothed
        bottom = int(smoothed.argmin())
        fall = self._first - float(smoothed[bottom])
        if fall <= _CLEAR * self._error():
            return None
        fallen = (self._first - smoothed[: bottom + 1]) / fall
        shares = _VALLEY_BEGINS, _SUGGESTED, _VALLEY_ENDS
        places = (int(np.argmax(fallen >= share)) for share in shares)
        rates = (readable(float(self.rates[place])) for place in places)
        return Valley(*rates)


def in_words(search: RateSearch) -> str:
    """Return what a search has found, in a sentence."""
    if valley := search.valley():
        return f"Good learning rates: {valley.low:g} to {valley.high:g}."
    hardly = f"The loss hardly falls within {N_BATCHES} batches"
    if rate := search.rises_from():
        return f"{hardly}, and rises with rates above {rate:g}: stay below."
    return f"{hardly}, at any rate."


@dataclass(frozen=True)
class Valley:
    """Good learning rates.

    Attributes
    ----------
    low, high
        Half of the fall of the loss is reached at `low`, and all but 1 % of it at `high`.
    suggested
        The rate at which nearly all of the fall is reached.
    """

    low: float
    suggested: float
    high: float


def readable(rate: float) -> float:
    """Return a rate with two significant digits."""
    return float(f"{rate:.1e}")
