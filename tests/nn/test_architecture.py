"""The layers of a network as a value: what fits together, and where training starts."""

from typing import Any

import numpy as np
import pytest

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax, Tanh

ARTICLE = Architecture((Flatten(), Dense(128), Sigmoid(), Dense(10), Sigmoid()))
DEEP = Architecture(
    (Flatten(), Dense(50), ReLU(), Dropout(0.2), Dense(20), Tanh(), Dense(10), Softmax())
)
DENSE_AT = [1, 4, 6]


def test_an_architecture_knows_its_sizes() -> None:
    assert ARTICLE.sizes == [784, 128, 10]
    assert str(ARTICLE) == "784-128-10"
    assert ARTICLE.n_parameters == 784 * 128 + 128 + 128 * 10 + 10
    assert ARTICLE.n_classes == 10
    assert ARTICLE.shapes == ((28, 28), (784,), (128,), (128,), (10,), (10,))
    assert ARTICLE.parameter_shapes[1] == {"weights": (784, 128), "biases": (128,)}
    assert DEEP.sizes == [784, 50, 20, 10]


def test_architectures_of_the_same_layers_are_equal() -> None:
    assert Architecture(DEEP.layers) == DEEP
    assert hash(Architecture(DEEP.layers)) == hash(DEEP)
    assert ARTICLE != DEEP


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ((), "last layer of a network is a sigmoid or a softmax"),
        ((Flatten(), Dense(10)), "last layer of a network is a sigmoid or a softmax"),
        ((Flatten(), Dense(10), Tanh()), "last layer of a network is a sigmoid or a softmax"),
        ((Softmax(), Flatten()), "last layer of a network is a sigmoid or a softmax"),
        ((Dense(10), Softmax()), r"expects a flat input, found shape \(28, 28\)"),
        ((Sigmoid(),), r"one row an image, found shape \(28, 28\)"),
    ],
)
def test_layers_that_do_not_fit_together_are_refused(layers: tuple[Layer, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Architecture(layers)


def test_a_softmax_refuses_what_is_not_one_row_an_image() -> None:
    with pytest.raises(ValueError, match="shape"):
        Architecture((Softmax(), Flatten(), Dense(10), Softmax()))


@pytest.mark.parametrize("architecture", [ARTICLE, DEEP], ids=str)
def test_an_architecture_is_the_same_after_a_journey_through_plain_values(
    architecture: Architecture,
) -> None:
    assert Architecture.from_dict(architecture.to_dict()) == architecture


@pytest.mark.parametrize(
    "values",
    [
        {"input_shape": [32, 32], "layers": ARTICLE.to_dict()["layers"]},
        {"input_shape": [784], "layers": ARTICLE.to_dict()["layers"]},
        {"input_shape": [28, 28], "layers": []},
        {"input_shape": [28, 28], "layers": [{"type": "Flatten"}]},
        {"input_shape": [28, 28], "layers": [{"type": "Convolution"}]},
    ],
)
def test_values_that_are_no_architecture_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"found|last layer"):
        Architecture.from_dict(values)


def test_a_vector_is_split_into_the_parameters_of_the_layers_in_order() -> None:
    vector = np.arange(DEEP.n_parameters, dtype=np.float32)
    parts = DEEP.split(vector)
    assert [sorted(part) for part in parts] == [
        ["biases", "weights"] if index in DENSE_AT else [] for index in range(len(DEEP.layers))
    ]
    in_order = [array.ravel() for part in parts for array in part.values()]
    np.testing.assert_array_equal(np.concatenate(in_order), vector)
    assert all(np.shares_memory(array, vector) for array in in_order)


def test_the_same_seed_gives_the_same_initial_parameters_and_another_one_others() -> None:
    first, again, other = (
        DEEP.initial_parameters(np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert first.dtype == np.float32
    assert first.shape == (DEEP.n_parameters,)


@pytest.mark.parametrize(
    ("after", "gain"),
    [
        ((ReLU(),), np.sqrt(2)),
        ((Dropout(0.5), ReLU()), np.sqrt(2)),
        ((Sigmoid(),), 1.0),
        ((Tanh(),), 1.0),
        ((Dropout(0.5), Tanh()), 1.0),
        ((), 1.0),
    ],
    ids=["relu", "dropout-relu", "sigmoid", "tanh", "dropout-tanh", "dense"],
)
def test_initial_weights_have_the_documented_spread(after: tuple[Layer, ...], gain: float) -> None:
    architecture = Architecture((Flatten(), Dense(200), *after, Dense(200), Softmax()))
    vector = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    dense = [part for part in architecture.split(vector) if part]
    for parameters, expected in zip(dense, (gain / np.sqrt(784), 1 / np.sqrt(200)), strict=True):
        weights = parameters["weights"]
        # The standard error of a standard deviation is its value / sqrt(2 n).
        assert abs(weights.std() / expected - 1) < 4 / np.sqrt(2 * weights.size)
        assert abs(weights.mean()) < 4 * expected / np.sqrt(weights.size)
        np.testing.assert_array_equal(parameters["biases"], 0)


def test_one_layer_in_two_places_starts_like_two_equal_layers() -> None:
    shared = Dense(784)
    once = Architecture((Flatten(), shared, ReLU(), shared, Softmax()))
    twice = Architecture((Flatten(), Dense(784), ReLU(), Dense(784), Softmax()))
    assert once == twice
    np.testing.assert_array_equal(
        once.initial_parameters(np.random.default_rng(0)),
        twice.initial_parameters(np.random.default_rng(0)),
    )
