"""Operations: what each draws, anywhere and at any size."""

import numpy as np
import pytest

from fashion_gui.sketch.area import area_around
from fashion_gui.sketch.fitting import Placement
from fashion_gui.sketch.operations import (
    Brush,
    Clear,
    Fill,
    Move,
    Operation,
    Pair,
    Paste,
    Shape,
    Stroke,
    render,
)

WHITE = Brush(2.0, 1.0)
BOX = Shape("rectangle", WHITE, (6, 8), (20, 22))


def drawn(*operations: Operation, size: int = 28, placement: Placement | None = None):  # type: ignore[no-untyped-def]
    return render(operations, placement, size)


def test_a_line_covers_what_a_stroke_between_its_ends_does() -> None:
    line = drawn(Shape("line", WHITE, (4, 5), (20, 24)))
    assert np.array_equal(line, drawn(Stroke(WHITE, ((4, 5), (20, 24)))))


def test_a_rectangle_has_four_sides_and_an_empty_middle() -> None:
    image = drawn(BOX)
    for side in (image[7, 6:20], image[21, 6:20], image[8:22, 5], image[8:22, 19]):
        assert side.min() > 0.9
    assert image[10:20, 9:18].max() == 0


def test_an_ellipse_touches_the_middle_of_each_side_of_its_box() -> None:
    image = drawn(Shape("ellipse", WHITE, (4, 8), (24, 20)))
    assert min(image[14, 4], image[14, 23], image[8, 14], image[19, 14]) > 0.5
    assert image[8, 5] == image[19, 23] == 0


@pytest.mark.parametrize("kind", ["rectangle", "ellipse"])
def test_a_filled_shape_has_no_hole(kind: str) -> None:
    image = drawn(Shape(kind, Brush(2.0, 0.5), (6, 6), (22, 22), is_filled=True))
    assert np.allclose(image[10:18, 10:18], 0.5)
    assert image.max() == pytest.approx(0.5)


def test_corners_may_be_given_in_any_order() -> None:
    assert np.allclose(drawn(BOX), drawn(Shape("rectangle", WHITE, (20, 22), (6, 8))), atol=1e-5)


def test_pressure_makes_a_stroke_thinner_and_thicker() -> None:
    points = ((2.0, 14.0), (14.0, 14.0), (26.0, 14.0))
    image = drawn(Stroke(Brush(4.0), points, (0.25, 1.0, 1.75)))
    columns = image.sum(axis=0)
    assert columns[4] == pytest.approx(2.5, abs=0.3)
    assert columns[22] == pytest.approx(5.5, abs=0.3)


def test_a_fill_stops_at_soft_lines_and_leaves_no_seam() -> None:
    outline = Shape("ellipse", Brush(1.6), (5, 5), (23, 23))
    area = area_around(drawn(outline), (14.0, 14.0))
    image = drawn(outline, Fill(1.0, area))
    assert not area[0, 0]
    assert image[8:20, 8:20].min() == 1.0
    assert image[0].max() == 0
    # From the middle outwards nothing is darker than what comes after it.
    row = image[14, 14:]
    assert (np.diff(row) <= 1e-6).all()


def test_a_dark_fill_makes_darker() -> None:
    white = drawn(Shape("rectangle", WHITE, (4, 4), (24, 24), is_filled=True))
    area = area_around(white, (14.0, 14.0))
    assert Fill(0.25, area).draw(white, Placement())[14, 14] == pytest.approx(0.25)


def test_a_move_moves_what_was_before_and_not_what_comes_after() -> None:
    image = drawn(BOX, Move(Placement(1.0, 3.0, -2.0)), Stroke(WHITE, ((2, 2),)))
    moved = drawn(Shape("rectangle", WHITE, (9, 6), (23, 20)), Stroke(WHITE, ((2, 2),)))
    assert np.allclose(image, moved, atol=1e-5)


def test_moves_add_up() -> None:
    twice = drawn(BOX, Move(Placement(0.5, 2.0, 1.0)), Move(Placement(2.0, -4.0, -2.0)))
    assert twice.sum() == pytest.approx(drawn(BOX).sum(), rel=0.01)


def test_what_is_moved_out_of_sight_comes_back_whole() -> None:
    away, back = Move(Placement(1.0, 40.0, 0.0)), Move(Placement(1.0, -40.0, 0.0))
    assert not drawn(BOX, away).any()
    assert np.allclose(drawn(BOX, away, back), drawn(BOX), atol=1e-5)


def test_a_drawing_that_is_made_larger_is_drawn_anew_and_not_blurred() -> None:
    small = Shape("rectangle", Brush(1.0), (10.5, 10.5), (16.5, 16.5))
    large = drawn(small, placement=Placement(4.0, -40.0, -40.0))
    rim = (large > 0.05) & (large < 0.95)
    assert large.max() == 1
    # Its pen grows with the square root, to two pixels; a resampled one would have four.
    assert 1.5 < large[14].sum() / 2 < 2.6
    assert rim.mean() < 0.2


def test_a_large_picture_of_a_drawing_is_sharp() -> None:
    image = drawn(BOX, size=448)
    assert image.shape == (448, 448)
    assert ((image > 0.05) & (image < 0.95)).mean() < 0.01
    blocks = image.reshape(28, 16, 28, 16).mean(axis=(1, 3))
    assert np.abs(blocks - drawn(BOX)).max() < 0.15


def test_a_picture_of_the_canvas_size_stays_exactly_as_it_is() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    assert np.array_equal(np.rint(drawn(Paste(picture)) * 255), picture)


def test_a_large_picture_is_resampled_from_its_own_pixels() -> None:
    picture = np.zeros((280, 280), np.uint8)
    picture[100:130, 105:185] = 255
    image = drawn(Paste(picture))
    assert image[10:13, 11:18].min() == pytest.approx(1.0)
    assert image.sum() == pytest.approx(24.0, rel=0.01)


def test_a_small_picture_is_made_large_in_squares() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    large = np.rint(drawn(Paste(picture), size=448) * 255)
    assert np.array_equal(large, picture.repeat(16, axis=0).repeat(16, axis=1))


def test_a_grey_stroke_that_crosses_its_mirror_image_is_laid_over_once() -> None:
    stroke = Stroke(Brush(4.0, 0.5), ((6, 6), (20, 20)))
    assert drawn(Pair(stroke, stroke.mirrored())).max() == pytest.approx(0.5)
    rim = drawn(stroke)[5:15, 5:15]
    assert np.allclose(drawn(Pair(stroke, stroke))[5:15, 5:15], rim)


def test_clearing_forgets_everything_before() -> None:
    assert np.array_equal(
        drawn(BOX, Clear(), Stroke(WHITE, ((5, 5),))), drawn(Stroke(WHITE, ((5, 5),)))
    )


@pytest.mark.parametrize(
    "operation",
    [
        Stroke(WHITE, ((3, 4), (8, 20))),
        BOX,
        Fill(1.0, np.eye(28, dtype=bool)),
    ],
)
def test_a_mirror_image_has_left_and_right_exchanged(operation: Stroke | Shape | Fill) -> None:
    assert np.allclose(drawn(operation.mirrored()), drawn(operation)[:, ::-1], atol=1e-5)
