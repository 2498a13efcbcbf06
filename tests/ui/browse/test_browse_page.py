"""The page Browse: the grid, the picked image, and what is wrong."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from fashion_gui.training.records import Snapshot
from fashion_gui.ui.answer_book import Answers
from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.browse.image_model import ANSWER_ROLE, IMAGE_INDEX_ROLE, IS_WRONG_ROLE
from fashion_gui.ui.main_window import MainWindow
from fashion_gui.ui.session import Session


@pytest.fixture
def page(window: MainWindow) -> BrowsePage:
    window.pages.setCurrentWidget(window.browse_page)
    return window.browse_page


@pytest.fixture
def answers(window: MainWindow) -> Answers:
    assert window.session.answers.current
    return window.session.answers.current


def only_wrong(qtbot: QtBot, page: BrowsePage) -> None:
    page.filter.setFocus()
    qtbot.keyClick(page.filter, Qt.Key.Key_Down)


def test_all_test_images_are_listed_with_their_answers(page: BrowsePage, answers: Answers) -> None:
    model = page.model
    assert model.rowCount() == 300
    for row in (0, 17, 299):
        index = model.index(row)
        assert index.data(ANSWER_ROLE) == answers.network.class_names[answers.predicted[row]]
        assert index.data(IS_WRONG_ROLE) == (not answers.is_right[row])


def test_a_thumbnail_has_the_pixels_of_its_image(page: BrowsePage, window: MainWindow) -> None:
    pixmap = page.model.index(5).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(pixmap, QPixmap)
    image = pixmap.toImage()
    shown = [[image.pixelColor(x, y).red() for x in range(28)] for y in range(28)]
    assert window.session.dataset
    np.testing.assert_array_equal(shown, window.session.dataset.test.images[5])


def test_only_the_wrong_answers_can_be_shown(
    qtbot: QtBot, page: BrowsePage, answers: Answers
) -> None:
    only_wrong(qtbot, page)
    np.testing.assert_array_equal(page.model.shown, np.flatnonzero(~answers.is_right))
    assert all(page.model.index(row).data(IS_WRONG_ROLE) for row in range(page.model.rowCount()))


def test_the_count_of_wrong_answers_is_told(page: BrowsePage, answers: Answers) -> None:
    n_wrong = int((~answers.is_right).sum())
    assert page.count.text() == f"{n_wrong} of 300 are answered wrong"


def test_arrow_keys_and_clicks_pick_an_image(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    assert window.session.picked == 2
    place = page.grid.visualRect(page.model.index(1)).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.picked == 1


def test_the_picked_image_has_its_class_and_bars(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, answers: Answers
) -> None:
    window.session.pick(13)
    assert window.session.dataset
    true_class = window.session.dataset.class_names[window.session.dataset.test.labels[13]]
    qtbot.waitUntil(lambda: page.detail.truth.text() == f"Test image 13: {true_class}")
    np.testing.assert_allclose(
        page.detail.answer.bars.probabilities, answers.probabilities[13], rtol=1e-4, atol=1e-6
    )
    assert page.grid.currentIndex().data(IMAGE_INDEX_ROLE) == 13


def test_going_to_the_wrong_ones_and_back_keeps_the_place(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, answers: Answers
) -> None:
    wrong = int(np.flatnonzero(~answers.is_right)[3])
    window.session.pick(wrong)
    only_wrong(qtbot, page)
    assert window.session.picked == wrong
    qtbot.keyClick(page.filter, Qt.Key.Key_Up)
    assert page.model.rowCount() == 300
    assert page.grid.currentIndex().data(IMAGE_INDEX_ROLE) == wrong


def test_an_image_goes_to_the_canvas(qtbot: QtBot, page: BrowsePage, window: MainWindow) -> None:
    window.session.pick(4)
    qtbot.waitUntil(lambda: "Test image 4:" in page.detail.truth.text())
    qtbot.mouseClick(page.detail.edit, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.draw_page
    assert window.session.dataset
    np.testing.assert_array_equal(
        window.draw_page.drawing.image, window.session.dataset.test.images[4]
    )


def test_the_answers_change_with_the_network_but_the_list_stays_while_it_learns(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    only_wrong(qtbot, page)
    snapshots: list[Snapshot] = []
    window.session.run.snapshot_taken.connect(snapshots.append)
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.is_live)
    before = page.model.shown
    current = window.session.answers
    qtbot.waitUntil(
        lambda: current.current is not None and current.current.report.accuracy > 0.9,
        timeout=20_000,
    )
    assert page.model.shown is before
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: len(page.model.shown) < len(before), timeout=20_000)


def test_the_grid_paints_wrong_answers_in_red(
    qtbot: QtBot, page: BrowsePage, answers: Answers
) -> None:
    only_wrong(qtbot, page)
    box = page.grid.visualRect(page.model.index(1))
    image = page.grid.viewport().grab(box).toImage()
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert any(c.red() > 150 and c.green() < 60 and c.blue() < 60 for c in colours)


def test_images_that_cannot_be_loaded_are_explained(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = MainWindow(Session(tmp_path / "nothing"), settings)
    window.show()
    page = window.browse_page
    qtbot.waitUntil(lambda: "could not be loaded" in page.empty.text(), timeout=20_000)
    assert not window.train_page.controls.start.isEnabled()
    window.close()
    window.session.deleteLater()
    window.deleteLater()
