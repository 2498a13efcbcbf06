"""The rail of the pages, the chip of the network that answers, and the page that comes first."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.percent import percent
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.names import whole_parts
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
TITLES = ["Draw", "Train", "Evaluate", "Browse", "Inside", "Map"]


@pytest.fixture
def has_plots() -> bool:
    return False


def title_of(window: MainWindow) -> str:
    """Return what is in sight, and see to it that all parts agree."""
    page = window.pages.currentWidget()
    assert page
    [checked] = [button for button in window.rail.buttons if button.isChecked()]
    assert checked.text() == window.header.title.text() == page.windowTitle()
    return checked.text()


def test_the_rail_shows_and_changes_the_page(qtbot: QtBot, window: MainWindow) -> None:
    buttons = window.rail.buttons
    assert [button.text() for button in buttons] == TITLES
    assert not any(button.icon().isNull() for button in buttons)
    for button in reversed(buttons):
        qtbot.mouseClick(button, LEFT)
        assert title_of(window) == button.text()
        assert window.header.idea.text() in button.toolTip()
        assert f"(Ctrl+{1 + buttons.index(button)})" in button.toolTip()
    styles = []
    for height in (360, 720):  # a low window has no room for names, which are still heard
        window.resize(900, height)
        QApplication.processEvents()
        styles.append({button.toolButtonStyle() for button in buttons})
        lowest = buttons[-1].geometry().bottom()
        assert lowest < window.rail.height()
    icon, name = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextUnderIcon
    assert styles == [{icon}, {name}]
    for number, title in enumerate(TITLES, start=1):
        qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
        assert title_of(window) == title

    # The arrows choose, and the Tab key comes to the page in sight alone.
    window.activateWindow()
    buttons[-1].setFocus()
    qtbot.waitUntil(buttons[-1].hasFocus)
    for title in reversed(TITLES[:-1]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
        assert title_of(window) == title
    buttons[0].setFocus()
    qtbot.keyClick(window, "6", Qt.KeyboardModifier.ControlModifier)
    assert buttons[5].hasFocus(), "the ring is where the page is"
    qtbot.keyClick(window, "1", Qt.KeyboardModifier.ControlModifier)
    buttons[0].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() not in buttons

    # What another part of the program shows is marked, too.
    window.session.browse(window.session.query)
    assert title_of(window) == "Browse"


def test_every_entry_of_a_menu_has_an_icon_and_words_as_in_a_sentence(window: MainWindow) -> None:
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[attr-defined]
            has_icon = not action.icon().isNull()
            assert has_icon or action.isSeparator() or action.isCheckable() or action.menu(), (
                f"{action.text()}: give it one with set_icon"
            )
            text = action.text().replace("&", "").replace("Fashion GUI", "")
            words = text.removesuffix(" …").split()
            assert all(word.lower() != other.lower() for word, other in pairwise(words)), words
            assert not any("…" in word for word in words)
            assert all(word.islower() or word.isupper() for word in words[1:]), "as in a sentence"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)")
def test_the_chip_tells_name_accuracy_and_knowledge_and_opens_the_list(
    qtbot: QtBot, window: MainWindow
) -> None:
    chip, session = window.choices, window.session
    answers = session.predictions.current
    assert answers
    accuracy = percent(answers.report.accuracy)
    assert chip.words() == f"{DEFAULT_MODEL}  ·  {accuracy}  ·  knows drawings"
    assert chip.accessibleDescription() == chip.words()
    room = chip.fontMetrics().horizontalAdvance(chip.words()) - 1
    assert chip.words(room) == f"{DEFAULT_MODEL}  ·  {accuracy}", "no half words"
    chip.resize(900, chip.height())
    option = QStyleOptionComboBox()
    chip.initStyleOption(option)
    assert option.currentText == chip.words(), "all of it is painted where there is room"

    width = chip.sizeHint().width()
    qtbot.mouseClick(chip, LEFT)
    qtbot.waitUntil(chip.view().isVisible)
    row = chip.findData("mlp")
    index = chip.model().index(row, 0)
    told = index.data(Qt.ItemDataRole.ToolTipRole)
    recorded = session.models["mlp"].test_accuracy
    assert recorded is not None
    assert f"knows drawings  ·  {percent(recorded)}  ·  " in told
    assert str(session.models["mlp"].network.architecture) in told
    details, metrics = told.partition("\n")[2], chip.fontMetrics()
    room, between = metrics.horizontalAdvance(details), "  ·  "
    assert whole_parts(details, metrics, room, between) == details
    all_but_last = details.rpartition(between)[0]
    assert whole_parts(details, metrics, room - 1, between) == all_but_last, "no half one"
    assert chip.view().visualRect(index).height() >= 2 * chip.fontMetrics().height()
    step = Qt.Key.Key_Down if row > chip.currentIndex() else Qt.Key.Key_Up
    for _ in range(abs(row - chip.currentIndex())):
        qtbot.keyClick(chip.view(), step)
    qtbot.keyClick(chip.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.active_model is session.models["mlp"])
    qtbot.waitUntil(lambda: "%" in chip.words(), timeout=20_000)
    assert chip.words().startswith("mlp  ·  ")
    assert chip.sizeHint().width() == width, "nothing beside it moves"


@pytest.mark.parametrize(
    ("kept", "expected"),
    [(None, "Draw"), ("Evaluate", "Evaluate"), ("0", "Train"), ("3", "Draw"), ("nonsense", "Draw")],
    ids=["first start", "last page", "earlier version", "earlier version, Draw", "damaged"],
)
def test_draw_comes_first_and_later_the_page_that_was_open(
    qtbot: QtBot, dataset_directory: Path, settings: QSettings, kept: str | None, expected: str
) -> None:
    if kept is not None:
        settings.setValue("window/page", kept)
    window = MainWindow(Session(dataset_directory), settings)
    window.show()
    qtbot.waitExposed(window)
    assert title_of(window) == expected
    takes_tab = [b.text() for b in window.rail.buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert takes_tab == [expected]
    qtbot.mouseClick(window.rail.buttons[3], LEFT)
    window.close_unasked()
    window.deleteLater()
    assert settings.value("window/page") == "Browse"
