"""Accuracy when the unsure answers are left out, against a plain loop."""

import numpy as np
import pytest

from fashion_gui.evaluation.metrics import Coverage


def test_share_and_accuracy_are_those_of_a_plain_loop() -> None:
    rng = np.random.default_rng(3)
    confidence = (rng.integers(0, 20, 300) / 20).astype(np.float32)
    is_right = rng.random(300) < confidence
    coverage = Coverage.of(is_right, confidence)
    for threshold in (0.0, 0.3, 0.5, 0.95):
        sure = [r for r, c in zip(is_right, confidence, strict=True) if c >= np.float32(threshold)]
        share, accuracy = coverage.at(threshold)
        assert share == len(sure) / 300
        assert accuracy == pytest.approx(sum(sure) / len(sure))


def test_nothing_is_answered_above_the_largest_confidence() -> None:
    coverage = Coverage.of(np.array([True, False]), np.array([0.9, 0.4], np.float32))
    assert coverage.at(0.95) == (0.0, 0.0)


def test_the_curve_ends_at_the_accuracy_of_all() -> None:
    coverage = Coverage.of(np.array([True, False, True]), np.array([0.9, 0.4, 0.7], np.float32))
    assert coverage.accuracy.tolist() == [1.0, 1.0, pytest.approx(2 / 3)]
    assert coverage.confidence.tolist() == [np.float32(0.9), np.float32(0.7), np.float32(0.4)]
