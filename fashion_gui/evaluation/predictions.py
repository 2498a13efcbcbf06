"""A network's predictions for many images, with everything that follows from them."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset, Split, Subset
from fashion_gui.evaluation.metrics import Coverage, Reliability, Report, log_losses
from fashion_gui.nn.network import Network


@dataclass(frozen=True, eq=False)
class Predictions:
    """A network's predictions for images of consecutive numbers.

    Attributes
    ----------
    network
        The network that predicted.
    start
        Number of the first image.
    labels : ndarray of uint8, shape (n_samples,)
        The true classes.
    probabilities : ndarray of float32, shape (n_samples, n_classes)
    predicted : ndarray of uint8, shape (n_samples,)
        The most probable class.
    is_right : ndarray of bool, shape (n_samples,)
    confidence, margin : ndarray of float32, shape (n_samples,)
        The largest probability, and its difference from the second largest.
    losses : ndarray of float32, shape (n_samples,)
        Minus the logarithm of the true class's probability, in nats.
    features : ndarray of float16, shape (n_samples, n_features), or None
        Features of the last hidden layer, if they were asked for.
    """

    network: Network
    start: int
    labels: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    predicted: NDArray[np.uint8]
    is_right: NDArray[np.bool_]
    confidence: NDArray[np.float32]
    margin: NDArray[np.float32]
    losses: NDArray[np.float32]
    features: NDArray[np.float16] | None = None

    @classmethod
    def of(
        cls,
        network: Network,
        labels: NDArray[np.uint8],
        probabilities: NDArray[np.float32],
        start: int = 0,
        features: NDArray[np.float16] | None = None,
    ) -> "Predictions":
        """Compute all fields from labels, (n_samples,), and rows of ``predict_proba``."""
        predicted = probabilities.argmax(axis=1).astype(np.uint8)
        largest = np.partition(probabilities, -2, axis=1)[:, -2:]
        return cls(
            network=network,
            start=start,
            labels=labels,
            probabilities=probabilities,
            predicted=predicted,
            is_right=predicted == labels,
            confidence=largest[:, 1].copy(),
            margin=largest[:, 1] - largest[:, 0],
            losses=log_losses(labels, probabilities).astype(np.float32),
            features=features,
        )

    @classmethod
    def joined(cls, parts: Sequence["Predictions"]) -> "Predictions":
        """Concatenate predictions for adjacent splits, without their features."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            parts[0].network,
            parts[0].start,
            *(np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS),
        )

    def __len__(self) -> int:
        return len(self.labels)

    def __contains__(self, number: int) -> bool:
        return self.start <= number < self.start + len(self)

    @cached_property
    def report(self) -> Report:
        """Accuracy, the scores of each class, the confusion matrix."""
        return Report.of(self.labels, self.predicted, self.network.class_names)

    @cached_property
    def loss(self) -> float:
        """Mean of the losses, in nats."""
        return float(self.losses.mean(dtype=np.float64)) if len(self) else 0.0

    @cached_property
    def reliability(self) -> Reliability:
        """Whether accuracy matches confidence."""
        return Reliability.of(self.labels, self.probabilities)

    @cached_property
    def coverage(self) -> Coverage:
        """How accurate it is when it abstains from unsure answers."""
        return Coverage.of(self.is_right, self.confidence)


@dataclass(frozen=True)
class EarlyPredictions:
    """Predictions for the first images of a split, while the others are being predicted."""

    answers: Predictions


_FIRST = 200
"""Images after which the first early predictions come."""
_ARRAYS = ("labels", "probabilities", "predicted", "is_right", "confidence", "margin", "losses")


def predict_split(
    network: Network,
    dataset: Dataset,
    part: Split,
    n_threads: int = 1,
    *,
    with_features: bool = False,
    with_early: bool = False,
) -> Generator[Predictions | EarlyPredictions | int, None, None]:
    """Yield the number of images predicted so far, repeatedly, and finally the predictions.

    Parameters
    ----------
    part
        Any split but ``Split.ALL``.
    n_threads
        Threads that work side by side.
    with_features
        Whether to keep the features of the last hidden layer, too.
    with_early
        Whether to yield the predictions for the first images, too, for twice as many each time.
    """
    split = dataset.subset(part)
    start, n_next = dataset.numbers(part).start, _FIRST
    probabilities = np.empty((len(split), network.architecture.n_classes), np.float32)
    features = np.empty((len(split), network.n_features), np.float16) if with_features else None
    done = 0
    for shares, of_chunk in _chunks(network, split, n_threads, with_features):
        place = slice(done, done + len(shares))
        probabilities[place] = shares
        if features is not None:
            features[place] = of_chunk
        done += len(shares)
        yield done
        if with_early and n_next <= done < len(split):
            n_next = 2 * done
            labels = split.labels[:done]
            yield EarlyPredictions(
                Predictions.of(network, labels, probabilities[:done].copy(), start)
            )
    yield predictions_of(network, dataset, part, probabilities, features)


def predictions_of(
    network: Network,
    dataset: Dataset,
    part: Split,
    probabilities: NDArray[np.float32],
    features: NDArray[np.float16] | None = None,
) -> Predictions:
    """Return the predictions for a split with everything that the pages show of them.

    Called in the thread that predicts, so that nothing is left to compute in the window's thread.

    Parameters
    ----------
    network, dataset, part
    probabilities : ndarray of float32, shape (n_images, n_classes)
    features : ndarray of float16, shape (n_images, n_features)
        Of the last hidden layer; None where nobody needs them.
    """
    labels, start = dataset.subset(part).labels, dataset.numbers(part).start
    answers = Predictions.of(network, labels, probabilities, start, features)
    for name in ("report", "loss", "reliability", "coverage"):
        getattr(answers, name)
    return answers


def _chunks(
    network: Network, split: Subset, n_threads: int, with_features: bool
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.float16] | None]]:
    if with_features:
        yield from network.answers_with_features(split.images, n_threads)
    else:
        for shares in network.predict_in_chunks(split.images, n_threads):
            yield shares, None
