"""The trace of one image through a network: every value, and how each is computed."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.checks import as_images
from fashion_gui.explain.derivations import Derivation, Place
from fashion_gui.explain.layer_math import Seen, derive
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network, probabilities_of


class Trace:
    """The input and output of every layer of a network for one image.

    Parameters
    ----------
    network
        Any network.
    image : ndarray of uint8, shape (28, 28)
    new_pass
        Makes the forward pass; by default, that of the network.

    Attributes
    ----------
    image
        The same.
    n_views
        2 for a mirrored network, else 1. View 0 is the image as it is, view 1 its mirror image.
    answer : ndarray of float, shape (n_classes,)
        Output of the last layer, the mean of both views.
    probabilities : ndarray of float32, shape (n_classes,)
        The output divided by its sum, as from ``Network.predict_proba``.
    features : ndarray of float16, shape (n_features,)
        Of the last hidden layer, as from ``Network.answers_with_features``.
    """

    @one_blas_thread
    def __init__(
        self,
        network: Network,
        image: NDArray[np.uint8],
        new_pass: Callable[[], ForwardPass] | None = None,
    ) -> None:
        self.network = network
        self.image = as_images(image[np.newaxis], network.architecture.input_shape)[0]
        self.n_views = 2 if network.architecture.mirrored else 1
        with np.errstate(all="ignore"):
            run = (new_pass or network.forward_pass)()
            X = as_input(self.image[np.newaxis], run.input_memory, network.parameters.dtype)
            self.answer: FloatArray = run.answer(X)[0].copy()
            self.probabilities = probabilities_of(self.answer[np.newaxis])[0]
            self.features = run.features(1)[0].astype(np.float16)
        first = _samples_first(run.memories[0].X, network.architecture.input_shape)
        after = zip(run.memories, network.architecture.shapes[1:], strict=True)
        self._values = [first, *(_samples_first(memory.Y, shape) for memory, shape in after)]

    def given(self, layer: str, view: int = 0) -> FloatArray:
        """Return the input of a layer, in the shape for one sample."""
        values: FloatArray = self._values[self.network.architecture.layer_index(layer)][view]
        return values

    def outputs(self, layer: str, view: int = 0) -> FloatArray:
        """Return the output of a layer: (n_units,), or (height, width, channels)."""
        values: FloatArray = self._values[self.network.architecture.layer_index(layer) + 1][view]
        return values

    def seen(self, layer: str, view: int = 0) -> Seen:
        """Return a layer with its input and output."""
        index = self.network.architecture.layer_index(layer)
        return Seen(
            layer,
            self.network.architecture.layers[index],
            self._parameters[index],
            self.given(layer, view),
            self.outputs(layer, view),
        )

    def derive(self, layer: str, place: Place, view: int = 0) -> Derivation:
        """Return the derivation of a value.

        Parameters
        ----------
        layer
            Name of its layer, as in ``Architecture.layer_names``.
        place
            (unit,) in a row, (row, column, map) in images.
        view
            1 for the mirror image, in a mirrored network.

        Raises
        ------
        ValueError
            When there is no such layer or position.
        NotOfferedError
            When there is no rule for the layer's type.
        """
        return derive(self.seen(layer, view), place)

    @cached_property
    def _parameters(self) -> list[dict[str, FloatArray]]:
        return [dict(of_layer) for of_layer in self.network.layer_parameters()]


def _samples_first(batch: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return a copy with the views first, each of the shape of one sample."""
    views = batch.transpose(2, 0, 1, 3) if len(shape) == 3 else batch
    return views.copy()
