"""Background work of which only the latest matters."""

from collections.abc import Callable, Generator
from typing import Any, ClassVar, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup

Work: TypeAlias = Callable[[], Generator[Any, Any, None]]
"""Makes a generator that yields its result, and None wherever it may be given up. It may also ask
its thread whether its result is still needed."""


class LatestWork(QObject):
    """Does one piece of work at a time in a thread.

    While it is busy, only the last request waits; the others are dropped.

    Attributes
    ----------
    failure
        What is said of an error, a format of one sentence.
    is_busy : bool
        Whether a result is still to come.
    """

    failure: ClassVar[str] = "{}"

    arrived = Signal(object)
    """The result of some work; later work may be waiting."""
    failed = Signal(str)
    """Why there is no result, as a sentence."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._waiting: tuple[Work, bool] | None = None
        self._gives_way = self._is_paused = False
        self._run_id = 0
        self.is_busy = False

    def do(self, work: Work, *, gives_way: bool = True) -> None:
        """Start some work, or let it wait for the work before it.

        Parameters
        ----------
        work
            Makes the generator.
        gives_way
            Whether it is given up, without a result, as soon as other work is requested. If not, it
            is finished first: what comes quickly enough is worth seeing.
        """
        if self._threads.is_closed:
            return
        if self._thread and self._gives_way:
            self.forget()
        self._waiting, self.is_busy = (work, gives_way), True
        if not self._thread:
            self._start()

    def set_paused(self, is_paused: bool) -> None:
        """Let work wait where it may be given up, or go on: nothing of it is lost."""
        self._is_paused = is_paused
        if self._thread:
            (self._thread.pause if is_paused else self._thread.resume)()

    def forget(self) -> None:
        """Drop the results of all work that is not done yet."""
        self._run_id += 1
        self._waiting, self.is_busy = None, False
        if self._thread:
            self._thread.interrupt()

    def abandon(self) -> None:
        """Drop all work and wait for its thread."""
        self.forget()
        if self._thread:
            self._thread.abandon()

    def _start(self) -> None:
        if self._waiting is None or self._threads.is_closed:
            return
        (work, self._gives_way), self._waiting = self._waiting, None
        self._run_id += 1
        self._thread = GeneratorThread(self._threads, self._run_id, work, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        if self._is_paused:
            self._thread.pause()
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._run_id or self._threads.is_closed:
            return
        self.is_busy = not parcel.done or self._waiting is not None
        if parcel.error:
            self.failed.emit(self.failure.format(parcel.error))
        for item in parcel.items:
            if item is not None:
                self.arrived.emit(item)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._start()
