"""What is heard of the window by those who do not see it."""

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QStatusBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from screen_reader import heard_of, items_of, walk

from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.percent import percent, probability
from fashion_gui.ui.browse.quiz_dialog import QuizDialog
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.widgets import spoken
from fashion_gui.ui.widgets.spoken import Spoken, speak_for_painted_widgets
from fashion_gui.ui.widgets.unit_slider import UnitSlider
from fashion_gui.ui.window.main_window import MainWindow

_Role = QAccessible.Role
_NEED_NO_NAME = {
    *(_Role.Client, _Role.Window, _Role.Grouping, _Role.LayeredPane, _Role.Pane, _Role.Splitter),
    *(_Role.ScrollBar, _Role.MenuBar, _Role.StatusBar, _Role.Separator),
    *(_Role.Border, _Role.Grip, _Role.NoRole),
}
_NEED_A_VALUE = (_Role.Graphic, _Role.Chart, _Role.Canvas)


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is said at once, as to somebody whose screen reader runs."""
    told: list[str] = []
    make = spoken.QAccessibleAnnouncementEvent

    def note(widget: QWidget, words: str) -> Any:
        told.append(words)
        return make(widget, words)

    monkeypatch.setattr(spoken, "QAccessibleAnnouncementEvent", note)
    was_active = QAccessible.isActive()
    QAccessible.setActive(True)
    yield told
    QAccessible.setActive(was_active)


def problems_of(root: QWidget) -> list[str]:
    """Say what somebody who does not see it would not hear."""
    found = []
    labelled = {label.buddy() for label in root.findChildren(QLabel)}
    for part in walk(root):
        thing = part.thing
        where = f"{part.role.name} {type(thing).__name__} {part.name!r}"
        if part.role not in _NEED_NO_NAME and not part.name and not _is_empty_text(thing):
            found.append(f"{where} has no name")
        if part.role in _NEED_A_VALUE and not part.description:
            found.append(f"{where} does not say what it shows")
        is_bare_box = isinstance(thing, QComboBox) and thing not in labelled
        if is_bare_box and thing.accessibleName() not in part.description:
            found.append(f"{where} does not say which box it is")
        if isinstance(thing, QLabel) and thing.accessibleName() and thing.text().isascii():
            found.append(f"{where} says a name in place of its text {thing.text()!r}")
        is_ours = type(thing).__module__.startswith("fashion_gui") and isinstance(thing, QWidget)
        is_painted = is_ours and "paintEvent" in vars(type(thing)) and not thing.isWindow()
        # Qt speaks the message of a status bar, as the text of labels and buttons.
        if is_painted and not isinstance(thing, Spoken | QAbstractButton | QLabel | QStatusBar):
            found.append(f"{where} paints what nobody hears")
    return found


def _is_empty_text(thing: object) -> bool:
    return isinstance(thing, QLabel) and not thing.text()


def stroke(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.draw_page.canvas
    middle = canvas.square().center().toPoint()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle - QPoint(60, 0))
    for step in range(-50, 60, 20):
        qtbot.mouseMove(canvas, middle + QPoint(step, 0))
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 20))


def test_everything_on_every_page_has_a_name_and_its_value(
    qtbot: QtBot, window: MainWindow, answers: Predictions, announced: list[str]
) -> None:
    for is_drawn in (False, True):
        for index in range(window.pages.count()):
            window.pages.setCurrentIndex(index)
            assert problems_of(window) == []
        if not is_drawn:
            stroke(qtbot, window)
            window.evaluate_page.results.setCurrentIndex(2)
    draw, evaluate = window.draw_page, window.evaluate_page
    window.pages.setCurrentWidget(draw)
    qtbot.waitUntil(lambda: bool(announced))

    # Values and not labels.
    words = draw.answer.words.text()
    assert announced == [words], "once a stroke, and not for each of its movements"
    assert heard_of(draw.answer.words).name == words
    assert heard_of(draw.answer.words).description == "Answer"
    bars = draw.answer.bars
    shares = bars.probabilities
    assert shares is not None
    likeliest = int(shares.argmax())
    name, share = answers.report.class_names[likeliest], probability(shares[likeliest])
    assert items_of(bars)[likeliest].startswith(f"{name} {share}")
    assert heard_of(bars).description.startswith(f"{name} {share}"), "the likeliest comes first"
    assert heard_of(draw.canvas).description.endswith("1 step drawn; tool: pen")
    accuracy = percent(answers.report.accuracy, 2)
    assert accuracy in heard_of(evaluate.headline).name
    assert "right of" in items_of(evaluate.certainty.reliability)[9]  # type: ignore[arg-type]
    assert f"{percent(answers.report.accuracy)} right" in (
        heard_of(evaluate.certainty.coverage).description  # type: ignore[arg-type]
    )

    # What somebody changes elsewhere.
    announced.clear()
    window.session.choose(next(key for key in window.session.models if key != DEFAULT_MODEL))
    qtbot.waitUntil(lambda: announced == [draw.answer.words.text()])
    window.session.choose(DEFAULT_MODEL)
    window.pages.setCurrentWidget(window.browse_page)
    announced.clear()
    window.browse_page.bar.ask(ImageQuery(is_right=False))
    assert announced == [window.browse_page.count.text()]


def test_cells_of_grid_and_matrix_are_heard_as_the_keyboard_comes_to_them(
    qtbot: QtBot, window: MainWindow, answers: Predictions, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused: list[str] = []
    monkeypatch.setattr(
        Spoken, "tell_focus", lambda self: focused.append(self.spoken_item(self.spoken_focus()))
    )
    window.pages.setCurrentWidget(window.browse_page)
    grid, model = window.browse_page.grid, window.browse_page.model
    grid.setFocus()
    assert items_of(grid)[1].endswith((" right.", " wrong."))
    model.set_answers(None)
    assert items_of(grid)[1].endswith("No answer yet.")
    model.set_answers(answers)
    corner = grid.mapToGlobal(grid.visualRect(model.index(3)).center())
    item = QAccessible.queryAccessibleInterface(grid).childAt(corner.x(), corner.y())
    assert item.text(QAccessible.Text.Name) == model.description(1203)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert focused == [model.description(1201)]
    assert heard_of(grid).description == focused[0]
    assert items_of(grid)[1] == focused[0]

    focused.clear()
    window.pages.setCurrentWidget(window.evaluate_page)
    matrix = window.evaluate_page.matrix
    matrix.setFocus()
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert focused[-1] == matrix.words(1, 1) == items_of(matrix)[11]
    assert focused[-1] == heard_of(matrix).description


def test_the_end_of_a_run_and_a_failure_are_announced_with_their_figures(
    qtbot: QtBot, window: MainWindow, announced: list[str]
) -> None:
    page = window.train_page
    assert page.plots
    assert heard_of(page.plots.loss).description == "no points yet"
    page.form.editors["epochs"].setValue(2)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.run.state is RunState.IDLE, timeout=20_000)
    qtbot.waitUntil(lambda: any("Test accuracy" in words for words in announced))
    assert any(words.startswith("Done after") for words in announced)
    headline = page.report.headline
    assert heard_of(headline).name == headline.text()
    assert "Test accuracy" in headline.text()
    told = heard_of(page.plots.accuracy).description
    assert "training" in told
    assert "validation" in told
    assert "after 2.0 of 2 epochs" in told

    window.session.failed.emit("The cat sat on the cable.")
    assert announced[-1] == "The cat sat on the cable."
    page.form.editors["learning_rate"].setText("fast")  # type: ignore[attr-defined]
    assert "expects a number" in announced[-1]


@pytest.mark.parametrize("has_plots", [False])
def test_the_quiz_is_heard(qtbot: QtBot, window: MainWindow, announced: list[str]) -> None:
    dialog = QuizDialog(window.session, window)
    dialog.show()
    assert problems_of(dialog) == []
    qtbot.keyClick(dialog, "1")
    assert heard_of(dialog.told).name == dialog.told.text()
    assert dialog.told.text() in announced[-1]
    dialog.close()
    dialog.deleteLater()


def test_a_slider_tells_its_value_in_its_unit(qtbot: QtBot, announced: list[str]) -> None:
    slider = UnitSlider("Size of the brush", lambda value: f"{value / 4:g} px")
    qtbot.addWidget(slider)
    slider.setRange(4, 32)
    slider.setValue(8)
    assert heard_of(slider).name == "Size of the brush: 2 px"
    assert announced == [], "whoever turns it from elsewhere says so itself"
    slider.show()
    slider.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert announced == ["2.25 px"]


class _Row(Spoken, QWidget):
    n = 3

    def n_spoken_items(self) -> int:
        return self.n

    def spoken_item(self, place: int) -> str:
        return f"item {place}"

    def spoken_rect(self, place: int) -> QRect:
        return QRect(10 * place, 0, 10, 10)


def test_a_widget_that_was_heard_is_given_back(qtbot: QtBot) -> None:
    speak_for_painted_widgets()
    widget = _Row()
    interface = QAccessible.queryAccessibleInterface(widget)
    point = widget.mapToGlobal(QPoint(15, 5))
    item = interface.childAt(point.x(), point.y())
    assert item.text(QAccessible.Text.Name) == "item 1"
    assert interface.indexOfChild(item) == 1
    assert QAccessible.uniqueId(item)  # from now on Qt keeps it
    widget.n = 1
    assert not item.isValid(), "an item that is no longer there"
    assert item.text(QAccessible.Text.Name) == ""
    gone = weakref.ref(widget)
    widget.deleteLater()
    del widget, interface, item
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
    assert spoken._interfaces == {}
