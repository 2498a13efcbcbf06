"""The film of a run: one slider moves the whole window to a moment of it."""

from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset, Split
from fashion_gui.nn.network import Network
from fashion_gui.percent import percent
from fashion_gui.shelf.keeping import kept
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf, now
from fashion_gui.training.events import Frame
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train
from fashion_gui.ui.session.run_film import MOMENT, RunFilm
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train import film_bar
from fashion_gui.ui.train.curves import Curves
from fashion_gui.ui.train.film_bar import FilmBar
from fashion_gui.ui.window.main_window import MainWindow

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Train", "Evaluate", "Browse")


@pytest.fixture
def has_plots() -> bool:
    return True


class Clock:
    """A clock that goes on by a seventh of the film whenever it is looked at."""

    def start(self) -> None:
        self.now = 0

    def elapsed(self) -> int:
        self.now += film_bar.PLAYS_FOR_MS // 7 + 1
        return self.now


def run_to_the_end(qtbot: QtBot, session: Session, recipe: Recipe) -> RunFilm:
    session.start_run(recipe)
    qtbot.waitUntil(lambda: session.run.state is RunState.IDLE, timeout=20_000)
    return session.film


def test_one_slider_moves_the_whole_window_and_one_click_brings_it_back(
    qtbot: QtBot, window: MainWindow, quick_recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, bar = window.session, window.train_page.film
    assert not bar.slider.isEnabled()
    film = run_to_the_end(qtbot, session, quick_recipe)
    latest, frames = session.network, film.film.frames
    assert len(frames) > 20
    assert bar.slider.value() == bar.slider.maximum() == len(frames)
    assert window.header.back.isHidden()
    cursor = bar.cursor_in_plots
    assert not cursor.lines[0].isVisible()

    numbers = window.train_page.numbers
    cards = numbers.accuracy, numbers.loss, numbers.time
    now = [(card.title, card.figure, card.note) for card in cards]
    pictures = list(window.train_page.first_layer._pictures)
    QTest.keyClick(bar.slider, KEY.Key_Home)
    assert film.frame is frames[0]
    QTest.keyClick(bar.slider, KEY.Key_Right)
    QTest.keyClick(bar.slider, KEY.Key_Right)
    frame = film.frame
    assert frame is frames[2]
    assert is_of(session.network, frame)
    assert bar.words.text() in ("step 2", f"epoch {frame.epochs:.2f}, step 2")
    assert bar.slider.words == f"epoch {frame.epochs:.2f}, step 2"
    assert "step 2" in window.header.idea.text()
    assert "step 2" in window.choices.words()
    assert [line.value() for line in cursor.lines] == [frame.epochs] * 2
    assert all(line.isVisible() for line in cursor.lines)
    assert [card.title for card in cards] == ["Accuracy", "Loss", "Epoch"]
    assert [card.figure for card in cards][1:] != [now[1][1], now[2][1]]
    assert (numbers.time.figure, numbers.time.note) == (f"{frame.epochs:.2f}", "step 2")
    assert numbers.loss.note == "training images"  # it has seen no others yet
    window.train_page.results.setCurrentWidget(window.train_page.first_layer)
    assert window.train_page.first_layer._pictures != pictures

    # The line in a plot can be dragged to another moment; here it is, and back.
    plots = window.train_page.plots
    assert plots
    monkeypatch.setitem(pg.CONFIG_OPTIONS, "mouseRateLimit", -1)  # these come all at once
    for place in (30, 2):
        drag(plots.loss, frame_now(film).epochs, frames[place].epochs)
        assert film.frame is frames[place]
        assert not film.is_moving

    window.pages.setCurrentWidget(window.evaluate_page)
    qtbot.waitUntil(lambda: is_of(shown_network(session), frame), timeout=10_000)
    expected = frame.network.predict_proba(session.dataset.test.images).argmax(axis=1)  # type: ignore[union-attr]
    confusion = session.predictions_on(Split.TEST).report.confusion  # type: ignore[union-attr]
    np.testing.assert_array_equal(
        np.diag(confusion),
        [(expected[session.dataset.test.labels == k] == k).sum() for k in range(10)],  # type: ignore[union-attr]
    )
    assert percent(np.trace(confusion) / confusion.sum(), 2) in (
        window.evaluate_page.headline.text()
    )
    window.pages.setCurrentWidget(window.browse_page)
    picked = session.picked_image()
    assert picked is not None
    bars = window.browse_page.detail.answer.bars
    qtbot.waitUntil(
        lambda: np.allclose(bars.probabilities, frame.network.predict_proba(picked[None])[0])
    )

    qtbot.mouseClick(window.header.back, LEFT)
    assert session.network is latest
    assert MOMENT not in session.models
    assert window.header.back.isHidden()
    assert bar.slider.value() == len(frames)
    window.pages.setCurrentWidget(window.train_page)
    assert [(card.title, card.figure, card.note) for card in cards] == now

    # Playing.
    seen: list[Frame | None] = []
    film.moved.connect(lambda: seen.append(film.frame))
    monkeypatch.setattr(bar, "_clock", Clock())
    qtbot.mouseClick(bar.play, LEFT)
    assert bar.is_playing
    qtbot.waitUntil(lambda: not bar.is_playing)
    steps = [shown.step for shown in seen if shown]
    assert steps == sorted(steps)
    assert len(set(steps)) == 7
    assert seen[0] is frames[0]
    assert seen[-1] is None
    assert session.network is latest

    # Less motion.
    monkeypatch.setattr(film_bar, "is_motion_reduced", lambda: True)
    qtbot.mouseClick(bar.play, LEFT)
    assert bar._timer.interval() == film_bar._STILL_MS
    qtbot.mouseClick(bar.play, LEFT)
    assert not bar.is_playing
    assert film.frame is frames[0]
    QTest.keyClick(bar.slider, KEY.Key_Escape)
    assert film.frame is None

    # Another network is chosen while a moment answers.
    QTest.keyClick(bar.slider, KEY.Key_Home)
    assert film.frame is not None
    session.choose(next(iter(session.models)))
    assert film.frame is None
    assert MOMENT not in session.models
    assert window.header.back.isHidden()


def frame_now(film: RunFilm) -> Frame:
    assert film.frame
    return film.frame


def drag(curves: Curves, start: float, end: float) -> None:
    """Drag from one place on the axis of epochs to another, with mouse events."""
    view = curves.getPlotItem().getViewBox()
    height = view.viewRange()[1][1] / 2
    kinds = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
    path = [start, start, *np.linspace(start, end, 5), end]
    for number, epochs in enumerate(path):
        kind = kinds[0] if number == 1 else kinds[2] if number == len(path) - 1 else kinds[1]
        place = QPointF(curves.mapFromScene(view.mapViewToScene(QPointF(epochs, height))))
        pressed = LEFT if 0 < number < len(path) - 1 else Qt.MouseButton.NoButton
        button = Qt.MouseButton.NoButton if kind is kinds[1] else LEFT
        event = QMouseEvent(
            kind,
            place,
            QPointF(curves.viewport().mapToGlobal(place)),
            button,
            pressed,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(curves.viewport(), event)


def is_of(network: Network | None, frame: Frame) -> bool:
    return network is not None and np.array_equal(network.parameters, frame.network.parameters)


def shown_network(session: Session) -> Network | None:
    answers = session.predictions_on(Split.TEST)
    return answers.network if answers else None


def test_a_run_goes_on_under_a_moment_that_is_looked_at(
    qtbot: QtBot, session: Session, endless_recipe: Recipe
) -> None:
    session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: len(session.film.film) > 3, timeout=10_000)
    bar = FilmBar(session.film)
    qtbot.addWidget(bar)
    QTest.keyClick(bar.slider, KEY.Key_Home)
    first = session.network
    before = session.run.n_done
    qtbot.waitUntil(lambda: session.run.n_done > before + 20, timeout=10_000)
    assert session.network is first
    assert not session.is_live
    QTest.keyClick(bar.slider, KEY.Key_Escape)
    assert session.is_live
    assert session.network is not first


def test_the_film_of_a_kept_run_is_restored(
    qtbot: QtBot, dataset_directory: Path, tmp_path: Path, small_dataset: Dataset
) -> None:
    recipe = Recipe(hidden=(8,), batch_size=100, n_train=400, n_validation=100, epochs=2)
    shelf, frames = Shelf(tmp_path / "runs"), []
    record = RunRecord("of yesterday", recipe, created=now())
    run = train(recipe, small_dataset, is_kept=True, has_film=True)
    for told in kept(run, RunWriter(shelf.begin(record), record)):
        frames += [told] if isinstance(told, Frame) else []
    session = Session(dataset_directory, shelf=shelf)
    session.start()
    bar = FilmBar(session.film)
    qtbot.addWidget(bar)
    qtbot.waitUntil(lambda: session.dataset is not None, timeout=10_000)
    session.open_run("of yesterday")
    qtbot.waitUntil(lambda: len(session.film.film) == len(frames), timeout=10_000)
    QTest.keyClick(bar.slider, KEY.Key_Home)
    QTest.keyClick(bar.slider, KEY.Key_Right)
    assert session.network
    np.testing.assert_array_equal(session.network.parameters, frames[1].network.parameters)
    assert session.active_model
    assert session.active_model.label == "of yesterday, step 1"

    told_failures: list[str] = []
    session.failed.connect(told_failures.append)
    for path in shelf.folder("of yesterday").film.iterdir():
        path.write_bytes(b"something else")
    session.open_run("of yesterday")
    qtbot.waitUntil(lambda: bool(told_failures))
    assert "The film of of yesterday cannot be shown." in told_failures[0]
    assert not bar.slider.isEnabled()
    assert session.active_model.label == "of yesterday"
    session.close()
    session.deleteLater()
