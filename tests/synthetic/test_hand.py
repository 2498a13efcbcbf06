"""Hands: most sketch as people do, and some are steady, lean, stop early or have little room."""

import numpy as np
import pytest

from fashion_gui.synthetic.garments.figure import Chance
from fashion_gui.synthetic.hand import Hand

HANDS = [Hand.of(Chance(seed)) for seed in range(4000)]


def share_of(condition: str) -> float:
    tests = {
        "steady": lambda hand: hand.is_steady,
        "leaning": lambda hand: abs(hand.turn) > 20,
        "unfinished": lambda hand: hand.finished < 1,
        "broad": lambda hand: hand.pen > 3.5,
        "small": lambda hand: hand.side is not None,
        "cut out": lambda hand: hand.filling == "filled",
        "whole": lambda hand: hand.filling == "whole",
        "mirrored": lambda hand: hand.is_mirrored,
    }
    return float(np.mean([tests[condition](hand) for hand in HANDS]))


@pytest.mark.parametrize(
    ("condition", "least", "most"),
    [
        ("steady", 0.15, 0.3),
        ("leaning", 0.04, 0.12),
        ("unfinished", 0.01, 0.06),
        ("broad", 0.05, 0.2),
        ("small", 0.02, 0.08),
        ("cut out", 0.1, 0.25),
        ("whole", 0.02, 0.06),
        ("mirrored", 0.45, 0.55),
    ],
)
def test_every_kind_of_hand_comes_now_and_then(condition: str, least: float, most: float) -> None:
    assert least < share_of(condition) < most


def test_most_hands_sketch_plainly_and_all_lie_within_their_limits() -> None:
    plain = [hand for hand in HANDS if not hand.is_steady and not hand.turn and hand.side is None]
    assert len(plain) > 0.6 * len(HANDS)
    for hand in HANDS:
        assert 0.9 <= hand.pen <= 6.2
        assert 0.8 <= hand.cut <= 2.7
        assert 0.5 <= hand.grey <= 1
        assert abs(hand.turn) <= 40
        assert 0.45 <= hand.finished <= 1
        assert hand.side is None or 8 <= hand.side <= 15


def test_what_is_filled_is_finished_and_drawn_with_a_usual_pen() -> None:
    for hand in HANDS:
        if hand.filling != "none":
            assert hand.finished == 1
            assert hand.side is None
            assert hand.pen <= 4.3


def test_a_sketching_hand_finishes_in_lines_alone() -> None:
    hands = [Hand.sketching(Chance(seed)) for seed in range(500)]
    assert {hand.filling for hand in hands} == {"none"}
    assert {(hand.is_steady, hand.finished, hand.turn, hand.side) for hand in hands} == {
        (False, 1.0, 0.0, None)
    }
    assert len({hand.pen for hand in hands}) == 500
