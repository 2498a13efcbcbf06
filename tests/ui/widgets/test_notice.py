"""Messages, whatever stands in them."""

import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.ui.widgets.notice import Notice
from fashion_gui.ui.window.main_window import MainWindow


@pytest.fixture
def has_plots() -> bool:
    return False


@pytest.fixture
def notice(qtbot: QtBot) -> Notice:
    notice = Notice()
    qtbot.addWidget(notice)
    return notice


@pytest.mark.parametrize("text", ["x" * 100_000, "word " * 30_000, "a\n" * 5_000])
def test_a_message_never_makes_the_window_wider(window: MainWindow, text: str) -> None:
    before = window.minimumSizeHint().width()
    size, page = window.size(), window.train_page.geometry()
    window.notice.tell(text)
    assert window.minimumSizeHint().width() == before
    assert window.size() == size
    assert window.train_page.geometry() == page, "it lies over the page, which stays in place"
    assert window.page_area.rect().contains(window.notice.geometry())
    assert len(window.notice.text) <= 600


def test_a_message_is_one_plain_line(notice: Notice) -> None:
    notice.tell("<b>bold</b>\x1b[2J\n\u202eturned")
    assert notice.text == "<b>bold</b>\ufffd[2J \ufffdturned"
