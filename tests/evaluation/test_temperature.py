"""The temperature of a network: held against a search through probabilities themselves."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from fashion_gui.data import CLASS_NAMES
from fashion_gui.evaluation.temperature import best_temperature, can_be_tempered, temper
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layer import FloatArray, Layer
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool

N = 600
"""More images than are worked at together."""
IMAGES = np.random.default_rng(0).integers(0, 256, (N, 4, 4), dtype=np.uint8)
IMAGES = IMAGES.repeat(7, axis=1).repeat(7, axis=2)
DENSE: tuple[Layer, ...] = (Flatten(), Dense(24), ReLU(), Dropout(0.2), Dense(10), Softmax())
CONVOLUTIONAL: tuple[Layer, ...] = (
    *(Conv2D(6, kernel=6, stride=4, biased=False), BatchNorm(), ReLU(), GlobalAveragePool()),
    *(Dense(10), Softmax()),
)
KINDS = {
    "dense": Architecture(DENSE),
    "dense, mirrored": Architecture(DENSE, mirrored=True),
    "convolutional": Architecture(CONVOLUTIONAL),
    "convolutional, mirrored": Architecture(CONVOLUTIONAL, mirrored=True),
}
of_every_kind = pytest.mark.parametrize("architecture", KINDS.values(), ids=KINDS)


def some_parameters(architecture: Architecture, seed: int = 1) -> FloatArray:
    """Return parameters of a network that is fairly, but not quite, sure of its answers."""
    rng = np.random.default_rng(seed)
    parameters = architecture.initial_parameters(rng)
    for part in architecture.statistics:
        parameters[part] = rng.uniform(0.5, 2.0, part.stop - part.start)
    last = architecture.split(parameters)[-2]
    logarithms = np.log(Network(architecture, parameters, CLASS_NAMES).predict_proba(IMAGES))
    last["biases"] -= logarithms.mean(axis=0)
    for array in last.values():
        array *= 1.5 / logarithms.std(axis=0).mean()
    return parameters


def probabilities(architecture: Architecture, parameters: FloatArray) -> NDArray[np.float64]:
    found = Network(architecture, parameters, CLASS_NAMES).predict_proba(IMAGES).astype(float)
    return found / found.sum(axis=1, keepdims=True)


def loss(architecture: Architecture, parameters: FloatArray, labels: NDArray[np.intp]) -> float:
    return float(log_loss(labels, probabilities(architecture, parameters), labels=range(10)))


def tempered(architecture: Architecture, parameters: FloatArray, temperature: float) -> FloatArray:
    changed = parameters.copy()
    temper(architecture, changed, temperature)
    return changed


def labels_that_are_as_likely(shares: NDArray[np.float64], seed: int = 2) -> NDArray[np.intp]:
    """Draw a label for each image, as often as its row of probabilities says."""
    sums = shares.cumsum(axis=1)
    drawn = np.random.default_rng(seed).random((len(shares), 1)) * sums[:, -1:]
    labels: NDArray[np.intp] = (drawn >= sums).sum(axis=1)
    return labels


@of_every_kind
@pytest.mark.parametrize("truth", [0.4, 2.5])
def test_no_other_temperature_makes_the_right_answers_more_likely(
    architecture: Architecture, truth: float
) -> None:
    parameters = some_parameters(architecture)
    labels = labels_that_are_as_likely(
        probabilities(architecture, tempered(architecture, parameters, truth))
    )
    found = best_temperature(architecture, parameters, IMAGES, labels)
    assert found == pytest.approx(truth, rel=0.3)
    best = loss(architecture, tempered(architecture, parameters, found), labels)
    for other in np.geomspace(0.2, 5.0, 41):
        other_loss = loss(architecture, tempered(architecture, parameters, other), labels)
        assert best <= other_loss + 1e-4, other


@of_every_kind
@pytest.mark.parametrize("seed", range(2))
def test_the_loss_is_never_larger_than_before(architecture: Architecture, seed: int) -> None:
    parameters = some_parameters(architecture, seed)
    rng = np.random.default_rng(seed)
    labels = labels_that_are_as_likely(probabilities(architecture, parameters))
    wrong = rng.random(N) < rng.random()
    labels[wrong] = rng.integers(0, 10, wrong.sum())
    temperature = best_temperature(architecture, parameters, IMAGES, labels)
    after = tempered(architecture, parameters, temperature)
    assert loss(architecture, after, labels) <= loss(architecture, parameters, labels) + 1e-6


@pytest.mark.parametrize("temperature", [0.2, 5.0])
@pytest.mark.parametrize("kind", ["dense", "convolutional"])
def test_no_answer_of_a_network_without_mirroring_changes(kind: str, temperature: float) -> None:
    architecture = KINDS[kind]
    parameters = some_parameters(architecture)
    before = probabilities(architecture, parameters)
    after = probabilities(architecture, tempered(architecture, parameters, temperature))
    by_size = np.sort(before, axis=1)
    is_clear = by_size[:, -1] > 1.0001 * by_size[:, -2]
    assert is_clear.mean() > 0.99
    assert np.array_equal(before.argmax(axis=1)[is_clear], after.argmax(axis=1)[is_clear])


@pytest.mark.parametrize("kind", ["dense", "convolutional"])
def test_tempered_probabilities_are_the_powers_of_what_they_were(kind: str) -> None:
    architecture = KINDS[kind]
    parameters = some_parameters(architecture)
    powers = probabilities(architecture, parameters) ** (1 / 1.7)
    expected = powers / powers.sum(axis=1, keepdims=True)
    after = probabilities(architecture, tempered(architecture, parameters, 1.7))
    np.testing.assert_allclose(after, expected, rtol=1e-3, atol=1e-6)


@of_every_kind
def test_only_the_last_weights_and_biases_change_and_they_are_divided(
    architecture: Architecture,
) -> None:
    parameters = some_parameters(architecture)
    after = tempered(architecture, parameters, 4.0)
    pairs = list(zip(architecture.split(parameters), architecture.split(after), strict=True))
    for before_layer, after_layer in pairs[:-2]:
        for name, array in before_layer.items():
            assert np.array_equal(after_layer[name], array)
    before_last, after_last = pairs[-2]
    assert set(before_last) == {"weights", "biases"}
    for name, array in before_last.items():
        assert np.array_equal(after_last[name], array / 4)


@of_every_kind
def test_looking_for_the_temperature_changes_nothing(architecture: Architecture) -> None:
    parameters, labels = some_parameters(architecture), np.arange(N) % 10
    for array in (parameters, labels):
        array.flags.writeable = False
    images = IMAGES.copy()
    images.flags.writeable = False
    found = best_temperature(architecture, parameters, images, labels)
    assert type(found) is float
    assert found == best_temperature(architecture, parameters, images, labels)
    order = np.random.default_rng(3).permutation(N)
    again = best_temperature(architecture, parameters, images[order], labels[order])
    assert again == pytest.approx(found, rel=0.03)


@of_every_kind
def test_it_goes_no_further_than_its_range(architecture: Architecture) -> None:
    parameters = some_parameters(architecture)
    answers = probabilities(architecture, parameters).argmax(axis=1)
    always_right = best_temperature(architecture, parameters, IMAGES, answers)
    always_wrong = best_temperature(architecture, parameters, IMAGES, (answers + 5) % 10)
    assert always_right == pytest.approx(0.2)
    assert always_wrong == pytest.approx(5.0)


@of_every_kind
def test_a_single_image_is_enough(architecture: Architecture) -> None:
    parameters = some_parameters(architecture)
    found = best_temperature(architecture, parameters, IMAGES[:1], np.array([3], np.uint8))
    assert 0.2 <= found <= 5.0


def test_a_network_that_is_sure_beyond_all_numbers_gets_a_temperature_too() -> None:
    architecture = KINDS["dense"]
    parameters = tempered(architecture, some_parameters(architecture), 1e-3)
    found = best_temperature(architecture, parameters, IMAGES, np.arange(N) % 10)
    assert found == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("layers", "can_be"),
    [
        (DENSE, True),
        (CONVOLUTIONAL, True),
        ((Flatten(), Dense(10), Sigmoid()), False),
        ((Flatten(), Dense(10), BatchNorm(), Softmax()), False),
        ((Flatten(), Dense(10), Dropout(0.5), Softmax()), False),
        ((Conv2D(10), GlobalAveragePool(), Softmax()), False),
    ],
    ids=["dense", "convolutional", "sigmoid", "norm last", "dropout last", "average last"],
)
def test_a_softmax_after_weights_and_biases_is_what_can_be_tempered(
    layers: tuple[Layer, ...], can_be: bool
) -> None:
    assert can_be_tempered(Architecture(layers)) is can_be
