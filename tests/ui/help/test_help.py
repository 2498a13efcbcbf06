"""Help: what is under the focus or the pointer, the keys, the glossary, what is new."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QCursor, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui import __version__
from fashion_gui.training.recipes import settings
from fashion_gui.ui.help.explanation import Explanation, explain, explained
from fashion_gui.ui.help.glossary import glossary, glossary_with
from fashion_gui.ui.help.news import news
from fashion_gui.ui.help.shortcuts import shortcuts_of
from fashion_gui.ui.widgets.action_button import keys_in_words
from fashion_gui.ui.window.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("plugin does not support (raise|grabbing)", extend=True)
FUNCTION_KEYS = {f"F{number}" for number in range(1, 13)} | {"Del", "Ins"}


@pytest.fixture
def has_plots() -> bool:
    return False


def card_after_f1(qtbot: QtBot, window: MainWindow, widget: QWidget) -> str:
    """Give a widget the focus, press F1, and return the words of the card."""
    window.activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    qtbot.keyClick(widget, Qt.Key.Key_F1)
    card = window.help.card
    assert card.isVisible()
    words = card.words.text()
    assert window.frameGeometry().contains(card.frameGeometry())
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    return re.sub("<[^>]*>", " ", words)


def test_f1_explains_what_has_the_focus_or_what_the_pointer_came_to(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.pages.setCurrentWidget(window.train_page)
    form = window.train_page.form
    rate = form.editors["learning_rate"]
    rate.setText("0.25")  # type: ignore[attr-defined]
    words = card_after_f1(qtbot, window, rate)
    setting = next(setting for setting in settings() if setting.name == "learning_rate")
    assert "Learning rate" in words
    assert setting.metadata["help"] in words
    assert "0.25" in words
    assert "train --learning-rate" in words
    assert "can be changed during a run" in words
    convolutions = form.editors["convolutions"]
    label = next(each for each in form.findChildren(QLabel) if each.buddy() is convolutions)
    about = explained(label)
    assert about
    assert (explain(about).title, explain(about).value) == ("Convolutions", "none")
    words = card_after_f1(qtbot, window, window.rail.buttons[1])
    assert "watch it learn" in words
    assert "Key: Ctrl+2" in words
    assert words.count("Train") == 1
    window.pages.setCurrentWidget(window.draw_page)
    toolbox = window.draw_page.toolbox
    words = card_after_f1(qtbot, window, toolbox.width_slider)
    assert "Size of the brush" in words
    assert "2 px" in words
    words = card_after_f1(qtbot, window, toolbox.buttons[toolbox.mirror])
    assert "Draw one half and get both" in words
    assert "off" in words
    assert "Key: M" in words
    words = card_after_f1(qtbot, window, window.draw_page.canvas)
    assert "empty; tool: pen" in words

    # The pointer moves after the focus came to the canvas.
    window.pages.setCurrentWidget(window.draw_page)
    window.draw_page.canvas.setFocus()
    qtbot.waitUntil(window.draw_page.canvas.hasFocus)
    bars = window.draw_page.answer.bars
    QCursor.setPos(bars.mapToGlobal(QPoint(20, 20)))
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert "Together they make 100 %" in window.help.card.words.text()
    qtbot.mouseClick(window.help.card, Qt.MouseButton.LeftButton)
    assert not window.help.card.isVisible()

    # What never breaks where it stands is not cut in the card.
    card = window.help.card
    card.show_explanation(Explanation("A", "b", "figure\N{NO-BREAK SPACE}" * 30, ()), bars)
    assert card.words.minimumSizeHint().width() <= card.words.width()
    card.hide()

    # Nothing has the focus, nothing is pointed at: the page is explained.
    QCursor.setPos(QPoint(0, 0))
    window.setFocus()
    window.clearFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is None)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert "Draw something yourself" in window.help.card.words.text()
    qtbot.mouseClick(window.help.card, Qt.MouseButton.LeftButton)


def test_every_control_can_be_explained(qtbot: QtBot, window: MainWindow) -> None:
    n_told = 0
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is window:
            about = explained(widget)
            if about is not None:
                told = explain(about)
                assert told.title, widget
                assert told.idea, widget
                n_told += 1
            else:  # tabs hand the focus to their bar, which is empty before it is used
                parent = widget.parentWidget()
                bars = [each for each in (widget, parent) if isinstance(each, QTabBar)]
                is_empty = bool(bars) and bars[0].count() == 0
                assert is_empty or isinstance(widget, QTabWidget), widget
    assert n_told > 40
    truth = window.browse_page.detail.truth
    truth.setText("<b>Test image 0</b><br>True class: Bag")
    assert explain(truth).value == "Test image 0\nTrue class: Bag"
    assert explained(QLabel("alone")) is None


def test_the_page_of_keys_has_every_action_and_changes_with_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    groups = shortcuts_of(window)
    told = {keys for group in groups.values() for keys in group}
    for action in window.findChildren(QAction):
        if keys := keys_in_words(action.shortcuts()):
            assert keys in told, action.text()
    assert groups["Run"]["F5 or Ctrl+R"] == "Start"
    assert keys_in_words([QKeySequence(key) for key in ("F5", "F6", "F7")]) == "F5, F6 or F7"
    window.train_page.controls.start.setShortcut("Ctrl+Shift+Y")
    qtbot.keyClick(window, "/", Qt.KeyboardModifier.ControlModifier)
    page = window.help.help_window
    assert page
    assert page.isVisible()
    assert "Ctrl+Shift+Y" in page.keys.toPlainText()
    assert "Arrows" in page.keys.toPlainText()
    page.close()


def test_every_command_has_a_key_of_its_own_that_a_small_laptop_has(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for action in window.findChildren(QAction):
        keys = [key.toString() for key in action.shortcuts()]
        assert not keys or set(keys) - FUNCTION_KEYS, f"{action.text()} has only {keys}"
        for key in keys:
            other = seen.setdefault(key, action.text())
            if (other, action.text()) == ("&Start", "&Pause"):
                continue  # one button, of which only one action is enabled at a time
            assert other == action.text(), f"{key}: {other} and {action.text()}"


def test_the_second_key_does_what_the_first_does(qtbot: QtBot, window: MainWindow) -> None:
    page = window.draw_page
    window.pages.setCurrentWidget(page)
    page.canvas.setFocus()
    middle = page.canvas.square().center().toPoint()
    qtbot.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert not page.drawing.is_empty
    qtbot.keyClick(page.canvas, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert page.drawing.is_empty


def test_the_glossary_knows_fields_words_and_settings_and_can_be_searched(
    qtbot: QtBot, window: MainWindow
) -> None:
    words = glossary()
    assert {"Confusion matrix", "Epoch", "Dropout", "Learning rate"} <= words.keys()
    assert list(words) == sorted(words, key=str.lower)
    assert next(iter(glossary_with("recall"))) == "Recall"
    qtbot.keyClick(window, "g", Qt.KeyboardModifier.ControlModifier)
    page = window.help.help_window
    assert page
    qtbot.keyClicks(page.search, "dropout")
    assert glossary()["Dropout"] in page.words.toPlainText()
    assert "Support" not in page.words.toPlainText()
    qtbot.keyClicks(page.search, "xyz")
    assert "No entry" in page.words.toPlainText()
    page.pages.setCurrentIndex(2)
    said = page.news.toPlainText()
    assert said.startswith(f"What is new\nThis is Fashion GUI {__version__}")
    assert said.index("Help: F1 explains") < said.index("On the command line and from Python")
    assert "Unreleased" not in said
    page.close()


def test_news_begin_with_the_largest_and_name_the_version_that_runs() -> None:
    changelog = """# Changelog

For people.

## Unreleased

* A repair.
* **A page** is new,
  and large.

### From Python

* `fashion_gui.x`.

## 0.2.0

* Old.
"""
    assert (
        news(changelog, "0.2.0")
        == """# What is new

**This is Fashion GUI 0.2.0**, with what has been added since. The most important comes first.

## New

* **A page** is new,
  and large.

## Improved

* A repair.

## From Python

* `fashion_gui.x`.

## Version 0.2.0

* Old."""
    )
    released = news(changelog.partition("## 0.2.0")[0].replace("Unreleased", "0.3.0"), "0.3.0")
    assert "**This is Fashion GUI 0.3.0**. The most important" in released
    fresh = "# Changelog\n\n## Unreleased\n\n## 0.3.0\n\n* One.\n"
    assert "**This is Fashion GUI 0.3.0**. The most important" in news(fresh, "0.3.0")
    assert "is missing" in news("", "0.3.0")
