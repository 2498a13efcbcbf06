"""The page Evaluate: how good the network is, and where it is wrong."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.data import Split
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.evaluation.split_words import kind_of, none_of, note_of, other_note
from fashion_gui.percent import percent_done
from fashion_gui.ui.evaluate.certainty_panel import CertaintyPanel
from fashion_gui.ui.evaluate.class_bars import ClassBars
from fashion_gui.ui.evaluate.comparison_bar import ComparisonBar
from fashion_gui.ui.evaluate.confusion_view import ConfusionView, Shown
from fashion_gui.ui.evaluate.headline import Headline
from fashion_gui.ui.evaluate.save_report import SaveReport
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.box_names import tell_names_of_boxes
from fashion_gui.ui.widgets.card import Card, page_layout
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.names import shortened
from fashion_gui.ui.widgets.narrow_page import NarrowPage
from fashion_gui.ui.widgets.save_picture import PictureMenu
from fashion_gui.ui.widgets.score_table import ScoreTable
from fashion_gui.ui.widgets.split_choice import SplitChoice
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from fashion_gui.ui.evaluate.robustness_panel import RobustnessPanel

_NAME_LETTERS = 14
"""Width of the box with the networks to compare with; longer names are in its list."""
_LEAST_MATRIX = 360
"""Least height of the matrix where the results are below it, times the text's size."""
_ALONE = {"Counts": "counts", "Percent of each row": "percent"}
_COMPARED = {**_ALONE, "The other network": "other", "Difference": "difference"}
_SCORES = {"Recall": "recall", "Precision": "precision", "F1": "f1"}


class EvaluatePage(NarrowPage):
    """Every figure on it opens Browse with the images behind it."""

    report_requested = Signal(str)
    """A report was requested as a file: "html" or "csv"."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[Predictions, Predictions | None] | None = None
        self._gives_keys = False
        self.parts, self.others = SplitChoice(), ElidedBox(_NAME_LETTERS)
        self.figures, self.note = Headline(), WrappedLabel()
        self.headline, self.details = self.figures.accuracy, self.figures.details
        self.matrix = ConfusionView()
        self.matrix_kind = QComboBox()
        self.table = ScoreTable()
        self.bars = ClassBars()
        self.score = QComboBox()
        self.certainty = CertaintyPanel()
        self.robustness: RobustnessPanel | None = None
        self._robust = QWidget()
        self.comparison = ComparisonBar()
        self.save = SaveReport()
        self.results = QTabWidget()
        self.legend = WrappedLabel()
        self.nothing = QLabel("The images are being loaded …")
        self._prepare()
        self._arrange()
        self._connect()

    def _prepare(self) -> None:
        self.others.setAccessibleName("Network to compare with")
        self.others.setToolTip("See where another network predicts the same images differently.")
        self.matrix_kind.setAccessibleName("What the cells show")
        self.matrix_kind.setToolTip(
            "The number of images, or their share among all of their class; with two networks "
            "also the other one's, or the difference of this one (+ or −)."
        )
        for words, name in _SCORES.items():
            self.score.addItem(words, name)
        self.score.setAccessibleName("Score of each class")
        self.score.setToolTip(
            "Recall: how many of a class are found. Precision: how many predicted as it are of "
            "it. F1: their harmonic mean."
        )
        self.note.setAccessibleDescription("How far to trust the figures")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        for plot in (self.matrix, self.bars):
            PictureMenu(plot, self._session.failed.emit)

    def _arrange(self) -> None:
        top, about, choices = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        about.addWidget(self.parts)
        about.addWidget(self.figures, 1)
        compare = QLabel("&Compare with")
        compare.setBuddy(self.others)
        for choice in (compare, self.others, self.save):
            choices.addWidget(choice)
        choices.addStretch()
        for line in (top, about, choices):
            line.setSpacing(SPACE_12)
        top.addLayout(about, 1)
        top.addLayout(choices)

        confusion, scores = Card("Confusion matrix"), Card()
        self._confusion, self._scores = confusion, scores
        self._choices = (self.parts, compare, self.others, self.save)
        confusion.head.addWidget(self.matrix_kind)
        confusion.add(self.matrix, 1)
        mark(self.legend, type="caption")
        confusion.add(self.legend)
        self.legend.hide()
        scores.add(self.results)
        of_classes = QWidget()
        in_classes = QVBoxLayout(of_classes)
        in_classes.addWidget(self.score, 0, Qt.AlignmentFlag.AlignRight)
        in_classes.addWidget(self.bars, 1)
        self.results.setDocumentMode(True)
        self.results.tabBar().setAccessibleName("Results")
        for widget, title, idea in (
            (self.table, "Report", "Precision, recall and F1 of each class, to be sorted."),
            (of_classes, "Classes", "One of these scores as bars, beside the other network's."),
            (self.certainty, "Calibration", "Whether it is right as often as it says it is sure."),
            (self._robust, "Robustness", "How many it gets right when images are disturbed."),
        ):
            self.results.setTabToolTip(self.results.addTab(widget, title), idea)
        figures = QWidget()
        row = QHBoxLayout(figures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        row.addWidget(confusion, 6)
        row.addWidget(scores, 5)
        self._stack = QStackedLayout()
        layout = QVBoxLayout()
        page_layout(self).addLayout(layout)
        layout.addLayout(top)
        self._top, self._lines = top, layout
        layout.addWidget(self.note)
        layout.addWidget(self.comparison)
        layout.addLayout(self._stack, 1)
        # Only now: in a layout without a parent they would be windows for a moment.
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(figures)
        self.set_columns(row, top)
        self.note.hide()
        self.comparison.hide()
        self._offer_kinds()

    def _connect(self) -> None:
        session = self._session
        self.parts.chosen.connect(self._on_split)
        self.others.activated.connect(self._on_other)
        self.matrix_kind.currentIndexChanged.connect(self._show_matrix)
        self.score.currentIndexChanged.connect(self._show_bars)
        self.save.requested.connect(self.report_requested)
        self.matrix.opened.connect(self._open_cell)
        self.table.opened.connect(self._open_class)
        self.bars.opened.connect(self._open_class)
        self.certainty.opened.connect(self._open_certainty)
        self.comparison.opened.connect(self._open)
        self.results.currentChanged.connect(self._fill_tab)
        session.dataset_changed.connect(self._on_images)
        session.splits_changed.connect(self._on_images)
        session.predictions.changed.connect(self._refresh)
        session.predictions.progressed.connect(self._show_progress)
        session.query_changed.connect(self._on_query)
        session.compared_changed.connect(self._on_compared)
        session.models_changed.connect(self._show_models)
        session.network_changed.connect(self._refresh)
        self._show_models()

    def fold(self, is_folded: bool) -> None:
        """Show only the matrix, or the results if they have the focus, for a presentation."""
        focus = self.focusWidget()
        has_focus = focus is not None and self._scores.isAncestorOf(focus)
        self._scores.setVisible(not is_folded or has_focus)
        self._confusion.setVisible(not is_folded or not has_focus)
        for widget in self._choices:
            widget.setVisible(not is_folded)
        # The matrix needs the line of the note, which there is room for beside the accuracy.
        (self._top if is_folded else self._lines).insertWidget(1, self.note, int(is_folded))
        self.comparison.fold(is_folded)

    def on_narrow(self) -> None:
        """Give the matrix a good height, and the table all rows, where the page scrolls anyway."""
        least = self.matrix.minimumSizeHint().height()
        high = max(least, scaled(_LEAST_MATRIX)) if self.is_narrow else 0
        self.matrix.setMinimumHeight(high)
        self.table.setMinimumHeight(self.table.whole_height() if self.is_narrow else 0)

    def load_plots(self) -> None:
        """Import the plotting library and show the plots: done after the window is there."""
        self.certainty.load_plots()
        for plot in (self.certainty.reliability, self.certainty.coverage):
            if plot is not None:
                PictureMenu(plot, self._session.failed.emit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        # The matrix has the keys, and not the first box: now, or once there are figures.
        if self.matrix.isVisible():
            self.matrix.setFocus()
        self._gives_keys = not self.matrix.isVisible()

    # What is shown -----------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        """Show the newest predictions, once the page is visible."""
        if not self.isVisible():
            return
        session, part = self._session, self._session.query.part
        answers = None if session.incompatibility() else session.predictions_on(part)
        other = session.compared_predictions_on(part)
        if answers is None:
            self._shown = None
            self._show_progress()
            return
        if self._shown == (answers, other):
            return
        self._shown = (answers, other)
        self._stack.setCurrentIndex(1)
        if self._gives_keys and self.parts.hasFocus():
            self.matrix.setFocus()
        self._gives_keys = False
        self.figures.show_answers(answers)
        self.save.setEnabled(True)
        self._show_note()
        self.table.scores.show_report(answers.report)
        self.certainty.show_answers(answers)
        self._show_bars()
        self._show_matrix()
        self._show_comparison()

    @Slot()
    def _show_progress(self) -> None:
        """Show the progress, as long as there is nothing else to show."""
        if self._shown is not None or not self.isVisible():
            return
        session, progress = self._session, self._session.predictions.progress
        self.figures.show_answers(None)
        self.save.setEnabled(False)
        self.note.hide()
        self.comparison.hide()
        self._stack.setCurrentIndex(0)
        if session.loading_error:
            words = session.loading_error
        elif session.dataset is None:
            words = "The images are being loaded …"
        elif session.network is None:
            words = "Train or open a network to see here how good it is."
        elif problem := session.incompatibility():
            words = f"This network cannot be evaluated on these images: {problem}"
        elif not session.dataset.numbers(part := session.query.part):
            words = none_of(part, session.dataset.split_plan)
        else:
            words = f"The network predicts the {kind_of(part, session.dataset.split_plan)} …"
            if progress and progress[0].key == (session.active_model and session.active_model.key):
                words += f" {percent_done(progress[1])}"
        self.nothing.setText(words)

    def _show_note(self) -> None:
        session = self._session
        assert session.dataset
        part, words = session.query.part, []
        words.append(note_of(part, session.dataset.split_plan))
        if session.compared and (splits := session.splits_of(session.compared)):
            words.append(other_note(session.compared.label, splits, session.dataset, part))
        self.note.setText(" ".join(filter(None, words)))
        self.note.setVisible(any(words))

    @Slot()
    def _show_matrix(self) -> None:
        if self._shown is None:
            return
        answers, other = self._shown
        kind, report = self.matrix_kind.currentData(), answers.report
        counts, shown = report.confusion, Shown.COUNTS
        if kind == "percent":
            shown = Shown.PERCENT
        elif kind == "other" and other:
            counts = other.report.confusion
        elif kind == "difference" and other:
            counts, shown = counts - other.report.confusion, Shown.DIFFERENCE
        self.matrix.show_counts(counts, report.class_names, shown)
        compared = self._session.compared
        if shown is Shown.DIFFERENCE and compared:
            self.legend.setText(
                f"This network minus {shortened(compared.label)}. Blue: better, orange: worse."
            )
        self.legend.setVisible(shown is Shown.DIFFERENCE)

    @Slot()
    def _show_bars(self) -> None:
        if self._shown is None:
            return
        answers, other = self._shown
        name = self.score.currentData()
        shares, others = (
            [getattr(scores, name) for scores in report.classes] if report else []
            for report in (answers.report, other and other.report)
        )
        self.bars.show_shares(answers.report.class_names, shares, others)

    def _show_comparison(self) -> None:
        assert self._shown is not None
        answers, other = self._shown
        self.comparison.setVisible(other is not None)
        if other and self._session.active_model and self._session.compared:
            self.comparison.show_answers(
                answers, other, self._session.active_model.label, self._session.compared.label
            )

    def _offer_kinds(self) -> None:
        kinds = _COMPARED if self._session.compared else _ALONE
        if self.matrix_kind.count() != len(kinds):
            before = max(0, self.matrix_kind.currentIndex())
            self.matrix_kind.clear()
            for words, kind in kinds.items():
                self.matrix_kind.addItem(words, kind)
            self.matrix_kind.setCurrentIndex(before if before < len(kinds) else 0)

    @Slot()
    def _on_images(self) -> None:
        if self._session.dataset:
            self.parts.show_sizes(self._session.dataset)
        self._refresh()

    @Slot()
    def _on_query(self) -> None:
        self.parts.show_split(self._session.query.part)
        self._refresh()

    @Slot()
    def _on_compared(self) -> None:
        self._offer_kinds()
        self._show_models()
        self._refresh()

    @Slot()
    def _show_models(self) -> None:
        session = self._session
        chosen = session.active_model.key if session.active_model else None
        self.others.clear()
        self.others.addItem("None", None)
        for choice in session.all_models:
            if choice.key != chosen:
                self.others.addItem(choice.label, choice.key)
            if session.compared and choice.key == session.compared.key:
                self.others.setCurrentIndex(self.others.count() - 1)

    # What a person does ------------------------------------------------------------------

    @Slot()
    def _fill_tab(self) -> None:
        """Make what a tab shows when it is first opened: few open it."""
        if self.results.currentWidget() is self._robust and self.robustness is None:
            from fashion_gui.ui.evaluate.robustness_panel import RobustnessPanel

            self.robustness = RobustnessPanel(self._session)
            inside = QVBoxLayout(self._robust)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(self.robustness)
            tell_names_of_boxes(self.robustness)

    @Slot(object)
    def _on_split(self, part: Split) -> None:
        self._session.set_query(replace(self._session.query, part=part))

    @Slot(int)
    def _on_other(self, index: int) -> None:
        self._session.compare(self.others.itemData(index))

    @Slot(object)
    def _open(self, question: ImageQuery) -> None:
        self._session.browse(replace(question, part=self._session.query.part))

    @Slot(int)
    def _open_class(self, of_class: int) -> None:
        self._open(ImageQuery(true_class=of_class))

    @Slot(int, int)
    def _open_cell(self, row: int, column: int) -> None:
        true_class = row if row >= 0 else None
        answer = column if column >= 0 else None
        kind = self.matrix_kind.currentData()
        question, is_other = ImageQuery(true_class=true_class), kind == "other"
        if kind == "difference" and self._shown and self._shown[1] and min(row, column) >= 0:
            ours, theirs = (answers.report.confusion for answers in self._shown if answers)
            # The images behind a difference are those that only one of the two predicts so.
            is_other = bool(ours[row, column] < theirs[row, column])
            question = replace(question, differs=True)
        if is_other:
            self._open(replace(question, other_answer=answer))
        else:
            self._open(replace(question, answer=answer))

    @Slot(float, float, object)
    def _open_certainty(self, low: float, high: float, is_right: bool | None) -> None:
        self._open(ImageQuery(confidence=(low, high), is_right=is_right))
