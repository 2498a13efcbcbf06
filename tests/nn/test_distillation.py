"""Distillation: its loss against the plain formula, its gradient against central differences."""

import numpy as np
import pytest
from central_differences import assert_same_gradient, numerical_gradient
from numpy.typing import NDArray

from fashion_gui.nn.layer import Arrays, LayerBuffers
from fashion_gui.nn.losses import CrossEntropy, Distillation, softened

RNG = np.random.default_rng(0)
OUTPUTS = RNG.normal(0, 2, (7, 10))
RIGHT = np.eye(10)[RNG.integers(0, 10, 7)]
TEACHERS_SUMS = RNG.normal(0, 3, (7, 10))


def softmax(z: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(z)
    return powers / powers.sum(axis=1, keepdims=True)


def targets(temperature: float) -> NDArray[np.float64]:
    answers = softened(softmax(TEACHERS_SUMS), temperature, Arrays())
    return np.concatenate([RIGHT, answers], axis=1)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_value_and_gradient_are_those_of_the_formula(share: float, temperature: float) -> None:
    loss, memory, asked = Distillation(share, temperature), LayerBuffers({}), targets(temperature)
    outputs = OUTPUTS.copy()
    value, gradient = loss(outputs, asked, memory)
    q, p = softmax(TEACHERS_SUMS / temperature), softmax(OUTPUTS / temperature)
    divergence = np.sum(q * np.log(q / p)) / 7
    surprise = -np.sum(RIGHT * np.log(softmax(OUTPUTS))) / 7
    expected = share * temperature**2 * divergence + (1 - share) * surprise
    assert value == pytest.approx(expected, rel=1e-12)
    numerical = numerical_gradient(lambda: loss(outputs, asked, memory)[0], outputs)
    assert_same_gradient(gradient.copy(), numerical)
    np.testing.assert_array_equal(outputs, OUTPUTS)
    np.testing.assert_array_equal(asked, targets(temperature))


def test_a_pupil_that_answers_as_the_teacher_has_nothing_to_learn() -> None:
    value, gradient = Distillation(1.0, 3.0)(TEACHERS_SUMS, targets(3.0), LayerBuffers({}))
    assert value == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(gradient, 0, atol=1e-14)


def test_without_a_share_it_is_cross_entropy() -> None:
    value, gradient = Distillation(0.0, 2.0)(OUTPUTS, targets(2.0), LayerBuffers({}))
    plain, slope = CrossEntropy()(OUTPUTS, RIGHT, LayerBuffers({}))
    assert value == plain
    np.testing.assert_array_equal(gradient, slope)


def test_answers_of_0_and_huge_sums_stay_finite() -> None:
    answers = softened(np.eye(3, dtype=np.float32), 2.0, Arrays())
    assert np.isfinite(answers).all()
    asked = np.concatenate([np.eye(3, dtype=np.float32), answers], axis=1)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value, gradient = Distillation(0.5, 2.0)(
            np.eye(3, dtype=np.float32) * 1e6, asked, LayerBuffers({})
        )
    assert np.isfinite(value)
    assert gradient.dtype == np.float32
    assert np.isfinite(gradient).all()
