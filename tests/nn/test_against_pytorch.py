"""The layers of images against PyTorch's, in float64, where it is installed."""

import warnings
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Shape
from fashion_gui.nn.layers import Dense, ReLU, Softmax
from fashion_gui.nn.losses import CrossEntropy
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what it says of itself while it is imported
    torch = pytest.importorskip("torch")

RNG = np.random.default_rng(0)


def to_torch(X: FloatArray) -> Any:
    """Return images as PyTorch has them: (n_samples, channels, height, width)."""
    return torch.tensor(X.transpose(2, 3, 0, 1).copy(), requires_grad=True)


def from_torch(X: Any) -> NDArray[np.float64]:
    images: NDArray[np.float64] = X.detach().numpy()
    return images.transpose(2, 3, 0, 1)


def filters(weights: FloatArray) -> Any:
    return torch.tensor(weights.transpose(3, 2, 0, 1).copy(), requires_grad=True)


def vector(values: FloatArray) -> Any:
    return torch.tensor(values.copy(), requires_grad=True)


def assert_close(found: FloatArray, expected: FloatArray) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-10)


def run(layer: Layer, X: FloatArray, memory: LayerBuffers, dY: FloatArray) -> FloatArray:
    memory.X = X
    memory.Y = layer.forward(X, memory)
    return layer.backward(dY.copy(), memory)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2D(9, padding=1), (10, 7, 9, 8)),
        (Conv2D(8), (9, 6, 8, 10)),
        (Conv2D(4, padding=2), (5, 6, 3, 2)),
        (Conv2D(3, kernel=6, stride=2, padding=2), (12, 11, 4, 1)),
        (Conv2D(3, kernel=2, stride=3, padding=1), (7, 8, 4, 3)),
        (Conv2D(5, kernel=1), (3, 4, 2, 6)),
    ],
)
def test_a_convolution_is_that_of_pytorch(layer: Conv2D, shape: Shape) -> None:
    X = RNG.normal(size=shape)
    shapes = layer.parameter_shapes((*shape[:2], shape[3]))
    parameters = {name: RNG.normal(size=s) for name, s in shapes.items()}
    memory = LayerBuffers(parameters, {name: np.empty(s) for name, s in shapes.items()})
    theirs = to_torch(X), filters(parameters["weights"]), vector(parameters["biases"])
    Y = torch.nn.functional.conv2d(*theirs, stride=layer.stride, padding=layer.padding)
    dY = RNG.normal(size=from_torch(Y).shape)
    Y.backward(to_torch(dY).detach())
    dX = run(layer, X, memory, dY)
    assert_close(memory.Y, from_torch(Y))
    assert_close(dX, from_torch(theirs[0].grad))
    d_weights = theirs[1].grad.numpy().transpose(2, 3, 1, 0)
    assert_close(memory.gradients["weights"], d_weights)
    assert_close(memory.gradients["biases"], theirs[2].grad.numpy())


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (3, 1), (2, 3), (1, 1)])
def test_a_max_pool_is_that_of_pytorch_where_no_two_values_are_equal(
    size: int, stride: int
) -> None:
    X = RNG.permutation(9 * 8 * 3 * 2).reshape(9, 8, 3, 2).astype(np.float64)
    theirs, memory = to_torch(X), LayerBuffers({})
    Y = torch.nn.functional.max_pool2d(theirs, size, stride)
    dY = RNG.normal(size=from_torch(Y).shape)
    Y.backward(to_torch(dY).detach())
    dX = run(MaxPool2D(size, stride), X, memory, dY)
    assert_close(memory.Y, from_torch(Y))
    assert_close(dX, from_torch(theirs.grad))


def batch_norm_memory(*, training: bool) -> LayerBuffers:
    names = ("scale", "shift", "mean", "variance")
    parameters = {name: RNG.uniform(0.5, 2.0, 3) for name in names}
    memory = LayerBuffers(parameters, {name: np.empty(3) for name in names})
    memory.is_training = training
    return memory


def their_batch_norm(X: Any, memory: LayerBuffers, *, training: bool) -> tuple[Any, list[Any]]:
    values = {name: vector(array) for name, array in memory.parameters.items()}
    statistics = values["mean"].detach(), values["variance"].detach()
    learned = [values["scale"], values["shift"]]
    Y = torch.nn.functional.batch_norm(X, *statistics, *learned, training=training, eps=1e-5)
    return Y, learned


def test_a_batch_norm_learns_like_that_of_pytorch() -> None:
    X, dY = (RNG.normal(2.0, 3.0, (5, 4, 6, 3)) for _ in range(2))
    memory, theirs = batch_norm_memory(training=True), to_torch(X)
    Y, learned = their_batch_norm(theirs, memory, training=True)
    Y.backward(to_torch(dY).detach())
    dX = run(BatchNorm(), X, memory, dY)
    assert_close(memory.Y, from_torch(Y))
    assert_close(dX, from_torch(theirs.grad))
    for name, values in zip(("scale", "shift"), learned, strict=True):
        assert_close(memory.gradients[name], values.grad.numpy())


def test_a_batch_norm_answers_like_that_of_pytorch() -> None:
    X, memory = RNG.normal(2.0, 3.0, (5, 4, 6, 3)), batch_norm_memory(training=False)
    Y, _ = their_batch_norm(to_torch(X), memory, training=False)
    assert_close(BatchNorm().forward(X, memory), from_torch(Y))


ARCHITECTURE = Architecture(
    (
        Conv2D(8, padding=1),
        MaxPool2D(),
        BatchNorm(),
        ReLU(),
        Conv2D(9, padding=1, biased=False),
        BatchNorm(),
        ReLU(),
        GlobalAveragePool(),
        Dense(4),
        Softmax(),
    ),
    input_shape=(10, 9),
)


def their_loss(X: FloatArray, labels: NDArray[np.intp], learned: dict[str, Any]) -> Any:
    """What the architecture computes, in PyTorch's functions."""
    functional = torch.nn.functional
    values = torch.tensor(X[:, np.newaxis])
    values = functional.conv2d(values, learned["0.weights"], learned["0.biases"], padding=1)
    values = functional.max_pool2d(values, 2)
    norm = learned["2.scale"], learned["2.shift"]
    values = functional.batch_norm(values, None, None, *norm, training=True, eps=1e-5).relu()
    values = functional.conv2d(values, learned["4.weights"], padding=1)
    norm = learned["5.scale"], learned["5.shift"]
    values = functional.batch_norm(values, None, None, *norm, training=True, eps=1e-5).relu()
    logits = values.mean(dim=(2, 3)) @ learned["8.weights"] + learned["8.biases"]
    return functional.cross_entropy(logits, torch.tensor(labels))


def test_a_whole_convnet_has_the_loss_and_the_gradients_that_pytorch_finds() -> None:
    X, labels = RNG.normal(size=(12, 10, 9)), RNG.integers(0, 4, 12)
    parameters = RNG.normal(size=ARCHITECTURE.n_parameters)
    backpropagation = Backpropagation(ARCHITECTURE, CrossEntropy(), parameters)
    found, _ = backpropagation(X, np.eye(4)[labels], RNG)
    theirs = {
        f"{index}.{name}": filters(values) if values.ndim == 4 else vector(values)
        for index, of_layer in enumerate(ARCHITECTURE.split(parameters))
        for name, values in of_layer.items()
    }
    loss = their_loss(X, labels, theirs)
    loss.backward()
    assert found == pytest.approx(loss.item(), rel=1e-12)
    for index, of_layer in enumerate(ARCHITECTURE.split(backpropagation.gradients)):
        for name, values in of_layer.items():
            if name not in BatchNorm.statistics:
                expected = theirs[f"{index}.{name}"].grad.numpy()
                expected = expected.transpose(2, 3, 1, 0) if expected.ndim == 4 else expected
                assert_close(values, expected)
