"""You against the network, with the mouse and with the keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.browse.quiz_dialog import QuizDialog
from fashion_gui.ui.main_window import MainWindow
from fashion_gui.ui.session import Session

KEYS = "1234567890"


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> QuizDialog:
    dialog = QuizDialog(session, rng=np.random.default_rng(5))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_keys_answer_and_the_end_shows_both_scores_and_each_mistake(
    qtbot: QtBot, dialog: QuizDialog, session: Session
) -> None:
    quiz = dialog.quiz
    assert quiz
    for place, label in enumerate(quiz.labels):
        assert dialog.progress.text() == f"Image {place + 1} of 20: what is it?"
        chosen = (label + 1) % 10 if place < 3 else label
        qtbot.keyClick(dialog, KEYS[chosen])
    assert quiz.person_score == 17
    assert dialog.score.text() == f"You: 17 of 20. The network: {quiz.network_score} of 20."
    assert "83.5 %" in dialog.remark.text()
    numbers = [
        dialog.mistakes.item(row).data(Qt.ItemDataRole.UserRole)
        for row in range(dialog.mistakes.count())
    ]
    assert numbers == [quiz.numbers[place] for place in quiz.mistakes()]
    box = dialog.mistakes.visualItemRect(dialog.mistakes.item(2)).center()
    qtbot.mouseClick(dialog.mistakes.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert session.picked == numbers[2]


def test_the_buttons_answer_in_the_fixed_order_of_the_classes(
    qtbot: QtBot, dialog: QuizDialog
) -> None:
    quiz = dialog.quiz
    assert quiz
    assert [button.text() for button in dialog.buttons][:2] == ["1  T-shirt/top", "2  Trouser"]
    qtbot.mouseClick(dialog.buttons[8], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.buttons[2], Qt.MouseButton.LeftButton)
    assert quiz.answers == [8, 2]


def test_another_round_has_other_images(qtbot: QtBot, dialog: QuizDialog) -> None:
    first = dialog.quiz
    assert first
    qtbot.keyClicks(dialog, "1" * 20)
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.quiz
    assert dialog.quiz.numbers != first.numbers
    assert dialog.progress.text().startswith("Image 1 of")


def test_without_images_it_says_so(qtbot: QtBot) -> None:
    session = Session()
    dialog = QuizDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.progress.text() == "The images are still being loaded."
    assert not any(button.isEnabled() for button in dialog.buttons)
    session.deleteLater()


def test_it_opens_from_browse(qtbot: QtBot, page: BrowsePage, window: MainWindow) -> None:
    qtbot.mouseClick(page.play, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QuizDialog)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(QuizDialog) is None)
