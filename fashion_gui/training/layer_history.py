"""One layer over a whole film: how its distributions, its updates and its units change."""

from collections.abc import Sequence
from math import nan

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.distribution import LEAST_EXPONENT, N_BINS, Shares, within
from fashion_gui.training.events import Frame
from fashion_gui.training.layer_profile import QUANTITIES

_HARDLY_ANY = 1e-3
"""Share of the values below which the rows at both ends are left out."""


class LayerHistory:
    """A layer with weights in all profiled frames of a film.

    Parameters
    ----------
    frames
        Of the film, in order; those without profiles are left out.
    number
        Number of the layer among those with weights, from 0.

    Attributes
    ----------
    frames
        The profiled ones.
    name, activation, state
        As in ``LayerProfile``.
    ratios, resting : ndarray of float, shape (n,)
        Update ratios, and shares of dead or saturated units; nan where there is none.
    units : ndarray of bool, shape (n, n_units)
        Which units are dead or saturated.
    """

    def __init__(self, frames: Sequence[Frame], number: int) -> None:
        self.frames = [frame for frame in frames if len(frame.layers) > number]
        self._layers = [frame.layers[number] for frame in self.frames]
        last = self._layers[-1] if self._layers else None
        self.name, self.activation = (last.name, last.activation) if last else ("", "")
        self.state = last.state if last else ""
        self.ratios = np.array([layer.update_ratio for layer in self._layers])
        self.resting = np.array([layer.share_resting for layer in self._layers])
        self.units: NDArray[np.bool_] = np.array([layer.units for layer in self._layers], bool)

    def __len__(self) -> int:
        return len(self.frames)

    def columns(self, quantity: str) -> tuple[Shares, tuple[float, float]]:
        """Return a distribution over time, without ends in which there are hardly any values.

        Returns
        -------
        ndarray of float32, shape (n, n_rows)
            Share of the values in each row, from the lowest to the highest.
        (float, float)
            Lowest and highest value of the rows; for gradients the exponents of 2 of their
            magnitudes. Both are 0 when there are no values.
        """
        place = QUANTITIES.index(quantity)
        shares = np.array([layer.shares[place] for layer in self._layers], np.float32)
        shares = shares.reshape(-1, N_BINS)
        reaches = np.array([layer.reaches[place] for layer in self._layers], np.float32)
        low, step = float(LEAST_EXPONENT - 1), 1.0
        if quantity != "gradients":
            shares, reach = within(shares, reaches)
            low, step = -reach, 2 * reach / N_BINS
        rows = np.flatnonzero((shares > _HARDLY_ANY).any(axis=0))
        if not len(rows):
            return shares[:, :1], (0.0, 0.0)
        first, stop = int(rows[0]), int(rows[-1]) + 1
        if quantity == "weights":  # 0 stays in the middle
            first = min(first, N_BINS - stop)
            stop = N_BINS - first
        return shares[:, first:stop], (low + first * step, low + stop * step)

    def resting_since(self, unit: int, place: int = -1) -> Frame | None:
        """Return since which frame a unit has been dead or saturated without a break.

        Parameters
        ----------
        place
            Position among the profiled frames up to which to look.

        Returns
        -------
        Frame or None
            None when it is not dead or saturated there.
        """
        if not len(self) or not self.state:
            return None
        past = self.units[: range(len(self))[place] + 1, unit]
        if not past[-1]:
            return None
        alive = np.flatnonzero(~past)
        return self.frames[int(alive[-1]) + 1 if len(alive) else 0]

    def place_of(self, frame: Frame | None) -> int:
        """Return the position of the latest profiled frame up to a moment; the last for None."""
        if frame is None:
            return len(self) - 1
        steps = [each.step for each in self.frames]
        return max(int(np.searchsorted(steps, frame.step, "right")) - 1, 0)

    def ratio(self, place: int) -> float:
        """Return the update ratio at a position; nan when there is none."""
        return float(self.ratios[place]) if len(self) else nan


def n_layers(frames: Sequence[Frame]) -> int:
    """Return how many layers with weights the frames tell of."""
    return max((len(frame.layers) for frame in frames), default=0)
