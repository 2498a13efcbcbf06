"""What of Train is in sight at a time, by the room that there is."""

import pytest
from cut_text import cut_texts
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.train.arrangement import Shape
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def has_plots() -> bool:
    return True


def tabs_of(window: MainWindow) -> list[str]:
    results = window.train_page.results
    return [results.tabText(place) for place in range(results.count())]


def is_in_sight(window: MainWindow, widget: QWidget) -> bool:
    """Tell whether all of a widget is in the area of the pages, without scrolling."""
    view = window.page_area.viewport()
    place = QRect(widget.mapTo(view, QPoint()), widget.size())
    return widget.isVisible() and view.rect().contains(place)


def settle() -> None:
    """Let layouts in each other come to rest."""
    for _ in range(5):
        QApplication.processEvents()


def order_of_tabs(qtbot: QtBot, window: MainWindow) -> list[QWidget]:
    """Press Tab from the rail until the focus is there again, and return where it was."""
    rail = window.rail.buttons[1]
    rail.setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        focus = window.focusWidget()
        assert focus
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        assert focus
        if focus is rail:
            return seen
        seen.append(focus)
    raise AssertionError("the Tab key does not come back")


def test_in_a_small_window_one_part_is_in_sight_and_start_always(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.train_page
    arrangement, results = page.arrangement, page.results
    start = page.controls.buttons[page.controls.start]

    def show(width: int, height: int, percent: int, shape: Shape) -> None:
        window.resize(width, height)
        window.sizes.show_percent(percent)
        qtbot.waitUntil(lambda: arrangement.shape is shape)
        qtbot.waitUntil(lambda: is_in_sight(window, start))

    # What is shown follows from the window alone: else the page, which may be higher than it has
    # room for, would change itself again and again.
    window.resize(700, 420)
    qtbot.waitUntil(lambda: arrangement.shape is Shape.SMALL)
    qtbot.waitUntil(lambda: not page.numbers.isVisible())
    page.resize(page.width(), 900)
    assert not page.numbers.isVisible()
    assert arrangement.shape is Shape.SMALL
    show(1280, 720, 100, Shape.ROOMY)
    assert tabs_of(window)[:2] == ["Network", "First layer"]
    assert page.form.isVisible()
    assert page.curves.views.isVisible()
    progress = page.curves.progress
    window.resize(1280, 690)
    qtbot.waitUntil(lambda: progress.bar.x() > progress.figures.geometry().right())
    assert not cut_texts(progress), "beside the bar there is room for the words"

    # A low one has the curves among the results.
    show(1024, 600, 100, Shape.LOW)
    assert tabs_of(window)[:2] == ["Curves", "Network"]
    assert page.curves.views.isVisible()
    assert page.form.isVisible()
    bar = results.tabBar()
    order = order_of_tabs(qtbot, window)
    assert page.plots
    by_the_eye = page.form.editors["hidden"], start, bar, page.plots.loss, page.log_loss
    places = [order.index(widget) for widget in by_the_eye]
    assert places == sorted(places)
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(results.indexOf(page.report)).center())
    assert page.report.isVisible()
    assert not page.curves.views.isVisible()

    # At twice the text the recipe is there, too; what was looked at stays.
    for size in ((1280, 720), (1024, 600)):
        show(*size, 200, Shape.SMALL)
        bars = window.page_area.horizontalScrollBar(), window.page_area.verticalScrollBar()
        qtbot.waitUntil(lambda bars=bars: [bar.maximum() for bar in bars] == [0, 0])  # type: ignore[misc]
    assert tabs_of(window)[:3] == ["Recipe", "Curves", "Network"]
    assert results.currentWidget() is page.report
    order = order_of_tabs(qtbot, window)
    assert order.index(bar) < order.index(start)
    page.network.chosen.emit("epochs")
    assert results.currentWidget() is page.form
    assert page.form.editors["epochs"].isVisible()
    page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.mouseClick(start, LEFT)
    assert results.currentWidget() is page.curves.views
    qtbot.waitUntil(lambda: "batch" in page.progress.figures.text())
    assert "images/s" not in page.progress.figures.text()
    step = page.controls.buttons[page.controls.step]
    places = []
    for text in ("&Pause", "&Resume"):
        qtbot.waitUntil(lambda text=text: start.text() == text)  # type: ignore[misc]
        settle()
        places.append(step.x())
        qtbot.mouseClick(start, LEFT)
    assert places[0] == places[1], "no button moves under the hand"

    # All of it comes back, and the run beside its curves.
    show(1280, 720, 100, Shape.ROOMY)
    assert tabs_of(window)[0] == "Network"
    assert page.form.isVisible()
    assert page.curves.views.isVisible()
    assert results.currentWidget() is page.first_layer
    assert window.focusWidget() is start
    qtbot.waitUntil(lambda: "images/s" in page.progress.figures.text())
    height = results.height()
    seen = results.currentWidget()
    results.setCurrentWidget(page.report)
    qtbot.mouseClick(arrangement.enlarge, LEFT)
    assert tabs_of(window)[0] == "Curves"
    qtbot.waitUntil(lambda: results.height() > 1.5 * height)
    results.setCurrentIndex(0)
    qtbot.mouseClick(arrangement.enlarge, LEFT)
    assert page.curves.views.isVisible()
    assert results.currentWidget() is page.report, "as before it became larger"
    results.setCurrentWidget(seen)
    settle()
    parts = (page.numbers, page.curves.views, page.film, page.progress, results)
    tops = [part.mapTo(window, QPoint()).y() for part in parts]
    assert tops == sorted(tops), "all is below each other as it was"
    window.session.run.stop()
