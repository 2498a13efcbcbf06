"""The height that curves and what is below them share."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fashion_gui.ui.train.arrangement import Shape
from fashion_gui.ui.window.main_window import MainWindow

_LEVELS = 12
"""Of layouts in each other: each hands on what it needs in a turn of the event loop."""


def test_the_edge_below_the_curves_is_moved_and_remembered(
    qtbot: QtBot, window: MainWindow, settings: QSettings
) -> None:
    window.resize(1100, 760)
    qtbot.waitUntil(lambda: window.train_page.arrangement.shape is Shape.ROOMY)
    parts = window.train_page.parts
    curves, below = parts.sizes()
    assert curves > below

    # In a narrow window a pinned drawing takes the place of the loss, and nothing has to scroll.
    page, numbers = window.train_page, window.train_page.numbers
    assert window.session.dataset
    window.session.set_drawn(window.session.dataset.test.images[3])
    window.resize(1024, 600)
    qtbot.mouseClick(page.pinned.pin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.pinned.isVisible() and not numbers.loss.isVisible())
    qtbot.waitUntil(lambda: window.page_area.horizontalScrollBar().maximum() == 0)
    qtbot.mouseClick(page.pinned.pin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(numbers.loss.isVisible)
    window.resize(1100, 760)
    qtbot.waitUntil(lambda: page.arrangement.shape is Shape.ROOMY)
    for _ in range(_LEVELS):
        QCoreApplication.processEvents()
    curves, below = parts.sizes()

    edge = parts.handle(1)
    QTest.mousePress(edge, Qt.MouseButton.LeftButton, pos=edge.rect().center())
    QTest.mouseMove(edge, edge.rect().center() - QPoint(0, 60))
    QTest.mouseRelease(edge, Qt.MouseButton.LeftButton, pos=edge.rect().center())
    qtbot.waitUntil(lambda: parts.sizes()[1] > below + 20)
    share = parts.sizes()[1] / sum(parts.sizes())
    window.close_unasked()
    again = MainWindow(window.session, settings)
    assert again.train_page.parts.by_hand == pytest.approx(share, abs=0.02)
    again.deleteLater()
