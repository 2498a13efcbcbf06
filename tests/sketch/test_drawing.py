"""What strokes, pastes and wipes leave on the canvas."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.operations import Brush, Clear, Operation, Paste, Stroke
from fashion_gui.sketch.raster import Point, segment_coverage

WHITE = Brush(width=3.0, grey=1.0)
ERASER = Brush(width=5.0, grey=0.0)

POINTS = st.tuples(st.integers(-64, 64 * 29), st.integers(-64, 64 * 29)).map(
    lambda point: (point[0] / 64, point[1] / 64)
)
BRUSHES = st.builds(
    Brush,
    width=st.integers(4, 32).map(lambda n: n / 4),
    grey=st.integers(0, 100).map(lambda n: n / 100),
)
STROKES = st.tuples(BRUSHES, st.lists(POINTS, min_size=1, max_size=6))


def draw(drawing: Drawing, brush: Brush, points: list[Point]) -> None:
    drawing.begin_stroke(brush, points[0])
    for point in points[1:]:
        drawing.extend_stroke(point)
    drawing.end_stroke()


def picture(seed: int = 0) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)


def rendered(operations: tuple[Operation, ...]) -> NDArray[np.uint8]:
    """Draw a list of operations in one go: each stroke's lines together, laid over once."""
    image = np.zeros((28, 28), np.float32)
    for operation in operations:
        if isinstance(operation, Clear):
            image = np.zeros_like(image)
        elif isinstance(operation, Paste):
            image = operation.image.astype(np.float32) * np.float32(1 / 255)
        else:
            points, brush = operation.points, operation.brush
            lines = [(points[0], points[0]), *pairwise(points)]
            covered = np.maximum.reduce([segment_coverage(*line, brush.width) for line in lines])
            image = image + covered * (np.float32(brush.grey) - image)
    return np.rint(image * 255).astype(np.uint8)


def test_a_new_drawing_is_black() -> None:
    drawing = Drawing()
    assert drawing.image.shape == (28, 28)
    assert drawing.image.dtype == np.uint8
    assert not drawing.image.any()
    assert drawing.is_empty
    assert drawing.operations == ()


def test_a_tap_leaves_a_dot() -> None:
    drawing = Drawing()
    drawing.begin_stroke(Brush(3.0, 1.0), (10.5, 6.5))
    assert drawing.image[6, 10] == 255
    drawing.end_stroke()
    dot = drawing.image
    assert dot[6, 10] == dot[5, 10] == dot[7, 10] == dot[6, 9] == dot[6, 11] == 255
    assert not dot[:4].any()
    assert not dot[:, :8].any()
    assert drawing.operations == (Stroke(Brush(3.0, 1.0), ((10.5, 6.5),)),)
    assert not drawing.is_empty


def test_a_tap_in_a_corner_is_seen() -> None:
    for x, y in [(0.0, 0.0), (28.0, 0.0), (0.0, 28.0), (28.0, 28.0)]:
        drawing = Drawing()
        draw(drawing, Brush(1.0, 1.0), [(x, y)])
        assert drawing.image[27 * (y > 0), 27 * (x > 0)] > 0


@settings(deadline=None)
@given(st.lists(STROKES, min_size=1, max_size=4))
def test_strokes_drawn_point_by_point_are_those_drawn_in_one_go(
    strokes: list[tuple[Brush, list[Point]]],
) -> None:
    drawing = Drawing()
    for brush, points in strokes:
        draw(drawing, brush, points)
    assert np.array_equal(drawing.image, rendered(drawing.operations))
    assert drawing.operations == tuple(Stroke(brush, tuple(points)) for brush, points in strokes)


@settings(deadline=None)
@given(STROKES)
def test_lifting_the_brush_changes_no_pixel(stroke: tuple[Brush, list[Point]]) -> None:
    brush, points = stroke
    drawing = Drawing()
    drawing.paste(picture())
    drawing.begin_stroke(brush, points[0])
    for point in points[1:]:
        drawing.extend_stroke(point)
    growing = drawing.image
    drawing.end_stroke()
    assert np.array_equal(drawing.image, growing)


def test_a_grey_stroke_that_crosses_itself_is_laid_over_once() -> None:
    drawing = Drawing()
    draw(drawing, Brush(4.0, 0.5), [(4.0, 14.0), (24.0, 14.0), (14.0, 4.0), (14.0, 24.0)])
    assert drawing.image.max() == 128
    assert drawing.image[14, 14] == 128


def test_going_over_the_same_line_again_in_one_stroke_changes_nothing() -> None:
    once, often = Drawing(), Drawing()
    line = [(4.3, 5.1), (22.2, 17.9)]
    draw(once, Brush(2.0, 0.6), line)
    draw(often, Brush(2.0, 0.6), [*line, *line, *line])
    assert np.abs(once.image.astype(int) - often.image).max() <= 1


def test_a_dark_stroke_over_a_bright_one_covers_it() -> None:
    drawing = Drawing()
    draw(drawing, Brush(8.0, 1.0), [(4.0, 14.0), (24.0, 14.0)])
    draw(drawing, Brush(2.0, 0.2), [(4.0, 14.0), (24.0, 14.0)])
    assert drawing.image[14, 14] == 51
    assert drawing.image[11, 14] == 255


def test_the_eraser_takes_away_what_it_passes_over() -> None:
    drawing = Drawing()
    draw(drawing, WHITE, [(14.0, 2.0), (14.0, 26.0)])
    draw(drawing, ERASER, [(2.0, 14.0), (26.0, 14.0)])
    assert not drawing.image[12:16].any()
    assert drawing.image[5, 14] == drawing.image[22, 14] == 255


def test_a_drawing_that_was_erased_wholly_is_empty() -> None:
    drawing = Drawing()
    draw(drawing, Brush(2.0, 1.0), [(10.0, 10.0), (15.0, 12.0)])
    draw(drawing, Brush(8.0, 0.0), [(8.0, 9.0), (18.0, 13.0)])
    assert drawing.is_empty


def test_a_stroke_on_the_outside_only_is_an_operation_that_shows_nothing() -> None:
    drawing = Drawing()
    draw(drawing, WHITE, [(-30.0, -30.0), (-20.0, 60.0)])
    assert drawing.is_empty
    assert len(drawing.operations) == 1


def test_a_stroke_may_leave_the_canvas_and_come_back() -> None:
    drawing = Drawing()
    draw(drawing, Brush(1.0, 1.0), [(20.0, 4.5), (60.0, 4.5), (60.0, 20.5), (20.0, 20.5)])
    assert drawing.image[4, 27] == drawing.image[20, 27] == 255
    assert not drawing.image[6:19].any()


def test_moving_without_the_brush_down_draws_nothing() -> None:
    drawing = Drawing()
    drawing.extend_stroke((14.0, 14.0))
    drawing.end_stroke()
    assert drawing.is_empty
    assert drawing.operations == ()


def test_putting_the_brush_down_again_ends_the_stroke_before() -> None:
    drawing = Drawing()
    drawing.begin_stroke(WHITE, (5.0, 5.0))
    drawing.begin_stroke(WHITE, (20.0, 20.0))
    drawing.end_stroke()
    assert [type(operation) for operation in drawing.operations] == [Stroke, Stroke]
    assert np.array_equal(drawing.image, rendered(drawing.operations))


@pytest.mark.parametrize("seed", range(3))
def test_a_pasted_picture_is_there_exactly(seed: int) -> None:
    drawing = Drawing()
    draw(drawing, WHITE, [(4.0, 4.0), (20.0, 20.0)])
    drawing.paste(picture(seed))
    assert np.array_equal(drawing.image, picture(seed))


def test_every_grey_level_survives_being_pasted() -> None:
    levels = np.resize(np.arange(256, dtype=np.uint8), (28, 28))
    drawing = Drawing()
    drawing.paste(levels)
    assert np.array_equal(drawing.image, levels)


def test_a_pasted_picture_is_copied() -> None:
    drawing, image = Drawing(), picture()
    drawing.paste(image)
    image[:] = 0
    assert np.array_equal(drawing.image, picture())
    (operation,) = drawing.operations
    assert isinstance(operation, Paste)
    assert np.array_equal(operation.image, picture())


def test_nobody_can_draw_on_the_image_itself() -> None:
    drawing = Drawing()
    with pytest.raises(ValueError, match="read-only"):
        drawing.image[:] = 255
    assert drawing.is_empty


def test_an_image_that_was_read_stays_when_the_drawing_goes_on() -> None:
    drawing = Drawing()
    draw(drawing, WHITE, [(5.0, 5.0)])
    before = drawing.image
    kept = before.copy()
    draw(drawing, WHITE, [(20.0, 20.0)])
    assert np.array_equal(before, kept)
    assert not np.array_equal(drawing.image, kept)


def test_a_stroke_that_is_being_drawn_can_be_undone_and_bars_redo() -> None:
    drawing = Drawing()
    draw(drawing, WHITE, [(5.0, 5.0)])
    drawing.undo()
    drawing.begin_stroke(WHITE, (9.0, 9.0))
    assert drawing.can_undo
    assert not drawing.can_redo


def test_strokes_on_a_pasted_picture_change_only_what_they_cover() -> None:
    drawing = Drawing()
    drawing.paste(picture())
    draw(drawing, WHITE, [(0.0, 3.0), (28.0, 3.0)])
    assert np.array_equal(drawing.image[6:], picture()[6:])
    assert (drawing.image[2:4] == 255).all()


def test_pasting_black_leaves_an_empty_drawing() -> None:
    drawing = Drawing()
    drawing.paste(np.zeros((28, 28), np.uint8))
    assert drawing.is_empty
    assert drawing.can_undo


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((28, 28), np.float32),
        np.zeros((28, 28), np.int64),
        np.zeros((0, 27), np.uint8),
        np.zeros((1, 28, 28), np.uint8),
        np.zeros(784, np.uint8),
    ],
    ids=lambda image: f"{image.dtype} {image.shape}",
)
def test_only_a_grey_picture_in_bytes_can_be_pasted(image: NDArray) -> None:  # type: ignore[type-arg]
    drawing = Drawing()
    draw(drawing, WHITE, [(5.0, 5.0)])
    with pytest.raises(ValueError, match=r"uint8 \(height, width\), found") as caught:
        drawing.paste(image)
    assert str(image.shape) in str(caught.value)
    assert len(drawing.operations) == 1
