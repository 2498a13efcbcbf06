"""The game "Fool it" on Draw, with real mouse and key events."""

import numpy as np
import pytest
from places import at
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.fooling import Fooling
from fashion_gui.ui.window.main_window import MainWindow

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


def test_ink_is_what_was_added_or_erased_in_pixels_of_the_network() -> None:
    start = np.zeros((28, 28), np.uint8)
    start[3, 3:7] = 255
    fooling = Fooling(start, 2.0, 1, ("Coat", "Bag"), 14.0)
    after = start.copy()
    after[3, 3] = 0
    after[9, 9:11] = 255
    assert fooling.ink(after) == pytest.approx(3 * 4)
    row = np.array([0.9, 0.1], np.float32)
    words = fooling.words(after, row).replace("\N{NO-BREAK SPACE}", " ")
    assert words == "12.0 pixels of ink so far: Coat, 90 %; Bag, 10 %."
    won = fooling.words(after, row[::-1].copy())
    assert won == "Fooled: Bag, with 12.0 pixels of ink. You beat the program, which needs 14.0."
    after[9, 9:20] = 255
    words = fooling.words(after, row[::-1].copy())
    assert words.endswith("The program needs 14.0: can you beat it?")


def answer_of(page: DrawPage, window: MainWindow) -> str:
    network, shares = window.session.network, page.answer.bars.probabilities
    assert network
    assert shares is not None
    return network.class_names[int(shares.argmax())]


def test_a_person_fools_the_network_and_is_told_the_ink(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    window.session.choose("mlp")
    window.session.canvas_requested.emit(window.session.picked_image())
    qtbot.keyClick(page.canvas, KEY.Key_X)
    flipping = page.what_if.flipping
    flipping._rest.setInterval(0)
    start = page.drawing.image.copy()
    qtbot.waitUntil(lambda: page.answer.bars.probabilities is not None)
    before = answer_of(page, window)
    page.toolbox.tools["bucket"].trigger()
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, 14, 1))
    qtbot.waitUntil(lambda: not page._answer_timer.isActive())
    fooled_by = answer_of(page, window)
    assert fooled_by != before
    qtbot.keyClick(page.canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(page.drawing.image, start)

    index = flipping.target.findText(fooled_by)
    flipping.target.setCurrentIndex(index)
    flipping.target.activated.emit(index)
    qtbot.waitUntil(lambda: flipping.least_ink is not None)
    program = flipping.least_ink
    qtbot.mouseClick(page.what_if.fool, LEFT)
    assert f"until it says {fooled_by}" in flipping.words.text()
    assert not flipping.finder.is_busy
    assert "changed" not in page.canvas.spoken_value(), "the solution is not shown"
    page.toolbox.tools["pen"].trigger()
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, 1, 1))
    qtbot.waitUntil(lambda: "so far" in flipping.words.text())
    assert page.what_if.fool.isChecked()
    page.toolbox.tools["bucket"].trigger()
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, 14, 1))
    qtbot.waitUntil(lambda: not page.what_if.fool.isChecked())
    ink = np.abs(page.drawing.image.astype(int) - start).sum() / 255
    words = flipping.words.text()
    assert words.startswith(f"Fooled: {fooled_by}, with {ink:.1f} pixels of ink.")
    assert f"needs {program:.1f}" in words
    assert not flipping.finder.is_busy, "the score stays in sight"
    qtbot.keyClick(page.canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: flipping.least_ink is not None)
