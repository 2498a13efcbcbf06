"""The shelf on Train: by real clicks and keys."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.shelf.differences import differences_that_matter, recipe_in_words
from fashion_gui.shelf.keeping import kept
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_writer import RunWriter
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.events import Evaluating, Purpose
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train
from fashion_gui.ui.session.generator_thread import GeneratorThread
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.run_list import RunList
from fashion_gui.ui.train.run_model import NAME, NOTE, RECIPE, STAR, TEST, VALIDATION
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 20_000
RECIPE_OF_BOTH = Recipe(
    hidden=(16,), epochs=3, batch_size=100, n_train=600, n_validation=100, n_test=50
)


@pytest.fixture
def shelf(tmp_path: Path, small_dataset: Dataset) -> Shelf:
    """A shelf with a finished run, an older one that was interrupted, and a broken one."""
    shelf = Shelf(tmp_path / "runs")
    wanted = {"old": RECIPE_OF_BOTH, "new": replace(RECIPE_OF_BOTH, dropout=0.25)}
    for year, (name, recipe) in enumerate(wanted.items(), 2025):
        record = RunRecord(name, recipe, created=f"{year}-01-01T00:00:00+00:00")
        run = kept(
            train(recipe, small_dataset, is_kept=True), RunWriter(shelf.begin(record), record)
        )
        if name == "old":
            for _ in range(9):
                next(run)
            run.close()
        else:
            list(run)
    (shelf.path / "broken").mkdir()
    return shelf


@pytest.fixture
def window(
    qtbot: QtBot, dataset_directory: Path, settings: QSettings, shelf: Shelf
) -> Iterator[MainWindow]:
    window = MainWindow(Session(dataset_directory, shelf=shelf), settings)
    window.show()
    window.begin_soon(0)
    qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=TIMEOUT_MS)
    yield window
    window.close_unasked()
    window.deleteLater()


@pytest.fixture
def runs(qtbot: QtBot, window: MainWindow) -> RunList:
    runs = window.train_page.runs
    assert runs
    qtbot.waitUntil(lambda: len(runs.model.records) == 2, timeout=TIMEOUT_MS)
    return runs


def text(runs: RunList, row: int, column: int) -> str:
    return str(runs.model.index(row, column).data())


def names(runs: RunList) -> list[str]:
    return [record.name for record in runs.model.records]


def click(qtbot: QtBot, runs: RunList, row: int, column: int, left: int | None = None) -> None:
    place = runs.table.visualRect(runs.model.index(row, column))
    point = place.center() if left is None else QPoint(place.left() + left, place.center().y())
    qtbot.mouseClick(runs.table.viewport(), LEFT, pos=point)


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, LEFT)


def write(qtbot: QtBot, runs: RunList, row: int, column: int, words: str) -> None:
    click(qtbot, runs, row, column)
    qtbot.keyClick(runs.table, Qt.Key.Key_F2)
    (editor,) = runs.table.viewport().findChildren(QLineEdit)
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_the_newest_run_is_first_and_a_broken_one_is_told(
    window: MainWindow, runs: RunList
) -> None:
    assert names(runs) == ["new", "old"]
    assert [text(runs, row, 2) for row in (0, 1)] == ["finished", "interrupted"]
    assert text(runs, 1, 4) == "–"
    assert "broken" in window.notice.text
    assert runs.room.text().startswith("2 runs, ")


def test_an_interrupted_run_is_offered_at_the_start_until_something_learns(
    qtbot: QtBot, window: MainWindow, runs: RunList, endless_recipe: Recipe
) -> None:
    assert window.train_page.results.currentWidget() is runs
    chosen = runs.chosen()
    assert chosen
    assert chosen.name == "old"
    words = f"old was interrupted in epoch {chosen.epoch + 1} of 3. Go on continues it"
    assert runs.offer.text().startswith(words)
    assert not runs.offer.isHidden()
    window.session.start_run(endless_recipe)
    qtbot.waitUntil(runs.offer.isHidden, timeout=TIMEOUT_MS)


def test_a_recipe_is_told_by_its_own_name_whichever_run_is_chosen(
    qtbot: QtBot, runs: RunList
) -> None:
    told = [text(runs, row, RECIPE) for row in (0, 1)]
    assert all(words.startswith("custom with ") for words in told)
    assert ["dropout 0.25" in words for words in told] == [True, False]
    click(qtbot, runs, 0, RECIPE)
    assert [text(runs, row, RECIPE) for row in (0, 1)] == told
    assert text(runs, 0, TEST).endswith("% of 50"), "on how many, where it is not all"
    mlp, article = RECIPES["mlp"], RECIPES["article"]
    assert recipe_in_words(replace(mlp, drawings=True, seed=2)) == "mlp with seed 2"
    assert recipe_in_words(replace(mlp, epochs=2)) == "mlp with no drawings, epochs 2"
    words = recipe_in_words(replace(mlp, name="article"))  # which is closer to mlp
    assert words.startswith("article with hidden 256 128, epochs 15, ")
    assert differences_that_matter(replace(article, teacher_share=0.1), article) == ()


@pytest.mark.parametrize("has_plots", [True])
def test_a_tick_lays_curves_over_those_of_the_page(
    qtbot: QtBot, window: MainWindow, runs: RunList
) -> None:
    qtbot.waitUntil(lambda: window.train_page.plots is not None, timeout=TIMEOUT_MS)
    plots = window.train_page.plots
    assert plots
    click(qtbot, runs, 0, NAME, left=8)
    qtbot.waitUntil(lambda: len(plots.loss.overlays.lines) == 1, timeout=TIMEOUT_MS)
    (line,), (label,) = plots.accuracy.overlays.lines, plots.accuracy.overlays.names
    assert label.toPlainText() == "new"
    (left, right), _ = plots.accuracy.getPlotItem().getViewBox().viewRange()
    assert (left, right > 3.5) == (0, True)  # its three epochs, and room for its name
    history = window.session.shelf.histories["new"]  # type: ignore[union-attr]
    assert line.getData()[1].tolist() == history.accuracy.validation.y.tolist()
    click(qtbot, runs, 0, NAME, left=8)
    assert plots.loss.overlays.lines == []


def test_a_run_answers(qtbot: QtBot, window: MainWindow, runs: RunList) -> None:
    for row, name in enumerate(("new", "old")):
        click(qtbot, runs, row, RECIPE)
        if name == "old":  # its first epoch was not over: there is no network yet
            press(qtbot, runs.answer)
            assert "could not be opened" in window.notice.text
        else:
            press(qtbot, runs.answer)
            assert window.session.active_model
            assert window.session.active_model.label == name


def test_an_interrupted_run_goes_on(
    qtbot: QtBot, window: MainWindow, runs: RunList, shelf: Shelf
) -> None:
    click(qtbot, runs, 1, RECIPE)
    assert runs.go_on.text() == "&Go on"
    press(qtbot, runs.go_on)
    assert window.train_page.form.recipe().hidden == (16,)
    qtbot.waitUntil(lambda: shelf.record("old").status is RunStatus.FINISHED, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: text(runs, 1, 2) == "finished", timeout=TIMEOUT_MS)
    assert window.session.active_model
    assert window.session.active_model.label.startswith("old")
    assert len(window.session.run.history.epochs) == 3
    assert runs.chosen() is not None


def test_a_finished_run_goes_on_for_some_epochs(
    qtbot: QtBot,
    window: MainWindow,
    runs: RunList,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = GeneratorThread.start

    def start_quickly(thread: GeneratorThread) -> None:
        start(thread)
        thread.wait()  # it is done before the window does anything else

    monkeypatch.setattr(GeneratorThread, "start", start_quickly)
    click(qtbot, runs, 0, RECIPE)
    press(qtbot, runs.go_on)  # its checkpoint is read before the run is active
    qtbot.waitUntil(lambda: shelf.record("new").epoch == 8, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: window.session.run.state is RunState.IDLE, timeout=TIMEOUT_MS)


def test_its_settings_come_back_into_the_form(
    qtbot: QtBot, window: MainWindow, runs: RunList
) -> None:
    click(qtbot, runs, 0, RECIPE)
    press(qtbot, runs.again)
    assert window.train_page.form.recipe() == replace(
        RECIPE_OF_BOTH, dropout=0.25, summary=window.train_page.form.recipe().summary
    )


def test_a_run_is_deleted_and_brought_back(qtbot: QtBot, runs: RunList, shelf: Shelf) -> None:
    click(qtbot, runs, 0, RECIPE)
    qtbot.keyClick(runs.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(runs) == ["old"], timeout=TIMEOUT_MS)
    assert "new" not in shelf.names()
    press(qtbot, runs.undo)
    qtbot.waitUntil(lambda: names(runs) == ["new", "old"], timeout=TIMEOUT_MS)
    assert not runs.undo.isEnabled()
    click(qtbot, runs, 0, RECIPE)
    press(qtbot, runs.delete)
    qtbot.waitUntil(lambda: names(runs) == ["old"], timeout=TIMEOUT_MS)
    qtbot.keyClick(runs.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(runs) == ["new", "old"], timeout=TIMEOUT_MS)


def test_a_run_is_renamed_noted_and_starred_in_its_row(
    qtbot: QtBot, runs: RunList, shelf: Shelf
) -> None:
    write(qtbot, runs, 0, NAME, "the best")
    qtbot.waitUntil(lambda: names(runs) == ["the best", "old"], timeout=TIMEOUT_MS)
    write(qtbot, runs, 0, NOTE, "try more")
    qtbot.waitUntil(lambda: shelf.record("the best").note == "try more", timeout=TIMEOUT_MS)
    click(qtbot, runs, 0, STAR)
    qtbot.waitUntil(lambda: text(runs, 0, STAR) == "★", timeout=TIMEOUT_MS)
    record = shelf.record("the best")
    assert (record.note, record.has_star) == ("try more", True)

    # A long name leaves room for the figures; its tooltip has all of it.
    long = "a name of sixty letters that somebody typed in one go " + "W" * 6
    write(qtbot, runs, 0, NAME, long)
    qtbot.waitUntil(lambda: names(runs) == [long, "old"], timeout=TIMEOUT_MS)
    header, index = runs.table.horizontalHeader(), runs.model.index(0, NAME)
    assert header.sectionSize(NAME) < runs.table.fontMetrics().horizontalAdvance(long) // 2
    told = runs.model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert told.startswith(f"{long}\nvalidation ")
    end = header.sectionPosition(TEST) + header.sectionSize(TEST)
    assert end < runs.table.viewport().width(), "the accuracies need no scrolling"


def test_an_impossible_name_is_told(
    qtbot: QtBot, window: MainWindow, runs: RunList, shelf: Shelf
) -> None:
    write(qtbot, runs, 0, NAME, "a/b")
    qtbot.waitUntil(lambda: "A run's name has" in window.notice.text, timeout=TIMEOUT_MS)
    assert names(runs) == ["new", "old"]


def test_no_run_goes_on_while_another_learns(
    qtbot: QtBot, window: MainWindow, runs: RunList, endless_recipe: Recipe
) -> None:
    click(qtbot, runs, 0, RECIPE)
    window.session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: "custom" in names(runs), timeout=TIMEOUT_MS)
    runs.choose("new")
    assert not runs.go_on.isEnabled()
    assert not runs.again.isEnabled()
    runs.choose("custom")
    assert not runs.delete.isEnabled()
    # Its row follows it, though its record is written at checkpoints only.
    cell = runs.model.index(names(runs).index("custom"), VALIDATION)
    qtbot.waitUntil(lambda: cell.data().endswith("%"), timeout=TIMEOUT_MS)
    # After the learning the page says what is going on, and how far it is.
    run = window.session.run
    run._take_note((Evaluating(3, 4, Purpose.DETECTING),))
    run.progressed.emit(())
    assert window.train_page.progress.figures.text().endswith("not clothing, 75\xa0% done")
