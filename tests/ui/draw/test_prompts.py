"""Prompts: it asks, somebody draws, it guesses, and the tally is kept."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from fashion_gui.data import CLASS_NAMES
from fashion_gui.evaluation.verdict import verdict_on
from fashion_gui.ui.draw.attempt_tile import Attempt
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.prompts import PromptPanel
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
IMAGE = np.full((28, 28), 200, np.uint8)


def attempt_at(asked: str, *named: str) -> Attempt:
    return Attempt(asked, " or ".join(named) or "Not sure", named, IMAGE)


@pytest.fixture
def panel(qtbot: QtBot) -> PromptPanel:
    panel = PromptPanel(seed=1)
    qtbot.addWidget(panel)
    panel.set_class_names(CLASS_NAMES)
    return panel


def test_it_never_asks_twice_in_a_row_for_the_same(panel: PromptPanel) -> None:
    asked = []
    for _ in range(60):
        panel.ask.trigger()
        asked.append(panel.prompt)
    assert set(asked) == set(CLASS_NAMES)
    assert all(a != b for a, b in pairwise(asked))
    assert not panel.attempts


def test_the_tally_counts_what_was_recognised(panel: PromptPanel) -> None:
    panel.ask.trigger()
    first = panel.prompt
    panel.judge(attempt_at(first, first))
    assert panel.prompt != first
    wrong = next(name for name in CLASS_NAMES if name != panel.prompt)
    panel.judge(attempt_at(panel.prompt, wrong))
    asked = panel.attempts[-1].asked
    assert panel.tally.text() == f"1 of 2 recognised\n{asked}: “{wrong}”"
    assert panel.thumbnails[0].toolTip() == f"✓ asked: {first}, answered: {first}"
    assert panel.thumbnails[1].toolTip().startswith("✗")


def test_one_of_two_is_recognised_and_an_answer_without_a_class_is_not(panel: PromptPanel) -> None:
    panel.ask.trigger()
    other = next(name for name in CLASS_NAMES if name != panel.prompt)
    panel.judge(attempt_at(panel.prompt, other, panel.prompt))
    panel.judge(attempt_at(panel.prompt))
    assert [attempt.is_right for attempt in panel.attempts] == [True, False]


def test_right_and_wrong_are_told_apart_without_colour(panel: PromptPanel) -> None:
    panel.ask.trigger()
    panel.judge(attempt_at(panel.prompt, panel.prompt))
    panel.judge(attempt_at(panel.prompt, "something else"))
    right, wrong = (tile.grab().toImage() for tile in panel.thumbnails[:2])
    # A cross has an end in the upper left of the mark, a tick has none there.
    assert abs(lightness(right, 31, 31) - lightness(right, 34, 28)) < 20
    assert abs(lightness(wrong, 31, 31) - lightness(wrong, 34, 28)) > 60


def lightness(image: QImage, x: int, y: int) -> int:
    return image.pixelColor(x, y).lightness()


def test_only_the_last_drawings_are_shown(panel: PromptPanel) -> None:
    panel.ask.trigger()
    for _ in range(9):
        panel.judge(attempt_at(panel.prompt, panel.prompt))
    assert panel.tally.text() == "9 of 9 recognised"
    shown = [thumbnail for thumbnail in panel.thumbnails if not thumbnail.isHidden()]
    assert len(shown) == len(panel.thumbnails)


def test_without_a_prompt_nothing_is_judged(panel: PromptPanel) -> None:
    panel.set_possible(drawn=True)
    assert not panel.done.isEnabled()
    panel.judge(attempt_at("", "Bag"))
    assert not panel.attempts


def test_other_classes_take_an_old_prompt_back(panel: PromptPanel) -> None:
    panel.ask.trigger()
    panel.set_class_names(("zero", "one"))
    assert panel.prompt == ""
    panel.ask.trigger()
    assert panel.prompt in ("zero", "one")


def test_a_drawing_is_judged_by_the_network_and_the_canvas_is_free_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.pages.setCurrentWidget(window.draw_page)
    page: DrawPage = window.draw_page
    qtbot.keyClick(page.canvas, "D")
    asked = page.prompts.prompt
    assert asked in CLASS_NAMES
    assert asked in page.prompts.words.text()
    assert not page.prompts.done.isEnabled()
    middle = page.canvas.rect().center()
    qtbot.mousePress(page.canvas, LEFT, pos=middle)
    qtbot.mouseMove(page.canvas, middle + QPoint(60, 60))
    qtbot.mouseRelease(page.canvas, LEFT, pos=middle + QPoint(60, 60))
    drawn = page.drawing.fitted_image
    assert window.session.network
    verdict = verdict_on(window.session.network, drawn)
    qtbot.keyClick(page.canvas, Qt.Key.Key_Return)
    (attempt,) = page.prompts.attempts
    assert attempt.asked == asked
    assert attempt.answered == verdict.words
    assert attempt.named == tuple(CLASS_NAMES[index] for index in verdict.classes)
    np.testing.assert_array_equal(attempt.image, drawn)
    assert page.drawing.is_empty
    page.toolbox.undo.trigger()
    assert not page.drawing.is_empty


def test_the_focus_of_a_button_that_is_disabled_goes_to_the_canvas(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.pages.setCurrentWidget(window.draw_page)
    window.activateWindow()
    page, chosen = window.draw_page, window.choices.currentIndex()
    page.prompts.ask.trigger()
    qtbot.mousePress(page.canvas, LEFT, pos=QPoint(60, 60))
    qtbot.mouseMove(page.canvas, QPoint(160, 160))
    qtbot.mouseRelease(page.canvas, LEFT, pos=QPoint(160, 160))
    done = page.prompts.buttons[page.prompts.done]
    done.setFocus()
    qtbot.waitUntil(done.hasFocus)
    qtbot.keyClick(done, Qt.Key.Key_Space)
    assert not done.isEnabled()
    assert page.canvas.hasFocus()
    for key in (Qt.Key.Key_M, Qt.Key.Key_R):
        qtbot.keyClick(window.focusWidget(), key)
    assert page.toolbox.mirror.isChecked()
    assert page.toolbox.tools["rectangle"].isChecked()
    assert window.choices.currentIndex() == chosen


def test_the_keys_of_tools_work_from_the_choice_of_the_network(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.pages.setCurrentWidget(window.draw_page)
    window.activateWindow()
    window.choices.setFocus()
    qtbot.waitUntil(window.choices.hasFocus)
    chosen = window.choices.currentIndex()
    qtbot.keyClick(window.choices, Qt.Key.Key_M)
    assert window.draw_page.toolbox.mirror.isChecked()
    assert window.choices.currentIndex() == chosen
    window.pages.setCurrentWidget(window.train_page)
    qtbot.keyClick(window.choices, Qt.Key.Key_E)
    assert not window.draw_page.toolbox.eraser.isChecked()
