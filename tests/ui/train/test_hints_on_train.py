"""What is wrong with a run is told under its figures, with its idea and what to try."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QSettings, Qt
from pytestqt.qtbot import QtBot

from fashion_gui.training.events import Hint
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.hint_list import HintList
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hopeless(quick_recipe: Recipe) -> Recipe:
    return replace(quick_recipe, learning_rate=10.0, epochs=12, n_validation=200)


@pytest.fixture
def hints(window: MainWindow) -> HintList:
    window.pages.setCurrentWidget(window.train_page)
    return window.train_page.hints


def sentences(qtbot: QtBot, hints: HintList) -> list[str]:
    """Return what is told, the newest first: it is there at once, the others by a click."""
    found = []
    for _ in hints.told() if hints.isVisible() else ():
        found.append(hints.words.text())
        if hints.other.isVisible():
            qtbot.mouseClick(hints.other, LEFT)
    return found


def test_a_run_that_learns_nothing_says_so_and_the_next_one_begins_without(
    qtbot: QtBot, window: MainWindow, hints: HintList, hopeless: Recipe
) -> None:
    run = window.session.run
    assert window.session.dataset
    assert hints.isHidden()
    with qtbot.waitSignal(run.finished, timeout=TIMEOUT_MS):
        run.start(hopeless, window.session.dataset)
    second, first = sentences(qtbot, hints)
    assert first.startswith("⚠ No better than guessing since epoch")
    assert second.startswith("⚠ 100\N{NO-BREAK SPACE}% of what ReLU 1 gives is zero")
    window.train_page.form.select("mlp")
    with qtbot.waitSignal(run.finished, timeout=TIMEOUT_MS):
        window.train_page.controls.start.trigger()
    assert not any("ReLU 1" in words for words in sentences(qtbot, hints))


def test_a_hint_that_is_taken_back_goes_and_others_stay(
    qtbot: QtBot, window: MainWindow, hints: HintList
) -> None:
    told = window.session.run.progressed
    told.emit((Hint(3, "It jumps.", "jumping"), Hint(3, "It overfits.", "overfitting")))
    assert sentences(qtbot, hints) == ["⚠ It overfits.", "⚠ It jumps."]
    told.emit((Hint(5, "", "jumping"),))
    assert sentences(qtbot, hints) == ["⚠ It overfits."]
    told.emit((Hint(5, "", "overfitting"),))
    assert hints.isHidden()


def test_the_idea_behind_a_hint_is_told_when_asked_for(
    qtbot: QtBot, window: MainWindow, hints: HintList
) -> None:
    parts = window.train_page.parts
    window.resize(1016, 592)
    for _ in range(5):  # layouts in each other
        QCoreApplication.processEvents()
    sizes = parts.sizes()
    window.session.run.progressed.emit((Hint(3, "It overfits.", "overfitting"),))
    QCoreApplication.sendPostedEvents()
    assert parts.sizes() == sizes
    place = hints.try_it.mapTo(window, QPoint())
    qtbot.mouseClick(hints.why, LEFT)
    assert hints.idea.isVisible()
    assert "It learns peculiarities of its training images" in hints.idea.words.text()
    assert hints.idea.geometry().bottom() < hints.mapTo(window, QPoint()).y()
    QCoreApplication.sendPostedEvents()
    assert hints.try_it.mapTo(window, QPoint()) == place
    qtbot.keyClick(hints.why, Qt.Key.Key_Space)
    assert not hints.idea.isVisible()

    # A long one takes no more room; all of it is told with its idea.
    long, height = "It overfits, and much can be said of that. " * 9, hints.height()
    window.session.run.progressed.emit((Hint(4, long, "overfitting"),))
    QCoreApplication.sendPostedEvents()
    assert hints.height() == height
    assert hints.words.shown_lines()[-1].endswith("…")
    assert hints.words.toolTip() == f"⚠ {long}"
    qtbot.mouseClick(hints.why, LEFT)
    assert hints.idea.words.text().startswith(long)
    window.session.run.progressed.emit((Hint(5, "", "overfitting"),))
    assert not hints.idea.isVisible()


def test_what_is_tried_is_turned_in_the_run(
    qtbot: QtBot,
    window: MainWindow,
    hints: HintList,
    endless_recipe: Recipe,
) -> None:
    run = window.session.run
    window.session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: run.n_done > 0, timeout=TIMEOUT_MS)
    run.progressed.emit((Hint(1, "It overfits.", "overfitting", ("dropout", 0.5)),))
    qtbot.mouseClick(hints.try_it, LEFT)
    qtbot.waitUntil(lambda: bool(run.history.turns), timeout=TIMEOUT_MS)
    (turn,) = run.history.turns
    assert (turn.name, turn.value) == ("dropout", 0.5)
    assert run.state is RunState.RUNNING
    assert window.train_page.form.editors["dropout"].text() == "0.5"  # type: ignore[attr-defined]


def test_what_cannot_be_turned_is_tried_in_a_new_run(
    qtbot: QtBot, window: MainWindow, hints: HintList, endless_recipe: Recipe
) -> None:
    run = window.session.run
    window.session.start_run(replace(endless_recipe, activation="sigmoid"))
    qtbot.waitUntil(lambda: run.n_done > 0, timeout=TIMEOUT_MS)
    run.progressed.emit((Hint(1, "It is saturated.", "saturated-units", ("activation", "relu")),))
    qtbot.mouseClick(hints.try_it, LEFT)
    qtbot.waitUntil(
        lambda: run.state is RunState.RUNNING and run.recipe.activation == "relu",
        timeout=TIMEOUT_MS,
    )
    assert hints.isHidden()


def test_what_is_tried_is_started_also_when_the_run_before_it_fails(
    qtbot: QtBot, window: MainWindow, hints: HintList, endless_recipe: Recipe
) -> None:
    run, page = window.session.run, window.train_page
    window.session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: run.n_done > 0, timeout=TIMEOUT_MS)
    run.pause()
    page.advice.next_recipe = replace(
        endless_recipe, activation="tanh"
    )  # as asked for, and before it ended
    run.abandon()
    run.failed.emit("The loss is no longer a finite number.")
    qtbot.waitUntil(lambda: run.state is RunState.RUNNING, timeout=TIMEOUT_MS)
    assert run.recipe
    assert run.recipe.activation == "tanh"
    assert page.advice.next_recipe is None


def test_what_nobody_wants_to_hear_is_not_said_again(
    qtbot: QtBot, window: MainWindow, hints: HintList, settings: QSettings
) -> None:
    hint = Hint(3, "It overfits.", "overfitting")
    window.session.run.progressed.emit((hint,))
    assert not window.menus.all_hints.isEnabled()
    qtbot.mouseClick(hints.mute, LEFT)
    assert hints.isHidden()
    window.close_unasked()
    assert settings.value("train/muted_hints") == "overfitting"
    again = MainWindow(window.session, settings)
    assert again.train_page.hints.muted == {"overfitting"}
    again.menus.all_hints.trigger()
    assert not again.train_page.hints.muted
    again.deleteLater()
