"""Runs of the window are kept: closed, paused, gone on with, and told where they cannot be."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.shelf import run_writer
from fashion_gui.shelf.run_record import RunStatus
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.training.events import Finished
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.window.close_question import CloseQuestion
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "runs")


def make_session(qtbot: QtBot, directory: Path, shelf: Shelf) -> Session:
    session = Session(directory, shelf=shelf)
    session.start()
    qtbot.waitUntil(lambda: session.dataset is not None, timeout=TIMEOUT_MS)
    return session


@pytest.fixture
def keeping(qtbot: QtBot, dataset_directory: Path, shelf: Shelf) -> Iterator[Session]:
    session = make_session(qtbot, dataset_directory, shelf)
    yield session
    session.close()
    session.deleteLater()


def is_idle(session: Session) -> bool:
    return session.run.state is RunState.IDLE


def test_a_run_is_on_the_shelf_when_it_ends(
    qtbot: QtBot, keeping: Session, shelf: Shelf, quick_recipe: Recipe, dataset_directory: Path
) -> None:
    keeping.start_run(replace(quick_recipe, name="mlp"))
    qtbot.waitUntil(lambda: is_idle(keeping), timeout=TIMEOUT_MS)
    (record,) = shelf.records()
    assert record.status is RunStatus.FINISHED  # type: ignore[union-attr]
    assert record.data == str(dataset_directory.resolve())  # type: ignore[union-attr]
    saved = model_file.load(shelf.folder("mlp").network)
    entry = keeping.models["run 1"]
    np.testing.assert_array_equal(saved.network.parameters, entry.network.parameters)
    assert (entry.label, entry.is_saved) == ("mlp (mine)", True)
    assert keeping.library.unsaved() == ()
    assert keeping.shelf
    qtbot.waitUntil(lambda: keeping.models["run 1"].origin.startswith("run of "))
    assert [model.label for model in keeping.all_models] == ["convnet-best", "mlp", "mlp (mine)"]
    keeping.open_run("mlp")
    assert keeping.active_model is keeping.models["run 1"], "not the one that came along"
    keeping.shelf.rename("mlp", "better")
    qtbot.waitUntil(lambda: keeping.models["run 1"].label == "better")
    assert [model.label for model in keeping.all_models] == ["convnet-best", "mlp", "better"]


def test_a_run_that_is_closed_goes_on_in_another_session(
    qtbot: QtBot, dataset_directory: Path, shelf: Shelf, endless_recipe: Recipe
) -> None:
    recipe = replace(endless_recipe, epochs=60)
    first = make_session(qtbot, dataset_directory, shelf)
    first.start_run(recipe)
    qtbot.waitUntil(lambda: first.run.n_done > 5, timeout=TIMEOUT_MS)
    first.close()
    first.deleteLater()
    record = shelf.record("custom")
    assert record.status is RunStatus.INTERRUPTED
    second = make_session(qtbot, dataset_directory, shelf)
    assert second.dataset
    ends: list[Finished] = []
    second.run.finished.connect(ends.append)
    second.run.go_on(record, second.dataset)
    qtbot.waitUntil(lambda: bool(ends), timeout=TIMEOUT_MS)
    *_, whole = train(recipe, second.dataset)
    assert isinstance(whole, Finished)
    np.testing.assert_array_equal(ends[0].network.parameters, whole.network.parameters)
    assert second.run.history.loss.training.x[0] < record.step / 22
    assert len(second.run.history.epochs) == 60
    assert second.models["run 1"].label == "custom"
    second.close()
    second.deleteLater()


def test_a_finished_run_goes_on_for_more_epochs(
    qtbot: QtBot, keeping: Session, shelf: Shelf, quick_recipe: Recipe
) -> None:
    keeping.start_run(quick_recipe)
    qtbot.waitUntil(lambda: is_idle(keeping), timeout=TIMEOUT_MS)
    assert keeping.dataset
    keeping.run.go_on(shelf.record("custom"), keeping.dataset, n_more=2)
    qtbot.waitUntil(lambda: is_idle(keeping), timeout=TIMEOUT_MS)
    record = shelf.record("custom")
    assert (record.status, record.epoch) == (RunStatus.FINISHED, 5)


def test_a_pause_is_a_checkpoint(
    qtbot: QtBot, keeping: Session, shelf: Shelf, endless_recipe: Recipe
) -> None:
    keeping.start_run(endless_recipe)
    qtbot.waitUntil(lambda: keeping.run.n_done > 3, timeout=TIMEOUT_MS)
    keeping.run.pause()
    folder = shelf.folder("custom")
    qtbot.waitUntil(folder.checkpoint.exists, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: folder.read_checkpoint().step == keeping.run.n_done, timeout=TIMEOUT_MS)


def test_a_run_that_is_learned_elsewhere_is_left_alone(
    qtbot: QtBot, keeping: Session, shelf: Shelf, quick_recipe: Recipe
) -> None:
    keeping.start_run(quick_recipe)
    qtbot.waitUntil(lambda: is_idle(keeping), timeout=TIMEOUT_MS)
    other = shelf.folder("custom")
    assert other.lock()
    assert keeping.dataset
    with pytest.raises(ShelfError, match="being trained by another program"):
        keeping.run.go_on(shelf.record("custom"), keeping.dataset)
    other.unlock()


def test_a_full_disk_pauses_the_run_with_a_sentence(
    qtbot: QtBot, keeping: Session, endless_recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    keeping.failed.connect(told.append)

    def full(contents: object) -> None:
        raise OutputError("run.json: cannot be written: No space left on device.")

    monkeypatch.setattr(run_writer, "write_files", full)
    keeping.start_run(endless_recipe)
    qtbot.waitUntil(lambda: keeping.run.state is RunState.PAUSED, timeout=TIMEOUT_MS)
    assert "No space left on device" in told[0]
    assert not keeping.runs.is_kept
    qtbot.waitUntil(lambda: "run 1" in keeping.models, timeout=TIMEOUT_MS)
    keeping.run.resume()
    qtbot.waitUntil(lambda: keeping.run.n_done > 20, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: bool(keeping.library.unsaved()), timeout=TIMEOUT_MS)


def test_a_shelf_that_cannot_be_written_is_told_and_the_run_goes_on(
    qtbot: QtBot, dataset_directory: Path, tmp_path: Path, endless_recipe: Recipe
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    session = make_session(qtbot, dataset_directory, Shelf(tmp_path / "file"))
    told: list[str] = []
    session.failed.connect(told.append)
    session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: session.run.n_done > 20, timeout=TIMEOUT_MS)
    assert "The run is not kept." in told[0]
    qtbot.waitUntil(lambda: bool(session.library.unsaved()), timeout=TIMEOUT_MS)
    session.close()
    session.deleteLater()


def test_a_window_closes_during_a_kept_run_without_a_question(
    qtbot: QtBot, dataset_directory: Path, shelf: Shelf, settings: QSettings, endless_recipe: Recipe
) -> None:
    window = MainWindow(Session(dataset_directory, shelf=shelf), settings)
    window.show()
    window.begin_soon(0)
    qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=TIMEOUT_MS)
    window.session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: window.session.run.n_done > 5, timeout=TIMEOUT_MS)
    assert window.close()
    assert not window.findChildren(CloseQuestion)
    record = shelf.record("custom")
    assert (record.status, record.step > 5) == (RunStatus.INTERRUPTED, True)
    window.deleteLater()
