"""The queue of runs on Train: what waits, in which order, and what could not be trained."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.percent import percent
from fashion_gui.shelf.differences import recipe_in_words
from fashion_gui.shelf.queue_time import QueueTime
from fashion_gui.shelf.run_queue import QueuedRun
from fashion_gui.training.time_words import about, end_of
from fashion_gui.ui.session.queue_worker import QueueWorker
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

_EMPTY = (
    "No run waits. “5 seeds” trains the recipe several times, “Try values” with different values "
    "of a setting. What waits here is trained one after another, also overnight."
)
_KEY = Qt.ItemDataRole.UserRole
_HOW_TO_MOVE = "Drag a run to another place, or move it with Alt and the arrow keys."
_TIME_INTERVAL_MS = 1_000


class QueuePanel(QWidget):
    """Shows the queue, and emits what is to be trained several times.

    The order is changed by dragging, by the buttons, or with Alt and the arrow keys.
    """

    several_requested = Signal(str)
    """More runs are wanted: with different "seeds", or different "values" of a setting."""

    def __init__(self, worker: QueueWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self.words = WrappedLabel(_EMPTY)
        self.list = _RunQueueList()
        self.list.setAccessibleName("Runs that wait")
        self.seeds = _button("5 &seeds …", "dices", "Train the recipe of the form with several "
            "seeds: how far do results spread by chance?")  # fmt: skip
        self.values = _button("Try &values …", "list-filter", "Train the recipe of the form with "
            "different values of a setting; runs that cannot win end early.")  # fmt: skip
        self.work = _button("", "play", "Train the runs that wait, one after another.")
        self.up = _button("", "arrow-up", "Train it earlier (Alt+Up).", "Up")
        self.down = _button("", "arrow-down", "Train it later (Alt+Down).", "Down")
        self.again = _button("Try a&gain", "refresh-cw", "Train a run again that failed.")
        self.remove = _button("", "trash-2", "Remove it from the queue (Delete).", "Remove")
        self._arrange()
        self.seeds.clicked.connect(self._ask_for_seeds)
        self.values.clicked.connect(self._ask_for_values)
        self.work.clicked.connect(self._switch)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove.clicked.connect(self._remove)
        self.again.clicked.connect(self._try_again)
        self.list.moved.connect(worker.move)
        self.list.up_requested.connect(self._move_up)
        self.list.down_requested.connect(self._move_down)
        self.list.remove_requested.connect(self._remove)
        self.list.currentRowChanged.connect(self._show_buttons)
        worker.changed.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setInterval(_TIME_INTERVAL_MS)
        self._timer.timeout.connect(self._show_time)
        self._show()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        for button in (self.work, self.seeds, self.values):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.again, self.up, self.down, self.remove):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_4, 0, 0)
        layout.addLayout(row)  # above the rest, which may need more room than there is
        layout.addWidget(self.words)
        layout.addWidget(self.list, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._worker.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @Slot()
    def _show(self) -> None:
        queue, current = self._worker.queue, self._worker.current
        in_training = current.key if current else ""
        self.list.show_runs([(run.key, _words(run, in_training)) for run in queue])
        self.list.setVisible(bool(queue))
        n_waiting = sum(not run.problem and run.key != in_training for run in queue)
        self._show_time()
        is_working = self._worker.is_working
        self.work.setText("&Hold" if is_working else "Train t&hem")
        self.work.setToolTip(
            "Start no further run; the one in training goes on."
            if is_working
            else "Train the runs that wait, one after another."
        )
        set_icon(self.work, "pause" if is_working else "play")
        self.work.setEnabled(is_working or n_waiting > 0)
        self._show_buttons()

    @Slot()
    def _show_time(self) -> None:
        """Tell how long all of it takes, and when it is done."""
        is_working = self._worker.is_working
        words = _time_in_words(self._worker.time(), is_working, datetime.now())
        self.words.setText(words if self._worker.queue else _EMPTY)
        mark(self.words, type="" if self._worker.queue else "caption")

    @Slot()
    def _show_buttons(self) -> None:
        run, current = self._chosen(), self._worker.current
        row, n_rows = self.list.currentRow(), self.list.count()
        is_free = run is not None and (current is None or current.key != run.key)
        self.up.setEnabled(run is not None and row > 0)
        self.down.setEnabled(run is not None and row < n_rows - 1)
        self.remove.setEnabled(is_free)
        self.again.setVisible(run is not None and bool(run.problem))

    def _chosen(self) -> QueuedRun | None:
        item = self.list.currentItem()
        key = item.data(_KEY) if item else None
        return next((run for run in self._worker.queue if run.key == key), None)

    @Slot()
    def _ask_for_seeds(self) -> None:
        self.several_requested.emit("seeds")

    @Slot()
    def _ask_for_values(self) -> None:
        self.several_requested.emit("values")

    @Slot()
    def _switch(self) -> None:
        if self._worker.is_working:
            self._worker.hold()
        else:
            self._worker.start()

    @Slot()
    def _move_up(self) -> None:
        self._move_by(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move_by(1)

    def _move_by(self, n_places: int) -> None:
        if run := self._chosen():
            self._worker.move(run.key, max(0, self.list.currentRow() + n_places))

    @Slot()
    def _remove(self) -> None:
        if run := self._chosen():
            self._worker.remove(run.key)

    @Slot()
    def _try_again(self) -> None:
        if run := self._chosen():
            self._worker.try_again(run.key)


class _RunQueueList(QListWidget):
    """The runs, in their order; rows can be dragged."""

    moved = Signal(str, int)
    """A run was dragged: its key, and its new place."""
    up_requested = Signal()
    down_requested = Signal()
    remove_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # long words end in …
        self.setToolTip(_HOW_TO_MOVE)
        self._is_filling = False
        self.model().rowsMoved.connect(self._on_moved)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 3 * self.fontMetrics().lineSpacing())

    def show_runs(self, rows: list[tuple[str, str]]) -> None:
        """Show keys and words; the current row stays that of its run."""
        shown = [(self.item(n).data(_KEY), self.item(n).text()) for n in range(self.count())]
        if rows == shown:
            return
        item = self.currentItem()
        current, before = (item.data(_KEY) if item else None), self.currentRow()
        self._is_filling = True
        self.clear()
        for key, words in rows:
            one = QListWidgetItem(words)
            one.setData(_KEY, key)
            one.setToolTip(f"{words} {_HOW_TO_MOVE}")
            self.addItem(one)
        keys = [key for key, _ in rows]
        row = keys.index(current) if current in keys else min(before, len(keys) - 1)
        self.setCurrentRow(row)
        self._is_filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if has_alt and event.key() == Qt.Key.Key_Up:
            self.up_requested.emit()
        elif has_alt and event.key() == Qt.Key.Key_Down:
            self.down_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex, int, int, QModelIndex, int)
    def _on_moved(
        self, source: QModelIndex, first: int, last: int, target: QModelIndex, row: int
    ) -> None:
        if not self._is_filling:
            place = row if row <= first else row - 1
            self.moved.emit(self.item(place).data(_KEY), place)


def _button(text: str, icon: str, idea: str, name: str = "") -> QPushButton:
    button = QPushButton(text)
    set_icon(button, icon)
    button.setToolTip(idea)
    if name:
        button.setAccessibleName(name)
    return button


def _words(run: QueuedRun, in_training: str) -> str:
    state = "waits"
    if run.problem:
        return f"{run.name} failed. {run.problem} It was to be {recipe_in_words(run.recipe)}."
    elif run.key == in_training:
        state = "is in training"
    elif run.accuracies:
        n = len(run.accuracies)
        state = f"waits for its turn ({percent(run.accuracies[-1], 2)} at comparison {n})"
    elif run.run:
        state = "waits to go on"
    return f"{run.name} {state}: {recipe_in_words(run.recipe)}."


def _time_in_words(time: QueueTime, is_working: bool, now: datetime) -> str:
    if not time.n:
        return "No run waits that can be trained."
    runs = "1 run" if time.n == 1 else f"{time.n} runs"
    if time.n_unknown == time.n:
        return f"{runs}. How long it takes is not known: nothing was measured before."
    most = " at most" if time.is_most else ""
    told = f"{runs}: {about(time.seconds)} of learning{most}"
    if time.n_unknown:
        told += (
            f", without {time.n_unknown} that {'is' if time.n_unknown == 1 else 'are'} not measured"
        )
    elif is_working:
        told += f", done {end_of(now, time.seconds)}"
    return f"{told}."
