"""Temperature scaling: calibrating probabilities after training.

A network trained with label smoothing is under-confident, others are over-confident. Dividing the
logits by one number, the temperature, corrects most of it and changes no prediction. Source: Guo et
al., "On Calibration of Modern Neural Networks", arXiv:1706.04599, 2017.
"""

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.layers import Softmax

_TEMPERATURES = np.geomspace(0.2, 5.0, 161)
_CHUNK = 256


def can_be_tempered(architecture: Architecture) -> bool:
    """Tell whether a network ends in a softmax after a linear layer, whose output can be scaled."""
    *_, before, last = architecture.layers
    return before.is_linear and last == Softmax()


@one_blas_thread
def best_temperature(
    architecture: Architecture,
    parameters: FloatArray,
    images: NDArray[np.uint8],
    labels: NDArray[np.integer],
) -> float:
    """Return the temperature with the smallest cross-entropy.

    Parameters
    ----------
    architecture
        Architecture of a network that ``can_be_tempered``.
    parameters : ndarray of float, shape (n_parameters,)
    images : ndarray of uint8, shape (n_samples, 28, 28)
        Images that the network did not learn from.
    labels : ndarray of int, shape (n_samples,)

    Returns
    -------
    float
        From 0.2 to 5: above 1 for an over-confident network, 1 if the losses are not finite.
    """
    with np.errstate(all="ignore"):  # a network that diverged overflows
        logits = _logits(architecture, parameters, images)
        losses = [_loss(logits / temperature, labels) for temperature in _TEMPERATURES]
    if not np.isfinite(losses).all():
        return 1.0
    return float(_TEMPERATURES[int(np.argmin(losses))])


def temper(architecture: Architecture, parameters: FloatArray, temperature: float) -> None:
    """Divide the logits by a temperature, by changing the last layer's parameters in place."""
    for array in architecture.split(parameters)[-2].values():
        array /= temperature


def _logits(
    architecture: Architecture, parameters: FloatArray, images: NDArray[np.uint8]
) -> FloatArray:
    """Return the logits, shape (n_views, n_samples, n_classes).

    A mirrored network has two views of an image, whose probabilities are averaged.
    """
    run = ForwardPass(architecture, architecture.split(parameters))
    before = len(architecture.layers) - 1
    views = []
    for view in (images, images[:, :, ::-1])[: 2 if architecture.mirrored else 1]:
        parts = [
            run(as_input(view[start : start + _CHUNK], run.input_memory), before).copy()
            for start in range(0, len(view), _CHUNK)
        ]
        views.append(np.concatenate(parts))
    return np.stack(views)


def _loss(logits: FloatArray, labels: NDArray[np.integer]) -> float:
    """Return the mean cross-entropy of the views' average."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    # In logarithms: an over-confident network's probability of the truth may underflow.
    right = np.logaddexp.reduce(logs[:, np.arange(len(labels)), labels]) - np.log(len(logs))
    return -float(right.mean(dtype=np.float64))
