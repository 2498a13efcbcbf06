"""Answers to many images: what follows from them, and how they are worked out."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from fashion_gui.data import CLASS_NAMES, Dataset, Split
from fashion_gui.evaluation import predictions
from fashion_gui.evaluation.predictions import EarlyPredictions, Predictions, predict_split
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.nn import architecture
from fashion_gui.nn.forward_pass import ForwardPass, as_input
from fashion_gui.nn.layer import LayerBuffers
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe

RECIPES = {
    "dense": Recipe(hidden=(16, 8)),
    "convolutional": Recipe(convolutions=("4s2", "6p"), hidden=()),
    "mirrored": Recipe(convolutions=("4s2", "6p"), hidden=(), mirror=True),
}


def network_of(recipe: Recipe) -> Network:
    architecture = recipe.architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(7))
    return Network(architecture, parameters, CLASS_NAMES)


@pytest.fixture(params=list(RECIPES))
def network(request: pytest.FixtureRequest) -> Network:
    return network_of(RECIPES[request.param])


def predictions_on(
    network: Network, dataset: Dataset, part: Split, n_threads: int = 1
) -> Predictions:
    *_, answers = predict_split(network, dataset, part, n_threads, with_features=True)
    assert isinstance(answers, Predictions)
    return answers


def random_answers(seed: int, n: int = 200, start: int = 0) -> Predictions:
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.full(10, 0.3), n).astype(np.float32)
    labels = rng.integers(0, 10, n).astype(np.uint8)
    return Predictions.of(network_of(RECIPES["dense"]), labels, probabilities, start)


def test_everything_follows_from_the_probabilities() -> None:
    answers = random_answers(1)
    ordered = np.sort(answers.probabilities, axis=1)
    np.testing.assert_array_equal(answers.predicted, answers.probabilities.argmax(axis=1))
    np.testing.assert_array_equal(answers.is_right, answers.predicted == answers.labels)
    np.testing.assert_array_equal(answers.confidence, ordered[:, -1])
    np.testing.assert_allclose(answers.margin, ordered[:, -1] - ordered[:, -2])
    exact = answers.probabilities.astype(np.float64)
    exact /= exact.sum(axis=1, keepdims=True)
    expected = log_loss(answers.labels, exact, labels=range(10))
    assert answers.loss == pytest.approx(expected, rel=1e-3)
    assert answers.report.accuracy == answers.is_right.mean()


def test_the_answers_of_a_part_are_those_of_predict_proba(
    network: Network, small_dataset: Dataset
) -> None:
    answers = predictions_on(network, small_dataset, Split.VALIDATION)
    split = small_dataset.subset(Split.VALIDATION)
    np.testing.assert_array_equal(answers.probabilities, network.predict_proba(split.images))
    np.testing.assert_array_equal(answers.labels, split.labels)
    assert answers.start == 1100
    assert 1100 in answers
    assert 1200 not in answers


def test_features_are_what_the_last_layer_with_weights_is_given(
    network: Network, small_dataset: Dataset
) -> None:
    answers = predictions_on(network, small_dataset, Split.VALIDATION)
    architecture = network.architecture
    run = ForwardPass(architecture, network.layer_parameters())
    X = as_input(small_dataset.subset(Split.VALIDATION).images, LayerBuffers({}))

    def hidden(X: np.ndarray) -> np.ndarray:
        return np.array(run(X, n_layers=len(architecture.layers) - 2)).reshape(len(X), -1)

    expected = hidden(X)
    if architecture.mirrored:
        expected = (expected + hidden(X[:, :, ::-1])) / 2
    assert answers.features is not None
    np.testing.assert_allclose(answers.features, expected, rtol=2e-3, atol=1e-3)


def test_two_threads_answer_as_one_does(network: Network, small_dataset: Dataset) -> None:
    one = predictions_on(network, small_dataset, Split.TEST)
    two = predictions_on(network, small_dataset, Split.TEST, n_threads=2)
    np.testing.assert_array_equal(one.probabilities, two.probabilities)
    np.testing.assert_array_equal(one.features, two.features)  # type: ignore[arg-type]


def test_the_number_of_answered_images_is_told_all_the_time(
    network: Network, small_dataset: Dataset
) -> None:
    *counts, answers = predict_split(network, small_dataset, Split.TEST)
    assert counts == sorted(set(counts))  # type: ignore[type-var]
    assert counts[-1] == 300
    assert isinstance(answers, Predictions)
    assert answers.features is None


def test_joined_answers_are_those_of_the_parts_one_after_the_other() -> None:
    parts = [random_answers(1, 30, start=5), random_answers(2, 50, start=35)]
    joined = Predictions.joined(parts)
    assert len(joined) == 80
    assert joined.start == 5
    np.testing.assert_array_equal(joined.losses[30:], parts[1].losses)
    n_right = sum(int(part.is_right.sum()) for part in parts)
    assert joined.report.accuracy == n_right / 80


def test_the_first_images_are_told_early_for_twice_as_many_each_time(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(architecture, "_MAX_CHUNK", 16)
    monkeypatch.setattr(predictions, "_FIRST", 20)
    work = predict_split(network_of(RECIPES["dense"]), small_dataset, Split.TEST, with_early=True)
    *items, final = work
    assert isinstance(final, Predictions)
    early = [item.answers for item in items if isinstance(item, EarlyPredictions)]
    assert [len(answers) for answers in early] == [32, 64, 128, 256]
    for answers in early:
        n = len(answers)
        assert answers.start == final.start
        np.testing.assert_array_equal(answers.probabilities, final.probabilities[:n])
        np.testing.assert_array_equal(answers.is_right, final.is_right[:n])
    query = ImageQuery(is_right=False)
    found = query.find(small_dataset, early[1])
    everything = query.find(small_dataset, final)
    assert found is not None
    assert everything is not None
    np.testing.assert_array_equal(found, everything[everything < final.start + 64])
