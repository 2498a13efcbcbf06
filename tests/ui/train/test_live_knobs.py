"""Settings that are turned while a network learns: by real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.training.controls import CONTROLS
from fashion_gui.training.events import Evaluating, Purpose
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.train_page import TrainPage
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 20_000


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> TrainPage:
    """The page with an endless run, paused after some steps."""
    page = window.train_page
    page.form.select("article")
    spin(page, "epochs").setValue(1_000_000)
    spin(page, "batch_size").setValue(100)
    qtbot.mouseClick(page.controls.buttons[page.controls.start], LEFT)
    qtbot.waitUntil(lambda: window.session.run.n_done > 3, timeout=TIMEOUT_MS)
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    return page


def spin(page: TrainPage, name: str) -> QSpinBox:
    editor = page.form.editors[name]
    assert isinstance(editor, QSpinBox)
    return editor


def line(page: TrainPage, name: str) -> QLineEdit:
    editor = page.form.editors[name]
    assert isinstance(editor, QLineEdit)
    return editor


def write(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def go_on(
    qtbot: QtBot, page: TrainPage, window: MainWindow, expected: list[tuple[str, object]]
) -> None:
    """Let the run go on, and wait until it has told what was turned."""
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    qtbot.waitUntil(lambda: len(turns(window)) >= len(expected), timeout=TIMEOUT_MS)
    assert turns(window) == expected


def turns(window: MainWindow) -> list[tuple[str, object]]:
    return [(turn.name, turn.value) for turn in window.session.run.history.turns]


def problem(page: TrainPage) -> str:
    labels = [
        label
        for label in page.form.findChildren(QLabel)
        if "wrong" in label.accessibleDescription()
    ]
    return labels[0].text()


def test_only_what_can_be_turned_is_enabled_and_the_rest_says_why(page: TrainPage) -> None:
    enabled = {name for name, editor in page.form.editors.items() if editor.isEnabled()}
    # The article's optimizer has a momentum, and nobody teaches it.
    of_others = {"teacher_share", "teacher_temperature", "drawings_per_100"}
    assert enabled == set(CONTROLS) - of_others
    assert "start a new run with it" in page.form.editors["hidden"].toolTip()
    assert "start a new run with it" not in page.form.editors["dropout"].toolTip()
    assert not page.form.recipes.isEnabled()
    drawings, share = page.form.editors["drawings"], page.form.editors["drawings_per_100"]
    assert isinstance(drawings, QCheckBox)
    drawings.setChecked(True)
    assert share.isEnabled()
    drawings.setChecked(False)
    assert not share.isEnabled()

    run, rate = page._session.run, page.form.editors["learning_rate"]
    rate.setFocus()
    run.closing = Evaluating(1, 2, Purpose.DETECTING)
    run.progressed.emit(())
    assert not any(editor.isEnabled() for editor in page.form.editors.values()), "it is too late"
    assert page.form.isEnabled(), "they can still be scrolled and read"
    assert page.form.hasFocus(), "no other editor takes the keys"
    run.closing = None
    run.progressed.emit(())
    assert rate.isEnabled()


def test_a_number_is_turned_when_it_is_written_and_not_on_the_way(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    editor = line(page, "learning_rate")
    write(qtbot, editor, "0.25")
    assert window.session.run.recipe
    assert window.session.run.recipe.learning_rate != 0.25
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert window.session.run.recipe.learning_rate == 0.25
    go_on(qtbot, page, window, [("learning_rate", 0.25)])


def test_each_kind_of_editor_turns_its_setting(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    mirror, schedule = page.form.editors["mirror"], page.form.editors["schedule"]
    assert isinstance(mirror, QCheckBox)
    assert isinstance(schedule, QComboBox)
    qtbot.keyClick(mirror, Qt.Key.Key_Space)
    schedule.setFocus()
    qtbot.keyClick(schedule, Qt.Key.Key_Down)
    qtbot.keyClick(spin(page, "shift"), Qt.Key.Key_Up)
    expected = [("mirror", True), ("schedule", schedule.currentText()), ("shift", 1)]
    go_on(qtbot, page, window, expected)
    assert window.session.run.state is RunState.RUNNING


@pytest.mark.parametrize("has_plots", [True])
def test_each_turn_is_marked_on_both_curves(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    write(qtbot, line(page, "dropout"), "0.5")
    qtbot.keyClick(line(page, "dropout"), Qt.Key.Key_Tab)
    qtbot.keyClick(spin(page, "erase"), Qt.Key.Key_Up)
    go_on(qtbot, page, window, [("dropout", 0.5), ("erase", 1)])
    assert page.plots
    for curves in (page.plots.loss, page.plots.accuracy):
        qtbot.waitUntil(lambda of=curves: len(of.turns.lines) == 2, timeout=TIMEOUT_MS)  # type: ignore[misc]
        assert [mark.label.format for mark in curves.turns.lines] == ["dropout 0.5", "erase 1"]
        place = window.session.run.history.turn_places[0]
        assert curves.turns.lines[0].value() == place > 0


def test_what_cannot_be_used_is_told_and_turns_nothing(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    for text in ("many", "-3", "nan"):
        write(qtbot, line(page, "dropout"), text)
        qtbot.keyClick(line(page, "dropout"), Qt.Key.Key_Return)
        assert problem(page).startswith("Dropout ")
    write(qtbot, line(page, "dropout"), "0.5")
    qtbot.keyClick(line(page, "dropout"), Qt.Key.Key_Return)
    assert problem(page) == ""
    go_on(qtbot, page, window, [("dropout", 0.5)])


def test_a_batch_larger_than_the_images_is_told_at_once(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    editor = spin(page, "batch_size")
    editor.selectAll()
    qtbot.keyClicks(editor, "50000")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert problem(page).startswith("Batch size is at most the number of images")
    editor.selectAll()
    qtbot.keyClicks(editor, "50")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    go_on(qtbot, page, window, [("batch_size", 50)])


def test_the_number_of_epochs_moves_the_end(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    editor = spin(page, "epochs")
    editor.selectAll()
    qtbot.keyClicks(editor, "500000")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    go_on(qtbot, page, window, [("epochs", 500_000)])
    run = window.session.run
    qtbot.waitUntil(lambda: run.plan is not None and run.plan.n_epochs == 500_000)
    assert run.plan
    qtbot.waitUntil(lambda: "of 500,000" in page.progress.figures.text(), timeout=TIMEOUT_MS)
    assert page.progress.bar.maximum() == run.plan.n_steps


def test_after_the_run_the_form_has_what_was_turned(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    write(qtbot, line(page, "l2"), "0.01")
    qtbot.keyClick(line(page, "l2"), Qt.Key.Key_Return)
    go_on(qtbot, page, window, [("l2", 0.01)])
    qtbot.mouseClick(page.controls.buttons[page.controls.stop], LEFT)
    qtbot.waitUntil(lambda: window.session.run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    assert page.form.editors["hidden"].isEnabled()
    assert page.form.recipe().l2 == 0.01
    assert page.form.recipes.current() == "custom"
    assert "Stopped" in page.progress.figures.text()
