"""The kept runs on Train: their list, the queue of those that wait, and what asks for more."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from fashion_gui.files.atomic import OutputError, write_texts
from fashion_gui.shelf.run_queue import QueuedRun
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.shelf.run_tables import export_run, runs_csv
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.queue_worker import QueueWorker
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.train.more_runs import MoreRuns
from fashion_gui.ui.train.queue_panel import QueuePanel
from fashion_gui.ui.train.result_tabs import ResultTabs
from fashion_gui.ui.train.run_list import RunList
from fashion_gui.ui.train.shown_run import ShownRun, ShownRunBar
from fashion_gui.ui.widgets.file_dialogs import ask_for_folder, ask_for_new_file

_TABLE = {".csv": "CSV table (*.csv)"}

if TYPE_CHECKING:
    from fashion_gui.ui.train.plots import TrainingPlots
    from fashion_gui.ui.train.several_runs import SeveralRuns


class KeptRuns(QObject):
    """Connects the list of runs and the queue with the rest of the page.

    Attributes
    ----------
    runs, queue
        The two views.
    shown, bar
        The run that the page is about, and what says so.
    actions
        For a menu: several seeds, values of a setting, a run again, and a network further.
    more
        Repeats runs, and trains networks further.
    """

    succeeded = Signal(str)
    """Where something was written, as a sentence."""
    began = Signal()
    """A run of the queue has begun."""

    def __init__(
        self, session: Session, shelf: RunShelf, recipe: Callable[[], Recipe | None], page: QWidget
    ) -> None:
        """Ask `recipe` for the recipe of the form, which is None while it is not valid."""
        super().__init__(page)
        self._session, self._shelf, self._recipe, self._page = session, shelf, recipe, page
        self.runs = RunList(session, shelf)
        self.shown = ShownRun(session, shelf, self)
        self.bar = ShownRunBar(self.shown, session, shelf)
        self.worker = QueueWorker(session, shelf, self)
        self.queue = QueuePanel(self.worker)
        self.dialog: SeveralRuns | None = None
        self._last_shown = ""
        self._tabs: ResultTabs | None = None
        self.more = MoreRuns(session, shelf, self.shown, page)
        self.more.succeeded.connect(self.succeeded)
        self.actions = (
            self._action("With &several seeds …", "dices", self._ask_for_seeds),
            self._action("&Try values of a setting …", "list-filter", self._ask_for_values),
            *(self.more.again, self.more.further),
        )
        self.queue.several_requested.connect(self._ask)
        self.runs.changed_requested.connect(self._ask_for_change)
        self.runs.show_requested.connect(self._show_run)
        self.runs.export_requested.connect(self._export)
        session.run.progressed.connect(self._follow)
        self.worker.failed.connect(session.failed)
        self.worker.changed.connect(self._show_number)
        self.worker.began.connect(self._on_began)

    def add_to(self, tabs: ResultTabs) -> None:
        """Add both views to the results of the page."""
        self._tabs = tabs
        for view, title, idea in (
            (self.runs, "Runs", "Every run is kept: compare them, and go on with one."),
            (self.queue, "Queue", "Runs that wait are trained one after another, also overnight."),
        ):
            tabs.add_view(view, title, idea)
        self._show_number()

    def _action(self, text: str, icon: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        set_icon(action, icon)
        action.triggered.connect(slot)
        return action

    @Slot()
    def _follow(self) -> None:
        """Let the row of the run in training follow it."""
        run = self._session.run
        if run.name and run.last_batch:
            looks = run.history.accuracy.validation
            accuracy = float(looks.y[-1]) if len(looks) else None
            self.runs.model.show_learning(run.name, run.last_batch.seconds, accuracy)

    @Slot()
    def _ask_for_seeds(self) -> None:
        self._ask("seeds")

    @Slot()
    def _ask_for_values(self) -> None:
        self._ask("values")

    @Slot(str)
    def _ask(self, kind: str) -> None:
        if recipe := self._recipe():
            self._open(recipe, recipe.name, kind)

    @Slot(object)
    def _ask_for_change(self, record: RunRecord) -> None:
        self._open(record.turned_recipe(), record.name, "change")

    def _open(self, recipe: Recipe, name: str, kind: str) -> None:
        from fashion_gui.ui.train.several_runs import SeveralRuns

        if self.dialog is None:
            self.dialog = SeveralRuns(self._session, self._page)
            self.dialog.decided.connect(self._add)
        self.dialog.ask(recipe, name, kind=kind)

    @Slot(object)
    def _add(self, runs: tuple[QueuedRun, ...]) -> None:
        self.worker.add(runs)
        if self._tabs:
            self._tabs.setCurrentWidget(self.queue)

    @Slot(object)
    def _export(self, record: RunRecord | None) -> None:
        """Write a run into a folder of its name, or the table of all runs into a file."""
        if record:
            if directory := ask_for_folder(self._page, f"Export {record.name} into"):
                path = directory / record.name
                folder = self._shelf.shelf.folder(record.name)
                self._write(path, partial(export_run, folder, record, path))
            return
        path_of_table = ask_for_new_file(self._page, "Export runs", "runs.csv", _TABLE)
        if path_of_table:
            text = runs_csv(reversed(self._shelf.records))
            self._write(path_of_table, partial(write_texts, {path_of_table: text}))

    def _write(self, path: Path, act: Callable[[], object]) -> None:
        try:
            act()
        except OutputError as error:
            self._session.failed.emit(f"The export failed. {error}")
        else:
            self.succeeded.emit(f"Exported to {path}")

    @Slot(object)
    def _show_run(self, record: RunRecord) -> None:
        """Bring back a run: its network, and on the page its curves, figures and report."""
        if record.best_accuracy is not None or record.test_accuracy is not None:
            self._session.open_run(record.name)
        self.shown.show(record)

    def bring_back(self, name: str) -> None:
        """Show a run again that was shown at the end of the last start, once it is listed.

        With no name it is that of the network that answers again, whose film is there, too.
        """
        self._last_shown = name
        self._shelf.changed.connect(self._bring_back)

    @Slot()
    def _bring_back(self) -> None:
        self._shelf.changed.disconnect(self._bring_back)
        model, shown = self._session.active_model, self.shown
        record = self._shelf.record(self._last_shown or (model.run if model else ""))
        is_free = shown.record is None and not shown.has_newest()
        if record and is_free and record.step and record.status is not RunStatus.RUNNING:
            shown.show(record, is_brought_back=True)

    def show_others(self, plots: "TrainingPlots") -> None:
        """Overlay the curves of the ticked runs on those of the run that is shown."""
        shelf, own = self._shelf, self.shown.name  # whose curves are there already
        ticked = [name for name in self.runs.model.ticked if name != own]
        records = [record for name in ticked if (record := shelf.record(name))]
        runs = [record for record in records if record.step]  # others have no curves yet
        for record in runs:
            if record.name not in shelf.histories:
                shelf.ask_for_history(record.name)
        plots.show_others(runs, shelf.histories)

    @Slot(str)
    def _on_began(self, name: str) -> None:
        """Overlay the runs that were started together, as they come."""
        current = self.worker.current
        if current and current.group and name:
            self.runs.model.tick(name)
        self.began.emit()

    @Slot()
    def _show_number(self) -> None:
        self.runs.show_waiting({run.run for run in self.worker.queue if run.run})
        if self._tabs:
            n = len(self.worker.queue)
            place = self._tabs.indexOf(self.queue)
            self._tabs.setTabText(place, f"Queue ({n})" if n else "Queue")
