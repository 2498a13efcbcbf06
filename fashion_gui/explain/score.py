"""What is explained: how much a network prefers a class, as one number, and its gradients.

The score of a class is the value before the network's last activation (softmax or sigmoid), minus
the mean of those of all other classes; between two classes it is the difference of their values.
Like a softmax, the score does not change when a constant is added to all values. With a softmax the
score between two classes is the logarithm of the ratio of their probabilities. Probabilities
themselves are not suitable: where a network is sure, they hardly change.

For mirrored networks it is the mean of both views' scores.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fashion_gui.blas import one_blas_thread
from fashion_gui.nn.forward_pass import ForwardPass
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network


class NotOfferedError(ValueError):
    """A method is not possible for a network; the message is a sentence that says why."""


@dataclass(frozen=True, eq=False)
class Score:
    """How much a network prefers a class to another one, or to all others.

    Attributes
    ----------
    network
        Any network.
    target
        The class, from 0.
    against
        The class that it is compared with; None for the mean of all others.

    Raises
    ------
    ValueError
        When the network has no such class, or both are the same.
    """

    network: Network
    target: int
    against: int | None = None

    def __post_init__(self) -> None:
        n_classes = len(self.network.class_names)
        for index in (self.target, self.against):
            if index is not None and not 0 <= index < n_classes:
                raise ValueError(f"Expected a class from 0 to {n_classes - 1}, found {index}.")
        if self.target == self.against:
            raise ValueError(f"Expected two different classes, found {self.target} twice.")
        if n_classes < 2:
            raise NotOfferedError("A network with a single class prefers it to nothing.")

    @property
    def weights(self) -> FloatArray:
        """Weight of each value before the last activation: shape (n_classes,), sum 0."""
        n_classes = len(self.network.class_names)
        if self.against is None:
            weights = np.full(n_classes, -1 / (n_classes - 1), self.network.parameters.dtype)
        else:
            weights = np.zeros(n_classes, self.network.parameters.dtype)
            weights[self.against] = -1
        weights[self.target] = 1
        return weights

    @property
    def _last(self) -> int:
        """Index of the layer before the last activation."""
        return len(self.network.architecture.layers) - 2

    @one_blas_thread
    def values(self, pixels: FloatArray) -> FloatArray:
        """Return the score of images.

        Parameters
        ----------
        pixels : ndarray of float, shape (n_samples, 28, 28)
            From 0 (the background) to 1.

        Returns
        -------
        ndarray of float, shape (n_samples,)

        Raises
        ------
        NotOfferedError
            When the numbers in the network overflow.
        """
        scores = np.empty(len(pixels), self.network.parameters.dtype)
        run = self._new_pass()
        for part in self._chunks(len(pixels)):
            scores[part] = self._forward(run, pixels[part])
        return _finite(scores)

    @one_blas_thread
    def gradients(self, pixels: FloatArray) -> FloatArray:
        """Return the gradient of each image's score in its pixels, of the shape of `pixels`.

        Raises
        ------
        NotOfferedError
            When the numbers in the network overflow.
        """
        gradients = np.empty(pixels.shape, self.network.parameters.dtype)
        run = self._new_pass()
        for part in self._chunks(len(pixels)):
            self._forward(run, pixels[part])
            gradients[part] = self._backward(run, len(pixels[part]), 0)
        return _finite(gradients)

    @one_blas_thread
    def maps_with_gradients(self, image: FloatArray, layer: int) -> tuple[FloatArray, FloatArray]:
        """Return a layer's output for an image, and the gradient of the score in it.

        Parameters
        ----------
        image : ndarray of float, shape (28, 28)
        layer
            Index of a layer whose output is an image with channels.

        Returns
        -------
        maps, gradients : ndarray, shape (n_views, height, width, channels)
            In a mirrored network the second view is that of the mirror image, unmirrored; the
            gradients of both then add up to that of the score.

        Raises
        ------
        NotOfferedError
            When the numbers in the network overflow.
        """
        run = self._new_pass()
        self._forward(run, image[np.newaxis])
        maps = run.memories[layer].Y.transpose(2, 0, 1, 3).copy()
        gradients = self._backward(run, 1, layer + 1).transpose(2, 0, 1, 3).copy()
        return _finite(maps), _finite(gradients)

    def _new_pass(self) -> ForwardPass:
        with np.errstate(all="ignore"):
            return self.network.forward_pass()

    def _forward(self, run: ForwardPass, pixels: FloatArray) -> FloatArray:
        with np.errstate(all="ignore"):
            run.answer(np.ascontiguousarray(pixels, self.network.parameters.dtype))
            scores: FloatArray = run.memories[self._last].Y @ self.weights
            mean: FloatArray = scores.reshape(-1, len(pixels)).mean(axis=0)
        return mean

    def _backward(self, run: ForwardPass, n_samples: int, to_layer: int) -> FloatArray:
        slopes = np.tile(self.weights, (n_samples, 1))
        with np.errstate(all="ignore"):
            return run.backward_of_answer(slopes, self._last, to_layer)

    def _chunks(self, n_samples: int) -> Iterator[slice]:
        step = self.network.architecture.chunk
        return (slice(start, start + step) for start in range(0, n_samples, step))


def _finite(values: FloatArray) -> FloatArray:
    if not np.isfinite(values).all():
        raise NotOfferedError(
            "The numbers inside this network overflow, so there is no telling why it answers so."
        )
    return values
