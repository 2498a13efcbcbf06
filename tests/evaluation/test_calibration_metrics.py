"""Interval, loss and calibration against SciPy, scikit-learn and the definition."""

import numpy as np
import pytest
import sklearn.calibration
import sklearn.metrics
from scipy.stats import binomtest

from fashion_gui.evaluation.metrics import Reliability, accuracy_interval, log_losses


def answers(seed: int, n: int = 500) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and probabilities that are right about half of the time."""
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, 10, n)
    logits = rng.normal(size=(n, 10))
    logits[np.arange(n), y_true] += 2 * rng.random(n)
    shares = np.exp(logits)
    return y_true, (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize(("n_right", "n"), [(0, 1), (1, 1), (0, 30), (7, 10), (9384, 10_000)])
def test_the_interval_is_wilsons(n_right: int, n: int) -> None:
    expected = binomtest(n_right, n).proportion_ci(confidence_level=0.95, method="wilson")
    assert accuracy_interval(n_right, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_without_images_nothing_is_known() -> None:
    assert accuracy_interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_mean_loss_is_scikit_learns(seed: int) -> None:
    y_true, probabilities = answers(seed)
    exact = probabilities.astype(np.float64)
    exact /= exact.sum(axis=1, keepdims=True)
    expected = sklearn.metrics.log_loss(y_true, exact, labels=np.arange(10))
    assert log_losses(y_true, probabilities).mean() == pytest.approx(expected, rel=1e-5)


def test_a_probability_of_zero_is_a_large_loss_and_not_an_endless_one() -> None:
    loss = log_losses(np.array([1]), np.array([[1, 0]], np.float32))
    assert 10 < loss[0] < 20


@pytest.mark.parametrize("seed", range(3))
def test_the_reliability_curve_is_scikit_learns(seed: int) -> None:
    y_true, probabilities = answers(seed)
    found = Reliability.of(y_true, probabilities)
    is_right = probabilities.argmax(axis=1) == y_true
    shares, means = sklearn.calibration.calibration_curve(
        is_right, probabilities.max(axis=1), n_bins=10
    )
    filled = found.count > 0
    assert found.count.sum() == len(y_true)
    assert found.accuracy[filled] == pytest.approx(shares)
    assert found.confidence[filled] == pytest.approx(means)


def test_the_calibration_error_is_the_mean_gap_over_the_images() -> None:
    probabilities = np.array([[0.95, 0.05], [0.95, 0.05], [0.25, 0.75], [1, 0]], np.float32)
    found = Reliability.of(np.array([0, 1, 1, 0]), probabilities)
    # Three in the last bin: they say 0.9667 on average, and two of them are right.
    expected = (3 * abs((0.95 + 0.95 + 1) / 3 - 2 / 3) + abs(0.75 - 1)) / 4
    assert found.calibration_error == pytest.approx(expected, abs=1e-6)


def test_no_images_have_no_calibration_error() -> None:
    found = Reliability.of(np.empty(0, int), np.empty((0, 10), np.float32))
    assert found.calibration_error == 0
