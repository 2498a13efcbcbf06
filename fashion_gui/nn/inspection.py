"""Inspection: what happens in each layer of a network, at inference and in training.

Layers are named as in ``Architecture.layer_names``. All arrays that are returned have the samples
first: (n_samples, n_units) for rows, (n_samples, height, width, channels) for images.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.forward_pass import as_input
from fashion_gui.nn.layer import FloatArray, Layer, Parameters
from fashion_gui.nn.network import Network

_MAX_VALUES = 2**14
"""Most activations of a layer that a summary takes: more would change it little."""
_CANCELLED = 1e-3
"""A variance below this share of the mean square is computed directly: E[x²] - E[x]² would lose
too many digits."""


def activations(
    network: Network, images: NDArray[np.uint8], layers: Sequence[str] | None = None
) -> dict[str, FloatArray]:
    """Return the outputs of layers for images.

    A mirrored network is given the images as they are only.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_samples, 28, 28)
    layers
        Names of the layers; None for all of them.

    Returns
    -------
    dict of ndarray of float32
        One for each name, in the given order, with the samples first.

    Raises
    ------
    ValueError
        When the network has no layer of that name.
    """
    architecture = network.architecture
    names = architecture.layer_names if layers is None else tuple(layers)
    indices = [architecture.layer_index(name) for name in names]
    results = [
        np.empty((len(images), *architecture.shapes[index + 1]), network.parameters.dtype)
        for index in indices
    ]
    run = network.forward_pass()
    for part in _chunks(architecture, len(images)):
        run(as_input(images[part], run.input_memory, network.parameters.dtype))
        for index, result in zip(indices, results, strict=True):
            result[part] = _samples_first(run.memories[index].Y)
    return dict(zip(names, results, strict=True))


def gradients(
    network: Network,
    images: NDArray[np.uint8],
    weights: FloatArray,
    *,
    of: str,
    with_respect_to: str | None = None,
) -> FloatArray:
    """Return the gradient of a score with respect to the pixels or to a layer's output.

    The score of an image is a weighted sum of the outputs of the layer `of`, such as one
    probability or one logit. In a mirrored network it is the mean over the image and its mirror
    image.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_samples, 28, 28)
    weights : ndarray of float, shape (n_samples, *shape of the layer `of`)
        For one class k: 1 at k and 0 elsewhere.
    of
        Name of the layer whose outputs make the score.
    with_respect_to
        Name of a layer before that one; None for the pixels, which are numbers from 0 to 1.

    Returns
    -------
    ndarray of float32
        Derivative of each image's score, of shape (n_samples, 28, 28) for the pixels, else of the
        shape of the layer's output for the image as it is.

    Raises
    ------
    ValueError
        When the network has no layer of such a name, or the layers come in the wrong order.
    """
    architecture, dtype = network.architecture, network.parameters.dtype
    last = architecture.layer_index(of)
    first = 0 if with_respect_to is None else architecture.layer_index(with_respect_to) + 1
    if first > last + 1:
        raise ValueError(f"{with_respect_to} comes after {of}, which does not depend on it.")
    expected = (len(images), *architecture.shapes[last + 1])
    if weights.shape != expected:
        raise ValueError(f"{of} gives {expected}, found weights of shape {weights.shape}.")
    results = np.empty((len(images), *architecture.shapes[first]), dtype)
    run = network.forward_pass()
    for part in _chunks(architecture, len(images)):
        run.answer(as_input(images[part], run.input_memory, dtype))
        dY = _samples_inside(weights[part].astype(dtype))
        dX = _samples_first(run.backward_of_answer(dY, last, first))
        results[part] = dX[: len(results[part])]
    return results


@dataclass(frozen=True)
class Summary:
    """Mean, standard deviation, share of zeros and Euclidean norm of an array."""

    mean: float
    std: float
    zeros: float
    norm: float

    @classmethod
    def of(cls, values: FloatArray) -> "Summary":
        """Summarize an array of any shape, with at least one value."""
        n_others = np.count_nonzero(values != 0)
        mean, norm = float(values.mean()), float(np.linalg.norm(values))
        mean_square = norm**2 / values.size
        variance = mean_square - mean**2
        # Three times as fast as a second pass, but cancellation may leave hardly any digits.
        is_exact = variance > _CANCELLED * mean_square
        std = variance**0.5 if is_exact else float(values.std())
        return cls(mean, std, 1 - n_others / values.size, norm)


@dataclass(frozen=True)
class LayerSummary:
    """Statistics of one layer in training.

    Attributes
    ----------
    name
        Of the layer, as in ``Architecture.layer_names``.
    activations
        Of the layer's output for some samples of the last batch; None for a layer that the loss
        skips, as cross-entropy skips the softmax.
    parameters, gradients
        Of the layer's learned parameters, by name, and of the derivatives of the last batch's loss
        with respect to them.
    """

    name: str
    activations: Summary | None
    parameters: Mapping[str, Summary]
    gradients: Mapping[str, Summary]


def summarize_layers(
    architecture: Architecture,
    outputs: Sequence[FloatArray | None],
    parameters: Sequence[Parameters],
    gradients: Sequence[Parameters],
) -> tuple[LayerSummary, ...]:
    """Summarize every layer of a network.

    Parameters
    ----------
    architecture
        Its layers.
    outputs
        Each layer's output for a batch, in the layout between layers, or None.
    parameters, gradients
        Of each layer, by name; those without a gradient are left out of the latter.
    """
    return tuple(
        LayerSummary(
            name,
            None if Y is None else _summary_of_some(Y),
            _summaries(layer, learned),
            _summaries(layer, slopes),
        )
        for layer, name, Y, learned, slopes in zip(
            architecture.layers,
            architecture.layer_names,
            outputs,
            parameters,
            gradients,
            strict=True,
        )
    )


def _summaries(layer: Layer, arrays: Parameters) -> dict[str, Summary]:
    learned = (name for name in arrays if name not in layer.statistics)
    return {name: Summary.of(arrays[name]) for name in learned}


def _summary_of_some(Y: FloatArray) -> Summary:
    """Summarize the first samples of a layer's output."""
    samples = np.moveaxis(Y, 2, 0) if Y.ndim == 4 else Y
    n_samples = max(1, _MAX_VALUES // prod(samples.shape[1:]))
    return Summary.of(np.ascontiguousarray(samples[:n_samples]))


def _chunks(architecture: Architecture, n_images: int) -> Iterator[slice]:
    for start in range(0, n_images, architecture.chunk):
        yield slice(start, min(start + architecture.chunk, n_images))


def _samples_first(batch: FloatArray) -> FloatArray:
    return batch.transpose(2, 0, 1, 3) if batch.ndim == 4 else batch


def _samples_inside(batch: FloatArray) -> FloatArray:
    return np.ascontiguousarray(batch.transpose(1, 2, 0, 3)) if batch.ndim == 4 else batch
