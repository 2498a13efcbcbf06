"""Background work of which only the latest matters."""

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup

Work: TypeAlias = Callable[[], Generator[Any, Any, None]]
"""Makes a generator, which may ask its thread whether its result is still needed."""


class LatestWork(QObject):
    """Does one piece of work at a time in a thread; a later one replaces an earlier one.

    While it is busy, only the last request waits; the others are dropped.

    Attributes
    ----------
    is_busy : bool
        Whether a result is still to come.
    """

    arrived = Signal(object)
    """The result of the work."""
    failed = Signal(str)
    """Why there is no result, as a sentence."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._waiting: Work | None = None
        self._run_id = 0
        self.is_busy = False

    def do(self, work: Work) -> None:
        """Start some work; the result of earlier work is dropped."""
        if self._threads.is_closed:
            return
        self.forget()
        self._waiting, self.is_busy = work, True
        if not self._thread:
            self._start()

    def forget(self) -> None:
        """Drop the result of work that is not done yet."""
        self._run_id += 1
        self._waiting, self.is_busy = None, False
        if self._thread:
            self._thread.requestInterruption()

    def _start(self) -> None:
        if self._waiting is None:
            return
        work, self._waiting = self._waiting, None
        self._thread = GeneratorThread(self._threads, self._run_id, work, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._run_id:
            return
        self.is_busy = not parcel.done
        if parcel.error:
            self.failed.emit(str(parcel.error))
        for item in parcel.items:
            self.arrived.emit(item)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._start()
