"""Optimizers: how a gradient becomes a step. All parameters lie in one vector.

They work in place, in as few passes over their vectors as possible, and allocate nothing.
"""

from abc import ABC, abstractmethod

import numpy as np

from fashion_gui.nn.layer import FloatArray, aligned_empty, aligned_zeros
from fashion_gui.nn.state import State, count_of, restore

_NEGLIGIBLE_GRADIENT = 1e-16
_NEGLIGIBLE_PARAMETER = 1e-12
_STEPS_BETWEEN_CLEARINGS = 256


class Optimizer(ABC):
    """Moves a vector of parameters against its gradient; remembers what it needs between steps."""

    def __init__(self, n_parameters: int, dtype: np.dtype[np.floating]) -> None:
        self._spare = aligned_empty((n_parameters,), dtype)
        self._mask = np.empty(n_parameters, np.bool_)
        self._n_steps = 0

    @abstractmethod
    def step(self, parameters: FloatArray, gradients: FloatArray, learning_rate: float) -> None:
        """Change `parameters` in place.

        Parameters
        ----------
        parameters, gradients : ndarray, shape (n_parameters,)
        learning_rate
            Factor on the step.
        """

    def state_dict(self) -> State:
        """Return what it remembers between steps."""
        arrays = {name: array.copy() for name, array in self._kept().items()}
        return {"n_steps": self._n_steps, **arrays}

    def load_state_dict(self, state: State) -> None:
        """Restore the state of an optimizer of the same kind; StateError when it does not fit."""
        self._n_steps = count_of(state, "n_steps")
        for name, array in self._kept().items():
            restore(array, state, name)

    @abstractmethod
    def _kept(self) -> dict[str, FloatArray]:
        """Return the arrays that it remembers, by name."""

    def _clear_negligible(
        self, parameters: FloatArray, gradients: FloatArray, averages: FloatArray
    ) -> None:
        """Set negligible values of all three vectors to zero, every 256 steps.

        The average of a gradient that is 0 from some step on (that of a pixel which is
        nearly always black, say) shrinks for ever, and so does a weight that only the L2
        penalty still moves. Below 1e-38, squares included, numbers are subnormal and the processor
        computes a hundred times slower, which doubled the time of an epoch.
        """
        if self._n_steps % _STEPS_BETWEEN_CLEARINGS:
            return
        for values, threshold in (
            (parameters, _NEGLIGIBLE_PARAMETER),
            (gradients, _NEGLIGIBLE_GRADIENT),
            (averages, _NEGLIGIBLE_GRADIENT),
        ):
            size = np.abs(values, out=self._spare[: len(values)])
            values *= np.greater(size, threshold, out=self._mask[: len(values)])


class SGD(Optimizer):
    """Gradient descent with momentum: v <- momentum v + g; w <- w - rate v."""

    def __init__(
        self, n_parameters: int, dtype: np.dtype[np.floating], momentum: float = 0.0
    ) -> None:
        super().__init__(n_parameters, dtype)
        self._momentum = momentum
        self._velocity = aligned_zeros((n_parameters if momentum else 0,), dtype)

    @property
    def momentum(self) -> float:
        """Share of the velocity that each step keeps, from 0 to below 1; it may be changed."""
        return self._momentum

    @momentum.setter
    def momentum(self, momentum: float) -> None:
        if momentum and not len(self._velocity):
            self._velocity = aligned_zeros(self._spare.shape, self._spare.dtype)
        self._momentum = momentum

    def step(self, parameters: FloatArray, gradients: FloatArray, learning_rate: float) -> None:
        self._n_steps += 1
        self._clear_negligible(parameters, gradients, self._velocity)
        direction = gradients
        if self._momentum:
            direction = self._velocity
            direction *= self._momentum
            direction += gradients
        parameters -= np.multiply(direction, learning_rate, out=self._spare)

    def _kept(self) -> dict[str, FloatArray]:
        return {"velocity": self._velocity}


class Adam(Optimizer):
    """Adam: steps of about the learning rate in every coordinate, whatever the gradient's size.

    With m and v the decaying averages of g and g^2, w <- w - rate m^ / (sqrt(v^) + eps).
    Source: Kingma and Ba, "Adam", arXiv:1412.6980, 2014.

    To save passes over memory, the *sums* M = m / (1 - beta1) and V = v / (1 - beta2) are
    kept; their factors and the two bias corrections are folded into the rate and eps.
    """

    def __init__(
        self,
        n_parameters: int,
        dtype: np.dtype[np.floating],
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(n_parameters, dtype)
        self._beta1, self._beta2, self._epsilon = beta1, beta2, epsilon
        self._sum = aligned_zeros((n_parameters,), dtype)
        self._sum_of_squares = aligned_zeros((n_parameters,), dtype)

    def step(self, parameters: FloatArray, gradients: FloatArray, learning_rate: float) -> None:
        self._n_steps += 1
        self._clear_negligible(parameters, gradients, self._sum)
        # m^ = M mean_factor and sqrt(v^) = sqrt(V) root_factor.
        mean_factor = (1 - self._beta1) / (1 - self._beta1**self._n_steps)
        root_factor = ((1 - self._beta2) / (1 - self._beta2**self._n_steps)) ** 0.5
        rate = learning_rate * mean_factor / root_factor
        epsilon = self._epsilon / root_factor
        M, V, step = self._sum, self._sum_of_squares, self._spare
        M *= self._beta1
        M += gradients
        V *= self._beta2
        V += np.multiply(gradients, gradients, out=step)
        np.sqrt(V, out=step)
        step += epsilon
        np.divide(M, step, out=step)
        step *= rate
        parameters -= step

    def _kept(self) -> dict[str, FloatArray]:
        return {"sum": self._sum, "sum_of_squares": self._sum_of_squares}
