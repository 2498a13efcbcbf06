"""Start and Pause in one button, Step and Stop."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.widgets.action_button import ActionButton, make_action

_PAUSE, _RESUME = "&Pause", "&Resume"
_REST_MS = 500
"""After the end of a run, until keys on its button start another one."""
_PRESSING = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter


class _FirstButton(ActionButton):
    """Is as wide as for its longest name, so that its neighbours stay where they are.

    Attributes
    ----------
    is_resting
        Whether Space and Enter do nothing: a late press, meant for Pause, starts no other run.
    """

    is_resting = False

    def rest(self) -> None:
        """Rest for a moment."""
        self.is_resting = True
        QTimer.singleShot(_REST_MS, self, self._wake)

    @Slot()
    def _wake(self) -> None:
        self.is_resting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.is_resting and event.key() in _PRESSING):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # Qt takes it for the least size, too
        hint = super().sizeHint()
        longest, shown = (
            self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()
            for text in (_RESUME, self.text())
        )
        return QSize(hint.width() + max(0, longest - shown), hint.height())


class RunControls(QWidget):
    """Three buttons, each an intent, with the actions that menus also show.

    The first one starts a run and then pauses it, at the same position.
    """

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = RunState.IDLE
        self.start = make_action(
            self, "&Start", ("F5", "Ctrl+R"), "Train a new network with these settings.", "play"
        )
        self.pause = make_action(
            self,
            _PAUSE,
            ("F5", "Ctrl+R", "F6", "Ctrl+P"),  # that of Start as well: it is the same button
            "Pause after the current batch. Draw, look around, then resume.",
            "pause",
        )
        self.step = make_action(
            self,
            "S&tep",
            ("F7", "Ctrl+T"),
            "Learn from one batch, then pause, to watch learning step by step.",
            "step-forward",
        )
        self.stop = make_action(
            self,
            "St&op",
            ("F8", "Ctrl+Shift+R"),
            "Stop training; the network so far is tested and kept.",
            "square",
        )
        self.start.triggered.connect(self.start_requested)
        self.pause.triggered.connect(self._on_pause)
        self.step.triggered.connect(self.step_requested)
        self.stop.triggered.connect(self.stop_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        first = self._first = _FirstButton(self.start, "primary")
        self.buttons = {
            self.start: first,
            self.pause: first,
            self.step: ActionButton(self.step, "secondary"),
            self.stop: ActionButton(self.stop, "secondary"),
        }
        layout.addWidget(first, 2)
        for action in (self.step, self.stop):
            layout.addWidget(self.buttons[action], 1)
        self.show_state(RunState.IDLE, may_start=False)

    def actions_in_order(self) -> tuple[QAction, ...]:
        """Return the four actions, for a menu."""
        return self.start, self.pause, self.step, self.stop

    def show_state(self, state: RunState, *, may_start: bool) -> None:
        """Enable what makes sense in a state."""
        if self._state.is_active and not state.is_active:
            self._first.rest()
        self._state = state
        can_go = state in (RunState.RUNNING, RunState.PAUSED)
        self.buttons[self.start].show_action(self.pause if state.is_active else self.start)
        self.start.setEnabled(state is RunState.IDLE and may_start)
        self.pause.setEnabled(can_go)
        is_paused = state is RunState.PAUSED
        self.pause.setText(_RESUME if is_paused else _PAUSE)
        set_icon(self.pause, "play" if is_paused else "pause")
        self.step.setEnabled(can_go or (state is RunState.IDLE and may_start))
        self.stop.setEnabled(can_go)

    @Slot()
    def _on_pause(self) -> None:
        is_paused = self._state is RunState.PAUSED
        (self.resume_requested if is_paused else self.pause_requested).emit()
