"""The page Draw: the bars follow the hand."""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from places import at
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.game import N_ROUNDS, Phase
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
ROOT = Path(__file__).parents[3]


def stroke(qtbot: QtBot, page: DrawPage, *points: tuple[float, float]) -> None:
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, *points[0]))
    for point in points[1:]:
        qtbot.mouseMove(page.canvas, at(page, *point))
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, *points[-1]))


def expect_answer(qtbot: QtBot, page: DrawPage, window: MainWindow) -> None:
    """Wait until the bars are exactly what the network says of the drawing."""
    assert window.session.network
    expected = window.session.network.predict_proba(page.drawing.fitted_image[None])[0]
    qtbot.waitUntil(lambda: np.array_equal(page.answer.bars.probabilities, expected))


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    qtbot.mouseClick(button, LEFT)


def test_an_empty_canvas_has_no_bars_and_says_so(page: DrawPage) -> None:
    assert page.answer.words.text() == "Nothing drawn yet"
    assert page.answer.bars.probabilities is None


def test_the_bars_follow_every_movement(qtbot: QtBot, page: DrawPage, window: MainWindow) -> None:
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 6, 6))
    expect_answer(qtbot, page, window)
    for x, y in ((20, 6), (20, 20), (6, 20)):
        qtbot.mouseMove(page.canvas, at(page, x, y))
        expect_answer(qtbot, page, window)
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 6, 6))
    expect_answer(qtbot, page, window)


def test_undo_redo_and_clear(qtbot: QtBot, page: DrawPage) -> None:
    tools = page.toolbox
    assert not tools.undo.isEnabled()
    assert not tools.clear.isEnabled()
    stroke(qtbot, page, (5, 5), (20, 5))
    first = page.drawing.image
    stroke(qtbot, page, (5, 15), (20, 15))
    second = page.drawing.image
    click(qtbot, tools.buttons[tools.undo])
    np.testing.assert_array_equal(page.drawing.image, first)
    click(qtbot, tools.buttons[tools.redo])
    np.testing.assert_array_equal(page.drawing.image, second)
    click(qtbot, tools.buttons[tools.clear])
    assert page.drawing.is_empty
    qtbot.waitUntil(lambda: page.answer.words.text() == "Nothing drawn yet")
    qtbot.keyClick(page.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(page.drawing.image, second)


def test_the_eraser_takes_away_and_the_pen_comes_back(qtbot: QtBot, page: DrawPage) -> None:
    stroke(qtbot, page, (5, 14), (20, 14))
    qtbot.keyClick(page.canvas, Qt.Key.Key_E)
    assert page.toolbox.eraser.isChecked()
    assert not page.toolbox.grey_slider.isEnabled()
    page.toolbox.width_slider.setValue(page.toolbox.width_slider.maximum())
    stroke(qtbot, page, (5, 14), (20, 14))
    assert page.drawing.is_empty
    qtbot.keyClick(page.canvas, Qt.Key.Key_P)
    assert page.toolbox.pen.isChecked()


def test_size_and_grey_change_the_brush(page: DrawPage) -> None:
    page.toolbox.width_slider.setValue(20)
    page.toolbox.grey_slider.setValue(40)
    assert page.canvas.brush.width == 5.0
    assert page.canvas.brush.grey == 0.4


def test_the_picked_image_comes_onto_the_canvas(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    window.session.pick(7)
    page.toolbox.templates.setCurrentText("Trouser")
    assert page.toolbox.template
    click(qtbot, page.toolbox.buttons[page.toolbox.load])
    assert not page.toolbox.template, "lines to trace are not for a photograph"
    assert window.session.dataset
    np.testing.assert_array_equal(page.drawing.image, window.session.dataset.train.images[7])
    expect_answer(qtbot, page, window)
    click(qtbot, page.toolbox.buttons[page.toolbox.undo])
    assert page.drawing.is_empty


def test_the_bars_move_while_the_network_learns(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    stroke(qtbot, page, (5, 5), (20, 20))
    expect_answer(qtbot, page, window)
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    seen: set[bytes] = set()

    def look() -> bool:
        bars = page.answer.bars.probabilities
        assert bars is not None
        seen.add(bars.tobytes())
        return len(seen) > 5

    qtbot.waitUntil(look)


def test_the_command_line_gives_the_same_answer_to_the_same_drawing(
    qtbot: QtBot, page: DrawPage, window: MainWindow, tmp_path: Path
) -> None:
    for points in (((5, 2), (23, 2)), ((6, 2), (5, 26)), ((22, 2), (23, 26))):
        stroke(qtbot, page, *points)
    expect_answer(qtbot, page, window)
    path = tmp_path / "drawing.png"
    assert to_qimage(page.drawing.image).save(str(path))
    command = [sys.executable, "main.py", "predict", str(path), "--drawing", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["answer"] == page.answer.words.text()
    np.testing.assert_allclose(
        list(told["probabilities"].values()), page.answer.bars.probabilities, rtol=1e-6
    )


def test_actions_are_touched_only_when_what_is_possible_changed(
    qtbot: QtBot, page: DrawPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[bool] = []
    set_enabled = QAction.setEnabled

    def note(action: QAction, is_enabled: bool) -> None:
        touched.append(is_enabled)
        set_enabled(action, is_enabled)

    for action in page.toolbox.drawing_actions():
        monkeypatch.setattr(action, "setEnabled", partial(note, action))
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 6, 6))
    assert touched
    touched.clear()
    for x in range(7, 12):
        qtbot.mouseMove(page.canvas, at(page, x, 6))
    assert not touched
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 12, 6))
    assert page.toolbox.undo.isEnabled()


def test_the_bars_show_pictures_of_the_classes_and_stay_sorted_at_the_next_start(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    bars = page.answer.bars
    assert window.session.dataset
    assert bars._images is window.session.dataset.typical_images
    stroke(qtbot, page, (5, 5), (20, 20), (8, 20))
    expect_answer(qtbot, page, window)
    qtbot.keyClick(page.canvas, "B")
    assert page.sort_button.isChecked()
    first = bars.spoken_item(0)
    assert bars.spoken_value().startswith(first)
    again = MainWindow(window.session, window._settings)
    assert again.draw_page.sort.isChecked()
    assert again.draw_page.answer.bars._is_sorted
    again.deleteLater()
    click(qtbot, page.sort_button)
    assert window._settings.value("draw/sorted bars") in (0, "0")
    # Classes that are not those of the images have no pictures.
    page.answer.bars.set_icons(None)
    page._show_network()
    assert bars._images is not None


def test_switches_stay_where_they_are_and_a_game_gives_the_drawing_back(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    stroke(qtbot, page, (5, 5), (20, 20), (8, 20))
    expect_answer(qtbot, page, window)
    place = page.why.switch.mapTo(page, QPoint())
    click(qtbot, page.why.switch)
    qtbot.waitUntil(lambda: page.why.isVisible() and not page.similar.isVisible())
    assert page.why.switch.mapTo(page, QPoint()) == place
    click(qtbot, page.why.switch)
    drawn = page.drawing.image
    click(qtbot, page.game.buttons[page.game.play])
    assert page.drawing.is_empty
    stroke(qtbot, page, (9, 3), (9, 20))
    click(qtbot, page.game.buttons[page.game.stop])
    np.testing.assert_array_equal(page.drawing.image, drawn)
    # What comes onto the canvas after the end of a game stays there.
    click(qtbot, page.game.buttons[page.game.play])
    for _ in range(2 * N_ROUNDS):
        page.game.done.trigger()
    assert page.game.game.phase is Phase.OVER
    page.drawing.paste(drawn.T)
    page.canvas.refresh()
    np.testing.assert_array_equal(page.drawing.image, drawn.T)
