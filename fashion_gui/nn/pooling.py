"""Pooling: an image becomes smaller, and small shifts in it matter less."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Shape


@dataclass(frozen=True)
class MaxPool2D(Layer):
    """The largest value of each square of `size` x `size` pixels, every `stride` pixels.

    Pixels at the right and lower edges that fill no square are left out. Takes and returns images
    (height, width, n_samples, channels).
    """

    label: ClassVar[str] = "max pool"
    is_passive: ClassVar[bool] = True
    keeps_signal: ClassVar[bool] = True
    is_shaping: ClassVar[bool] = True

    size: int = 2
    stride: int = 2

    def __post_init__(self) -> None:
        for name in ("size", "stride"):
            if (value := getattr(self, name)) < 1:
                raise ValueError(f"The {name} of a max-pool is at least 1, found {value}.")

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 3:
            raise ValueError(f"A max-pool expects images with channels, found {input_shape}.")
        height, width, channels = input_shape
        if min(height, width) < self.size:
            raise ValueError(
                f"A max-pool of {self.size}x{self.size} is larger than its image of "
                f"{height}x{width}."
            )
        return self._places(height), self._places(width), channels

    @property
    def window(self) -> int:
        return self.size

    def _places(self, n_pixels: int) -> int:
        return (n_pixels - self.size) // self.stride + 1

    def _candidates(self, X: FloatArray) -> Iterator[FloatArray]:
        """Yield, for each position in the squares, the pixels that all squares have there."""
        rows, columns = self._places(len(X)), self._places(X.shape[1])
        for dy in range(self.size):
            for dx in range(self.size):
                yield X[dy:, dx:][
                    : rows * self.stride : self.stride, : columns * self.stride : self.stride
                ]

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        shape = (self._places(len(X)), self._places(X.shape[1]), *X.shape[2:])
        Y = memory.array("Y", shape, X.dtype)
        first, *others = self._candidates(X)
        Y[:] = first
        for candidate in others:
            np.maximum(Y, candidate, out=Y)
        return Y

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Send each gradient to *one* of the largest pixels, the first.

        Ties are the rule and not the exception: most of an image is a black background.
        """
        X, Y = memory.X, memory.Y
        dX = memory.array("dX", X.shape, X.dtype)
        dX.fill(0.0)
        is_open = memory.scratch.array("is_open", Y.shape, np.bool_)
        is_open.fill(True)
        is_largest = memory.scratch.array("is_largest", Y.shape, np.bool_)
        part = memory.scratch.array("part", Y.shape, Y.dtype)
        for candidate, d_candidate in zip(self._candidates(X), self._candidates(dX), strict=True):
            np.equal(candidate, Y, out=is_largest)
            is_largest &= is_open
            is_open ^= is_largest
            d_candidate += np.multiply(dY, is_largest, out=part)
        return dX


@dataclass(frozen=True)
class GlobalAveragePool(Layer):
    """The mean of each channel over the whole image: (height, width, n, c) becomes (n, c)."""

    label: ClassVar[str] = "average pool"
    is_passive: ClassVar[bool] = True
    keeps_signal: ClassVar[bool] = True
    is_shaping: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        if len(input_shape) != 3:
            raise ValueError(f"An average pool expects images with channels, found {input_shape}.")
        return input_shape[2:]

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.array("Y", X.shape[2:], X.dtype)
        return np.mean(X, axis=(0, 1), out=Y)

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        X = memory.X
        dY /= len(X) * X.shape[1]
        dX = memory.array("dX", X.shape, X.dtype)
        dX[:] = dY
        return dX
