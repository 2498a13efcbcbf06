"""How good the answers of a network to images of one kind are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.result import Cell
from fashion_gui.evaluation.verdict import verdicts
from fashion_gui.nn.network import Network

COLUMNS = ("images", "number", "accuracy", "named right", "one class", "refused")
NOTES = (
    "accuracy: the largest probability is right, mean over the classes. named right: of the "
    "verdicts that name a class or two, the share with the right one among them. one class: named "
    "alone. refused: named none.",
)


@dataclass(frozen=True)
class Score:
    """The answers of a network to images of one kind.

    Attributes
    ----------
    n
        Number of images.
    accuracy
        Share that is right by the largest probability, averaged over the classes; None for images
        of something else.
    named_right
        Share with the right class among those for which the verdict names one class or two; None
        for images of something else, and when it never names any.
    one_class, refused
        Shares for which it names one class, and none.
    """

    n: int
    accuracy: float | None
    named_right: float | None
    one_class: float
    refused: float

    def row(self, name: str) -> tuple[Cell, ...]:
        """Return the row of a table with `COLUMNS`."""
        return name, self.n, self.accuracy, self.named_right, self.one_class, self.refused


def score(
    network: Network, images: NDArray[np.uint8], labels: NDArray[np.uint8] | None = None
) -> Score:
    """Return how a network answers to images.

    Parameters
    ----------
    network
        The network, with or without a novelty detector.
    images : ndarray of uint8, shape (n_images, 28, 28)
        At least one.
    labels : ndarray of uint8, shape (n_images,), optional
        Their classes; None for images of something else.
    """
    found = list(verdicts(network, images))
    named = [verdict.classes for verdict in found]
    n_named = np.array([len(classes) for classes in named])
    accuracy = named_right = None
    if labels is not None:
        largest = np.array([int(verdict.probabilities.argmax()) for verdict in found])
        accuracy = macro_accuracy(largest, labels)
        right = [int(label) in some for label, some in zip(labels, named, strict=True) if some]
        named_right = float(np.mean(right)) if right else None
    return Score(
        len(images),
        accuracy,
        named_right,
        float((n_named == 1).mean()),
        float((n_named == 0).mean()),
    )


def macro_accuracy(predicted: NDArray[np.integer], labels: NDArray[np.uint8]) -> float:
    """Return the mean, over the classes among the labels, of the share that is right."""
    is_right = predicted == labels
    return float(np.mean([is_right[labels == label].mean() for label in np.unique(labels)]))
