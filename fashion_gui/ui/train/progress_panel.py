"""How far a run is, how fast it goes and how long it will take."""

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from fashion_gui.training.records import BatchMetrics, Plan


class ProgressPanel(QWidget):
    """A progress bar over the whole run, and a line of figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the run")
        self.bar.setValue(0)
        self.bar.setTextVisible(True)
        self.figures = QLabel("Press Start: the curves will move while the network learns.")
        self.figures.setAccessibleName("Figures of the run")
        self.figures.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addWidget(self.figures)

    def show_steps(self, n_done: int, n_steps: int) -> None:
        """Show how many of a run's steps are done."""
        self.bar.setRange(0, n_steps)
        self.bar.setValue(n_done)

    def show_figures(self, plan: Plan, last: BatchMetrics, n_images: int) -> None:
        """Show where a run is after a batch, in which it has learned from `n_images` in all."""
        seconds = max(last.seconds, 1e-9)
        left = (plan.n_steps - last.step) * seconds / last.step
        self.figures.setText(
            f"Epoch {last.epoch:,} of {plan.recipe.epochs:,}  ·  "
            f"batch {last.batch:,} of {plan.n_batches:,}  ·  "
            f"{n_images / seconds:,.0f} images/s  ·  {duration(left)} left"
        )

    def show_words(self, text: str) -> None:
        """Show a sentence in place of the figures."""
        self.figures.setText(text)


def duration(seconds: float) -> str:
    """Return a time for people: "8 s" or "2 min 05 s"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
