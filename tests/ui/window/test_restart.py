"""A restart brings back the drawing, the networks that answered, the query, and kept runs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from places import at
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from shelved import shelve

from fashion_gui.data import Dataset
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.files import model_file
from fashion_gui.percent import percent
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow

MINE = "mlp (mine)"
Start = Callable[[], MainWindow]


@pytest.fixture
def pages() -> tuple[str, ...]:
    return "Draw", "Browse"


@pytest.fixture
def has_plots() -> bool:
    return False


@pytest.fixture
def shelf(tmp_path: Path, small_dataset: Dataset) -> Shelf:
    """A shelf with a run that has the name of a network that comes with the program."""
    shelf = Shelf(tmp_path / "runs")
    shelve(shelf, small_dataset, "mlp", created="2025-11-29T22:41:00+00:00")
    return shelf


@pytest.fixture
def start(
    qtbot: QtBot, shelf: Shelf, dataset_directory: Path, settings: QSettings, tmp_path: Path
) -> Iterator[Start]:
    """Start the program again, with all that it keeps."""
    made: list[MainWindow] = []

    def close() -> None:
        for window in made:
            window.close_unasked()
            window.deleteLater()
        made.clear()

    def start() -> MainWindow:
        close()
        session = Session(dataset_directory, shelf=shelf)
        made.append(window := MainWindow(session, settings, tmp_path / "kept" / "drawing"))
        window.show()
        window.begin_soon(0)
        qtbot.waitUntil(lambda: session.dataset is not None and window.choices.count() > 2)
        return window

    yield start
    close()


def names(window: MainWindow) -> list[str]:
    return [window.choices.itemText(row) for row in range(window.choices.count())]


def draw(qtbot: QtBot, window: MainWindow) -> None:
    page, button = window.draw_page, Qt.MouseButton.LeftButton
    qtbot.mousePress(page.canvas, button, pos=at(page, 6, 6))
    qtbot.mouseMove(page.canvas, at(page, 20, 9))
    qtbot.mouseRelease(page.canvas, button, pos=at(page, 18, 22))


def ask(qtbot: QtBot, window: MainWindow) -> None:
    """Compare with the last network in the list, and see the surest of what is right."""
    window.pages.setCurrentWidget(window.evaluate_page)
    others = window.evaluate_page.others
    others.setFocus()
    qtbot.keyClick(others, Qt.Key.Key_End)
    window.pages.setCurrentWidget(window.browse_page)
    bar = window.browse_page.bar
    bar.menu.actions()[1].trigger()
    bar.orders.setFocus()
    qtbot.keyClick(bar.orders, Qt.Key.Key_C)
    qtbot.mouseClick(bar.reverse, Qt.MouseButton.LeftButton)
    assert window._settings.value("window/page") == "Browse", "kept at once"
    window.pages.setCurrentWidget(window.draw_page)


def test_a_restart_brings_everything_back(
    qtbot: QtBot, start: Start, shelf: Shelf, settings: QSettings, tmp_path: Path
) -> None:
    window = start()
    chip = window.choices
    assert names(window) == ["convnet-best", "mlp", MINE], "all are there, and told apart"
    told = str(chip.itemData(2, Qt.ItemDataRole.ToolTipRole))
    accuracy = shelf.find("mlp").test_accuracy
    assert accuracy is not None
    assert f"{percent(accuracy)} of 50 images" in told
    assert "run of 29 Nov 2025, " in told
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_End)
    kept = model_file.load(shelf.folder("mlp").network).network
    assert window.session.network
    np.testing.assert_array_equal(window.session.network.parameters, kept.parameters)
    assert names(window) == ["convnet-best", "mlp", MINE], "once, now that it is read"
    settings.sync()
    assert settings.value("window/network") == "run: mlp", "kept at once: a crash loses nothing"
    ask(qtbot, window)
    question = window.session.query
    assert question == ImageQuery(is_right=True, order=Order.CONFIDENCE, is_reversed=True)
    draw(qtbot, window)
    drawing = window.draw_page.drawing.image.copy()
    assert drawing.any()

    window = start()
    np.testing.assert_array_equal(window.draw_page.drawing.image, drawing)
    assert window.draw_page.toolbox.clear.isEnabled()
    assert window.session.active_model
    assert window.session.active_model.label == window.choices.currentText() == MINE
    qtbot.waitUntil(lambda: window.session.drawn is not None)
    assert window.session.query == question
    assert window.session.compared
    assert window.session.compared.label == "mlp"
    assert window.evaluate_page.others.currentText() == "mlp"
    assert window.browse_page.bar.orders.currentText() == "Confidence"
    grid = window.browse_page.grid
    qtbot.waitUntil(lambda: grid.model().rowCount() > 0)
    assert grid.currentIndex().row() == 0, "the first in this order, not the first test image"

    # Nothing is changed: what was kept stays. Then all that is kept is damaged.
    window.session.set_query(ImageQuery())
    window.session.pick(number := window.browse_page.model.shown[7])
    window = start()
    assert window.session.query == ImageQuery()
    assert window.session.picked == number, "the image is selected again"
    settings.setValue("window/picked", "9" * 30)
    file = tmp_path / "kept" / "drawing"
    assert file.exists()
    for path in (file, shelf.folder("mlp").network):
        path.write_bytes(path.read_bytes()[:-40])
    settings.setValue("window/query", str(settings.value("window/query")).replace("conf", "cond"))
    settings.setValue("window/compared", str(tmp_path / "gone.safetensors"))
    window = start()
    assert window.session.query == ImageQuery()
    assert window.session.compared is None
    assert window.session.active_model
    assert window.session.active_model.label == "convnet-best"
    assert names(window) == ["convnet-best", "mlp", MINE]
    assert window.draw_page.drawing.is_empty
    assert "The last drawing cannot be read" in window.notice.text
    assert file.with_suffix(".unreadable").exists()
    window.choices.setFocus()
    qtbot.keyClick(window.choices, Qt.Key.Key_End)
    assert "The network could not be opened" in window.notice.text
    assert window.choices.currentText() == "convnet-best", "the chip tells which one answers"
