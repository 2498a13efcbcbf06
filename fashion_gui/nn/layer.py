"""The base class of all layers, and the buffers that a layer works with.

A layer is a frozen description without weights. What it works with is passed to it as
``LayerBuffers``, so the same layer serves training and any number of threads that predict. A new
kind of layer is entered in ``layer_types.LAYER_TYPES``, an activation also in
``recipes.ACTIVATIONS``.

Between the layers rows are (n_samples, n_values) and images are (height, width, n_samples,
channels). With the samples inside the images, one row of pixels of the whole batch is contiguous:
operations on it need no copy, and a sum over positions is a matrix product.

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
    """Return a new array, as ``np.empty`` does, aligned to a cache line.

    NumPy's own often begin in the middle of a line, so that each wide load and store touches two
    lines: an addition takes 10 to 33 % longer.
    """
    n_bytes = prod(shape) * np.dtype(dtype).itemsize
    memory = np.empty(n_bytes + _CACHE_LINE, np.uint8)
    start = -memory.ctypes.data % _CACHE_LINE
    return memory[start : start + n_bytes].view(dtype).reshape(shape)


def aligned_zeros(shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
    """Return a new array of zeros, aligned to a cache line."""
    zeros = aligned_empty(shape, dtype)
    zeros.fill(0)
    return zeros


class Arrays:
    """Arrays by name, made at their first use and then reused: hot loops allocate nothing."""

    def __init__(self) -> None:
        self._stores: dict[str, NDArray[Any]] = {}
        self._last: dict[str, tuple[Shape, DTypeLike, NDArray[Any]]] = {}

    def array(self, name: str, shape: Shape, dtype: DTypeLike) -> NDArray[Any]:
        """Return the contiguous array of that name, with whatever values were left in it.

        A smaller array, as for the last batch of an epoch, is a view of the larger one.
        """
        last = self._last.get(name)
        # Comparing with the last request is faster than with the array itself.
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
        """Memory of all arrays, in bytes."""
        return sum(store.nbytes for store in self._stores.values())


class LayerBuffers(Arrays):
    """What one layer works with in one thread: its parameters and the arrays that it fills.

    Attributes
    ----------
    parameters, gradients : dict of ndarray
        The layer's parameters, and gradients of the same shapes, which the backward pass writes; no
        gradients where only that of the input is needed.
    scratch : Arrays
        Shared by all layers of a thread: the next layer overwrites what is in it.
    is_training : bool
        Whether the last forward pass was in training mode, where dropout zeroes values and batch
        norm uses the statistics of the batch, or in inference mode. The backward pass follows it.
    rng : Generator or None
        Random generator; None at inference.
    X, Y : ndarray
        Input and output of the last forward pass, for the backward pass.
    needs_input_gradient : bool
        False for the first layer with parameters: the gradient of the pixels is not needed.
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
        Buffers of the calling layer.
    out : ndarray, shape (n_values,)
    """
    weights = memory.scratch.array("weights of rows", (len(rows),), rows.dtype)
    weights.fill(weight)
    return np.matmul(weights, rows, out=out)


@dataclass(frozen=True)
class Layer:
    """What every layer can do. By itself it is the identity, with no parameters."""

    label: ClassVar[str] = "layer"
    """Name for people, such as "dense"; by default the name of the class."""
    gain: ClassVar[float] = 1.0
    """Factor on the initial weights of the layer before it, which keeps the signal's size."""
    keeps_signal: ClassVar[bool] = False
    """Whether weights before it are initialized with the gain of the activation after it."""
    is_output: ClassVar[bool] = False
    """Whether a network can end with it: its outputs are positive, as probabilities are."""
    is_linear: ClassVar[bool] = False
    """Whether scaling all of its parameters scales its output by the same factor."""
    is_passive: ClassVar[bool] = False
    """Whether it only passes on what the layer before it gives, as a pool does: scaling its input
    by a non-negative factor scales its output by it."""
    is_shaping: ClassVar[bool] = False
    """Whether its output's shape is part of a network's short form, such as "784-128-10"."""
    resting_state: ClassVar[str] = ""
    """What a unit is called whose output hardly depends on its input any more: "dead"."""
    statistics: ClassVar[tuple[str, ...]] = ()
    """Parameters that are running statistics: in place of their gradients the layer writes the
    batch's statistics, which they follow slowly."""

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
        """Side of its window on an image, in pixels; 1 for a layer without a window."""
        return 1

    def scratch_values(self, input_shape: Shape) -> int:
        """Return how many values it stores for each sample besides its output."""
        return 0

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        """Fill the parameters with their values before training."""

    def prepared(self, parameters: Parameters) -> Parameters:
        """Return the parameters, with what inference can compute from them once."""
        return parameters

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Return Y for a batch X; the layer's next forward pass overwrites it.

        Parameters
        ----------
        X : ndarray of float, shape (n_samples, n_values) or (height, width, n_samples, channels)
        memory
            The layer's parameters and arrays; ``memory.is_training`` says which mode it is.

        Returns
        -------
        ndarray
            Of the dtype of X, in the same layout, of ``output_shape`` for each sample.
        """
        return X

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        """Write the gradients of the parameters, if ``memory`` has any, and return dX.

        Follows the mode of the last forward pass, training or inference. May overwrite dY, which
        has the shape of Y; dX has that of X. Gradients are sums over the batch.
        """
        return dY

    def is_resting(self, Y: FloatArray) -> NDArray[np.bool_]:
        """Return which outputs Y hardly depend on their input, as ``resting_state`` says, as Y."""
        return np.zeros(Y.shape, np.bool_)

    def to_dict(self) -> dict[str, Any]:
        """Return the layer as plain values for a file."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {"type": type(self).__name__, **values}
