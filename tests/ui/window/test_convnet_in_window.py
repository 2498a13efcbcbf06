"""A convolutional network in every part of the window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.train_page import TrainPage
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TIMEOUT_MS = 20_000


@pytest.fixture
def has_plots() -> bool:
    return False


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Train",)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> TrainPage:
    """The page Train with a small convolutional network that learns for ever."""
    page = window.train_page
    for name, text in (("convolutions", "4k5s3, 8p"), ("hidden", "")):
        editor = page.form.editors[name]
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
        qtbot.keyClicks(editor, text)
    for name, value in (("epochs", 100_000), ("shift", 1)):
        spin = page.form.editors[name]
        assert isinstance(spin, QSpinBox)
        spin.setValue(value)
    mirror = page.form.editors["mirror"]
    assert isinstance(mirror, QCheckBox)
    qtbot.mouseClick(mirror, LEFT, pos=QPoint(8, mirror.height() // 2))
    assert page.form.error() == ""
    assert page.form.recipe().convolutions == ("4k5s3", "8p")
    assert page.form.recipe().mirror
    return page


def train_to(qtbot: QtBot, window: MainWindow, n_steps: int) -> None:
    qtbot.mouseClick(window.train_page.controls.buttons[window.train_page.controls.start], LEFT)
    qtbot.waitUntil(lambda: window.session.run.n_done >= n_steps, timeout=TIMEOUT_MS)


def test_it_obeys_within_a_batch(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    run, controls = window.session.run, page.controls
    for n_steps in (1, 2):
        qtbot.mouseClick(controls.buttons[controls.step], LEFT)
        qtbot.waitUntil(lambda n=n_steps: page.progress.bar.value() == n, timeout=TIMEOUT_MS)
        assert run.state is RunState.PAUSED
    qtbot.mouseClick(controls.buttons[controls.stop], LEFT)
    qtbot.waitUntil(lambda: run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    assert page.progress.bar.value() == 2
    assert "Test accuracy" in page.report.headline.text()


def test_it_pauses_and_goes_on(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    train_to(qtbot, window, 2)
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    assert window.session.run.state is RunState.PAUSED
    before = window.session.run.n_done
    qtbot.mouseClick(page.controls.buttons[page.controls.pause], LEFT)
    qtbot.waitUntil(lambda: window.session.run.n_done > before + 5, timeout=TIMEOUT_MS)


@pytest.mark.parametrize("paused", [False, True])
def test_closing_the_window_ends_its_run(
    qtbot: QtBot, page: TrainPage, window: MainWindow, paused: bool
) -> None:
    train_to(qtbot, window, 2)
    if paused:
        window.session.run.pause()
    window.close_unasked()
    assert window.session.run.state is RunState.IDLE


def test_its_filters_are_seen_and_move(qtbot: QtBot, page: TrainPage, window: MainWindow) -> None:
    train_to(qtbot, window, 1)
    view = page.first_layer
    page.results.setCurrentWidget(view)  # in a low window it is one tab of several
    qtbot.waitUntil(lambda: view.n_pictures == 4)
    assert view._pictures[0].width() == view._pictures[0].height() == 5
    seen: set[bytes] = set()

    def look() -> bool:
        seen.add(bytes(view._pictures[0].constBits()))
        return len(seen) > 4

    qtbot.waitUntil(look, timeout=TIMEOUT_MS)


def test_it_answers_what_is_drawn_while_it_learns(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    train_to(qtbot, window, 1)
    qtbot.keyClick(window, "3", Qt.KeyboardModifier.ControlModifier)
    draw = window.draw_page
    middle = draw.canvas.square().center().toPoint()
    qtbot.mousePress(draw.canvas, LEFT, pos=middle)
    qtbot.mouseMove(draw.canvas, middle + QPoint(0, 60))
    qtbot.mouseRelease(draw.canvas, LEFT, pos=middle + QPoint(0, 60))
    seen: set[str] = set()

    def look() -> bool:
        network = window.session.network
        assert network is not None
        seen.add(str(network.predict_proba(draw.drawing.image[np.newaxis])))
        return len(seen) > 3

    qtbot.waitUntil(look, timeout=TIMEOUT_MS)
    assert draw.answer.words.text()


@pytest.mark.parametrize("pages", [()], ids=["all pages"])
def test_its_answers_to_all_test_images_come_while_it_learns(
    qtbot: QtBot, page: TrainPage, window: MainWindow
) -> None:
    train_to(qtbot, window, 1)

    def is_answered() -> bool:
        answers = window.session.predictions.current
        return answers is not None and answers.network.architecture.mirrored

    qtbot.waitUntil(is_answered, timeout=TIMEOUT_MS)
    chip = window.choices
    details = chip.itemData(chip.currentIndex(), Qt.ItemDataRole.ToolTipRole)
    assert "28x28-10x10x4-10x10x8-5x5x8-10" in details


def test_it_can_be_saved_and_opened(
    qtbot: QtBot,
    page: TrainPage,
    window: MainWindow,
    tmp_path: Path,
    small_dataset: Dataset,
) -> None:
    train_to(qtbot, window, 3)
    qtbot.mouseClick(page.controls.buttons[page.controls.stop], LEFT)
    qtbot.waitUntil(lambda: window.session.run.state is RunState.IDLE, timeout=TIMEOUT_MS)
    session, images = window.session, small_dataset.test.images[:20]
    assert session.network is not None
    expected = session.network.predict_proba(images)
    assert session.save_network(tmp_path / "conv.safetensors")
    assert session.open_network(tmp_path / "conv.safetensors")
    np.testing.assert_array_equal(session.network.predict_proba(images), expected)
    qtbot.waitUntil(lambda: session.predictions.current is not None, timeout=TIMEOUT_MS)
