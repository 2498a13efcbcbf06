"""Undoing a turn on Train: by real clicks, in a pause, while it learns, and after the end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.shelf import keeping
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.controls import SetControl
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState, TrainingRun
from fashion_gui.ui.train.curves import Curves
from fashion_gui.ui.train.train_page import TrainPage
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 20_000
RECIPE = Recipe(hidden=(16,), batch_size=50, epochs=1_000_000, n_validation=100)


@pytest.fixture
def has_plots() -> bool:
    return True


@pytest.fixture(autouse=True)
def every_turn_has_a_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests are faster than people turn knobs."""
    monkeypatch.setattr(keeping, "_TURNS_INTERVAL_S", 0.0)


@pytest.fixture
def page(
    qtbot: QtBot, dataset_directory: Path, tmp_path: Path, settings: QSettings
) -> Iterator[TrainPage]:
    session = Session(dataset_directory, shelf=Shelf(tmp_path / "runs"))
    window = MainWindow(session, settings)
    window.pages.setCurrentWidget(window.train_page)
    window.show()
    window.begin_soon(0)
    page = window.train_page
    qtbot.waitUntil(lambda: session.dataset is not None, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: page.plots is not None, timeout=TIMEOUT_MS)
    page.form.show_recipe(RECIPE)
    yield page
    window.close_unasked()
    window.deleteLater()


def pause(qtbot: QtBot, page: TrainPage) -> None:
    """Pause, or go on."""
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)


def learn_until(qtbot: QtBot, run: TrainingRun, step: int) -> None:
    qtbot.waitUntil(lambda: run.n_done > step, timeout=TIMEOUT_MS)


def click_on_mark(qtbot: QtBot, page: TrainPage, curves: Curves, number: int) -> None:
    qtbot.waitUntil(lambda: len(curves.turns.lines) > number, timeout=TIMEOUT_MS)
    label, line = (
        curves.turns.lines[number].label,
        curves.turns.lines[number].mapToScene(QPointF(0, 0)),
    )
    place = label.mapRectToScene(label.boundingRect()).center()
    assert curves.turns.turn_at(place) == number
    middle = curves.getPlotItem().getViewBox().sceneBoundingRect().center()
    assert curves.turns.turn_at(QPointF(line.x(), middle.y())) in (
        0,
        number,
    )  # two lines on one pixel
    assert curves.turns.turn_at(middle) is None
    point = curves.mapFromScene(place)
    qtbot.mouseMove(curves.viewport(), point + QPoint(1, 0))
    qtbot.mouseClick(curves.viewport(), LEFT, pos=point)


@pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard", extend=True)
def test_a_turn_is_undone_from_its_mark(qtbot: QtBot, page: TrainPage) -> None:
    run, form = page._session.run, page.form
    rate, erase = form.editors["learning_rate"], form.editors["erase"]
    assert isinstance(rate, QLineEdit)
    assert isinstance(erase, QSpinBox)
    assert not page.undoing.latest.isEnabled()
    qtbot.mouseClick(page.controls.buttons[page.controls.start], LEFT)
    learn_until(qtbot, run, 20)
    pause(qtbot, page)
    erase.setValue(5)
    pause(qtbot, page)
    qtbot.waitUntil(lambda: len(run.history.turns) == 1, timeout=TIMEOUT_MS)
    learn_until(qtbot, run, run.history.turns[0].step + 20)
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "0.5\r")
    qtbot.waitUntil(lambda: len(run.history.turns) == 2, timeout=TIMEOUT_MS)
    learn_until(qtbot, run, run.history.turns[1].step + 20)
    pause(qtbot, page)
    assert page.plots

    # In a pause, from the mark: the newer turn goes, the older one stays.
    second = run.history.turns[1].step
    qtbot.waitUntil(lambda: run.last_batch is not None and run.n_done > second)
    click_on_mark(qtbot, page, page.plots.loss, 1)
    menu = page.undoing.menu
    assert menu
    undo, told = menu.actions()
    assert undo.text() == "&Undo this turn: Learning rate from 0.5 back to 0.001"
    assert "Drops what was learned since epoch" in told.text()
    menu.setActiveAction(undo)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: run.n_done <= second, timeout=TIMEOUT_MS)
    assert run.state is RunState.PAUSED
    assert run.recipe
    assert (run.recipe.learning_rate, run.recipe.erase) == (0.001, 5)
    assert (rate.text(), erase.value()) == ("0.001", 5)
    assert [turn.name for turn in run.history.turns] == ["erase"]
    assert page.plots.loss.curve is run.history.loss
    assert page.progress.bar.value() == run.n_done
    assert run.last_batch is not None
    assert f"batch {run.last_batch.batch:,} of" in page.progress.figures.text()
    assert page.numbers.time.note == f"epoch {run.last_batch.epoch:,} of 1,000,000"
    assert run.history.loss.training.x[-1] <= second * 50 / 1000
    assert page._session.runs.histories[run.run_id] is run.history
    assert page._session.film.film is run.film
    for curves in (page.plots.loss, page.plots.accuracy):
        qtbot.waitUntil(lambda of=curves: len(of.turns.lines) == 1, timeout=TIMEOUT_MS)  # type: ignore[misc]

    # While it learns, from the menu.
    pause(qtbot, page)
    learn_until(qtbot, run, second + 10)
    first = run.history.turns[0].step
    assert page.undoing.latest.isEnabled()
    page.undoing.latest.trigger()
    qtbot.waitUntil(lambda: not run.history.turns, timeout=TIMEOUT_MS)
    assert erase.value() == 0
    learn_until(qtbot, run, first + 10)
    assert run.state is RunState.RUNNING
    assert not page.undoing.latest.isEnabled()


def test_a_turn_that_spoilt_a_run_is_undone_after_its_end(qtbot: QtBot, page: TrainPage) -> None:
    run = page._session.run
    qtbot.mouseClick(page.controls.buttons[page.controls.start], LEFT)
    learn_until(qtbot, run, 20)
    page._turn("learning_rate", 1e5)
    qtbot.waitUntil(lambda: len(run.history.turns) == 1, timeout=TIMEOUT_MS)
    run.stop()
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    name, turn = run.name, run.history.turns[0]
    page.undoing.latest.trigger()
    qtbot.waitUntil(lambda: len(run.history.loss.training) > 0, timeout=TIMEOUT_MS)
    learn_until(qtbot, run, turn.step + 5)
    assert run.name == name
    assert run.recipe == RECIPE
    assert run.history.turns == []
    assert len(run.history.loss.training) > turn.step // 2  # the curves before it are there


def test_a_turn_of_another_run_on_the_shelf_is_undone(
    qtbot: QtBot, page: TrainPage, small_dataset: Dataset
) -> None:
    """What is undone is a turn of the run whose curves are shown, not of the newest one."""
    run, session = page._session.run, page._session
    shelf, kept = run.shelf, page.kept
    assert shelf
    assert kept
    recipe = replace(RECIPE, epochs=2, n_train=400)
    record = RunRecord("older", recipe)
    going = keeping.kept(
        train(recipe, small_dataset, is_kept=True), RunWriter(shelf.begin(record), record)
    )
    while getattr(next(going), "step", 0) < 5:
        pass
    going.send(SetControl("erase", 4))
    list(going)
    page._begin(paused=False)
    page._turn("shift", 1)
    qtbot.waitUntil(lambda: len(run.history.turns) == 1, timeout=TIMEOUT_MS)
    run.stop()
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    kept.shown.show(shelf.record("older"))
    qtbot.waitUntil(lambda: bool(kept.shown.history().turns), timeout=TIMEOUT_MS)
    qtbot.waitUntil(page.undoing.latest.isEnabled, timeout=TIMEOUT_MS)
    page.undoing.latest.trigger()
    qtbot.waitUntil(lambda: run.name == "older", timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    assert run.recipe == recipe
    *_, plain = train(recipe, small_dataset)
    assert session.network
    assert session.network.digest == plain.network.digest  # type: ignore[union-attr]


def test_what_cannot_be_undone_is_said(qtbot: QtBot, page: TrainPage) -> None:
    run, told = page._session.run, []
    page._session.failed.connect(told.append)
    run.shelf = None
    qtbot.mouseClick(page.controls.buttons[page.controls.start], LEFT)
    page._turn("erase", 3)
    qtbot.waitUntil(lambda: len(run.history.turns) == 1, timeout=TIMEOUT_MS)
    assert not page.undoing.latest.isEnabled()
    page._session.runs.undo_turn(0)
    assert told == ["Only turns of a kept run can be undone; this one is not kept."]
