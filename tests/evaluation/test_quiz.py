"""The quiz: which images, and whose answers are right."""

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.evaluation.quiz import Quiz
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe


@pytest.fixture(scope="module")
def network() -> Network:
    architecture = Recipe(hidden=(4,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(1))
    return Network(architecture, parameters, CLASS_NAMES)


def test_twenty_test_images_are_drawn_none_of_them_twice(
    network: Network, small_dataset: Dataset
) -> None:
    quiz = Quiz.of(network, small_dataset, np.random.default_rng(0))
    other = Quiz.of(network, small_dataset, np.random.default_rng(1))
    assert len(set(quiz.numbers)) == len(quiz) == 20
    assert all(1200 <= number < 1500 for number in quiz.numbers)
    assert quiz.numbers != other.numbers
    expected = network.predict_proba(small_dataset.images(np.array(quiz.numbers))).argmax(axis=1)
    assert quiz.network_answers == tuple(expected)
    assert quiz.labels == tuple(small_dataset.labels[list(quiz.numbers)])


def test_both_are_judged_by_the_same_images() -> None:
    quiz = Quiz((5, 6, 7, 8), labels=(0, 1, 2, 3), network_answers=(0, 1, 9, 9))
    assert (quiz.person_score, quiz.network_score) == (0, 0)
    for chosen in (0, 4, 2):
        quiz.answer(chosen)
    assert (quiz.person_score, quiz.network_score) == (2, 2)
    assert not quiz.is_over
    quiz.answer(3)
    assert quiz.is_over
    assert (quiz.person_score, quiz.network_score) == (3, 2)
    assert quiz.mistakes() == [1, 2, 3]


def test_a_quiz_that_is_over_takes_no_answer() -> None:
    quiz = Quiz((5,), labels=(0,), network_answers=(0,), answers=[0])
    with pytest.raises(ValueError, match="found all 1 answered"):
        quiz.answer(1)


def test_a_small_data_set_makes_a_short_quiz(network: Network, small_dataset: Dataset) -> None:
    few = Dataset(small_dataset.train, small_dataset.test[:3], CLASS_NAMES)
    assert len(Quiz.of(network, few, np.random.default_rng(0))) == 3
