"""The page Train: a recipe on the left, its run on the right."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.events import Finished, Hint, Record
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.time_words import duration
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.advice import Advice
from fashion_gui.ui.train.arrangement import Arrangement
from fashion_gui.ui.train.curve_card import CurveCard
from fashion_gui.ui.train.dead_units import DeadUnits
from fashion_gui.ui.train.film_bar import FilmBar
from fashion_gui.ui.train.film_export import FilmExport
from fashion_gui.ui.train.first_layer import FirstLayerView
from fashion_gui.ui.train.hint_list import HintList
from fashion_gui.ui.train.kept_runs import KeptRuns
from fashion_gui.ui.train.layer_strips import LayerStrips
from fashion_gui.ui.train.network_view import NetworkArea, NetworkView
from fashion_gui.ui.train.number_cards import NumberCards
from fashion_gui.ui.train.pinned_drawing import PinnedDrawing
from fashion_gui.ui.train.progress_panel import PREDICTING
from fashion_gui.ui.train.recipe_facts import FactsOfRecipes
from fashion_gui.ui.train.recipe_form import RecipeForm
from fashion_gui.ui.train.report_table import ReportTable
from fashion_gui.ui.train.result_tabs import ResultTabs
from fashion_gui.ui.train.run_controls import RunControls
from fashion_gui.ui.train.run_figures import RunFigures
from fashion_gui.ui.train.settings_shown import SettingsShown
from fashion_gui.ui.train.turn_undoing import TurnUndoing
from fashion_gui.ui.widgets.room import FittedPage
from fashion_gui.ui.widgets.scrolled import scrolled
from fashion_gui.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from fashion_gui.ui.train.plots import TrainingPlots

_NETWORK_IDEA = "The layers as blocks; a click leads to the setting that makes one."
_FIRST_IDEA = "What the units of the first layer look for, as pictures."
_LAYERS_IDEA = "What goes on inside each layer during the run."
_REPORT_IDEA = "Precision, recall and F1 of each class at the end of the run."


class TrainPage(FittedPage):
    """Starts runs and shows them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.form = RecipeForm()
        self.controls = RunControls()
        self.numbers = NumberCards()
        self.network = NetworkView()
        self.curves = CurveCard()
        self.progress, self.log_loss = self.curves.progress, self.curves.log_loss
        self.reset_view = self.curves.reset_view
        self.hints = HintList()
        self.report = ReportTable()
        self._figures = RunFigures(session, self.progress, self.numbers, self.report)
        self.film = FilmBar(session.film)
        self.layers = LayerStrips(session.film)
        self.film_export = FilmExport(session, self._plots_of_film)
        self.pinned = PinnedDrawing(session)
        self.film.add_tool(self.pinned.pin)
        self.film.add_tool(self.film_export)
        self.first_layer = FirstLayerView()
        DeadUnits(session, self.first_layer)
        self._shown = SettingsShown(session, self.form, self.network)
        shelf = session.shelf
        self.kept = KeptRuns(session, shelf, self._shown.recipe, self) if shelf else None
        self.runs = self.kept.runs if self.kept else None
        self._facts = FactsOfRecipes(session, self.form.recipes)
        self.undoing = TurnUndoing(session, self.kept.shown if self.kept else None, self)
        self.results = ResultTabs()
        self._is_inviting, self._focus_is_on_loan = True, False
        self.advice = Advice(session, self.hints, self.kept.shown if self.kept else None)
        self._arrange()

        self.form.changed.connect(self._on_form)
        self.form.turned.connect(self._turn)
        self.network.chosen.connect(self._show_setting)
        self.pinned.pin.toggled.connect(self.arrangement.fit)
        session.run.went_back.connect(self._on_went_back)
        self.advice.turned.connect(self._turn_as_advised)
        self.advice.began.connect(self._begin_beside)
        self.controls.start_requested.connect(self._start)
        self.controls.pause_requested.connect(session.run.pause)
        self.controls.resume_requested.connect(session.run.resume)
        self.controls.step_requested.connect(self._step)
        self.controls.stop_requested.connect(session.run.stop)
        self.report.table.opened.connect(self._open_class)
        session.estimate.changed.connect(self._show_estimate)
        session.run.state_changed.connect(self._show_state)
        session.run.progressed.connect(self._on_progressed)
        session.run.finished.connect(self._on_finished)
        session.run.failed.connect(self._on_failed)
        session.network_changed.connect(self._on_network_changed)
        session.film.moved.connect(self._show_moment)
        if self.kept:
            self.kept.began.connect(self._on_began)
            self.kept.more.began.connect(self._begin_as_asked)
            self.kept.shown.changed.connect(self._on_shown)
            self._shown.follow(self.kept.shown)
        if self.runs and session.shelf:
            self.runs.answer_requested.connect(session.open_run)
            self.runs.go_on_requested.connect(session.runs.go_on_with)
            self.runs.again_requested.connect(self._show_settings)
            self.runs.ticked_changed.connect(self._show_others)
            session.shelf.changed.connect(self._show_others)
            session.shelf.changed.connect(self._offer_to_go_on)
        self._on_form()

    def _arrange(self) -> None:
        self.curves.tools.insertWidget(0, self.film, 1)
        self.results.currentChanged.connect(self._on_network_changed)
        self.results.add_view(NetworkArea(self.network), "Network", _NETWORK_IDEA)
        self.results.add_view(self.first_layer, "First layer", _FIRST_IDEA)
        self.results.add_view(scrolled(self.layers), "Layers", _LAYERS_IDEA)
        self.results.add_view(self.report, "Report", _REPORT_IDEA)
        if self.kept:
            self.kept.add_to(self.results)
            self.curves.body.insertWidget(0, self.kept.bar)
        self.arrangement = Arrangement(
            self,
            self.form,
            self.controls,
            self.numbers,
            self.pinned,
            self.curves,
            self.hints,
            self.results,
            beside_curves=(self.network, self.first_layer),
        )
        self.parts = self.arrangement.parts

    def load_plots(self) -> None:
        """Import the plotting library and show the plots: done after the window is there."""
        session = self._session
        if plots := self.curves.load(lambda: session.run.history, session.failed.emit):
            self.film.load_cursor(plots, self._is_film_of_curves)
            from fashion_gui.ui.train.hint_marks import HintMarks

            self.hint_marks = HintMarks(self.hints, plots, self._shown_history)
            plots.turn_clicked.connect(self.undoing.offer)
            self._show_curves()
            self.arrangement.order_focus()

    def _is_film_of_curves(self) -> bool:
        film, shown = self._session.film, self.kept.shown.record if self.kept else None
        return film.name == shown.name if shown else film.is_of_newest_run

    @Slot()
    def _show_moment(self) -> None:
        """Let the large figures be those of the moment that is chosen."""
        frame = self._session.film.frame if self._is_film_of_curves() else None
        self.numbers.show_moment(self._shown_history(), frame)

    def _shown_history(self) -> RunHistory:
        """Return the history of the run that the page is about."""
        return self.kept.shown.history() if self.kept else self._session.run.history

    def _plots_of_film(self) -> "TrainingPlots | None":
        return self.plots if self._is_film_of_curves() else None

    @property
    def plots(self) -> "TrainingPlots | None":
        """The plots; None until they are loaded."""
        return self.curves.plots

    def fold(self, is_folded: bool) -> None:
        """Show only the plots and the buttons of the run, for a presentation."""
        self.arrangement.fold(is_folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._session.run.state in (
            RunState.RUNNING,
            RunState.PAUSED,
        ):
            self.controls.pause.trigger()
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Take the shape for the room."""
        self.arrangement.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_network_changed()

    @Slot()
    def _on_network_changed(self) -> None:
        if self.first_layer.isVisible():
            model = self._session.active_model
            name = model.label if model else ""
            self.first_layer.show_network(self._session.network, name)

    @Slot()
    def _start(self) -> None:
        self._begin(paused=False)
        self.controls.buttons[self.controls.pause].setFocus()

    @Slot()
    def _step(self) -> None:
        if self._session.run.state is RunState.IDLE:
            self._begin(paused=True)
        self._session.run.step()

    @Slot(object, object)
    def _begin_as_asked(self, recipe: Recipe, facts: dict[str, Any]) -> None:
        """Start a run of a recipe that is not made in the form."""
        self.form.show_recipe(recipe)
        self._on_began()
        self.arrangement.show_run(self.first_layer)
        self._session.start_run(recipe, **facts)

    def _begin(self, *, paused: bool) -> None:
        dataset = self._session.dataset
        if dataset and not self.form.error() and not self._session.run.state.is_active:
            self._on_began()
            self.arrangement.show_run(self.first_layer)
            self._session.start_run(self.form.recipe(), paused=paused)

    @Slot()
    def _on_began(self) -> None:
        self._is_inviting = False
        self._figures.show_beginning()
        self.hints.clear()

    @Slot(str)
    def _show_setting(self, name: str) -> None:
        self.arrangement.show_recipe()
        self.form.show_setting(name)

    @Slot(object)
    def _show_settings(self, record: RunRecord) -> None:
        self.arrangement.show_recipe()
        self.form.show_recipe(record.turned_recipe())

    @Slot()
    def _on_shown(self) -> None:
        """Show curves, figures, report and settings of the run that the page is about."""
        assert self.kept
        shown, is_active = self.kept.shown, self._session.run.state.is_active
        record = shown.known_record()
        if record and not is_active:
            if not shown.is_brought_back:
                self.form.show_recipe(record.turned_recipe())
            self.hints.show_all_of(shown.history().hints)
            self.progress.show_steps(record.step, record.n_steps)
            self.progress.show_words(f"{record.name}: {duration(record.seconds)} of computing.")
        self._is_inviting = False
        if shown.record is None and not self._session.film.is_of_newest_run:
            self._session.runs.show_newest_film()
        self._show_curves()
        self._show_others()
        if record:
            self._figures.show_kept(record, shown.history())
        else:
            self.report.show_nothing()

    @Slot()
    def _offer_to_go_on(self) -> None:
        """Point once, when the runs are first known, at an interrupted one."""
        if self.runs and self._session.shelf:
            self._session.shelf.changed.disconnect(self._offer_to_go_on)
            if not self._session.run.state.is_active and self.runs.offer_to_go_on():
                self.results.setCurrentWidget(self.runs)

    @Slot()
    def _show_others(self) -> None:
        """Overlay the curves of the ticked runs on those of the newest one."""
        if self.kept and self.plots:
            self.kept.show_others(self.plots)
            self.curves.same_length.setVisible(self.plots.has_others)

    @Slot(str, object)
    def _turn(self, name: str, value: object) -> None:
        self._set_control(name, value)
        self._shown.show_batch()

    def _set_control(self, name: str, value: object) -> None:
        try:
            self._session.run.set_control(name, value)
        except RecipeError as error:
            self._session.failed.emit(f"{error}")

    @Slot(str, object)
    def _turn_as_advised(self, name: str, value: object) -> None:
        self._set_control(name, value)
        self._show_state()  # the form gets the value
        self._shown.show_batch()

    @Slot(object, str)
    def _begin_beside(self, recipe: Recipe, before: str) -> None:
        """Start a run, with the curves of the one before it beside it."""
        self.form.show_recipe(recipe)
        if self.runs and before:
            self.runs.model.tick(before)
        self._begin(paused=False)

    @Slot()
    def _on_form(self) -> None:
        self._is_inviting = not self._session.run.state.is_active
        self._show_state()
        self._shown.show_batch()
        self._shown.show_network()
        self._ask_for_estimate()

    def _ask_for_estimate(self) -> None:
        session = self._session
        if session.dataset and self._is_inviting and not self.form.error():
            session.estimate.ask(self.form.recipe(), session.dataset)
        else:
            session.estimate.drop()
            self._show_estimate()

    @Slot()
    def _show_estimate(self) -> None:
        """Invite to start, as long as there is no run to show."""
        if self._is_inviting and not self._session.loading_error:
            self._figures.show_expected(self.form.error(), self._shown_history())

    @Slot()
    def _show_state(self) -> None:
        state = self._session.run.state
        focus = self.focusWidget()
        had_focus = self.controls.isAncestorOf(focus or self)
        may_start = self._session.dataset is not None and not self.form.error()
        if had_focus and state is RunState.FINISHING:
            # Its buttons are disabled now, and would pass the focus on to whatever comes next.
            self.results.tabBar().setFocus()
            self._focus_is_on_loan = True
        self.controls.show_state(state, may_start=may_start)
        run = self._session.run
        self.form.show_run(run.recipe if state.is_active else None)
        self.progress.recipe.setText(self._shown.recipe_words())
        is_still = state in (RunState.IDLE, RunState.PAUSED)
        self.form.rates.allow(may_start and is_still, is_running=not is_still)
        self.form.set_closing(run.is_closing)
        self.undoing.refresh()
        if self.runs:
            self.runs.show_busy(state.is_active)
        if state is RunState.IDLE:
            self._show_curves()
            is_on_loan = self._focus_is_on_loan and self.focusWidget() is self.results.tabBar()
            if is_on_loan or (had_focus and self.focusWidget() is not focus):
                self.controls.buttons[self.controls.start].setFocus()
            self._focus_is_on_loan = False
        if self._session.loading_error:
            self.progress.show_words("There is nothing to learn from: the message above says why.")
        if state is RunState.FINISHING:
            self.progress.show_words(PREDICTING)

    @Slot(object)
    def _on_progressed(self, records: tuple[Record, ...]) -> None:
        is_newest = not (self.kept and self.kept.shown.record)
        self._figures.show_progress(records, is_newest=is_newest)
        for record in records:
            if isinstance(record, Hint):
                self.hints.add(record)
        self.form.set_closing(self._session.run.is_closing)
        self._show_curves()

    @Slot()
    def _on_went_back(self) -> None:
        """Show the run as it was before the turn that was undone."""
        run = self._session.run
        self.hints.show_all_of(run.history.hints)
        self._show_state()
        self._shown.show_batch()
        self._show_curves()
        announce(self, f"Back to step {run.n_done:,}.")

    def _show_curves(self) -> None:
        self.undoing.refresh()
        if self.plots:
            is_kept = bool(self.kept and self.kept.shown.record)
            self.plots.show_history(self._shown_history())
            self.plots.set_over(is_kept or not self._session.run.state.is_active)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        self._figures.show_result(finished)
        announce(self, self.progress.figures.text())
        self.arrangement.show_report(self.report)

    @Slot(int)
    def _open_class(self, of_class: int) -> None:
        """Show the test images behind a row of the report."""
        self._session.browse(ImageQuery(part=Split.TEST, true_class=of_class))

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        self.progress.show_words("Stopped: the message above says why.")
