"""Runs that wait on Train: several at once, in turns, in any order, and after a restart."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from shelved import SMALL, shelve

from fashion_gui.data import Dataset
from fashion_gui.shelf.run_queue import QueueFile, changed, queued
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.sweep import variants
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train import several_runs
from fashion_gui.ui.train.kept_runs import KeptRuns
from fashion_gui.ui.train.run_model import RunModel
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 8_000
Open = Callable[[], MainWindow]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "runs")


@pytest.fixture
def open_window(
    qtbot: QtBot,
    dataset_directory: Path,
    settings: QSettings,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Open]:
    measured = (40.0,)
    monkeypatch.setattr(
        several_runs, "measure_seconds", lambda recipes, dataset: iter([measured * len(recipes)])
    )
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(Session(dataset_directory, shelf=shelf), settings)
        windows.append(window)
        window.pages.setCurrentWidget(window.train_page)
        window.show()
        window.begin_soon(0)
        qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=TIMEOUT_MS)
        window.train_page.form.show_recipe(SMALL)
        return window

    yield make
    for window in windows:
        window.close_unasked()
        window.deleteLater()


def kept_of(window: MainWindow) -> KeptRuns:
    assert window.train_page.kept
    return window.train_page.kept


def records(shelf: Shelf) -> list[RunRecord]:
    return [record for record in shelf.records() if isinstance(record, RunRecord)]


def names(kept: KeptRuns) -> list[str]:
    return [run.name for run in kept.worker.queue]


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def test_several_seeds_are_trained_one_after_another(
    qtbot: QtBot, open_window: Open, shelf: Shelf
) -> None:
    window = open_window()
    kept = kept_of(window)
    window.train_page.results.setCurrentWidget(kept.queue)
    press(qtbot, kept.queue.seeds)
    dialog = kept.dialog
    assert dialog
    assert dialog.seeds.value() == 5
    dialog.name.setText("mine")
    dialog.seeds.setValue(3)
    qtbot.waitUntil(
        lambda: dialog.words.text() == "3 runs (seed 0, seed 1, seed 2): about 2 minutes.",
        timeout=TIMEOUT_MS,
    )
    press(qtbot, dialog.add)
    assert names(kept) == ["mine seed 0", "mine seed 1", "mine seed 2"]
    told = kept.queue.words.text()
    assert told.startswith("3 runs: about 2 minutes of learning, done "), told
    tabs = window.train_page.results
    assert tabs.tabText(tabs.indexOf(kept.queue)) == "Queue (3)"
    qtbot.waitUntil(lambda: not kept.worker.queue, timeout=TIMEOUT_MS)
    assert [record.status for record in records(shelf)] == [RunStatus.FINISHED] * 3
    assert len({record.group for record in records(shelf)}) == 1
    assert "cannot be shown" not in window.notice.text  # curves that are just beginning
    qtbot.waitUntil(lambda: len(kept.runs.model.ticked) == 3, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: "(3 seeds" in kept.runs.comparison.words.text(), timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: QueueFile(shelf.path).read() == (), timeout=TIMEOUT_MS)
    assert not kept.worker.is_working


def test_values_are_tried_in_turns_and_what_falls_behind_ends_early(
    qtbot: QtBot, open_window: Open, shelf: Shelf
) -> None:
    window = open_window()
    kept = kept_of(window)
    window.train_page.form.show_recipe(replace(SMALL, epochs=6, hidden=(16,), n_train=None))
    kept.actions[1].trigger()
    dialog = kept.dialog
    assert dialog
    assert dialog.values.text() == "0.0003, 0.001, 0.003"
    dialog.values.setText("1e-9, 0.1, x")
    assert not dialog.add.isEnabled()
    assert "expected values of learning_rate" in dialog.words.text()
    dialog.values.setText("1e-9, 0.01, 1e-8")
    assert dialog.race.isEnabled()
    dialog.name.setText("r")
    qtbot.waitUntil(lambda: "about 2 minutes at most." in dialog.words.text(), timeout=TIMEOUT_MS)
    qtbot.keyClick(dialog.values, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: not kept.worker.queue and not kept.worker.is_working, timeout=TIMEOUT_MS
    )
    told = {record.name: (record.status, record.ended_early) for record in records(shelf)}
    assert told["r learning_rate=0.01"] == (RunStatus.FINISHED, False)
    behind = [told[f"r learning_rate=1e-0{n}"] for n in (8, 9)]
    assert (RunStatus.STOPPED, True) in behind, told
    runs = kept.runs
    row = next(n for n, record in enumerate(runs.model.records) if told[record.name][1])
    qtbot.waitUntil(lambda: runs.model.index(row, 2).data() == "ended early", timeout=TIMEOUT_MS)
    labels = [entry.label for entry in window.session.models.values()]
    assert labels.count("r learning_rate=0.01") == 1


def test_the_queue_is_reordered_survives_a_restart_and_gets_past_a_failure(
    qtbot: QtBot, open_window: Open, shelf: Shelf, dataset_directory: Path
) -> None:
    broken = Recipe(hidden=(8,), epochs=2, n_train=600, n_validation=100, optimizer="sgd",
        learning_rate=1e6, l2=1)  # fmt: skip
    window = open_window()
    assert window.session.dataset
    digest = window.session.dataset.digest
    kept = kept_of(window)
    waiting = queued(variants(SMALL, n_seeds=3), "s", digest) + queued(
        variants(broken), "broken", digest
    )
    waiting = changed(waiting, waiting[1].key, dataset="0" * 64)
    QueueFile(shelf.path).change(lambda queue: waiting)
    window.close_unasked()

    window = open_window()
    kept = kept_of(window)
    qtbot.waitUntil(lambda: len(kept.worker.queue) == 4, timeout=TIMEOUT_MS)
    assert not kept.worker.is_working  # nothing is trained unasked
    window.train_page.results.setCurrentWidget(kept.queue)
    view = kept.queue.list
    view.setFocus()
    view.setCurrentRow(3)
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(qtbot, kept.queue.up)
    press(qtbot, kept.queue.up)
    assert names(kept) == ["broken", "s seed 0", "s seed 1", "s seed 2"]
    assert view.currentRow() == 0
    view.setCurrentRow(3)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert names(kept) == ["broken", "s seed 0", "s seed 1"]
    assert view.model().moveRow(view.rootIndex(), 2, view.rootIndex(), 1)  # as a drag does
    assert names(kept) == ["broken", "s seed 1", "s seed 0"]
    press(qtbot, kept.queue.work)
    qtbot.waitUntil(
        lambda: len(kept.worker.queue) == 2 and not kept.worker.is_working, timeout=TIMEOUT_MS
    )
    assert [record.name for record in records(shelf) if record.test_accuracy] == ["s seed 0"]
    assert "no longer a finite number" in view.item(0).text()
    assert "other images than those that are loaded" in view.item(1).text()
    view.setCurrentRow(0)
    assert window.train_page.results.currentWidget() is kept.queue  # not the report
    assert kept.queue.again.isVisible()
    press(qtbot, kept.queue.remove)
    assert names(kept) == ["s seed 1"]
    qtbot.waitUntil(lambda: len(QueueFile(shelf.path).read()) == 1, timeout=TIMEOUT_MS)


def test_a_run_of_the_queue_that_was_interrupted_goes_on_where_it_was(
    qtbot: QtBot, open_window: Open, shelf: Shelf
) -> None:
    window = open_window()
    kept = kept_of(window)
    assert window.session.dataset
    long = replace(SMALL, epochs=400)
    kept.worker.add(queued(variants(long), "long", window.session.dataset.digest))
    qtbot.waitUntil(lambda: window.session.run.n_done > 3, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: QueueFile(shelf.path).read()[0].run == "long", timeout=TIMEOUT_MS)
    window.close_unasked()
    step = shelf.record("long").step
    assert shelf.record("long").status is RunStatus.INTERRUPTED
    window = open_window()
    kept = kept_of(window)
    qtbot.waitUntil(lambda: len(kept.worker.queue) == 1, timeout=TIMEOUT_MS)
    assert step > 3
    assert "long was interrupted. It waits in the queue" in kept.runs.offer.text()
    window.train_page.results.setCurrentWidget(kept.queue)
    press(qtbot, kept.queue.work)
    qtbot.waitUntil(lambda: window.session.run.n_done > step, timeout=TIMEOUT_MS)
    press(qtbot, kept.queue.work)  # hold: no other run begins
    window.session.run.stop()
    qtbot.waitUntil(lambda: not kept.worker.queue, timeout=TIMEOUT_MS)
    assert shelf.names() == ["long"]
    assert shelf.record("long").step > step


def test_one_window_trains_and_the_other_says_so_and_a_damaged_queue_is_told(
    qtbot: QtBot, open_window: Open, shelf: Shelf, small_dataset: Dataset
) -> None:
    other = QueueFile(shelf.path)
    assert other.take_work()
    other.path.write_text("{", "utf-8")
    window = open_window()
    kept = kept_of(window)
    told = "The queue of runs cannot be read."
    qtbot.waitUntil(lambda: told in window.notice.text, timeout=TIMEOUT_MS)
    assert window.session.dataset
    kept.worker.add(queued(variants(SMALL), "s", window.session.dataset.digest))
    assert "Another window trains the runs that wait" in window.notice.text
    assert not kept.worker.is_working
    qtbot.waitUntil((shelf.path / "queue-damaged.json").exists, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: len(other.read()) == 1, timeout=TIMEOUT_MS)
    other.leave_work()
    other.change(lambda queue: queue + queued(variants(SMALL), "other", ""))
    window.train_page.results.setCurrentWidget(kept.queue)
    qtbot.waitUntil(lambda: names(kept) == ["s", "other"], timeout=TIMEOUT_MS)
    shelve(Shelf(shelf.path), small_dataset, "by another program")
    window.train_page.results.setCurrentWidget(kept.runs)
    qtbot.waitUntil(lambda: len(kept.runs.model.records) == 1, timeout=TIMEOUT_MS)


def test_a_run_that_is_ticked_as_it_begins_stays_ticked_until_it_is_gone() -> None:
    model, first, second = RunModel(), RunRecord("first", SMALL), RunRecord("second", SMALL)
    model.tick("second")
    model.show_records((first,))  # a list that was read a moment before it began
    assert model.ticked == ["second"]
    model.show_records((first, second))
    assert model.ticked == ["second"]
    model.show_records((first,))
    assert model.ticked == []
