"""Gradients of a network's answers, after a forward pass that learns nothing.

The shipped networks are asked in float64 copies, where a derivative along a line is found by two
more answers: a little further to both sides.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.files import model_file
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import FloatArray, LayerBuffers, Parameters
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm

STEP = 1e-8
"""So small that hardly a ReLU or a maximum changes its mind on the way."""
SHIPPED = {name: model_file.load(path).network for name, path in model_file.shipped().items()}
IMAGES = np.random.default_rng(0).integers(0, 256, (8, 28, 28), dtype=np.uint8)
PROBABILITIES, LOGITS = -1, -2
"""Places of the layers whose outputs are asked about."""


def make_pass(network: Network, *, prepared: bool, mirrored: bool) -> ForwardPass:
    """A pass in float64 through a network that looks at mirror images or does not."""
    architecture = replace(network.architecture, mirrored=mirrored)
    parameters: list[Parameters] = list(architecture.split(network.parameters.astype(np.float64)))
    if prepared:
        pairs = zip(architecture.layers, parameters, strict=True)
        parameters = [layer.prepared(of_layer) for layer, of_layer in pairs]
    return ForwardPass(architecture, parameters)


@pytest.fixture(params=["prepared", "not prepared"])
def prepared(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "prepared")


@pytest.fixture(params=["mirrored", "not mirrored"])
def mirrored(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "mirrored")


@pytest.fixture(params=SHIPPED)
def run(request: pytest.FixtureRequest, prepared: bool, mirrored: bool) -> ForwardPass:
    return make_pass(SHIPPED[request.param], prepared=prepared, mirrored=mirrored)


def weigh_answer(run: ForwardPass, layer: int, X: FloatArray, weight: FloatArray) -> float:
    """Return the weighed sum of what a layer gives, as the mean over the views of an image."""
    run.answer(X)
    outputs = run.memories[layer].Y
    n_views = len(outputs) // len(X)
    return float(np.sum(outputs.reshape(n_views, *weight.shape).mean(axis=0) * weight))


def assert_slopes(
    function: Callable[[FloatArray], float], X: FloatArray, gradient: FloatArray, n_lines: int
) -> None:
    """Compare the gradient with the function's slopes along some lines through X."""
    assert gradient.shape == X.shape
    rng = np.random.default_rng(1)
    size = np.linalg.norm(gradient)
    assert size > 1e-6, "nothing to compare"
    for _ in range(n_lines):
        # Along the gradient, too, or most lines would hardly go up or down.
        line = rng.normal(size=X.shape) + 3 * X.size**0.5 * gradient / size
        slope = (function(X + STEP * line) - function(X - STEP * line)) / (2 * STEP)
        assert slope == pytest.approx(np.sum(gradient * line), rel=1e-5)


@pytest.mark.parametrize("n_samples", [8])
@pytest.mark.parametrize("layer", [PROBABILITIES, LOGITS])
def test_the_pixels_gradient_is_right(run: ForwardPass, layer: int, n_samples: int) -> None:
    X = as_input(IMAGES[:n_samples], LayerBuffers({}), np.float64)
    weight = np.random.default_rng(2).normal(size=(n_samples, 10))
    run.answer(X)
    gradient = run.backward_of_answer(weight.copy(), layer + len(run.layers)).copy()
    assert_slopes(lambda pixels: weigh_answer(run, layer, pixels, weight), X, gradient, 3)


@pytest.mark.parametrize("layer", [LOGITS])
def test_the_gradient_of_what_any_layer_gave_is_right(run: ForwardPass, layer: int) -> None:
    X = as_input(IMAGES, LayerBuffers({}), np.float64)
    weight = np.random.default_rng(2).normal(size=(len(X), 10))
    last = layer + len(run.layers)
    for first in range(1, last + 1):
        run.answer(X)
        given = run.memories[first].X.copy()
        gradient = run.backward_of_answer(weight.copy(), last, first).copy()

        def from_there_on(values: FloatArray, first: int = first) -> float:
            for index in range(first, last + 1):
                values = run.layers[index].forward(values, run.memories[index])
            n_views = len(values) // len(X)
            return float(np.sum(values.reshape(n_views, *weight.shape).mean(axis=0) * weight))

        assert_slopes(from_there_on, given, gradient, 1)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_network_itself_gives_the_same_in_single_precision(
    name: str, prepared: bool
) -> None:
    network = SHIPPED[name]
    mirrored = network.architecture.mirrored
    exact = make_pass(network, prepared=prepared, mirrored=mirrored)
    run = network.forward_pass()
    gradients = []
    for each, dtype in ((run, np.float32), (exact, np.float64)):
        each.answer(as_input(IMAGES, LayerBuffers({}), dtype))
        weight = np.eye(10, dtype=dtype)[np.arange(8)]
        gradients.append(each.backward_of_answer(weight, len(run.layers) - 2).copy())
    found, expected = gradients
    assert found.dtype == np.float32
    errors = np.linalg.norm(found - expected, axis=(1, 2)) / np.linalg.norm(expected, axis=(1, 2))
    # A value next to zero may be on the other side of its ReLU: not so in most of the images.
    assert np.median(errors) < 1e-5
    assert errors.max() < 0.1


def test_going_back_through_nothing_leaves_the_gradient_as_it_is() -> None:
    run = make_pass(SHIPPED["mlp"], prepared=False, mirrored=False)
    run.answer(as_input(IMAGES, LayerBuffers({}), np.float64))
    weight = np.random.default_rng(2).normal(size=(len(IMAGES), 10))
    np.testing.assert_array_equal(run.backward(weight.copy(), 3, to_layer=4), weight)


def test_an_answer_between_two_batches_of_training_changes_nothing_in_their_gradients() -> None:
    layers = (Flatten(), Dense(6), BatchNorm(), ReLU(), Dropout(0.4), Dense(10), Softmax())
    architecture = Architecture(layers)
    parameters = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    gradients = np.zeros_like(parameters)
    run = ForwardPass(architecture, architecture.split(parameters), architecture.split(gradients))
    X = as_input(IMAGES, LayerBuffers({}), np.float64)
    weight = np.random.default_rng(2).normal(size=(len(IMAGES), 10))

    def learn() -> FloatArray:
        run(X, rng=np.random.default_rng(7))
        return run.backward(weight.copy(), len(layers) - 1).copy()

    expected = learn()
    of_training = gradients.copy()
    run.answer(X)
    answering = run.backward_of_answer(weight.copy(), len(layers) - 1).copy()
    assert not np.allclose(answering, expected)
    np.testing.assert_array_equal(learn(), expected)
    np.testing.assert_array_equal(gradients, of_training)
