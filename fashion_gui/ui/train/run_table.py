"""The table of the kept runs."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import RING
from fashion_gui.ui.train.run_model import NAME, NOTE, RECIPE, TIME, VALIDATION, RunModel

_SHARES = {NAME: 0.3, NOTE: 0.2}
"""Of the width that names and notes may take, if they are longer than usual ones."""
_USUAL_LETTERS = 12
_WHOLE_ROWS = 5
"""Runs that the table has room for without scrolling by itself."""
_EMPTY = (
    "Every run is kept here, with its curves, settings and network: to compare it, or to go on "
    "with it another day. Press Start for the first one."
)
_RECIPE_LETTERS = 20
"""Of a recipe that can be read, at least."""


class RunTable(QTableView):
    """Shows a ``RunModel``. In a narrow one columns give way, so that recipes can be read."""

    delete_requested = Signal()
    undo_requested = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(colours(self.palette()).faint_text)
            words = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect(), words, _EMPTY)

    def sizeHint(self) -> QSize:
        # As low as it may be: it gets all the room that is left, and the buttons stay in sight.
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Show some runs whole: where there is little room the tab scrolls, and not both."""
        rows, row = min(self.model().rowCount(), _WHOLE_ROWS), self.verticalHeader()
        height = self.horizontalHeader().sizeHint().height() + rows * row.defaultSectionSize()
        height += 2 * self.frameWidth()
        if self.horizontalScrollBar().maximum():
            height += self.horizontalScrollBar().sizeHint().height()
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Delete):
            self.delete_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        else:
            super().keyPressEvent(event)

    def sizeHintForColumn(self, column: int) -> int:
        # Qt forgets the edge of a box to tick that a style sheet draws, and cuts the text.
        width = super().sizeHintForColumn(column) + 2 * RING
        if column not in _SHARES:
            return width
        usual = self.fontMetrics().averageCharWidth() * _USUAL_LETTERS
        return min(width, max(usual, int(_SHARES[column] * self.viewport().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What is left for names depends on the width: let Qt ask again.
        mode = QHeaderView.ResizeMode.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(NAME, mode)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Hide what the tooltip of the name tells, too, as far as recipes need the width."""
        model, header, spare = self.model(), self.horizontalHeader(), self.viewport().width()
        columns = set(range(model.columnCount()))
        widths = {
            each: max(self.sizeHintForColumn(each), header.sectionSizeHint(each))
            for each in columns - {RECIPE}
        }
        spare -= sum(widths.values()) + self.fontMetrics().averageCharWidth() * _RECIPE_LETTERS
        assert isinstance(model, RunModel)
        has_notes = any(record.note for record in model.records)
        for column in (TIME, VALIDATION, NOTE):
            is_hidden = spare < 0 and not (column == NOTE and has_notes)
            spare += widths[column] if is_hidden else 0
            self.setColumnHidden(column, is_hidden)
