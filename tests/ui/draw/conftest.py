"""The page Draw, shown in the whole window."""

import pytest

from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.window.main_window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> DrawPage:
    window.pages.setCurrentWidget(window.draw_page)
    return window.draw_page


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Draw",)
