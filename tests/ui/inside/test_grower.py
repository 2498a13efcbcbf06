"""Images are grown in the background until somebody stops them."""

from collections.abc import Iterator
from itertools import count

import numpy as np
import pytest
from explained import EVERY_KIND
from pytestqt.qtbot import QtBot

from fashion_gui.explain import Goal, Grown
from fashion_gui.ui.inside import grower as module
from fashion_gui.ui.inside.grower import Grower, goal_of
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup

NETWORK = EVERY_KIND["convolutional"]
IMAGE = np.zeros((28, 28), np.uint8)


def test_growing_ends_only_when_it_is_stopped_and_tells_nothing_afterwards(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(goal: Goal, image: np.ndarray | None) -> Iterator[Grown]:
        return (Grown(step, IMAGE, 0.0) for step in count())

    monkeypatch.setattr(module, "grow", endless)
    threads = ThreadGroup()
    grower = Grower(threads)
    told: list[Grown] = []
    grower.grown.connect(told.append)
    grower.start(Goal.of_class(NETWORK, 1), None)
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(grower.ended):
        grower.stop()
    n_told = len(told)
    assert not grower.is_growing
    grower._on_delivered(Parcel(1, (Grown(0, IMAGE, 0.0),)))  # one that was still on its way
    assert len(told) == n_told
    grower.start(Goal.of_class(NETWORK, 1), None)
    grower.stop()
    qtbot.waitUntil(lambda: not grower.is_growing)
    assert len(told) == n_told
    threads.close()


def test_behind_the_last_weights_a_class_is_meant_and_before_them_a_unit_or_map() -> None:
    for selected in (("dense 1", (7,)), ("softmax 1", (7,)), None):
        goal = goal_of(NETWORK, selected, 7)
        assert goal.layer == "dense 1"
        np.testing.assert_array_equal(goal.weights, Goal.of_class(NETWORK, 7).weights)
    goal = goal_of(NETWORK, ("tanh 1", (2, 3, 4)), 7)
    assert goal.layer == "tanh 1"
    np.testing.assert_array_equal(goal.weights, Goal.of_unit(NETWORK, "tanh 1", 4).weights)
