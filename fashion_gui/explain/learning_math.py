"""Learning mathematics: how the loss of one image depends on a value or a weight, and a step.

It is the backward pass of the trace, in inference mode, so that a dropout does nothing and a batch
norm keeps its mean and variance. The loss is the one that fits the last layer: the cross-entropy
after a softmax, half the squared distance after sigmoids.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.explain.derivations import (
    Activated,
    Derivation,
    Largest,
    Normalized,
    Place,
    WeightedSum,
)
from fashion_gui.explain.layer_math import Seen, check_place, derive
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.explain.trace import Trace
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.forward_pass import ForwardPass
from fashion_gui.nn.layer import FloatArray, Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.losses import LOSSES, CrossEntropy
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D


@dataclass(frozen=True, eq=False)
class ErrorOfAnswer(Derivation):
    """The start of the backward pass: the output minus the target, times the view's share.

    After a softmax, this is the gradient of the loss with respect to the softmax's input.
    """

    answer: float
    target: float
    share: float

    @property
    def result(self) -> float:
        return (self.answer - self.target) * self.share

    def lines(self, n_terms: int = 5) -> list[str]:
        share = "" if self.share == 1 else f" × {self.share:.4g}, the share of this view"
        return [f"({self.answer:.4g} − {self.target:.4g}){share} = {self.result:.4g}"]


@dataclass(frozen=True)
class WeightStep:
    """What one plain step of gradient descent does to one weight: w - rate * gradient.

    Attributes
    ----------
    layer, parameter, index
        Which weight: the layer's name, the name of the array, the index in it.
    before, gradient, learning_rate
    """

    layer: str
    parameter: str
    index: Place
    before: float
    gradient: float
    learning_rate: float

    @property
    def after(self) -> float:
        """The weight after the step."""
        return self.before - self.learning_rate * self.gradient


class LearningMath:
    """How the loss of one image depends on every value and on every weight.

    Parameters
    ----------
    trace
        Trace of the image through the network.
    label
        The target class, from 0.

    Attributes
    ----------
    loss
        Minus the logarithm of the class's probability, in nats; half the squared distance to the
        target for a network that ends in sigmoids. For mirrored networks it is the loss of the mean
        of both views.

    Raises
    ------
    ValueError
        When the network has no such class.
    NotOfferedError
        When the network ends in a layer without a loss, or its numbers overflow.
    """

    @one_blas_thread
    def __init__(self, trace: Trace, label: int) -> None:
        network = trace.network
        names, architecture = network.class_names, network.architecture
        if not 0 <= label < len(names):
            raise ValueError(f"Expected a class from 0 to {len(names) - 1}, found {label}.")
        self.trace, self.label = trace, label
        losses = [one for one in LOSSES.values() if one.output_layer == architecture.layers[-1]]
        if not losses:
            last = architecture.layer_names[-1]
            raise NotOfferedError(f"There is no loss for a network that ends in {last}.")
        self._is_softmax = isinstance(losses[0], CrossEntropy)
        vector = np.zeros_like(network.parameters)
        self._parameter_gradients = architecture.split(vector)
        parameters = network.layer_parameters()
        run = ForwardPass(architecture, parameters, self._parameter_gradients)
        with np.errstate(all="ignore"):
            # The same pass again, now with arrays for the gradients of the parameters.
            self._trace = Trace(network, trace.image, lambda: run)
            self.loss = self._work_back(run)
        if not np.isfinite(self.loss) or not np.isfinite(vector).all():
            raise NotOfferedError("The numbers inside this network overflow, so it cannot learn.")
        for part in architecture.statistics:
            vector[part] = 0
        self._vector = vector

    def _work_back(self, run: ForwardPass) -> float:
        architecture = self.trace.network.architecture
        last = len(architecture.layers) - 1
        target = np.zeros(architecture.n_classes)
        target[self.label] = 1
        outputs = run.memories[last].Y.astype(np.float64)
        n_views = len(outputs)
        gradients: list[FloatArray] = []
        if self._is_softmax:
            logits = run.memories[last].X.astype(np.float64)
            logits -= logits.max(axis=1, keepdims=True)
            logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
            own = logs[:, self.label]
            log_mean = float(np.logaddexp.reduce(own)) - np.log(n_views)
            self._answers, self._target = np.exp(logs), target
            self._shares = np.exp(own - np.logaddexp.reduce(own))
            loss = -log_mean
            gradients.append(-target * np.exp(-log_mean) / n_views * np.ones((n_views, 1)))
            dY = (self._answers - target) * self._shares[:, np.newaxis]
            last -= 1
        else:
            mean = outputs.mean(axis=0)
            self._answers, self._target = np.tile(mean, (n_views, 1)), target
            self._shares = np.full(n_views, 1 / n_views)
            loss = float(((mean - target) ** 2).sum() / 2)
            dY = np.tile((mean - target) / n_views, (n_views, 1))
        dY = dY.astype(self.trace.network.parameters.dtype)
        for index in range(last, -1, -1):
            gradients.append(_samples_first(dY))
            dY = run.backward(dY, index, index)
        gradients.append(_samples_first(dY))
        self._gradients = gradients[::-1]
        return float(loss)

    def gradients(self, layer: str | None, view: int = 0) -> FloatArray:
        """Return the gradient of the loss with respect to the output of a layer.

        Parameters
        ----------
        layer
            Name of the layer; None for the pixels, from 0 to 1, as in this view.

        Returns
        -------
        ndarray of float
            Of the shape of the layer's output for one image.
        """
        gradients: FloatArray = self._gradients[self._after(layer)][view]
        return gradients

    def derive(self, layer: str | None, place: Place, view: int = 0) -> Derivation:
        """Return the derivation of the gradient at a value, from all values that depend on it.

        Each term is the gradient at a value of the next layer, with its position there, times the
        derivative of that value with respect to this one.

        Parameters
        ----------
        layer, view
            As for `gradients`.
        place
            Of the value: (unit,), (row, column, map), or (row, column) for a pixel.

        Raises
        ------
        ValueError
            When there is no such layer or position.
        NotOfferedError
            When there is no rule for the next layer's type, or when the value is a probability: the
            loss is computed from the softmax's input.
        """
        index = self._after(layer)
        name = "the image" if layer is None else layer
        check_place(place, self._gradients[index][view].shape, name)
        value = float(self._gradients[index][view][place])
        n_layers = len(self.trace.network.architecture.layers)
        if index == n_layers - int(self._is_softmax):
            answer, target = self._answers[view][place], self._target[place]
            return ErrorOfAnswer(
                name, place, value, float(answer), float(target), float(self._shares[view])
            )
        if index == n_layers:
            raise NotOfferedError(
                "The loss is worked out from what the softmax is given: ask for a layer before it."
            )
        following = self._trace.network.architecture.layer_names[index]
        seen = self._trace.seen(following, view)
        if type(seen.layer) not in _RULES:
            raise NotOfferedError(f"The way back through {following} cannot be written out.")
        places, slopes = _RULES[type(seen.layer)](seen, place)
        values = self._gradients[index + 1][view][tuple(places.T)]
        return WeightedSum(name, place, value, places, values, slopes)

    def step(self, layer: str, parameter: str, index: Place, learning_rate: float) -> WeightStep:
        """Return the change of one weight in one plain step on this image alone.

        Parameters
        ----------
        parameter
            Name of an array of the layer's, such as "weights" or "biases".
        index
            Index in that array.

        Raises
        ------
        ValueError
            When the layer has no such array or index, or it is not learned.
        """
        number = self.trace.network.architecture.layer_index(layer)
        learned = self.learned_parameters(layer)
        if parameter not in learned:
            words = ", ".join(learned) or "nothing"
            raise ValueError(f"{layer} learns {words}, found {parameter!r}.")
        weights = self.trace.network.layer_parameters()[number][parameter]
        check_place(index, weights.shape, f"{layer} ({parameter})")
        gradient = float(self._parameter_gradients[number][parameter][index])
        return WeightStep(layer, parameter, index, float(weights[index]), gradient, learning_rate)

    def step_of_largest(
        self, layer: str, place: Place, learning_rate: float, view: int = 0
    ) -> WeightStep | None:
        """Return the step of the weight in the largest term of a value, see `step`.

        None if the value is not a sum of products with learned weights.

        Parameters
        ----------
        layer, place, view
            Of the value, as for ``Trace.derive``.
        """
        derivation = self.trace.derive(layer, place, view)
        if not isinstance(derivation, WeightedSum) or derivation.weight_places is None:
            return None
        (largest,) = derivation.largest(1)
        assert largest.weight_place is not None
        return self.step(layer, "weights", largest.weight_place, learning_rate)

    def learned_parameters(self, layer: str) -> tuple[str, ...]:
        """Return the names of a layer's learned arrays."""
        architecture = self.trace.network.architecture
        number = architecture.layer_index(layer)
        names = architecture.parameter_shapes[number]
        return tuple(name for name in names if name not in architecture.layers[number].statistics)

    def parameters_after(self, learning_rate: float) -> FloatArray:
        """Return all parameters after one plain step: a vector as ``Network.parameters``."""
        after: FloatArray = self.trace.network.parameters - learning_rate * self._vector
        return after.astype(self._vector.dtype)

    def _after(self, layer: str | None) -> int:
        return 0 if layer is None else self.trace.network.architecture.layer_index(layer) + 1


def _samples_first(batch: FloatArray) -> FloatArray:
    return (batch.transpose(2, 0, 1, 3) if batch.ndim == 4 else batch).copy()


def _into_dense(seen: Seen, place: Place) -> "Slopes":
    weights = seen.parameters["weights"][place[0]]
    return np.arange(len(weights))[:, np.newaxis], weights


def _into_convolution(seen: Seen, place: Place) -> "Slopes":
    """Return every output whose window contains the position, and the weight there."""
    layer: Any = seen.layer
    row, column, channel = (*place, 0)[:3]
    square = np.indices((layer.kernel, layer.kernel, layer.channels)).reshape(3, -1).T
    far = np.array([row, column]) + layer.padding - square[:, :2]
    places = np.column_stack([far // layer.stride, square[:, 2]])
    fits = (far % layer.stride == 0).all(axis=1)
    fits &= ((places >= 0) & (places < seen.gave.shape)).all(axis=1)
    weights = seen.parameters["weights"][:, :, channel][tuple(square[fits].T)]
    return places[fits], weights


def _into_max_pool(seen: Seen, place: Place) -> "Slopes":
    """Return the windows whose first largest value is at the position."""
    layer: Any = seen.layer
    row, column, channel = place
    height, width, _ = seen.gave.shape
    won = [
        (i, j, channel)
        for i in range(max(0, (row - layer.size) // layer.stride + 1), height)
        for j in range(max(0, (column - layer.size) // layer.stride + 1), width)
        if i * layer.stride <= row < i * layer.stride + layer.size
        and j * layer.stride <= column < j * layer.stride + layer.size
        and _winner(seen, (i, j, channel)) == place
    ]
    return np.array(won, np.intp).reshape(-1, 3), np.ones(len(won))


def _winner(seen: Seen, place: Place) -> Place:
    derivation = derive(seen, place)
    assert isinstance(derivation, Largest)
    return derivation.winner


def _into_average_pool(seen: Seen, place: Place) -> "Slopes":
    height, width, _ = seen.given.shape
    return np.array([[place[2]]]), np.array([1 / (height * width)])


def _into_function(seen: Seen, place: Place) -> "Slopes":
    derivation = derive(seen, place)
    assert isinstance(derivation, Normalized | Activated)
    return np.array([place]), np.array([derivation.slope])


def _into_flatten(seen: Seen, place: Place) -> "Slopes":
    unit = int(np.ravel_multi_index(place, seen.given.shape))
    return np.array([[unit]]), np.ones(1)


def _into_dropout(seen: Seen, place: Place) -> "Slopes":
    return np.array([place]), np.ones(1)


def _into_softmax(seen: Seen, place: Place) -> "Slopes":
    answers = seen.gave.astype(np.float64)
    own = np.arange(len(answers)) == place[0]
    return np.arange(len(answers))[:, np.newaxis], answers * (own - answers[place[0]])


Slopes: TypeAlias = tuple[NDArray[np.intp], FloatArray]
"""Positions in the next layer that depend on a value, (n_terms, n_axes), and the derivatives."""
_RULES: Mapping[type[Layer], Callable[[Seen, Place], Slopes]] = {
    Flatten: _into_flatten,
    Dense: _into_dense,
    Conv2D: _into_convolution,
    MaxPool2D: _into_max_pool,
    GlobalAveragePool: _into_average_pool,
    BatchNorm: _into_function,
    ReLU: _into_function,
    Sigmoid: _into_function,
    Tanh: _into_function,
    Softmax: _into_softmax,
    Dropout: _into_dropout,
}
