"""How often answers in words are right: the shares and counts of a table."""

import numpy as np
import pytest

from benchmarks import answers
from fashion_gui.data import CLASS_NAMES
from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.synthetic.doodles import NO_CLOTHING

KINDS = ("one class", "one of two", "Not sure", "no clothing")


def shares(**of_class: float) -> np.ndarray:
    """Return ten probabilities; what is left is spread evenly over the other classes."""
    named = {int(name[1:]): share for name, share in of_class.items()}
    rest = (1 - sum(named.values())) / (10 - len(named))
    return np.array([named.get(index, rest) for index in range(10)], np.float32)


SURE, TWO, UNSURE, EVEN = shares(c3=0.9), shares(c3=0.5, c4=0.4), shares(c3=0.5), shares()


def verdicts(probabilities: np.ndarray) -> list[Verdict]:
    return [Verdict(row, CLASS_NAMES) for row in probabilities]


def test_each_image_counts_for_the_answer_that_it_gets() -> None:
    probabilities = np.stack([SURE, SURE, SURE, SURE, TWO, TWO, UNSURE, EVEN, EVEN, EVEN])
    labels = np.array([3, 3, 3, 4, 4, 5, 3, 3, NO_CLOTHING, NO_CLOTHING], np.uint8)
    rows = answers._rows("doodles", verdicts(probabilities), labels)
    assert [row[:2] for row in rows] == [("doodles", kind) for kind in KINDS]
    assert [row[2] for row in rows] == pytest.approx([40, 20, 10, 30])
    assert rows[0][3] == pytest.approx(75)
    assert rows[1][3] == pytest.approx(50)
    assert rows[2][3] is None
    assert rows[3][3] == pytest.approx(200 / 3)


def test_an_answer_that_is_never_given_is_neither_right_nor_wrong() -> None:
    rows = answers._rows("photos", verdicts(SURE[np.newaxis]), np.array([3], np.uint8))
    assert [row[2] for row in rows] == [100, 0, 0, 0]
    assert [row[3] for row in rows] == [100, None, None, None]


def test_the_shares_of_all_answers_make_a_whole() -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.full(10, 0.3), 300).astype(np.float32)
    labels = rng.integers(0, 11, 300).astype(np.uint8)
    rows = answers._rows("x", verdicts(probabilities), labels)
    assert sum(row[2] for row in rows) == pytest.approx(100)
    assert all(row[3] is None or 0 <= row[3] <= 100 for row in rows)
