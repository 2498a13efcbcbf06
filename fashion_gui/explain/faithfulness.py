"""Faithfulness of attributions: how probabilities change when ink is erased or shown.

Deletion erases the pixels of an image, the most important first: the sooner the class's probability
falls, the better the attribution. Insertion shows them on black, in the same order: the sooner it
rises, the better. Source: Petsiuk, Das and Saenko, "RISE", BMVC 2018.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator as RandomGenerator
from numpy.typing import NDArray

from fashion_gui.explain.score import Score
from fashion_gui.nn.layer import FloatArray

N_STEPS = 28
"""Default number of steps of a curve: on a full image, each has as many pixels as a row."""
N_RANDOM = 4
"""Default number of random orders whose curves are averaged."""


@dataclass(frozen=True, eq=False)
class FaithfulnessCurve:
    """A class's probability while pixels are erased or shown.

    Attributes
    ----------
    shares : ndarray of float, shape (n_steps + 1,)
        Share of the ink's pixels that are erased, or shown: from 0 to 1.
    probabilities : ndarray of float32, shape (n_steps + 1,)
        Of the class; between two classes, its share of their sum.
    """

    shares: FloatArray
    probabilities: NDArray[np.float32]

    @property
    def area(self) -> float:
        """Mean of the curve, by the trapezoidal rule: from 0 to 1."""
        return float(np.trapezoid(self.probabilities, self.shares))


def deletion_curve(
    score: Score, image: NDArray[np.uint8], attribution: FloatArray, n_steps: int = N_STEPS
) -> FaithfulnessCurve:
    """Erase the ink of an image, the pixels with the largest attribution first.

    Parameters
    ----------
    score
        What the attribution explains.
    image : ndarray of uint8, shape (28, 28)
    attribution : ndarray of float, shape (28, 28)
    n_steps
        Number of steps, of about equally many pixels.
    """
    order, counts = _order(image, attribution, n_steps)
    frames = np.repeat(image[np.newaxis], len(counts), axis=0)
    for frame, count in zip(frames, counts, strict=True):
        frame.reshape(-1)[order[:count]] = 0
    return _curve(score, frames, n_steps)


def insertion_curve(
    score: Score, image: NDArray[np.uint8], attribution: FloatArray, n_steps: int = N_STEPS
) -> FaithfulnessCurve:
    """Show the ink of an image on black, the pixels with the largest attribution first.

    The parameters are those of `deletion_curve`.
    """
    order, counts = _order(image, attribution, n_steps)
    frames = np.zeros((len(counts), *image.shape), np.uint8)
    for frame, count in zip(frames, counts, strict=True):
        shown = order[:count]
        frame.reshape(-1)[shown] = image.reshape(-1)[shown]
    return _curve(score, frames, n_steps)


@dataclass(frozen=True, eq=False)
class Faithfulness:
    """Three deletion curves of one attribution.

    Attributes
    ----------
    first, last
        The most important pixels are erased first, or last.
    chance
        Mean of some curves in random order: the floor for `first`.
    """

    first: FaithfulnessCurve
    last: FaithfulnessCurve
    chance: FaithfulnessCurve

    @property
    def gain(self) -> float:
        """By how much the area of `first` is smaller than that of `chance`: above 0 is better."""
        return self.chance.area - self.first.area


def measuring_faithfulness(
    score: Score,
    image: NDArray[np.uint8],
    attribution: FloatArray,
    rng: RandomGenerator,
    n_random: int = N_RANDOM,
) -> Generator[None, None, Faithfulness]:
    """Compute deletion curves, and pause after each of them.

    Whoever drains the generator may close it there; it returns the curves.

    Parameters
    ----------
    score, image, attribution
        As for `deletion_curve`.
    rng
        For the random orders.
    n_random
        Number of random orders.
    """
    first = deletion_curve(score, image, attribution)
    yield
    last = deletion_curve(score, image, -attribution)
    yield
    curves = []
    for _ in range(n_random):
        curves.append(deletion_curve(score, image, random_attribution(image, rng)).probabilities)
        yield
    chance: NDArray[np.float32] = np.mean(curves, axis=0)
    return Faithfulness(first, last, FaithfulnessCurve(first.shares, chance))


def random_attribution(image: NDArray[np.uint8], rng: RandomGenerator) -> FloatArray:
    """Return a random attribution, float (28, 28), as the baseline for others."""
    return rng.random(image.shape)


def class_probabilities(score: Score, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the probability of a score's class in each image, shape (n_images,).

    Between two classes it is the first one's share of their sum.
    """
    probabilities = score.network.predict_proba(images)
    target: NDArray[np.float32] = probabilities[:, score.target]
    if score.against is None:
        return target
    both = target + probabilities[:, score.against]
    share = np.full_like(target, 0.5)
    np.divide(target, both, out=share, where=both > 0)
    return share


def _order(
    image: NDArray[np.uint8], attribution: FloatArray, n_steps: int
) -> tuple[NDArray[np.intp], list[int]]:
    """Return the ink's pixels, the most important first, and how many there are at each step.

    Only ink counts: black pixels cannot be erased or shown.
    """
    if attribution.shape != image.shape:
        raise ValueError(
            f"Expected an attribution of shape {image.shape}, found {attribution.shape}."
        )
    ink = np.flatnonzero(image)
    order = ink[np.argsort(-attribution.reshape(-1)[ink], kind="stable")]
    return order, [round(len(ink) * step / n_steps) for step in range(n_steps + 1)]


def _curve(score: Score, frames: NDArray[np.uint8], n_steps: int) -> FaithfulnessCurve:
    shares = np.arange(n_steps + 1) / n_steps
    return FaithfulnessCurve(shares, class_probabilities(score, frames))
