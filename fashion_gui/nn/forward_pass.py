"""Inputs on their way through the layers of a network, and gradients on their way back."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike, NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layer import Arrays, FloatArray, LayerBuffers, Parameters


class ForwardPass:
    """Runs inputs through the layers, in arrays of its own: one object per thread.

    Parameters
    ----------
    architecture
        Its layers.
    parameters, gradients
        Of each layer; gradients only for training.

    Attributes
    ----------
    largest, is_small
        Of a pass that is kept: most images that it had at once, and whether it then took little
        memory.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Sequence[Parameters],
        gradients: Sequence[Parameters] | None = None,
    ) -> None:
        self.layers = architecture.layers
        self._mirrored = architecture.mirrored
        self._last_weights = architecture.last_weights
        pairs = zip(parameters, gradients or [{} for _ in parameters], strict=True)
        self._scratch = Arrays()
        self.memories = [LayerBuffers(*pair, self._scratch) for pair in pairs]
        self.input_memory = LayerBuffers({})
        self.largest, self.is_small = 0, True

    @property
    def n_bytes(self) -> int:
        """Memory of its arrays, in bytes."""
        return sum(of.n_bytes for of in (self._scratch, self.input_memory, *self.memories))

    def __call__(
        self, X: FloatArray, n_layers: int | None = None, rng: Generator | None = None
    ) -> FloatArray:
        """Return the output of the last layer, or of the first `n_layers`.

        Parameters
        ----------
        X : ndarray of float, shape (n_samples, *input_shape)
        rng
            Given in training mode, for layers such as dropout; None is inference mode.
        """
        is_training = rng is not None
        for layer, memory in zip(self.layers[:n_layers], self.memories, strict=False):
            memory.is_training, memory.rng, memory.X = is_training, rng, X
            X = memory.Y = layer.forward(X, memory)
        return X

    def backward(self, dY: FloatArray, from_layer: int, to_layer: int = 0) -> FloatArray:
        """Return the gradient with respect to the input of a layer in the last forward pass.

        It follows the mode of that pass, training or inference. The gradients of the parameters on
        the way are written where there are arrays for them.

        Parameters
        ----------
        dY : ndarray
            Derivative with respect to the output of layer `from_layer`, of the same shape; it may
            be overwritten. The forward pass must have come as far as that layer.
        from_layer, to_layer
            Indices of the last and the first layer to go back through. The input of layer 0 is the
            pixels, that of layer i + 1 the output of layer i.

        Returns
        -------
        ndarray
            Of the shape of the input of layer `to_layer`. Overwritten by the next pass.
        """
        for index in range(from_layer, to_layer - 1, -1):
            dY = self.layers[index].backward(dY, self.memories[index])
        return dY

    def answer(self, X: FloatArray) -> FloatArray:
        """Return the network's output at inference: positive numbers, (n_samples, n_classes).

        X : ndarray of float, shape (n_samples, height, width)
        """
        if not self._mirrored:
            return self(X)
        n = len(X)
        both = self.input_memory.array("both", (2 * n, *X.shape[1:]), X.dtype)
        both[:n], both[n:] = X, X[:, :, ::-1]
        return self._mean_of_views(self(both))

    def answer_from(self, X: FloatArray, first: int) -> FloatArray:
        """Return what ``answer`` does, beginning in the middle of the layers.

        Parameters
        ----------
        X : ndarray of float
            Input of layer `first` in a pass of ``answer``, with both views of each image in a
            mirrored network.
        """
        for layer, memory in zip(self.layers[first:], self.memories[first:], strict=True):
            memory.is_training, memory.X = False, X
            X = memory.Y = layer.forward(X, memory)
        return self._mean_of_views(X) if self._mirrored else X

    def _mean_of_views(self, outputs: FloatArray) -> FloatArray:
        n = len(outputs) // 2
        return (outputs[:n] + outputs[n:]) / 2

    def backward_of_answer(self, dY: FloatArray, from_layer: int, to_layer: int = 0) -> FloatArray:
        """Do what ``backward`` does, after ``answer``, also for a mirrored network.

        Parameters
        ----------
        dY : ndarray
            Derivative with respect to the output of layer `from_layer`, averaged over an image and
            its mirror image: one sample per image.
        from_layer, to_layer
            As for ``backward``.

        Returns
        -------
        ndarray
            With respect to the pixels, the way through the mirror image included. For any other
            layer a mirrored network has two samples per image: first all images, then all mirror
            images.
        """
        if not self._mirrored:
            return self.backward(dY, from_layer, to_layer)
        axis = 2 if dY.ndim == 4 else 0
        dX = self.backward(np.concatenate([dY, dY], axis) / 2, from_layer, to_layer)
        if to_layer:
            return dX
        n = len(dX) // 2
        return dX[:n] + dX[n:, :, ::-1]

    def features(self, n_samples: int) -> FloatArray:
        """Return the features of the last hidden layer for the images of the last ``answer``.

        Returns
        -------
        ndarray of float, shape (n_samples, n_features)
        """
        X = self.memories[self._last_weights].X
        if X.ndim == 4:
            X = X.transpose(2, 0, 1, 3)
        rows = X.reshape(len(X), -1)
        return (rows[:n_samples] + rows[n_samples:]) / 2 if self._mirrored else rows


def as_input(
    images: NDArray[np.uint8], memory: LayerBuffers, dtype: DTypeLike = np.float32
) -> FloatArray:
    """Return the pixels as the networks take them: divided by 255, so from 0 to 1.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_samples, 28, 28)
    memory
        Holds the result, which the next call overwrites.
    """
    X = memory.array("input", images.shape, dtype)
    X[:] = images  # on its own: in a product NumPy would convert piece by piece
    X *= 1 / 255
    return X
