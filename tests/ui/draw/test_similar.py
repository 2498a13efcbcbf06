"""Similar photographs: they follow the pen, and a click shows one on Browse."""

from collections.abc import Iterator
from threading import Event
from typing import Any

import numpy as np
import pytest
from places import at
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.session import prediction_service
from fashion_gui.ui.session.similar_images import N_SIMILAR
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ()  # all


def expect_similar(qtbot: QtBot, page: DrawPage, window: MainWindow) -> None:
    """Wait until what is shown is what the complete index finds for the drawing as it is."""
    network, finder = window.session.network, page.similar.finder
    assert network
    [(_, [features])] = network.answers_with_features(page.drawing.fitted_image[np.newaxis])

    def is_shown() -> bool:
        index = finder.index
        if index is None or not index.is_complete or index.network is not network:
            return False
        return page.similar.grid._numbers == index.nearest(features, N_SIMILAR)

    qtbot.waitUntil(is_shown, timeout=20_000)


def expect_waiting(qtbot: QtBot, page: DrawPage, window: MainWindow) -> None:
    """Look at an index that is begun anew: it is made once nobody draws any more."""
    session, finder = window.session, page.similar.finder
    finder.want(False)
    qtbot.waitUntil(lambda: finder._thread is None)
    session.hold.note_drawing()
    finder._index = None
    finder.want(True)
    assert finder._thread
    assert finder._thread._must_wait()
    session.hold._hand_timer.stop()
    session.hold._update()
    qtbot.waitUntil(lambda: finder.index is not None)


def test_they_follow_the_pen_and_a_click_or_a_key_shows_one_on_browse(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    session, grid = window.session, page.similar.grid
    session.hold._hand_timer.setInterval(10_000_000)
    session.choose("mlp")
    qtbot.waitUntil(lambda: page.similar.finder.index is not None)
    expect_waiting(qtbot, page, window)
    assert grid.numbers == ()
    assert grid.spoken_value() == "Nothing yet"
    session.hold._hand_timer.setInterval(0)
    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 6, 4))
    seen = set()
    for point in ((6, 20), (22, 20), (22, 10)):
        qtbot.mouseMove(page.canvas, at(page, *point))
        expect_similar(qtbot, page, window)
        seen.add(grid.numbers)
    assert len(seen) > 1, "they move with the pen, before it is lifted"
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 22, 10))
    assert page.similar.status.text() in ("", "none is close")
    assert session.dataset
    names = [session.dataset.class_names[session.dataset.labels[n]] for n in grid.numbers]
    assert grid.spoken_value() == ", ".join(names)
    (n_columns, _, _), metrics = grid._shape, QFontMetrics(grid._font)
    longest = max(map(metrics.horizontalAdvance, session.dataset.class_names))
    assert n_columns == 4 or longest < grid.width() / n_columns, "names do not touch"

    third = grid.numbers[2]
    qtbot.mouseClick(grid, LEFT, pos=grid.spoken_rect(2).center())
    assert window.pages.currentWidget() is window.browse_page
    assert session.picked == third
    assert window.browse_page.grid.currentIndex().row() == window.browse_page.model.row_of(third)

    window.pages.setCurrentWidget(page)
    window.activateWindow()
    grid.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(grid, key)
    assert session.picked == grid.numbers[1]
    window.pages.setCurrentWidget(page)

    qtbot.keyClick(page.canvas, "z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: grid.numbers == ())


def test_they_are_those_of_a_network_in_training_too(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    session, finder = window.session, page.similar.finder
    qtbot.mouseClick(page.canvas, LEFT, pos=at(page, 10, 10))
    session.hold._hand_timer.setInterval(0)
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: session.is_live)
    networks = set()

    def has_been_renewed() -> bool:
        if finder.index:
            networks.add(id(finder.index.network))
        return len(networks) > 1

    qtbot.waitUntil(has_been_renewed, timeout=20_000)
    assert finder.index
    assert finder.index.is_complete


def test_the_first_are_there_before_the_test_images_are_predicted(
    qtbot: QtBot, page: DrawPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Event()
    predict = prediction_service.predict_split

    def predict_slowly(*arguments: Any, **options: Any) -> Iterator[Any]:
        while not may_go_on.is_set():
            yield 0
        yield from predict(*arguments, **options)

    monkeypatch.setattr(prediction_service, "predict_split", predict_slowly)
    finder = page.similar.finder
    window.session.choose("mlp")
    qtbot.waitUntil(lambda: finder.index is not None and finder.index.is_complete)
    assert window.session.predictions.current is None
    assert finder.index
    assert len(finder.index) == 500
    assert page.similar.status.text() == "among 500 of 1,200"
    may_go_on.set()
    qtbot.waitUntil(lambda: finder.index is not None and len(finder.index) == 1200)
    assert page.similar.status.text() == "they appear while you draw"
