"""What the layers compute forwards, and what they are as plain values."""

from typing import Any

import numpy as np
import pytest
from batches import batch_shape

from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers
from fashion_gui.nn.layer_types import LAYER_TYPES, layer_from_dict
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

# One of each kind; a new kind of layer without an entry here fails below.
EXAMPLES: dict[str, Layer] = {
    "Flatten": Flatten(),
    "Dense": Dense(7),
    "Conv2D": Conv2D(5, kernel=2, padding=1, biased=False),
    "MaxPool2D": MaxPool2D(2, 1),
    "GlobalAveragePool": GlobalAveragePool(),
    "BatchNorm": BatchNorm(),
    "ReLU": ReLU(),
    "Sigmoid": Sigmoid(),
    "Tanh": Tanh(),
    "Softmax": Softmax(),
    "Dropout": Dropout(0.25),
}


INPUT_SHAPES = [(6,), (3, 4), (2, 3, 2)]
REFUSED = {
    "Dense": [(3, 4), (2, 3, 2)],
    "Softmax": [(3, 4), (2, 3, 2)],
    "Conv2D": [(6,)],
    "MaxPool2D": [(6,), (3, 4)],
    "GlobalAveragePool": [(6,), (3, 4)],
    "BatchNorm": [(3, 4)],
}


def forward(layer: Layer, X: FloatArray, memory: LayerBuffers | None = None) -> FloatArray:
    return layer.forward(X, LayerBuffers({}) if memory is None else memory)


def make_memory(layer: Layer, input_shape: tuple[int, ...], dtype: type) -> LayerBuffers:
    rng = np.random.default_rng(0)
    shapes = layer.parameter_shapes(input_shape)
    # Of positive numbers, because one of them may be a variance.
    values = {name: rng.uniform(0.5, 2, shape).astype(dtype) for name, shape in shapes.items()}
    return LayerBuffers(values, {name: np.empty_like(array) for name, array in values.items()})


@pytest.mark.parametrize("name", LAYER_TYPES)
@pytest.mark.parametrize("input_shape", INPUT_SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_layer_gives_the_shape_that_it_tells_or_refuses_the_input(
    name: str, input_shape: tuple[int, ...], dtype: type
) -> None:
    layer = EXAMPLES[name]
    if input_shape in REFUSED.get(name, []):
        with pytest.raises(ValueError, match="expects"):
            layer.output_shape(input_shape)
        return
    X = np.random.default_rng(0).normal(size=batch_shape(input_shape, 5)).astype(dtype)
    Y = forward(layer, X, make_memory(layer, input_shape, dtype))
    assert Y.shape == batch_shape(layer.output_shape(input_shape), 5)
    assert Y.dtype == dtype


@pytest.mark.parametrize("name", LAYER_TYPES)
def test_the_input_is_left_as_it_was(name: str) -> None:
    layer = EXAMPLES[name]
    for input_shape in INPUT_SHAPES:
        if input_shape in REFUSED.get(name, []):
            continue
        X = np.random.default_rng(0).normal(size=batch_shape(input_shape, 5))
        memory = make_memory(layer, input_shape, np.float64)
        memory.is_training, memory.rng = True, np.random.default_rng(0)
        before = X.copy()
        forward(layer, X, memory)
        np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize("name", LAYER_TYPES)
def test_a_layer_is_the_same_after_a_journey_through_plain_values(name: str) -> None:
    layer = EXAMPLES[name]
    values = layer.to_dict()
    assert values["type"] == name
    assert layer_from_dict(values) == layer
    assert type(layer_from_dict(values)) is type(layer)


def test_a_layer_as_plain_values_says_its_type_and_its_settings() -> None:
    assert Dense(128).to_dict() == {"type": "Dense", "units": 128}
    assert ReLU().to_dict() == {"type": "ReLU"}


CONVOLUTION = Conv2D(4).to_dict()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "A layer is one of Flatten, Dense.* found None"),
        ({"type": "Convolution"}, "A layer is one of .* found 'Convolution'"),
        ({"type": "Layer"}, "A layer is one of .* found 'Layer'"),
        ({"type": ["Dense"], "units": 3}, "A layer is one of"),
        ({"type": "Dense"}, r"Dense takes \['units'\], found \[\]"),
        ({"type": "Dense", "units": 3, "bias": 1}, r"found \['bias', 'units'\]"),
        ({"type": "ReLU", "units": 3}, r"ReLU takes \[\], found \['units'\]"),
        ({"type": "Dense", "units": "3"}, "units = '3' has the wrong type"),
        ({"type": "Dense", "units": 3.0}, "units = 3.0 has the wrong type"),
        ({"type": "Dense", "units": True}, "units = True has the wrong type"),
        ({"type": "Dense", "units": None}, "units = None has the wrong type"),
        ({"type": "Dropout", "rate": "half"}, "rate = 'half' has the wrong type"),
        ({"type": "Dropout", "rate": False}, "rate = False has the wrong type"),
        ({"type": "Dense", "units": 0}, "at least one unit, found 0"),
        ({"type": "Dense", "units": -3}, "at least one unit, found -3"),
        ({"type": "MaxPool2D", "size": 2}, r"MaxPool2D takes \['size', 'stride'\]"),
        ({"type": "MaxPool2D", "size": 0, "stride": 1}, "size of a max-pool .* 1, found 0"),
        ({"type": "MaxPool2D", "size": 1, "stride": -2}, "stride of a max-pool .* 1, found -2"),
        ({"type": "BatchNorm", "rate": 0.1}, r"BatchNorm takes \[\], found \['rate'\]"),
        (CONVOLUTION | {"biased": 1}, "biased = 1 has the wrong type"),
        (CONVOLUTION | {"kernel": 3.0}, "kernel = 3.0 has the wrong type"),
        (CONVOLUTION | {"channels": 0}, "convolution's channels is at least 1, found 0"),
        (CONVOLUTION | {"kernel": 0}, "convolution's kernel is at least 1, found 0"),
        (CONVOLUTION | {"stride": -1}, "convolution's stride is at least 1, found -1"),
        (CONVOLUTION | {"padding": -1}, "padding is at least 0 and below .* 3, found -1"),
        (CONVOLUTION | {"padding": 3}, "padding is at least 0 and below .* 3, found 3"),
        ({"type": "Dropout", "rate": 1}, "at least 0 and below 1, found 1"),
        ({"type": "Dropout", "rate": -0.1}, "at least 0 and below 1, found -0.1"),
        ({"type": "Dropout", "rate": float("nan")}, "at least 0 and below 1, found nan"),
    ],
)
def test_values_that_are_no_layer_are_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        layer_from_dict(values)


def test_a_whole_number_will_do_for_a_rate() -> None:
    assert layer_from_dict({"type": "Dropout", "rate": 0}) == Dropout(0.0)


def test_a_dense_layer_multiplies_and_adds() -> None:
    memory = LayerBuffers(
        {"weights": np.array([[1.0, 2.0], [3.0, 4.0]]), "biases": np.array([10.0, 20])}
    )
    Y = forward(Dense(2), np.array([[1.0, 1.0], [0.5, -1.0]]), memory)
    # 1*1 + 1*3 + 10, 1*2 + 1*4 + 20; 0.5*1 - 1*3 + 10, 0.5*2 - 1*4 + 20
    np.testing.assert_array_equal(Y, [[14.0, 26.0], [7.5, 17.0]])


@pytest.mark.parametrize("input_shape", [(), (28, 28), (1, 6)])
def test_a_dense_layer_takes_flat_inputs_only(input_shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="expects a flat input"):
        Dense(3).output_shape(input_shape)


def test_flatten_lays_out_row_after_row() -> None:
    X = np.arange(12.0).reshape(2, 2, 3)
    np.testing.assert_array_equal(forward(Flatten(), X), [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]])


def test_relu_and_tanh_have_their_known_values() -> None:
    X = np.array([[-2.0, 0.0, 3.0]])
    np.testing.assert_array_equal(forward(ReLU(), X), [[0, 0, 3]])
    np.testing.assert_array_equal(forward(Tanh(), X), np.tanh(X))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_sigmoid_is_the_textbook_formula(dtype: type) -> None:
    X = np.linspace(-8, 8, 33, dtype=dtype).reshape(3, 11)
    expected = 1 / (1 + np.exp(-X.astype(np.float64)))
    np.testing.assert_allclose(forward(Sigmoid(), X), expected, rtol=0, atol=np.finfo(dtype).eps)


def test_a_softmax_is_the_textbook_formula() -> None:
    X = np.random.default_rng(0).normal(0, 3, (4, 10))
    Y = forward(Softmax(), X)
    np.testing.assert_allclose(Y, np.exp(X) / np.exp(X).sum(axis=1, keepdims=True), rtol=1e-13)
    np.testing.assert_allclose(Y.sum(axis=1), 1, rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_inputs_do_not_overflow(dtype: type) -> None:
    X = np.array([[-1000.0, 0.0, 1000.0]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_array_equal(forward(Sigmoid(), X), [[0, 0.5, 1]])
        np.testing.assert_array_equal(forward(Tanh(), X), [[-1, 0, 1]])
        np.testing.assert_array_equal(forward(Softmax(), X), [[0, 0, 1]])
        np.testing.assert_array_equal(forward(Softmax(), X - 5000), [[0, 0, 1]])
        np.testing.assert_array_equal(forward(Softmax(), 0 * X + 1000), [[dtype(1) / dtype(3)] * 3])
