"""Buttons with icons have words where there is room, and need none."""

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.train.button_row import ButtonRow


@pytest.mark.usefixtures("usual_font")
def test_the_first_buttons_have_words_where_there_is_room(qtbot: QtBot) -> None:
    first, second, open_ = (QPushButton(words) for words in ("", "", "Open"))
    for button in (first, second):
        set_icon(button, "eye")
    row = ButtonRow((open_, second, first), {first: "Show", second: "Use network"}, QLabel())
    window = QWidget()
    qtbot.addWidget(window)
    QHBoxLayout(window).addWidget(row)
    window.resize(900, 60)
    window.show()
    qtbot.waitUntil(lambda: (first.text(), second.text()) == ("Show", "Use network"))
    least = row.minimumSizeHint().width()
    texts = set()
    for width in range(900, window.minimumSizeHint().width(), -20):
        window.resize(width, 60)
        QApplication.processEvents()
        texts.add((first.text(), second.text()))
        assert abs(row.minimumSizeHint().width() - least) <= 8, "words need no room"
    assert texts == {("Show", "Use network"), ("Show", ""), ("", "")}
    open_.setText("Open all that there is")
    window.resize(least + 130, 60)
    qtbot.waitUntil(lambda: first.text() == "")
