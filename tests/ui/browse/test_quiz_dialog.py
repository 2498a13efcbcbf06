"""You against the network, with the mouse and with the keys."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.quiz import Quiz
from fashion_gui.nn.network import Network
from fashion_gui.percent import SIGN, percent
from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.browse.quiz_dialog import QuizDialog
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow

KEYS = "1234567890"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> QuizDialog:
    dialog = QuizDialog(session, rng=np.random.default_rng(5))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def quiz(dialog: QuizDialog) -> Quiz:
    assert dialog.quiz
    return dialog.quiz


def play(qtbot: QtBot, dialog: QuizDialog, n_wrong: int = 0) -> None:
    """Answer to the end with keys, the first few images wrong."""
    assert dialog.quiz
    for place, label in enumerate(dialog.quiz.labels):
        qtbot.keyClick(dialog, KEYS[(label + (place < n_wrong)) % 10])


def mistaken_numbers(dialog: QuizDialog) -> list[int]:
    items = [dialog.outcome.mistakes.item(row) for row in range(dialog.outcome.mistakes.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items]


def other_names(network: Network) -> Network:
    names = [f"class {place}" for place in range(10)]
    return Network(network.architecture, network.parameters, names)


def test_the_keys_answer_and_the_end_shows_both_scores_and_each_mistake(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz
) -> None:
    for place, label in enumerate(quiz.labels):
        assert dialog.progress.text() == f"Image {place + 1} of 20: what is it?"
        qtbot.keyClick(dialog, KEYS[(label + (place < 3)) % 10])
    assert quiz.person_score == 17
    scores = f"You: 17 of 20. The network: {quiz.network_score} of 20."
    assert dialog.outcome.score.text() == scores
    assert dialog.outcome.isVisible()
    assert mistaken_numbers(dialog) == [quiz.numbers[place] for place in quiz.mistakes()]
    words = dialog.outcome.mistakes.item(0).text()
    names = dialog._session.dataset.class_names  # type: ignore[union-attr]  # it is loaded
    assert words.startswith(f"{names[quiz.labels[0]]}\nyou: ✗ {names[quiz.answers[0]]}")


@pytest.mark.parametrize(("n_wrong", "winner"), [(0, "You win!"), (20, "The network wins.")])
def test_the_end_says_who_won(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz, n_wrong: int, winner: str
) -> None:
    right, wrong = quiz.labels, tuple((label + 1) % 10 for label in quiz.labels)
    quiz.network_answers = wrong if n_wrong == 0 else right
    play(qtbot, dialog, n_wrong)
    assert dialog.outcome.winner.text() == winner


def test_as_many_right_answers_are_a_draw(qtbot: QtBot, dialog: QuizDialog, quiz: Quiz) -> None:
    quiz.network_answers = quiz.labels
    play(qtbot, dialog)
    assert dialog.outcome.winner.text() == "A draw!"
    assert dialog.outcome.mistakes.item(0).text() == "Not one mistake, on either side!"


def test_the_end_tells_how_little_twenty_images_tell(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz, session: Session
) -> None:
    play(qtbot, dialog, n_wrong=4)
    remark, answers = dialog.outcome.remark.text(), session.predictions_on(Split.TEST)
    assert answers
    assert f"83.5{SIGN} of 1,000 such images" in remark
    assert f"{percent(answers.report.accuracy)} of all test images" in remark
    assert f"you would get between 58 and 92{SIGN}" in remark  # Wilson's interval of 16 of 20


def test_people_were_asked_about_fashion_mnist_and_nothing_else(
    qtbot: QtBot, session: Session
) -> None:
    assert session.dataset
    assert session.active_model
    network = other_names(session.active_model.network)
    session.dataset = replace(session.dataset, class_names=network.class_names)
    session.library.active = replace(session.active_model, network=network)
    dialog = QuizDialog(session)
    qtbot.addWidget(dialog)
    play(qtbot, dialog)
    assert "83.5" not in dialog.outcome.remark.text()
    assert "tell little" in dialog.outcome.remark.text()


def test_a_mistake_is_picked_with_a_click_or_with_return(
    qtbot: QtBot, dialog: QuizDialog, session: Session
) -> None:
    play(qtbot, dialog, n_wrong=3)
    numbers, mistakes = mistaken_numbers(dialog), dialog.outcome.mistakes
    box = mistakes.visualItemRect(mistakes.item(2)).center()
    qtbot.mouseClick(mistakes.viewport(), LEFT, pos=box)
    assert session.picked == numbers[2]
    assert session.dataset
    name = session.dataset.name_of(numbers[2])
    assert dialog.outcome.looked_at.text() == f"{name} is selected on Browse."
    mistakes.setFocus()
    qtbot.keyClick(mistakes, Qt.Key.Key_Up)
    qtbot.keyClick(mistakes, Qt.Key.Key_Return)
    assert session.picked == numbers[1]


def test_the_network_speaks_after_the_person(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz, session: Session
) -> None:
    assert session.dataset
    names = session.dataset.class_names
    label = quiz.labels[0]
    quiz.network_answers = ((label + 2) % 10, *quiz.network_answers[1:])
    its = names[quiz.network_answers[0]]
    said = [dialog.told, dialog.standing, dialog.progress]
    assert not any(its in widget.text() for widget in said)
    qtbot.keyClick(dialog, KEYS[(label + 1) % 10])
    wrong = names[(label + 1) % 10]
    assert dialog.told.text() == f"✗ Not {wrong}: it was {names[label]}. The network said {its}."
    assert dialog.standing.text() == "You 0 of 1, the network 0 of 1"


@pytest.mark.parametrize(
    ("yours", "its", "expected"),
    [
        (0, 0, "✓ T-shirt/top, right. The network said so, too."),
        (0, 6, "✓ T-shirt/top, right. The network said Shirt."),
        (6, 0, "✗ Not Shirt: it was T-shirt/top. The network knew it."),
        (6, 6, "✗ Not Shirt: it was T-shirt/top. The network said Shirt, too."),
        (6, 2, "✗ Not Shirt: it was T-shirt/top. The network said Pullover."),
    ],
)
def test_the_image_before_is_told(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz, yours: int, its: int, expected: str
) -> None:
    quiz.labels = (0, *quiz.labels[1:])
    quiz.network_answers = (its, *quiz.network_answers[1:])
    qtbot.mouseClick(dialog.buttons[yours], LEFT)
    assert dialog.told.text() == expected


def test_the_buttons_answer_in_the_fixed_order_of_the_classes(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz
) -> None:
    assert [button.text() for button in dialog.buttons][:2] == ["1  T-shirt/top", "2  Trouser"]
    assert dialog.buttons[9].text() == "0  Ankle boot"
    qtbot.mouseClick(dialog.buttons[8], LEFT)
    qtbot.mouseClick(dialog.buttons[2], LEFT)
    assert quiz.answers == [8, 2]


def test_focus_and_the_space_bar_answer(qtbot: QtBot, dialog: QuizDialog, quiz: Quiz) -> None:
    assert dialog.focusWidget() is dialog.buttons[0]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(dialog.focusWidget(), key)
    assert quiz.answers == [2]


def test_digits_beside_the_letters_answer_too(qtbot: QtBot, dialog: QuizDialog, quiz: Quiz) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.KeypadModifier)
    assert quiz.answers == [9]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_Shift])
def test_other_keys_answer_nothing(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz, key: Qt.Key
) -> None:
    qtbot.keyClick(dialog, key)
    assert quiz.answers == []


def test_a_double_click_answers_one_image(qtbot: QtBot, dialog: QuizDialog, quiz: Quiz) -> None:
    button = dialog.buttons[4]
    qtbot.mouseClick(button, LEFT)
    # The second half of a double click, as Qt sends it.
    QTest.mouseDClick(button, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert quiz.answers[:1] == [4]
    assert len(quiz.answers) <= 2


def test_a_key_that_is_held_answers_one_image(dialog: QuizDialog, quiz: Quiz) -> None:
    for is_repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, "3", is_repeated
        )
        QApplication.sendEvent(dialog, event)
    assert quiz.answers == [2]


def test_another_round_has_other_images(qtbot: QtBot, dialog: QuizDialog, quiz: Quiz) -> None:
    qtbot.keyClicks(dialog, "1" * 20)
    qtbot.mouseClick(dialog.outcome.again, LEFT)
    assert dialog.quiz
    assert dialog.quiz.numbers != quiz.numbers
    assert dialog.progress.isVisible()
    assert dialog.progress.text().startswith("Image 1 of")
    assert dialog.standing.text() == ""


def test_a_network_that_is_chosen_in_the_middle_plays_the_next_round(
    qtbot: QtBot, dialog: QuizDialog, quiz: Quiz, session: Session
) -> None:
    assert session.dataset
    qtbot.keyClick(dialog, "1")
    session.choose("mlp")
    assert dialog.quiz is quiz
    qtbot.keyClicks(dialog, "1" * 19)
    assert "of all test images" not in dialog.outcome.remark.text()
    qtbot.mouseClick(dialog.outcome.again, LEFT)
    assert dialog.quiz
    images = session.dataset.images(np.array(dialog.quiz.numbers))
    expected = session.models["mlp"].network.predict_proba(images).argmax(axis=1)
    assert dialog.quiz.network_answers == tuple(expected)


def test_without_images_it_says_so_and_begins_when_they_come(
    qtbot: QtBot, small_dataset: Dataset, session: Session
) -> None:
    session.dataset = None
    dialog = QuizDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.problem.text() == "The images are still being loaded."
    assert dialog.problem.isVisible()
    assert not any(button.isVisible() for button in dialog.findChildren(QPushButton))
    qtbot.keyClick(dialog, "1")
    session.dataset = small_dataset
    session.dataset_changed.emit()
    assert dialog.progress.isVisible()
    assert dialog.progress.text() == "Image 1 of 20: what is it?"


def test_images_that_cannot_be_loaded_are_told(qtbot: QtBot, session: Session) -> None:
    session.dataset, session.loading_error = None, "The images could not be loaded."
    dialog = QuizDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.problem.text() == "The images could not be loaded."


def test_without_a_network_it_says_what_to_do(qtbot: QtBot, session: Session) -> None:
    session.library.active = None
    dialog = QuizDialog(session)
    qtbot.addWidget(dialog)
    assert "train one, or open a file" in dialog.problem.text()


def test_a_network_of_other_classes_is_told_also_at_the_next_round(
    qtbot: QtBot, dialog: QuizDialog, session: Session
) -> None:
    play(qtbot, dialog)
    assert session.active_model
    session.library.active = replace(
        session.active_model, network=other_names(session.active_model.network)
    )
    qtbot.mouseClick(dialog.outcome.again, LEFT)
    assert dialog.problem.isVisible()
    assert dialog.problem.text().endswith(session.incompatibility())
    assert "class 0" in dialog.problem.text()


def test_closing_in_the_middle_changes_nothing_on_browse(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    picked, question = window.session.picked, window.session.query
    qtbot.mouseClick(page.play, LEFT)
    dialog = page.findChild(QuizDialog)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog, "123")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(QuizDialog) is None)
    assert (window.session.picked, window.session.query) == (picked, question)
