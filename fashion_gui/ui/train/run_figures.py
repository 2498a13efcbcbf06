"""What Train says of a run in words and figures: before it, during it and after it."""

from collections.abc import Sequence

from fashion_gui.percent import percent
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.events import Finished, Plan, PlanChanged, Record
from fashion_gui.training.history import RunHistory
from fashion_gui.training.time_words import duration
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.number_cards import NumberCards
from fashion_gui.ui.train.progress_panel import LOADING, ProgressPanel, seconds_left
from fashion_gui.ui.train.report_table import ReportTable

_AS_PRINTED = (
    " Computed as in the article, with a bias for every image; on Browse and Draw the network "
    "uses their mean."
)


class RunFigures:
    """Fills the bar with its words, the cards of numbers and the report."""

    def __init__(
        self, session: Session, progress: ProgressPanel, numbers: NumberCards, report: ReportTable
    ) -> None:
        self._session = session
        self._progress, self._numbers, self._report = progress, numbers, report
        self._detector_s = 0.0

    def show_expected(self, problem: str, history: RunHistory) -> None:
        """Invite to start a run, or say why it cannot start; `history` is that of the curves."""
        estimate = self._session.estimate
        source = {"is_pending": estimate.is_pending, "is_of_past_runs": estimate.is_of_past_runs}
        if self._session.dataset is None and not problem:
            self._progress.show_words(LOADING)
        else:
            self._progress.show_invitation(estimate.seconds, problem=problem, **source)
        if history.plan is None:  # else the figures stay those of the curves
            self._numbers.show_expected(estimate.seconds, **source)

    def show_beginning(self) -> None:
        """Say that a run begins."""
        self._progress.show_words("The run begins …")
        self._numbers.show_beginning()
        self._report.show_nothing()

    def show_progress(self, records: Sequence[Record], *, is_newest: bool) -> None:
        """Show how far the run is after new records; the cards only if they are about it."""
        run, dataset = self._session.run, self._session.dataset
        plan, last = run.plan, run.last_batch
        if plan is None:
            return
        if dataset and any(isinstance(it, Plan | PlanChanged) for it in records):
            self._detector_s = self._session.estimate.detector_seconds(plan, dataset)
        self._progress.show_steps(run.n_done, plan.n_steps)
        if run.state is RunState.FINISHING:
            last = None
        if run.closing:
            self._progress.show_evaluating(run.closing)
        elif last:
            self._progress.show_figures(plan, last, run.n_images)
        if last and is_newest:
            left_s = seconds_left(plan, last, self._detector_s, run.closing)
            self._numbers.show_progress(run.history, plan, last, left_s)

    def show_result(self, finished: Finished) -> None:
        """Show the result of the run that has ended."""
        accuracy = percent(finished.report.accuracy, 2)
        n_test, as_printed = finished.plan.n_test, finished.plan.recipe.as_printed
        words = "Done" if finished.completed else "Stopped"
        words = f"{words} after {duration(finished.seconds)} of computing."
        if finished.plan.recipe.drawings and self._session.network is finished.network:
            words += " Now draw for it."
        self._progress.show_words(words)
        self._numbers.show_result(finished)
        self._report.show_report(
            finished.report,
            f"Test accuracy {accuracy}, on {n_test:,} images that it never learned from."
            f"{_AS_PRINTED if as_printed else ''}",
        )

    def show_kept(self, record: RunRecord, history: RunHistory) -> None:
        """Show the figures of a kept run, and its report if it has one."""
        self._numbers.show_kept(record, history)
        report = record.test_report()
        if report is None:
            self._report.show_nothing()
            return
        accuracy, n_test = percent(report.accuracy, 2), f"{report.confusion.sum():,} images"
        words = f"{record.name}: test accuracy {accuracy}, on {n_test}."
        self._report.show_report(report, words)
