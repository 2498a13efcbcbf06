"""The article's arithmetic against the article's own formulas, in columns as it has them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.training.as_printed import AsPrintedLearner
from fashion_gui.training.events import Finished
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.trainer import train

RECIPE = RECIPES["article-as-printed"]
RATE = 0.01
N_IMAGES = 60
TOLERANCE: dict[str, Any] = {"rtol": 2e-4, "atol": 2e-5}
"""The program computes in single precision, the reference in double: over the few steps here
the rounding errors of 1e-7 grow by a factor of some tens."""


def sigmoid(x: NDArray[Any]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-x))


def sigmoid_slope(x: NDArray[Any]) -> NDArray[np.float64]:
    """Take the slope as the article does: of whatever it is given."""
    return sigmoid(x) * (1.0 - sigmoid(x))


class Article:
    """The article's program; a column is an image."""

    def __init__(self, learner: AsPrintedLearner) -> None:
        first, last = (p for p in learner.network().layer_parameters() if p)
        self.W1 = first["weights"].T.astype(float)
        self.W2 = last["weights"].T.astype(float)
        self.B1 = np.zeros((len(self.W1), 1))
        self.B2 = np.zeros((10, 1))

    def forward(self, X: NDArray[Any], n: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Answer n images, with the biases of the first n columns."""
        H = sigmoid(self.W1 @ X + self.B1[:, :n])
        return H, sigmoid(self.W2 @ H + self.B2[:, :n])

    def step(self, X: NDArray[Any], T: NDArray[Any]) -> float:
        H, O = self.forward(X, X.shape[1])  # noqa: E741
        dO = (T - O) * sigmoid_slope(O)
        dH = (self.W2.T @ dO) * sigmoid_slope(H)
        self.W2 = self.W2 + RATE * dO @ H.T
        self.B2 = self.B2 + RATE * dO
        self.W1 = self.W1 + RATE * dH @ X.T
        self.B1 = self.B1 + RATE * dH
        return float(((T - O) ** 2).sum() / (2 * X.shape[1]))


def columns(split: Subset) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return pixels (784, n) from 0 to 1 and one-hot targets (10, n)."""
    return split.images.reshape(len(split), -1).T / 255, np.eye(10)[split.labels].T


@pytest.fixture
def images(small_dataset: Dataset) -> Subset:
    return small_dataset.train[:N_IMAGES]


@pytest.fixture
def learner(images: Subset) -> AsPrintedLearner:
    return AsPrintedLearner(RECIPE, images, CLASS_NAMES)


@pytest.fixture
def article(learner: AsPrintedLearner) -> Article:
    return Article(learner)


def biases_of(learner: AsPrintedLearner) -> tuple[NDArray[Any], NDArray[Any]]:
    return learner._biases1, learner._biases2


def test_the_steps_are_those_of_the_article(
    learner: AsPrintedLearner, article: Article, images: Subset
) -> None:
    X, T = columns(images)
    for _ in range(5):
        expected_right = int((article.forward(X, N_IMAGES)[1].argmax(0) == images.labels).sum())
        expected_loss = article.step(X, T)
        loss, n_correct = learner.step(None, RATE)
        assert loss == pytest.approx(expected_loss, rel=1e-4)
        assert n_correct == expected_right
        first, last = (p for p in learner.network().layer_parameters() if p)
        np.testing.assert_allclose(first["weights"].T, article.W1, **TOLERANCE)
        np.testing.assert_allclose(last["weights"].T, article.W2, **TOLERANCE)


def test_the_weights_have_moved_far_more_than_the_tolerance(
    learner: AsPrintedLearner, images: Subset
) -> None:
    before = learner.network().parameters
    for _ in range(5):
        learner.step(None, RATE)
    assert np.abs(learner.network().parameters - before).max() > 1000 * TOLERANCE["atol"]


def test_every_training_image_gets_biases_of_its_own(
    learner: AsPrintedLearner, article: Article, images: Subset
) -> None:
    assert [len(biases) for biases in biases_of(learner)] == [1, 1]
    X, T = columns(images)
    for _ in range(3):
        article.step(X, T)
        learner.step(None, RATE)
        biases1, biases2 = biases_of(learner)
        assert (biases1.shape, biases2.shape) == ((N_IMAGES, 128), (N_IMAGES, 10))
        np.testing.assert_allclose(biases1.T, article.B1, **TOLERANCE)
        np.testing.assert_allclose(biases2.T, article.B2, **TOLERANCE)
    assert np.unique(biases1, axis=0).shape == biases1.shape


@pytest.mark.parametrize("n_test", [N_IMAGES, 25, 1])
def test_a_test_image_is_answered_with_the_biases_of_the_training_image_in_its_place(
    learner: AsPrintedLearner, article: Article, small_dataset: Dataset, n_test: int
) -> None:
    X, T = columns(small_dataset.train[:N_IMAGES])
    for _ in range(5):
        article.step(X, T)
        learner.step(None, RATE)
    test = small_dataset.test[:n_test]
    X, T = columns(test)
    _, expected = article.forward(X, n_test)
    ((loss, answers),) = learner.evaluate(test)
    assert loss == pytest.approx(((expected - T) ** 2).sum() / 2, rel=1e-4)
    assert np.array_equal(answers, expected.argmax(axis=0))


def test_more_test_images_than_biases_are_answered_with_their_mean(
    learner: AsPrintedLearner, article: Article, small_dataset: Dataset
) -> None:
    X, T = columns(small_dataset.train[:N_IMAGES])
    for _ in range(5):
        article.step(X, T)
        learner.step(None, RATE)
    article.B1 = article.B1.mean(axis=1, keepdims=True)
    article.B2 = article.B2.mean(axis=1, keepdims=True)
    X, T = columns(small_dataset.test)
    _, expected = article.forward(X, 1)
    ((loss, answers),) = learner.evaluate(small_dataset.test)
    assert loss == pytest.approx(((expected - T) ** 2).sum() / 2, rel=1e-4)
    assert np.array_equal(answers, expected.argmax(axis=0))


def test_the_network_has_the_mean_of_the_biases(
    learner: AsPrintedLearner, article: Article, images: Subset
) -> None:
    X, T = columns(images)
    for _ in range(4):
        article.step(X, T)
        learner.step(None, RATE)
    first, last = (p for p in learner.network().layer_parameters() if p)
    np.testing.assert_allclose(first["biases"], article.B1.mean(axis=1), **TOLERANCE)
    np.testing.assert_allclose(last["biases"], article.B2.mean(axis=1), **TOLERANCE)


def test_weights_begin_with_the_spread_of_their_inputs_and_biases_at_zero(
    learner: AsPrintedLearner,
) -> None:
    first, last = (p for p in learner.network().layer_parameters() if p)
    assert first["weights"].std() == pytest.approx(784**-0.5, rel=0.02)
    assert last["weights"].std() == pytest.approx(128**-0.5, rel=0.1)
    assert abs(first["weights"].mean()) < 0.001
    assert not first["biases"].any()
    assert not last["biases"].any()


def test_the_network_is_a_copy_that_later_steps_leave_alone(learner: AsPrintedLearner) -> None:
    learner.step(None, RATE)
    network = learner.network()
    then = network.parameters.tobytes()
    learner.step(None, RATE)
    assert network.parameters.tobytes() == then != learner.network().parameters.tobytes()


def test_ten_hidden_units_do_not_mix_with_the_ten_outputs(
    small_dataset: Dataset, images: Subset
) -> None:
    learner = AsPrintedLearner(replace(RECIPE, hidden=(10,)), images, CLASS_NAMES)
    article = Article(learner)
    X, T = columns(images)
    for _ in range(3):
        assert learner.step(None, RATE)[0] == pytest.approx(article.step(X, T), rel=1e-4)
    X, _ = columns(small_dataset.test[:N_IMAGES])
    ((_, answers),) = learner.evaluate(small_dataset.test[:N_IMAGES])
    assert np.array_equal(answers, article.forward(X, N_IMAGES)[1].argmax(axis=0))


def test_a_run_as_printed_reports_what_the_articles_program_would(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, n_train=200, n_test=200, n_validation=0, epochs=8)
    part = Dataset(small_dataset.train[:200], small_dataset.test[:200], CLASS_NAMES)
    article = Article(AsPrintedLearner(recipe, part.train, CLASS_NAMES))
    for _ in range(8):
        article.step(*columns(part.train))
    _, outputs = article.forward(columns(part.test)[0], 200)
    *_, last = train(recipe, small_dataset)
    assert isinstance(last, Finished)
    assert last.report.accuracy == np.mean(outputs.argmax(axis=0) == part.test.labels)
