"""Layers: what they compute forwards, and the gradients they compute backwards.

This module has the fully connected layer, the activations and dropout; convolution, pooling and
normalization have modules of their own.
"""

from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Parameters, Shape, sum_of_rows

_NEAR_AN_END = 0.01
"""Share of the range of sigmoid and tanh, at either end, in which they count as saturated."""


@dataclass(frozen=True)
class Flatten(Layer):
    """Lay each image's values out in one row.

    Gray images (n_samples, 28, 28) become (n_samples, 784), and images between layers
    (height, width, n_samples, channels) become (n_samples, height * width * channels).
    """

    label: ClassVar[str] = "flatten"
    is_passive: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        return (prod(input_shape),)

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        if X.ndim != 4:
            return X.reshape(len(X), -1)
        height, width, n_samples, channels = X.shape
        rows = memory.array("Y", (n_samples, height, width, channels), X.dtype)
        rows[:] = X.transpose(2, 0, 1, 3)
        return rows.reshape(n_samples, -1)

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        X = memory.X
        if X.ndim != 4:
            return dY.reshape(X.shape)
        height, width, n_samples, channels = X.shape
        dX = memory.array("dX", X.shape, X.dtype)
        dX[:] = dY.reshape(n_samples, height, width, channels).transpose(1, 2, 0, 3)
        return dX


@dataclass(frozen=True)
class Dense(Layer):
    """A fully connected layer: Y = X W + b, with W of shape (n_inputs, units)."""

    label: ClassVar[str] = "dense"
    is_linear: ClassVar[bool] = True
    is_shaping: ClassVar[bool] = True

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

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.array("Y", (len(X), self.units), X.dtype)
        np.matmul(X, memory.parameters["weights"], out=Y)
        Y += memory.parameters["biases"]
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        X, weights = memory.X, memory.parameters["weights"]
        if memory.gradients:
            np.matmul(X.T, dY, out=memory.gradients["weights"])
            sum_of_rows(dY, memory, out=memory.gradients["biases"])
        if not memory.needs_input_gradient:
            return dY
        dX = memory.array("dX", X.shape, X.dtype)
        np.matmul(dY, weights.T, out=dX)
        return dX


@dataclass(frozen=True)
class ReLU(Layer):
    """Y = max(X, 0)."""

    label: ClassVar[str] = "ReLU"
    gain: ClassVar[float] = 2.0**0.5
    resting_state: ClassVar[str] = "dead"

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.array("Y", X.shape, X.dtype)
        X.clip(0.0, np.inf, out=Y)  # NumPy's maximum of an array and a number is slower
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.Y
        dY *= np.greater(Y, 0.0, out=memory.array("active", Y.shape, np.bool_))
        return dY

    def is_resting(self, Y: FloatArray) -> NDArray[np.bool_]:
        return np.less_equal(Y, 0.0)


@dataclass(frozen=True)
class Sigmoid(Layer):
    """Y = 1 / (1 + exp(-X)), computed as (1 + tanh(X / 2)) / 2, which cannot overflow."""

    label: ClassVar[str] = "sigmoid"
    is_output: ClassVar[bool] = True
    resting_state: ClassVar[str] = "saturated"

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.array("Y", X.shape, X.dtype)
        np.multiply(X, 0.5, out=Y)
        np.tanh(Y, out=Y)
        Y += 1.0
        Y *= 0.5
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Return dX = dY Y (1 - Y): the slope is written in terms of the *activated* value."""
        Y = memory.Y
        slope = np.subtract(1.0, Y, out=memory.array("slope", Y.shape, Y.dtype))
        slope *= Y
        dY *= slope
        return dY

    def is_resting(self, Y: FloatArray) -> NDArray[np.bool_]:
        saturated: NDArray[np.bool_] = np.abs(Y - 0.5) > 0.5 - _NEAR_AN_END
        return saturated


@dataclass(frozen=True)
class Tanh(Layer):
    """Y = tanh(X)."""

    label: ClassVar[str] = "tanh"
    resting_state: ClassVar[str] = "saturated"

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.array("Y", X.shape, X.dtype)
        np.tanh(X, out=Y)
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Return dX = dY (1 - Y^2)."""
        Y = memory.Y
        slope = np.multiply(Y, Y, out=memory.array("slope", Y.shape, Y.dtype))
        np.subtract(1.0, slope, out=slope)
        dY *= slope
        return dY

    def is_resting(self, Y: FloatArray) -> NDArray[np.bool_]:
        return np.greater(np.abs(Y), 1.0 - 2 * _NEAR_AN_END)


@dataclass(frozen=True)
class Softmax(Layer):
    """Y = exp(X) / sum(exp(X)) along each row: logits become probabilities."""

    label: ClassVar[str] = "softmax"
    is_output: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 1:
            raise ValueError(f"A softmax expects a flat input, found shape {input_shape}.")
        return input_shape

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        # The row's largest value is subtracted first: the same result, and no overflow.
        peak = np.max(X, axis=1, keepdims=True, out=memory.array("peak", (len(X), 1), X.dtype))
        Y = memory.array("Y", X.shape, X.dtype)
        np.subtract(X, peak, out=Y)
        np.exp(Y, out=Y)
        Y /= np.sum(Y, axis=1, keepdims=True, out=peak)
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Return dX = Y (dY - sum(dY Y)): every output depends on every input of its row."""
        Y = memory.Y
        weighted = np.multiply(dY, Y, out=memory.array("weighted", Y.shape, Y.dtype))
        total = memory.array("total", (len(Y), 1), Y.dtype)
        dY -= np.sum(weighted, axis=1, keepdims=True, out=total)
        dY *= Y
        return dY


@dataclass(frozen=True)
class Dropout(Layer):
    """While training, set a random share of the values to zero and scale up the others to match.

    Source: Srivastava et al., "Dropout", JMLR 15, 2014, in its inverted form: at inference it does
    nothing.
    """

    label: ClassVar[str] = "dropout"
    is_passive: ClassVar[bool] = True
    keeps_signal: ClassVar[bool] = True

    rate: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.rate < 1.0:
            raise ValueError(f"A dropout rate is at least 0 and below 1, found {self.rate}.")

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        if not memory.is_training or self.rate == 0.0:
            return X
        assert memory.rng is not None
        draws = memory.rng.random(out=memory.array("draws", X.shape, np.float32), dtype=np.float32)
        kept = memory.array("kept", X.shape, np.bool_)
        np.greater_equal(draws, self.rate, out=kept)
        mask = memory.array("mask", X.shape, X.dtype)
        np.multiply(kept, X.dtype.type(1.0 / (1.0 - self.rate)), out=mask)
        Y = memory.array("Y", X.shape, X.dtype)
        np.multiply(X, mask, out=Y)
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        if not memory.is_training or self.rate == 0.0:
            return dY
        dY *= memory.array("mask", dY.shape, dY.dtype)
        return dY
