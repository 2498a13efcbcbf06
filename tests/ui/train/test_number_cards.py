"""The large figures of a run."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.training.recipes import Recipe
from fashion_gui.training.time_words import brief, clock
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.number_cards import NumberCards
from fashion_gui.ui.window.main_window import MainWindow
from tests.support.screen_reader import heard_of

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 20_000


@pytest.fixture
def numbers(qtbot: QtBot) -> Iterator[NumberCards]:
    numbers = NumberCards()
    numbers.resize(900, 90)
    numbers.show()
    qtbot.waitExposed(numbers)
    yield numbers
    numbers.close()
    numbers.deleteLater()


@pytest.mark.parametrize(
    ("seconds", "left", "rough"),
    [
        (0.2, "0 s", "≈ 1 s"),
        (38, "38 s", "≈ 40 s"),
        (125, "2:05 min", "≈ 2 min"),
        (4800, "1:20 h", "≈ 1.3 h"),
        (100_000, "27:46 h", "≈ 28 h"),
        (500_000, "6 days", "≈ 6 days"),
    ],
)
def test_times_are_short(seconds: float, left: str, rough: str) -> None:
    assert (clock(seconds), brief(seconds)) == (left, rough)


class Layouts(QObject):
    """Counts how often something asks to be laid out again."""

    n = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.n += event.type() is QEvent.Type.LayoutRequest
        return False


def test_a_new_figure_moves_nothing(numbers: NumberCards) -> None:
    layouts = Layouts()
    numbers.installEventFilter(layouts)
    before = [card.geometry() for card in numbers.findChildren(type(numbers.loss))]
    numbers.accuracy.show_figure("Accuracy", "100.0 %", "validation images")
    numbers.time.show_figure("Time left", "59:59 min", "epoch 100,000 of 100,000")
    QCoreApplication.sendPostedEvents()  # what was asked for is done after the events
    assert heard_of(numbers.time).name == "Time left"
    assert [card.geometry() for card in numbers.findChildren(type(numbers.loss))] == before
    assert layouts.n == 0


def test_figures_are_as_large_as_the_widest_allows_and_all_alike(numbers: NumberCards) -> None:
    sizes = []
    for width in (900, 420):
        numbers.resize(width, 90)
        cards = (numbers.accuracy, numbers.loss, numbers.time)
        assert len({card._pixels for card in cards}) == 1
        sizes.append(cards[0]._pixels)
        font = QFont(numbers.font())
        font.setPixelSize(sizes[-1])
        font.setWeight(QFont.Weight.DemiBold)
        widest = QFontMetrics(font).horizontalAdvance("00:00 min")
        assert widest <= numbers.time.width()
    assert sizes[0] > sizes[1]


def test_each_figure_says_which_images_it_is_about(
    qtbot: QtBot, window: MainWindow, quick_recipe: Recipe
) -> None:
    page, run = window.train_page, window.session.run
    numbers = page.numbers
    assert heard_of(numbers.accuracy).description == "not known yet, after Start"
    qtbot.waitUntil(lambda: numbers.time.figure.startswith("≈"), timeout=TIMEOUT_MS)
    page.form.show_recipe(replace(quick_recipe, label_smoothing=0.1))
    epochs = page.form.editors["epochs"]
    assert isinstance(epochs, QSpinBox)
    epochs.setValue(1)
    qtbot.mouseClick(page.controls.buttons[page.controls.step], LEFT)
    qtbot.waitUntil(lambda: numbers.accuracy.note == "training images", timeout=TIMEOUT_MS)
    assert numbers.accuracy.figure.endswith("%")
    assert numbers.time.title == "Time left"
    assert numbers.time.note == "epoch 1 of 1"
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    assert numbers.loss.note == "validation, smoothed labels", (
        "which loss, where it is no plain one"
    )
    metrics = numbers.fontMetrics()
    room = metrics.horizontalAdvance(numbers.loss.note)
    assert numbers.loss.fitting_note(metrics, room) == numbers.loss.note
    assert numbers.loss.fitting_note(metrics, room - 1) == "validation", "no half words"
    assert numbers.accuracy.note == "300 test images"
    assert numbers.time.title == "Time taken"
    heard = heard_of(numbers.accuracy)
    assert heard.name == "Accuracy"
    assert heard.description == f"{numbers.accuracy.figure}, 300 test images"
