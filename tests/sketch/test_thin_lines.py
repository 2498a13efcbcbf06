"""Lines that would all but vanish in a smaller picture are thickened first; others are not."""

from itertools import pairwise

import numpy as np
import pytest
from likeness import difference
from pens import draw

from fashion_gui.sketch.fitting import Placement, fit_picture, place_picture
from fashion_gui.sketch.thin_lines import line_width, with_visible_lines

IDENTITY = Placement()


@pytest.mark.parametrize("pen", [4, 9, 20])
def test_the_width_of_lines_is_measured(pen: int) -> None:
    assert line_width(draw(300, 20, 20, 260, pen)) == pytest.approx(pen, rel=0.15)


def test_thick_lines_are_handed_back_as_they_are() -> None:
    image = draw(300, 20, 20, 260, 12)
    found, step = with_visible_lines(image, 11.0, 10.0)
    assert found is image
    assert step == 1


@pytest.mark.parametrize("shrinkage", [3.0, 20.0, 70.0])
def test_thin_lines_become_as_thick_as_they_should_be(shrinkage: float) -> None:
    thinnest = 1.5 * shrinkage
    thick, step = with_visible_lines(draw(700, 60, 60, 560, 1), thinnest, shrinkage)
    assert line_width(thick) * step == pytest.approx(thinnest, rel=0.3)
    assert thick.shape == (-(-700 // step),) * 2


def test_nothing_drawn_stays_nothing() -> None:
    nothing, _ = with_visible_lines(np.zeros((300, 200), np.float32), 9.0, 10.0)
    assert not nothing.any()


@pytest.mark.parametrize("canvas", [300, 1000, 2300])
@pytest.mark.parametrize("share", [0.3, 0.98])
def test_a_line_of_one_pixel_stays_visible(canvas: int, share: float) -> None:
    side = canvas * share - 2
    fitted = fit_picture(draw(canvas, 1, 1, side, 1))
    thick = fit_picture(draw(canvas, 1, 1, side, canvas * share / 28 * 1.5))
    assert np.percentile(fitted[fitted > 0], 80) > 200
    assert difference(thick, fitted) < 0.4


@pytest.mark.parametrize("pen", [2.0, 3.0, 5.0])
def test_a_thick_pen_is_not_thickened(pen: float) -> None:
    image = draw(280, 20, 20, 240, pen * 10)
    expected = image.reshape(28, 10, 28, 10).mean(axis=(1, 3))
    np.testing.assert_allclose(place_picture(image, IDENTITY), expected, atol=1e-5)


def test_lines_thinner_and_thinner_do_not_jump() -> None:
    fitted = [fit_picture(draw(560, 20, 20, 520, pen)) for pen in range(60, 2, -4)]
    for one, other in pairwise(fitted):
        assert difference(one, other) < 0.25


def test_grey_lines_stay_as_grey_as_they_were() -> None:
    fitted = fit_picture(draw(1000, 20, 20, 900, 1) * np.float32(0.4))
    assert fitted.max() == 102


def test_a_photograph_keeps_its_greys() -> None:
    ramp = np.tile(np.linspace(0.3, 0.9, 700, dtype=np.float32), (700, 1))
    placed = place_picture(ramp, IDENTITY)
    np.testing.assert_allclose(placed, ramp.reshape(28, 25, 28, 25).mean(axis=(1, 3)), atol=1e-5)
