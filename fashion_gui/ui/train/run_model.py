"""The kept runs as a table: to be ticked, renamed, noted and starred in place."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fashion_gui.percent import percent
from fashion_gui.shelf.run_comparison import recipe_of_run
from fashion_gui.shelf.run_record import RunRecord, RunStatus, tested_in_words
from fashion_gui.training.time_words import clock

_Index = QModelIndex | QPersistentModelIndex
STAR, NAME, STATE, VALIDATION, TEST, TIME, RECIPE, NOTE = range(8)
_TITLES = ("", "Run", "State", "Validation", "Test", "Time", "Recipe", "Note")
_IDEAS = (
    "A star: click to set or remove it.",
    "Tick a run to overlay its curves. F2 renames it.",
    "Finished, stopped, ended early because it fell behind, interrupted, or running.",
    "Accuracy on its validation images.",
    "Accuracy on the test images, which choose nothing: on all, unless it says on how many.",
    "Time of training.",
    "The recipe that it was trained with, and which of its settings were changed.",
    "Whatever you want to remember: F2 to write.",
)


class RunModel(QAbstractTableModel):
    """One row a run, the newest first."""

    ticked_changed = Signal()
    """Other runs are ticked."""
    renamed = Signal(str, str)
    """A run is to be renamed: its current name, and the new one."""
    noted = Signal(str, str)
    """A note is to be changed: the run's name, and the note."""
    starred = Signal(str, bool)
    """A star is to be set or removed: the run's name, and whether it has one."""

    def __init__(self) -> None:
        super().__init__()
        self.records: tuple[RunRecord, ...] = ()
        self.ticked: list[str] = []
        self._learning: tuple[str, float, float | None] | None = None

    def show_records(self, records: tuple[RunRecord, ...]) -> None:
        """Show other runs, or new records of the same ones."""
        if records == self.records:
            return
        self.beginResetModel()
        gone = {record.name for record in self.records} - {record.name for record in records}
        was_ticked = self.ticked  # also runs that have just begun and are not listed yet
        self.ticked = [name for name in was_ticked if name not in gone]
        self.records = records
        self.endResetModel()
        if self.ticked != was_ticked:
            self.ticked_changed.emit()

    def show_learning(self, name: str, seconds: float, accuracy: float | None) -> None:
        """Show how far a run is that learns: its record tells that at checkpoints only.

        `accuracy` is that on validation images; None before the first look at them.
        """
        row = next((row for row, it in enumerate(self.records) if it.name == name), None)
        texts = [] if row is None else self._figures(row)
        self._learning = name, seconds, accuracy
        if row is not None and self._figures(row) != texts:
            self.dataChanged.emit(self.index(row, VALIDATION), self.index(row, TIME))

    def _figures(self, row: int) -> list[str]:
        return [self._text(self.records[row], column) for column in (VALIDATION, TIME)]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self.records)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _TITLES[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return _IDEAS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return _TITLES[section] or "Star"
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        if index.column() == NOTE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = 0) -> Any:
        record, column = self.records[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(record, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == NAME:
                return _whole(record)
            return self._text(record, column) if column in (RECIPE, NOTE) else _IDEAS[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            is_ticked = record.name in self.ticked
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole and column == STAR:
            return "starred" if record.has_star else "no star"
        return None

    def tick(self, name: str) -> None:
        """Tick a run that is not ticked yet."""
        if name not in self.ticked:
            self.ticked.append(name)
            names = [record.name for record in self.records]
            if name in names:
                cell = self.index(names.index(name), NAME)
                self.dataChanged.emit(cell, cell)
            self.ticked_changed.emit()

    def setData(self, index: _Index, value: Any, role: int = 0) -> bool:
        record, column = self.records[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            if record.name in self.ticked:
                self.ticked.remove(record.name)
            else:
                self.ticked.append(record.name)
            self.dataChanged.emit(index, index)
            self.ticked_changed.emit()
            return True
        if role == Qt.ItemDataRole.EditRole and column == NAME and value != record.name:
            self.renamed.emit(record.name, value)
            return True
        if role == Qt.ItemDataRole.EditRole and column == NOTE and value != record.note:
            self.noted.emit(record.name, value)
            return True
        return False

    def toggle_star(self, row: int) -> None:
        """Set or remove a run's star."""
        record = self.records[row]
        self.starred.emit(record.name, not record.has_star)

    def _text(self, record: RunRecord, column: int) -> str:
        if column == RECIPE:
            return recipe_of_run(record)
        if self._learning and self._learning[0] == record.name:
            record = _learning_now(record, *self._learning[1:])
        return {
            STAR: "★" if record.has_star else "☆",
            NAME: record.name,
            STATE: "ended early" if record.ended_early else record.status.value,
            VALIDATION: _percent(record.validation_accuracy),
            TEST: tested_in_words(record) or _percent(None),
            TIME: clock(record.seconds),
            NOTE: record.note,
        }[column]


def _alignment(column: int) -> Qt.AlignmentFlag:
    """Return where a column's cells and its title begin: numbers are read from the right."""
    is_number = column in (VALIDATION, TEST, TIME)
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _learning_now(record: RunRecord, seconds: float, accuracy: float | None) -> RunRecord:
    if record.status is not RunStatus.RUNNING:
        return record
    return replace(record, seconds=seconds, validation_accuracy=accuracy)


def _whole(record: RunRecord) -> str:
    """Return a run's name, and what a narrow table leaves out."""
    validation = _percent(record.validation_accuracy)
    return f"{record.name}\nvalidation {validation}, {clock(record.seconds)} of training"


def _percent(share: float | None) -> str:
    return "–" if share is None else percent(share, 2)
