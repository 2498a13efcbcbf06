"""The shelf on Train: a table of the kept runs, and actions on the selected one."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.shelf.run_record import RunRecord, RunStatus, plan_of_record
from fashion_gui.shelf.shelf import MAX_BYTES
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.train.button_row import ButtonRow
from fashion_gui.ui.train.run_comparison import RunComparison
from fashion_gui.ui.train.run_model import NAME, RECIPE, STAR, RunModel
from fashion_gui.ui.train.run_table import RunTable
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.score_table import keep_rows_readable

_MORE_EPOCHS = 5
_MEGABYTE = 1_000_000
_ROOM = (
    "Disk space of all runs. When there is no more, finished runs without a star give up their "
    "checkpoints, the oldest first: they can then predict, but not go on."
)


class RunList(QWidget):
    """Shows a shelf, and emits what to do with its runs."""

    answer_requested = Signal(str)
    """The network of a run is to become the active one."""
    export_requested = Signal(object)
    """A ``RunRecord`` is to be written to files; None for the table of all runs."""
    go_on_requested = Signal(object, int)
    """A ``RunRecord`` is to be resumed, and by how many epochs more than planned."""
    again_requested = Signal(object)
    """The settings of a ``RunRecord`` are wanted in the form."""
    show_requested = Signal(object)
    """All of a ``RunRecord`` is to be shown on the page."""
    changed_requested = Signal(object)
    """A ``RunRecord`` is to be trained again with a change."""
    ticked_changed = Signal()
    """Other curves are to be overlaid."""

    def __init__(self, session: Session, shelf: RunShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shelf = shelf
        self._deleted: list[str] = []
        self._offered = ""
        self._is_busy = False
        self.model = RunModel()
        self.table = RunTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName("Kept runs")
        sized(self.table, RunTable.fit_columns)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        keep_rows_readable(self.table, 8)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)  # of the rows in sight: there may be hundreds
        header.setSectionResizeMode(RECIPE, QHeaderView.ResizeMode.Stretch)
        self.offer = QLabel()
        self.offer.setWordWrap(True)
        self.offer.hide()
        self.room = ElidedLabel(_ROOM)
        self.comparison = RunComparison(session, shelf.shelf)
        self.open = _button(
            "&Show", "eye", "Show its curves, report and settings, and use its network (Enter)."
        )
        self.go_on = _button(
            "&Go on", "play", "Continue the run where it was, or for five epochs more."
        )
        self.answer = _tool("Use network", "network", "Use its network on all pages.")
        self.change = _tool(
            "Again with a change",
            "list-plus",
            "Train it again with one change, now or after other runs.",
        )
        self.again = _tool("Settings", "settings-2", "Put its settings into the form.")
        self.export = _tool("Export", "download", "Save its curves, report and networks, or the "
            "table of all runs.")  # fmt: skip
        self.delete = _tool("Delete", "trash-2", "Delete the run (Delete); Undo brings it back.")
        self.undo = _tool("Undo", "undo-2", "Restore the run that was deleted last (Ctrl+Z).")
        self._menu = QMenu(self)
        self.export_run = self._menu.addAction("Curves, report and networks of this run …")
        self.export_table = self._menu.addAction("Table of all runs …")
        self.export.setMenu(self._menu)
        self._arrange()
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.clicked.connect(self._on_clicked)
        self.model.modelReset.connect(self._on_selection)
        self.model.ticked_changed.connect(self.ticked_changed)
        self.model.ticked_changed.connect(self._compare)
        self.model.renamed.connect(self._rename)
        self.model.noted.connect(self._note)
        self.model.starred.connect(self._star)
        self.open.clicked.connect(self._show_chosen)
        self.table.activated.connect(self._show_chosen)
        self.answer.clicked.connect(self._answer)
        self.go_on.clicked.connect(self._go_on)
        self.again.clicked.connect(self._again)
        self.change.clicked.connect(self._change)
        self.delete.clicked.connect(self._delete)
        self.undo.clicked.connect(self._undo)
        self.export_run.triggered.connect(self._export)
        self.export_table.triggered.connect(self._export_table)
        self.table.delete_requested.connect(self._delete)
        self.table.undo_requested.connect(self._undo)
        shelf.changed.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        buttons = (
            *(self.open, self.go_on, self.answer, self.change),
            *(self.again, self.export, self.delete, self.undo),
        )
        tools = (self.answer, self.change, self.export, self.again, self.delete, self.undo)
        words = {button: button.accessibleName() for button in tools}
        words[self.change] = "Again …"
        self.room.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        mark(self.room, type="caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        # Above the rest, which may need more room than there is.
        layout.addWidget(ButtonRow(buttons, words, self.room))
        layout.addWidget(self.offer)
        layout.addWidget(self.comparison.words)  # above the list, where it is in sight
        layout.addWidget(self.table, 1)
        layout.addWidget(self.comparison)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shelf.refresh()  # another program may have trained or deleted something

    def offer_to_go_on(self) -> bool:
        """Point at the newest run that was interrupted; False when there is none."""
        statuses = [record.status for record in self.model.records]
        if RunStatus.INTERRUPTED not in statuses:
            return False
        record = self.model.records[statuses.index(RunStatus.INTERRUPTED)]
        self.choose(record.name)
        self.offer.setText(
            f"{record.name} was interrupted in epoch {_epoch_of(record)}. "
            "Go on continues it from there."
        )
        self.offer.show()
        self._offered = record.name
        return True

    def show_waiting(self, names: Collection[str]) -> None:
        """Tell that the run which is offered waits in the queue, if it is among these."""
        if self._offered in names:
            self.offer.setText(
                f"{self._offered} was interrupted. It waits in the queue: Train them, under Queue, "
                "goes on with it."
            )

    def show_busy(self, is_busy: bool) -> None:
        """Disable resuming while a run is active."""
        self._is_busy = is_busy
        if is_busy:
            self.offer.hide()
        self._show_buttons()

    def chosen(self) -> RunRecord | None:
        """Return the selected run; None without one."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.records[rows[0].row()] if rows else None

    @Slot()
    def _show(self) -> None:
        chosen = self.chosen()
        self.model.show_records(self.shelf.records)
        self.table.updateGeometry()
        self.table.fit_columns()
        names = [record.name for record in self.model.records]
        if chosen and chosen.name in names:
            self.table.selectRow(names.index(chosen.name))
        n = len(names)
        words = f"{n} {'run' if n == 1 else 'runs'}, " if n else ""
        n_megabytes = self.shelf.n_bytes / _MEGABYTE
        used = f"{n_megabytes:,.0f}"
        self.room.setText(f"{words}{used} of {MAX_BYTES / _MEGABYTE:,.0f} MB", f"{used} MB")
        self.table.horizontalHeader().setVisible(n > 0)
        self._show_buttons()
        self._compare()

    @Slot()
    def _compare(self) -> None:
        ticked = map(self.shelf.record, self.model.ticked)
        self.comparison.show_runs([run for run in ticked if run], self.shelf.records)

    @Slot()
    def _on_selection(self) -> None:
        self._show_buttons()

    def _show_buttons(self) -> None:
        record = self.chosen()
        is_there = record is not None and record.status is not RunStatus.RUNNING
        has_steps = record is not None and record.step > 0
        self.open.setEnabled(record is not None)
        self.answer.setEnabled(has_steps)
        self.go_on.setEnabled(is_there and not self._is_busy)
        is_over = record is not None and record.status is RunStatus.FINISHED
        self.go_on.setText(f"{_MORE_EPOCHS} m&ore epochs" if is_over else "&Go on")
        self.again.setEnabled(record is not None and not self._is_busy)
        self.change.setEnabled(record is not None)
        self.delete.setEnabled(is_there)
        self.export_run.setEnabled(has_steps)
        self.export.setEnabled(bool(self.model.records))
        self.undo.setEnabled(bool(self._deleted))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if self.chosen() is None:
            self.table.selectRow(index.row())  # a click on a box alone does not
        if index.column() == STAR:
            self.model.toggle_star(index.row())

    @Slot()
    def _show_chosen(self) -> None:
        if record := self.chosen():
            self.show_requested.emit(record)

    @Slot()
    def _export(self) -> None:
        if record := self.chosen():
            self.export_requested.emit(record)

    @Slot()
    def _export_table(self) -> None:
        self.export_requested.emit(None)

    @Slot()
    def _answer(self) -> None:
        if record := self.chosen():
            self.answer_requested.emit(record.name)

    @Slot()
    def _go_on(self) -> None:
        if record := self.chosen():
            is_over = record.status is RunStatus.FINISHED
            self.go_on_requested.emit(record, _MORE_EPOCHS if is_over else 0)

    @Slot()
    def _again(self) -> None:
        if record := self.chosen():
            self.again_requested.emit(record)

    @Slot()
    def _change(self) -> None:
        if record := self.chosen():
            self.changed_requested.emit(record)

    @Slot()
    def _delete(self) -> None:
        record = self.chosen()
        if record and record.status is not RunStatus.RUNNING:
            name, shelf = record.name, self.shelf.shelf
            self._deleted.append(name)
            self.shelf.change(lambda: shelf.delete(name))

    @Slot()
    def _undo(self) -> None:
        if self._deleted:
            name, shelf = self._deleted.pop(), self.shelf.shelf
            self.shelf.change(lambda: shelf.restore(name))

    @Slot(str, str)
    def _rename(self, name: str, new_name: str) -> None:
        self.shelf.rename(name, new_name)

    @Slot(str, str)
    def _note(self, name: str, note: str) -> None:
        shelf = self.shelf.shelf
        self.shelf.change(lambda: shelf.write_words(name, note=note))

    @Slot(str, bool)
    def _star(self, name: str, has_star: bool) -> None:
        shelf = self.shelf.shelf
        self.shelf.change(lambda: shelf.write_words(name, has_star=has_star))

    def choose(self, name: str) -> None:
        """Select a run by its name."""
        names = [record.name for record in self.model.records]
        if name in names:
            self.table.selectRow(names.index(name))
            self.table.setCurrentIndex(self.model.index(names.index(name), NAME))


def _epoch_of(record: RunRecord) -> str:
    """Return which epoch a run is in, of how many."""
    n_epochs = plan_of_record(record).n_epochs
    return f"{min(record.epoch + 1, n_epochs):,} of {n_epochs:,}"


def _button(text: str, icon: str, idea: str) -> QPushButton:
    button = QPushButton(text)
    set_icon(button, icon)
    button.setToolTip(idea)
    return button


def _tool(name: str, icon: str, idea: str) -> QPushButton:
    button = _button("", icon, idea)
    button.setAccessibleName(name)
    return button
