"""A path of pictures: disturbed more and more, or on the way to another one, with predictions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import as_images
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network


@dataclass(frozen=True)
class Stretch:
    """A part of a path with the same prediction.

    Attributes
    ----------
    label
        The predicted class.
    first, last
        Numbers of its first and its last picture.
    """

    label: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class PicturePath:
    """Pictures in order, and a network's predictions for them.

    Attributes
    ----------
    amounts : ndarray of float, shape (n,)
        How far each picture is on the path.
    images : ndarray of uint8, shape (n, 28, 28)
    probabilities : ndarray of float32, shape (n, n_classes)
    """

    amounts: FloatArray
    images: NDArray[np.uint8]
    probabilities: NDArray[np.float32]

    @classmethod
    def of(
        cls, network: Network, images: NDArray[np.uint8], amounts: Sequence[float]
    ) -> "PicturePath":
        """Return the path with the predictions of a network.

        Raises
        ------
        ValueError
            When there are not as many amounts as images.
        """
        if len(images) != len(amounts):
            raise ValueError(f"Expected {len(images)} amounts, found {len(amounts)}.")
        images = as_images(images, network.architecture.input_shape)
        return cls(np.asarray(amounts, float), images, network.predict_proba(images))

    def stretches(self) -> tuple[Stretch, ...]:
        """Return the parts with the same prediction, in order."""
        labels = self.probabilities.argmax(axis=1)
        starts = np.flatnonzero(np.diff(labels, prepend=-1))
        ends = [*(starts[1:] - 1), len(labels) - 1]
        return tuple(
            Stretch(int(labels[start]), int(start), int(end))
            for start, end in zip(starts, ends, strict=True)
        )

    def notable(self, n_most: int = 3) -> tuple[int, ...]:
        """Return the classes that reach the highest probabilities anywhere, the highest first."""
        highest = self.probabilities.max(axis=0)
        return tuple(np.argsort(-highest, kind="stable")[:n_most].tolist())


def morphed(
    first: NDArray[np.uint8], second: NDArray[np.uint8], shares: Sequence[float]
) -> NDArray[np.uint8]:
    """Fade one picture into another: the mean of both, pixel by pixel.

    Parameters
    ----------
    first, second : ndarray of uint8, shape (height, width)
    shares
        Share of the second picture in each result, from 0 to 1.

    Returns
    -------
    ndarray of uint8, shape (len(shares), height, width)
    """
    if first.shape != second.shape:
        raise ValueError(f"Expected two pictures of a size, found {first.shape}, {second.shape}.")
    weights = np.asarray(shares, np.float64)[:, np.newaxis, np.newaxis]
    if weights.size and not 0 <= weights.min() <= weights.max() <= 1:
        raise ValueError("Expected shares from 0 to 1.")
    mixed: NDArray[np.uint8] = np.rint((1 - weights) * first + weights * second).astype(np.uint8)
    return mixed
