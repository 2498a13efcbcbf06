"""Layers: what they compute forwards, and the gradients they compute backwards.

A layer is a frozen description without weights. What it works with is handed to it as a
``Memory``, so the same layer serves training and any number of threads that predict. A new
kind of layer (a convolution, say) is one more class in ``LAYER_TYPES``: nothing else needs
to know.

In every formula the rows of ``X`` are samples, ``Y`` is the layer's output and ``dY`` the
gradient of the loss with respect to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating[Any]]
Shape: TypeAlias = tuple[int, ...]
Parameters: TypeAlias = Mapping[str, FloatArray]


class Memory:
    """What one layer works with in one thread: its parameters and the arrays that it fills.

    The arrays are made at their first use and used again, so that hot loops allocate nothing.
    A smaller batch, such as the last one of an epoch, gets the first rows of the array that
    a larger one has made.

    Attributes
    ----------
    parameters, gradients : dict of ndarray
        The layer's parameters and, when training, as many gradients of the same shapes.
    rng : Generator or None
        Source of chance while training; None means that the network answers.
    X, Y : ndarray
        Input and output of the last forward pass, for the backward pass.
    needs_input_gradient : bool
        False for the first layer that learns: nobody asks how the loss depends on the pixels.
    """

    X: FloatArray
    Y: FloatArray

    def __init__(self, parameters: Parameters, gradients: Parameters | None = None) -> None:
        self.parameters = parameters
        self.gradients: Parameters = {} if gradients is None else gradients
        self.rng: Generator | None = None
        self.needs_input_gradient = True
        self._arrays: dict[str, NDArray[Any]] = {}

    def array(self, name: str, shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
        """Return the array of that name, with whatever it last held, in the given shape."""
        array = self._arrays.get(name)
        if (
            array is None
            or len(array) < shape[0]
            or array.shape[1:] != shape[1:]
            or array.dtype != dtype
        ):
            array = self._arrays[name] = np.empty(shape, dtype)
        return array if len(array) == shape[0] else array[: shape[0]]


@dataclass(frozen=True)
class Layer:
    """What every layer can do. By itself it is the identity, with no parameters."""

    gain: ClassVar[float] = 1.0
    """Factor on the initial weights of the layer before, which keeps the signal's size."""

    def output_shape(self, input_shape: Shape) -> Shape:
        """Shape of one sample's output; ValueError when the layer cannot take the input."""
        return input_shape

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Names and shapes of the parameters that the layer learns."""
        return {}

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        """Fill the parameters with their values before training."""

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        """Return Y, an array that stays the layer's own until its next forward pass."""
        return X

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        """Write the gradients of the parameters and return dX. May overwrite dY."""
        return dY

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as plain values for a file."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"type": type(self).__name__, **values}


@dataclass(frozen=True)
class Flatten(Layer):
    """Lay an image's pixels out in one row: (n, 28, 28) becomes (n, 784)."""

    def output_shape(self, input_shape: Shape) -> Shape:
        return (int(np.prod(input_shape)),)

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        return X.reshape(len(X), -1)

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        return dY.reshape(memory.X.shape)


@dataclass(frozen=True)
class Dense(Layer):
    """A fully connected layer: Y = X W + b, with W of shape (n_inputs, units)."""

    units: int

    def __post_init__(self) -> None:
        if self.units < 1:
            raise ValueError(f"A dense layer needs at least one unit, found {self.units}.")

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 1:
            raise ValueError(f"A dense layer expects a flat input, found shape {input_shape}.")
        return (self.units,)

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {"weights": (input_shape[0], self.units), "biases": (self.units,)}

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        """Weights from N(0, gain / sqrt(n_inputs)), biases zero (He et al., 2015)."""
        weights = parameters["weights"]
        weights[:] = rng.normal(0.0, gain / np.sqrt(len(weights)), weights.shape)
        parameters["biases"][:] = 0.0

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        Y = memory.array("Y", (len(X), self.units), X.dtype)
        np.matmul(X, memory.parameters["weights"], out=Y)
        Y += memory.parameters["biases"]
        return Y

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        X, weights = memory.X, memory.parameters["weights"]
        np.matmul(X.T, dY, out=memory.gradients["weights"])
        np.sum(dY, axis=0, out=memory.gradients["biases"])
        if not memory.needs_input_gradient:
            return dY
        dX = memory.array("dX", X.shape, X.dtype)
        np.matmul(dY, weights.T, out=dX)
        return dX


@dataclass(frozen=True)
class ReLU(Layer):
    """Y = max(X, 0)."""

    gain: ClassVar[float] = 2.0**0.5

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        Y = memory.array("Y", X.shape, X.dtype)
        np.maximum(X, 0.0, out=Y)
        return Y

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        Y = memory.Y
        dY *= np.greater(Y, 0.0, out=memory.array("active", Y.shape, np.bool_))
        return dY


@dataclass(frozen=True)
class Sigmoid(Layer):
    """Y = 1 / (1 + exp(-X)), computed as (1 + tanh(X / 2)) / 2, which cannot overflow."""

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        Y = memory.array("Y", X.shape, X.dtype)
        np.multiply(X, 0.5, out=Y)
        np.tanh(Y, out=Y)
        Y += 1.0
        Y *= 0.5
        return Y

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        """Return dX = dY Y (1 - Y): the slope is written in terms of the *activated* value."""
        Y = memory.Y
        slope = np.subtract(1.0, Y, out=memory.array("slope", Y.shape, Y.dtype))
        slope *= Y
        dY *= slope
        return dY


@dataclass(frozen=True)
class Tanh(Layer):
    """Y = tanh(X)."""

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        Y = memory.array("Y", X.shape, X.dtype)
        np.tanh(X, out=Y)
        return Y

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        """Return dX = dY (1 - Y^2)."""
        Y = memory.Y
        slope = np.multiply(Y, Y, out=memory.array("slope", Y.shape, Y.dtype))
        np.subtract(1.0, slope, out=slope)
        dY *= slope
        return dY


@dataclass(frozen=True)
class Softmax(Layer):
    """Y = exp(X) / sum(exp(X)) along each row: ten numbers become ten probabilities."""

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 1:
            raise ValueError(f"A softmax expects a flat input, found shape {input_shape}.")
        return input_shape

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        # The row's largest value is taken off first: the same result, and no overflow.
        peak = np.max(X, axis=1, keepdims=True, out=memory.array("peak", (len(X), 1), X.dtype))
        Y = memory.array("Y", X.shape, X.dtype)
        np.subtract(X, peak, out=Y)
        np.exp(Y, out=Y)
        Y /= np.sum(Y, axis=1, keepdims=True, out=peak)
        return Y

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        """Return dX = Y (dY - sum(dY Y)): every output depends on every input of its row."""
        Y = memory.Y
        weighted = np.multiply(dY, Y, out=memory.array("weighted", Y.shape, Y.dtype))
        total = memory.array("total", (len(Y), 1), Y.dtype)
        dY -= np.sum(weighted, axis=1, keepdims=True, out=total)
        dY *= Y
        return dY


@dataclass(frozen=True)
class Dropout(Layer):
    """While training, silence a random share of the values; scale the others up to match.

    Source: Srivastava et al., "Dropout", JMLR 15, 2014, in its inverted form: nothing has to
    be done when the network answers.
    """

    rate: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.rate < 1.0:
            raise ValueError(f"A dropout rate is at least 0 and below 1, found {self.rate}.")

    def forward(self, X: FloatArray, memory: Memory) -> FloatArray:
        if memory.rng is None or self.rate == 0.0:
            return X
        draws = memory.rng.random(out=memory.array("draws", X.shape, np.float32), dtype=np.float32)
        kept = memory.array("kept", X.shape, np.bool_)
        np.greater_equal(draws, self.rate, out=kept)
        mask = memory.array("mask", X.shape, X.dtype)
        np.multiply(kept, X.dtype.type(1.0 / (1.0 - self.rate)), out=mask)
        Y = memory.array("Y", X.shape, X.dtype)
        np.multiply(X, mask, out=Y)
        return Y

    def backward(self, dY: FloatArray, memory: Memory) -> FloatArray:
        if self.rate == 0.0:
            return dY
        dY *= memory.array("mask", dY.shape, dY.dtype)
        return dY


LAYER_TYPES: dict[str, type[Layer]] = {
    layer.__name__: layer for layer in (Flatten, Dense, ReLU, Sigmoid, Tanh, Softmax, Dropout)
}


def layer_from_dict(values: Mapping[str, Any]) -> Layer:
    """Make a layer of what ``Layer.to_dict`` gave; ValueError when it cannot be one."""
    arguments = dict(values)
    name = arguments.pop("type", None)
    if not isinstance(name, str) or name not in LAYER_TYPES:
        raise ValueError(f"A layer is one of {', '.join(LAYER_TYPES)}, found {name!r}.")
    layer_type = LAYER_TYPES[name]
    expected = {field.name: field.type for field in fields(layer_type)}
    if set(arguments) != set(expected):
        raise ValueError(f"{name} takes {sorted(expected)}, found {sorted(arguments)}.")
    for field, value in arguments.items():
        allowed = (int, float) if expected[field] is float else (expected[field],)
        if type(value) not in allowed:
            raise ValueError(f"{name}: {field} = {value!r} has the wrong type.")
    return layer_type(**arguments)
