"""The page Train: buttons, curves, figures and the report."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.training.events import BatchMetrics
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.plots import TrainingPlots
from fashion_gui.ui.train.train_page import TrainPage
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def has_plots() -> bool:
    return True


@pytest.fixture
def page(window: MainWindow) -> TrainPage:
    return window.train_page


@pytest.fixture
def plots(page: TrainPage) -> TrainingPlots:
    assert page.plots
    return page.plots


def set_batch_size(page: TrainPage, n: int) -> None:
    editor = page.form.editors["batch_size"]
    assert isinstance(editor, QSpinBox)
    editor.setValue(n)


def set_epochs(page: TrainPage, epochs: int) -> None:
    editor = page.form.editors["epochs"]
    assert isinstance(editor, QSpinBox)
    editor.setValue(epochs)


def press(qtbot: QtBot, page: TrainPage, action: QAction) -> None:
    qtbot.mouseClick(page.controls.buttons[action], LEFT)


def turn_wheel(plot: QWidget) -> None:
    middle = QPointF(plot.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(plot.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)  # type: ignore[attr-defined]


def state(window: MainWindow) -> RunState:
    return window.session.run.state


def run_to_the_end(qtbot: QtBot, page: TrainPage, window: MainWindow, n_epochs: int) -> None:
    set_epochs(page, n_epochs)
    press(qtbot, page, page.controls.start)
    qtbot.waitUntil(lambda: state(window) is RunState.IDLE, timeout=20_000)


def test_a_row_of_the_report_opens_the_images_of_its_class(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    run_to_the_end(qtbot, page, window, n_epochs=1)
    table = page.report.table
    place = table.visualRect(table.scores.index(3, 1)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    assert window.session.query == ImageQuery(part=Split.TEST, true_class=3)
    assert window.pages.currentWidget() is window.browse_page


def test_a_run_from_start_to_report(
    qtbot: QtBot, page: TrainPage, plots: TrainingPlots, window: MainWindow
) -> None:
    set_epochs(page, 4)
    set_batch_size(page, 128)
    press(qtbot, page, page.controls.start)
    assert state(window) is RunState.RUNNING
    assert not page.form.recipes.isEnabled()
    assert not page.form.editors["hidden"].isEnabled()
    qtbot.waitUntil(lambda: state(window) is RunState.IDLE, timeout=20_000)
    assert page.progress.bar.value() == page.progress.bar.maximum() == 4 * 8
    assert len(plots.loss.curve.training) == 4 * 8
    assert plots.accuracy.curve.training.x[-1] == 4.0
    assert len(plots.accuracy.curve.validation) >= 4
    assert "Test accuracy" in page.report.headline.text()
    scores = page.report.table.scores
    assert scores.rowCount() == 12
    assert scores.index(0, 0).data() == "T-shirt/top"
    assert "Done" in page.progress.figures.text()
    assert page.form.recipes.isEnabled()
    assert page.form.editors["hidden"].isEnabled()


def test_the_curves_move_inside_an_epoch(
    qtbot: QtBot, page: TrainPage, plots: TrainingPlots
) -> None:
    set_batch_size(page, 128)
    press(qtbot, page, page.controls.step)
    qtbot.waitUntil(lambda: len(plots.loss.curve.training) == 1)
    press(qtbot, page, page.controls.step)
    qtbot.waitUntil(lambda: len(plots.loss.curve.training) == 2)
    assert plots.loss.curve.training.x[-1] < 1.0
    qtbot.waitUntil(lambda: plots.loss._raw.xData is not None and len(plots.loss._raw.xData) == 2)


def test_one_press_of_step_is_one_batch(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    batches: list[BatchMetrics] = []
    window.session.run.progressed.connect(
        lambda records: batches.extend(r for r in records if isinstance(r, BatchMetrics))
    )
    for n_batches in (1, 2, 3):
        press(qtbot, page, page.controls.step)
        qtbot.waitUntil(lambda n=n_batches: len(batches) == n)
        assert state(window) is RunState.PAUSED


def test_pause_and_resume(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    set_epochs(page, 100_000)
    press(qtbot, page, page.controls.start)
    qtbot.waitUntil(lambda: page.progress.bar.value() > 3)
    press(qtbot, page, page.controls.pause)
    assert state(window) is RunState.PAUSED
    assert page.controls.pause.text() == "&Resume"
    before = page.progress.bar.value()
    press(qtbot, page, page.controls.pause)
    assert state(window) is RunState.RUNNING
    qtbot.waitUntil(lambda: page.progress.bar.value() > before + 10)


def test_one_button_and_one_key_start_pause_and_resume(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    set_epochs(page, 100_000)
    first = page.controls.buttons[page.controls.start]
    where = first.geometry()
    for words, expected in (
        ("Start", RunState.RUNNING),
        ("Pause", RunState.PAUSED),
        ("Resume", RunState.RUNNING),
    ):
        assert first.text().replace("&", "") == words
        assert first.geometry() == where, "it does not move under the hand"
        qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        assert state(window) is expected


def test_space_pauses_and_resumes(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    set_epochs(page, 100_000)
    press(qtbot, page, page.controls.start)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert state(window) is RunState.PAUSED
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert state(window) is RunState.RUNNING


def test_stop_tests_what_was_learned(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    set_epochs(page, 100_000)
    press(qtbot, page, page.controls.start)
    qtbot.waitUntil(lambda: page.progress.bar.value() > 3)
    press(qtbot, page, page.controls.stop)
    qtbot.waitUntil(lambda: state(window) is RunState.IDLE, timeout=20_000)
    assert "Stopped" in page.progress.figures.text()
    assert "Test accuracy" in page.report.headline.text()
    assert window.focusWidget() is page.controls.buttons[page.controls.start], "it passed it on"


@pytest.mark.parametrize("recipe", ["article", "article-as-printed"])
def test_the_articles_recipes_obey_within_a_batch(
    qtbot: QtBot, page: TrainPage, window: MainWindow, recipe: str
) -> None:
    page.form.select(recipe)
    press(qtbot, page, page.controls.step)
    qtbot.waitUntil(lambda: page.progress.bar.value() == 1)
    press(qtbot, page, page.controls.stop)
    qtbot.waitUntil(lambda: state(window) is RunState.IDLE, timeout=20_000)
    assert page.progress.bar.value() == 1


def test_only_what_makes_sense_can_be_pressed(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    def enabled() -> list[bool]:
        return [action.isEnabled() for action in page.controls.actions_in_order()]

    assert enabled() == [True, False, True, False]
    set_epochs(page, 100_000)
    press(qtbot, page, page.controls.start)
    assert enabled() == [False, True, True, True]
    window.session.run.stop()
    assert enabled() == [False, False, False, False]
    qtbot.waitUntil(lambda: enabled() == [True, False, True, False], timeout=20_000)


def test_an_impossible_recipe_cannot_be_started(qtbot: QtBot, page: TrainPage) -> None:
    editor = page.form.editors["learning_rate"]
    editor.setText("-1")  # type: ignore[attr-defined]  # a line edit
    assert not page.controls.start.isEnabled()
    assert not page.controls.step.isEnabled()
    editor.setText("0.01")  # type: ignore[attr-defined]
    assert page.controls.start.isEnabled()


def test_a_diverging_run_says_what_to_change(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    page.form.editors["optimizer"].setCurrentText("sgd")  # type: ignore[attr-defined]
    page.form.editors["learning_rate"].setText("1000000")  # type: ignore[attr-defined]
    set_epochs(page, 50)
    press(qtbot, page, page.controls.start)
    qtbot.waitUntil(window.notice.isVisible, timeout=20_000)
    assert "Choose a learning rate below" in window.notice.text
    assert state(window) is RunState.IDLE


def test_the_view_is_zoomed_with_the_wheel_and_reset(
    qtbot: QtBot, page: TrainPage, plots: TrainingPlots
) -> None:
    view = plots.accuracy.getPlotItem().getViewBox()
    whole = np.array(view.viewRange())
    turn_wheel(plots.accuracy)
    assert not np.allclose(view.viewRange(), whole)
    qtbot.mouseClick(page.reset_view, LEFT)
    np.testing.assert_allclose(view.viewRange(), whole)


def test_a_zoomed_view_stays_while_the_curve_grows(
    qtbot: QtBot, page: TrainPage, plots: TrainingPlots
) -> None:
    press(qtbot, page, page.controls.step)
    qtbot.waitUntil(lambda: len(plots.loss.curve.training) == 1)
    view = plots.loss.getPlotItem().getViewBox()
    view.setRange(xRange=(0, 0.5), yRange=(0, 0.5), padding=0)
    for n_batches in (2, 3):
        press(qtbot, page, page.controls.step)
        qtbot.waitUntil(
            lambda n=n_batches: (
                plots.loss._raw.xData is not None and len(plots.loss._raw.xData) == n
            )
        )
    np.testing.assert_allclose(view.viewRange(), [(0, 0.5), (0, 0.5)])


def test_the_focus_stays_at_the_end_of_a_run_but_a_late_space_begins_no_other(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    run_to_the_end(qtbot, page, window, n_epochs=2)
    first = page.controls.buttons[page.controls.start]
    assert window.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert window.session.run.run_id == 1
    assert state(window) is RunState.IDLE
    qtbot.waitUntil(lambda: not first.is_resting)  # type: ignore[attr-defined]
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert window.session.run.run_id == 2


def test_a_message_about_a_run_goes_when_the_next_one_starts(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    window.session.run.failed.emit("The loss is no longer a finite number.")
    assert window.notice.isVisible()
    press(qtbot, page, page.controls.start)
    assert not window.notice.isVisible()


def test_a_long_message_does_not_widen_the_window(page: TrainPage, window: MainWindow) -> None:
    before = window.minimumSizeHint().width()
    window.session.run.failed.emit("The loss is no longer a finite number. " * 10)
    assert window.minimumSizeHint().width() == before


def test_before_the_start_it_says_how_long_the_run_will_take(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: "on this machine" in page.progress.figures.text(), timeout=20_000)
    qtbot.waitUntil(lambda: not window.session.estimate.is_pending, timeout=20_000)
    set_epochs(page, 1_000_000)
    text = page.progress.figures.text()
    assert text.startswith("Press Start: about")
    assert any(unit in text for unit in ("minutes", "hour", "days"))
    page.form.editors["hidden"].setText("9")  # type: ignore[attr-defined]
    assert "measuring how long it will take" in page.progress.figures.text()


def test_a_run_that_has_ended_is_told_until_the_settings_change(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    run_to_the_end(qtbot, page, window, n_epochs=2)
    qtbot.waitUntil(lambda: not window.session.estimate.is_measuring, timeout=20_000)
    window.session.estimate.changed.emit()
    told = page.progress.figures.text()
    assert told.startswith("Done after")
    has_drawings = page.form.recipe().drawings
    assert told.endswith("Now draw for it.") == has_drawings, "it can read them"
    assert not window.session.estimate.is_pending
    set_epochs(page, 3)
    assert page.progress.figures.text().startswith("Press Start")
    assert page.progress.bar.value() < page.progress.bar.minimum()


def test_nothing_is_measured_for_impossible_settings(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    page.form.editors["learning_rate"].setText("-1")  # type: ignore[attr-defined]
    page.form.editors["hidden"].setText("9")  # type: ignore[attr-defined]  # of no known speed
    assert not window.session.estimate.is_pending
    words = page.progress.figures.text()
    assert words.startswith("Not ready to start: learning rate is a number from ")
    page.form.editors["learning_rate"].setText("0.1")  # type: ignore[attr-defined]
    assert window.session.estimate.is_pending


def test_a_batch_larger_than_the_data_is_told_before_a_run(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    editor = page.form.editors["batch_size"]
    assert isinstance(editor, QSpinBox)
    editor.setValue(1001)
    assert page.form.error() == (
        "Batch size is at most the number of images to learn from, 1,000, found 1,001."
    )
    assert not page.controls.start.isEnabled()
    assert not window.session.estimate.is_pending
    editor.setValue(1000)
    assert page.form.error() == ""
    assert page.controls.start.isEnabled()


def test_the_figures_say_how_many_threads_learn(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    window.resize(1100, 760)
    press(qtbot, page, page.controls.step)
    qtbot.waitUntil(lambda: "images/s" in page.progress.figures.text())
    plan = window.session.run.plan
    assert plan is not None
    assert f"{plan.n_threads} thread" in page.progress.figures.text()
    assert "per matrix product (" in page.progress.figures.toolTip()
    assert plan.description in page.progress.figures.toolTip()
