"""Questions: filters that all hold at once, and orders, against plain Python."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashion_gui.data import CLASS_NAMES, Dataset, Split, Subset
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery, Order, _order_of
from fashion_gui.nn.network import Network
from fashion_gui.percent import SIGN
from fashion_gui.training.recipes import Recipe

N_TEST = 80
FIRST = 24


def make_dataset() -> Dataset:
    rng = np.random.default_rng(0)
    images = np.zeros((N_TEST, 28, 28), np.uint8)
    labels = rng.integers(0, 3, N_TEST).astype(np.uint8)
    return Dataset(Subset(images[:FIRST], labels[:FIRST]), Subset(images, labels), CLASS_NAMES)


DATASET = make_dataset()


def make_answers(seed: int) -> Predictions:
    """Answers with few different probabilities, so that many of them are equal."""
    rng = np.random.default_rng(seed)
    architecture = Recipe(hidden=(4,)).architecture(10)
    network = Network(architecture, architecture.initial_parameters(rng), CLASS_NAMES)
    probabilities = rng.integers(1, 4, (N_TEST, 10)).astype(np.float32)
    probabilities[:, :3] *= 3
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    return Predictions.of(network, DATASET.test.labels, probabilities, FIRST)


ANSWERS, OTHERS = make_answers(1), make_answers(2)
classes = st.none() | st.integers(0, 3)
questions = st.builds(
    ImageQuery,
    true_class=classes,
    answer=classes,
    is_right=st.none() | st.booleans(),
    confidence=st.none() | st.tuples(st.floats(0, 0.3), st.floats(0.2, 1)),
    other_answer=classes,
    differs=st.booleans(),
    among=st.none() | st.just(tuple(range(FIRST - 5, FIRST + N_TEST, 3))),
    order=st.sampled_from(Order),
    is_reversed=st.booleans(),
)


def holds(question: ImageQuery, place: int) -> bool:
    low, high = question.confidence or (0, 1)
    return (
        question.true_class in (None, DATASET.test.labels[place])
        and question.answer in (None, ANSWERS.predicted[place])
        and question.is_right in (None, bool(ANSWERS.is_right[place]))
        and low <= ANSWERS.confidence[place] <= high
        and question.other_answer in (None, OTHERS.predicted[place])
        and (question.among is None or FIRST + place in question.among)
        and (not question.differs or ANSWERS.predicted[place] != OTHERS.predicted[place])
    )


def key_of(order: Order, place: int) -> float:
    confidence = float(ANSWERS.confidence[place])
    return {
        Order.INDEX: float(place),
        Order.CONFIDENCE: confidence,
        Order.MARGIN: float(ANSWERS.margin[place]),
        Order.LOSS: float(ANSWERS.losses[place]),
        Order.CONFIDENTLY_WRONG: confidence if ANSWERS.is_right[place] else -confidence,
    }[order]


@given(questions)
def test_filters_and_orders_are_those_of_plain_python(question: ImageQuery) -> None:
    sign = -1 if question.is_reversed else 1
    places = [place for place in range(N_TEST) if holds(question, place)]
    # Python's sort keeps the order of equal ones, too: that of their numbers.
    expected = sorted(places, key=lambda place: sign * key_of(question.order, place))
    found = question.find(DATASET, ANSWERS, OTHERS)
    assert found is not None
    assert found.tolist() == [FIRST + place for place in expected]


def test_the_most_confident_error_comes_first() -> None:
    found = ImageQuery(order=Order.CONFIDENTLY_WRONG).find(DATASET, ANSWERS)
    assert found is not None
    wrong = np.where(ANSWERS.is_right, 0, ANSWERS.confidence)
    assert found[0] == FIRST + int(wrong.argmax())


@pytest.mark.parametrize(
    "question",
    [
        ImageQuery(answer=1),
        ImageQuery(is_right=True),
        ImageQuery(confidence=(0, 1)),
        ImageQuery(order=Order.LOSS),
        ImageQuery(differs=True),
        ImageQuery(other_answer=2),
    ],
)
def test_what_needs_answers_waits_for_them(question: ImageQuery) -> None:
    assert question.needs_answers
    assert question.find(DATASET, None, None) is None
    assert (question.find(DATASET, ANSWERS, None) is None) == question.needs_comparison


def test_labels_alone_tell_a_class_of_any_part() -> None:
    for part in Split:
        found = ImageQuery(part, true_class=1).find(DATASET, None)
        assert found is not None
        numbers = DATASET.numbers(part)
        assert found.tolist() == [n for n in numbers if DATASET.labels[n] == 1]


def test_filters_are_told_in_words_and_taken_away_by_their_names() -> None:
    question = ImageQuery(
        true_class=6, answer=0, is_right=False, confidence=(0.5, 1), other_answer=4, differs=True
    )
    assert question.filters(CLASS_NAMES) == {
        "true_class": "is Shirt",
        "answer": "predicted T-shirt/top",
        "is_right": "answered wrong",
        "confidence": f"50 to 100{SIGN} sure",
        "other_answer": "other network: Coat",
        "differs": "the two networks disagree",
    }
    for name in question.filters(CLASS_NAMES):
        assert name not in question.without(name).filters(CLASS_NAMES)
        assert len(question.without(name).filters(CLASS_NAMES)) == 5
    in_order = replace(question, part=Split.ALL, order=Order.LOSS, is_reversed=True)
    assert in_order.cleared() == ImageQuery(Split.ALL, order=Order.LOSS, is_reversed=True)
    assert ImageQuery(is_right=True).filters(CLASS_NAMES) == {"is_right": "answered right"}


def test_the_quick_order_is_that_of_a_stable_sort() -> None:
    rng = np.random.default_rng(0)
    special = np.array([0, -0.0, 1, -1, np.inf, -np.inf, 1e-45, -1e-45, 0, -1], np.float32)
    some = rng.normal(size=500).astype(np.float32)
    unknown = np.array([1, np.nan, 0], np.float32)
    for keys in (special, some, np.round(some, 1), special[:0], unknown, -unknown):
        assert _order_of(keys).tolist() == np.argsort(keys, kind="stable").tolist()
