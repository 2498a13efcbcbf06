"""One answer explained: where the mark is, what is erased, and which colours it has."""

import numpy as np
import pytest
from explained import DENSE, EVERY_KIND, make_network

from fashion_gui.explain import METHODS, Explanation, Score, explain, explaining, marks, overlay

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


def test_the_decisive_share_is_the_least_that_costs_the_class_its_lead() -> None:
    network = SCORE.network
    best = int(network.predict_proba(IMAGE[np.newaxis])[0].argmax())
    explanation = explain(Score(network, best), IMAGE, "occlusion")
    share = explanation.decisive_share
    assert share is not None
    is_best = [
        int(network.predict_proba(explanation.without(step / 20)[np.newaxis])[0].argmax()) == best
        for step in range(round(20 * share) + 1)
    ]
    assert is_best[-1] is False
    assert all(is_best[:-1])


def test_no_share_decides_where_the_class_is_not_preferred_or_half_of_the_ink_is_not_enough() -> (
    None
):
    network = SCORE.network
    order = np.argsort(network.predict_proba(IMAGE[np.newaxis])[0])
    worst, best = int(order[0]), int(order[-1])
    assert explain(Score(network, worst), IMAGE, "occlusion").decisive_share is None
    assert explain(Score(network, worst, best), IMAGE, "occlusion").decisive_share is None
    faint = np.zeros((28, 28), np.uint8)
    faint[0, 0] = 1
    kept = int(network.predict_proba(faint[np.newaxis])[0].argmax())
    assert explain(Score(network, kept), faint, "occlusion").decisive_share is None


@pytest.mark.parametrize("method", METHODS)
def test_explaining_step_by_step_comes_to_the_same(method: str) -> None:
    score = Score(EVERY_KIND["convolutional"], 3, 4)
    steps, found = explaining(score, IMAGE, method), None
    while found is None:
        try:
            next(steps)
        except StopIteration as end:
            found = end.value
    expected = explain(score, IMAGE, method)
    assert found.method == method
    np.testing.assert_array_equal(found.attribution, expected.attribution)


def test_marks_laid_over_the_dimmed_image_are_the_overlay() -> None:
    attribution = np.random.default_rng(0).normal(size=(28, 28))
    layer = marks(attribution, 2.0).astype(float)
    opacity = layer[..., 3:] / 255
    mixed = (1 - opacity) * 0.8 * IMAGE[..., np.newaxis] + opacity * layer[..., :3]
    np.testing.assert_allclose(mixed, overlay(IMAGE, attribution, 2.0), atol=1.5)
    assert not marks(np.zeros((2, 2)))[..., 3].any()
