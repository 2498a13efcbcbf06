"""The kept runs on Train: their list, the queue of those that wait, and what asks for more."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget, QWidget

from fashion_gui.shelf.run_queue import QueuedRun
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.queue_worker import QueueWorker
from fashion_gui.ui.session.run_shelf import RunShelf
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.train.queue_panel import QueuePanel
from fashion_gui.ui.train.run_list import RunList

if TYPE_CHECKING:
    from fashion_gui.ui.train.several_runs import SeveralRuns


class KeptRuns(QObject):
    """Connects the list of runs and the queue with the rest of the page.

    Attributes
    ----------
    runs, queue
        The two views.
    actions
        For a menu: several seeds, and values of a setting.
    """

    began = Signal()
    """A run of the queue has begun."""

    def __init__(
        self, session: Session, shelf: RunShelf, recipe: Callable[[], Recipe | None], page: QWidget
    ) -> None:
        """Ask `recipe` for the recipe of the form, which is None while it is not valid."""
        super().__init__(page)
        self._session, self._recipe, self._page = session, recipe, page
        self.runs = RunList(session, shelf)
        self.worker = QueueWorker(session, shelf, self)
        self.queue = QueuePanel(self.worker)
        self.dialog: SeveralRuns | None = None
        self._tabs: QTabWidget | None = None
        self.actions = (
            self._action("With &Several Seeds …", "dices", self._ask_for_seeds),
            self._action("&Try Values of a Setting …", "list-filter", self._ask_for_values),
        )
        self.queue.several_requested.connect(self._ask)
        self.runs.changed_requested.connect(self._ask_for_change)
        self.worker.failed.connect(session.failed)
        self.worker.changed.connect(self._show_number)
        self.worker.began.connect(self._on_began)

    def add_to(self, tabs: QTabWidget) -> None:
        """Add both views to the results of the page."""
        self._tabs = tabs
        for view, title, idea in (
            (self.runs, "Runs", "Every run is kept: compare them, and go on with one."),
            (self.queue, "Queue", "Runs that wait are trained one after another, also overnight."),
        ):
            tabs.setTabToolTip(tabs.addTab(view, title), idea)
        self._show_number()

    def is_watched(self) -> bool:
        """Return whether somebody watches the queue, which then stays in sight."""
        return self.queue.isVisible()

    def _action(self, text: str, icon: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        set_icon(action, icon)
        action.triggered.connect(slot)
        return action

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

    @Slot(str)
    def _on_began(self, name: str) -> None:
        """Overlay the runs that were started together, as they come."""
        current = self.worker.current
        if current and current.group and name:
            self.runs.model.tick(name)
        self.began.emit()

    @Slot()
    def _show_number(self) -> None:
        if self._tabs:
            n = len(self.worker.queue)
            place = self._tabs.indexOf(self.queue)
            self._tabs.setTabText(place, f"Queue ({n})" if n else "Queue")
