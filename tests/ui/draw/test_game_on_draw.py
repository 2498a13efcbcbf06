"""The game on the page, played with the mouse and the keyboard; time is turned by hand."""

from pathlib import Path

import numpy as np
import pytest
from places import at
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.data import CLASS_NAMES
from fashion_gui.ui.draw.attempt_tile import paint_attempt
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.game import N_ROUNDS, PAUSE_S, ROUND_S, Attempt, Phase
from fashion_gui.ui.draw.game_end import GameEnd
from fashion_gui.ui.theme.motion import reduce_motion
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
NO, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def clock(page: DrawPage) -> list[float]:
    """The game's time, to be turned."""
    seconds = [0.0]
    page.game.game.clock = lambda: seconds[0]
    return seconds


def draw_outline(qtbot: QtBot, page: DrawPage) -> None:
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 8, 3))
    for point in ((16, 3), (16, 13), (25, 19), (25, 23), (8, 23), (8, 3)):
        qtbot.mouseMove(page.canvas, at(page, *point))
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 8, 3))


def test_a_game_is_played_to_its_end_saved_and_played_again(
    qtbot: QtBot,
    page: DrawPage,
    window: MainWindow,
    clock: list[float],
    tmp_path: Path,
) -> None:
    window.session.choose("mlp")
    window.activateWindow()
    panel, game = page.game, page.game.game
    assert not panel.words.isVisible()
    page.what_if.action.trigger()
    page.why.action.trigger()
    assert page.canvas.invitation.startswith("Draw a piece of clothing\n")
    qtbot.keyClick(page.canvas, "D")
    assert panel.words.isVisible()
    assert page.canvas.invitation.startswith(f"{panel.words.text()}\n")
    assert game.prompt in CLASS_NAMES
    assert page.canvas.hasFocus()
    assert panel.seconds.text() == "20"
    assert not page.why.is_on, "nothing else is marked on the canvas"
    assert not page.what_if.is_on
    assert page.answer.bars.isVisible()
    tools = page.toolbox
    resting = (tools.load_any, tools.open, tools.paste, page.why.action, page.what_if.action)
    assert not any(action.isEnabled() for action in resting)
    QApplication.clipboard().setImage(QImage(28, 28, QImage.Format.Format_RGB32))
    for key, modifier in (("I", NO), ("W", NO), ("X", NO), ("V", CONTROL), ("O", CONTROL | SHIFT)):
        qtbot.keyClick(page.canvas, key, modifier)
    assert QApplication.activeModalWidget() is None
    assert QApplication.activePopupWidget() is None
    assert page.drawing.is_empty, "nothing is put onto the canvas in a round"
    assert not page.why.is_on
    assert not page.what_if.is_on

    # Recognized: the network names what is asked for.
    draw_outline(qtbot, page)
    qtbot.waitUntil(lambda: page.answer.verdict is not None)
    verdict = page.answer.verdict
    assert verdict
    assert game.phase is Phase.DRAWING or game.attempts[0].is_right
    if game.phase is Phase.DRAWING:
        named = [verdict.class_names[index] for index in verdict.classes]
        assert named != [game.prompt]
    drawn = page.drawing.fitted_image
    clock[0] += ROUND_S
    qtbot.waitUntil(lambda: game.phase is Phase.SHOWN)
    np.testing.assert_array_equal(game.attempts[0].image, drawn)
    assert not page.drawing.is_empty, "the drawing stays in sight with its result"
    assert panel.tiles[0].attempt is game.attempts[0]
    assert panel.seconds.text() == ""

    # The next round waits for the pen.
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 5, 5))
    clock[0] += PAUSE_S
    panel._timer.timeout.emit()
    assert game.phase is Phase.SHOWN
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 5, 5))
    qtbot.waitUntil(lambda: game.phase is Phase.DRAWING)
    assert page.drawing.is_empty

    # Time stands still on another page.
    window.pages.setCurrentWidget(window.train_page)
    clock[0] += 1000
    window.pages.setCurrentWidget(page)
    assert game.phase is Phase.DRAWING
    assert game.seconds_left == ROUND_S

    while game.is_on:
        qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    assert game.phase is Phase.OVER
    assert len(game.attempts) == N_ROUNDS
    end = page.stage.end
    assert end
    assert end.isVisible()
    assert not page.canvas.isVisible()
    assert end.buttons[end.again].hasFocus()
    assert end.picture.spoken_value() == f"{game.score} of 6 recognized"
    assert game.attempts[1].asked in end.picture.spoken_item(1)
    expect_saved(end, tmp_path)

    qtbot.keyClick(end.buttons[end.again], Qt.Key.Key_Return)
    qtbot.waitUntil(page.canvas.isVisible)
    assert game.phase is Phase.DRAWING
    assert game.attempts == []
    qtbot.mouseClick(panel.buttons[panel.stop], LEFT)
    assert game.phase is Phase.IDLE
    assert page.canvas.invitation.startswith("Draw a piece of clothing\n")
    assert panel.buttons[panel.play].isVisible()
    assert page.toolbox.load_any.isEnabled()
    assert page.why.action.isEnabled()

    # With reduced motion, and back to the canvas by Escape.
    reduce_motion(True)
    qtbot.mouseClick(panel.buttons[panel.play], LEFT)
    clock[0] += 0.5
    panel._timer.timeout.emit()
    assert panel.bar.value() == panel.bar.maximum()
    reduce_motion(False)
    while game.is_on:
        qtbot.keyClick(page.canvas, Qt.Key.Key_Enter)
    qtbot.keyClick(end.buttons[end.again], Qt.Key.Key_Escape)
    assert page.canvas.isVisible()
    assert page.canvas.hasFocus()

    # What is put onto the canvas, such as a picture, is seen there, and not behind the card.
    qtbot.keyClick(page.canvas, "D")
    while game.is_on:
        qtbot.keyClick(page.canvas, Qt.Key.Key_Enter)
    assert end.isVisible()
    window.session.canvas_requested.emit(np.full((28, 28), 200, np.uint8))
    assert page.canvas.isVisible()
    assert game.phase is Phase.IDLE
    assert panel.buttons[panel.play].isVisible()


def expect_saved(end: GameEnd, folder: Path) -> None:
    told: list[str] = []
    end.failed.connect(told.append)
    end.save_as(folder / "card.png")
    picture = QImage(str(folder / "card.png"))
    assert picture.width() > 1000
    colours = {picture.pixel(x, y) for x in range(0, 1200, 40) for y in range(0, 1000, 40)}
    assert len(colours) > 2
    assert [path.name for path in folder.glob("*.png")] == ["card.png"], "no half of it is left"
    end.save_as(folder / "missing" / "card.png")
    assert told[0].startswith("The card was not saved. ")


def test_it_ends_a_round_by_itself_when_it_recognizes_the_drawing(
    qtbot: QtBot, page: DrawPage, window: MainWindow, clock: list[float]
) -> None:
    window.session.choose("convnet-best")
    game = page.game.game
    draw_outline(qtbot, page)
    qtbot.waitUntil(lambda: page.answer.verdict is not None)
    verdict = page.answer.verdict
    assert verdict
    assert len(verdict.classes) == 1, "the network is sure of this drawing"
    seen = verdict.class_names[verdict.classes[0]]
    qtbot.keyClick(page.canvas, "D")
    game.prompt = seen
    clock[0] += 3
    draw_outline(qtbot, page)
    qtbot.waitUntil(lambda: game.phase is Phase.SHOWN)
    assert game.attempts[0].is_right
    assert page.game.words.text().startswith("✓")
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, 12, 8))  # the last stroke, too late to judge
    finished = page.drawing.fitted_image
    assert not np.array_equal(game.attempts[0].image, finished)
    assert page.game.tiles[0].spoken_value() == f"✓ asked: {seen}, answered: {verdict.words}"
    clock[0] += PAUSE_S
    qtbot.waitUntil(lambda: game.phase is Phase.DRAWING)
    np.testing.assert_array_equal(game.attempts[0].image, finished)
    game.prompt = next(name for name in CLASS_NAMES if name != seen)
    draw_outline(qtbot, page)
    qtbot.waitUntil(lambda: bool(game.guesses))
    assert "I see " in page.game.guess.text()
    qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    right, wrong = (painted(attempt, page.palette()) for attempt in game.attempts)
    # A cross has an end in the upper left of the mark, a tick has none there.
    assert abs(lightness(right, 81, 81) - lightness(right, 86, 75)) < 20
    assert abs(lightness(wrong, 81, 81) - lightness(wrong, 86, 75)) > 60
    # Other classes end the game.
    page.game.set_class_names(("zero", "one"))
    assert game.phase is Phase.IDLE


def painted(attempt: Attempt, palette: QPalette) -> QImage:
    """Return an attempt in 100 by 100 pixels, of which the mark has the last 28."""
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_attempt(painter, QRectF(0, 0, 100, 100), attempt, palette)
    painter.end()
    return image


def lightness(image: QImage, x: int, y: int) -> int:
    return image.pixelColor(x, y).lightness()


def test_the_focus_of_a_button_that_is_disabled_goes_to_the_canvas(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    window.activateWindow()
    chosen = window.choices.currentIndex()
    qtbot.mousePress(page.canvas, LEFT, pos=QPoint(60, 60))
    qtbot.mouseMove(page.canvas, QPoint(160, 160))
    qtbot.mouseRelease(page.canvas, LEFT, pos=QPoint(160, 160))
    clear = page.toolbox.buttons[page.toolbox.clear]
    clear.setFocus()
    qtbot.waitUntil(clear.hasFocus)
    qtbot.keyClick(clear, Qt.Key.Key_Space)
    assert not clear.isEnabled()
    assert page.canvas.hasFocus()
    for key in (Qt.Key.Key_M, Qt.Key.Key_R):
        qtbot.keyClick(window.focusWidget(), key)
    assert page.toolbox.mirror.isChecked()
    assert page.toolbox.tools["rectangle"].isChecked()
    assert window.choices.currentIndex() == chosen


def test_the_keys_of_tools_work_from_the_choice_of_the_network(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    window.activateWindow()
    for x in (60, 160):
        qtbot.mouseClick(page.canvas, LEFT, pos=QPoint(x, 60))
    window.choices.setFocus()
    qtbot.waitUntil(window.choices.hasFocus)
    once, control = page.drawing.operations[:1], Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window.choices, Qt.Key.Key_Z, control)
    assert page.drawing.operations == once
    chosen = window.choices.currentIndex()
    qtbot.keyClick(window.choices, Qt.Key.Key_M)
    assert window.draw_page.toolbox.mirror.isChecked()
    assert window.choices.currentIndex() == chosen
    window.pages.setCurrentWidget(window.train_page)
    qtbot.keyClick(window.choices, Qt.Key.Key_E)
    qtbot.keyClick(window.choices, Qt.Key.Key_Z, control)
    assert page.drawing.operations == once
    assert not window.draw_page.toolbox.eraser.isChecked()
