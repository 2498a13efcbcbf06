"""A probe at one layer: its output and the gradients with respect to the pixels, repeatedly."""

import numpy as np

from fashion_gui.blas import one_blas_thread
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network


class LayerProbe:
    """Goes forwards to a layer and back to the pixels, in reused arrays.

    It is for one thread at a time. In a mirrored network everything is the mean of both views.

    Parameters
    ----------
    network
        Any network.
    layer
        Name of the layer; None for the one before the last activation.
    """

    def __init__(self, network: Network, layer: str | None = None) -> None:
        architecture = network.architecture
        is_last = layer is None
        self.index = (
            len(architecture.layers) - 2 if is_last else architecture.layer_index(str(layer))
        )
        self.shape = architecture.shapes[self.index + 1]
        self._dtype = network.parameters.dtype
        self._n_views = 2 if architecture.mirrored else 1
        with np.errstate(all="ignore"):
            self._run = network.forward_pass()

    @one_blas_thread
    def values(self, pixels: FloatArray) -> FloatArray:
        """Return the output of the layer.

        Parameters
        ----------
        pixels : ndarray of float, shape (n_samples, 28, 28)
            From 0 to 1; at most one chunk of the network.

        Returns
        -------
        ndarray of float, shape (n_samples, *shape of the layer)

        Raises
        ------
        NotOfferedError
            When the numbers in the network overflow.
        """
        with np.errstate(all="ignore"):
            self._run.answer(np.ascontiguousarray(pixels, self._dtype))
            Y = self._run.memories[self.index].Y
            if Y.ndim == 4:
                Y = Y.transpose(2, 0, 1, 3)
            mean: FloatArray = Y.reshape(self._n_views, len(pixels), *self.shape).mean(axis=0)
        return _finite(mean)

    @one_blas_thread
    def gradients(self, weights: FloatArray) -> FloatArray:
        """Return the gradient of a weighted sum of each image's last values in its pixels.

        Parameters
        ----------
        weights : ndarray of float, shape (n_samples, *shape of the layer)

        Returns
        -------
        ndarray of float, shape (n_samples, 28, 28)

        Raises
        ------
        NotOfferedError
            When the numbers in the network overflow.
        """
        dY = weights.astype(self._dtype)
        if dY.ndim == 4:
            dY = np.ascontiguousarray(dY.transpose(1, 2, 0, 3))
        with np.errstate(all="ignore"):
            gradients = self._run.backward_of_answer(dY, self.index).copy()
        return _finite(gradients)


class Margin:
    """The margin by which a network prefers a class to the strongest of the others.

    It is measured before the last activation; above 0 the class wins, except when both views of a
    mirrored network differ much: then the prediction itself decides.

    Parameters
    ----------
    network
        Any network.
    target
        The class, from 0.

    Raises
    ------
    ValueError
        When there is no such class.
    """

    def __init__(self, network: Network, target: int) -> None:
        n_classes = network.architecture.n_classes
        if not 0 <= target < n_classes:
            raise ValueError(f"Expected a class from 0 to {n_classes - 1}, found {target}.")
        self.network, self.target = network, target
        self._probe = LayerProbe(network)
        self._strongest = np.zeros(0, np.intp)

    def values(self, pixels: FloatArray) -> FloatArray:
        """Return the margin of each image, shape (n_samples,).

        pixels : ndarray of float, shape (n_samples, 28, 28)
            From 0 to 1.
        """
        values = self._probe.values(pixels)
        own = values[:, self.target].copy()
        values[:, self.target] = -np.inf
        self._strongest = values.argmax(axis=1)
        margins: FloatArray = own - values.max(axis=1)
        return margins

    def gradients(self) -> FloatArray:
        """Return the derivative of the last margins in the pixels, shape (n_samples, 28, 28)."""
        rows = np.arange(len(self._strongest))
        weights = np.zeros((len(rows), *self._probe.shape))
        weights[rows, self._strongest] = -1
        weights[:, self.target] = 1
        return self._probe.gradients(weights)


def _finite(values: FloatArray) -> FloatArray:
    if not np.isfinite(values).all():
        raise NotOfferedError(
            "The numbers inside this network overflow, so it cannot be asked why."
        )
    return values
