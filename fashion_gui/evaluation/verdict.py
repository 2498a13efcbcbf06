"""The verdict on an image in words, which may be that the network is not sure."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.classes import Classes
from fashion_gui.nn.network import Network
from fashion_gui.percent import probability

NOTHING_DRAWN = "Nothing drawn yet"
NOTHING_FOUND = "Nothing found"
"""Of a picture that shows nothing but background."""
NOT_SURE = "Not sure"
# Chosen on held-out photographs, doodles and scrawls: see benchmarks/answers.py.
_SURE = 0.7
"""Probability from which one class is the answer."""
_SURE_OF_TWO = 0.8
"""Sum of the two largest probabilities from which the answer is one of two."""
_ANY_CLASS = 0.4
"""Largest probability below which it is no class: for other things networks learn equal ones."""
# With a novelty detector, less depends on the probabilities: it refuses what is no class, and where
# it does not, two classes are named sooner than one that may be wrong. Chosen so that the right one
# is among those named for 95 % of the held-out doodles that get a class.
_SURE_IF_KNOWN = 0.9
_SURE_OF_TWO_IF_KNOWN = 0.5
_ANY_CLASS_IF_KNOWN = 0.3


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a network's probabilities for one image justify saying.

    Attributes
    ----------
    probabilities : ndarray of float32, shape (n_classes,)
        A row of ``predict_proba``.
    class_names
        One for each probability.
    is_novel
        Whether the image is unlike anything that the network has learned; None without a detector.
    features : ndarray of float16, shape (n_features,), or None
        Of the network's last hidden layer.
    """

    probabilities: NDArray[np.float32]
    class_names: Classes
    is_novel: bool | None = None
    features: NDArray[np.float16] | None = None

    @property
    def is_any_class(self) -> bool:
        """Whether the image looks like any class at all."""
        least = _ANY_CLASS if self.is_novel is None else _ANY_CLASS_IF_KNOWN
        return not self.is_novel and bool(self.probabilities.max() >= least)

    @property
    def classes(self) -> tuple[int, ...]:
        """The predicted class, or the two most likely ones, or none."""
        if not self.is_any_class:
            return ()
        second, first = (int(index) for index in np.argsort(self.probabilities)[-2:])
        if self.probabilities[first] >= (_SURE if self.is_novel is None else _SURE_IF_KNOWN):
            return (first,)
        least = _SURE_OF_TWO if self.is_novel is None else _SURE_OF_TWO_IF_KNOWN
        if self.probabilities[first] + self.probabilities[second] >= least:
            return first, second
        return ()

    @property
    def words(self) -> str:
        """The verdict for people.

        "Coat, 91 %" when the network is sure, "Coat or Pullover" when two classes are close, "Does
        not look like clothing" ("None of these" for classes other than Fashion-MNIST's) when no
        class is likely or the image is novel, else "Not sure".
        """
        if not self.is_any_class:
            return self.class_names.none_of_these
        classes = self.classes
        if len(classes) == 1:
            return f"{self.class_names[classes[0]]}, {probability(self.probabilities[classes[0]])}"
        return " or ".join(self.class_names[index] for index in classes) or NOT_SURE


def verdicts(network: Network, images: NDArray[np.uint8]) -> Iterator[Verdict]:
    """Yield the verdict on each image, uint8 (n_images, 28, 28)."""
    for probabilities, features in network.answers_with_features(images):
        yield from verdicts_of(network, probabilities, features)


def verdicts_of(
    network: Network, probabilities: NDArray[np.float32], features: NDArray[np.float16]
) -> Iterator[Verdict]:
    """Yield the verdict of each row of a network's answers with their features."""
    novel: list[bool | None] = [None] * len(probabilities)
    if network.novelty:
        novel = network.novelty.is_novel(features).tolist()
    for row, of_image, is_novel in zip(probabilities, features, novel, strict=True):
        yield Verdict(row, network.class_names, is_novel, of_image)


def verdict_on(network: Network, image: NDArray[np.uint8]) -> Verdict:
    """Return the verdict on one image, uint8 (28, 28)."""
    return next(verdicts(network, image[np.newaxis]))
