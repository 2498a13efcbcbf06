"""From a picture of any size and colour to the pixels of the canvas."""

import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from papers import photographed
from pens import draw

from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.picture import picture_to_grey, picture_to_image

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
SIDES = st.integers(1, 90)


def opaque(grey: NDArray[Any]) -> NDArray[np.uint8]:
    """Return grey levels as a picture in red, green, blue and opacity."""
    full = np.full_like(grey, 255)
    return np.stack([grey, grey, grey, full], axis=-1).astype(np.uint8)


def plain(height: int, width: int, level: int) -> NDArray[np.uint8]:
    return opaque(np.full((height, width), level))


def lines_on_transparent(colour: tuple[int, int, int], side: int = 56) -> NDArray[np.uint8]:
    """Return a cross in a colour; everything else is transparent black."""
    rgba = np.zeros((side, side, 4), np.uint8)
    middle = slice(side // 2 - 2, side // 2 + 2)
    rgba[middle, 8:-8] = rgba[8:-8, middle] = (*colour, 255)
    return rgba


def light_drawing(side: int = 28) -> NDArray[np.uint8]:
    """Return a bright shape on black, as on the canvas."""
    grey = np.zeros((side, side), np.uint8)
    inner = side // 4
    grey[inner:-inner, inner:-inner] = np.random.default_rng(0).integers(
        60, 256, (side - 2 * inner, side - 2 * inner)
    )
    return grey


@pytest.mark.parametrize("seed", range(3))
def test_a_picture_of_the_canvas_size_stays_as_it_is(seed: int) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)
    assert np.array_equal(picture_to_image(opaque(grey), drawing=False), grey)


def test_every_grey_level_stays_as_it_is() -> None:
    grey = np.resize(np.arange(256, dtype=np.uint8), (28, 28))
    assert np.array_equal(picture_to_image(opaque(grey), drawing=False), grey)


def test_a_light_drawing_of_the_canvas_size_stays_as_it_is() -> None:
    assert np.array_equal(picture_to_image(opaque(light_drawing()), drawing=True), light_drawing())


@pytest.mark.parametrize("side", [28, 56, 100])
def test_a_dark_drawing_on_light_ground_becomes_its_negative(side: int) -> None:
    light = light_drawing(side)
    dark = opaque(255 - light)
    expected = picture_to_image(opaque(light), drawing=False)
    found = picture_to_image(dark, drawing=True)
    assert np.abs(found.astype(int) - expected).max() <= (side != 28)
    assert not found[:4].any()


def test_a_picture_that_is_no_drawing_is_never_turned_into_its_negative() -> None:
    dark = 255 - light_drawing()
    assert np.array_equal(picture_to_image(opaque(dark), drawing=False), dark)


def test_a_stroke_that_touches_the_rim_does_not_make_the_ground_light() -> None:
    grey = light_drawing()
    grey[:, 10:16] = 255
    assert np.array_equal(picture_to_image(opaque(grey), drawing=True), grey)


def test_a_shape_that_fills_most_of_the_picture_does_not_make_the_ground_light() -> None:
    grey = np.zeros((28, 28), np.uint8)
    grey[2:26, 2:26] = 250
    assert np.array_equal(picture_to_image(opaque(grey), drawing=True), grey)
    assert np.array_equal(picture_to_image(opaque(255 - grey), drawing=True), grey)


def test_white_strokes_across_less_than_half_of_the_rim_leave_a_grey_ground_dark() -> None:
    grey = np.full((28, 28), 90, np.uint8)
    grey[:12] = 255
    image = picture_to_image(opaque(grey), drawing=True)
    assert (image[:12] == 255).all()
    assert not image[12:].any()


def test_a_hole_in_white_paper_is_paper() -> None:
    rgba = opaque(255 - light_drawing(56))
    rgba[2:8, 2:8] = 0
    assert not picture_to_grey(rgba, drawing=True)[:10, :10].any()


def test_lines_in_colours_on_paper_are_seen() -> None:
    rgba = plain(56, 56, 255)
    rgba[10:20, 10:46, :3] = (255, 0, 0)
    rgba[30:40, 10:46, :3] = (0, 0, 255)
    grey = picture_to_grey(rgba, drawing=True)
    assert grey[15, 30] > 0.6
    assert grey[35, 30] > 0.8
    assert not grey[22:28].any()


@pytest.mark.parametrize("drawing", [False, True])
@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 50), (300, 257), (600, 5)])
def test_grey_levels_have_the_shape_of_the_picture(height: int, width: int, drawing: bool) -> None:
    grey = picture_to_grey(plain(height, width, 200), drawing=drawing)
    assert grey.shape == (height, width)
    assert grey.dtype == np.float32


def test_the_image_of_a_picture_is_made_of_its_grey_levels() -> None:
    rgba = np.random.default_rng(0).integers(0, 256, (560, 560, 4), dtype=np.uint8)
    blocks = picture_to_grey(rgba, drawing=False).reshape(28, 20, 28, 20).mean(axis=(1, 3))
    image = picture_to_image(rgba, drawing=False)
    np.testing.assert_allclose(image, blocks * 255, atol=0.51)


def test_a_photograph_of_forty_million_pixels_takes_a_moment() -> None:
    drawn = draw(500, 100, 120, 250, 12)
    photograph = np.repeat(np.repeat(photographed(drawn, noise=0.03), 12, 0), 13, 1)
    rgba = opaque(photograph)
    started = time.process_time()
    grey = picture_to_grey(rgba, drawing=True)
    assert time.process_time() - started < 5
    assert np.corrcoef(fit_picture(grey).flat, fit_picture(drawn).flat)[0, 1] > 0.8


@pytest.mark.parametrize("colour", [BLACK, WHITE, (30, 20, 60), (200, 255, 180)])
def test_lines_on_a_transparent_ground_are_seen_whatever_their_colour(
    colour: tuple[int, int, int],
) -> None:
    image = picture_to_image(lines_on_transparent(colour), drawing=True)
    assert image[14, 14] > 180
    assert not image[:4].any()
    assert not image[:10, :10].any()


def test_black_and_white_lines_on_a_transparent_ground_give_the_same_drawing() -> None:
    black, white = (
        picture_to_image(lines_on_transparent(colour), drawing=True) for colour in (BLACK, WHITE)
    )
    assert np.array_equal(black, white)


def test_dark_lines_on_a_transparent_ground_stay_dark_in_what_is_no_drawing() -> None:
    assert not picture_to_grey(lines_on_transparent(BLACK), drawing=False).any()


def test_what_is_transparent_is_black_whatever_its_colour() -> None:
    rgba = np.full((28, 28, 4), 255, np.uint8)
    rgba[..., 3] = 0
    for drawing in (False, True):
        assert not picture_to_image(rgba, drawing=drawing).any()


def test_half_transparent_white_is_grey() -> None:
    rgba = plain(28, 28, 255)
    rgba[..., 3] = 128
    assert (picture_to_image(rgba, drawing=False) == 128).all()


@pytest.mark.parametrize(
    ("colour", "brightness"),
    [((255, 0, 0), 76), ((0, 255, 0), 150), ((0, 0, 255), 29), ((100, 100, 100), 100)],
)
def test_colours_become_as_bright_as_they_look(
    colour: tuple[int, int, int], brightness: int
) -> None:
    rgba = np.zeros((28, 28, 4), np.uint8)
    rgba[:] = (*colour, 255)
    assert (picture_to_image(rgba, drawing=False) == brightness).all()


@pytest.mark.parametrize(
    ("height", "width", "rows", "columns"),
    [
        (56, 28, slice(0, 28), slice(7, 21)),
        (28, 56, slice(7, 21), slice(0, 28)),
        (14, 14, slice(0, 28), slice(0, 28)),
        (300, 100, slice(0, 28), slice(9, 18)),
        (1000, 2000, slice(7, 21), slice(0, 28)),
        (1, 1, slice(0, 28), slice(0, 28)),
        (1, 28, slice(13, 14), slice(0, 28)),
        (500, 1, slice(0, 28), slice(13, 14)),
    ],
)
def test_the_shape_is_kept_and_put_in_the_middle(
    height: int, width: int, rows: slice, columns: slice
) -> None:
    expected = np.zeros((28, 28), np.uint8)
    expected[rows, columns] = 200
    assert np.array_equal(picture_to_image(plain(height, width, 200), drawing=False), expected)


@settings(deadline=None)
@given(SIDES, SIDES, st.integers(0, 255))
def test_a_plain_picture_of_any_size_stays_plain(height: int, width: int, level: int) -> None:
    image = picture_to_image(plain(height, width, level), drawing=False)
    filled = image[image.any(axis=1)][:, image.any(axis=0)]
    assert image.shape == (28, 28)
    assert set(image[image > 0].tolist()) <= {level}
    if level:
        assert max(filled.shape) == 28
        shape = min(filled.shape) / 28
        assert (
            abs(shape - min(height, width) / max(height, width)) <= 0.5 / 28 + 1e-9
            or 1 in filled.shape
        )
        assert filled.all()


@settings(deadline=None)
@given(SIDES)
def test_scaling_keeps_the_mean_brightness(side: int) -> None:
    grey = np.random.default_rng(side).integers(0, 256, (side, side))
    image = picture_to_image(opaque(grey), drawing=False)
    assert image.mean() == pytest.approx(grey.mean(), abs=0.5)


def test_scaling_down_by_a_whole_factor_averages_blocks() -> None:
    grey = np.random.default_rng(0).integers(0, 256, (84, 84))
    blocks = grey.reshape(28, 3, 28, 3).mean(axis=(1, 3))
    assert np.abs(picture_to_image(opaque(grey), drawing=False) - blocks).max() <= 0.5 + 1e-3


def test_scaling_up_by_a_whole_factor_repeats_pixels() -> None:
    grey = np.random.default_rng(0).integers(0, 256, (7, 7))
    expected = grey.repeat(4, axis=0).repeat(4, axis=1)
    assert np.array_equal(picture_to_image(opaque(grey), drawing=False), expected)


def test_the_picture_is_left_as_it_was() -> None:
    rgba = lines_on_transparent(BLACK)
    then = rgba.copy()
    picture_to_image(rgba, drawing=True)
    assert np.array_equal(rgba, then)
