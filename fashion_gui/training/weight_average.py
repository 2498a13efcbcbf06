"""Averaging of weights over many steps."""

import numpy as np

from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.state import State, count_of, restore


class WeightAverage:
    """The mean of the weights after many steps, which is less noisy than any of them.

    Source: Izmailov et al., "Averaging Weights Leads to Wider Optima", arXiv:1803.05407, 2018.
    """

    def __init__(self, parameters: FloatArray) -> None:
        self._mean = np.zeros_like(parameters)
        self._spare = np.empty_like(parameters)
        self._n = 0

    def add(self, parameters: FloatArray) -> None:
        """Add the weights after another step, (n_parameters,), to the mean."""
        self._n += 1
        np.subtract(parameters, self._mean, out=self._spare)
        self._spare /= self._n
        self._mean += self._spare

    def clear(self) -> None:
        """Reset the mean: averaging has not begun yet, or begins later than planned."""
        self._n = 0
        self._mean[:] = 0

    @property
    def has_begun(self) -> bool:
        """Whether there is a mean."""
        return self._n > 0

    def state_dict(self) -> State:
        """Return the mean and its count; only the count, 0, before averaging begins."""
        return {"n": self._n, **({"mean": self._mean.copy()} if self._n else {})}

    def load_state_dict(self, state: State) -> None:
        """Restore a state; StateError when it does not fit."""
        self._n = count_of(state, "n")
        if self._n:
            restore(self._mean, state, "mean")

    def of(self, parameters: FloatArray) -> FloatArray:
        """Return the mean, or the parameters themselves while averaging has not begun."""
        return self._mean if self._n else parameters
