"""Background work of which only the latest matters."""

from collections.abc import Callable, Generator
from typing import Any, ClassVar, TypeAlias

from PySide6.QtCore import QObject, Signal

from fashion_gui.ui.session.background_work import BackgroundWork
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup

Work: TypeAlias = Callable[[], Generator[Any, Any, None]]
"""Makes a generator that yields its result, and None wherever it may be given up. It may also ask
its thread whether its result is still needed."""


class LatestWork(BackgroundWork):
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
        super().__init__(threads, parent)
        self._waiting: tuple[Work, bool] | None = None
        self._gives_way = self.is_busy = False

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

    def forget(self) -> None:
        """Drop the results of all work that is not done yet."""
        self._waiting, self.is_busy = None, False
        self._drop_work()

    def abandon(self) -> None:
        self.forget()
        super().abandon()

    def _start(self) -> None:
        if self._waiting is not None and not self._threads.is_closed:
            (work, self._gives_way), self._waiting = self._waiting, None
            self._start_work(work)

    def _take(self, parcel: Parcel) -> None:
        self.is_busy = not parcel.done or self._waiting is not None
        if parcel.error:
            self.failed.emit(self.failure.format(parcel.error))
        for item in parcel.items:
            if item is not None:
                self.arrived.emit(item)

    def _on_free(self) -> None:
        self._start()
