import pytest

from benchmarks.spread import interleaved, ratio, spread, tail


class Clock:
    """A clock that only work moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_all_have_their_turn_in_each_round_and_the_first_round_is_not_counted():
    clock, turns = Clock(), []

    def work(name, seconds):
        turns.append(name)
        clock.now += seconds if len(turns) > 2 else 100.0

    runs = {"a": lambda: work("a", 1.0), "b": lambda: work("b", 2.0)}
    assert interleaved(runs, 3, clock) == {"a": [1.0] * 3, "b": [2.0] * 3}
    assert turns == ["a", "b"] * 4


def test_two_rounds_are_counted_however_little_time_there_is():
    assert len(interleaved({"a": lambda: None}, 1000, at_most_s=0.0)["a"]) == 2


def test_spread_is_median_minimum_and_maximum():
    assert spread([4.0, 1.0, 3.0], 10.0) == (30.0, 10.0, 40.0)


def test_ratios_are_those_of_the_rounds_and_not_that_of_the_medians():
    # The second round was on a machine ten times as slow.
    assert ratio([1.0, 10.0, 1.0], [2.0, 20.0, 4.0]) == (0.5, 0.25, 0.5)


def test_tail_is_in_milliseconds():
    assert tail([0.001] * 99 + [0.5]) == pytest.approx((1.0, 5.99, 500.0, 100), rel=0.01)
