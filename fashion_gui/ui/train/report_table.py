"""The report of a run: its test accuracy, and the scores of each class."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fashion_gui.evaluation.metrics import Report
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import scaled, sized
from fashion_gui.ui.widgets.score_table import ScoreTable, keep_rows_readable
from fashion_gui.ui.widgets.spoken import announce
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_WIDEST = 880
"""Width of the table from which on a row is hard to follow with the eye."""
_LEAST_TABLE = 72
"""Height of the table below which all of the report scrolls."""


class ReportTable(QWidget):
    """A headline with the accuracy, and a row for each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = WrappedLabel()
        self.table = ScoreTable()
        keep_rows_readable(self.table, 3)
        # Else the area around it scrolls where the table, which scrolls itself, could be lower.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        sized(self.table, lambda table: table.setMinimumHeight(scaled(_LEAST_TABLE)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.headline)
        sized(self.table, lambda table: table.setMaximumWidth(scaled(_WIDEST)))
        row = QHBoxLayout()
        row.addWidget(self.table, 1)
        row.addStretch(0)
        layout.addLayout(row, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what will be here."""
        self.table.hide()
        self.headline.setText(
            "When the run ends, its test accuracy and the scores of each class appear here."
        )
        self.headline.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(self.headline, type="caption")

    def show_report(self, report: Report, headline: str) -> None:
        """Show a report under a headline."""
        self.headline.setText(headline)
        self.headline.setAlignment(Qt.AlignmentFlag.AlignLeft)
        mark(self.headline, type="")
        self.table.scores.show_report(report)
        self.table.show()
        announce(self, headline)
