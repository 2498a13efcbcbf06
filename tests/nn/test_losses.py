"""The losses: their values, and their gradients against central differences in float64."""

import numpy as np
import pytest
from central_differences import assert_same_gradient, numerical_gradient
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from fashion_gui.nn.layer import LayerBuffers
from fashion_gui.nn.layers import Sigmoid, Softmax
from fashion_gui.nn.losses import LOSSES, CrossEntropy, Loss, SquaredError

RNG = np.random.default_rng(0)
OUTPUTS = RNG.normal(0, 2, (7, 10))
LABELS = RNG.integers(0, 10, 7)
ONE_HOT = np.eye(10)[LABELS]
SOFT = RNG.dirichlet(np.ones(10), 7)


@pytest.fixture(params=LOSSES)
def loss(request: pytest.FixtureRequest) -> Loss:
    return LOSSES[request.param]


@pytest.mark.parametrize("targets", [ONE_HOT, SOFT], ids=["one-hot", "soft"])
def test_the_gradient_is_right(loss: Loss, targets: NDArray[np.float64]) -> None:
    outputs, memory = OUTPUTS.copy(), LayerBuffers({})
    gradient = loss(outputs, targets, memory)[1].copy()
    expected = numerical_gradient(lambda: loss(outputs, targets, memory)[0], outputs)
    assert_same_gradient(gradient, expected)


def test_the_loss_is_a_mean_over_the_samples(loss: Loss) -> None:
    memory = LayerBuffers({})
    value, gradient = loss(OUTPUTS, ONE_HOT, memory)
    gradient = gradient.copy()
    alone = [
        loss(OUTPUTS[i : i + 1], ONE_HOT[i : i + 1], LayerBuffers({})) for i in range(len(OUTPUTS))
    ]
    assert value == pytest.approx(np.mean([each for each, _ in alone]), rel=1e-13)
    expected = np.concatenate([slope for _, slope in alone]) / len(OUTPUTS)
    np.testing.assert_allclose(gradient, expected, rtol=1e-13, atol=1e-17)


def test_outputs_and_targets_are_left_as_they_were(loss: Loss) -> None:
    outputs, targets = OUTPUTS.copy(), SOFT.copy()
    loss(outputs, targets, LayerBuffers({}))
    np.testing.assert_array_equal(outputs, OUTPUTS)
    np.testing.assert_array_equal(targets, SOFT)


def test_a_smaller_batch_in_the_same_memory_gets_its_own_loss(loss: Loss) -> None:
    memory = LayerBuffers({})
    loss(OUTPUTS, ONE_HOT, memory)
    value, gradient = loss(OUTPUTS[:3], ONE_HOT[:3], memory)
    expected, slope = loss(OUTPUTS[:3], ONE_HOT[:3], LayerBuffers({}))
    assert value == expected
    np.testing.assert_array_equal(gradient, slope)


def test_float32_stays_float32(loss: Loss) -> None:
    value, gradient = loss(OUTPUTS.astype(np.float32), ONE_HOT.astype(np.float32), LayerBuffers({}))
    assert gradient.dtype == np.float32
    assert isinstance(value, float)
    assert value == pytest.approx(loss(OUTPUTS, ONE_HOT, LayerBuffers({}))[0], rel=1e-6)


def test_the_squared_error_is_half_the_squared_distance() -> None:
    outputs, targets = np.array([[0.5, 0.25], [1.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    value, gradient = SquaredError()(outputs, targets, LayerBuffers({}))
    # 1/2 * [1/2 * (0.25 + 0.0625) + 1/2 * (1 + 1)]
    assert value == 0.578125
    np.testing.assert_array_equal(gradient, [[-0.25, 0.125], [0.5, -0.5]])


def test_cross_entropy_is_what_scikit_learn_computes() -> None:
    value, _ = CrossEntropy()(OUTPUTS, ONE_HOT, LayerBuffers({}))
    probabilities = Softmax().forward(OUTPUTS, LayerBuffers({}))
    expected = log_loss(LABELS, probabilities, labels=range(10))
    assert value == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("targets", [ONE_HOT, SOFT], ids=["one-hot", "soft"])
def test_softmax_and_the_plain_formula_give_what_cross_entropy_gives(
    targets: NDArray[np.float64],
) -> None:
    value, gradient = CrossEntropy()(OUTPUTS, targets, LayerBuffers({}))
    layer, memory = Softmax(), LayerBuffers({})
    memory.X = OUTPUTS
    memory.Y = Y = layer.forward(OUTPUTS, memory)
    assert value == pytest.approx(-np.sum(targets * np.log(Y)) / len(Y), rel=1e-13)
    dX = layer.backward(-targets / Y / len(Y), memory)
    np.testing.assert_allclose(gradient, dX, rtol=1e-12, atol=1e-15)


def test_even_logits_surprise_by_the_logarithm_of_the_number_of_classes() -> None:
    value, _ = CrossEntropy()(np.full((7, 10), 3.0), ONE_HOT, LayerBuffers({}))
    assert value == pytest.approx(np.log(10), rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e3, 1e6, 1e30])
def test_extreme_logits_give_a_finite_loss(dtype: type, size: float) -> None:
    logits = np.array([[size, -size, 0], [size, size, size]], dtype)
    right, wrong = np.eye(3, dtype=dtype)[[0, 2]], np.eye(3, dtype=dtype)[[1, 2]]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        value, gradient = CrossEntropy()(logits, right, LayerBuffers({}))
        assert value == pytest.approx(np.log(3) / 2, rel=1e-6)
        np.testing.assert_allclose(gradient[0], 0, atol=1e-7)
        value, gradient = CrossEntropy()(logits, wrong, LayerBuffers({}))
    assert value == pytest.approx(size + np.log(3) / 2, rel=1e-6)
    np.testing.assert_allclose(gradient[0], [0.5, -0.5, 0], atol=1e-7)


def test_every_loss_has_its_output_layer() -> None:
    assert isinstance(LOSSES["cross-entropy"].output_layer, Softmax)
    assert isinstance(LOSSES["squared-error"].output_layer, Sigmoid)
