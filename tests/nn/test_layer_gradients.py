"""The backward pass of every layer against central differences in float64."""

from dataclasses import dataclass

import numpy as np
import pytest
from batches import batch_shape, first_samples
from central_differences import assert_same_gradient, numerical_gradient

from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Shape
from fashion_gui.nn.layer_types import LAYER_TYPES
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

# Every kind of layer, with inputs to try it on; one without an entry fails below.
CASES: dict[str, list[tuple[Layer, Shape]]] = {
    "Flatten": [(Flatten(), (3, 4)), (Flatten(), (5,)), (Flatten(), (2, 3, 4))],
    "Dense": [(Dense(3), (4,)), (Dense(1), (2,)), (Dense(6), (1,))],
    # Convolutions have much more in test_convolution.py.
    "Conv2D": [
        (Conv2D(3), (4, 5, 2)),
        (Conv2D(1, kernel=2, stride=2, padding=1), (4, 5, 2)),
        (Conv2D(2, kernel=1, biased=False), (2, 3, 3)),
        (Conv2D(2), (4, 5)),
    ],
    "MaxPool2D": [
        (MaxPool2D(), (4, 5, 2)),
        (MaxPool2D(3, 1), (4, 5, 2)),
        (MaxPool2D(1), (3, 2, 1)),
    ],
    "GlobalAveragePool": [(GlobalAveragePool(), (3, 4, 2)), (GlobalAveragePool(), (1, 1, 3))],
    "BatchNorm": [(BatchNorm(), (3,)), (BatchNorm(), (2, 3, 4)), (BatchNorm(), (1, 2, 1))],
    "ReLU": [(ReLU(), (6,)), (ReLU(), (3, 4)), (ReLU(), (2, 3, 2))],
    "Sigmoid": [(Sigmoid(), (6,)), (Sigmoid(), (3, 4)), (Sigmoid(), (2, 3, 2))],
    "Tanh": [(Tanh(), (6,)), (Tanh(), (3, 4)), (Tanh(), (2, 3, 2))],
    "Softmax": [(Softmax(), (6,)), (Softmax(), (2,))],
    "Dropout": [(Dropout(0.4), (6,)), (Dropout(0.4), (3, 4)), (Dropout(0.0), (6,))],
}
LEARNING = [
    (layer, shape)
    for cases in CASES.values()
    for layer, shape in cases
    if layer.parameter_shapes(shape)
]
N_SAMPLES = 5


@dataclass
class Trial:
    """A layer with random parameters and a random input; sum(Y * weight) is the loss."""

    layer: Layer
    X: FloatArray
    memory: LayerBuffers
    weight: FloatArray
    is_training: bool

    def loss(self) -> float:
        # The same chance every time, so that dropout silences the same values.
        self.memory.is_training, self.memory.rng = self.is_training, np.random.default_rng(7)
        self.memory.X = self.X
        self.memory.Y = self.layer.forward(self.X, self.memory)
        return float(np.sum(self.memory.Y * self.weight))

    def backward(self) -> FloatArray:
        self.loss()
        return self.layer.backward(self.weight.copy(), self.memory)

    def assert_parameter_gradients(self) -> None:
        """What the last backward pass left; no gradient moves statistics, and none is there."""
        for name, values in self.memory.parameters.items():
            found = self.memory.gradients[name].copy()
            if name not in self.layer.statistics:
                assert_same_gradient(found, numerical_gradient(self.loss, values))
            elif self.is_training:
                np.testing.assert_array_equal(numerical_gradient(self.loss, values), 0.0)
            else:  # nothing was seen that they should follow
                np.testing.assert_array_equal(found, values)


def make_trial(layer: Layer, input_shape: Shape, *, is_training: bool = True) -> Trial:
    rng = np.random.default_rng(3)
    X = rng.normal(size=batch_shape(input_shape, N_SAMPLES))
    X += np.sign(X) * 0.01  # central differences must not step over the kink of ReLU
    shapes = layer.parameter_shapes(input_shape)
    parameters = {name: rng.uniform(0.5, 2.0, shape) for name, shape in shapes.items()}
    gradients = {name: np.full(shape, np.nan) for name, shape in shapes.items()}
    weight = rng.normal(size=batch_shape(layer.output_shape(input_shape), N_SAMPLES))
    return Trial(layer, X, LayerBuffers(parameters, gradients), weight, is_training)


@pytest.fixture(params=[True, False], ids=["training", "answering"])
def is_training(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=LAYER_TYPES)
def trials(request: pytest.FixtureRequest, is_training: bool) -> list[Trial]:
    """Trials of one kind of layer."""
    cases = CASES[request.param]
    assert all(type(layer) is LAYER_TYPES[request.param] for layer, _ in cases)
    return [make_trial(layer, shape, is_training=is_training) for layer, shape in cases]


def test_the_gradient_of_the_input_is_right(trials: list[Trial]) -> None:
    for trial in trials:
        dX = trial.backward().copy()
        assert_same_gradient(dX, numerical_gradient(trial.loss, trial.X))


def test_the_gradient_of_every_parameter_is_right(trials: list[Trial]) -> None:
    for trial in trials:
        trial.backward()
        trial.assert_parameter_gradients()


def test_a_second_backward_pass_gives_the_same(trials: list[Trial]) -> None:
    for trial in trials:
        first = trial.backward().copy()
        gradients = {name: values.copy() for name, values in trial.memory.gradients.items()}
        np.testing.assert_array_equal(trial.backward(), first)
        for name, values in gradients.items():
            np.testing.assert_array_equal(trial.memory.gradients[name], values)


def test_a_smaller_batch_after_a_larger_one_gets_its_own_gradient(trials: list[Trial]) -> None:
    for trial in trials:
        trial.backward()
        # Not two: a batch norm makes -1 and 1 of any two values, and the gradient is nothing.
        trial.X, trial.weight = (first_samples(batch, 3) for batch in (trial.X, trial.weight))
        dX = trial.backward().copy()
        assert_same_gradient(dX, numerical_gradient(trial.loss, trial.X))
        trial.assert_parameter_gradients()


def test_an_answering_pass_after_one_of_training_is_followed_and_the_other_way_round(
    trials: list[Trial],
) -> None:
    for trial in trials:
        expected = trial.backward().copy()
        trial.is_training = not trial.is_training
        trial.backward()
        trial.is_training = not trial.is_training
        np.testing.assert_array_equal(trial.backward(), expected)


def test_gradients_that_lie_across_memory_are_taken_as_well(trials: list[Trial]) -> None:
    """As those that the cross-entropy gives: a transposed array."""
    for trial in trials:
        expected = trial.backward().copy()
        trial.loss()
        dX = trial.layer.backward(np.asfortranarray(trial.weight), trial.memory)
        np.testing.assert_allclose(dX, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("layer", "shape"), LEARNING)
def test_the_input_of_a_layer_without_arrays_for_gradients_gets_its_own(
    layer: Layer, shape: Shape
) -> None:
    trial = make_trial(layer, shape, is_training=False)
    expected = trial.backward().copy()
    trial.memory.gradients = {}
    np.testing.assert_array_equal(trial.backward(), expected)


@pytest.mark.parametrize(("layer", "shape"), LEARNING)
def test_a_layer_that_nobody_asks_for_its_input_still_learns(
    layer: Layer, shape: Shape, is_training: bool
) -> None:
    trial = make_trial(layer, shape, is_training=is_training)
    trial.backward()
    expected = {name: values.copy() for name, values in trial.memory.gradients.items()}
    for values in trial.memory.gradients.values():
        values[:] = np.nan
    trial.memory.needs_input_gradient = False
    trial.backward()
    for name, values in expected.items():
        np.testing.assert_array_equal(trial.memory.gradients[name], values)
