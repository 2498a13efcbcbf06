"""The progress of a run, its speed and its remaining time."""

from PySide6.QtWidgets import QBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fashion_gui.percent import percent
from fashion_gui.training import threads_info
from fashion_gui.training.events import BatchMetrics, Evaluating, Plan, Purpose
from fashion_gui.training.time_words import about
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel

LOADING = "The images are being loaded …"
PREDICTING = "Predicting the test images …"
_WORDS_SHARE = 3
"""Width of the figures beside the bar, in its widths."""


class ProgressPanel(QWidget):
    """A progress bar over the whole run, and a line of figures.

    Attributes
    ----------
    is_short
        Whether there is room for few figures.
    recipe
        What learns, or would after Start; in sight while the recipe itself is not.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_short = False
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the run")
        self.bar.setValue(0)
        self.bar.setTextVisible(False)
        self.figures = WrappedLabel()
        self.figures.setAccessibleDescription("Figures of the run")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._line.addWidget(self.bar, 1)
        self._line.addWidget(self.figures, _WORDS_SHARE)
        layout.addLayout(self._line)
        self.recipe = ElidedLabel("The recipe that Start trains a network by.")
        mark(self.recipe, type="caption")
        self.recipe.hide()
        layout.addWidget(self.recipe)
        self.show_words(LOADING)

    def set_low(self, is_low: bool) -> None:
        """Put the figures beside the bar, in a low window that is wide enough."""
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.RightToLeft if is_low else direction.TopToBottom)

    def show_invitation(
        self,
        seconds: float | None,
        *,
        is_pending: bool,
        is_of_past_runs: bool = False,
        problem: str = "",
    ) -> None:
        """Invite to start a run, with its estimated duration, or say what is in the way."""
        source = ", going by earlier runs here" if is_of_past_runs else " on this machine"
        words = "Press Start, and watch the network learn."
        if problem:
            words = f"Not ready to start: {problem[:1].lower()}{problem[1:]}"
        elif seconds is not None:
            words = f"Press Start: {about(seconds)}{source}."
        elif is_pending:
            words = "Press Start: measuring how long it will take …"
        if self.bar.value() >= self.bar.minimum():  # each reset paints it at once
            self.bar.reset()  # it is about the run that comes
        self.show_words(words)

    def show_steps(self, n_done: int, n_steps: int) -> None:
        """Show how many of a run's steps are done."""
        self.bar.setRange(0, n_steps)
        self.bar.setValue(n_done)

    def show_figures(self, plan: Plan, last: BatchMetrics, n_images: int) -> None:
        """Show the progress after a batch, with `n_images` learned from in all."""
        seconds = max(last.seconds, 1e-9)
        words = [
            f"Epoch {last.epoch:,} of {plan.n_epochs:,}",
            f"batch {last.batch:,} of {plan.n_batches:,}",
        ]
        if not self.is_short:
            words += [
                f"{n_images / seconds:,.0f} images/s",
                f"{plan.n_threads} {'thread' if plan.n_threads == 1 else 'threads'}",
            ]
        self.figures.setText("  ·  ".join(words))
        self.figures.setToolTip(
            f"{plan.description}: {plan.n_parameters:,} parameters, trained on {plan.n_train:,} "
            f"images. {threads_info.in_words(plan.n_threads)}."
        )

    def show_evaluating(self, part: Evaluating) -> None:
        """Show how far a run is that learns no more."""
        if part.purpose is Purpose.DETECTING:
            share = percent(part.n_done / part.n_images, 0)
            self.bar.setRange(0, part.n_images)
            self.bar.setValue(part.n_done)
            self.show_words(f"Last step: learning to notice what is not clothing, {share} done")
        else:
            self.show_words(PREDICTING)

    def show_words(self, text: str) -> None:
        """Show a sentence in place of the figures."""
        self.figures.setToolTip("")
        self.figures.setText(text)


def seconds_left(
    plan: Plan, last: BatchMetrics, detector_s: float, part: Evaluating | None
) -> float:
    """Return about how many seconds are left after a batch, or after a part of the detector.

    `detector_s` is how long all of the detector will take.
    """
    if part:
        is_detecting = part.purpose is Purpose.DETECTING
        return detector_s * (1 - part.n_done / part.n_images) if is_detecting else 0.0
    return (plan.n_steps - last.step) * last.seconds / last.step + detector_s
