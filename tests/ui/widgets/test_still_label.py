"""A label whose text changes all the time, and what is around it."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.widgets.still_label import StillLabel

N_LINES = 2


class Watch(QObject):
    """Counts how often a widget is laid out anew, and painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[QEvent.Type] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Paint):
            self.seen.append(event.type())
        return False


@pytest.fixture
def label() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    return label


@pytest.fixture
def still(label: QLabel) -> StillLabel:
    return StillLabel(label, N_LINES)


@pytest.fixture
def around(qtbot: QtBot, still: StillLabel) -> QWidget:
    around = QWidget()
    qtbot.addWidget(around)
    layout = QVBoxLayout(around)
    layout.addWidget(still)
    layout.addWidget(QWidget(), 1)
    around.resize(300, 300)
    around.show()
    qtbot.waitExposed(around)
    QCoreApplication.processEvents()
    return around


def test_another_text_lays_nothing_out_anew(
    around: QWidget, still: StillLabel, label: QLabel
) -> None:
    watch, painted = Watch(around), Watch(label)
    height = still.height()
    for text in ("Bag, 92 %", "Bag or Sandal", "", "Coat"):
        still.set_text(text)
        QCoreApplication.processEvents()
    assert label.text() == "Coat"
    assert label.isVisible()
    assert painted.seen
    assert QEvent.Type.LayoutRequest not in watch.seen
    assert still.height() == height == N_LINES * label.fontMetrics().lineSpacing()


def test_a_text_that_is_too_long_gets_room_until_it_needs_it_no_more(
    qtbot: QtBot, around: QWidget, still: StillLabel, label: QLabel
) -> None:
    height = still.height()
    still.set_text("one of many words " * 20)
    qtbot.waitUntil(lambda: still.height() > height)
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    high = still.height()
    still.set_text("few")
    around.resize(400, 300)
    qtbot.waitUntil(lambda: still.height() == height)
    assert high > height
