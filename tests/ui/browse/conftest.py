"""The page Browse in the whole window."""

import pytest

from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.window.main_window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> BrowsePage:
    window.pages.setCurrentWidget(window.browse_page)
    return window.browse_page


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Browse",)
