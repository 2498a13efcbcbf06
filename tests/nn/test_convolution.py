"""Convolutions: both ways to compute them against the plain formula, and how they are chosen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pytest
import reference_convolution
from central_differences import assert_same_gradient, numerical_gradient
from hypothesis import given, settings
from hypothesis import strategies as st

from fashion_gui.nn import convolution, winograd
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, LayerBuffers, Shape


@contextmanager
def path(name: str) -> Iterator[None]:
    """Compute 3x3 convolutions of stride 1 in one of the two ways, however small they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(convolution, "_FEW", {"winograd": 1, "columns": 10**9}[name])
        yield


@dataclass
class Trial:
    """A convolution with random numbers for all that it works with."""

    layer: Conv2D
    X: FloatArray
    memory: LayerBuffers
    slope: FloatArray

    @classmethod
    def of(cls, layer: Conv2D, shape: Shape, dtype: type = np.float64) -> "Trial":
        """Make one for a batch of that shape."""
        rng = np.random.default_rng(0)
        height, width, n_samples, n_channels = shape
        shapes = layer.parameter_shapes((height, width, n_channels))
        parameters = {name: rng.normal(size=s).astype(dtype) for name, s in shapes.items()}
        gradients = {name: np.full(s, np.nan, dtype) for name, s in shapes.items()}
        rows, columns, channels = layer.output_shape((height, width, n_channels))
        dY = rng.normal(size=(rows, columns, n_samples, channels)).astype(dtype)
        X = rng.normal(size=shape).astype(dtype)
        return cls(layer, X, LayerBuffers(parameters, gradients), dY)

    def results(self) -> dict[str, FloatArray]:
        """Return Y, dX and the gradients of the parameters."""
        self.memory.X = self.X
        Y = self.memory.Y = self.layer.forward(self.X, self.memory)
        results = {"Y": Y.copy(), "dX": self.layer.backward(self.slope.copy(), self.memory).copy()}
        return results | {name: g.copy() for name, g in self.memory.gradients.items()}

    def expected(self, *, absolute: bool = False) -> dict[str, FloatArray]:
        """Return the results by the formula in float64; with all numbers positive, if asked."""
        weights = self.memory.parameters["weights"]
        biases = self.memory.parameters.get("biases", np.zeros(self.layer.channels))
        arrays = [array.astype(np.float64) for array in (self.X, weights, biases, self.slope)]
        X, weights, biases, dY = map(np.abs, arrays) if absolute else arrays
        steps = self.layer.stride, self.layer.padding
        Y = reference_convolution.forward(X, weights, biases, *steps)
        slopes = reference_convolution.backward(dY, X, weights, *steps)
        results = {"Y": Y} | dict(zip(("dX", "weights", "biases"), slopes, strict=True))
        if not self.layer.biased:
            del results["biases"]
        return results


def assert_as_expected(trial: Trial) -> None:
    found, expected = trial.results(), trial.expected()
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-10, atol=1e-10, err_msg=name)


# Shapes are height, width, n_samples, channels.
CASES = [
    (Conv2D(3), (5, 5, 2, 2)),
    (Conv2D(3, padding=1), (6, 9, 3, 2)),
    (Conv2D(2, padding=2), (4, 7, 2, 3)),
    (Conv2D(4, kernel=1), (3, 5, 2, 3)),
    (Conv2D(4, kernel=1, stride=3), (7, 5, 2, 3)),
    (Conv2D(2, kernel=2), (5, 4, 3, 1)),
    (Conv2D(2, kernel=4, padding=3), (5, 3, 2, 2)),
    (Conv2D(3, kernel=6, stride=2, padding=2), (9, 8, 2, 1)),
    (Conv2D(3, kernel=2, stride=3), (8, 10, 2, 2)),
    (Conv2D(3, kernel=3, stride=5, padding=2), (9, 11, 2, 2)),
    (Conv2D(3, kernel=5, stride=2, padding=4, biased=False), (6, 7, 2, 2)),
    (Conv2D(3, kernel=3, stride=2), (7, 8, 8, 8)),
    (Conv2D(1, kernel=7), (7, 7, 1, 1)),
    (Conv2D(9, padding=1), (1, 1, 8, 8)),
    (Conv2D(9), (3, 3, 8, 8)),
    (Conv2D(5, padding=1), (8, 12, 9, 8)),
    (Conv2D(8, padding=2, biased=False), (7, 5, 8, 11)),
    (Conv2D(8), (11, 4, 10, 9)),
]


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_outputs_and_gradients_are_those_of_the_formula(layer: Conv2D, shape: Shape) -> None:
    assert_as_expected(Trial.of(layer, shape))


@st.composite
def any_trials(draw: st.DrawFn) -> Trial:
    kernel = draw(st.integers(1, 5))
    stride, padding = draw(st.integers(1, 6)), draw(st.integers(0, kernel - 1))
    side = st.integers(max(1, kernel - 2 * padding), 9)
    layer = Conv2D(draw(st.integers(1, 4)), kernel, stride, padding, draw(st.booleans()))
    few = st.integers(1, 3)
    return Trial.of(layer, (draw(side), draw(side), draw(few), draw(few)))


@settings(deadline=None, max_examples=40)
@given(any_trials())
def test_any_convolution_is_that_of_the_formula(trial: Trial) -> None:
    assert_as_expected(trial)


@pytest.mark.parametrize("way", ["winograd", "columns"])
@settings(deadline=None, max_examples=30)
@given(
    height=st.integers(3, 14),
    width=st.integers(3, 14),
    padding=st.integers(0, 2),
    n_samples=st.integers(1, 3),
    n_channels=st.integers(1, 3),
)
def test_both_ways_are_right_for_any_number_of_tiles(
    way: str, height: int, width: int, padding: int, n_samples: int, n_channels: int
) -> None:
    trial = Trial.of(Conv2D(2, padding=padding), (height, width, n_samples, n_channels))
    with path(way):
        assert_as_expected(trial)


@pytest.mark.parametrize(("way", "n_eps"), [("columns", 5), ("winograd", 100)])
@pytest.mark.parametrize("shape", [(14, 14, 8, 16), (28, 28, 8, 8), (7, 5, 40, 32)])
def test_float32_loses_little_in_both_ways(way: str, n_eps: int, shape: Shape) -> None:
    trial = Trial.of(Conv2D(16, padding=1), shape, np.float32)
    with path(way):
        found = trial.results()
    expected, sizes = trial.expected(), trial.expected(absolute=True)
    for name, values in expected.items():
        assert found[name].dtype == np.float32
        # A sum in floating point is off by some eps of the sum of its absolute terms. Winograd's
        # terms are larger by the numbers in A, B and G, whose lines sum up to 19, 10 and 1: by
        # 190 in each direction at the worst, and by the root of the product of both where
        # errors are chance.
        error = np.abs(found[name] - values).max() / sizes[name].max()
        assert error < n_eps * np.finfo(np.float32).eps, name


@pytest.mark.parametrize(
    ("way", "layer"), [("columns", Conv2D(2, 2, 2, 1)), ("winograd", Conv2D(2))]
)
def test_gradients_are_those_of_central_differences(way: str, layer: Conv2D) -> None:
    trial = Trial.of(layer, (5, 6, 2, 2))

    def loss() -> float:
        return float(np.sum(layer.forward(trial.X, trial.memory) * trial.slope))

    with path(way):
        found = trial.results()
        assert_same_gradient(found["dX"], numerical_gradient(loss, trial.X))
        for name, values in trial.memory.parameters.items():
            assert_same_gradient(found[name], numerical_gradient(loss, values))


@pytest.mark.parametrize(
    "layer", [Conv2D(3), Conv2D(9, padding=1), Conv2D(2, 6, 2, 2), Conv2D(2, 2, 3)]
)
def test_gray_images_are_images_of_one_channel(layer: Conv2D) -> None:
    one_channel = Trial.of(layer, (8, 11, 9, 1))
    expected = one_channel.expected()
    gray = Trial.of(layer, (8, 11, 9, 1))
    gray.X = one_channel.X[..., 0].transpose(2, 0, 1).copy()
    assert layer.output_shape((8, 11)) == layer.output_shape((8, 11, 1))
    assert layer.parameter_shapes((8, 11)) == layer.parameter_shapes((8, 11, 1))
    gray.memory.needs_input_gradient = False
    found = gray.results()
    for name in ("Y", "weights", "biases"):
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("shape", [(6, 7, 9, 8), (6, 7, 3, 2)], ids=["winograd", "columns"])
def test_a_layer_that_nobody_asks_for_its_input_learns_the_same(shape: Shape) -> None:
    trial = Trial.of(Conv2D(4, padding=1), shape)
    expected = trial.results()
    trial.memory.needs_input_gradient = False
    found = trial.results()
    for name in ("Y", "weights", "biases"):
        np.testing.assert_array_equal(found[name], expected[name])


def test_batches_that_change_the_way_do_not_disturb_each_other() -> None:
    layer = Conv2D(8, padding=1)
    trial = Trial.of(layer, (9, 6, 12, 8))
    X, dY = trial.X, trial.slope
    for n_samples in (12, 3, 9, 8, 7, 12):
        trial.X, trial.slope = X[:, :, :n_samples].copy(), dY[:, :, :n_samples].copy()
        assert_as_expected(trial)


@pytest.mark.parametrize(
    ("layer", "shape", "is_winograd"),
    [
        (Conv2D(8), (6, 6, 8, 8), True),
        (Conv2D(1, padding=2), (3, 9, 8, 30), True),
        (Conv2D(8), (6, 6, 7, 8), False),
        (Conv2D(8), (6, 6, 8, 7), False),
        (Conv2D(8, stride=2), (6, 6, 8, 8), False),
        (Conv2D(8, kernel=4), (6, 6, 8, 8), False),
    ],
)
def test_winograd_is_for_many_samples_and_channels_of_3x3_filters(
    layer: Conv2D, shape: Shape, is_winograd: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Shape] = []

    def watched(X: FloatArray, *rest: object) -> FloatArray:
        calls.append(X.shape)
        return original(X, *rest)  # type: ignore[arg-type]

    original = winograd.forward
    monkeypatch.setattr(winograd, "forward", watched)
    Trial.of(layer, shape).results()
    assert calls == [shape] * is_winograd


@pytest.mark.parametrize(
    ("layer", "shape", "is_winograd"),
    [
        (Conv2D(9, padding=1), (7, 5, 1, 8), True),
        (Conv2D(3, biased=False), (6, 6, 20, 11), True),
        (Conv2D(9, padding=1), (7, 5, 1, 7), False),
        (Conv2D(9, kernel=4), (7, 5, 8, 8), False),
        (Conv2D(9, stride=2), (7, 5, 8, 8), False),
    ],
)
def test_prepared_weights_give_the_same_with_winograd_for_one_image_too(
    layer: Conv2D, shape: Shape, is_winograd: bool
) -> None:
    trial = Trial.of(layer, shape)
    prepared = layer.prepared(trial.memory.parameters)
    assert ("U" in prepared) == is_winograd
    with path("columns"):
        expected = layer.forward(trial.X, trial.memory)
    if is_winograd:  # which does not look at them any more
        prepared = {**prepared, "weights": np.full_like(prepared["weights"], np.nan)}
    found = layer.forward(trial.X, LayerBuffers(prepared))
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)
    assert set(trial.memory.parameters) <= {"weights", "biases"}


def test_a_filter_is_not_turned_around() -> None:
    X = np.arange(12.0).reshape(3, 4, 1, 1)
    weights = np.zeros((2, 2, 1, 1))
    weights[0, 1] = 1.0  # what is to the right
    Y = Conv2D(1, kernel=2, biased=False).forward(X, LayerBuffers({"weights": weights}))
    np.testing.assert_array_equal(Y[..., 0, 0], [[1, 2, 3], [5, 6, 7]])


@pytest.mark.parametrize(
    ("layer", "before", "after"),
    [
        (Conv2D(5), (28, 28), (26, 26, 5)),
        (Conv2D(5, padding=1), (28, 20, 3), (28, 20, 5)),
        (Conv2D(5, kernel=6, stride=2, padding=2), (28, 28), (14, 14, 5)),
        (Conv2D(5, kernel=2, stride=3), (8, 7, 2), (3, 2, 5)),
        (Conv2D(5, kernel=4), (4, 9), (1, 6, 5)),
    ],
)
def test_the_shape_of_the_output_follows_from_kernel_stride_and_padding(
    layer: Conv2D, before: Shape, after: Shape
) -> None:
    assert layer.output_shape(before) == after


def test_a_kernel_that_is_larger_than_its_image_is_refused() -> None:
    said = r"kernel of 5x5 is larger than its image of 9x2 with a padding of 1"
    with pytest.raises(ValueError, match=said):
        Conv2D(5, kernel=5, padding=1).output_shape((9, 2, 4))


@pytest.mark.parametrize("shape", [(), (6,), (2, 3, 4, 5)])
def test_what_is_no_image_is_refused(shape: Shape) -> None:
    with pytest.raises(ValueError, match="convolution expects images"):
        Conv2D(5).output_shape(shape)


@pytest.mark.parametrize(("biased", "names"), [(True, {"weights", "biases"}), (False, {"weights"})])
def test_initial_weights_have_the_spread_of_he_and_biases_are_zero(
    biased: bool, names: set[str]
) -> None:
    layer = Conv2D(64, kernel=5, biased=biased)
    shapes = layer.parameter_shapes((28, 28, 16))
    assert set(shapes) == names
    parameters = {name: np.full(shape, np.nan) for name, shape in shapes.items()}
    layer.initialize(parameters, np.random.default_rng(0), gain=3.0)
    weights = parameters.pop("weights")
    expected = 3.0 / np.sqrt(5 * 5 * 16)
    # The standard error of a standard deviation is its value / sqrt(2 n).
    assert abs(weights.std() / expected - 1) < 4 / np.sqrt(2 * weights.size)
    assert all((values == 0).all() for values in parameters.values())
