"""A whole network's gradient: against central differences, and worked out by hand."""

import tracemalloc

import numpy as np
import pytest
from central_differences import assert_same_gradient, numerical_gradient
from numpy.typing import NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.forward_pass import ForwardPass
from fashion_gui.nn.layer import Layer, LayerBuffers
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.losses import LOSSES

HIDDEN: list[Layer] = [ReLU(), Sigmoid(), Tanh(), Softmax(), Dropout(0.3)]
N_SAMPLES = 9


def make_batch(n_samples: int = N_SAMPLES) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rng = np.random.default_rng(5)
    return rng.normal(size=(n_samples, 2, 3)), np.eye(3)[rng.integers(0, 3, n_samples)]


def make_backpropagation(hidden: Layer, loss: str, l2: float = 0.0) -> Backpropagation:
    """Backpropagation through a network of two hidden layers, in float64."""
    architecture = Architecture(
        (Flatten(), Dense(5), hidden, Dense(4), hidden, Dense(3), LOSSES[loss].output_layer),
        input_shape=(2, 3),
    )
    parameters = np.random.default_rng(6).normal(size=architecture.n_parameters)
    return Backpropagation(architecture, LOSSES[loss], parameters, l2)


@pytest.mark.parametrize("l2", [0.0, 0.3])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda layer: type(layer).__name__)
def test_the_gradient_of_every_parameter_is_right(hidden: Layer, loss: str, l2: float) -> None:
    X, targets = make_batch()
    backpropagation = make_backpropagation(hidden, loss, l2)
    # Where the weights lie in the vector: 6 x 5, 5 biases, 5 x 4, 4 biases, 4 x 3, 3 biases.
    is_weight = np.repeat([True, False] * 3, [30, 5, 20, 4, 12, 3])

    def penalized_loss() -> float:
        value, _ = backpropagation(X, targets, np.random.default_rng(7))
        return value + l2 / 2 * float(np.sum(backpropagation.parameters[is_weight] ** 2))

    backpropagation(X, targets, np.random.default_rng(7))
    gradients = backpropagation.gradients.copy()
    assert_same_gradient(gradients, numerical_gradient(penalized_loss, backpropagation.parameters))


# Two inputs, two hidden units, two classes. x = (1, 2), and the right answer is the first class.
#   W1 = [[1, -1], [0.5, 0.25]], b1 = (0, 0.1):  x W1 + b1 = (1 + 2*0.5, -1 + 2*0.25 + 0.1)
#                                                          = (2, -0.4), and ReLU leaves (2, 0)
#   W2 = [[0.25, 0.75], [3, -2]], b2 = (-0.5, -1.5): z = (2*0.25 - 0.5, 2*0.75 - 1.5) = (0, 0)
# Softmax and sigmoid alike make (1/2, 1/2) of it, which is wrong by e = (-1/2, 1/2).
#   cross-entropy: L = -log(1/2), and dL/dz = e
#   squared error: L = 1/2 (1/4 + 1/4) = 1/4, and dL/dz = e * 1/2 * (1 - 1/2) = e/4
# With dz = (-1/2, 1/2), one factor 1/4 smaller throughout for the squared error:
#   dW2 = (2, 0)^T dz = [[-1, 1], [0, 0]], db2 = dz
#   dh = W2 dz = (-0.25/2 + 0.75/2, -3/2 - 2/2) = (0.25, -2.5), and ReLU leaves (0.25, 0)
#   dW1 = (1, 2)^T (0.25, 0) = [[0.25, 0], [0.5, 0]], db1 = (0.25, 0)
BY_HAND_PARAMETERS = np.array([1, -1, 0.5, 0.25, 0, 0.1, 0.25, 0.75, 3, -2, -0.5, -1.5])
BY_HAND_GRADIENTS = np.array([0.25, 0, 0.5, 0, 0.25, 0, -1, 1, 0, 0, -0.5, 0.5])


@pytest.mark.parametrize(
    ("loss", "value", "factor"),
    [("cross-entropy", 0.6931471805599453, 1.0), ("squared-error", 0.25, 0.25)],
)
def test_one_pass_gives_what_was_worked_out_by_hand(loss: str, value: float, factor: float) -> None:
    architecture = Architecture(
        (Flatten(), Dense(2), ReLU(), Dense(2), LOSSES[loss].output_layer), input_shape=(1, 2)
    )
    backpropagation = Backpropagation(architecture, LOSSES[loss], BY_HAND_PARAMETERS.copy())
    X, targets = np.array([[[1.0, 2.0]]]), np.array([[1.0, 0.0]])
    found, outputs = backpropagation(X, targets, np.random.default_rng(0))
    assert found == pytest.approx(value, rel=1e-15)
    # Cross-entropy is computed from the logits: its outputs stop before the softmax.
    expected_outputs = [[0, 0]] if loss == "cross-entropy" else [[0.5, 0.5]]
    np.testing.assert_allclose(outputs, expected_outputs, rtol=0, atol=1e-15)
    np.testing.assert_allclose(
        backpropagation.gradients, factor * BY_HAND_GRADIENTS, rtol=1e-15, atol=1e-15
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_the_same_batch_gives_the_same_gradients(loss: str) -> None:
    backpropagation = make_backpropagation(ReLU(), loss, l2=0.1)
    X, targets = make_batch()
    rng = np.random.default_rng(0)
    first_loss, _ = backpropagation(X, targets, rng)
    first = backpropagation.gradients.copy()
    second_loss, _ = backpropagation(X, targets, rng)
    assert first_loss == second_loss
    np.testing.assert_array_equal(backpropagation.gradients, first)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda layer: type(layer).__name__)
def test_a_smaller_last_batch_gets_its_own_gradients(hidden: Layer, loss: str) -> None:
    X, targets = make_batch()
    used, fresh = (make_backpropagation(hidden, loss) for _ in range(2))
    used(X, targets, np.random.default_rng(0))
    used_loss, outputs = used(X[:2], targets[:2], np.random.default_rng(7))
    fresh_loss, _ = fresh(X[:2], targets[:2], np.random.default_rng(7))
    assert used_loss == fresh_loss
    assert outputs.shape == (2, 3)
    np.testing.assert_array_equal(used.gradients, fresh.gradients)


@pytest.mark.parametrize("name", LOSSES)
def test_an_answers_loss_is_that_of_training_with_every_value_and_without_the_penalty(
    name: str,
) -> None:
    loss = LOSSES[name]
    backpropagation = make_backpropagation(Dropout(0.5), name, l2=0.3)
    without_dropout = make_backpropagation(Dropout(0.0), name)
    X, targets = make_batch()
    backpropagation(X, targets, np.random.default_rng(0))
    before = backpropagation.gradients.copy()
    expected_loss, outputs = without_dropout(X, targets, np.random.default_rng(0))
    if loss.takes_logits:
        outputs = loss.output_layer.forward(outputs, LayerBuffers({}))
    layers = (Flatten(), Dense(5), Dropout(0.5), Dense(4), Dropout(0.5), Dense(3))
    architecture = Architecture((*layers, loss.output_layer), input_shape=(2, 3))
    answers = ForwardPass(architecture, architecture.split(backpropagation.parameters)).answer(X)
    np.testing.assert_array_equal(answers, outputs)
    assert loss.of_answers(answers, targets) == pytest.approx(expected_loss, rel=1e-13)
    np.testing.assert_array_equal(backpropagation.gradients, before)


def test_a_batchs_parts_add_up_to_its_loss_and_its_gradients() -> None:
    backpropagation = make_backpropagation(Tanh(), "cross-entropy", l2=0.3)
    X, targets = make_batch()
    rng = np.random.default_rng(0)
    loss, _ = backpropagation(X, targets, rng)
    gradients = backpropagation.gradients.copy()
    summed_loss, summed = 0.0, np.zeros_like(gradients)
    for part in (slice(0, 2), slice(2, N_SAMPLES)):
        share = len(X[part]) / N_SAMPLES
        summed_loss += backpropagation(X[part], targets[part], rng, share)[0]
        summed += backpropagation.gradients
    assert summed_loss == pytest.approx(loss, rel=1e-13)
    np.testing.assert_allclose(summed, gradients, rtol=1e-12, atol=1e-15)


def test_the_loss_is_told_without_the_penalty() -> None:
    X, targets = make_batch()
    losses = [
        make_backpropagation(Tanh(), "cross-entropy", l2)(X, targets, np.random.default_rng(0))[0]
        for l2 in (0.0, 100.0)
    ]
    assert losses[0] == losses[1]


def test_parameters_that_an_optimizer_moves_are_the_ones_that_are_used() -> None:
    backpropagation = make_backpropagation(Tanh(), "cross-entropy")
    X, targets = make_batch()
    losses = []
    for _ in range(30):
        loss, _ = backpropagation(X, targets, np.random.default_rng(0))
        losses.append(loss)
        backpropagation.parameters -= 0.05 * backpropagation.gradients
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.7 * losses[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_training_loop_allocates_no_memory_of_its_own(loss: str) -> None:
    architecture = Architecture(
        (Flatten(), Dense(128), ReLU(), Dropout(0.2), Dense(10), LOSSES[loss].output_layer)
    )
    rng = np.random.default_rng(0)
    X = rng.random((128, 28, 28), dtype=np.float32)
    targets = np.eye(10, dtype=np.float32)[rng.integers(0, 10, 128)]
    parameters = architecture.initial_parameters(rng)
    backpropagation = Backpropagation(architecture, LOSSES[loss], parameters, l2=1e-4)

    def peak_of(n_batches: int) -> int:
        tracemalloc.reset_peak()
        for _ in range(n_batches):
            backpropagation(X, targets, rng)
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        peak_at_first = peak_of(3)
        held, _ = tracemalloc.get_traced_memory()
        peak_later = peak_of(50)
        held_later, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_later - peak_at_first < 4 * 1024
    assert held_later - held < 4 * 1024
    # NumPy's own buffers pass; a single array of 128 x 128 float32 would not.
    assert peak_later - held < 48 * 1024
