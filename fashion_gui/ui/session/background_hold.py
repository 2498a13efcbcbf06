"""When work in the background waits: while somebody draws, or the machine's speed is measured."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.nn.threads import leave_cores
from fashion_gui.ui.session.run_time_estimate import RunTimeEstimate

_HAND_RESTS_MS = 400
"""Time without a change on the canvas after which drawing counts as paused."""


class BackgroundHold(QObject):
    """Tells the work in the background when to wait.

    While somebody draws, what goes on, such as learning, leaves a core to the window; what is
    measured does not, because a run would seem to take longer than it does.

    Attributes
    ----------
    is_on
        Whether such work is to wait.
    """

    changed = Signal(bool)
    """Whether work in the background is to wait has changed."""

    def __init__(self, estimate: RunTimeEstimate, parent: QObject | None = None) -> None:
        """Hold it also while `estimate` measures."""
        super().__init__(parent)
        self.is_on = False
        self._is_closed = False
        self._estimate = estimate
        self._hand_timer = QTimer(self)
        self._hand_timer.setSingleShot(True)
        self._hand_timer.setInterval(_HAND_RESTS_MS)
        self._hand_timer.timeout.connect(self._update)
        estimate.changed.connect(self._update)

    def note_drawing(self) -> None:
        """Note that the canvas changed."""
        if not self._is_closed:
            self._hand_timer.start()
            self._update()

    def close(self) -> None:
        """Leave all cores to what goes on; nothing is held afterwards because somebody draws."""
        self._is_closed = True
        self._hand_timer.stop()
        leave_cores(0)

    @Slot()
    def _update(self) -> None:
        is_drawing, is_measuring = self._hand_timer.isActive(), self._estimate.is_measuring
        leave_cores(1 if is_drawing and not is_measuring else 0)
        is_on = is_measuring or is_drawing
        if is_on != self.is_on:
            self.is_on = is_on
            self.changed.emit(is_on)
