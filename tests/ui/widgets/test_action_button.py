"""A button that stands for an action."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.widgets.action_button import ActionButton, make_action

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


@pytest.fixture
def done() -> list[str]:
    """What actions were triggered, by their texts."""
    return []


def action(owner: QWidget, done: list[str], text: str) -> QAction:
    made = make_action(owner, text, "P", f"About {text}.", "play")
    made.triggered.connect(lambda: done.append(text))
    return made


def test_it_shows_what_the_action_shows_and_does_what_it_does(
    qtbot: QtBot, owner: QWidget, done: list[str]
) -> None:
    play = action(owner, done, "Play")
    button = ActionButton(play, parent=owner)
    assert button.text() == "Play"
    assert not button.icon().isNull()
    assert button.toolTip() == "About Play. (P)"
    qtbot.mouseClick(button, LEFT)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    play.setEnabled(False)
    play.setText("Wait")
    assert not button.isEnabled()
    assert button.text() == "Wait"
    qtbot.mouseClick(button, LEFT)
    assert done == ["Play", "Play"]


def test_it_can_stand_for_another_action(qtbot: QtBot, owner: QWidget, done: list[str]) -> None:
    first, second = action(owner, done, "&Start"), action(owner, done, "&Pause")
    button = ActionButton(first, "primary", owner)
    button.show_action(second)
    first.setText("Not shown")
    assert button.text() == "&Pause"
    qtbot.mouseClick(button, LEFT)
    assert done == ["&Pause"]


def test_the_button_of_the_chosen_action_stays_down(qtbot: QtBot, owner: QWidget) -> None:
    group = QActionGroup(owner)
    buttons = []
    for text in ("Pen", "Line"):
        made = action(owner, [], text)
        made.setCheckable(True)
        group.addAction(made)
        buttons.append(ActionButton(made, "tool", owner))
    for clicked in (0, 0, 1, 1, 0):
        qtbot.mouseClick(buttons[clicked], LEFT)
        assert [button.isChecked() for button in buttons] == [clicked == 0, clicked == 1]


def test_words_on_a_button_may_be_shorter(owner: QWidget) -> None:
    load = make_action(owner, "Load selected image", None, "", "image")
    load.setIconText("Load image")
    assert ActionButton(load, parent=owner).text() == "Load image"
