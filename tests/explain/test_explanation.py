"""One answer explained: where the mark is, what is erased, and which colours it has."""

import numpy as np
import pytest
from explained import DENSE, make_network

from fashion_gui.explain import Explanation, Score, explain, overlay

SCORE = Score(make_network(DENSE), 1)
IMAGE = np.zeros((28, 28), np.uint8)
IMAGE[4:22, 2:20] = 200


@pytest.mark.parametrize(
    ("at", "words"),
    [((4, 2), "top left"), ((12, 10), "middle"), ((21, 19), "bottom right"), ((12, 3), "left"),
     ((20, 10), "bottom")],
)  # fmt: skip
def test_the_region_is_the_ninth_of_the_ink_with_the_most_support(
    at: tuple[int, int], words: str
) -> None:
    marks = np.full((28, 28), -1.0)
    marks[at] = 5
    marks[27, 27] = 9  # no ink there
    assert Explanation(SCORE, IMAGE, "occlusion", marks).region == words


def test_there_is_no_region_where_nothing_speaks_for_the_class() -> None:
    assert Explanation(SCORE, IMAGE, "occlusion", np.full((28, 28), -1.0)).region == ""


def test_a_fifth_of_the_ink_is_erased_and_it_is_what_speaks_most_for_the_class() -> None:
    marks = np.random.default_rng(2).normal(size=(28, 28))
    explanation = Explanation(SCORE, IMAGE, "occlusion", marks)
    is_gone = explanation.erased != IMAGE
    assert is_gone.sum() == round(0.2 * (IMAGE > 0).sum())
    assert marks[is_gone].min() > marks[(IMAGE > 0) & ~is_gone].max()
    expected = SCORE.network.predict_proba(explanation.erased[np.newaxis])[0, 1]
    assert explanation.probability_erased == expected


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Expected one of occlusion, .*found 'magic'"):
        explain(SCORE, IMAGE, "magic")


def test_the_overlay_goes_from_orange_over_the_grey_image_to_blue() -> None:
    image = np.array([[0, 255, 100]], np.uint8)
    colours = overlay(image, np.array([[2.0, 0.0, -1.0]]))
    assert colours[0].tolist() == [[0, 0x72, 0xB2], [204, 204, 204], [137, 82, 40]]
    assert (overlay(image, np.zeros((1, 3)))[0, 1] == 204).all()
