"""Neighbours in the last hidden layer, against a plain search, and labels that look wrong."""

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Split
from fashion_gui.evaluation.neighbours import _as_floats, doubtful_label, find_neighbours
from fashion_gui.evaluation.predictions import Predictions, predict_split
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe


@pytest.fixture(scope="module")
def network() -> Network:
    architecture = Recipe(hidden=(16,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(3))
    return Network(architecture, parameters, CLASS_NAMES)


@pytest.fixture(scope="module")
def training(network: Network, small_dataset: Dataset) -> Predictions:
    *_, answers = predict_split(network, small_dataset, Split.TRAINING, with_features=True)
    assert isinstance(answers, Predictions)
    return answers


def hidden(network: Network, images: np.ndarray) -> np.ndarray:
    weights, biases = network.layer_parameters()[1].values()
    return np.maximum(images.reshape(len(images), -1) / 255 @ weights + biases, 0)


@pytest.mark.parametrize("number", [0, 17, 1100, 1234])
def test_the_nearest_are_those_of_a_plain_search(
    number: int, network: Network, small_dataset: Dataset, training: Predictions
) -> None:
    found = find_neighbours(number, small_dataset, training)
    all_training = hidden(network, small_dataset.subset(Split.TRAINING).images)
    query = hidden(network, small_dataset.image(number)[None])[0]
    distances = np.linalg.norm(all_training - query, axis=1)
    if number < len(distances):
        distances[number] = np.inf
    order = np.argsort(distances)
    # Features are kept with half the digits: places whose distances are as good as equal may swap.
    np.testing.assert_allclose(distances[list(found.nearest)], distances[order[:5]], rtol=5e-3)
    labels = small_dataset.labels
    usual = np.bincount(labels[order[:5]]).argmax()
    others = [place for place in order if labels[place] != usual][:5]
    np.testing.assert_allclose(distances[list(found.others)], distances[others], rtol=5e-3)
    assert all(labels[place] != usual for place in found.others)


def test_an_image_is_not_its_own_neighbour(small_dataset: Dataset, training: Predictions) -> None:
    assert 40 not in find_neighbours(40, small_dataset, training).nearest


def test_there_may_be_fewer_training_images_than_neighbours_wanted(
    network: Network, small_dataset: Dataset
) -> None:
    few = Dataset(small_dataset.train[:4], small_dataset.test, CLASS_NAMES)
    *_, training = predict_split(network, few, Split.TRAINING, with_features=True)
    assert isinstance(training, Predictions)
    found = find_neighbours(2, few, training)
    assert sorted(found.nearest) == [0, 1, 3]
    labels = few.labels[[0, 1, 3]]
    assert len(set(labels)) == 3
    assert sorted(found.others) == [n for n in (0, 1, 3) if few.labels[n] != labels.min()]


def test_answers_without_features_are_refused(network: Network, small_dataset: Dataset) -> None:
    *_, training = predict_split(network, small_dataset, Split.TRAINING)
    assert isinstance(training, Predictions)
    with pytest.raises(ValueError, match="Expected predictions with features"):
        find_neighbours(0, small_dataset, training)


def shares(of_answer: float, answer: int) -> np.ndarray:
    probabilities = np.full(10, (1 - of_answer) / 9, np.float32)
    probabilities[answer] = of_answer
    return probabilities


@pytest.mark.parametrize(
    ("label", "confidence", "agreeing", "expected"),
    [(6, 0.95, 5, 0), (6, 0.95, 4, 0), (6, 0.95, 3, None), (6, 0.89, 5, None), (0, 0.99, 5, None)],
)
def test_a_label_is_doubted_when_network_and_neighbours_agree(
    label: int, confidence: float, agreeing: int, expected: int | None
) -> None:
    neighbours = np.array([0] * agreeing + [6] * (5 - agreeing))
    assert doubtful_label(label, shares(confidence, 0), neighbours) == expected


def test_all_numbers_of_16_bits_become_the_same_ones_of_32() -> None:
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16).reshape(64, -1)
    finite = halves[np.isfinite(halves).all(axis=1)]
    for some in (finite, halves, finite[:, ::2]):
        memory = np.empty((len(some) + 1, some.shape[1]), np.int32)
        with np.errstate(invalid="ignore"):
            wide = _as_floats(some, memory)
            expected = some.astype(np.float32)
        np.testing.assert_array_equal(wide.view(np.uint32), expected.view(np.uint32))
    assert len(finite) == 62
