"""Convolution: the same small filters at every position of an image."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.random import Generator

from fashion_gui.nn import winograd
from fashion_gui.nn.layer import (
    Arrays,
    FloatArray,
    Layer,
    LayerBuffers,
    Parameters,
    Shape,
    sum_of_rows,
)

_FEW = 8
"""With fewer samples or channels, Winograd's transforms cost more than they save."""


@dataclass(frozen=True)
class Conv2D(Layer):
    """Y[i, j] = sum over the filter's positions (p, q) of X[i stride + p, j stride + q] W[p, q].

    Outside of the image X is zero, and `padding` pixels of that are seen on each side. Takes
    images (height, width, n_samples, channels), or the grey ones (n_samples, height, width) that a
    network is given; W has the shape (kernel, kernel, channels before, channels). As usual in deep
    learning the filters are not flipped: strictly, this is a cross-correlation.

    Parameters
    ----------
    channels
        Number of filters, each of which makes one channel of the output.
    kernel
        Side of a filter, in pixels.
    stride
        Pixels from one position of the filters to the next.
    padding
        Zeros around the image, in pixels.
    biased
        Whether a bias is added to each channel; not needed before ``BatchNorm``.
    """

    label: ClassVar[str] = "convolution"
    is_linear: ClassVar[bool] = True
    is_shaping: ClassVar[bool] = True

    channels: int
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    biased: bool = True

    def __post_init__(self) -> None:
        for name in ("channels", "kernel", "stride"):
            if (value := getattr(self, name)) < 1:
                raise ValueError(f"A convolution's {name} is at least 1, found {value}.")
        if not 0 <= self.padding < self.kernel:
            raise ValueError(
                f"A convolution's padding is at least 0 and below its kernel of {self.kernel}, "
                f"found {self.padding}."
            )

    def output_shape(self, input_shape: Shape) -> Shape:
        height, width, _ = _as_image_shape(input_shape)
        if min(height, width) + 2 * self.padding < self.kernel:
            raise ValueError(
                f"A kernel of {self.kernel}x{self.kernel} is larger than its image of "
                f"{height}x{width} with a padding of {self.padding}."
            )
        return self._places(height), self._places(width), self.channels

    def _places(self, n_pixels: int) -> int:
        return (n_pixels + 2 * self.padding - self.kernel) // self.stride + 1

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        n_channels = _as_image_shape(input_shape)[2]
        shapes: dict[str, Shape] = {
            "weights": (self.kernel, self.kernel, n_channels, self.channels)
        }
        return shapes | {"biases": (self.channels,)} if self.biased else shapes

    @property
    def window(self) -> int:
        return self.kernel

    def scratch_values(self, input_shape: Shape) -> int:
        height, width, n_channels = _as_image_shape(input_shape)
        if self._is_for_winograd(n_channels):  # needs about as much as the output
            return 0
        return self._places(height) * self._places(width) * self.kernel**2 * n_channels

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        """Weights from N(0, gain / sqrt(n_inputs of a filter)), biases zero (He et al., 2015)."""
        weights = parameters["weights"]
        n_inputs = weights[..., 0].size
        weights[:] = rng.normal(0.0, gain / np.sqrt(n_inputs), weights.shape)
        if self.biased:
            parameters["biases"][:] = 0.0

    def prepared(self, parameters: Parameters) -> Parameters:
        """Add "U", the weights transformed for ``winograd``, which then pays for one image, too."""
        weights = parameters["weights"]
        if not self._is_for_winograd(weights.shape[2]):
            return parameters
        return {**parameters, "U": winograd.transformed(weights, Arrays())}

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        X, weights = _as_images(X), memory.parameters["weights"]
        if self._uses_winograd(X, memory):
            prepared = memory.parameters.get("U")
            U = winograd.transformed(weights, memory) if prepared is None else prepared
            Y = winograd.forward(X, U, self.padding, memory)
        else:
            height, width, n_samples, _ = X.shape
            shape = (self._places(height), self._places(width), n_samples, self.channels)
            Y = memory.array("Y", shape, X.dtype)
            rows = Y.reshape(-1, self.channels)
            np.matmul(self._columns(X, memory), weights.reshape(-1, self.channels), out=rows)
        if self.biased:
            Y += memory.parameters["biases"]
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        X, gradients = _as_images(memory.X), memory.gradients
        rows = dY.reshape(-1, self.channels)
        if self.biased and gradients:
            sum_of_rows(rows, memory, out=gradients["biases"])
        if self._uses_winograd(X, memory):
            dX = winograd.backward(dY, gradients.get("weights"), X, self.padding, memory)
        else:
            if gradients:
                columns = self._matrix_of_columns(X.shape, memory)
                np.matmul(columns.T, rows, out=gradients["weights"].reshape(-1, self.channels))
            if memory.needs_input_gradient:
                dX = self._images_of_columns(rows, X, memory)
        if not memory.needs_input_gradient:
            return dY
        return dX if memory.X.ndim == 4 else _as_gray(dX)

    def _uses_winograd(self, X: FloatArray, memory: LayerBuffers) -> bool:
        return "U" in memory.parameters or self._is_for_winograd(*X.shape[2:])

    def _is_for_winograd(self, *numbers: int) -> bool:
        """Tell whether Winograd pays for these numbers of channels, and of samples if given."""
        return self.kernel == winograd.KERNEL and self.stride == 1 and min(numbers) >= _FEW

    def _columns(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Lay out what the filters see at each position ("im2col"): one matrix product is left.

        Returns
        -------
        ndarray, shape (places down * places across * n_samples, kernel * kernel * n_channels)
        """
        height, width, n_samples, _ = X.shape
        padded = self._padded_array(X, memory)
        padded.fill(0.0)
        inner = (
            slice(self.padding, self.padding + height),
            slice(self.padding, self.padding + width),
        )
        padded[inner] = X
        matrix = self._matrix_of_columns(X.shape, memory)
        columns = matrix.reshape(
            self._places(height), self._places(width), n_samples, self.kernel, self.kernel, -1
        )
        for dy, dx, seen in self._seen(padded):
            columns[:, :, :, dy, dx] = seen
        return matrix

    def _padded_array(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        height, width, *rest = X.shape
        border = 2 * self.padding
        return memory.scratch.array("padded", (height + border, width + border, *rest), X.dtype)

    def _matrix_of_columns(self, shape: Shape, memory: LayerBuffers) -> FloatArray:
        """Return the array for ``_columns``.

        The channels of a pixel lie together. With one channel only, the values of all samples at
        one position of the filter lie together instead, so that they are copied in long runs.
        """
        height, width, n_samples, n_channels = shape
        n_rows = self._places(height) * self._places(width) * n_samples
        n_columns = self.kernel**2 * n_channels
        dtype = memory.parameters["weights"].dtype
        if n_channels == 1:
            return memory.array("columns", (n_columns, n_rows), dtype).T
        return memory.array("columns", (n_rows, n_columns), dtype)

    def _seen(self, padded: FloatArray) -> Iterator[tuple[int, int, FloatArray]]:
        """Yield each position (dy, dx) in the filters and the pixels that are seen through it."""
        last_y, last_x = len(padded) - self.kernel, padded.shape[1] - self.kernel
        for dy in range(self.kernel):
            for dx in range(self.kernel):
                yield (
                    dy,
                    dx,
                    padded[dy : dy + last_y + 1 : self.stride, dx : dx + last_x + 1 : self.stride],
                )

    def _images_of_columns(
        self, d_rows: FloatArray, X: FloatArray, memory: LayerBuffers
    ) -> FloatArray:
        """Return dX: each pixel sums the gradients of all positions that saw it ("col2im")."""
        height, width, n_samples, n_channels = X.shape
        weights = memory.parameters["weights"].reshape(-1, self.channels)
        shape = (self._places(height), self._places(width), n_samples, self.kernel, self.kernel)
        d_columns = memory.scratch.array("d_columns", (*shape, n_channels), X.dtype)
        np.matmul(d_rows, weights.T, out=d_columns.reshape(len(d_rows), -1))
        padded = self._padded_array(X, memory)
        padded.fill(0.0)
        for dy, dx, seen in self._seen(padded):
            seen += d_columns[:, :, :, dy, dx]
        dX = memory.array("dX", X.shape, X.dtype)
        dX[:] = padded[self.padding : self.padding + height, self.padding : self.padding + width]
        return dX


def _as_image_shape(shape: Shape) -> tuple[int, int, int]:
    """Return height, width and channels; ValueError when it is no image."""
    if len(shape) == 2:
        return shape[0], shape[1], 1
    if len(shape) != 3:
        raise ValueError(f"A convolution expects images, found shape {shape}.")
    return shape[0], shape[1], shape[2]


def _as_images(X: FloatArray) -> FloatArray:
    """Return grey images as (height, width, n_samples, 1)."""
    return X.transpose(1, 2, 0)[..., np.newaxis] if X.ndim == 3 else X


def _as_gray(X: FloatArray) -> FloatArray:
    """Return images of one channel as (n_samples, height, width)."""
    return X[..., 0].transpose(2, 0, 1)
