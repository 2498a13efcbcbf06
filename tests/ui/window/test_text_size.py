"""Text size, and the presentation."""

import gc
from contextlib import suppress
from weakref import ref

import pytest
from cut_text import cut_texts
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.theme import text_size
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.card import Card
from fashion_gui.ui.window.main_window import MainWindow
from fashion_gui.ui.window.view_menu import ViewSizes

_LEVELS = 12
"""Of layouts in each other: each hands on what it needs in a turn of the event loop."""
CONTROL = Qt.KeyboardModifier.ControlModifier


pytestmark = pytest.mark.usefixtures("usual_font")


def height(widget: QWidget) -> int:
    return widget.fontMetrics().height()


def wait_until_nothing_is_cut(qtbot: QtBot, window: QWidget, where: str = "") -> None:
    """Wait for nested layouts, and for what comes from threads; then say what is cut."""
    for _ in range(_LEVELS):
        QApplication.processEvents()
    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(lambda: not cut_texts(window), timeout=5000)
    cut = cut_texts(window)
    assert not cut, f"{where}: {cut}"


def test_no_text_is_cut_on_any_page_at_the_usual_and_at_twice_the_size(
    qtbot: QtBot, window: MainWindow
) -> None:
    widths, before = set(), list[list[QRect]]()
    for percent, size in ((100, (1280, 720)), (100, (1024, 600)), (200, (1024, 600))):
        window.resize(*size)
        window.sizes.show_percent(percent)
        assert window.minimumSizeHint().height() <= 560
        for index in range(window.pages.count()):
            window.pages.setCurrentIndex(index)
            page = f"{window.header.title.text()} at {percent} % in {size}"
            wait_until_nothing_is_cut(qtbot, window, page)
            assert (window.width(), window.height()) == size
            if percent == 100:
                area = window.page_area
                bars = area.horizontalScrollBar(), area.verticalScrollBar()
                assert [bar.maximum() for bar in bars] == [0, 0], f"{page} has to be scrolled"
                expect_neighbours_in_sight(window)
                if size == (1280, 720):
                    before.append(cards(window))
            else:
                if window.pages.currentWidget() in (window.train_page, window.map_page):
                    assert window.page_area.horizontalScrollBar().maximum() == 0
                widths.add(window.page_area.horizontalScrollBar().maximum())
    window.sizes.show_percent(100)
    window.resize(1280, 720)
    for index, places in enumerate(before):
        window.pages.setCurrentIndex(index)
        qtbot.waitUntil(lambda places=places: cards(window) == places, timeout=5000)
    window.first_start.show_doors()
    doors = window.first_start.doors
    assert doors
    wait_until_nothing_is_cut(qtbot, doors)
    assert doors.width() <= window.width()
    assert widths == {0}, "no page has to be scrolled sideways"


def cards(window: MainWindow) -> list[QRect]:
    """Return where the cards of the page in sight are."""
    shown = [card for card in window.pages.currentWidget().findChildren(Card) if card.isVisible()]
    return [QRect(card.mapTo(window, QPoint()), card.size()) for card in shown]


def expect_neighbours_in_sight(window: MainWindow) -> None:
    """Look at the panel of the selected image, which scrolls by itself, when it says most."""
    detail = window.browse_page.detail
    around = detail.parentWidget()
    if around and detail.isVisible():
        detail._show_doubt("The label itself looks doubtful: " + "this is a long reason, " * 5)
        for _ in range(_LEVELS):
            QApplication.processEvents()
        assert detail.height() == around.height(), "the nearest images have to be scrolled to"
        detail._show_doubt("")


def small_window(qtbot: QtBot, settings: QSettings) -> tuple[QMainWindow, ViewSizes, QLabel]:
    window, label = QMainWindow(), QLabel("Coat, 91 %")
    mark(label, type="answer")
    window.setCentralWidget(label)
    menu = window.menuBar().addMenu("View")
    sizes = ViewSizes(window, menu, settings, lambda is_folded: None)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, sizes, label


def test_the_text_size_is_chosen_by_keys_and_remembered(qtbot: QtBot, settings: QSettings) -> None:
    window, sizes, label = small_window(qtbot, settings)
    usual, of_answer = height(window), height(label)
    qtbot.keyClick(window, "+", CONTROL)
    assert height(window) > usual
    assert height(label) > of_answer, "what the style sheet sizes grows, too"
    for _ in range(9):
        qtbot.keyClick(window, "=", CONTROL)
    assert sizes.percent == 200
    assert not sizes.larger.isEnabled()
    assert height(window) >= 1.8 * usual
    assert height(label) >= 1.8 * of_answer
    qtbot.keyClick(window, "-", CONTROL)
    assert sizes.percent == 175
    qtbot.keyClick(window, "0", CONTROL)
    assert height(window) == usual
    assert not sizes.smaller.isEnabled()
    qtbot.keyClick(window, "+", CONTROL)
    assert small_window(qtbot, settings)[1].percent == 115


@pytest.mark.parametrize("kept", ["", "17", "9" * 400])
def test_a_damaged_text_size_is_left_out(qtbot: QtBot, settings: QSettings, kept: str) -> None:
    settings.setValue("window/text size", kept)
    assert small_window(qtbot, settings)[1].percent == 100


def test_text_follows_the_systems_font_also_when_it_changes(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _, label = small_window(qtbot, settings)
    usual, system = height(window), text_size._system_font()
    larger = QFont(system)
    larger.setPointSizeF(3 * system.pointSizeF())
    handle = window.windowHandle()
    QCoreApplication.sendEvent(handle, QEvent(QEvent.Type.ThemeChange))
    assert height(window) == usual, "it may have been the colours"
    monkeypatch.setattr(text_size, "_system_font", lambda: larger)
    QCoreApplication.sendEvent(handle, QEvent(QEvent.Type.ThemeChange))
    large = height(window)
    assert large >= 1.8 * usual
    assert height(label) > large, "the style sheet follows"
    qtbot.keyClick(window, "+", CONTROL)
    assert height(window) > large
    monkeypatch.setattr(text_size, "_system_font", lambda: system)
    QCoreApplication.sendEvent(handle, QEvent(QEvent.Type.ThemeChange))
    assert usual < height(window) < large, "what the user chose stays"
    qtbot.keyClick(window, "0", CONTROL)
    assert height(window) == usual


def test_f11_presents_and_escape_or_a_button_leaves(qtbot: QtBot, window: MainWindow) -> None:
    train, draw = window.train_page, window.draw_page
    window.resize(700, 520)
    wait_until_nothing_is_cut(qtbot, window)
    least = train.progress.minimumSizeHint().height()
    window.pages.setCurrentWidget(draw)
    wait_until_nothing_is_cut(qtbot, window)
    scale = window.browse_page.grid.scale
    usual, share = height(window), draw.canvas.height() / draw.height()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert height(window) >= 1.4 * usual
    tools = draw.toolbox
    few = {action for action, button in tools.buttons.items() if button.isVisible()}
    assert few == {tools.pen, tools.eraser, tools.undo, tools.clear}
    assert not tools.templates.isVisible()
    assert draw.game.buttons[draw.game.play].isVisible(), "visitors play"
    wait_until_nothing_is_cut(qtbot, window)
    assert draw.canvas.height() / draw.height() > share
    room = draw.room
    for pixels, is_seen in ((room.height(), False), (1000, True), (room.height(), False)):
        draw.set_room(QSize(room.width(), pixels))
        assert draw.similar.isVisible() is is_seen, "where there is the height for photographs"

    # One can draw, and Escape gives up first what is being pulled.
    tools.tools["line"].trigger()
    middle = draw.canvas.square().center().toPoint()
    qtbot.mousePress(draw.canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(draw.canvas, middle * 0.5)
    assert not draw.drawing.is_empty
    qtbot.keyClick(draw.canvas, Qt.Key.Key_Escape)
    assert draw.drawing.is_empty
    assert window.isFullScreen()
    tools.pen.trigger()
    qtbot.mouseClick(draw.canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseClick(tools.buttons[tools.clear], Qt.MouseButton.LeftButton)
    assert draw.drawing.is_empty

    window.pages.setCurrentWidget(train)
    assert train.plots
    assert train.plots.isVisible()
    assert not train.form.isVisible()
    assert train.controls.isVisible()
    assert train.progress.recipe.isVisible()
    assert train.progress.recipe.text() == "Recipe: mlp"
    wait_until_nothing_is_cut(qtbot, window)

    evaluate, browse, inside = window.evaluate_page, window.browse_page, window.inside_page
    content = window.map_page.make_content()
    folded = {
        evaluate: (evaluate.table, evaluate.parts, evaluate.save),
        browse: (browse.bar, browse.size_slider, browse.play),
        inside: (inside.math, inside.sources, inside.grow),
        window.map_page: (content.layers, content.colour_by, content.show_images),
    }
    pages = (evaluate, evaluate.matrix), (browse, browse.grid), (inside, inside.flow)
    for page, shown in (*pages, (window.map_page, content.view)):
        window.pages.setCurrentWidget(page)
        assert shown.isVisible()
        assert not any(widget.isVisible() for widget in folded[page])
        wait_until_nothing_is_cut(qtbot, window)
    assert browse.grid.scale > scale
    window.pages.setCurrentWidget(inside)
    gap = inside.height() - inside.area.mapTo(inside, inside.area.rect().bottomLeft()).y()
    assert gap < inside.height() / 10, "the layers get all of the height"
    presented = height(window)
    window.sizes.show_percent(200)
    assert 2.1 * usual > height(window) > presented, "not twice as large once more"
    window.sizes.show_percent(100)

    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert height(window) == usual
    assert browse.grid.scale == scale
    for page in folded:
        window.pages.setCurrentWidget(page)
        assert all(widget.isVisible() for widget in folded[page])
    window.pages.setCurrentWidget(train)
    qtbot.waitUntil(train.controls.isVisible)
    assert train.form.isVisible()
    assert not train.progress.recipe.isVisible()
    assert all(button.isVisibleTo(draw) for button in tools.buttons.values())
    assert window.statusBar().isVisible()
    # What its lines needed among large letters is given back.
    qtbot.waitUntil(lambda: train.progress.minimumSizeHint().height() <= least)
    assert window._settings.value("window/text size") is None, "a presentation chooses nothing"
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.mouseClick(window.header.leave, Qt.MouseButton.LeftButton)
    assert not window.isFullScreen()
    assert not window.header.leave.isVisible()


def test_a_widget_that_is_gone_leaves_nothing_behind(qapp: QApplication) -> None:
    def apply(label: QLabel) -> None:
        label.setMinimumWidth(20)

    label, of_apply = QLabel("Coat"), ref(apply)
    sized(label, apply)
    assert label.minimumWidth() == 20
    del label, apply
    gc.collect()
    assert of_apply() is None
