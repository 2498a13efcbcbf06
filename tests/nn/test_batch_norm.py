"""Batch norm: what it does to a batch, what it keeps of it, and what it answers with."""

import numpy as np
import pytest
from batches import batch_shape

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layer import FloatArray, LayerBuffers, Shape
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.normalization import BatchNorm

EPSILON = 1e-5
SHAPES = [(3,), (4, 5, 3)]


def make_memory(channels: int, *, training: bool) -> LayerBuffers:
    """Parameters of all kinds; gradients that nothing has been written to."""
    rng = np.random.default_rng(1)
    names = ("scale", "shift", "mean", "variance")
    parameters = {name: rng.uniform(0.5, 2.0, channels) for name in names}
    memory = LayerBuffers(parameters, {name: np.full(channels, np.nan) for name in names})
    memory.is_training = training
    return memory


def make_batch(shape: Shape) -> FloatArray:
    size = batch_shape(shape, 11)
    return np.random.default_rng(0).normal(size=size) * [1, 10, 0.1] + [0, 5, -3]


def over_all_but_channels(X: FloatArray) -> tuple[int, ...]:
    return tuple(range(X.ndim - 1))


@pytest.mark.parametrize("shape", SHAPES)
def test_each_channel_of_a_batch_gets_the_spread_and_the_mean_that_were_learned(
    shape: Shape,
) -> None:
    X, memory = make_batch(shape), make_memory(3, training=True)
    Y = BatchNorm().forward(X, memory)
    axes, parameters = over_all_but_channels(X), memory.parameters
    np.testing.assert_allclose(Y.mean(axis=axes), parameters["shift"], rtol=1e-10)
    share = X.var(axis=axes) / (X.var(axis=axes) + EPSILON)
    np.testing.assert_allclose(Y.var(axis=axes), parameters["scale"] ** 2 * share, rtol=1e-10)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_seen_in_a_batch_is_written_in_the_place_of_gradients(shape: Shape) -> None:
    X, memory = make_batch(shape), make_memory(3, training=True)
    before = {name: values.copy() for name, values in memory.parameters.items()}
    memory.Y = BatchNorm().forward(X, memory)
    BatchNorm().backward(np.ones_like(X), memory)
    axes = over_all_but_channels(X)
    np.testing.assert_allclose(memory.gradients["mean"], X.mean(axis=axes), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(memory.gradients["variance"], X.var(axis=axes), rtol=1e-12)
    for name, values in before.items():
        np.testing.assert_array_equal(memory.parameters[name], values)


@pytest.mark.parametrize("shape", SHAPES)
def test_answers_are_given_with_the_statistics_and_whatever_the_batch(shape: Shape) -> None:
    X, memory = make_batch(shape), make_memory(3, training=False)
    p = memory.parameters
    expected = (X - p["mean"]) / np.sqrt(p["variance"] + EPSILON) * p["scale"] + p["shift"]
    np.testing.assert_allclose(BatchNorm().forward(X, memory), expected, rtol=1e-10, atol=1e-12)
    one = (X[:, :, :1] if X.ndim == 4 else X[:1]).copy()
    alone = BatchNorm().forward(one, memory)
    one_expected = expected[:, :, :1] if X.ndim == 4 else expected[:1]
    np.testing.assert_allclose(alone, one_expected, rtol=1e-10, atol=1e-12)
    assert all(np.isnan(values).all() for values in memory.gradients.values())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_channel_that_is_the_same_everywhere_gives_finite_numbers(
    shape: Shape, dtype: type
) -> None:
    X = make_batch(shape).astype(dtype)
    X[..., 1] = 0.0
    memory = make_memory(3, training=True)
    memory.parameters = {name: v.astype(dtype) for name, v in memory.parameters.items()}
    memory.gradients = {name: v.astype(dtype) for name, v in memory.gradients.items()}
    with np.errstate(all="raise"):
        memory.Y = BatchNorm().forward(X, memory)
        dX = BatchNorm().backward(np.ones_like(X), memory)
    np.testing.assert_array_equal(memory.Y[..., 1], memory.parameters["shift"][1])
    assert memory.gradients["variance"][1] == 0
    for values in (memory.Y, dX, *memory.gradients.values()):
        assert np.isfinite(values).all()


def test_a_single_sample_of_a_row_gives_its_shift_and_no_gradient() -> None:
    memory = make_memory(3, training=True)
    memory.Y = BatchNorm().forward(np.array([[3.0, -1.0, 0.0]]), memory)
    np.testing.assert_array_equal(memory.Y[0], memory.parameters["shift"])
    np.testing.assert_array_equal(BatchNorm().backward(np.ones((1, 3)), memory), np.zeros((1, 3)))


def test_before_training_it_leaves_a_standard_batch_as_it_is() -> None:
    shapes = BatchNorm().parameter_shapes((4, 5, 3))
    assert shapes == dict.fromkeys(("scale", "shift", "mean", "variance"), (3,))
    parameters = {name: np.full(shape, np.nan) for name, shape in shapes.items()}
    BatchNorm().initialize(parameters, np.random.default_rng(0), gain=2.0)
    X = make_batch((4, 5, 3))
    Y = BatchNorm().forward(X, LayerBuffers(parameters))
    np.testing.assert_allclose(Y, X / np.sqrt(1 + EPSILON), rtol=1e-12, atol=1e-15)


def test_an_architecture_knows_where_the_statistics_lie() -> None:
    layers = (Flatten(), Dense(3), BatchNorm(), Dense(2), BatchNorm(), Softmax())
    architecture = Architecture(layers, input_shape=(1, 2))
    vector = np.zeros(architecture.n_parameters)
    for part in architecture.statistics:
        vector[part] = 1.0
    for parameters in architecture.split(vector):
        for name, values in parameters.items():
            assert (values == (name in ("mean", "variance"))).all()


@pytest.mark.parametrize("shape", [(), (28, 28), (2, 3, 4, 5)])
def test_what_has_no_channels_is_refused(shape: Shape) -> None:
    with pytest.raises(ValueError, match="batch norm expects channels"):
        BatchNorm().output_shape(shape)
