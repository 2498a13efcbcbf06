"""Metrics: confusion matrix, scores, intervals, log loss, reliability and coverage."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import as_classes, as_probabilities, check_same_length

IntArray: TypeAlias = NDArray[np.int64]


def confusion_matrix(y_true: NDArray[Any], y_pred: NDArray[Any], n_classes: int) -> IntArray:
    """Return the confusion matrix: row i, column j counts the images of class i predicted as j.

    Parameters
    ----------
    y_true, y_pred : ndarray of int, shape (n_samples,)
        Classes from 0 to n_classes - 1.
    n_classes
        Rows and columns of the result.

    Raises
    ------
    ValueError
        When they are anything else, or differ in length.
    """
    y_true = as_classes(y_true, n_classes, "y_true")
    y_pred = as_classes(y_pred, n_classes, "y_pred")
    check_same_length(y_true, y_pred, "y_true and y_pred")
    pairs = y_true.astype(np.int64) * n_classes + y_pred
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


@dataclass(frozen=True)
class ClassScores:
    """Scores of one class, or their mean; all from 0 to 1.

    Attributes
    ----------
    precision
        Of the images predicted as this class, the share that is.
    recall
        Of the images of this class, the share that is predicted as this class.
    f1
        Harmonic mean of the two.
    support
        Number of images of this class.
    """

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, eq=False)
class Report:
    """The classification report: the confusion matrix and all scores that follow from it.

    A score whose denominator is 0 (for a class that was never predicted, say) is 0.

    Attributes
    ----------
    confusion : ndarray of int, shape (n_classes, n_classes)
        Rows are the true classes, columns the predicted ones.
    """

    class_names: tuple[str, ...]
    confusion: IntArray

    @classmethod
    def of(cls, y_true: NDArray[Any], y_pred: NDArray[Any], class_names: Sequence[str]) -> "Report":
        """Compare predictions with labels, both ndarray of int, shape (n_samples,)."""
        return cls(tuple(class_names), confusion_matrix(y_true, y_pred, len(class_names)))

    @cached_property
    def accuracy(self) -> float:
        """Share of right predictions."""
        return float(_ratio(np.trace(self.confusion), self.confusion.sum()))

    @cached_property
    def accuracy_interval(self) -> tuple[float, float]:
        """95 % confidence interval of the accuracy, for images like these."""
        return accuracy_interval(int(np.trace(self.confusion)), int(self.confusion.sum()))

    @cached_property
    def classes(self) -> tuple[ClassScores, ...]:
        """Scores of each class."""
        right = np.diag(self.confusion)
        predicted, support = self.confusion.sum(axis=0), self.confusion.sum(axis=1)
        precision, recall = _ratio(right, predicted), _ratio(right, support)
        f1 = _ratio(2 * right, predicted + support)
        rows = zip(precision, recall, f1, support, strict=True)
        return tuple(ClassScores(float(p), float(r), float(f), int(n)) for p, r, f, n in rows)

    @cached_property
    def macro_average(self) -> ClassScores:
        """Mean over the classes, each counted once."""
        return self._average(np.ones(len(self.classes)))

    @cached_property
    def weighted_average(self) -> ClassScores:
        """Mean over the classes, weighted by their support."""
        support = np.array([scores.support for scores in self.classes], float)
        # Exactly 1 where all are equal: the mean is then the same number as that of the macro
        # average, and not one that may be rounded to the other side.
        return self._average(_ratio(support, np.full(len(support), support.mean())))

    def _average(self, weights: NDArray[np.float64]) -> ClassScores:
        table = np.array([(s.precision, s.recall, s.f1) for s in self.classes])
        means = _ratio(weights @ table, weights.sum())
        precision, recall, f1 = (float(mean) for mean in means)
        return ClassScores(precision, recall, f1, int(self.confusion.sum()))

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Return the scores of every class, by name."""
        pairs = zip(self.class_names, self.classes, strict=True)
        return {name: asdict(scores) for name, scores in pairs}

    def to_text(self) -> str:
        """Return the scores as a text table, in the layout of scikit-learn's report."""
        width = max(len(name) for name in (*self.class_names, "weighted avg"))
        rows = [
            *zip(self.class_names, self.classes, strict=True),
            ("macro avg", self.macro_average),
            ("weighted avg", self.weighted_average),
        ]
        lines = [f"{'':>{width}}  precision  recall  f1-score  support"]
        for name, s in rows:
            lines.append(
                f"{name:>{width}}  {s.precision:9.3f}  {s.recall:6.3f}  {s.f1:8.3f}  {s.support:7d}"
            )
        return "\n".join([*lines, f"{'accuracy':>{width}}  {self.accuracy:.4f}"])


def accuracy_interval(n_right: int, n_samples: int, z: float = 1.959964) -> tuple[float, float]:
    """Return a confidence interval of the accuracy, for images like these.

    This is Wilson's score interval, which stays between 0 and 1 and holds for few images, too.
    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927.

    Parameters
    ----------
    n_right, n_samples
        Right predictions, and predictions in all; with no sample the interval is (0, 1).
    z
        Quantile of the normal distribution: 1.96 for 95 %.

    Raises
    ------
    ValueError
        When `n_right` is not from 0 to `n_samples`.
    """
    if not 0 <= n_right <= n_samples:
        raise ValueError(
            f"Expected from 0 to {n_samples:,} right answers of {n_samples:,}, found {n_right:,}."
        )
    if n_samples == 0:
        return 0.0, 1.0
    share, spread = n_right / n_samples, z * z / n_samples
    middle = share + spread / 2
    half = z * float(np.sqrt((share * (1 - share) + spread / 4) / n_samples))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return max(0.0, low), min(1.0, high)


def log_losses(y_true: NDArray[Any], probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the log loss of each sample, in nats.

    Parameters
    ----------
    y_true : ndarray of int, shape (n_samples,)
    probabilities : ndarray of float, shape (n_samples, n_classes)

    Returns
    -------
    ndarray of float64, shape (n_samples,)
        Minus the logarithm of the true class's probability, which is clipped to the machine epsilon
        of its dtype.

    Raises
    ------
    ValueError
        When labels or probabilities are not valid, or do not fit each other.
    """
    probabilities = as_probabilities(probabilities, len(y_true))
    y_true = as_classes(y_true, probabilities.shape[1], "y_true")
    of_truth = probabilities[np.arange(len(y_true)), y_true]
    losses: NDArray[np.float64] = -np.log(
        np.maximum(of_truth, np.finfo(probabilities.dtype).eps), dtype=np.float64
    )
    return losses


@dataclass(frozen=True, eq=False)
class Reliability:
    """Reliability (calibration): whether accuracy matches confidence.

    Source: Guo et al., "On Calibration of Modern Neural Networks", arXiv:1706.04599, 2017.

    Attributes
    ----------
    confidence, accuracy : ndarray of float, shape (n_bins,)
        Mean of the largest probability and share of right predictions in each bin; 0 in an empty
        one.
    count : ndarray of int, shape (n_bins,)
        Images in each bin. The bins divide 0 to 1 evenly; a probability on an edge belongs to the
        bin above it, and 1 to the last.
    """

    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    count: IntArray

    @classmethod
    def of(
        cls, y_true: NDArray[Any], probabilities: NDArray[np.floating], n_bins: int = 10
    ) -> "Reliability":
        """Compare labels, int (n_samples,), with probabilities, float (n_samples, n_classes).

        ValueError when they are not valid, or do not fit each other.
        """
        probabilities = as_probabilities(probabilities, len(y_true))
        y_true = as_classes(y_true, probabilities.shape[1], "y_true")
        largest = probabilities.max(axis=1).astype(np.float64)
        is_right = probabilities.argmax(axis=1) == y_true
        bins = np.minimum((largest * n_bins).astype(np.intp), n_bins - 1)
        count = np.bincount(bins, minlength=n_bins)
        confidence = _ratio(np.bincount(bins, largest, n_bins), count)
        return cls(confidence, _ratio(np.bincount(bins, is_right, n_bins), count), count)

    @cached_property
    def calibration_error(self) -> float:
        """Expected calibration error: mean distance of confidence and accuracy over the images."""
        gaps = np.abs(self.confidence - self.accuracy)
        return float(_ratio(self.count @ gaps, self.count.sum()))


@dataclass(frozen=True, eq=False)
class Coverage:
    """Accuracy vs. coverage: how accurate a network is that abstains when it is unsure.

    Source: El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", 2010.

    Attributes
    ----------
    confidence : ndarray of float, shape (n_samples,)
        Largest probabilities, from the largest down.
    accuracy : ndarray of float, shape (n_samples,)
        Share of right predictions among those that are at least as confident.
    """

    confidence: NDArray[np.floating]
    accuracy: NDArray[np.float64]

    @classmethod
    def of(cls, is_right: NDArray[np.bool_], confidence: NDArray[np.floating]) -> "Coverage":
        """Sort predictions, both arrays of shape (n_samples,), by their confidence.

        ValueError when they are not of the same length.
        """
        check_same_length(is_right, confidence, "is_right and confidence")
        order = np.argsort(-confidence, kind="stable")
        n_answered = np.arange(1, len(order) + 1)
        return cls(confidence[order], np.cumsum(is_right[order]) / n_answered)

    def at(self, threshold: float) -> tuple[float, float]:
        """Return coverage and accuracy for answers with a confidence of at least `threshold`.

        Returns
        -------
        share, accuracy
            Share of the images that are answered, and the accuracy on those; (0, 0) if there are
            none.
        """
        as_confident = -np.asarray(threshold, self.confidence.dtype)
        n_answered = int(np.searchsorted(-self.confidence, as_confident, side="right"))
        if n_answered == 0:
            return 0.0, 0.0
        return n_answered / len(self.confidence), float(self.accuracy[n_answered - 1])


def _ratio(part: Any, whole: Any) -> NDArray[np.float64]:
    whole = np.asarray(whole, float)
    ratio = np.zeros(np.broadcast(part, whole).shape)
    np.divide(part, whole, out=ratio, where=whole != 0)
    return ratio
