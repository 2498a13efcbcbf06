"""Two networks on the same images: on how many they disagree, and who is right there."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.percent import percent
from fashion_gui.ui.widgets.names import shortened
from fashion_gui.ui.widgets.wrapped_row import WrappedBar


class ComparisonBar(QWidget):
    """A sentence and the images behind it."""

    opened = Signal(object)
    """The ``ImageQuery`` behind a figure, for any split."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self._sentence = ("", "")
        self._is_folded = False
        self.differ = QPushButton("They disagree")
        self.ours = QPushButton("This one right there")
        self.theirs = QPushButton("This one wrong there")
        for button, idea in (
            (self.differ, "See all images that the two networks predict differently."),
            (
                self.ours,
                "See those that only the active network predicts right.",
            ),
            (
                self.theirs,
                "See those that the active network predicts wrong, and the other one differently.",
            ),
        ):
            button.setToolTip(idea)
        layout, row = QHBoxLayout(self), WrappedBar()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row)
        row.add(self.words)
        self._buttons = (self.differ, self.ours, self.theirs)
        for button in self._buttons:
            row.add(button)
            button.clicked.connect(self._open)

    def fold(self, is_folded: bool) -> None:
        """Show only the words, in a line, for a presentation."""
        self._is_folded = is_folded
        self._show_words()
        for button in self._buttons:
            button.setVisible(not is_folded)

    def _show_words(self) -> None:
        self.words.setText((" " if self._is_folded else "\n").join(self._sentence))

    def show_answers(
        self, ours: Predictions, theirs: Predictions, our_name: str, other_name: str
    ) -> None:
        """Compare predictions for the same images."""
        comparison = Comparison(ours, theirs)
        n_ours, differs = comparison.n_only_first, comparison.differs
        self._sentence = (
            f"{shortened(other_name)}: {percent(theirs.report.accuracy, 2)} right,",
            f"the only one right on {comparison.n_only_second:,}",
        )
        self._show_words()
        self.words.setToolTip(f"{other_name}, compared with {our_name}")
        our_name = shortened(our_name)
        self.differ.setText(f"They disagree on {int(differs.sum()):,}")
        self.ours.setText(f"{our_name} right there: {n_ours:,}")
        n_wrong = int((differs & ~ours.is_right).sum())
        self.theirs.setText(f"{our_name} wrong there: {n_wrong:,}")

    @Slot()
    def _open(self) -> None:
        questions = {
            self.differ: ImageQuery(differs=True),
            self.ours: ImageQuery(differs=True, is_right=True),
            self.theirs: ImageQuery(differs=True, is_right=False),
        }
        self.opened.emit(questions[self.sender()])  # type: ignore[index]
