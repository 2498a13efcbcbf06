"""What a network gets of a drawing, wherever it is on the canvas."""

import numpy as np
import pytest

from fashion_gui.sketch import placed as placed_module
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Placement, fit_picture, ink_box
from fashion_gui.sketch.operations import Brush, Move, Pair, Shape

BRUSH = Brush(2.0)


def shoe(scale: float = 1.0, x: float = 0.0, y: float = 0.0) -> Drawing:
    drawing = Drawing()
    corners = ((1, 10), (9, 10), (16, 16), (26, 18), (26, 22), (1, 22), (1, 10))
    points = [(scale * px + x, scale * py + y) for px, py in corners]
    drawing.begin_stroke(BRUSH, points[0])
    for point in points[1:]:
        drawing.extend_stroke(point)
    drawing.end_stroke()
    return drawing


def test_a_drawing_that_fills_the_frame_is_only_moved_to_its_middle() -> None:
    drawing = shoe()
    assert np.array_equal(drawing.fitted_image, np.roll(drawing.image, -2, axis=0))


@pytest.mark.parametrize("place", [(0.4, 0, 0), (0.5, 12, 12), (0.7, 2, 5)])
def test_a_small_drawing_in_a_corner_comes_out_like_a_large_one(
    place: tuple[float, float, float],
) -> None:
    drawing = shoe(*place)
    box = ink_box(drawing.fitted_image / np.float32(255))
    assert box
    assert box[2] - box[0] == pytest.approx(26, abs=1.6)
    assert (box[0] + box[2]) / 2 == pytest.approx(14, abs=0.8)
    assert (box[1] + box[3]) / 2 == pytest.approx(14, abs=0.8)
    large = shoe().fitted_image.astype(float)
    overlap = np.minimum(drawing.fitted_image, large).sum() / large.sum()
    assert overlap > 0.6


def test_the_drawing_is_fitted_while_the_hand_still_draws() -> None:
    drawing = Drawing()
    drawing.begin_stroke(BRUSH, (3, 3))
    drawing.extend_stroke((9, 3))
    drawing.extend_stroke((9, 8))
    growing = drawing.fitted_image
    drawing.end_stroke()
    assert np.array_equal(growing, drawing.fitted_image)


def test_a_picture_of_the_data_set_is_left_alone() -> None:
    photo = np.random.default_rng(1).integers(1, 256, (28, 28), dtype=np.uint8)
    drawing = Drawing()
    drawing.paste(photo)
    assert np.array_equal(drawing.fitted_image, photo)


def test_a_picture_of_the_data_set_that_is_off_the_middle_is_left_alone_too() -> None:
    photo = np.zeros((28, 28), np.uint8)
    photo[2:27, 6:23] = 200
    photo[:4, 12:16] = 40
    drawing = Drawing()
    drawing.paste(photo[::-1, :20].copy())
    assert not np.array_equal(drawing.fitted_image, drawing.image)
    photo = np.roll(photo, 3, axis=1)
    drawing.paste(photo, is_framed=True)
    assert np.array_equal(drawing.fitted_image, photo)
    drawing.undo()
    drawing.redo()
    assert np.array_equal(drawing.fitted_image, photo)


@pytest.mark.parametrize("shape", [(28, 28), (60, 90), (400, 300), (11, 17)])
def test_a_picture_is_fitted_as_a_file_is(shape: tuple[int, int]) -> None:
    picture = np.zeros(shape, np.uint8)
    rows, columns = shape[0] // 4, shape[1] // 5
    picture[rows : 3 * rows, columns : 2 * columns] = 255
    picture[2 * rows : 3 * rows, columns : 3 * columns] = 180
    drawing = Drawing()
    drawing.paste(picture)
    assert np.array_equal(drawing.fitted_image, fit_picture(picture.astype(np.float32) / 255))


def test_what_hangs_over_the_edge_is_not_seen_by_the_network_either() -> None:
    drawing = Drawing()
    drawing.do(Shape("rectangle", BRUSH, (17, 6), (25, 22)))
    whole = drawing.fitted_image
    drawing.do(Move(Placement(1.0, 6.0, 0.0)))  # its right side is out of sight
    rows = drawing.fitted_image[12:16].max(axis=0)
    (inked,) = np.nonzero(rows)
    assert np.ptp(inked) < 6  # one side only
    drawing.do(Move(Placement(1.0, -6.0, 0.0)))
    assert np.array_equal(drawing.fitted_image, whole)


def test_nothing_drawn_is_nothing_fitted() -> None:
    assert not Drawing().fitted_image.any()


@pytest.mark.parametrize("place", [(1.0, 0, 0), (0.9, 1, 2)])
def test_a_drawing_that_need_not_grow_is_the_same_as_a_file(
    place: tuple[float, float, float],
) -> None:
    drawing = shoe(*place)
    picture = drawing.render(448).astype(np.float32) / 255
    difference = np.abs(fit_picture(picture).astype(int) - drawing.fitted_image)
    assert difference.mean() < 6


@pytest.mark.parametrize("place", [(1.0, 0, 0), (0.4, 1, 2), (0.3, 18, 15)])
def test_what_is_saved_large_and_fitted_is_what_the_network_receives(
    place: tuple[float, float, float],
) -> None:
    drawing = shoe(*place)
    picture = drawing.render(448, is_fitted=True)
    assert picture.shape == (448, 448)
    again = fit_picture(picture.astype(np.float32) / 255)
    assert np.abs(again.astype(int) - drawing.fitted_image).mean() < 2.5
    rim = (picture > 15) & (picture < 240)
    assert rim.mean() < 0.02


def test_what_is_finished_is_drawn_once_while_the_hand_draws_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawing = shoe(0.5, 3, 6)
    drawing.fitted_image  # noqa: B018
    drawn: list[int] = []
    render = placed_module.render

    def count(*arguments: object, **options: object) -> object:
        drawn.append(1)
        return render(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(placed_module, "render", count)
    drawing.begin_stroke(BRUSH, (8, 14))  # inside of what is drawn: the frame stays
    for x in range(9, 14):
        drawing.extend_stroke((x, 14.0))
        drawing.fitted_image  # noqa: B018
    assert sum(drawn) <= 1


def test_mirroring_is_one_step() -> None:
    drawing = Drawing()
    drawing.is_mirroring = True
    drawing.begin_stroke(BRUSH, (5, 5))
    drawing.extend_stroke((10, 20))
    during = drawing.image
    drawing.end_stroke()
    assert np.array_equal(during, drawing.image)
    assert np.array_equal(drawing.image, drawing.image[:, ::-1])
    (operation,) = drawing.operations
    assert isinstance(operation, Pair)
    drawing.undo()
    assert drawing.is_empty


def test_a_preview_changes_nothing_until_it_is_done() -> None:
    drawing = shoe()
    before = drawing.image
    box = Shape("rectangle", BRUSH, (2, 2), (8, 8))
    drawing.preview(box)
    shown = drawing.image
    assert not np.array_equal(shown, before)
    drawing.preview(None)
    assert np.array_equal(drawing.image, before)
    drawing.do(box)
    assert np.array_equal(drawing.image, shown)
    drawing.undo()
    assert np.array_equal(drawing.image, before)


def test_moving_can_be_undone() -> None:
    drawing = shoe()
    before = drawing.image
    move = Move(Placement(0.5, 20.0, 3.0))
    drawing.preview(move)
    shown = drawing.image
    drawing.do(move)
    assert np.array_equal(drawing.image, shown)
    assert not np.array_equal(shown, before)
    drawing.undo()
    assert np.array_equal(drawing.image, before)
    drawing.redo()
    assert np.array_equal(drawing.image, shown)


def test_filling_what_has_the_grey_already_is_no_step() -> None:
    drawing = Drawing()
    drawing.fill((3, 3), 1.0)
    drawing.fill((20, 20), 1.0)
    assert len(drawing.operations) == 1
    assert drawing.image.min() == 255
