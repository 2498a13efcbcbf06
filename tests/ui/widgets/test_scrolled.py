"""Areas whose bars take no room from what they scroll."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.widgets.scrolled import Bars, SteadyArea
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_WORDS = "What is said here needs more lines in a narrow area. " * 6


@pytest.mark.parametrize("bars", [Bars.STRIP, Bars.MARGIN])
def test_a_bar_that_appears_moves_nothing_and_scrolls(qtbot: QtBot, bars: Bars) -> None:
    content, label, area = QWidget(), WrappedLabel(_WORDS), SteadyArea(bars)
    layout = QVBoxLayout(content)
    layout.addWidget(label)
    layout.addStretch(1)
    area.setWidget(content)
    qtbot.addWidget(area)
    area.resize(300, 2000)
    area.show()
    qtbot.waitUntil(lambda: label.minimumHeight() > label.fontMetrics().height())
    width, room = content.width(), area.room.width()
    (bar,) = (
        each
        for each in area.findChildren(QScrollBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if each.orientation() is Qt.Orientation.Vertical
    )
    assert width == room == 300 - (bar.width() if bars is Bars.STRIP else 0)
    assert not bar.isVisible()

    area.resize(300, label.minimumHeight() // 2)
    qtbot.waitUntil(bar.isVisible)
    assert (content.width(), area.room.width()) == (width, room)
    top = label.mapTo(area, QPoint()).y()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(4, bar.height() - 4))
    qtbot.waitUntil(lambda: label.mapTo(area, QPoint()).y() < top)
    area.verticalScrollBar().setValue(0)
    assert bar.value() == 0
    area.resize(300, 2000)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert content.width() == width
