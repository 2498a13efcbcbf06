"""Start, Pause, Step and Stop, and how far the run is."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from fashion_gui.ui.training_run import RunState


class RunControls(QWidget):
    """Four buttons, each an intent, with the actions that menus show too."""

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    step_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = RunState.IDLE
        self.start = self._action("&Start", "F5", "Train a new network with these settings.")
        self.pause = self._action(
            "&Pause", "F6", "Wait after the batch that is being learned. Draw, look around, go on."
        )
        self.step = self._action(
            "S&tep", "F7", "Learn from one batch, then wait: watch learning under the magnifier."
        )
        self.stop = self._action(
            "St&op", "F8", "Learn no more. What was learned so far is tested and stays."
        )
        self.start.triggered.connect(self.start_requested)
        self.pause.triggered.connect(self._on_pause)
        self.step.triggered.connect(self.step_requested)
        self.stop.triggered.connect(self.stop_requested)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.buttons: dict[QAction, QToolButton] = {}
        for column, action in enumerate(self.actions_in_order()):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setMinimumHeight(34)
            button.setSizePolicy(
                button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed
            )
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            layout.addWidget(button, 0, column)
            layout.setColumnStretch(column, 1)
            self.buttons[action] = button

    def actions_in_order(self) -> tuple[QAction, ...]:
        """Return the four actions, for a menu."""
        return self.start, self.pause, self.step, self.stop

    def show_state(self, state: RunState, *, may_start: bool) -> None:
        """Enable what makes sense in a state."""
        self._state = state
        can_go = state in (RunState.RUNNING, RunState.PAUSED)
        self.start.setEnabled(state is RunState.IDLE and may_start)
        self.pause.setEnabled(can_go)
        self.pause.setText("&Resume" if state is RunState.PAUSED else "&Pause")
        self.step.setEnabled(can_go or (state is RunState.IDLE and may_start))
        self.stop.setEnabled(can_go)

    @Slot()
    def _on_pause(self) -> None:
        is_paused = self._state is RunState.PAUSED
        (self.resume_requested if is_paused else self.pause_requested).emit()

    def _action(self, text: str, key: str, idea: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{idea} ({key})")
        return action
