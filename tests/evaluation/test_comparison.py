"""Two networks side by side: what differs, and whether that may be chance."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, recall_score

from fashion_gui.data import CLASS_NAMES
from fashion_gui.evaluation.comparison import (
    Comparison,
    mcnemar_p_value,
    paired_difference_interval,
)
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network

Labels = NDArray[np.uint8]


def answers(labels: Labels, predicted: Labels, start: int = 0) -> Predictions:
    """Return answers of which each is 91 % sure."""
    architecture = Architecture((Flatten(), Dense(10), Softmax()))
    parameters = np.zeros(architecture.n_parameters, np.float32)
    probabilities = np.full((len(labels), 10), 0.01, np.float32)
    probabilities[np.arange(len(labels)), predicted] = 0.91
    return Predictions.of(
        Network(architecture, parameters, CLASS_NAMES), labels, probabilities, start
    )


def make(n_both: int, n_only_first: int, n_only_second: int, n_neither: int) -> Comparison:
    """Compare networks that are right on so many images of class 0; else they answer 1 and 2."""
    counts = (n_both, n_only_first, n_only_second, n_neither)
    first = np.repeat([0, 0, 1, 1], counts).astype(np.uint8)
    second = np.repeat([0, 2, 0, 2], counts).astype(np.uint8)
    labels = np.zeros(sum(counts), np.uint8)
    return Comparison(answers(labels, first), answers(labels, second))


def test_what_only_one_of_them_gets_right_is_counted() -> None:
    comparison = make(50, 7, 12, 4)
    assert (comparison.n_only_first, comparison.n_only_second) == (7, 12)
    assert int(comparison.differs.sum()) == 7 + 12 + 4
    accuracies = [one.report.accuracy for one in (comparison.first, comparison.second)]
    assert comparison.difference == pytest.approx(accuracies[1] - accuracies[0])


def test_the_changes_are_those_of_scikit_learns_scores() -> None:
    rng = np.random.default_rng(3)
    labels, first, second = rng.integers(0, 10, (3, 500)).astype(np.uint8)
    comparison = Comparison(answers(labels, first), answers(labels, second))
    recalls = [recall_score(labels, predicted, average=None) for predicted in (first, second)]
    assert comparison.recall_changes == pytest.approx(recalls[1] - recalls[0])
    change = confusion_matrix(labels, second) - confusion_matrix(labels, first)
    assert comparison.confusion_change.tolist() == change.tolist()


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 1), (3, 9), (9, 3), (40, 40), (80, 130)])
def test_the_p_value_is_that_of_the_exact_binomial_test(first: int, second: int) -> None:
    expected = binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar_p_value(first, second) == pytest.approx(expected)


def test_the_p_value_of_very_many_images_is_exact_too() -> None:
    assert mcnemar_p_value(3400, 3600) == pytest.approx(binomtest(3400, 7000).pvalue)
    assert mcnemar_p_value(0, 5000) == 0


def test_the_interval_is_that_of_newcombes_published_example() -> None:
    # Of 50 pairs 36 are positive twice, 12 only the first time and 2 only the second.
    assert paired_difference_interval(36, 12, 2, 0) == pytest.approx((0.0569, 0.3404), abs=5e-5)


def test_the_interval_turns_round_with_the_networks() -> None:
    low, high = make(50, 7, 12, 4).difference_interval
    assert make(50, 12, 7, 4).difference_interval == pytest.approx((-high, -low))
    assert low < 5 / 73 < high


def test_the_interval_holds_the_true_difference_about_95_times_of_100() -> None:
    rng = np.random.default_rng(11)
    shares = [0.8, 0.08, 0.05, 0.07]
    drawn = rng.multinomial(300, shares, 600)
    intervals = [paired_difference_interval(*map(int, counts)) for counts in drawn]
    held = np.mean([low <= shares[1] - shares[2] <= high for low, high in intervals])
    assert 0.93 < held < 0.98


def test_without_images_nothing_is_known() -> None:
    assert paired_difference_interval(0, 0, 0, 0) == (-1, 1)


def test_a_large_difference_is_called_more_than_chance_and_the_better_one_is_named() -> None:
    verdict = make(500, 10, 90, 20).verdict("old", "new")
    assert verdict.startswith("new is right 12.90 percentage points more often than old")
    assert "more than chance explains" in verdict
    assert "p < 0.001" in verdict
    assert make(500, 90, 10, 20).verdict("old", "new").startswith("old is right 12.90")


def test_the_interval_in_the_words_is_that_of_the_better_network() -> None:
    words = [
        make(500, *counts, 20).verdict("a", "b").split("interval ")[1]
        for counts in ((10, 90), (90, 10))
    ]
    assert words[0] == words[1]
    assert words[0].startswith("+")


def test_a_small_difference_may_be_chance() -> None:
    comparison = make(500, 10, 13, 20)
    assert comparison.may_be_chance
    assert "That may be chance" in comparison.verdict("a", "b")
    assert f"p = {comparison.p_value:.3f}" in comparison.verdict("a", "b")


def test_no_difference_is_told_in_words_of_its_own() -> None:
    assert "same images" in make(9, 0, 0, 1).verdict("a", "b")
    assert "same number of images" in make(9, 2, 2, 1).verdict("a", "b")


def test_answers_to_other_images_are_not_compared() -> None:
    labels = np.zeros(4, np.uint8)
    with pytest.raises(ValueError, match="the same images"):
        Comparison(answers(labels, labels), answers(labels, labels, start=4))
    with pytest.raises(ValueError, match="the same images"):
        Comparison(answers(labels, labels), answers(labels[:3], labels[:3]))
