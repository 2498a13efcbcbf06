"""What the status bar says on every page: which network answers and how well, and the run."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QProgressBar, QStatusBar, QWidget

from fashion_gui.percent import percent
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.widgets.elided_label import ElidedLabel
from fashion_gui.ui.widgets.names import cut

_BAR_WIDTH = 180
_NETWORK_IDEA = (
    "The network that answers, and its share of right answers on the test images, which it never "
    "learned from. The list above tells the values between its layers."
)
_STATES = {
    RunState.IDLE: "",
    RunState.RUNNING: "Learning",
    RunState.PAUSED: "Paused",
    RunState.FINISHING: "Finishing",
}


class StatusBar(QStatusBar):
    """Shows messages where its labels begin, and their ends as … where there is no room."""

    def __init__(self, start: QLabel) -> None:
        super().__init__()
        self._start = start
        self.addWidget(start, 1)
        # Else words of both may stand there until the next full repaint, which may be seconds away.
        self.messageChanged.connect(self._on_message)

    @Slot()
    def _on_message(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self.currentMessage()
        if not words:
            super().paintEvent(event)
            return
        painter, place = QPainter(self), self._start.geometry()
        place.setLeft(place.left() + self._start.contentsMargins().left())
        right = min((child.x() for child in self._shown_at_the_end()), default=self.width())
        place.setRight(right - SPACE_12)
        fitting = cut(words, self.fontMetrics(), place.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, left, fitting)

    def _shown_at_the_end(self) -> list[QWidget]:
        children = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [child for child in children if child.isVisible() and child is not self._start]


class StatusLine(QObject):
    """Fills a status bar and keeps it up to date."""

    score_changed = Signal(str)
    """The share of right answers in short; "" while it is not known."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._has_own_bar = False
        self.network, self.run, self.progress = ElidedLabel(_NETWORK_IDEA), QLabel(), QProgressBar()
        bar = StatusBar(self.network)
        window.setStatusBar(bar)
        self.progress.setMaximumWidth(_BAR_WIDTH)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress of the run")
        self.progress.hide()
        self.network.setContentsMargins(SPACE_12, 0, 0, 0)
        bar.addPermanentWidget(self.run)
        bar.addPermanentWidget(self.progress)
        session.dataset_changed.connect(self.show_network)
        session.network_changed.connect(self.show_network)
        session.predictions.changed.connect(self.show_network)
        session.run.progressed.connect(self._show_progress)
        session.run.state_changed.connect(self._show_state)

    @Slot()
    def show_network(self) -> None:
        """Say which network answers, and how well."""
        session = self._session
        choice, answers = session.active_model, session.predictions.current
        if choice is None:
            what_to_do = "" if "…" in session.no_network_words else ": train one, or open a file."
            self.network.setText(f"{session.no_network_words}{what_to_do}")
            return
        short = ""
        # Of one in training its name says so, and the other end of the line whether it is paused.
        score = "" if session.is_live else "answering the test images …"
        if session.loading_error:
            score = "no test images"
        elif session.incompatibility():
            score = "trained on different classes than this data set"
        is_known = answers is not None and answers.network is choice.network
        if answers and is_known and not session.is_live:
            short = percent(answers.report.accuracy)
            score = f"{short} of {len(answers):,} test images right"
        self.score_changed.emit(short)
        self.network.setText("  ·  ".join(filter(None, (choice.label, score))))

    @Slot(object)
    def _show_progress(self, records: object) -> None:
        run = self._session.run
        if run.plan:
            self.progress.setRange(0, run.plan.n_steps)
            self.progress.setValue(run.n_done)
        self._show_words()

    @Slot()
    def _show_state(self) -> None:
        state = self._session.run.state
        self._show_words()
        self.progress.setVisible(state.is_active and not self._has_own_bar)

    def _show_words(self) -> None:
        run = self._session.run
        is_last = run.is_closing and run.state is RunState.RUNNING
        self.run.setText(_STATES[RunState.FINISHING if is_last else run.state])

    def show_page(self, title: str) -> None:
        """Leave the bar to the page Train, which has a larger one."""
        self._has_own_bar = title == "Train"
        self._show_state()
