"""Layouts come to rest at any size, and look the same at a size whatever was before."""

import pytest
from layout_walk import LayoutWalk, differences, places_of
from pytestqt.qtbot import QtBot

from fashion_gui.ui.window.main_window import MainWindow

_SEED, _N_STEPS = 1, 16
_SIZES = (1024, 600), (700, 560)


@pytest.mark.usefixtures("usual_font")
def test_pages_come_to_rest_at_any_size_and_look_the_same_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    show_all(qtbot, window)
    pages = [*map(window.pages.widget, range(window.pages.count()))]
    with LayoutWalk(window, _SEED) as walk:
        before = {}
        for is_again in (False, True):
            for size in _SIZES:
                for page in pages:
                    walk.go(page, *size)
                    if page is window.browse_page:
                        qtbot.waitUntil(lambda: bool(window.browse_page.detail.nearest.numbers))
                        walk.rest()
                        row = window.browse_page.detail.nearest.buttons
                        assert not any("…" in button.text() for button in row), "names are cut"
                    places = places_of(window, page)
                    if is_again:
                        moved = differences(before[page, size], places)
                        assert not moved, f"{walk.what}: {moved[:6]}"
                    before[page, size] = places
            if not is_again:
                for _ in range(_N_STEPS):
                    walk.step()
                walk.usual()


def show_all(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for all that pages show, which is worked out when they are first in sight."""
    session, pages = window.session, window.pages
    session.choose("mlp")
    session.compare("convnet-best")
    session.pick(1200)
    pages.setCurrentWidget(window.evaluate_page)
    qtbot.waitUntil(window.evaluate_page.comparison.isVisible)
    pages.setCurrentWidget(window.inside_page)
    qtbot.waitUntil(lambda: window.inside_page.flow.flow is not None)
