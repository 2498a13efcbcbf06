"""Ticked runs are compared in sentences, by real clicks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot
from shelved import SMALL, shelve

from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.percent import plain
from fashion_gui.shelf.differences import Difference
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.run_list import RunList
from fashion_gui.ui.train.run_model import NAME
from fashion_gui.ui.train.settings_table import SettingsTable
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000


@pytest.fixture
def runs(
    qtbot: QtBot,
    tmp_path: Path,
    dataset_directory: Path,
    small_dataset: Dataset,
    settings: QSettings,
) -> Iterator[RunList]:
    """Three seeds of a recipe, another recipe and a run without a result, newest first."""
    shelf = Shelf(tmp_path / "runs")
    for seed in range(3):
        shelve(shelf, small_dataset, f"seed {seed}", replace(SMALL, seed=seed), created=f"{seed}")
    shelve(shelf, small_dataset, "wide", replace(SMALL, hidden=(32,), epochs=4), created="4")
    shelve(shelf, small_dataset, "begun", SMALL, n_records=4, created="5")
    window = MainWindow(Session(dataset_directory, shelf=shelf), settings)
    window.pages.setCurrentWidget(window.train_page)
    window.show()
    window.begin_soon(0)
    assert window.train_page.runs
    runs = window.train_page.runs
    window.train_page.results.setCurrentWidget(runs)
    qtbot.waitUntil(lambda: len(runs.model.records) == 5, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=TIMEOUT_MS)
    yield runs
    window.close_unasked()
    window.deleteLater()


def tick(qtbot: QtBot, runs: RunList, *names: str) -> None:
    for name in names:
        row = [record.name for record in runs.model.records].index(name)
        index = runs.model.index(row, NAME)
        runs.table.scrollTo(index)
        place = runs.table.visualRect(index)
        point = QPoint(place.left() + 8, place.center().y())
        qtbot.mouseClick(runs.table.viewport(), Qt.MouseButton.LeftButton, pos=point)


def cells(table: QTableWidget) -> list[list[str]]:
    rows = range(table.rowCount())
    return [[table.item(row, column).text() for column in range(3)] for row in rows]


def check_folding(qtbot: QtBot, settings: SettingsTable) -> None:
    """Of many settings the first ones are in sight, and a click shows all."""
    settings.show_differences([Difference(f"{n}", "a", "b") for n in range(7)], "one", "two")
    table, height = settings.table, settings.table.sizeHint().height()
    for n_shown, words in ((5, "2 more settings"), (7, "Fewer settings"), (5, "2 more settings")):
        assert sum(not table.isRowHidden(row) for row in range(7)) == n_shown
        assert settings.more.text() == words
        assert (table.sizeHint().height() > height) is (n_shown == 7)
        qtbot.mouseClick(settings.more, Qt.MouseButton.LeftButton)
    settings.more.setChecked(False)


def check_lengths(qtbot: QtBot, runs: RunList) -> None:
    """Runs of 2 and 4 epochs end where they end, or beside each other, as the button wants."""
    page = runs.window().train_page  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.plots is not None, timeout=TIMEOUT_MS)
    same, plots = page.curves.same_length, page.plots
    qtbot.waitUntil(lambda: len(plots.loss.overlays.overlays) == 2, timeout=TIMEOUT_MS)
    axis = plots.loss.getPlotItem().getAxis("bottom")
    ends = [one.x[-1] for one in plots.accuracy.overlays.overlays]
    assert (sorted(ends), axis.labelText) == ([2, 4], "epoch")
    qtbot.mouseClick(same, Qt.MouseButton.LeftButton)
    ends = [one.x[-1] for one in plots.accuracy.overlays.overlays]
    assert (ends, axis.labelText) == ([4, 4], "epoch, all runs equally long")
    qtbot.mouseClick(same, Qt.MouseButton.LeftButton)
    assert plots.loss.overlays.end == 4
    assert len({one.x[-1] for one in plots.loss.overlays.overlays}) == 2


@pytest.mark.parametrize("has_plots", [True])
def test_two_ticked_runs_are_compared(
    qtbot: QtBot, runs: RunList, dataset_directory: Path, small_dataset: Dataset
) -> None:
    words, table = runs.comparison.words, runs.comparison.settings.table
    runs.window().resize(1280, 720)
    bar = runs.table.verticalScrollBar()
    qtbot.waitUntil(lambda: runs.table.isVisible() and bar.maximum() == 0)  # the tab scrolls alone
    runs.table.clearSelection()  # it was on the run that was interrupted
    assert not runs.open.isEnabled()
    tick(qtbot, runs, "seed 0")
    assert runs.comparison.isHidden()
    assert runs.open.isEnabled(), "the first run that is ticked is also chosen"
    tick(qtbot, runs, "wide")
    assert words.text().startswith("Comparing them")
    header = [table.horizontalHeaderItem(column).text() for column in range(3)]
    assert header == ["Setting", "seed 0", "wide"]
    assert cells(table) == [["Hidden layers", "8", "32"], ["Epochs", "2", "4"]]
    assert table.isVisible()
    qtbot.waitUntil(lambda: 0 < words.mapTo(runs, QPoint()).y() < runs.table.y())  # seen first
    qtbot.waitUntil(lambda: "exact McNemar test" in words.text(), timeout=TIMEOUT_MS)
    folders = [runs.shelf.shelf.folder(name) for name in ("seed 0", "wide")]
    right = [
        (
            model_file.load(folder.network).network.predict_proba(small_dataset.test.images)
            .argmax(axis=1) == small_dataset.test.labels
        ).mean()
        for folder in folders
    ]  # fmt: skip
    both = f"seed 0 has {100 * right[0]:.2f} % and wide {100 * right[1]:.2f} %"
    assert f"On the same 300 test images {both}: a difference of" in plain(words.text())
    assert f"a difference of {100 * abs(right[1] - right[0]):.2f} points" in words.text()
    assert "Over seeds, each" not in words.text(), "all are tested on as many images"
    assert "Over seeds: seed 0 " in words.text()
    assert "Student's t-test" in words.text()
    check_folding(qtbot, runs.comparison.settings)
    check_lengths(qtbot, runs)
    tick(qtbot, runs, "wide", "begun")
    assert "begun has no test result yet to compare." in words.text()
    tick(qtbot, runs, "begun", "seed 1")
    assert "They differ in seed (0 and 1)." in words.text()
    assert not table.isVisible()
    tick(qtbot, runs, "seed 2")
    assert re.fullmatch(r"seed 0: [\d.]+ % \(3 seeds, [\d.]+ to [\d.]+\)\.", plain(words.text()))
    tick(qtbot, runs, "wide", "seed 2")
    assert cells(table) == [["Hidden layers", "8", "32"], ["Epochs", "2", "4"]]
    assert "(2 seeds, " in words.text()
    assert "Student's t-test" in words.text()
    tick(qtbot, runs, "wide", "seed 1", "seed 0")
    assert runs.comparison.isHidden()
    assert runs.window().train_page.curves.same_length.isHidden()  # type: ignore[attr-defined]
