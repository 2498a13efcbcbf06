"""The learning-rate finder on Train: by real clicks and keys."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.train_page import TrainPage

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 20_000
RECIPE = Recipe(hidden=(16,), batch_size=50, epochs=1_000_000, n_validation=100)


@pytest.fixture
def page(qtbot: QtBot, dataset_directory: Path, tmp_path: Path) -> Iterator[TrainPage]:
    session = Session(dataset_directory, shelf=Shelf(tmp_path / "runs"))
    session.start()
    page = TrainPage(session)
    page.resize(1000, 800)
    page.show()
    qtbot.waitUntil(lambda: session.dataset is not None, timeout=TIMEOUT_MS)
    page.form.show_recipe(RECIPE)
    yield page
    session.close()
    page.close()
    page.deleteLater()
    session.deleteLater()


def rate(page: TrainPage) -> str:
    editor = page.form.editors["learning_rate"]
    assert isinstance(editor, QLineEdit)
    return editor.text()


def find(qtbot: QtBot, page: TrainPage) -> None:
    qtbot.mouseClick(page.form.rates.button, LEFT)
    qtbot.waitUntil(lambda: page.form.rates.use.isVisible(), timeout=TIMEOUT_MS)


def click_on(qtbot: QtBot, page: TrainPage, wanted: float) -> None:
    plot = page.form.rates.plot
    qtbot.mouseClick(plot, LEFT, pos=QPoint(round(plot.place_of(wanted)), plot.height() // 3))


def test_before_a_run_a_good_rate_is_found_and_set(qtbot: QtBot, page: TrainPage) -> None:
    panel = page.form.rates
    find(qtbot, page)
    valley = panel.plot.valley
    assert valley
    assert "Good learning rates: " in panel.words.text()
    assert panel.plot.visibleRegion().boundingRect() == panel.plot.rect()  # scrolled to
    assert f"{valley.low:g} to {valley.high:g}" in panel.plot.spoken_value()
    qtbot.mouseClick(panel.use, LEFT)
    assert rate(page) == f"{valley.suggested:g}"
    assert panel.plot.isVisible()  # another rate is the same search
    click_on(qtbot, page, 0.02)
    assert float(rate(page)) == pytest.approx(0.02, rel=0.1)
    panel.plot.setFocus()
    qtbot.keyClick(panel.plot, Qt.Key.Key_Right)
    assert f"{valley.suggested * 1.25:.1e}"[:3] == f"{panel.plot._pointed:.1e}"[:3]
    qtbot.keyClick(panel.plot, Qt.Key.Key_Return)
    assert float(rate(page)) == panel.plot._pointed
    page.grab()  # the painting does not fail, with everything there
    spin = page.form.editors["batch_size"]
    assert isinstance(spin, QSpinBox)
    qtbot.keyClick(spin, Qt.Key.Key_Up)
    assert not panel.plot.isVisible()  # what was found is not about these settings
    assert panel.button.text() == "Find a rate"


def test_in_a_pause_it_is_found_for_the_next_steps_and_turned(
    qtbot: QtBot, page: TrainPage
) -> None:
    run, panel = page._session.run, page.form.rates
    qtbot.mouseClick(page.controls.buttons[page.controls.start], LEFT)
    qtbot.waitUntil(lambda: run.n_done > 30, timeout=TIMEOUT_MS)
    assert not panel.button.isEnabled()
    assert "Pause the run" in panel.button.toolTip()
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    assert run.shelf
    checkpoint = run.shelf.folder(run.name).checkpoint
    qtbot.waitUntil(checkpoint.exists, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: run.shelf.folder(run.name).read_checkpoint().step == run.n_done)  # type: ignore[union-attr]
    content, done = checkpoint.read_bytes(), run.n_done
    qtbot.mouseClick(panel.button, LEFT)
    qtbot.waitUntil(
        lambda: "Batch" not in panel.words.text() and "Trying" not in panel.words.text()
    )
    assert checkpoint.read_bytes() == content
    assert (run.state, run.n_done) == (RunState.PAUSED, done)
    click_on(qtbot, page, 0.002)
    assert run.recipe
    assert run.recipe.learning_rate == float(rate(page)) == pytest.approx(0.002, rel=0.1)
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    assert not panel.plot.isVisible()
    qtbot.waitUntil(lambda: len(run.history.turns) == 1, timeout=TIMEOUT_MS)
    assert run.history.turns[0].name == "learning_rate"
    assert np.isclose(run.history.turns[0].value, run.recipe.learning_rate)
