"""How often what is shown follows a network in training: so rarely that it costs a run little."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fashion_gui.ui.session.session import Session

_INTERVAL_MS = 250


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
        self._timer.setInterval(_INTERVAL_MS)
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
                self._timer.start()
            self.due.emit()
