"""Every tool in the hand: keys, pulling, the wheel."""

import numpy as np
import pytest
from places import at, roll
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.sketch.operations import Fill, Move, Pair, Shape, Stroke
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.tools import TOOLS
from fashion_gui.ui.theme.palette import use_scheme
from fashion_gui.ui.window.main_window import MainWindow

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


def pull(
    qtbot: QtBot,
    page: DrawPage,
    start: tuple[float, float],
    stop: tuple[float, float],
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    canvas = page.canvas
    qtbot.mousePress(canvas, LEFT, modifier, at(page, *start))
    qtbot.mouseMove(canvas, at(page, *stop))
    qtbot.mouseRelease(canvas, LEFT, modifier, at(page, *stop))


def take(qtbot: QtBot, page: DrawPage, name: str) -> None:
    qtbot.keyClick(page.canvas, TOOLS[name].key)
    assert page.toolbox.tools[name].isChecked()


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_has_a_key_a_cursor_of_its_own_and_a_name(
    qtbot: QtBot, page: DrawPage, name: str
) -> None:
    take(qtbot, page, "pen" if name != "pen" else "line")
    before = page.canvas.cursor().pixmap().toImage()
    take(qtbot, page, name)
    assert page.canvas.cursor().pixmap().toImage() != before
    button = page.toolbox.buttons[page.toolbox.tools[name]]
    assert button.accessibleName() == TOOLS[name].text
    assert TOOLS[name].idea in button.toolTip()


@pytest.mark.parametrize("scheme", ["Dark", "Light"])
def test_the_tool_in_the_hand_is_marked(page: DrawPage, window: MainWindow, scheme: str) -> None:
    use_scheme(Qt.ColorScheme[scheme])
    button = page.toolbox.buttons[page.toolbox.tools["line"]]
    before = button.grab().toImage()
    page.toolbox.tools["line"].trigger()
    after = button.grab().toImage()
    use_scheme(Qt.ColorScheme.Unknown)
    x, y = button.width() // 2, button.height() - 3
    assert abs(after.pixelColor(x, y).lightness() - before.pixelColor(x, y).lightness()) > 40


def test_no_two_actions_of_the_page_share_a_key(window: MainWindow) -> None:
    page = window.draw_page
    keys = [key.toString() for action in page.actions() for key in action.shortcuts()]
    keys += [window.menus.open.shortcut().toString(), window.menus.save.shortcut().toString()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", ["line", "rectangle", "ellipse"])
def test_a_shape_is_seen_while_it_is_pulled_and_is_one_step(
    qtbot: QtBot, page: DrawPage, name: str
) -> None:
    take(qtbot, page, name)
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 5, 6))
    qtbot.mouseMove(page.canvas, at(page, 15, 12))
    small = page.drawing.image
    qtbot.mouseMove(page.canvas, at(page, 22, 20))
    large = page.drawing.image
    assert 0 < small.astype(int).sum() < large.astype(int).sum()
    assert not page.drawing.operations
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 22, 20))
    (shape,) = page.drawing.operations
    assert isinstance(shape, Shape)
    assert shape.kind == name
    np.testing.assert_array_equal(page.drawing.image, large)


def test_shift_makes_a_square_and_a_level_line(qtbot: QtBot, page: DrawPage) -> None:
    take(qtbot, page, "rectangle")
    pull(qtbot, page, (4, 4), (20, 9), SHIFT)
    take(qtbot, page, "line")
    pull(qtbot, page, (4, 24), (20, 25), SHIFT)
    square, line = page.drawing.operations
    assert isinstance(square, Shape)
    assert isinstance(line, Shape)
    width, height = (b - a for a, b in zip(square.start, square.stop, strict=True))
    assert width == pytest.approx(height)
    assert line.stop[1] == pytest.approx(line.start[1])


def test_escape_gives_a_shape_up(qtbot: QtBot, page: DrawPage) -> None:
    take(qtbot, page, "ellipse")
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 5, 5))
    qtbot.mouseMove(page.canvas, at(page, 20, 20))
    qtbot.keyClick(page.canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 20, 20))
    assert page.drawing.is_empty
    assert not page.drawing.operations


def test_filled_shapes_and_the_bucket(qtbot: QtBot, page: DrawPage) -> None:
    take(qtbot, page, "rectangle")
    pull(qtbot, page, (5, 5), (22, 22))
    assert page.drawing.image[14, 14] == 0
    take(qtbot, page, "bucket")
    page.toolbox.grey_slider.setValue(40)
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, 14, 14))
    assert page.drawing.image[14, 14] == round(0.4 * 255)
    assert page.drawing.image[1, 1] == 0
    assert isinstance(page.drawing.operations[-1], Fill)
    qtbot.keyClick(page.canvas, "G")
    take(qtbot, page, "ellipse")
    page.toolbox.grey_slider.setValue(100)
    pull(qtbot, page, (8, 8), (19, 19))
    assert page.drawing.image[14, 14] == 255


def test_the_right_button_erases_with_any_tool(qtbot: QtBot, page: DrawPage) -> None:
    take(qtbot, page, "rectangle")
    qtbot.keyClick(page.canvas, "G")
    pull(qtbot, page, (5, 5), (22, 22))
    page.toolbox.width_slider.setValue(16)
    qtbot.mouseClick(page.canvas, RIGHT, pos=at(page, 14, 14))
    assert page.drawing.image[14, 14] == 0
    assert isinstance(page.drawing.operations[-1], Stroke)


def test_mirror_draws_both_halves_as_one_step(qtbot: QtBot, page: DrawPage) -> None:
    qtbot.keyClick(page.canvas, "M")
    pull(qtbot, page, (4, 6), (9, 20))
    image = page.drawing.image
    np.testing.assert_array_equal(image, image[:, ::-1])
    assert isinstance(page.drawing.operations[0], Pair)
    qtbot.keyClick(page.canvas, "M")
    pull(qtbot, page, (4, 24), (9, 24))
    assert page.drawing.image[24, 20] == 0


def test_the_whole_drawing_is_moved_and_scaled(qtbot: QtBot, page: DrawPage) -> None:
    pull(qtbot, page, (5, 5), (10, 5))
    before = page.drawing.image
    take(qtbot, page, "move")
    pull(qtbot, page, (7, 7), (13, 17))
    np.testing.assert_array_equal(page.drawing.image, np.roll(before, (10, 6), (0, 1)))
    qtbot.keyClick(page.canvas, Qt.Key.Key_Left)
    np.testing.assert_array_equal(page.drawing.image, np.roll(before, (10, 5), (0, 1)))
    roll(page, 120)
    assert isinstance(page.drawing.operations[-1], Move)
    assert page.drawing.image.astype(int).sum() > before.astype(int).sum()
    pull(qtbot, page, (14, 14), (20, 8), SHIFT)
    assert len(page.drawing.operations) == 5
    for _ in range(4):
        page.toolbox.undo.trigger()
    np.testing.assert_array_equal(page.drawing.image, before)


def test_an_empty_canvas_cannot_be_moved(qtbot: QtBot, page: DrawPage) -> None:
    take(qtbot, page, "move")
    pull(qtbot, page, (5, 5), (10, 10))
    roll(page, 120)
    qtbot.keyClick(page.canvas, Qt.Key.Key_Up)
    assert not page.drawing.operations


def test_a_template_is_shown_and_is_no_part_of_the_drawing(page: DrawPage) -> None:
    before = page.canvas.grab().toImage()
    page.toolbox.templates.setCurrentText("Ankle boot")
    assert page.canvas.grab().toImage() != before
    assert page.drawing.is_empty
    page.toolbox.templates.setCurrentIndex(0)
    assert page.canvas.grab().toImage() == before


def test_the_small_picture_shows_what_the_network_receives(qtbot: QtBot, page: DrawPage) -> None:
    empty = page.received.grab().toImage()
    pull(qtbot, page, (2, 2), (8, 8))
    qtbot.waitUntil(lambda: page.received.grab().toImage() != empty)
    rows, columns = np.nonzero(page.drawing.fitted_image)
    assert min(np.ptp(rows), np.ptp(columns)) > 20
    assert np.ptp(np.nonzero(page.drawing.image)[0]) < 10
