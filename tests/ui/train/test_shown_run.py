"""A run that is chosen comes back: curves, figures, report, settings, network; and is exported."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyqtgraph as pg
import pytest
from dialogs import name_a_file
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from shelved import SMALL, shelve

from fashion_gui.data import Dataset
from fashion_gui.percent import percent
from fashion_gui.shelf import keeping
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.controls import SetControl
from fashion_gui.training.events import BatchMetrics, Command
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train
from fashion_gui.ui.session import run_shelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.kept_runs import KeptRuns
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 8_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def has_plots() -> bool:
    return True


@pytest.fixture
def window(
    qtbot: QtBot,
    tmp_path: Path,
    dataset_directory: Path,
    small_dataset: Dataset,
    settings: QSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    shelf = Shelf(tmp_path / "runs")
    shelve(shelf, small_dataset, "old", replace(SMALL, dropout=0.25), created="1")
    shelve(shelf, small_dataset, "new", created="2")
    window = MainWindow(Session(dataset_directory, shelf=shelf), settings)
    window.pages.setCurrentWidget(window.train_page)
    window.show()
    window.begin_soon(0)
    qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: window.train_page.plots is not None, timeout=TIMEOUT_MS)
    kept = window.train_page.kept
    assert kept
    qtbot.waitUntil(lambda: len(kept.runs.model.records) == 2, timeout=TIMEOUT_MS)
    window.train_page.results.setCurrentWidget(kept.runs)
    yield window
    window.close_unasked()
    window.deleteLater()


def kept_of(window: MainWindow) -> KeptRuns:
    assert window.train_page.kept
    return window.train_page.kept


def test_a_chosen_run_comes_back_whole_and_the_page_says_which_it_is(
    qtbot: QtBot, window: MainWindow, endless_recipe: Recipe, small_dataset: Dataset
) -> None:
    page, kept = window.train_page, kept_of(window)
    shelf = kept.runs.shelf.shelf
    assert kept.bar.isHidden()
    kept.runs.choose("old")
    kept.runs.table.setFocus()
    qtbot.keyClick(kept.runs.table, Qt.Key.Key_Return)
    history = shelf.folder("old").read_history()
    qtbot.waitUntil(
        lambda: bool(page.plots) and len(page.plots.loss.curve.validation) == 2, timeout=TIMEOUT_MS
    )
    assert page.plots
    assert page.plots.accuracy.curve.training.y.tolist() == history.accuracy.training.y.tolist()
    assert kept.bar.label.text().startswith("old: finished; ")
    assert kept.bar.back.isHidden()
    record = shelf.record("old")
    assert record.test_accuracy is not None
    assert page.report.headline.text().startswith("old: test accuracy")
    assert page.numbers.accuracy.figure == percent(record.test_accuracy)
    assert page.form.recipe().dropout == 0.25
    assert window.session.active_model
    assert window.session.active_model.label == "old"

    # While another run learns, a chosen one is shown beside it, and the newest comes back.
    window.session.start_run(endless_recipe)
    assert kept.bar.label.text().endswith(": in training")
    qtbot.waitUntil(lambda: window.session.run.n_done > 3, timeout=TIMEOUT_MS)
    shelve(shelf, small_dataset, "filmed", created="3", has_film=True)
    kept.runs.shelf.refresh()
    qtbot.waitUntil(lambda: kept.runs.shelf.record("filmed") is not None, timeout=TIMEOUT_MS)
    kept.runs.choose("filmed")
    qtbot.mouseClick(kept.runs.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.plots.loss.curve.validation) == 2, timeout=TIMEOUT_MS)
    assert kept.bar.label.text().startswith("filmed: finished")
    film, cursor = window.session.film, page.film.cursor_in_plots
    qtbot.waitUntil(lambda: len(film.film) > 5, timeout=TIMEOUT_MS)
    qtbot.keyClick(page.film.slider, Qt.Key.Key_Home)
    assert [frame.step for frame in film.film.frames][-1] == 12
    assert cursor.lines[0].isVisible()
    assert window.session.active_model.label == "filmed, step 0"
    assert page.form.recipe().epochs == endless_recipe.epochs  # the form is the running run's
    done = window.session.run.n_done
    qtbot.waitUntil(lambda: window.session.run.n_done > done, timeout=TIMEOUT_MS)
    assert page.numbers.time.title == "Epoch"  # of the chosen moment
    kept.bar.back.linkActivated.emit("newest")
    assert page.plots.loss.curve is window.session.run.history.loss
    assert film.film is window.session.run.film
    assert film.frame is None
    assert not cursor.lines[0].isVisible()
    assert kept.bar.label.text().endswith(": in training")


def test_a_run_that_was_shown_is_shown_again_at_the_next_start(
    qtbot: QtBot, window: MainWindow, settings: QSettings, dataset_directory: Path
) -> None:
    kept = kept_of(window)
    kept.runs.choose("old")
    kept.runs.table.setFocus()
    qtbot.keyClick(kept.runs.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept.shown.history().plan is not None, timeout=TIMEOUT_MS)
    window.train_page.form.editors["epochs"].setValue(77)  # type: ignore[attr-defined]
    words = window.train_page.report.headline.text()
    assert "on 50 images" in words
    window.session.choose("convnet-best")
    window.close_unasked()
    again = MainWindow(Session(dataset_directory, shelf=kept.runs.shelf.shelf), settings)
    try:
        again.begin_soon(0)
        qtbot.waitUntil(lambda: bool(len(kept_of(again).shown.history().loss.validation)))
        page = again.train_page
        assert kept_of(again).bar.label.text().startswith("old: finished; ")
        assert page.report.headline.text() == words
        assert page.numbers.time.title == "Time taken"
        assert page.form.recipe().epochs == 77, "the form is as it was left"
        assert page.network.summary.startswith("Network of old: ")
        page.form.editors["hidden"].setText("12")  # type: ignore[attr-defined]
        assert page.network.summary.startswith("Network of the settings for a new run (")
        assert again.session.active_model
        assert again.session.active_model.label == "convnet-best"
    finally:
        again.close_unasked()
        again.deleteLater()


def test_runs_are_exported_and_a_full_shelf_gives_up_checkpoints(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_of(window)
    kept.runs.choose("new")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    kept.runs.export_run.trigger()
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert {"curves.csv", "report.csv", "run.json", "network.safetensors"} <= names
    name_a_file(monkeypatch, tmp_path / "table.csv")
    kept.runs.export_table.trigger()
    head, first, second = (tmp_path / "table.csv").read_text("utf-8").splitlines()
    assert head.startswith("name,")
    assert (first[:4], second[:4]) == ("old,", "new,")
    assert str(tmp_path / "table.csv") in window.statusBar().currentMessage()
    (tmp_path / "new2").write_text("", "utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "new2"))
    kept.runs.export_run.trigger()
    assert "The export failed." in window.notice.text

    shelf = kept.runs.shelf.shelf
    monkeypatch.setattr(run_shelf, "MAX_BYTES", shelf.n_bytes() - 1)
    monkeypatch.setattr(type(shelf), "give_up_checkpoints", _give_up_one)
    kept.runs.shelf.refresh()
    qtbot.waitUntil(lambda: "not go on: old." in window.notice.text, timeout=TIMEOUT_MS)
    assert not shelf.folder("old").checkpoint.exists()
    assert shelf.folder("new").checkpoint.exists()


_GIVE_UP = Shelf.give_up_checkpoints


def _give_up_one(shelf: Shelf) -> list[str]:
    return _GIVE_UP(shelf, shelf.n_bytes() - 1)


def test_a_run_brings_its_hints_to_the_curves_and_what_they_advise_is_tried(
    qtbot: QtBot,
    window: MainWindow,
    small_dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, kept = window.train_page, kept_of(window)
    hopeless = replace(
        SMALL, learning_rate=10.0, epochs=12, n_train=None, n_validation=200, batch_size=50
    )
    record = shelve(kept.runs.shelf.shelf, small_dataset, "hopeless", hopeless, created="3")
    kept.runs.shelf.refresh()
    qtbot.waitUntil(lambda: len(kept.runs.model.records) == 3, timeout=TIMEOUT_MS)
    kept.shown.show(record)
    qtbot.waitUntil(lambda: bool(page.hint_marks.lines), timeout=TIMEOUT_MS)
    history, hints, plots = kept.shown.history(), page.hints, page.plots
    assert plots
    first, last = (hint for hint in history.hints if hint in hints.told() and hint.step)
    lines, figure = page.hint_marks.lines, plots.accuracy
    places = {history.hint_places[history.hints.index(hint)] for hint in (first, last)}
    assert {line.value() for line in lines} == places
    assert hints.shown == last
    qtbot.waitUntil(lambda: not plots._timer.isActive(), timeout=TIMEOUT_MS)
    monkeypatch.setitem(pg.CONFIG_OPTIONS, "mouseRateLimit", -1)
    view = figure.getPlotItem().getViewBox()
    place = view.mapViewToScene(QPointF(lines[1].value(), 0.5))
    for send in (qtbot.mouseMove, qtbot.mouseClick):
        send(figure.viewport(), *((LEFT,) if send == qtbot.mouseClick else ()),
            pos=figure.mapFromScene(place))  # fmt: skip
    assert hints.shown == first
    hints.show_hint(last)
    assert last.change
    qtbot.mouseClick(hints.try_it, LEFT)
    run = window.session.run
    qtbot.waitUntil(lambda: run.recipe is not None, timeout=TIMEOUT_MS)
    assert run.recipe
    assert run.recipe.with_settings(name="custom") == hopeless.with_settings(
        name="custom", **dict([last.change])
    )
    assert kept.runs.model.ticked == ["hopeless"]
    qtbot.waitUntil(lambda: not page.hint_marks.lines, timeout=TIMEOUT_MS)
    run.stop()


def test_a_run_is_repeated_exactly_and_its_network_trained_further(
    qtbot: QtBot, window: MainWindow, small_dataset: Dataset
) -> None:
    page, kept, run = window.train_page, kept_of(window), window.session.run
    shelf, told = kept.runs.shelf.shelf, []
    kept.succeeded.connect(told.append)
    record = RunRecord("turned", replace(SMALL, dropout=0.2, epochs=4))
    going = keeping.kept(
        train(record.recipe, small_dataset, is_kept=True), RunWriter(shelf.begin(record), record)
    )
    commands = {3: SetControl("dropout", 0.4), 7: Command.STOP}
    command: SetControl | Command | None = None
    with suppress(StopIteration):
        while True:
            last = going.send(command)
            command = commands.get(last.step) if isinstance(last, BatchMetrics) else None
    assert shelf.record("turned").status is RunStatus.STOPPED
    kept.runs.shelf.refresh()
    qtbot.waitUntil(lambda: kept.runs.shelf.record("turned") is not None, timeout=TIMEOUT_MS)
    kept.shown.show(shelf.record("turned"))
    assert kept.more.again.isEnabled()
    kept.more.again.trigger()
    assert not kept.more.again.isEnabled()
    words = "turned 2 has the same weights as turned, bit for bit."
    qtbot.waitUntil(lambda: told == [words], timeout=TIMEOUT_MS)
    assert shelf.record("turned 2").turns == shelf.record("turned").turns

    # The network that answers now is trained further: a run that starts from it.
    network = window.session.network
    assert network
    qtbot.waitUntil(kept.more.further.isEnabled, timeout=TIMEOUT_MS)
    kept.more.further.trigger()
    qtbot.waitUntil(lambda: run.state is RunState.IDLE and run.name == "turned 2 further",
        timeout=TIMEOUT_MS)  # fmt: skip
    further = shelf.record("turned 2 further")
    assert further.recipe.dropout == 0.4
    assert further.recipe.epochs == 5
    assert further.recipe.learning_rate == pytest.approx(SMALL.learning_rate / 4, rel=0.05)
    assert further.story["start"]["digest"] == network.digest
    assert page.form.recipe().epochs == 5
    assert told == [words]
