"""Scores against those of scikit-learn."""

from typing import Any

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fashion_gui.evaluation.metrics import ClassScores, Report, confusion_matrix

NAMES = tuple("abcdefghij")

CASES = st.integers(2, 10).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), min_size=1, max_size=60),
    )
)


def scores_of(values: dict[str, float]) -> ClassScores:
    return ClassScores(
        values["precision"], values["recall"], values["f1-score"], int(values["support"])
    )


def assert_same_scores(found: ClassScores, expected: dict[str, float]) -> None:
    theirs = scores_of(expected)
    assert found.support == theirs.support
    assert (found.precision, found.recall, found.f1) == pytest.approx(
        (theirs.precision, theirs.recall, theirs.f1), abs=1e-12
    )


def check_against_scikit_learn(y_true: NDArray[Any], y_pred: NDArray[Any], n: int) -> None:
    labels = np.arange(n)
    report = Report.of(y_true, y_pred, NAMES[:n])
    theirs = sklearn.metrics.classification_report(
        y_true, y_pred, labels=labels, target_names=NAMES[:n], output_dict=True, zero_division=0
    )
    expected = sklearn.metrics.confusion_matrix(y_true, y_pred, labels=labels)
    assert np.array_equal(report.confusion, expected)
    assert report.accuracy == pytest.approx(theirs["accuracy"], abs=1e-12)
    for name, scores in zip(report.class_names, report.classes, strict=True):
        assert_same_scores(scores, theirs[name])
    assert_same_scores(report.macro_average, theirs["macro avg"])
    assert_same_scores(report.weighted_average, theirs["weighted avg"])


@settings(deadline=None, max_examples=40)
@given(CASES)
def test_any_answers_get_the_scores_of_scikit_learn(
    case: tuple[int, list[tuple[int, int]]],
) -> None:
    n, pairs = case
    y_true, y_pred = np.array(pairs).T
    check_against_scikit_learn(y_true, y_pred, n)


@pytest.mark.parametrize("n", [2, 10])
def test_random_answers_of_many_images_get_the_scores_of_scikit_learn(n: int) -> None:
    rng = np.random.default_rng(n)
    check_against_scikit_learn(rng.integers(0, n, 5000), rng.integers(0, n, 5000), n)


def test_a_class_without_images_and_a_class_never_answered_score_nothing() -> None:
    y_true = np.array([0, 0, 1, 1, 1])
    y_pred = np.array([0, 2, 0, 0, 2])
    check_against_scikit_learn(y_true, y_pred, 4)
    _, never_answered, no_images, neither = Report.of(y_true, y_pred, NAMES[:4]).classes
    assert never_answered == ClassScores(0.0, 0.0, 0.0, 3)
    assert no_images == ClassScores(0.0, 0.0, 0.0, 0)
    assert neither == ClassScores(0.0, 0.0, 0.0, 0)


def test_rows_are_the_true_classes_and_columns_the_answers() -> None:
    matrix = confusion_matrix(np.array([2, 2, 0]), np.array([1, 1, 0]), 3)
    assert matrix.tolist() == [[1, 0, 0], [0, 0, 0], [0, 2, 0]]


def test_labels_of_one_byte_do_not_overflow() -> None:
    y_true = np.full(300, 200, np.uint8)
    matrix = confusion_matrix(y_true, np.full(300, 255, np.intp), 256)
    assert matrix[200, 255] == 300 == matrix.sum()


def test_perfect_answers_score_one_and_wholly_wrong_ones_zero() -> None:
    y = np.arange(20) % 4
    right, wrong = Report.of(y, y, NAMES[:4]), Report.of(y, (y + 1) % 4, NAMES[:4])
    assert right.accuracy == 1.0
    assert right.weighted_average == ClassScores(1.0, 1.0, 1.0, 20)
    assert wrong.accuracy == 0.0
    assert wrong.macro_average == ClassScores(0.0, 0.0, 0.0, 20)


def test_both_averages_are_the_same_number_where_all_classes_have_as_many_images() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        y = np.repeat(np.arange(4), 100)
        report = Report.of(
            y, np.where(rng.random(400) < 0.2, rng.integers(0, 4, 400), y), NAMES[:4]
        )
        assert report.macro_average == report.weighted_average


def test_no_images_at_all_score_zero_without_a_warning() -> None:
    nothing = np.empty(0, np.intp)
    report = Report.of(nothing, nothing, NAMES[:3])
    assert report.accuracy == 0.0
    assert report.macro_average == report.weighted_average == ClassScores(0.0, 0.0, 0.0, 0)


def test_the_text_has_a_line_for_each_class_both_averages_and_the_accuracy() -> None:
    y_true, y_pred = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    report = Report.of(y_true, y_pred, ("short", "a longer name"))
    lines = [line.split() for line in report.to_text().splitlines()]
    assert lines == [
        ["precision", "recall", "f1-score", "support"],
        ["short", "1.000", "0.667", "0.800", "3"],
        ["a", "longer", "name", "0.500", "1.000", "0.667", "1"],
        ["macro", "avg", "0.750", "0.833", "0.733", "4"],
        ["weighted", "avg", "0.875", "0.750", "0.767", "4"],
        ["accuracy", "0.7500"],
    ]
    widths = {len(line) for line in report.to_text().splitlines()[:-1]}
    assert len(widths) == 1
