"""Whatever a drawing lies on becomes black."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from papers import photographed
from pens import draw

from fashion_gui.sketch.background import light_on_dark, rim_of
from fashion_gui.sketch.fitting import fit_picture, ink_box

UNIT = np.float32(1 / 255)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (2, 2), (4, 3)])
def test_the_rim_is_every_outer_pixel(shape: tuple[int, int]) -> None:
    pixels = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    inner = pixels[1:-1, 1:-1]
    assert set(rim_of(pixels).tolist()) == set(pixels.flat) - set(inner.flat)


def test_a_drawing_on_black_stays_exactly_as_it_is() -> None:
    image = draw(100, 20, 20, 60, 4) * np.float32(0.6)
    np.testing.assert_array_equal(light_on_dark(image), image)


@pytest.mark.parametrize("ground", [255, 240, 200, 160, 128])
def test_dark_lines_on_an_even_light_ground_become_white_on_black(ground: int) -> None:
    drawn = draw(100, 20, 20, 60, 4)
    paper = np.rint(ground * (1 - drawn)).astype(np.uint8)
    found = light_on_dark(paper * UNIT)
    np.testing.assert_allclose(found, drawn, atol=1 / ground)
    assert not found[drawn == 0].any()


@pytest.mark.parametrize("ground", [10, 60, 120])
def test_light_lines_on_an_even_dark_ground_become_white_on_black(ground: int) -> None:
    drawn = draw(100, 20, 20, 60, 4)
    board = np.rint(ground + (255 - ground) * drawn).astype(np.uint8)
    found = light_on_dark(board * UNIT)
    np.testing.assert_allclose(found, drawn, atol=1 / 100)
    assert not found[drawn == 0].any()


def test_the_drawing_is_left_as_it_was() -> None:
    paper = 1 - draw(100, 20, 20, 60, 4)
    then = paper.copy()
    light_on_dark(paper)
    np.testing.assert_array_equal(paper, then)


@pytest.mark.parametrize("side", [60, 300, 1200])
@pytest.mark.parametrize("strength", [0.3, 0.8])
def test_photographed_paper_becomes_black(side: int, strength: float) -> None:
    drawn = draw(side, side * 0.2, side * 0.3, side * 0.5, side * 0.04)
    photograph = photographed(drawn, strength=strength)
    found = light_on_dark(photograph * UNIT)
    box, expected = ink_box(found), ink_box(drawn)
    assert box is not None
    assert expected is not None
    assert max(found.shape) <= 500
    shrinkage = side / found.shape[0]
    np.testing.assert_allclose(np.multiply(box, shrinkage), expected, atol=0.02 * side)
    far = np.ones(found.shape, bool)
    top, bottom, left, right = (round(len(found) * place) for place in (0.25, 0.85, 0.1, 0.8))
    far[top:bottom, left:right] = False
    assert not (found[far] > 0.1).any()
    fitted, clean = fit_picture(found), fit_picture(drawn)
    assert np.corrcoef(fitted.flat, clean.flat)[0, 1] > 0.85


@pytest.mark.parametrize("strength", [0.3, 0.8])
def test_shapes_that_run_off_the_paper_do_not_bend_its_ground(strength: float) -> None:
    drawn = np.zeros((300, 300), np.float32)
    drawn[:150, 90:210] = 1
    found = light_on_dark(photographed(drawn, strength=strength) * UNIT)
    assert np.percentile(found[5:140, 95:205], 5) > 0.5
    assert (found[drawn == 0] > 0.1).mean() < 0.002


def test_a_filled_shape_on_photographed_paper_stays_filled() -> None:
    drawn = np.zeros((300, 300), np.float32)
    drawn[60:260, 70:230] = 1
    found = light_on_dark(photographed(drawn) * UNIT)
    assert found[65:255, 75:225].min() > 0.6
    assert not found[:55].any()
    assert not found[:, :65].any()


def test_chalk_on_a_board_lit_unevenly_is_seen() -> None:
    drawn = draw(300, 60, 90, 150, 10)
    board = 255 - photographed(drawn, strength=0.8, brightness=0.8)
    found = light_on_dark(board * UNIT)
    assert np.corrcoef(fit_picture(found).flat, fit_picture(drawn).flat)[0, 1] > 0.9


@pytest.mark.parametrize("side", [40, 300, 1200])
def test_an_empty_sheet_stays_empty(side: int) -> None:
    sheet = photographed(np.zeros((side, side), np.float32))
    assert not fit_picture(light_on_dark(sheet * UNIT)).any()


def test_a_ground_that_is_no_paper_is_left_as_it_is() -> None:
    noise = np.random.default_rng(0).integers(0, 120, (40, 40), dtype=np.uint8)
    np.testing.assert_array_equal(light_on_dark(noise * UNIT), noise * UNIT)


@settings(deadline=None, max_examples=200)
@given(
    arrays(
        np.uint8,
        st.tuples(st.integers(1, 9), st.integers(1, 9)),
        elements=st.sampled_from([0, 1, 90, 127, 128, 200, 254, 255]),
    )
)
def test_any_picture_gives_grey_levels(pixels: NDArray[np.uint8]) -> None:
    found = light_on_dark(pixels * UNIT)
    assert found.dtype == np.float32
    assert found.shape == pixels.shape
    assert found.min() >= 0
    assert found.max() <= 1
    fit_picture(found)
