"""Normalization: each channel gets a mean and a spread that are learned."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.random import Generator

from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Parameters, Shape, sum_of_rows

STATISTICS_RATE = 0.1
"""Weight of a batch in the running mean and variance, with which a network answers."""
EPSILON = 1e-5
"""Added to every variance, so that nothing is divided by zero."""


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Y = (X - mean) / sqrt(variance + 1e-5) * scale + shift, for each channel by itself.

    While training, mean and variance are those of the micro-batch; at inference, the running ones.
    The channels are the last axis of X. Source: Ioffe and Szegedy, "Batch Normalization",
    arXiv:1502.03167, 2015.
    """

    label: ClassVar[str] = "batch norm"
    keeps_signal: ClassVar[bool] = True
    statistics: ClassVar[tuple[str, ...]] = ("mean", "variance")

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) not in (1, 3):
            raise ValueError(f"A batch norm expects channels, found shape {input_shape}.")
        return input_shape

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        channels = input_shape[-1:]
        return {"scale": channels, "shift": channels, "mean": channels, "variance": channels}

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        for name, values in parameters.items():
            values[:] = 1.0 if name in ("scale", "variance") else 0.0

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        parameters = memory.parameters
        Y = memory.array("Y", X.shape, X.dtype)
        if not memory.is_training:
            factor = parameters["scale"] / np.sqrt(parameters["variance"] + EPSILON)
            offset = parameters["shift"] - parameters["mean"] * factor
            np.multiply(_wide(X), _repeated(factor, "factor", X, memory), out=_wide(Y))
            _wide(Y)[:] += _repeated(offset, "offset", X, memory)
            return Y
        seen = memory.gradients
        _mean(X, memory, out=seen["mean"])
        centred = memory.array("centred", X.shape, X.dtype)
        np.subtract(_wide(X), _repeated(seen["mean"], "offset", X, memory), out=_wide(centred))
        squares = memory.scratch.array("squares", X.shape, X.dtype)
        _mean(np.multiply(centred, centred, out=squares), memory, out=seen["variance"])
        inverse = memory.array("inverse", seen["variance"].shape, X.dtype)
        np.power(seen["variance"] + EPSILON, -0.5, out=inverse)
        factor = parameters["scale"] * inverse
        np.multiply(_wide(centred), _repeated(factor, "factor", X, memory), out=_wide(Y))
        _wide(Y)[:] += _repeated(parameters["shift"], "offset", X, memory)
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Return dX = f (dY - mean(dY) - z mean(dY z)), z = (X - mean) / s, f = scale / s.

        The two means are there because every sample moves the mean and the variance of all.
        At inference mean and variance are constants, and dX = f dY.
        """
        dY = np.ascontiguousarray(dY)  # so that ``_wide`` is a view
        if not memory.is_training:
            return _backward_of_answer(dY, memory)
        scale, gradients = memory.parameters["scale"], memory.gradients
        inverse = memory.array("inverse", scale.shape, dY.dtype)
        centred = memory.array("centred", dY.shape, dY.dtype)
        product = memory.scratch.array("squares", dY.shape, dY.dtype)
        n_values = dY.size // len(scale)
        mean_dY = _mean(dY, memory, out=gradients["shift"]).copy()
        mean_dYz = _mean(np.multiply(dY, centred, out=product), memory, out=gradients["scale"])
        mean_dYz *= inverse
        back = mean_dYz * inverse
        np.multiply(_wide(centred), _repeated(back, "factor", dY, memory), out=_wide(product))
        dY -= product
        _wide(dY)[:] -= _repeated(mean_dY, "offset", dY, memory)
        _wide(dY)[:] *= _repeated(scale * inverse, "factor", dY, memory)
        gradients["shift"][:] *= n_values
        gradients["scale"][:] *= n_values
        return dY


def _backward_of_answer(dY: FloatArray, memory: LayerBuffers) -> FloatArray:
    parameters, gradients = memory.parameters, memory.gradients
    inverse = (parameters["variance"] + EPSILON) ** -0.5
    if gradients:
        rows = dY.reshape(-1, dY.shape[-1])
        sum_of_rows(rows, memory, out=gradients["shift"])
        centred = memory.X.reshape(rows.shape) - parameters["mean"]
        sum_of_rows(np.multiply(rows, centred, out=centred), memory, out=gradients["scale"])
        gradients["scale"][:] *= inverse
        for name in BatchNorm.statistics:  # no batch was seen: they stay
            gradients[name][:] = parameters[name]
    _wide(dY)[:] *= _repeated(parameters["scale"] * inverse, "factor", dY, memory)
    return dY


def _mean(X: FloatArray, memory: LayerBuffers, out: FloatArray) -> FloatArray:
    """Write the mean of each channel."""
    rows = X.reshape(-1, X.shape[-1])
    return sum_of_rows(rows, memory, out, weight=1 / len(rows))


def _wide(X: FloatArray) -> FloatArray:
    """View X as lines that hold all the samples: NumPy is fast along long lines."""
    return X.reshape(-1, X.shape[-2] * X.shape[-1])


def _repeated(values: FloatArray, name: str, X: FloatArray, memory: LayerBuffers) -> FloatArray:
    """Return the value of each channel once for each sample, in the layout of ``_wide``."""
    repeated = memory.scratch.array(name, X.shape[-2:], X.dtype)
    repeated[:] = values
    return repeated.reshape(-1)
