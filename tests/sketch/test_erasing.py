"""Pixels of what the network receives are erased on the canvas, exactly and as one step."""

import numpy as np
import pytest

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement, place_mask
from fashion_gui.sketch.operations import Brush, Erase, Move

CORNERS = {
    "small, which is enlarged": ((4, 4), (10, 5), (9, 12)),
    "large and off the middle": ((1, 2), (23, 4), (20, 18)),
    "where it should be": ((2, 2), (26, 3), (14, 26)),
}


def drawn(*corners: tuple[float, float]) -> Drawing:
    drawing = Drawing()
    drawing.begin_stroke(Brush(3.0), corners[0])
    for corner in (*corners[1:], corners[0]):
        drawing.extend_stroke(corner)
    drawing.end_stroke()
    return drawing


@pytest.mark.parametrize("corners", CORNERS.values(), ids=CORNERS)
def test_the_network_receives_exactly_the_other_pixels(
    corners: tuple[tuple[float, float], ...],
) -> None:
    drawing = drawn(*corners)
    before = drawing.fitted_image.copy()
    mask = (before > 0) & (np.random.default_rng(1).random((28, 28)) < 0.3)
    mask[:, :14] |= before[:, :14] > 0  # a whole side: it would be fitted elsewhere
    canvas = drawing.image.copy()
    drawing.do(Erase(mask, drawing.fitting()))
    np.testing.assert_array_equal(drawing.fitted_image, np.where(mask, 0, before))
    assert drawing.image.sum() < canvas.sum()
    assert (drawing.image <= canvas).all()
    drawing.undo()
    np.testing.assert_array_equal(drawing.image, canvas)
    np.testing.assert_array_equal(drawing.fitted_image, before)
    assert len(drawing.operations) == 1


def test_what_is_erased_moves_along_and_is_there_in_large_pictures() -> None:
    drawing = drawn((4, 4), (12, 4), (12, 12))
    mask = np.zeros((28, 28), bool)
    mask[:, 14:] = True
    drawing.do(Erase(mask, drawing.fitting()))
    left = drawing.image.copy()
    large = drawing.render(280)
    assert large.any()
    assert large[:, 10 * np.flatnonzero(left.any(axis=0))[-1] + 10 :].max() == 0
    drawing.do(Move(Placement(1.0, 9.0, 5.0)))
    np.testing.assert_array_equal(drawing.image[5:, 9:], left[:-5, :-9])


def test_a_mask_covers_pixels_by_the_share_of_them_that_lies_in_it() -> None:
    mask = np.zeros((28, 28), bool)
    mask[2, 3] = True
    covered = place_mask(mask, Placement(1.5, 0.25, -1.0), 28)
    expected = np.zeros((28, 28))  # by fine squares
    for row in range(280):
        for column in range(280):
            x, y = ((column + 0.5) / 10 - 0.25) / 1.5, ((row + 0.5) / 10 + 1) / 1.5
            if 0 <= x < 28 and 0 <= y < 28 and mask[int(y), int(x)]:
                expected[row // 10, column // 10] += 0.01
    np.testing.assert_allclose(covered, expected, atol=0.06)
    assert covered.sum() == pytest.approx(1.5**2, rel=1e-5)
    np.testing.assert_array_equal(place_mask(mask, Placement(), 28), mask)
