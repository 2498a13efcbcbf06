"""What is wrong with a run is told under its figures."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.training.events import Hint
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000


@pytest.fixture
def hopeless(quick_recipe: Recipe) -> Recipe:
    return replace(quick_recipe, learning_rate=10.0, epochs=12, n_validation=200)


def test_a_run_that_learns_nothing_says_so_and_the_next_one_begins_without(
    qtbot: QtBot, window: MainWindow, hopeless: Recipe, quick_recipe: Recipe
) -> None:
    window.pages.setCurrentWidget(window.train_page)
    hint, run = window.train_page.progress.hint, window.session.run
    assert window.session.dataset
    assert hint.isHidden()
    with qtbot.waitSignal(run.finished, timeout=TIMEOUT_MS):
        run.start(hopeless, window.session.dataset)
    assert hint.text().startswith("⚠ No better than guessing since epoch")
    assert hint.isVisible()
    window.train_page.form.select("mlp")
    with qtbot.waitSignal(run.finished, timeout=TIMEOUT_MS):
        window.train_page.controls.start.trigger()
    assert hint.isHidden()


def test_a_hint_that_is_taken_back_goes(window: MainWindow) -> None:
    progress = window.train_page.progress
    window.session.run.progressed.emit((Hint(3, "Something is wrong."),))
    assert progress.hint.text() == "⚠ Something is wrong."
    window.session.run.progressed.emit((Hint(5, ""),))
    assert progress.hint.isHidden()
