"""The keyboard's way through each page: to everything, as the eye goes, and round again."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.percent import SIGN
from fashion_gui.ui.widgets import save_picture
from fashion_gui.ui.window.main_window import MainWindow

_MOST = 150
_LEAST_SEEN = 20
"""Height of what is seen of whatever has the focus, in pixels."""
_SAME_LINE = 0.5
"""Share of the height of the lower of two widgets that they have in common on one line."""


def way_round(qtbot: QtBot, window: MainWindow, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab until the focus is where it was first, and return where it has been."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first = QApplication.focusWidget()
    assert first
    way = [first]
    for _ in range(_MOST):
        qtbot.keyClick(QApplication.focusWidget(), key)
        here = QApplication.focusWidget()
        assert here
        assert seen_of(here) >= min(here.height(), _LEAST_SEEN), f"{name_of(here)} is out of sight"
        if here is first:
            return way
        assert here not in way, f"{way[-1]} leads back to {here}: a trap"
        way.append(here)
    raise AssertionError(f"{_MOST} presses of Tab have not led back")


def seen_of(widget: QWidget) -> int:
    """Return the height of what no area that scrolls hides of a widget, in pixels."""
    seen, around = widget.rect(), widget.parentWidget()
    while around:
        if isinstance(around, QScrollArea):
            viewport = around.viewport()
            seen &= QRect(widget.mapFrom(viewport, QPoint()), viewport.size())
        around = around.parentWidget()
    return seen.height()


def box_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def is_before(one: QRect, other: QRect) -> bool:
    """Tell whether the eye comes to one thing before another: on a line from the left, or above."""
    shared = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    if shared > _SAME_LINE * min(one.height(), other.height()):
        return one.left() <= other.left()
    return one.top() <= other.top()


def name_of(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r}"


def expected_on(window: MainWindow) -> list[QWidget]:
    """Return everything in sight that the keyboard acts on."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.window() is window
    ]


def test_tab_leads_to_everything_on_a_page_as_the_eye_goes_and_round_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1280, 720)
    for index in range(window.pages.count()):
        window.pages.setCurrentIndex(index)
        QApplication.processEvents()
        way = way_round(qtbot, window)
        missing = [name_of(widget) for widget in expected_on(window) if widget not in way]
        assert not missing, window.header.title.text()
        assert len(way) > 4
        for one, other in pairwise(way):
            if one.parentWidget() is other.parentWidget():
                first, then = box_of(one, window), box_of(other, window)
                assert is_before(first, then), f"{name_of(other)} comes after {name_of(one)}"
        back = way_round(qtbot, window, Qt.Key.Key_Backtab)
        assert back[1:] == way[:0:-1], "Shift+Tab goes the same way back"
    plots = window.train_page.plots
    assert plots
    window.pages.setCurrentWidget(window.train_page)
    assert {plots.loss, plots.accuracy} <= set(way_round(qtbot, window))


def test_plots_show_the_focus_are_saved_by_a_key_and_opened_by_another(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "loss.png"
    monkeypatch.setattr(save_picture, "ask_for_new_file", lambda *_: target)
    window.resize(1100, 760)
    window.activateWindow()
    assert window.train_page.plots
    loss = window.train_page.plots.loss
    before = loss.grab().toImage()
    loss.setFocus()
    qtbot.waitUntil(loss.hasFocus)
    assert loss.grab().toImage() != before
    qtbot.keyClick(loss, "e", Qt.KeyboardModifier.ControlModifier)
    assert target.is_file()

    page = window.evaluate_page
    window.pages.setCurrentWidget(page)
    page.results.setCurrentIndex(2)
    plot = page.certainty.reliability
    assert plot
    plot.setFocus()
    qtbot.waitUntil(plot.hasFocus)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert plot.spoken_item(plot.spoken_focus()).startswith(f"80 to 90{SIGN} sure")
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    assert window.session.query.confidence == pytest.approx((0.8, 0.9))
    assert window.browse_page.isVisible()
