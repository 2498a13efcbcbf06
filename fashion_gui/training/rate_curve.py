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
"""How many times its own error a fall must be to count."""
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

    def valley(self) -> "Valley | None":
        """Return the rates that lower the loss; None while no rate clearly does."""
        if len(self.losses) < _LEAST_BATCHES:
            return None
        smoothed = self.smoothed
        bottom = int(smoothed.argmin())
        fall = self._first - float(smoothed[bottom])
        noise = float(np.std(np.minimum(self.losses, _CAP * self._first) - smoothed))
        if fall <= _CLEAR * noise / np.sqrt(_LEAST_BATCHES / 2):
            return None
        fallen = (self._first - smoothed[: bottom + 1]) / fall
        shares = _VALLEY_BEGINS, _SUGGESTED, _VALLEY_ENDS
        places = (int(np.argmax(fallen >= share)) for share in shares)
        rates = (readable(float(self.rates[place])) for place in places)
        return Valley(*rates)


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
