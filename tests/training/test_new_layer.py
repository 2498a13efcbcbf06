"""A new kind of layer is one class in one table: everything else asks the layer.

The layers here are made up: one works on images and brings weights, one has a slope that is
learned, one gives probabilities.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from central_differences import assert_same_gradient, numerical_gradient
from numpy.random import Generator

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.evaluation.temperature import can_be_tempered
from fashion_gui.files import model_file
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.data_parallel import samples_at_once
from fashion_gui.nn.forward_pass import ForwardPass
from fashion_gui.nn.inspection import activations, gradients
from fashion_gui.nn.layer import FloatArray, Layer, LayerBuffers, Parameters, Shape
from fashion_gui.nn.layer_types import LAYER_TYPES
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.pooling import GlobalAveragePool
from fashion_gui.training.events import Finished, LayerStatistics
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train


@dataclass(frozen=True)
class Columns(Layer):
    """Makes `channels` numbers of each column of a gray image: (n, 28, 28) to (1, 28, n, c)."""

    is_linear: ClassVar[bool] = True
    is_shaping: ClassVar[bool] = True

    channels: int

    def output_shape(self, input_shape: Shape) -> Shape:
        return 1, input_shape[1], self.channels

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {"weights": (input_shape[0], self.channels)}

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        weights = parameters["weights"]
        weights[:] = rng.normal(0.0, gain / len(weights) ** 0.5, weights.shape)

    def scratch_values(self, input_shape: Shape) -> int:
        return input_shape[0] * input_shape[1] * self.channels

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        Y = memory.array("Y", (1, X.shape[2], len(X), self.channels), X.dtype)
        return np.matmul(X.transpose(2, 0, 1), memory.parameters["weights"], out=Y[0])[np.newaxis]

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        if memory.gradients:
            products = memory.X.transpose(2, 1, 0) @ dY[0]
            memory.gradients["weights"][:] = products.sum(axis=0)
        return (dY[0] @ memory.parameters["weights"].T).transpose(1, 2, 0)


@dataclass(frozen=True)
class Slope(Layer):
    """Multiplies all values by one number that is learned."""

    label: ClassVar[str] = "slope"
    keeps_signal: ClassVar[bool] = True

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        return {"slope": (1,)}

    def initialize(self, parameters: Parameters, rng: Generator, gain: float) -> None:
        parameters["slope"][:] = 1.0

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        return X * memory.parameters["slope"]

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        if memory.gradients:
            memory.gradients["slope"][:] = np.sum(dY * memory.X)
        return dY * memory.parameters["slope"]


@dataclass(frozen=True)
class Squares(Layer):
    """Gives positive numbers."""

    is_output: ClassVar[bool] = True

    def forward(self, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        return X * X + 1e-3

    def backward(self, dY: FloatArray, memory: LayerBuffers) -> FloatArray:
        return 2 * memory.X * dY


LAYERS = (Columns(6), Slope(), ReLU(), GlobalAveragePool(), Dense(10), Softmax())


class RecipeWithNewLayers(Recipe):
    def architecture(self, n_classes: int) -> Architecture:
        return Architecture(LAYERS, mirrored=self.mirror)


RECIPE = RecipeWithNewLayers(
    epochs=4,
    batch_size=60,
    n_train=600,
    n_validation=100,
    n_test=100,
    learning_rate=0.02,
    weight_decay=0.01,
    l2=1e-5,
)


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (Columns, Slope, Squares):
        monkeypatch.setitem(LAYER_TYPES, kind.__name__, kind)


@pytest.fixture
def network(small_dataset: Dataset) -> Network:
    *_, last = train(RECIPE, small_dataset)
    assert isinstance(last, Finished)
    return last.network


def test_a_network_with_it_is_trained_and_tempered(small_dataset: Dataset) -> None:
    records = list(train(RECIPE, small_dataset, snapshot_interval_s=0.0, statistics=True))
    last = records[-1]
    assert isinstance(last, Finished)
    assert last.report.accuracy > 0.5
    assert last.temperature is not None
    statistics = next(record for record in records if isinstance(record, LayerStatistics))
    slope = next(layer for layer in statistics.layers if layer.name == "slope 1")
    assert set(slope.parameters) == set(slope.gradients) == {"slope"}


def test_it_is_saved_and_opened(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "new.safetensors"
    model_file.save(path, network)
    again = model_file.load(path).network
    assert again.architecture.layers == LAYERS
    np.testing.assert_array_equal(again.parameters, network.parameters)


def test_it_is_looked_into(network: Network, small_dataset: Dataset) -> None:
    images = small_dataset.test.images[:9]
    found = activations(network, images)
    assert list(found)[:3] == ["Columns 1", "slope 1", "ReLU 1"]
    assert found["Columns 1"].shape == (9, 1, 28, 6)
    weights = np.ones((9, 10), np.float32)
    assert gradients(network, images, weights, of="dense 1").shape == (9, 28, 28)


def test_its_gradients_are_those_of_the_network() -> None:
    architecture = Architecture((*LAYERS[:-1], Squares()))
    rng = np.random.default_rng(0)
    parameters = architecture.initial_parameters(rng, np.float64)
    slopes = np.zeros_like(parameters)
    run = ForwardPass(architecture, architecture.split(parameters), architecture.split(slopes))
    X, weights = rng.random((3, 28, 28)), rng.normal(size=(3, 10))
    run(X)
    run.backward(weights.copy(), len(LAYERS) - 1)
    expected = numerical_gradient(lambda: float(np.sum(run(X) * weights)), parameters)
    assert_same_gradient(slopes, expected)


def test_a_network_may_end_with_it_when_it_says_so() -> None:
    assert Architecture((Flatten(), Dense(10), Squares())).n_classes == 10
    with pytest.raises(ValueError, match="a sigmoid or a softmax or a Squares"):
        Architecture((Flatten(), Dense(10), Slope()))


def test_an_architecture_with_it_is_described_and_divided_by_what_it_says(
    small_dataset: Dataset,
) -> None:
    architecture = RECIPE.architecture(len(CLASS_NAMES))
    assert str(architecture) == "28x28-1x28x6-6-10"
    assert architecture.sizes == [784, 168, 10]
    assert architecture.last_weights == 4
    assert samples_at_once(architecture) == 128  # as with convolutions
    assert can_be_tempered(architecture)
    assert not can_be_tempered(Architecture((*LAYERS[:-1], Slope(), Softmax())))
    assert plan_of(RECIPE, small_dataset).n_steps == 40


def test_the_layer_after_it_decides_how_weights_before_it_begin() -> None:
    begin = [
        Architecture(layers).initial_parameters(np.random.default_rng(0))
        for layers in (LAYERS, (LAYERS[0], *LAYERS[2:]))
    ]
    n_weights = 28 * 6
    np.testing.assert_array_equal(begin[0][:n_weights], begin[1][:n_weights])


def test_what_it_lays_out_counts_where_memory_is_limited(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Columns, "scratch_values", lambda layer, shape: 10**7)
    with pytest.raises(RecipeError, match="batch_size"):
        plan_of(RECIPE, small_dataset)
