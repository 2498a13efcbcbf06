"""The training images most similar to an image for a network, and doubtful labels."""

from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.blas import one_blas_thread
from fashion_gui.data import Dataset
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.nn.network import Network
from fashion_gui.nn.threads import Threads, usable_cores

N_NEIGHBOURS = 5
_ROWS_AT_ONCE = 128
_NO_SIGN, _INFINITE = np.int16(0x7FFF), 0x7C00
_NO_COPIES_OF_SIGN, _BIAS = np.int32(-0x70000001), np.float32(2.0**112)
"""Of a float16 whose bits stand in those of a float32."""
_SURE = 0.9
"""Probability from which a prediction counts against a label."""
_AGREEING = 4
"""How many of the five neighbours must agree with the network."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The training images nearest to an image, by the features of the last hidden layer.

    Attributes
    ----------
    network
        The network with that layer.
    number
        Number of the image, which is not its own neighbour.
    nearest
        Numbers of the nearest training images, the nearest first.
    others
        Numbers of the nearest training images with another label than most of `nearest`
        (of equally frequent ones, the first class).
    """

    network: Network
    number: int
    nearest: tuple[int, ...]
    others: tuple[int, ...]


@one_blas_thread
def find_neighbours(
    number: int, dataset: Dataset, training: Predictions, n_neighbours: int = N_NEIGHBOURS
) -> Neighbours:
    """Find the nearest training images, by Euclidean distance of the features.

    Parameters
    ----------
    number
        Number of any image of the data set.
    training
        Predictions for the training images, with features.

    Raises
    ------
    ValueError
        When they have no features.
    """
    features = training.features
    if features is None:
        raise ValueError("Expected predictions with features, found none.")
    if number in training:
        query = features[number - training.start].astype(np.float32)
    else:
        [(_, of_image)] = training.network.answers_with_features(dataset.image(number)[None])
        query = of_image[0].astype(np.float32)
    distances = _squared_distances(features, query)
    if number in training:
        distances[number - training.start] = np.inf
    nearest = _smallest(distances, n_neighbours)
    usual = np.bincount(training.labels[nearest], minlength=1).argmax()
    others = _smallest(np.where(training.labels != usual, distances, np.inf), n_neighbours)
    start = training.start
    return Neighbours(
        training.network,
        number,
        tuple(start + int(place) for place in nearest),
        tuple(start + int(place) for place in others),
    )


def doubtful_label(
    label: int, probabilities: NDArray[np.floating], neighbour_labels: NDArray[np.integer]
) -> int | None:
    """Return the class that an image seems to be if its label looks wrong, else None.

    A label is doubtful when the network is at least 90 % sure of another class and at least four of
    the five nearest training images have that class as their label.

    Parameters
    ----------
    probabilities : ndarray of float, shape (n_classes,)
    neighbour_labels : ndarray of int, shape (n_neighbours,)
    """
    answer = int(probabilities.argmax())
    n_agreeing = int((neighbour_labels == answer).sum())
    is_doubtful = answer != label and probabilities[answer] >= _SURE and n_agreeing >= _AGREEING
    return answer if is_doubtful else None


def _squared_distances(
    features: NDArray[np.float16], query: NDArray[np.float32]
) -> NDArray[np.float32]:
    distances = np.empty(len(features), np.float32)

    def work(start: int, stop: int) -> None:
        memory = np.empty((_ROWS_AT_ONCE, len(query)), np.int32)
        for first in range(start, stop, _ROWS_AT_ONCE):
            last = min(stop, first + _ROWS_AT_ONCE)
            rows = _as_floats(features[first:last], memory)
            rows -= query
            np.einsum("ij,ij->i", rows, rows, out=distances[first:last])

    # One core is left for the window, which shows other images in the meantime.
    with closing(Threads(max(1, usable_cores() - 1))) as threads:
        bounds = [len(features) * part // threads.n for part in range(threads.n + 1)]
        threads.map(work, bounds[:-1], bounds[1:])
    return distances


def _as_floats(halves: NDArray[np.float16], memory: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return what ``halves.astype(np.float32)`` does, in `memory` and four times as fast.

    The bits of exponent and fraction go to where a float32 has them. What is left is the difference
    of the two biases of the exponent, a power of two, also for subnormal numbers.
    """
    bits = np.ascontiguousarray(halves).view(np.int16)
    if (bits & _NO_SIGN).max(initial=0) >= _INFINITE:
        return halves.astype(np.float32)
    wide = memory[: len(bits)]
    np.copyto(wide, bits)
    wide <<= 13
    wide &= _NO_COPIES_OF_SIGN
    floats = wide.view(np.float32)
    floats *= _BIAS
    return floats


def _smallest(distances: NDArray[np.float32], n: int) -> NDArray[np.intp]:
    """Return the indices of the smallest finite values, in order."""
    n = min(n, int(np.isfinite(distances).sum()))
    if n == 0:
        return np.empty(0, np.intp)
    places = np.argpartition(distances, n - 1)[:n]
    return places[np.argsort(distances[places], kind="stable")]
