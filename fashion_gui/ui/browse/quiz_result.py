"""The end of a quiz: both scores, how much they tell, and the mistakes."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Dataset
from fashion_gui.evaluation.metrics import accuracy_interval
from fashion_gui.evaluation.quiz import HUMAN_ACCURACY, Quiz
from fashion_gui.percent import SIGN, percent
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.filled_button import FilledButton

_ICON_SIDE = 56


class QuizResult(QWidget):
    """Shows a quiz that is over."""

    picked = Signal(int)
    """Number of the image of a mistake that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self.winner, self.score, self.remark = QLabel(), QLabel(), QLabel()
        mark(self.winner, type="page-title")
        self.winner.setAccessibleDescription("Who won")
        mark(self.score, type="card-title")
        self.score.setAccessibleDescription("Scores")
        self.remark.setAccessibleDescription("How much the scores tell")
        for label in (self.winner, self.score, self.remark):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.mistakes = QListWidget()
        self.mistakes.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        self.mistakes.setAccessibleName("Mistakes to look at again")
        self.mistakes.setToolTip("Click a mistake, or press Return, to see its image on Browse.")
        self.looked_at = QLabel()
        self.looked_at.setAccessibleDescription("Image that is shown on Browse")
        self.again = FilledButton("&Play again")
        self.again.setToolTip("Start again with other images.")
        self._arrange()
        self.mistakes.itemClicked.connect(self._look_again)
        self.mistakes.itemActivated.connect(self._look_again)

    def _arrange(self) -> None:
        under = QHBoxLayout()
        under.addWidget(self.looked_at, 1)
        under.addWidget(self.again)
        layout = QVBoxLayout(self)
        for widget in (self.winner, self.score, self.remark):
            layout.addWidget(widget)
        layout.addWidget(self.mistakes, 1)
        layout.addLayout(under)

    def show_quiz(self, quiz: Quiz, dataset: Dataset, test_accuracy: float | None) -> None:
        """Show scores and mistakes, and the network's test accuracy if known."""
        self._dataset = dataset
        n, person, network = len(quiz), quiz.person_score, quiz.network_score
        self.winner.setText(
            "A draw!"
            if person == network
            else "You win!"
            if person > network
            else "The network wins."
        )
        self.score.setText(f"You: {person} of {n}. The network: {network} of {n}.")
        self.remark.setText(_worth(quiz, dataset, test_accuracy))
        self.looked_at.setText("")
        self.mistakes.clear()
        for place in quiz.mistakes():
            self.mistakes.addItem(_mistake(quiz, dataset, place))
        if not self.mistakes.count():
            item = QListWidgetItem("Not one mistake, on either side!")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.mistakes.addItem(item)

    @Slot(QListWidgetItem)
    def _look_again(self, item: QListWidgetItem) -> None:
        number = item.data(Qt.ItemDataRole.UserRole)
        if number is not None and self._dataset:
            self.picked.emit(number)
            self.looked_at.setText(f"{self._dataset.name_of(number)} is selected on Browse.")


def _worth(quiz: Quiz, dataset: Dataset, test_accuracy: float | None) -> str:
    """Return the scores of others, and the uncertainty of a few images, in words."""
    n, words = len(quiz), []
    if dataset.class_names.are_clothes:  # other images are harder, or easier
        words.append(
            f"People without expertise in fashion named {percent(HUMAN_ACCURACY)} of 1,000 such "
            "images right; three looked at each, and the majority counted."
        )
    if test_accuracy is not None:
        words.append(f"This network gets {percent(test_accuracy)} of all test images right.")
    scores = (quiz.person_score, quiz.network_score)
    spans = [tuple(100 * share for share in accuracy_interval(score, n)) for score in scores]
    yours, its = (f"between {low:.0f} and {high:.0f}{SIGN}" for low, high in spans)
    words.append(
        f"{n} images tell little: on many such images you would get {yours} right "
        f"and the network {its} (95{SIGN} interval)."
    )
    return " ".join(words)


def _mistake(quiz: Quiz, dataset: Dataset, place: int) -> QListWidgetItem:
    names, label, number = dataset.class_names, quiz.labels[place], quiz.numbers[place]

    def said(answer: int) -> str:
        return f"{'✓' if answer == label else '✗'} {names[answer]}"

    item = QListWidgetItem(
        f"{names[label]}\nyou: {said(quiz.answers[place])}    "
        f"the network: {said(quiz.network_answers[place])}"
    )
    image = QPixmap.fromImage(to_qimage(dataset.image(number)))
    item.setIcon(QIcon(image.scaled(_ICON_SIDE, _ICON_SIDE)))
    item.setData(Qt.ItemDataRole.UserRole, number)
    return item
