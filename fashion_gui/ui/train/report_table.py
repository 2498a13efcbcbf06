"""The classification report as a table, as the article prints it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.evaluation.metrics import ClassScores, Report

_COLUMNS = {
    "Class": "",
    "Precision": "Of the images that were called this class, the share that is.",
    "Recall": "Of the images of this class, the share that was called so.",
    "F1": "The harmonic mean of precision and recall: high only when both are.",
    "Support": "Number of test images of this class.",
}


class ReportTable(QWidget):
    """A headline with the accuracy, and a row for each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName("Classification report")
        self.table.setToolTip("How well each class is told apart; the headings explain themselves.")
        for column, (name, idea) in enumerate(_COLUMNS.items()):
            heading = QTableWidgetItem(name)
            heading.setToolTip(idea)
            self.table.setHorizontalHeaderItem(column, heading)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 3)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setAlternatingRowColors(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.headline)
        layout.addWidget(self.table, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what will be here."""
        self.table.hide()
        self.headline.setText(
            "When the run ends, its test accuracy and the scores of each class appear here."
        )
        self.headline.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_report(self, report: Report, headline: str) -> None:
        """Show a report under a headline."""
        self.headline.setText(headline)
        self.headline.setAlignment(Qt.AlignmentFlag.AlignLeft)
        rows = [
            *zip(report.class_names, report.classes, strict=True),
            ("Mean of the classes", report.macro_average),
            ("Mean of the images", report.weighted_average),
        ]
        self.table.setRowCount(len(rows))
        for row, (name, scores) in enumerate(rows):
            self._fill_row(row, name, scores)
        self.table.show()

    def _fill_row(self, row: int, name: str, scores: ClassScores) -> None:
        figures = (f"{share:.3f}" for share in (scores.precision, scores.recall, scores.f1))
        for column, text in enumerate((name, *figures, f"{scores.support:,}")):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(row, column, item)
