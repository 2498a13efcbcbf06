"""The least ink that changes an answer: drawable, needed, and honest when there is none."""

import numpy as np
import pytest
from explained import EVERY_KIND, make_image, make_network
from test_counterfactual import linear_network

from fashion_gui.explain import Dab, NotFound, Redrawing, least_ink, redrawing
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
IMAGE = make_image()
GREY = np.full((28, 28), 128, np.uint8)


@ALL
def test_the_dabs_make_the_picture_another_class_and_each_is_needed(network: Network) -> None:
    before = network.predict_proba(IMAGE[np.newaxis])[0]
    target = int(np.argsort(before)[-2])
    *told, last = least_ink(network, IMAGE, target)
    assert isinstance(last, Redrawing)
    assert last.dabs
    assert set(last.dabs) <= set(told)
    drawn = IMAGE.copy()
    for dab in last.dabs:
        dab.apply(drawn)
    np.testing.assert_array_equal(drawn, last.changed)
    probabilities = network.predict_proba(drawn[np.newaxis])[0]
    assert probabilities.argmax() == target
    assert last.probability == probabilities[target]
    assert set(np.unique(drawn[drawn != IMAGE])) <= {0, 255}
    for left_out in range(len(last.dabs)):
        without = IMAGE.copy()
        for index, dab in enumerate(last.dabs):
            if index != left_out:
                dab.apply(without)
        assert network.predict_proba(without[np.newaxis])[0].argmax() != target
    difference = (drawn.astype(float) - IMAGE) / 255
    assert last.ink_added == pytest.approx(difference[difference > 0].sum())
    assert last.ink_erased == pytest.approx(-difference[difference < 0].sum())


def test_the_dab_that_matters_is_found_and_pen_and_eraser_can_be_taken_away() -> None:
    slope = np.full((28, 28), 1e-6)
    slope[9:11, 20:22] = 1.0
    slope[4:6, 4:6] = -1.1
    network = linear_network(slope, 1.0)
    pen, eraser = Dab(9, 20, is_ink=True), Dab(4, 4, is_ink=False)
    for may_add, may_erase, dab in (
        (True, True, eraser),
        (True, False, pen),
        (False, True, eraser),
    ):
        *_, drawn = least_ink(network, GREY, 1, may_add=may_add, may_erase=may_erase)
        assert isinstance(drawn, Redrawing)
        assert drawn.dabs == (dab,)
    assert drawn.ink_added == 0
    assert drawn.ink_erased == pytest.approx(4 * 128 / 255)


def test_it_stops_where_every_dab_would_do_harm() -> None:
    network = make_network((Flatten(), Dense(2), ReLU(), Dense(2), Softmax()))
    vector = np.zeros_like(network.parameters)
    hidden, last = network.architecture.split(vector)[1::2]
    hidden["weights"][:4] = 1.0
    # A little more ink helps, and a whole dab is far too much.
    hidden["biases"][:] = 0.05 - 4 * 128 / 255, -0.05 - 4 * 128 / 255
    last["weights"][:] = [[0.0, 1.0], [0.0, -20.0]]
    last["biases"][:] = 1.0, 0.0
    told = list(least_ink(Network(network.architecture, vector, network.class_names), GREY, 1))
    assert len(told) == 1
    assert isinstance(told[0], NotFound)


def test_dabs_that_turned_out_not_to_be_needed_are_taken_back() -> None:
    slope = np.full((28, 28), -1e-3)
    slope[2:4, 2:4] = 1.0
    slope[20:22, 20:22] = 0.9
    slope[12:14, 12:14] = 0.5
    network = linear_network(slope, 0.502 * 4 * 1.35)
    told = list(least_ink(network, GREY, 1))
    assert told[:2] == [Dab(2, 2, is_ink=True), Dab(20, 20, is_ink=True)]
    last = told[-1]
    assert isinstance(last, Redrawing)
    assert set(last.dabs) == {Dab(2, 2, is_ink=True), Dab(20, 20, is_ink=True)}


def test_when_nothing_helps_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = linear_network(np.zeros((28, 28)), 1.0)
    *_, last = least_ink(blind, IMAGE, 1)
    assert isinstance(last, NotFound)
    assert last.sentence.startswith("No small change with pen and eraser was found")
    monkeypatch.setattr(redrawing, "_MOST_INK", 0.05)
    far = linear_network(np.full((28, 28), 1.0), 0.5 * 784)
    *told, last = least_ink(far, GREY, 1, may_erase=False)
    assert isinstance(last, NotFound)
    assert "with pen was found" in last.sentence
    assert 10 < len(told) < 60


def test_a_picture_that_is_called_so_already_is_refused() -> None:
    network = EVERY_KIND["dense"]
    answer = int(network.predict_proba(IMAGE[np.newaxis])[0].argmax())
    with pytest.raises(ValueError, match="already"):
        next(least_ink(network, IMAGE, answer))
