"""Loss and accuracy, updated within each epoch. Imported after the window is shown."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fashion_gui.shelf.overlays import epochs_of, overlays_of
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.events import Plan
from fashion_gui.training.history import RunHistory
from fashion_gui.ui.train.curves import Curves

REDRAW_INTERVAL_MS = 66
_LOSS, _ACCURACY = "Loss", "Accuracy"
_LOW = 13
"""Height, in lines of text, below which titles name the axes of epochs."""


class TrainingPlots(QWidget):
    """The two figures of a run, side by side."""

    turn_clicked = Signal(int)
    """The mark of a turn was clicked: the turn's number from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = Curves(
            _LOSS,
            "How wrong the network is: what training minimizes. Faint: every batch, or the mean "
            "of several small ones, of at least 64 images.",
            is_share=False,
        )
        self.accuracy = Curves(
            _ACCURACY,
            "Share of right predictions. Validation images are never learned from: where their "
            "line falls behind, the network memorizes the training images (overfitting).",
            is_share=True,
        )
        self.accuracy.setXLink(self.loss)
        self.loss.turn_clicked.connect(self.turn_clicked)
        self.accuracy.turn_clicked.connect(self.turn_clicked)
        for curves in (self.loss, self.accuracy):
            curves.pointed.connect(self.show_place)
        row = QHBoxLayout()
        row.addWidget(self.loss)
        row.addWidget(self.accuracy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        self._shown: tuple[RunHistory, Plan | None] | None = None
        self._others: tuple[Sequence[RunRecord], Mapping[str, RunHistory]] = (), {}
        self._is_same_length = self._is_low = self._is_due = False
        self._n_validations = 0
        self._timer, self._second_timer = QTimer(self), QTimer(self)
        for timer, slot in (
            (self._timer, self._redraw_first),
            (self._second_timer, self._redraw_second),
        ):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)

    def show_history(self, history: RunHistory) -> None:
        """Show a run's history; new points are drawn a moment later, new validations at once.

        The cards above tell those. The figures take turns, so that neither waits for the other.
        """
        if self._shown != (history, history.plan):
            self._shown = (history, history.plan)
            self.loss.show_curve(history.loss, history.plan)
            self.accuracy.show_curve(history.accuracy, history.plan)
            if self._is_same_length:
                self._show_others()
        if len(history.accuracy.validation) != self._n_validations:
            self._timer.start(0)
        elif not self._timer.isActive():
            self._timer.start(REDRAW_INTERVAL_MS)

    def set_over(self, is_over: bool) -> None:
        """Follow whether the run that is shown has ended."""
        for curves in (self.loss, self.accuracy):
            curves.set_over(is_over)

    def draw_now(self) -> None:
        """Draw the history that is shown without waiting, as for a picture of it."""
        self._timer.stop()
        self._second_timer.stop()
        self._redraw(self.accuracy, self.loss)

    def show_others(self, runs: Sequence[RunRecord], histories: Mapping[str, RunHistory]) -> None:
        """Overlay the curves of other runs, as far as they are among the histories, by name."""
        self._others = runs, histories
        self._show_others()

    def set_same_length(self, is_same: bool) -> None:
        """Show all runs as long as the one whose curves they lie over, or by their own epochs."""
        self._is_same_length = is_same
        self._show_others()

    def _show_others(self) -> None:
        runs, histories = self._others
        plan = self._shown[1] if self._shown else None
        length: float | None = None
        if self._is_same_length and runs:
            length = plan.n_epochs if plan else max(map(epochs_of, runs))
        self.loss.show_others(overlays_of(runs, histories, "loss", length))
        self.accuracy.show_others(overlays_of(runs, histories, "accuracy", length))
        self._name_epochs()

    @property
    def has_others(self) -> bool:
        """Whether curves of other runs are overlaid."""
        return bool(self.loss.overlays.overlays or self.accuracy.overlays.overlays)

    @Slot(object)
    def show_place(self, epochs: float | None) -> None:
        """Tell the values of both figures at a place; None for none."""
        for curves in (self.loss, self.accuracy):
            curves.show_place(epochs)

    @Slot()
    def reset_view(self) -> None:
        """Show the whole run in both figures."""
        self.loss.reset_view()
        self.accuracy.reset_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_low = self.height() < _LOW * self.fontMetrics().lineSpacing()
        self._name_epochs()

    def _name_epochs(self) -> None:
        is_same = self._is_same_length and self.has_others
        words = "epoch, all runs equally long" if is_same else "epoch"
        for curves in (self.loss, self.accuracy):
            axis = curves.getPlotItem().getAxis("bottom")
            if axis.labelText != words:
                axis.setLabel(words)
                axis.resizeEvent()  # else the words begin where the shorter ones did
            if axis.label.isVisibleTo(axis) == self._is_low:
                axis.showLabel(not self._is_low)
        for curves, title in ((self.loss, _LOSS), (self.accuracy, _ACCURACY)):
            curves.set_title(f"{title} by epoch" if self._is_low else title)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.loss.colour(self.palette())
            self.accuracy.colour(self.palette())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self.draw_now()

    @Slot()
    def _redraw_first(self) -> None:
        self._redraw(self.accuracy)
        if not self._second_timer.isActive():
            self._second_timer.start(REDRAW_INTERVAL_MS // 2)

    @Slot()
    def _redraw_second(self) -> None:
        self._redraw(self.loss)

    def _redraw(self, *figures: Curves) -> None:
        """Draw the new points; out of sight only when it comes into sight again."""
        history = self._shown[0] if self._shown else None
        self._n_validations = len(history.accuracy.validation) if history else 0
        self._is_due = not self.isVisible()
        if self._is_due:
            return
        for curves in figures:
            curves.redraw()
            if history:
                curves.show_turns(history)
