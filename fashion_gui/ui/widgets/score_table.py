"""Precision, recall, F1 and number of images of each class, in a table that can be sorted."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fashion_gui.evaluation.metrics import ClassScores, Report
from fashion_gui.percent import percent
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.names import usual_width

_COLUMNS = {
    "Class": "Click a heading to sort by it.",
    "Precision": "Of the images predicted as this class, the share that is.",
    "Recall": "Of the images of this class, the share that is predicted as this class.",
    "F1": "The harmonic mean of precision and recall: high only when both are.",
    "Images": "Number of images of this class (support).",
}
_CELL_MARGIN = 12
_MOST_ROWS = 16
"""That a table asks for at most: a longer one scrolls by itself."""
_Index = QModelIndex | QPersistentModelIndex


class ScoreModel(QAbstractTableModel):
    """The classes in any order, and below them their two averages."""

    def __init__(self) -> None:
        super().__init__()
        self._report: Report | None = None
        self._rows: list[tuple[str, ClassScores]] = []
        self._order: list[int] = []
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)

    def show_report(self, report: Report) -> None:
        """Show other scores in the same order of columns."""
        is_first = self._report is None
        if is_first:
            self.beginResetModel()
        self._report = report
        self._rows = [
            *zip(report.class_names, report.classes, strict=True),
            ("macro average", report.macro_average),
            ("weighted average", report.weighted_average),
        ]
        self._order = self._sorted()
        if is_first:
            self.endResetModel()
        else:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def names(self) -> tuple[str, ...]:
        """Return what the rows are called."""
        return tuple(name for name, _ in self._rows)

    def class_in(self, row: int) -> int | None:
        """Return the class that is shown in a row; None for a mean."""
        place = self._order[row]
        return place if self._report and place < len(self._report.classes) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order)
        if self._rows:
            self.layoutAboutToBeChanged.emit()
            self._order = self._sorted()
            self.layoutChanged.emit()

    def _sorted(self) -> list[int]:
        column, order = self._sorted_by
        n_classes = len(self._rows) - 2
        is_down = order is Qt.SortOrder.DescendingOrder
        if column == 0:  # the classes' own order, which all pages keep
            classes = list(range(n_classes))[:: -1 if is_down else 1]
        else:
            values = [self._value(place, column) for place in range(n_classes)]
            classes = sorted(range(n_classes), key=lambda p: values[p], reverse=is_down)
        return [*classes, n_classes, n_classes + 1]

    def _value(self, place: int, column: int) -> Any:
        name, scores = self._rows[place]
        return (name, scores.precision, scores.recall, scores.f1, scores.support)[column]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._value(self._order[index.row()], index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                percent(value)
                if isinstance(value, float)
                else f"{value:,}"
                if index.column()
                else value
            )
        if role == Qt.ItemDataRole.ToolTipRole and not index.column():
            return value  # it may be cut
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        name = list(_COLUMNS)[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:  # as the column below it
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        return _COLUMNS[name] if role == Qt.ItemDataRole.ToolTipRole else None


def keep_rows_readable(table: QTableView, more: int) -> None:
    """Make the rows of a table as high as its text, and some pixels more, at any size of it."""

    def apply(shown: QTableView) -> None:
        shown.verticalHeader().setDefaultSectionSize(shown.fontMetrics().height() + more)

    sized(table, apply)


class ScoreTable(QTableView):
    """A row for each class; Return or a click opens its images."""

    opened = Signal(int)
    """The class whose row was opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scores = ScoreModel()
        self.setModel(self.scores)
        self.setAccessibleName("Scores of each class")
        self.setToolTip("How well each class is told apart. Click a row to see its images.")
        self.verticalHeader().hide()
        keep_rows_readable(self, 7)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    def minimumSizeHint(self) -> QSize:
        """Return room for usual names and for all scores of a class."""
        names = usual_width(self.fontMetrics(), self.scores.names()) + _CELL_MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        width = names + self._width_of_scores(percent(1.0)) + bar
        return QSize(width, super().minimumSizeHint().height())

    def whole_height(self) -> int:
        """Return the height of all rows, where there are not very many classes."""
        rows = min(self.scores.rowCount(), _MOST_ROWS) * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width of a column; names that are long leave room for the scores."""
        width = super().sizeHintForColumn(column)
        if column:
            return width
        names = usual_width(self.fontMetrics(), self.scores.names()) + 2 * _CELL_MARGIN
        left = self.viewport().width() - self._width_of_scores("Precision")
        return min(width, max(names, left))

    def _width_of_scores(self, longest: str) -> int:
        width = self.fontMetrics().horizontalAdvance(longest) + _CELL_MARGIN
        return (len(_COLUMNS) - 1) * width

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        opened = self.scores.class_in(index.row())
        if opened is not None:
            self.opened.emit(opened)
