"""How often what is shown follows a network in training: so rarely that it costs a run little."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.nn.network import Network
from fashion_gui.ui.session.session import Session

_INTERVAL_MS = 300
_WITH_MAPS_MS = 800
"""Inside with *Why?* takes 13 ms of computing for mlp, 52 ms for a network with convolutions."""


def interval_ms(network: Network | None) -> int:
    """Return the least time between two frames of a network in training, in milliseconds."""
    shapes = network.architecture.shapes[1:] if network else ()
    return _WITH_MAPS_MS if any(len(shape) == 3 for shape in shapes) else _INTERVAL_MS


class LivePace(QObject):
    """Passes requests on: at once, but a few times a second only while the network learns."""

    due = Signal()
    """It is time to show the network as it is now."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)

    @Slot()
    def ask(self) -> None:
        """Pass a request on, or keep it, instead of those before, until it is time."""
        self._is_wanted = True
        if not self._session.is_learning:
            self._timer.stop()
        if not self._timer.isActive():
            self._on_timeout()

    @Slot()
    def _on_timeout(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            if self._session.is_learning:
                self._timer.start(interval_ms(self._session.network))
            self.due.emit()
