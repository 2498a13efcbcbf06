"""Curves that tell whether an attribution marks what the answer rests on."""

import numpy as np
import pytest
from explained import CONVOLUTIONAL, DENSE, make_image, make_network

from fashion_gui.explain import (
    FaithfulnessCurve,
    Score,
    deletion_curve,
    insertion_curve,
    integrated_gradients,
    measuring_faithfulness,
    random_attribution,
)

IMAGE = make_image()
MARKS = np.random.default_rng(3).normal(size=(28, 28))


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_most_important_ink_goes_and_comes_first(mirrored: bool) -> None:
    network = make_network(CONVOLUTIONAL, mirrored=mirrored)
    score = Score(network, 1)
    gone, shown = IMAGE.copy(), np.zeros_like(IMAGE)
    deleted = [network.predict_proba(gone[np.newaxis])[0, 1]]
    inserted = [network.predict_proba(shown[np.newaxis])[0, 1]]
    order = sorted(zip(*np.nonzero(IMAGE), strict=True), key=lambda at: -MARKS[at])
    for row, column in order:
        gone[row, column], shown[row, column] = 0, IMAGE[row, column]
        deleted.append(network.predict_proba(gone[np.newaxis])[0, 1])
        inserted.append(network.predict_proba(shown[np.newaxis])[0, 1])
    steps = len(order)
    for curve, expected in (
        (deletion_curve(score, IMAGE, MARKS, steps), deleted),
        (insertion_curve(score, IMAGE, MARKS, steps), inserted),
    ):
        np.testing.assert_allclose(curve.probabilities, expected, rtol=1e-5)
        assert curve.shares.tolist() == pytest.approx([i / steps for i in range(steps + 1)])


def test_both_curves_join_the_whole_image_and_a_black_one() -> None:
    network = make_network(DENSE)
    whole, black = network.predict_proba(np.stack([IMAGE, np.zeros_like(IMAGE)]))[:, 2]
    score = Score(network, 2)
    deletion, insertion = (f(score, IMAGE, MARKS) for f in (deletion_curve, insertion_curve))
    assert deletion.probabilities[[0, -1]] == pytest.approx([whole, black])
    assert insertion.probabilities[[0, -1]] == pytest.approx([black, whole])


def test_between_two_classes_the_curve_is_one_ones_share_in_both() -> None:
    network = make_network(DENSE)
    row = network.predict_proba(IMAGE[np.newaxis])[0]
    curve = deletion_curve(Score(network, 2, 5), IMAGE, MARKS)
    assert curve.probabilities[0] == pytest.approx(row[2] / (row[2] + row[5]))


def test_the_area_is_the_mean_of_the_curve() -> None:
    curve = FaithfulnessCurve(np.array([0, 0.25, 1]), np.array([1, 0.5, 0], np.float32))
    assert curve.area == pytest.approx(0.25 * 0.75 + 0.75 * 0.25)


def test_integrated_gradients_beat_chance() -> None:
    score = Score(make_network(DENSE), 1)
    rng = np.random.default_rng(5)
    known = deletion_curve(score, IMAGE, integrated_gradients(score, IMAGE)).area
    chance = [deletion_curve(score, IMAGE, random_attribution(IMAGE, rng)).area for _ in range(9)]
    assert known < min(chance)


def test_a_black_image_has_flat_curves() -> None:
    score = Score(make_network(DENSE), 1)
    curve = deletion_curve(score, np.zeros((28, 28), np.uint8), MARKS)
    assert np.ptp(curve.probabilities) == pytest.approx(0, abs=1e-7)


def test_an_attribution_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(28, 28\), found \(14, 14\)"):
        deletion_curve(Score(make_network(DENSE), 1), IMAGE, MARKS[:14, :14])


def test_faithfulness_erases_first_last_and_at_random() -> None:
    score = Score(make_network(DENSE), 1)
    steps = measuring_faithfulness(score, IMAGE, MARKS, np.random.default_rng(7), n_random=2)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found = end.value
            break
    rng = np.random.default_rng(7)
    orders = [random_attribution(IMAGE, rng) for _ in range(2)]
    by_hand = np.mean([deletion_curve(score, IMAGE, o).probabilities for o in orders], axis=0)
    first = deletion_curve(score, IMAGE, MARKS)
    np.testing.assert_array_equal(found.first.probabilities, first.probabilities)
    last = deletion_curve(score, IMAGE, -MARKS)
    np.testing.assert_array_equal(found.last.probabilities, last.probabilities)
    np.testing.assert_allclose(found.chance.probabilities, by_hand, rtol=1e-6)
    assert found.gain == pytest.approx(found.chance.area - first.area)
