"""Moving by wheel and by held keys: one step for undo."""

import numpy as np
import pytest
from places import roll
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from fashion_gui.sketch.operations import Brush, Move
from fashion_gui.ui.draw.draw_page import DrawPage

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def drawn(page: DrawPage) -> DrawPage:
    page.drawing.begin_stroke(Brush(2.0), (10.0, 10.0))
    page.drawing.extend_stroke((16.0, 12.0))
    page.drawing.end_stroke()
    page.toolbox.tools["move"].trigger()
    return page


def push(page: DrawPage, *, is_held: bool) -> None:
    kind = QEvent.Type.KeyPress
    key = QKeyEvent(kind, Qt.Key.Key_Right, NO_MODIFIER, "", autorep=is_held)
    QApplication.sendEvent(page.canvas, key)


def n_steps(page: DrawPage) -> int:
    return len(page.drawing.operations)


def test_a_wheel_that_turns_on_is_one_step(drawn: DrawPage) -> None:
    before = drawn.drawing.image
    for _ in range(12):
        roll(drawn, 40)  # a touchpad sends small parts of a notch
    assert n_steps(drawn) == 2
    (_, move) = drawn.drawing.operations
    assert isinstance(move, Move)
    assert move.placement.scale == pytest.approx(1.1**4)
    drawn.toolbox.undo.trigger()
    np.testing.assert_array_equal(drawn.drawing.image, before)


def test_the_wheel_somewhere_else_is_another_step(drawn: DrawPage) -> None:
    roll(drawn, 120)
    roll(drawn, 120, x=5.0)
    assert n_steps(drawn) == 3


def test_after_undo_the_wheel_begins_anew(drawn: DrawPage) -> None:
    roll(drawn, 120)
    roll(drawn, 120)
    drawn.toolbox.undo.trigger()
    roll(drawn, 120)
    (_, move) = drawn.drawing.operations
    assert isinstance(move, Move)
    assert move.placement.scale == pytest.approx(1.1)


def test_a_held_key_is_one_step_and_a_new_press_another(drawn: DrawPage) -> None:
    before = drawn.drawing.image
    push(drawn, is_held=False)
    for _ in range(3):
        push(drawn, is_held=True)
    assert n_steps(drawn) == 2
    np.testing.assert_array_equal(drawn.drawing.image, np.roll(before, 4, axis=1))
    push(drawn, is_held=False)
    assert n_steps(drawn) == 3
