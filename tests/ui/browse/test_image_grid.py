"""The grid: places, keys, selection and what is painted, with real events."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from fashion_gui.data import CLASS_NAMES, Dataset, Split
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.nn.network import Network
from fashion_gui.percent import SIGN, plain
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.browse.image_grid import ImageGrid
from fashion_gui.ui.browse.image_model import ImageModel

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def predictions_on(dataset: Dataset, part: Split) -> Predictions:
    """Answers that are wrong for every third image."""
    architecture = Recipe(hidden=(4,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(1))
    labels = dataset.subset(part).labels
    probabilities = np.full((len(labels), 10), 0.02, np.float32)
    answered = (labels + (np.arange(len(labels)) % 3 == 0)) % 10
    probabilities[np.arange(len(labels)), answered] = 0.82
    network = Network(architecture, parameters, CLASS_NAMES)
    return Predictions.of(network, labels, probabilities, dataset.numbers(part).start)


@pytest.fixture
def model(small_dataset: Dataset) -> ImageModel:
    model = ImageModel()
    numbers = np.asarray(small_dataset.numbers(Split.TEST))
    model.show_images(small_dataset, numbers, predictions_on(small_dataset, Split.TEST))
    return model


@pytest.fixture
def grid(qtbot: QtBot, model: ImageModel) -> ImageGrid:
    grid = ImageGrid(model)
    qtbot.addWidget(grid)
    grid.resize(480, 400)
    grid.show()
    grid.setFocus()
    grid.setCurrentIndex(model.index(0))
    return grid


def place_of(grid: ImageGrid, row: int) -> QPoint:
    return grid.visualRect(grid.model().index(row)).center()


def test_every_visible_place_belongs_to_the_image_that_is_there(grid: ImageGrid) -> None:
    for row in (0, 3, grid.n_columns, 2 * grid.n_columns + 1):
        assert grid.indexAt(place_of(grid, row)).row() == row


def test_the_columns_fill_the_width(grid: ImageGrid) -> None:
    left_over = grid.viewport().width() - grid.n_columns * grid.cell_size().width()
    assert 0 <= left_over < grid.n_columns


def test_there_is_nothing_beside_the_last_image(grid: ImageGrid, model: ImageModel) -> None:
    grid.scrollTo(model.index(299))
    last = grid.visualRect(model.index(299))
    assert grid.indexAt(last.center()).row() == 299
    assert not grid.indexAt(last.center() + QPoint(0, last.height())).isValid()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([Qt.Key.Key_Right], 1),
        ([Qt.Key.Key_Right, Qt.Key.Key_Left], 0),
        ([Qt.Key.Key_Left], 0),
        ([Qt.Key.Key_Up], 0),
        ([Qt.Key.Key_End], 299),
        ([Qt.Key.Key_End, Qt.Key.Key_Right], 299),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_PageDown, Qt.Key.Key_PageUp], 0),
    ],
)
def test_keys_move_the_current_image(
    qtbot: QtBot, grid: ImageGrid, keys: list[Qt.Key], expected: int
) -> None:
    for key in keys:
        qtbot.keyClick(grid, key)
    assert grid.currentIndex().row() == expected
    assert grid.viewport().rect().contains(place_of(grid, expected))


def test_down_goes_to_the_image_below(qtbot: QtBot, grid: ImageGrid) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == grid.n_columns
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.currentIndex().row() % grid.n_columns == 0
    assert grid.currentIndex().row() > 2 * grid.n_columns


def test_a_letter_goes_to_the_next_image_of_a_class_that_begins_with_it(
    qtbot: QtBot, grid: ImageGrid, model: ImageModel, small_dataset: Dataset
) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_B)
    first = grid.currentIndex().row()
    names = [CLASS_NAMES[label] for label in small_dataset.test.labels]
    assert first == names.index("Bag")
    qtbot.keyClick(grid, Qt.Key.Key_B)
    assert grid.currentIndex().row() == names.index("Bag", first + 1)


def test_two_letters_tell_a_sneaker_from_a_shirt(
    qtbot: QtBot, grid: ImageGrid, small_dataset: Dataset
) -> None:
    qtbot.keyClicks(grid, "sn")
    names = [CLASS_NAMES[label] for label in small_dataset.test.labels]
    assert grid.currentIndex().row() == names.index("Sneaker")


def test_shift_selects_all_images_in_between_as_a_text_does(qtbot: QtBot, grid: ImageGrid) -> None:
    n_columns = grid.n_columns
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place_of(grid, n_columns - 1))
    qtbot.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, place_of(grid, 2 * n_columns)
    )
    assert grid.selected_rows() == list(range(n_columns - 1, 2 * n_columns + 1))


def test_ctrl_adds_single_images(qtbot: QtBot, grid: ImageGrid) -> None:
    for row in (1, 3, 4):
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, CTRL, place_of(grid, row))
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, CTRL, place_of(grid, 3))
    assert grid.selected_rows() == [0, 1, 4]


def test_shift_and_arrows_grow_and_shrink_the_selection(qtbot: QtBot, grid: ImageGrid) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(grid, key, SHIFT)
    assert grid.selected_rows() == list(range(grid.n_columns + 2))
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selected_rows() == [grid.n_columns + 2]


def test_all_can_be_selected(qtbot: QtBot, grid: ImageGrid) -> None:
    qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    assert grid.selected_rows() == list(range(300))


def test_the_wheel_scrolls_to_the_last_image(grid: ImageGrid, model: ImageModel) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert grid.visualRect(model.index(299)).bottom() <= grid.viewport().height()


def test_larger_images_are_fewer_in_a_row_and_the_current_one_stays_in_sight(
    grid: ImageGrid, model: ImageModel
) -> None:
    grid.setCurrentIndex(model.index(150))
    before = grid.n_columns
    grid.set_scale(4)
    assert grid.n_columns < before
    assert grid.viewport().rect().contains(place_of(grid, 150))


@pytest.mark.parametrize("size", [(300, 300), (900, 250)])
def test_the_current_image_stays_in_sight_in_another_size(
    qtbot: QtBot, grid: ImageGrid, model: ImageModel, size: tuple[int, int]
) -> None:
    grid.setCurrentIndex(model.index(163))
    grid.resize(*size)
    qtbot.waitUntil(lambda: grid.viewport().rect().contains(place_of(grid, 163)))


def picture_of(grid: ImageGrid, row: int) -> QImage:
    return grid.viewport().grab(grid.visualRect(grid.model().index(row))).toImage()


def test_a_thumbnail_has_the_pixels_of_its_image(
    grid: ImageGrid, model: ImageModel, small_dataset: Dataset
) -> None:
    grid.set_scale(1)
    row = 4  # answered right: nothing is painted over it
    picture = picture_of(grid, row)
    left = (picture.width() - 28) // 2
    shown = [[picture.pixelColor(left + x, 5 + y).red() for x in range(28)] for y in range(28)]
    np.testing.assert_array_equal(shown, small_dataset.test.images[row])


def reds(picture: QImage) -> int:
    pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(28)]
    return sum(pixel == QColor("#b3261e") for pixel in pixels)


def words_in_second_line(picture: QImage) -> bool:
    places = ((x, y) for x in range(picture.width()) for y in range(1, 12))
    return len({picture.pixel(x, picture.height() - y) for x, y in places}) > 1


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_wrong_answer_is_framed_in_red_with_a_white_cross(grid: ImageGrid, scale: int) -> None:
    grid.set_scale(scale)
    grid.setCurrentIndex(grid.model().index(1))
    wrong, right = picture_of(grid, 3), picture_of(grid, 4)
    assert reds(wrong) > 28
    assert reds(right) == 0
    side = 28 * scale
    badge_left = (wrong.width() - side) // 2 + side - 10
    corner = [wrong.pixelColor(badge_left + x, 4 + y) for x in range(11) for y in range(11)]
    assert any(min(c.red(), c.green(), c.blue()) > 240 for c in corner)
    if scale > 1:
        assert words_in_second_line(wrong), "the true class of an error"
        assert not words_in_second_line(right)


def test_an_image_tells_what_it_is_and_what_it_is_called(model: ImageModel) -> None:
    words = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert plain(words) == "Test image 0: T-shirt/top. Answer: Trouser, 82 %, wrong."
    assert model.index(1).data(Qt.ItemDataRole.ToolTipRole).endswith(f"Trouser, 82{SIGN}, right.")


def test_without_answers_images_are_shown_all_the_same(grid: ImageGrid, model: ImageModel) -> None:
    model.set_answers(None)
    assert reds(picture_of(grid, 3)) == 0
    assert model.index(3).data(Qt.ItemDataRole.AccessibleTextRole).endswith("No answer yet.")


def test_an_empty_list_has_no_current_image(
    qtbot: QtBot, grid: ImageGrid, model: ImageModel, small_dataset: Dataset
) -> None:
    model.show_images(small_dataset, np.empty(0, np.intp), None)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    qtbot.keyClick(grid, Qt.Key.Key_B)
    assert not grid.currentIndex().isValid()
