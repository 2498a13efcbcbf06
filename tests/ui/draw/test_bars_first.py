"""The bars of a drawing come before the answers to all test images."""

import pytest
from places import at
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.nn import threads
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.session.generator_thread import GeneratorThread
from fashion_gui.ui.window.main_window import MainWindow


def test_all_images_wait_while_a_hand_draws_and_are_answered_afterwards(
    qtbot: QtBot, page: DrawPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    monkeypatch.setattr(threads, "usable_cores", lambda: 2)
    qtbot.waitUntil(lambda: session.predictions.current is not None)
    qtbot.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=at(page, 5, 5))
    # The test is the hand here: it rests when the timer is told so.
    session.hold._hand_timer.setInterval(10_000_000)
    qtbot.mouseMove(page.canvas, at(page, 20, 20))
    qtbot.waitUntil(lambda: not session.estimate.is_measuring)
    assert _n_at_once() == 1, "of two cores, one is left to the window"
    other = next(
        key for key in session.models if session.active_model and key != session.active_model.key
    )
    session.choose(other)
    # One that was given up may have to end before.
    qtbot.waitUntil(lambda: _waits(session.predictions._thread))
    assert session.predictions.current is None
    qtbot.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=at(page, 20, 20))
    session.hold._hand_timer.setInterval(0)
    qtbot.waitUntil(lambda: session.predictions.current is not None)
    assert session.predictions.current is not None
    assert session.predictions.current.network is session.network
    assert _n_at_once() == 2


def _waits(thread: GeneratorThread | None) -> bool:
    return thread is not None and thread._must_wait()


def _n_at_once() -> int:
    """Return how many of two threads would work now."""
    two = threads.Threads(2)
    n = two._n_now()
    two.close()
    return n
