"""Drawings anywhere, of any size, are brought to where the network expects them."""

import time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from likeness import difference, nearest
from pens import T_SHIRT, draw

from fashion_gui.sketch.fitting import (
    Box,
    Placement,
    drawing_for_canvas,
    fit_picture,
    ink_box,
    picture_placement,
    place_picture,
    placement_of,
)
from fashion_gui.sketch.raster import FloatImage

UNIT = np.float32(1 / 255)
IDENTITY = Placement()


def ink(box: tuple[int, int, int, int], side: int = 28, grey: float = 1.0) -> FloatImage:
    """Return a filled rectangle: left, top, right, bottom."""
    left, top, right, bottom = box
    image = np.zeros((side, side), np.float32)
    image[top:bottom, left:right] = grey
    return image


class TestInkBox:
    def test_a_filled_rectangle_is_its_own_box(self) -> None:
        assert ink_box(ink((3, 5, 20, 9))) == (3, 5, 20, 9)

    def test_one_pixel_is_a_box(self) -> None:
        assert ink_box(ink((27, 0, 28, 1), grey=0.3)) == (27, 0, 28, 1)

    @pytest.mark.parametrize("grey", [0.0, 0.1])
    def test_what_is_too_faint_is_no_ink(self, grey: float) -> None:
        assert ink_box(np.full((28, 28), grey, np.float32)) is None

    def test_there_is_no_box_in_no_pixels(self) -> None:
        assert ink_box(np.zeros((0, 0), np.float32)) is None

    def test_faint_pixels_around_do_not_count(self) -> None:
        image = np.full((28, 28), 0.09, np.float32)
        image[10:15, 10:15] = 1
        assert ink_box(image) == (10, 10, 15, 15)

    @pytest.mark.parametrize("offset", np.linspace(0, 1, 9).tolist())
    def test_the_box_moves_evenly_with_a_line(self, offset: float) -> None:
        box = ink_box(draw(28, 4 + offset, 4, 16, 2))
        assert box is not None
        # The round end of the pen reaches a radius beyond the corners of the shirt.
        assert box[0] == pytest.approx(3 + offset, abs=0.35)
        assert box[2] == pytest.approx(21 + offset, abs=0.35)


class TestPlacement:
    @pytest.mark.parametrize(
        ("box", "expected"),
        [
            ((0, 0, 28, 28), IDENTITY),
            ((1, 3, 27, 25), IDENTITY),
            ((0, 7, 28, 21), IDENTITY),
            ((0, 0, 22, 22), Placement(1, 3, 3)),
            ((0, 10, 24, 28), Placement(1, 2, -5)),
            ((6, 0, 28, 12), Placement(1, -3, 8)),
            ((0.3, 2.2, 27.9, 25.8), IDENTITY),
            ((0, 0, 25.7, 24.5), Placement(1, 1, 2)),
        ],
    )
    def test_a_large_box_is_moved_by_whole_pixels(self, box: Box, expected: Placement) -> None:
        assert placement_of(box) == expected

    def test_a_pixel_off_the_middle_is_let_be(self) -> None:
        assert placement_of((0, 2, 26, 28)) == IDENTITY

    @settings(deadline=None)
    @given(*[st.floats(-30, 60)] * 2, *[st.floats(0.01, 60)] * 2)
    def test_every_box_ends_in_the_middle(
        self, left: float, top: float, width: float, height: float
    ) -> None:
        box = (left, top, left + width, top + height)
        placement = placement_of(box)
        placed = placement.box(box)
        longer = max(width, height)
        if longer < 21.99 or longer > 28.01:
            assert max(placed[2] - placed[0], placed[3] - placed[1]) == pytest.approx(26)
            assert placed[0] + placed[2] == pytest.approx(28)
            assert placed[1] + placed[3] == pytest.approx(28)
        elif 22 <= longer <= 28:
            assert placement.scale == 1
            assert placement.x == int(placement.x)
            assert placement.y == int(placement.y)
            assert abs(placed[0] + placed[2] - 28) < 2.2
            assert abs(placed[1] + placed[3] - 28) < 2.2

    def test_a_box_of_no_size_is_only_moved(self) -> None:
        assert placement_of((14, 14, 14, 14)).scale == 1

    def test_one_placement_after_another(self) -> None:
        first, second = Placement(2, 3, 4), Placement(0.5, -1, 1)
        box = (1.0, 2.0, 5.0, 9.0)
        assert second.after(first).box(box) == second.box(first.box(box))

    @pytest.mark.parametrize(
        ("height", "width", "expected"),
        [
            (28, 28, (0, 0, 28, 28)),
            (280, 140, (7, 0, 21, 28)),
            (10, 40, (0, 10.5, 28, 17.5)),
            (28, 15, (6, 0, 21, 28)),
        ],
    )
    def test_a_picture_lies_in_the_middle_of_the_canvas(
        self, height: int, width: int, expected: Box
    ) -> None:
        placement = picture_placement(height, width)
        assert placement.box((0, 0, width, height)) == pytest.approx(expected)


class TestPlacedPictures:
    def test_a_picture_of_the_canvas_size_stays_as_it_is(self) -> None:
        image = np.random.default_rng(0).random((28, 28), np.float32)
        placed = place_picture(image, IDENTITY)
        np.testing.assert_array_equal(placed, image)
        assert placed is not image

    @pytest.mark.parametrize(("x", "y"), [(3, 0), (-4, 2), (0, -28), (30, 1)])
    def test_moving_by_whole_pixels_changes_none(self, x: int, y: int) -> None:
        image = np.random.default_rng(0).random((28, 28), np.float32)
        wide = np.pad(image, 40)
        expected = wide[40 - y : 68 - y, 40 - x : 68 - x]
        np.testing.assert_array_equal(place_picture(image, Placement(1, x, y)), expected)

    def test_a_smaller_picture_is_made_of_means(self) -> None:
        image = np.random.default_rng(0).uniform(0.6, 1, (140, 140)).astype(np.float32)
        image[:30] = image[80:, :50] = 0
        expected = image.reshape(28, 5, 28, 5).mean(axis=(1, 3))
        np.testing.assert_allclose(place_picture(image, IDENTITY), expected, atol=1e-6)

    def test_a_larger_picture_is_interpolated(self) -> None:
        image = np.tile(np.linspace(0, 1, 14, dtype=np.float32), (14, 1))
        placed = place_picture(image, IDENTITY)
        steps = np.diff(placed[14])[2:-2]
        np.testing.assert_allclose(steps, 0.5 / 13, atol=1e-5)

    def test_the_canvas_can_be_shown_larger(self) -> None:
        image = draw(280, 30, 60, 180, 14)
        small = place_picture(image, Placement(1.2, -3, -4))
        large = place_picture(image, Placement(1.2, -3, -4), size=280)
        assert large.shape == (280, 280)
        blocks = large.reshape(28, 10, 28, 10).mean(axis=(1, 3))
        np.testing.assert_allclose(blocks, small, atol=0.05)

    def test_the_picture_is_left_as_it_was(self) -> None:
        image = draw(500, 30, 60, 180, 1)
        then = image.copy()
        place_picture(image, Placement(2, -3, -4))
        np.testing.assert_array_equal(image, then)


class TestDrawingsForTheCanvas:
    @pytest.mark.parametrize("shape", [(840, 840), (28, 28), (1, 840), (500, 300)])
    def test_what_is_not_large_stays_as_it_is(self, shape: tuple[int, int]) -> None:
        image = np.zeros(shape, np.float32)
        assert drawing_for_canvas(image) is image

    @pytest.mark.parametrize(
        ("shape", "expected"),
        [((1000, 2000), (420, 840)), ((5000, 4), (840, 1)), ((841, 841), (840, 840))],
    )
    def test_the_longer_side_of_a_large_one_becomes_840(
        self, shape: tuple[int, int], expected: tuple[int, int]
    ) -> None:
        assert drawing_for_canvas(np.ones(shape, np.float32)).shape == expected

    @pytest.mark.parametrize("pen", [1, 3, 60])
    def test_it_is_fitted_as_the_large_one_is(self, pen: int) -> None:
        image = np.zeros((1500, 2600), np.float32)
        image[:1400, 300:1700] = draw(1400, 100, 100, 1150, pen)
        small = drawing_for_canvas(image)
        assert nearest(fit_picture(image), fit_picture(small)) < 0.3


class TestFittedDrawings:
    @pytest.mark.parametrize("seed", range(3))
    def test_a_drawing_that_fills_the_frame_stays_exactly_as_it_is(self, seed: int) -> None:
        image = np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)
        image[:, 0] = image[0] = image[-1] = image[:, -1] = 200
        np.testing.assert_array_equal(fit_picture(image * UNIT), image)

    @pytest.mark.parametrize("shape", [(28, 28), (28, 20)])
    def test_a_drawing_with_hard_edges_is_kept_from_the_rim(self, shape: tuple[int, int]) -> None:
        height, width = shape
        outline = np.ones(shape, np.float32)
        pen = height // 14
        outline[pen:-pen, pen:-pen] = 0
        left, top, right, bottom = ink_box(fit_picture(outline) * UNIT) or (0, 0, 0, 0)
        assert bottom - top == pytest.approx(26, abs=0.5)
        assert (right - left) * height == pytest.approx(26 * width, rel=0.05)
        assert (left + right, top + bottom) == pytest.approx((28, 28), abs=0.5)
        outline[:pen] = 0.8  # greys, as in photographs
        left, top, right, bottom = ink_box(fit_picture(outline) * UNIT) or (0, 0, 0, 0)
        assert bottom - top == pytest.approx(28, abs=0.5)

    def test_nothing_drawn_is_nothing(self) -> None:
        for shape in ((28, 28), (1, 1), (1000, 3)):
            fitted = fit_picture(np.zeros(shape, np.float32))
            assert fitted.shape == (28, 28)
            assert fitted.dtype == np.uint8
            assert not fitted.any()

    @settings(deadline=None, max_examples=60)
    @given(st.integers(0, 4), st.integers(0, 4))
    def test_a_large_drawing_is_the_same_wherever_it_is(self, x: int, y: int) -> None:
        drawn = draw(28, 1, 1, 22, 2)
        moved = np.roll(drawn, (y, x), axis=(0, 1))
        assert nearest(fit_picture(moved), fit_picture(drawn)) == 0

    @settings(deadline=None, max_examples=60)
    @given(st.floats(0.12, 0.95), st.floats(0, 1), st.floats(0, 1), st.floats(0.06, 0.15))
    def test_a_drawing_of_any_size_anywhere_looks_nearly_the_same(
        self, size: float, across: float, down: float, pen: float
    ) -> None:
        assume(abs(28 * size - 22) > 0.8)  # near there it depends on a hair whether it is scaled
        side = 600 * size / (1 + pen)
        left, top = (600 * size * pen / 2 + (600 - 600 * size) * place for place in (across, down))
        fitted = fit_picture(draw(600, left, top, side, side * pen))
        # 26 pixels in the middle; as large as it is, and up to half a pixel beside, when large.
        longer = 28 * size if size > 22 / 28 else 26.0
        unit = longer / (1 + pen)
        corner = 14 - unit / 2
        expected = np.rint(draw(28, corner, corner, unit, unit * pen) * 255).astype(np.uint8)
        assert nearest(expected, fitted) < (0.1 if longer == 26 else 0.45)

    def test_a_small_drawing_in_a_corner_fills_the_frame_and_is_sharp(self) -> None:
        fitted = fit_picture(draw(1000, 840, 20, 120, 12))
        left, top, right, bottom = ink_box(fitted * UNIT) or (0, 0, 0, 0)
        assert right - left == pytest.approx(26, abs=1)
        assert (left + right, top + bottom) == pytest.approx((28, 28), abs=1)
        assert ((fitted > 230) | (fitted < 25)).mean() > 0.7

    @settings(deadline=None, max_examples=100)
    @given(st.floats(8, 26), st.floats(0, 1), st.floats(0, 1), st.floats(1, 3), st.integers(1, 20))
    def test_fitting_a_fitted_drawing_changes_nothing(
        self, side: float, across: float, down: float, pen: float, fineness: int
    ) -> None:
        assume(abs(side + pen - 22) > 1)
        canvas = 28 * fineness
        free = canvas - (side + 1) * fineness
        corner = (free * across + fineness / 2, free * down + fineness / 2)
        fitted = fit_picture(draw(canvas, *corner, side * fineness, pen * fineness))
        again = fit_picture(fitted * UNIT)
        if fineness == 1 or side + pen < 22:
            np.testing.assert_array_equal(again, fitted)
        else:  # whether it lies within a pixel of the middle is told by coarser pixels now
            assert nearest(again, fitted) < 0.02

    @pytest.mark.parametrize(("height", "width"), [(1, 500), (500, 1), (3, 2), (1, 1), (2000, 30)])
    def test_pictures_of_odd_shapes_are_fitted(self, height: int, width: int) -> None:
        fitted = fit_picture(np.ones((height, width), np.float32))
        assert fitted.max() > 0
        if height > width:
            assert (fitted.max(axis=1) > 0).all()

    def test_the_shape_of_a_drawing_in_a_narrow_picture_is_kept(self) -> None:
        square = draw(100, 10, 10, 60, 5)
        strip = np.zeros((1000, 100), np.float32)
        strip[600:700] = square
        alone = fit_picture(square)
        assert difference(alone, fit_picture(strip)) < 0.1
        box = ink_box(fit_picture(strip) * UNIT)
        expected = ink_box(square)
        assert box is not None
        assert expected is not None
        shape = (box[3] - box[1]) / (box[2] - box[0])
        assert shape == pytest.approx(
            (expected[3] - expected[1]) / (expected[2] - expected[0]), 0.06
        )

    def test_a_picture_of_forty_million_pixels_is_fitted_in_a_moment(self) -> None:
        image = np.zeros((5000, 8000), np.float32)
        image[1000:4000, 3000] = image[1000, 3000:6000] = 1  # the slow case: thin lines
        started = time.process_time()
        fitted = fit_picture(image)
        assert time.process_time() - started < 5
        assert fitted.max() > 200


def test_the_outline_that_these_tests_draw_fills_its_square() -> None:
    points = np.array(T_SHIRT)
    assert points.min(axis=0).tolist() == [0, 0.05]
    assert points.max(axis=0).tolist() == [1, 0.95]
