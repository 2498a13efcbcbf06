"""What the style sheet paints: edges, rings, and no movement with the focus."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fashion_gui.evaluation.metrics import Reliability
from fashion_gui.locations import ICONS
from fashion_gui.ui.evaluate.certainty_plots import ReliabilityPlot
from fashion_gui.ui.evaluate.save_report import SaveReport
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.contrast import contrast
from fashion_gui.ui.theme.palette import palette_of, show_scheme
from fashion_gui.ui.theme.sizes import CONTROL, PRIMARY, RING, SPACE_24
from fashion_gui.ui.theme.style_sheet import body_font, mark, style_sheet, styled_once
from fashion_gui.ui.theme.tokens import DARK, LIGHT, Tokens
from fashion_gui.ui.widgets.action_button import ActionButton
from fashion_gui.ui.widgets.filled_button import FilledButton
from fashion_gui.ui.widgets.number_box import NumberBox
from fashion_gui.ui.window.main_window import MainWindow

MARK = 3.0
SCHEMES = {"light": (Qt.ColorScheme.Light, LIGHT), "dark": (Qt.ColorScheme.Dark, DARK)}
EDGED = (QPushButton, QToolButton, QComboBox, QLineEdit, NumberBox)


@pytest.fixture(params=SCHEMES)
def tokens(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Tokens]:
    """The program's look in one of its schemes, taken back afterwards."""
    palette = QApplication.palette()
    scheme, tokens = SCHEMES[request.param]
    show_scheme(scheme)
    yield tokens
    qapp.setStyleSheet("")
    QApplication.setPalette(palette)


def test_the_next_sheet_gets_to_know_what_was_made_but_not_shown(
    qtbot: QtBot, tokens: Tokens
) -> None:
    window, known = QWidget(), Qt.WidgetAttribute.WA_StyleSheet
    qtbot.addWidget(window)
    window.setAttribute(known)  # as Qt does when it looks for the rules of a widget
    with styled_once():
        assert not window.testAttribute(known), "Qt would not watch for its end, and crash"


class Counter(QObject):
    """How often a widget was told of another style."""

    n_told = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.n_told += event.type() is QEvent.Type.StyleChange
        return False


def test_another_sheet_styles_each_widget_once_and_leaves_nothing(
    qtbot: QtBot, tokens: Tokens, qapp: QApplication
) -> None:
    other = Qt.ColorScheme.Light if tokens is DARK else Qt.ColorScheme.Dark
    window, counter = QWidget(), Counter()
    qtbot.addWidget(window)
    inner = window
    for _ in range(8):
        layout = QVBoxLayout(inner)
        layout.addWidget(inner := QWidget())
    box = QComboBox(inner)
    window.show()
    delegates = box.view().findChildren(QAbstractItemDelegate)
    inner.installEventFilter(counter)
    with styled_once(), styled_once():
        show_scheme(other)
        assert not qapp.styleSheet(), "only at the end"
    show_scheme(SCHEMES["light" if tokens is LIGHT else "dark"][0])
    assert counter.n_told == 4, "twice each time: that the old one goes, that the new one comes"
    assert box.view().findChildren(QAbstractItemDelegate) == delegates


@pytest.fixture
def controls(qtbot: QtBot, tokens: Tokens) -> QWidget:
    """One control of each kind, on a card's ground."""
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.setStyleSheet(f"QWidget#ground {{ background: {tokens.card}; }}")
    ground.setObjectName("ground")
    layout = QVBoxLayout(ground)
    for kind in (*EDGED, QCheckBox):
        layout.addWidget(kind())
    layout.addWidget(QSlider(Qt.Orientation.Horizontal))
    for kind, rank in product((QPushButton, QToolButton), ("primary", "secondary", "quiet")):
        button = kind()
        button.setText("Go")
        mark(button, rank=rank)
        layout.addWidget(button)
    for child in ground.findChildren(QWidget):
        child.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    ground.show()
    ground.activateWindow()
    qtbot.waitActive(ground)
    return ground


def left_edge(image: QImage) -> list[QColor]:
    """Return the colours of the outermost pixels half way down."""
    return [image.pixelColor(x, image.height() // 2) for x in range(RING)]


def children(widget: QWidget) -> list[QWidget]:
    return [c for c in widget.children() if isinstance(c, QWidget)]


def test_every_control_has_an_edge_that_is_seen(controls: QWidget, tokens: Tokens) -> None:
    controls.setFocus()
    for control in children(controls):
        if isinstance(control, EDGED) and control.property("rank") not in ("primary", "quiet"):
            edge, *_ = left_edge(control.grab().toImage())
            assert contrast(edge, QColor(tokens.card)) >= MARK, control


def test_boxes_and_icons_of_menus_are_seen_and_grow(qtbot: QtBot, tokens: Tokens) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    for is_checked in (False, True):
        action = menu.addAction("Reduce motion")
        action.setCheckable(True)
        action.setChecked(is_checked)
    picture = menu.grab().toImage()
    for action in menu.actions():
        room = menu.actionGeometry(action)
        y = room.center().y()
        colours = [picture.pixelColor(x, y) for x in range(room.left(), room.left() + SPACE_24)]
        assert max(contrast(colour, QColor(tokens.card)) for colour in colours) >= MARK
    once, twice = (re.findall(r"icon-size: (\d+)px", style_sheet(LIGHT, s)) for s in (1.0, 2.0))
    assert [2 * int(size) for size in once] == [int(size) for size in twice]
    assert once


def test_bars_of_calibration_are_seen(qtbot: QtBot, tokens: Tokens) -> None:
    page, plot = QWidget(), ReliabilityPlot()
    qtbot.addWidget(page)  # and not the plot, which pyqtgraph closes in a way of its own
    QVBoxLayout(page).addWidget(plot)
    page.resize(500, 300)
    plot.show_reliability(Reliability(np.zeros(10), np.full(10, 0.6), np.full(10, 100)))
    page.show()
    plot.colour(palette_of(tokens))
    picture = plot.grab().toImage()
    box, card = plot.spoken_rect(4), QColor(tokens.card)  # from 0 to 100 %

    def across(percent: int) -> list[QColor]:
        y = round(box.bottom() - box.height() * percent / 100)
        return [picture.pixelColor(x, y) for x in range(box.left() - 2, box.right() + 3)]

    accuracy, count = across(30), across(5)
    assert max(contrast(colour, card) for colour in accuracy[: len(accuracy) // 2]) >= MARK
    middle = len(count) // 2
    assert contrast(count[middle], card) >= MARK
    beside = min(count[middle : middle + len(count) // 3], key=lambda one: contrast(one, card))
    assert contrast(beside, count[middle]) >= MARK, "an edge as the ground keeps the two apart"


def test_the_ring_is_two_pixels_of_accent_and_moves_nothing(
    qtbot: QtBot, controls: QWidget, tokens: Tokens
) -> None:
    for control in children(controls):
        before = control.geometry(), control.sizeHint()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(control.hasFocus)
        colours = left_edge(control.grab().toImage())
        assert colours == [QColor(tokens.accent)] * RING, control
        assert (control.geometry(), control.sizeHint()) == before, control


def test_the_ring_of_the_filled_button_stands_off_from_it(
    qtbot: QtBot, controls: QWidget, tokens: Tokens
) -> None:
    layout, action = controls.layout(), QAction("Go", controls)
    assert layout
    for primary in (FilledButton("Go"), ActionButton(action, "primary"), SaveReport()):
        layout.addWidget(primary)
        primary.setFocus()
        qtbot.waitUntil(primary.hasFocus)
        image = controls.grab(primary.geometry()).toImage()
        row = [image.pixelColor(x, image.height() // 2).name() for x in range(7 * RING)]
        accent, card = [tokens.accent], [tokens.card] * RING
        assert row == RING * accent + card + 5 * RING * accent, primary
        column = [image.pixelColor(image.width() // 2, y).name() for y in range(3 * RING)]
        assert column == RING * accent + card + RING * accent, primary


def test_controls_have_their_heights(controls: QWidget) -> None:
    for control in children(controls):
        if isinstance(control, EDGED):
            is_large = control.property("rank") in ("primary", "secondary")
            assert control.height() == (PRIMARY if is_large else CONTROL), control


@pytest.mark.parametrize("tokens", ["light"], indirect=True)
def test_everything_that_takes_the_focus_shows_it(
    qtbot: QtBot, dataset_directory: Path, settings: object, tokens: Tokens
) -> None:
    window = MainWindow(Session(dataset_directory), settings)  # type: ignore[arg-type]
    window.show()
    window.activateWindow()
    window.begin_soon(0)
    qtbot.waitUntil(lambda: window.session.predictions.current is not None, timeout=20_000)
    n_tried = 0
    for page in range(window.pages.count()):
        window.pages.setCurrentIndex(page)
        for widget in window.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if not (takes and widget.isVisible() and widget.isEnabled()) or widget.focusProxy():
                continue
            if widget.property("rank") == "primary":
                continue  # filled with accent already: the test of its ring is above
            window.setFocus()
            before = n_of(QColor(tokens.accent), widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            assert n_of(QColor(tokens.accent), widget) > before, widget
            n_tried += 1
    assert n_tried > 50
    window.close_unasked()
    window.deleteLater()


def n_of(colour: QColor, widget: QWidget) -> int:
    """Return how many pixels of a widget have a colour."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(image.constBits()).count(colour.rgb().to_bytes(4, "little"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_signs_of_controls_have_the_colours_of_their_scheme(scheme: str) -> None:
    tokens = SCHEMES[scheme][1]
    for name, colour in (
        ("chevron-up", tokens.text),
        ("chevron-down", tokens.text),
        ("check", tokens.on_accent),
    ):
        sign = (ICONS / "controls" / f"{name}-{scheme}.svg").read_text(encoding="utf-8")
        assert re.findall("#[0-9a-f]{6}", sign) == [colour]


def test_type_grows_with_the_font_of_the_program(qapp: QApplication) -> None:
    font = qapp.font()
    font.setPixelSize(9)
    small = body_font(font)
    font.setPixelSize(28)
    assert small.pointSizeF() < body_font(font).pointSizeF()
    once, twice = (re.findall(r"font-size: (\d+)px", style_sheet(LIGHT, s)) for s in (1.0, 2.0))
    assert [2 * int(size) for size in once] == [int(size) for size in twice]


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
@pytest.mark.parametrize("n_entries", [2, 3, 12])
def test_every_entry_of_a_list_is_whole_and_below_its_box(
    qtbot: QtBot, tokens: Tokens, n_entries: int
) -> None:
    box = QComboBox()
    box.addItems([f"entry {number}" for number in range(n_entries)])
    qtbot.addWidget(box)
    box.move(50, 20)
    box.show()
    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    assert view.verticalScrollBar().maximum() == 0
    last = view.visualRect(view.model().index(n_entries - 1, 0))
    assert last.bottom() <= view.viewport().height()
    assert view.mapToGlobal(QPoint()).y() >= box.mapToGlobal(QPoint(0, box.height() - 2)).y()
    box.hidePopup()
