"""The progress of a run, its speed and its remaining time."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from fashion_gui.training import threads_info
from fashion_gui.training.events import BatchMetrics, Plan
from fashion_gui.ui.widgets.wrapped_label import WrappedLabel


class ProgressPanel(QWidget):
    """A progress bar over the whole run, and a line of figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the run")
        self.bar.setValue(0)
        self.bar.setTextVisible(False)
        self.figures = WrappedLabel()
        self.figures.setAccessibleDescription("Figures of the run")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addWidget(self.figures)
        self.show_invitation(None, is_pending=False)

    def show_invitation(self, seconds: float | None, *, is_pending: bool) -> None:
        """Invite to start a run, with its estimated duration if known."""
        words = "Press Start, and watch the network learn."
        if seconds is not None:
            words = f"Press Start: {about(seconds)} on this machine."
        elif is_pending:
            words = "Press Start: measuring how long it will take …"
        self.show_words(words)

    def show_steps(self, n_done: int, n_steps: int) -> None:
        """Show how many of a run's steps are done."""
        self.bar.setRange(0, n_steps)
        self.bar.setValue(n_done)

    def show_figures(self, plan: Plan, last: BatchMetrics, n_images: int) -> None:
        """Show the progress after a batch, with `n_images` learned from in all."""
        seconds = max(last.seconds, 1e-9)
        self.figures.setText(
            f"Epoch {last.epoch:,} of {plan.n_epochs:,}  ·  "
            f"batch {last.batch:,} of {plan.n_batches:,}  ·  "
            f"{n_images / seconds:,.0f} images/s  ·  "
            f"{plan.n_threads} {'thread' if plan.n_threads == 1 else 'threads'}"
        )
        self.figures.setToolTip(
            f"{plan.description}: {plan.n_parameters:,} parameters, trained on {plan.n_train:,} "
            f"images. {threads_info.in_words(plan.n_threads)}."
        )

    def show_words(self, text: str) -> None:
        """Show a sentence in place of the figures."""
        self.figures.setToolTip("")
        self.figures.setText(text)


def seconds_left(plan: Plan, last: BatchMetrics) -> float:
    """Return about how many seconds of learning are left after a batch."""
    return (plan.n_steps - last.step) * last.seconds / last.step


def clock(seconds: float) -> str:
    """Return a time as a clock would: "38 s", "2:05 min", "1:20 h" or "3 days"."""
    whole = round(seconds)
    if whole < _MINUTE_S:
        return f"{whole} s"
    if whole < _HOUR_S:
        return f"{whole // _MINUTE_S}:{whole % _MINUTE_S:02} min"
    if whole < 2 * _DAY_S:
        return f"{whole // _HOUR_S}:{whole % _HOUR_S // _MINUTE_S:02} h"
    return f"{whole / _DAY_S:,.0f} days"


def duration(seconds: float) -> str:
    """Return a time for people: "8 s" or "2 min 05 s"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400
_STEPS_S = (
    (_MINUTE_S, 5),
    (10 * _MINUTE_S, _MINUTE_S),
    (_HOUR_S, 5 * _MINUTE_S),
    (10 * _HOUR_S, 10 * _MINUTE_S),
    (2 * _DAY_S, _HOUR_S),
    (float("inf"), _DAY_S),
)
"""Below the first number of seconds, a time is rounded to multiples of the second one."""


def about(seconds: float) -> str:
    """Return a rough time for people: "about 10 seconds" or "about 1 hour 20 minutes"."""
    step = next(step for below, step in _STEPS_S if seconds < below)
    rounded = step * round(seconds / step)
    if rounded == 0:
        return "a few seconds"
    if rounded >= 2 * _DAY_S:
        return f"about {rounded // _DAY_S:,} days"
    hours, minutes = divmod(rounded // _MINUTE_S, 60)
    parts = ((hours, "hour"), (minutes, "minute"), (rounded % _MINUTE_S, "second"))
    words = [f"{n} {unit}" if n == 1 else f"{n} {unit}s" for n, unit in parts if n]
    return f"about {' '.join(words)}"


def brief(seconds: float) -> str:
    """Return a rough time in few letters: "≈ 10 s", "≈ 4 min", "≈ 1.5 h", "≈ 3 days"."""
    rounded = round(seconds)
    if rounded < _MINUTE_S:
        return f"≈ {max(1, rounded)} s"
    if seconds < _HOUR_S:
        return f"≈ {round(seconds / _MINUTE_S)} min"
    if seconds < 10 * _HOUR_S:
        return f"≈ {seconds / _HOUR_S:.1f} h"
    if seconds < 2 * _DAY_S:
        return f"≈ {seconds / _HOUR_S:.0f} h"
    return f"≈ {seconds / _DAY_S:,.0f} days"
