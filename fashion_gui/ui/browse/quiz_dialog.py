"""You against the network: twenty images, and a button for each class."""

import numpy as np
from numpy.random import Generator
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Dataset, Split
from fashion_gui.evaluation.quiz import Quiz
from fashion_gui.nn.network import Network
from fashion_gui.ui.browse.quiz_result import QuizResult
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.dialog_size import begin_with_size
from fashion_gui.ui.widgets.image_tile import ImageTile
from fashion_gui.ui.widgets.scrolled import scrolled
from fashion_gui.ui.widgets.spoken import announce

_KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"
"""Keys of the first classes."""
_ROWS = 10
_SIZE = (640, 520)
_BEFORE_SIDE = 56


class QuizDialog(QDialog):
    """Asks a person what twenty test images are, then shows both scores and the mistakes.

    The true class and the network's answer are shown after each of the person's answers, so that
    one learns from each image. The images are independent random ones, so that earlier images
    reveal nothing about later ones.
    """

    def __init__(
        self, session: Session, parent: QWidget | None = None, rng: Generator | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._rng = np.random.default_rng() if rng is None else rng
        self._dataset: Dataset | None = None
        self._network: Network | None = None
        self.quiz: Quiz | None = None
        self.setWindowTitle("You against the network")
        begin_with_size(self, *_SIZE)
        self.problem, self.progress, self.standing = QLabel(), QLabel(), QLabel()
        self.tile = ImageTile("")
        self.image_before, self.told = ImageTile("none yet"), QLabel()
        self.buttons: list[_ClassButton] = []
        self._choices = QGridLayout()
        self.outcome = QuizResult()
        self._stack = QStackedLayout(self)
        self._questions = self._make_questions()
        for page in (self.problem, self._questions, self.outcome):
            self._stack.addWidget(page)
        self._name()
        self.outcome.again.clicked.connect(self.begin)
        self.outcome.picked.connect(session.pick)
        session.dataset_changed.connect(self._begin_at_last)
        session.network_changed.connect(self._begin_at_last)
        self.begin()

    def _make_questions(self) -> QWidget:
        page, choices = QWidget(), QWidget()
        choices.setLayout(self._choices)
        above, middle, before = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.progress, 1)
        above.addWidget(self.standing)
        middle.addWidget(self.tile, 3)
        middle.addWidget(scrolled(choices), 2)
        before.addWidget(self.image_before)
        before.addWidget(self.told, 1)
        layout = QVBoxLayout(page)
        layout.addLayout(above)
        layout.addLayout(middle, 1)
        layout.addLayout(before)
        return page

    def _name(self) -> None:
        """Name each part for screen readers."""
        self.problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem.setMargin(24)
        for label in (self.problem, self.told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        mark(self.told, type="card-title")
        self.image_before.setFixedSize(_BEFORE_SIDE, _BEFORE_SIDE)
        self.image_before.setAccessibleName("The previous image")
        self.told.setAccessibleDescription("What the previous image was")
        self.progress.setAccessibleDescription("Progress of the quiz")
        self.standing.setAccessibleDescription("Scores so far")
        self.tile.setAccessibleName("What is this?")

    def _show_classes(self, names: tuple[str, ...]) -> None:
        """Show a button for each class, in columns of ten."""
        for number in range(len(self.buttons), len(names)):
            button = _ClassButton()
            button.clicked.connect(self._on_button)
            self._choices.addWidget(button, number % _ROWS, number // _ROWS)
            self.buttons.append(button)
        for number, (button, name) in enumerate(zip(self.buttons, names, strict=True)):
            key = _KEYS[number : number + 1]
            button.setText(f"{key}  {name}".strip().replace("&", "&&"))
            button.setToolTip(
                f"Choose this class, with a click{f' or with the key {key}' if key else ''}."
            )

    # Rounds ------------------------------------------------------------------------------

    @Slot()
    def begin(self) -> None:
        """Start with new images, or say why not."""
        session = self._session
        self.quiz, self._dataset, self._network = None, session.dataset, session.network
        if self._dataset is None or self._network is None or session.incompatibility():
            self.problem.setText(self._why_not())
            self._stack.setCurrentWidget(self.problem)
            return
        self.quiz = Quiz.of(self._network, self._dataset, self._rng)
        self._show_classes(self._dataset.class_names)
        self._stack.setCurrentWidget(self._questions)
        self._show_question(self.quiz, self._dataset)
        self.buttons[0].setFocus()

    @Slot()
    def _begin_at_last(self) -> None:
        """Begin once everything needed is there."""
        if self.quiz is None:
            self.begin()

    def _why_not(self) -> str:
        session = self._session
        if session.dataset is None:
            return session.loading_error or "The images are still being loaded."
        if session.network is None:
            return "There is no network to play against yet: train one, or open a file."
        return f"This network cannot play with these images: {session.incompatibility()}"

    # Answers -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().lower()
        place = _KEYS.find(key) if key else -1
        if self.quiz is None or self.quiz.is_over or not 0 <= place < len(self.buttons):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # a held key answers only one image
            self._choose(place)

    @Slot()
    def _on_button(self) -> None:
        button = self.sender()
        if isinstance(button, _ClassButton):
            self._choose(self.buttons.index(button))

    def _choose(self, chosen: int) -> None:
        quiz, dataset = self.quiz, self._dataset
        if quiz is None or dataset is None or quiz.is_over:
            return
        quiz.answer(chosen)
        self._go_on(quiz, dataset)

    def _go_on(self, quiz: Quiz, dataset: Dataset) -> None:
        if quiz.is_over:
            self.outcome.show_quiz(quiz, dataset, self._test_accuracy())
            self._stack.setCurrentWidget(self.outcome)
            self.outcome.again.setFocus()
        else:
            self._show_question(quiz, dataset)

    def _test_accuracy(self) -> float | None:
        """Return the test accuracy of this round's network."""
        answers = self._session.predictions_on(Split.TEST)
        is_its = answers is not None and answers.network is self._network
        return answers.report.accuracy if answers is not None and is_its else None

    def _show_question(self, quiz: Quiz, dataset: Dataset) -> None:
        place = len(quiz.answers)
        self.progress.setText(f"Image {place + 1} of {len(quiz)}: what is it?")
        self.tile.set_image(dataset.image(quiz.numbers[place]))
        if place == 0:
            self.standing.setText("")
            self.image_before.set_image(None)
            self.told.setText("The network tells its answer after yours.")
            return
        self.standing.setText(
            f"You {quiz.person_score} of {place}, the network {quiz.network_score} of {place}"
        )
        self.image_before.set_image(dataset.image(quiz.numbers[place - 1]))
        self.told.setText(_told(quiz, place - 1, dataset.class_names))
        announce(self, f"{self.told.text()} {self.standing.text()}")


class _ClassButton(QPushButton):
    """One class; a double click answers one image, not two."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(False)
        mark(self, align="left")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


def _told(quiz: Quiz, place: int, names: tuple[str, ...]) -> str:
    """Return the result for an image that both have answered, in words."""
    label, yours, its = quiz.labels[place], quiz.answers[place], quiz.network_answers[place]
    if yours == label:
        and_it = "The network said so, too." if its == label else f"The network said {names[its]}."
        return f"✓ {names[label]}, right. {and_it}"
    if its == label:
        and_it = "The network knew it."
    else:
        and_it = f"The network said {names[its]}{', too' if its == yours else ''}."
    return f"✗ Not {names[yours]}: it was {names[label]}. {and_it}"
