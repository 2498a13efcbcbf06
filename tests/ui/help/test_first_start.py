"""The three doors of the first start, and that nothing moves for those who want it so."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fashion_gui.evaluation.predictions import EarlyPredictions, Predictions
from fashion_gui.evaluation.query import Order
from fashion_gui.sketch.operations import Clear, Stroke
from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.draw import demonstration
from fashion_gui.ui.help.doors import Door, Doors
from fashion_gui.ui.session import prediction_service
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme import motion
from fashion_gui.ui.window.main_window import MainWindow

SOON_MS = 5000
"""Behind each door something happens within this time; how long it then goes on is free."""
pytestmark = pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)


@pytest.fixture
def has_plots() -> bool:
    return False


@pytest.fixture(autouse=True)
def system_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(motion, "system_reduces_motion", lambda: False)
    monkeypatch.setattr(demonstration, "_INTERVAL_MS", 1)  # a quick hand
    yield
    motion.reduce_motion(False)


def offered(window: MainWindow) -> Doors:
    window.first_start.offer()
    doors = window.first_start.doors
    assert doors
    assert doors.isVisible()
    return doors


def enter(qtbot: QtBot, window: MainWindow, door: Door) -> None:
    qtbot.mouseClick(offered(window).buttons[door], Qt.MouseButton.LeftButton)
    assert not offered_again(window)


def offered_again(window: MainWindow) -> bool:
    window.first_start.offer()
    return window.first_start.doors is not None and window.first_start.doors.isVisible()


def test_a_shoe_is_drawn_and_recognised_and_gives_way_to_a_hand(
    qtbot: QtBot, window: MainWindow
) -> None:
    enter(qtbot, window, Door.DRAW)
    page = window.draw_page
    assert page.isVisible()
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=SOON_MS)
    qtbot.waitUntil(lambda: "Sneaker" in page.answer.words.text(), timeout=SOON_MS)
    qtbot.waitUntil(lambda: not page.demonstration.is_active)
    invitation = page.game._invitation_words
    assert invitation.text().endswith("just begin.")
    assert invitation.isVisible()
    middle = page.canvas.square().center().toPoint()
    qtbot.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
    shoe, (cleared, mine) = page.drawing.operations[:-2], page.drawing.operations[-2:]
    assert (type(cleared), type(mine)) == (Clear, Stroke), "a canvas of one's own"
    assert invitation.text().startswith("Six things to draw"), "the rest of the page is as always"
    page.toolbox.undo.trigger()
    page.toolbox.undo.trigger()
    assert page.drawing.operations == shoe, "and the shoe comes back"
    page.game.invite("Of the shoe")
    page.toolbox.clear.trigger()
    assert invitation.text().startswith("Six things to draw")


def test_a_hand_that_comes_in_between_gets_the_canvas_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    enter(qtbot, window, Door.DRAW)
    page = window.draw_page
    qtbot.waitUntil(lambda: len(page.drawing.operations) > 0)
    middle = page.canvas.square().center().toPoint()
    qtbot.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert not page.demonstration.is_active
    cleared, mine = page.drawing.operations[-2:]
    assert (type(cleared), type(mine)) == (Clear, Stroke)


def test_the_window_is_dark_behind_the_doors_and_only_then(
    qtbot: QtBot, window: MainWindow
) -> None:
    def light() -> int:
        return window.grab().toImage().pixelColor(window.rect().bottomLeft()).lightness()

    usual = light()
    doors = offered(window)
    window.resize(window.width() + 50, window.height() + 50)
    qtbot.waitUntil(lambda: light() < 0.7 * usual)
    middles = [each.geometry().center() for each in (doors, window)]
    assert (middles[0] - middles[1]).manhattanLength() < 100
    qtbot.keyClick(doors, Qt.Key.Key_Escape)
    assert light() == usual


def test_a_network_learns(qtbot: QtBot, window: MainWindow) -> None:
    window.train_page.form.select("article")  # what somebody else left there
    enter(qtbot, window, Door.WATCH)
    assert window.train_page.isVisible()
    qtbot.waitUntil(lambda: window.session.run.state is RunState.RUNNING, timeout=SOON_MS)
    assert "Press Start" not in window.train_page.progress.figures.text()
    assert window.train_page.form.recipe().name == "mlp", "a visitor sees a good one"
    qtbot.waitUntil(lambda: window.session.run.n_done > 3, timeout=SOON_MS)
    qtbot.keyClick(window, Qt.Key.Key_F8)


def test_the_surest_errors_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window, Door.ERRORS)
    page = window.browse_page
    assert page.isVisible()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=SOON_MS)
    assert window.session.query.order is Order.CONFIDENTLY_WRONG
    answers = page.model.answers
    assert answers
    assert not answers.is_right[page.model.shown - answers.start].any()


def test_errors_are_shown_while_the_other_images_are_still_being_predicted(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()
    predict = prediction_service.predict_split

    def predict_slowly(*arguments: Any, **options: Any) -> Iterator[Any]:
        *_, final = predict(*arguments, **options)
        shares = final.probabilities[:150]
        first = Predictions.of(final.network, final.labels[:150], shares, final.start)
        yield EarlyPredictions(first)
        while not may_end.is_set():
            yield 150
        yield final

    monkeypatch.setattr(prediction_service, "predict_split", predict_slowly)
    session, page = window.session, window.browse_page
    session.choose("mlp")
    enter(qtbot, window, Door.ERRORS)
    answers = wrong_ones(qtbot, page)
    assert len(answers) == 150
    assert session.predictions.current is None
    assert page.count.text().startswith("The network is predicting …")
    n_early, picked = page.model.rowCount(), session.picked
    assert picked == page.model.shown[0]
    may_end.set()
    qtbot.waitUntil(lambda: session.predictions.current is not None)
    assert len(wrong_ones(qtbot, page)) == 300
    assert page.model.rowCount() > n_early
    assert session.picked == picked, "what is looked at stays"


def wrong_ones(qtbot: QtBot, page: BrowsePage) -> Predictions:
    """Wait for images, expect that all of them are wrong, and return their predictions."""
    qtbot.waitUntil(lambda: page.model.answers is not None and page.model.rowCount() > 0)
    answers = page.model.answers
    assert answers
    qtbot.waitUntil(lambda: not answers.is_right[page.model.shown - answers.start].any())
    return answers


def test_the_doors_are_used_by_keyboard_and_escape_only_closes_them(
    qtbot: QtBot, window: MainWindow
) -> None:
    doors = offered(window)
    assert doors.buttons[Door.DRAW].hasFocus() or doors.focusWidget() is doors.buttons[Door.DRAW]
    qtbot.keyClick(doors.focusWidget() or doors, Qt.Key.Key_Tab)
    assert doors.focusWidget() is doors.buttons[Door.WATCH]
    qtbot.keyClick(doors, Qt.Key.Key_Escape)
    assert not doors.isVisible()
    assert window.draw_page.drawing.is_empty
    assert window.draw_page.isVisible(), "the first page of the first start"
    assert not offered_again(window)
    action = next(a for a in window.menuBar().actions()[-1].menu().actions() if "steps" in a.text())  # type: ignore[attr-defined]
    action.trigger()
    assert doors.isVisible()
    around = next(b for b in doors.findChildren(QPushButton) if b.text() == "Look around")
    qtbot.mouseClick(around, Qt.MouseButton.LeftButton)
    assert not doors.isVisible()


def test_who_has_been_here_is_not_asked(window: MainWindow, settings: QSettings) -> None:
    for key in ("window/geometry", "window/doors"):
        settings.clear()
        settings.setValue(key, "0")
        assert not offered_again(window)
    assert window.pages.currentWidget() is window.train_page


def test_with_reduced_motion_the_shoe_is_there_at_once_and_the_choice_is_kept(
    qtbot: QtBot, window: MainWindow, settings: QSettings
) -> None:
    window.sizes.motion.trigger()
    assert settings.value("window/motion") == "reduced"
    window.draw_page.demonstrate("Sneaker")
    assert not window.draw_page.demonstration.is_active
    assert len(window.draw_page.drawing.operations) > 1
    again = MainWindow(window.session, settings)
    assert again.sizes.motion.isChecked()
    again.deleteLater()


def test_the_systems_setting_is_found_in_its_files(tmp_path: Path) -> None:
    assert not motion._is_off_in_files(tmp_path)
    (tmp_path / "kdeglobals").write_text("[KDE]\nAnimationDurationFactor=1\n")
    assert not motion._is_off_in_files(tmp_path)
    (tmp_path / "kdeglobals").write_text("[KDE]\nAnimationDurationFactor=0\n")
    assert motion._is_off_in_files(tmp_path)
    (tmp_path / "kdeglobals").unlink()
    (tmp_path / "gtk-3.0").mkdir()
    (tmp_path / "gtk-3.0/settings.ini").write_text("[Settings]\ngtk-enable-animations=false\n")
    assert motion._is_off_in_files(tmp_path)
