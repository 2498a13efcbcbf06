"""The page Browse in the whole window."""

import pytest

from fashion_gui.data import Part
from fashion_gui.evaluation.answers import Answers
from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.main_window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> BrowsePage:
    window.pages.setCurrentWidget(window.browse_page)
    return window.browse_page


@pytest.fixture
def answers(window: MainWindow) -> Answers:
    """What the network says of the test images, which have the numbers from 1200."""
    answers = window.session.answers_to(Part.TEST)
    assert answers
    return answers
