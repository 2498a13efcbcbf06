"""What a layer is, and the memory that it works with.

A layer is a frozen description without weights. What it works with is handed to it as a
``LayerBuffers``, so the same layer serves training and any number of threads that predict. A new
kind of layer is one more class in ``layer_types.LAYER_TYPES``, and an activation has a name in
``recipes.ACTIVATIONS``: nothing else needs to know.

Between the layers rows are (n_samples, n_values) and images are (height, width, n_samples,
channels). With the samples inside the picture, a row of pixels of the whole batch is one long
run of memory: what is done to it needs no copy, and a sum over positions is a matrix product.

In every formula ``Y`` is the layer's output for ``X`` and ``dY`` the gradient of the loss
with respect to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import prod
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike, NDArray

FloatArray: TypeAlias = NDArray[np.floating[Any]]
Shape: TypeAlias = tuple[int, ...]
Parameters: TypeAlias = Mapping[str, FloatArray]


_CACHE_LINE = 64


def aligned_empty(shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
    """Return a new array, as ``np.empty`` does, that begins where a line of the cache begins.

    NumPy's own begin in the middle of a line, so that each of the wide loads and stores
    of a modern processor touches two: an addition takes a tenth to a third longer.
    """
    n_bytes = prod(shape) * np.dtype(dtype).itemsize
    memory = np.empty(n_bytes + _CACHE_LINE, np.uint8)
    start = -memory.ctypes.data % _CACHE_LINE
    return memory[start : start + n_bytes].view(dtype).reshape(shape)


def aligned_zeros(shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
    """Return a new array of zeros that begins where a line of the cache begins."""
    zeros = aligned_empty(shape, dtype)
    zeros.fill(0)
    return zeros


class Arrays:
    """Arrays by name, made at their first use and used again: hot loops allocate nothing."""

    def __init__(self) -> None:
        self._stores: dict[str, NDArray[Any]] = {}
        self._last: dict[str, tuple[Shape, DTypeLike, NDArray[Any]]] = {}

    def array(self, name: str, shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
        """Return the array of that name, contiguous, with whatever was last left in it.

        A smaller one, as for the last batch of an epoch, is the start of a larger one.
        """
        last = self._last.get(name)
        # Compared with what was asked for, and not with the array itself, which takes longer.
        if last is not None and last[0] == shape and last[1] is dtype:
            return last[2]
        size = prod(shape)
        store = self._stores.get(name)
        if store is None or store.size < size or store.dtype != dtype:
            store = self._stores[name] = aligned_empty((size,), dtype)
        array = store[:size].reshape(shape)
        self._last[name] = shape, dtype, array
        return array

    @property
    def n_bytes(self) -> int:
        """What all of them take of the memory."""
        return sum(store.nbytes for store in self._stores.values())


class LayerBuffers(Arrays):
    """What one layer works with in one thread: its parameters and the arrays that it fills.

    Attributes
    ----------
    parameters, gradients : dict of ndarray
        The layer's parameters and as many gradients of the same shapes, which the backward pass
        writes; no gradients at all where only those of the inputs are of interest.
    scratch : Arrays
        Shared by all layers of a thread: what is left there is lost after the layer's turn.
    is_training : bool
        Whether the last forward pass was one of training, where dropout silences values and a
        batch norm looks at the batch, or one that answers. The backward pass follows it.
    rng : Generator or None
        Source of chance while training.
    X, Y : ndarray
        Input and output of the last forward pass, for the backward pass.
    needs_input_gradient : bool
        False for the first layer that learns: nobody asks how the loss depends on the pixels.
    """

    X: FloatArray
    Y: FloatArray

    def __init__(
        self,
        parameters: Parameters,
        gradients: Parameters | None = None,
        scratch: Arrays | None = None,
    ) -> None:
        super().__init__()
        self.parameters = parameters
        self.gradients: Parameters = {} if gradients is None else gradients
        self.scratch = Arrays() if scratch is None else scratch
        self.is_training = False
        self.rng: Generator | None = None
        self.needs_input_gradient = True


def sum_of_rows(
    rows: FloatArray, memory: LayerBuffers, out: FloatArray, weight: float = 1.0
) -> FloatArray:
    """Write the sum of all rows, times a weight: a matrix product, which is NumPy's fastest sum.

    Parameters
    ----------
    rows : ndarray, shape (n_rows, n_values)
    memory
        Of the layer whose turn it is.
    out : ndarray, shape (n_values,)
    """
    weights = memory.scratch.array("weights of rows", (len(rows),), rows.dtype)
    weights.fill(weight)
    return np.matmul(weights, rows, out=out)


@dataclass(frozen=True)
class Layer:
    """What every layer can do. By itself it is the identity, with no parameters."""

    label: ClassVar[str] = "layer"
    """What people call such a layer, as in "dense"; that of a class without one is its name."""
    gain: ClassVar[float] = 1.0
    """Factor on the initial weights of the layer before, which keeps the signal's size."""
    keeps_signal: ClassVar[bool] = False
    """Whether it may stand between weights and their activation: that one's gain still counts."""
    is_output: ClassVar[bool] = False
    """Whether a network can end with it: it gives positive numbers, as probabilities are."""
    is_linear: ClassVar[bool] = False
    """Whether a factor on all of its parameters is one on its output."""
    is_shaping: ClassVar[bool] = False
    """Whether its output's shape is told where a network is described in a word."""
    statistics: ClassVar[tuple[str, ...]] = ()
    """Parameters that no gradient moves: in their place among the gradients the layer writes
    what it has seen in the batch, and they follow that slowly."""

    def __init_subclass__(cls) -> None:
        cls.label = cls.__dict__.get("label", cls.__name__)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Shape of one sample's output; ValueError when the layer cannot take the input."""
        return input_shape

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Names and shapes of the parameters that the layer learns.

        Those called "weights" are what the L2 penalty and weight decay keep small.
        """
        return {}

    @property
    def window(self) -> int:
        """Side of the square of pixels that it looks at together; 1 when it is for no images."""
        return 1

    def scratch_values(self, input_shape: Shape) -> int:
        """Numbers that it lays out for each sample, beside its output."""
        return 0

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        """Fill the parameters with their values before training."""

    def prepared(self, parameters: Parameters) -> Parameters:
        """Return the parameters and what is worked out from them once, to answer often."""
        return parameters

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Return Y, an array that stays the layer's own until its next forward pass."""
        return X

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Write the gradients of the parameters, if any are asked for, and return dX.

        Follows the last forward pass, whether that was one of training or one that answers.
        May overwrite dY.
        """
        return dY

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as plain values for a file."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"type": type(self).__name__, **values}
