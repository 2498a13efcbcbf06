"""What is said of a map."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from fashion_gui.ui.map.colouring import Colouring
from fashion_gui.ui.map.map_words import groups_of

NAMES = ("Bag", "Coat", "Dress", "Sandal")


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([0], "1 Bag"),
        ([0, 1, 1], "2 Coat and 1 Bag"),
        ([0, 1, 1, 1, 2, 2], "3 Coat, 2 Dress and 1 Bag"),
        ([0, 1, 1, 1, 2, 2, 3], "3 Coat, 2 Dress and 2 others"),
        ([], ""),
    ],
)
def test_the_groups_that_are_named_and_the_others_sum_to_all(groups: list[int], words: str) -> None:
    colours = tuple(QColor() for _ in NAMES)
    colouring = Colouring(NAMES, colours, np.array(groups, np.uint8))
    assert groups_of(colouring, range(len(groups)), 2) == words
