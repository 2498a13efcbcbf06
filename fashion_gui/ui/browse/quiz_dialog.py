"""You against the network: twenty images, ten classes."""

import numpy as np
from numpy.random import Generator
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.evaluation.metrics import accuracy_interval
from fashion_gui.evaluation.quiz import HUMAN_ACCURACY, Quiz
from fashion_gui.ui.session import Session
from fashion_gui.ui.widgets.image_tile import ImageTile
from fashion_gui.ui.widgets.pixmaps import to_qimage

_KEYS = "1234567890"
_ICON_SIDE = 56


class QuizDialog(QDialog):
    """Asks a person what twenty test images are, then shows both scores and the mistakes.

    The network answers when the quiz begins, and nothing of it is seen before the end.
    """

    def __init__(
        self, session: Session, parent: QWidget | None = None, rng: Generator | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._rng = np.random.default_rng() if rng is None else rng
        self.quiz: Quiz | None = None
        self.setWindowTitle("You against the network")
        self.resize(560, 560)
        self.progress = QLabel()
        self.progress.setAccessibleName("Progress of the quiz")
        self.tile = ImageTile("")
        self.tile.setAccessibleName("What is this?")
        self.buttons: list[QPushButton] = []
        self.score, self.remark = QLabel(), QLabel()
        self.mistakes = QListWidget()
        self.again = QPushButton("&Play again")
        self.again.setToolTip("Twenty other images.")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._make_questions())
        self._stack.addWidget(self._make_result())
        self.again.clicked.connect(self.begin)
        self.mistakes.itemClicked.connect(self._look_again)
        self.mistakes.itemActivated.connect(self._look_again)
        self.begin()

    def _make_questions(self) -> QWidget:
        page, grid = QWidget(), QGridLayout()
        for place, key in enumerate(_KEYS):
            button = QPushButton()
            button.setToolTip(f"Choose this class (key {key}).")
            button.setAutoDefault(False)
            button.clicked.connect(self._on_button)
            grid.addWidget(button, place // 2, place % 2)
            self.buttons.append(button)
        layout = QVBoxLayout(page)
        layout.addWidget(self.progress)
        layout.addWidget(self.tile, 1)
        layout.addLayout(grid)
        return page

    def _make_result(self) -> QWidget:
        page = QWidget()
        font = self.score.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        self.score.setFont(font)
        self.score.setWordWrap(True)
        self.score.setAccessibleName("Scores")
        self.remark.setWordWrap(True)
        self.mistakes.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        self.mistakes.setAccessibleName("Mistakes to look at again")
        self.mistakes.setToolTip("Click a mistake to see its image on Browse.")
        layout = QVBoxLayout(page)
        layout.addWidget(self.score)
        layout.addWidget(self.remark)
        layout.addWidget(self.mistakes, 1)
        layout.addWidget(self.again)
        return page

    @Slot()
    def begin(self) -> None:
        """Start with other images."""
        session = self._session
        problem = session.misfit()
        if session.dataset is None:
            problem = session.loading_error or "The images are still being loaded."
        elif session.network is None:
            problem = "There is no network to play against yet: train one, or open a file."
        if problem or session.dataset is None or session.network is None:
            self.progress.setText(problem)
            self.progress.setWordWrap(True)
            for button in self.buttons:
                button.setEnabled(False)
            return
        self.quiz = Quiz.of(session.network, session.dataset, self._rng)
        for key, button, name in zip(_KEYS, self.buttons, session.dataset.class_names, strict=True):
            button.setText(f"{key}  {name}".replace("&", "&&"))
        self._stack.setCurrentIndex(0)
        self._show_question()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text() in _KEYS and self.quiz and not self.quiz.is_over:
            self._choose(_KEYS.index(event.text()))
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_button(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self._choose(self.buttons.index(button))

    def _choose(self, chosen: int) -> None:
        if self.quiz is None:
            return
        self.quiz.answer(chosen)
        if self.quiz.is_over:
            self._show_result(self.quiz)
        else:
            self._show_question()

    def _show_question(self) -> None:
        assert self.quiz is not None
        assert self._session.dataset is not None
        place = len(self.quiz.answers)
        self.progress.setText(f"Image {place + 1} of {len(self.quiz)}: what is it?")
        self.tile.set_image(self._session.dataset.image(self.quiz.numbers[place]))

    def _show_result(self, quiz: Quiz) -> None:
        n = len(quiz)
        self.score.setText(
            f"You: {quiz.person_score} of {n}. The network: {quiz.network_score} of {n}."
        )
        low, high = (100 * share for share in accuracy_interval(quiz.person_score, n))
        self.remark.setText(
            f"In a test of the data set's authors, people got {100 * HUMAN_ACCURACY:.1f} % of such "
            f"images right. {n} images tell little: with others your share could as well lie "
            f"anywhere between {low:.0f} and {high:.0f} %."
        )
        self.mistakes.clear()
        for place in quiz.mistakes():
            self.mistakes.addItem(self._mistake(quiz, place))
        if not self.mistakes.count():
            self.mistakes.addItem("Not one mistake, on either side!")
        self._stack.setCurrentIndex(1)
        self.again.setFocus()

    def _mistake(self, quiz: Quiz, place: int) -> QListWidgetItem:
        dataset = self._session.dataset
        assert dataset is not None
        names, label = dataset.class_names, quiz.labels[place]

        def said(answer: int) -> str:
            return f"{names[answer]} {'✓' if answer == label else '✗'}"

        item = QListWidgetItem(
            f"{names[label]}\nyou: {said(quiz.answers[place])}   "
            f"network: {said(quiz.network_answers[place])}"
        )
        image = QPixmap.fromImage(to_qimage(dataset.image(quiz.numbers[place])))
        item.setIcon(QIcon(image.scaled(_ICON_SIDE, _ICON_SIDE)))
        item.setData(Qt.ItemDataRole.UserRole, quiz.numbers[place])
        return item

    @Slot(QListWidgetItem)
    def _look_again(self, item: QListWidgetItem) -> None:
        number = item.data(Qt.ItemDataRole.UserRole)
        if number is not None:
            self._session.pick(number)
