"""The window with another data set: its classes have their names, their number and their words."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from data_files import make_split, write_dataset
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset, Subset
from fashion_gui.evaluation.verdict import Verdict
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.browse.quiz_dialog import QuizDialog
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000
RECIPE = Recipe(hidden=(8,), epochs=2, batch_size=50, n_validation=50)


def with_classes(n_classes: int) -> Dataset:
    """Return images of so many classes, without names."""
    splits = []
    for n_images in (600, 120):
        labels = (np.arange(n_images) % n_classes).astype(np.uint8)
        splits.append(Subset(make_split(n_images, seed=n_images).images, labels))
    return Dataset(*splits, class_names=tuple(map(str, range(n_classes))))


@pytest.fixture(params=[3, 26], ids=["three", "twenty-six"])
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> Iterator[MainWindow]:
    """A window on images of another number of classes, with a network that learned them."""
    write_dataset(tmp_path, with_classes(request.param), suffix="")
    window = MainWindow(Session(tmp_path), settings)
    window.pages.setCurrentWidget(window.browse_page)
    window.show()
    window.begin_soon(0)
    session = window.session
    qtbot.waitUntil(lambda: session.dataset is not None, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: window.train_page.plots is not None, timeout=TIMEOUT_MS)
    yield window
    window.close_unasked()
    window.deleteLater()


def learn(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    assert session.dataset
    with qtbot.waitSignal(session.run.finished, timeout=TIMEOUT_MS):
        session.run.start(RECIPE, session.dataset)
    qtbot.waitUntil(lambda: session.predictions.current is not None, timeout=TIMEOUT_MS)


def test_a_network_of_clothes_is_not_judged_by_other_images(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert window.session.incompatibility()
    assert "was trained on other classes" in window.draw_page.hint.text()
    window.pages.setCurrentWidget(window.evaluate_page)
    assert window.evaluate_page.nothing.text().startswith("This network cannot be evaluated")
    assert "answering" not in window.status.network.text()


def test_a_network_that_learned_them_has_their_classes_everywhere(
    qtbot: QtBot, window: MainWindow
) -> None:
    learn(qtbot, window)
    session, page = window.session, window.draw_page
    assert session.dataset
    names = session.dataset.class_names
    assert names[:2] == ("class 0", "class 1")
    window.pages.setCurrentWidget(page)
    page.canvas.setFocus()
    words = [page.canvas._idea, page.game.play.toolTip(), page.game.guess.text()]
    words += [page.hint.text(), page.answer.bars.spoken_value()]
    assert not [text for text in words if "cloth" in text or "shoe" in text]
    assert "class 0, class 1, class 2" in page.canvas._idea
    qtbot.keyClick(page.canvas, Qt.Key.Key_D)
    assert page.game.game.prompt in names
    assert page.game.words.text() == f"Draw {page.game.game.prompt}"
    window.pages.setCurrentWidget(window.evaluate_page)
    qtbot.waitUntil(lambda: window.evaluate_page.matrix.isVisible(), timeout=TIMEOUT_MS)
    assert session.predictions.current
    assert session.predictions.current.report.confusion.shape == (len(names), len(names))


def test_the_quiz_asks_for_as_many_classes_as_there_are(qtbot: QtBot, window: MainWindow) -> None:
    learn(qtbot, window)
    dialog = QuizDialog(window.session, rng=np.random.default_rng(3))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.quiz
    assert len(dialog.buttons) == len(dialog._dataset.class_names)  # type: ignore[union-attr]
    for place, label in enumerate(dialog.quiz.labels):
        if place % 2:
            qtbot.keyClick(dialog, "1234567890abcdefghijklmnopqrstuvwxyz"[label])
        else:
            qtbot.mouseClick(dialog.buttons[label], Qt.MouseButton.LeftButton)
    assert dialog.quiz.person_score == len(dialog.quiz) == 20


def test_what_is_none_of_the_classes_is_told_without_clothes(
    qtbot: QtBot, window: MainWindow
) -> None:
    learn(qtbot, window)
    panel = window.draw_page.answer
    network = window.session.network
    assert network
    even = np.full(len(network.class_names), 1 / len(network.class_names), np.float32)
    panel.show_verdict(Verdict(even, network.class_names))
    assert panel.words.text() == "None of these"
