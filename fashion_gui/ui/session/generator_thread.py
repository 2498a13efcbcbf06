"""The only kind of thread: it drains a generator and emits what it yields.

Loading, training and predicting ten thousand images are generators that know nothing of threads.
Here they are started, paused, stepped, stopped and abandoned. No other module makes a Qt thread.
"""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from threading import Condition
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal
from shiboken6 import isValid

DELIVERY_INTERVAL_S = 0.05
"""Time between two parcels: a signal for every batch would overload the window."""


@dataclass(frozen=True)
class Parcel:
    """What a thread emits.

    Attributes
    ----------
    run_id
        Id of the thread's run. Parcels that were on their way when a run was abandoned still
        arrive, and are recognized by it.
    items
        What the generator yielded since the last parcel, in order.
    done
        True for the last parcel.
    error
        What the generator raised, in the last parcel.
    """

    run_id: int
    items: tuple[Any, ...]
    done: bool = False
    error: Exception | None = None


class ThreadGroup:
    """The threads of one window. After ``close`` none of them runs, and none starts any more.

    Late events (a parcel, a timer, a system signal) may still ask for a thread; nothing then
    happens.

    Attributes
    ----------
    is_closed : bool
        True from the beginning of ``close`` on.
    """

    def __init__(self) -> None:
        self.is_closed = False
        self._threads: list[GeneratorThread] = []

    def admit(self, thread: "GeneratorThread") -> bool:
        """Register a thread that is about to start; False when it must not."""
        if not self.is_closed:
            self._threads = [*self._alive(), thread]
        return not self.is_closed

    def close(self) -> None:
        """Close all generators at their next items and wait until the threads have ended."""
        self.is_closed = True
        threads, self._threads = self._alive(), []
        for thread in threads:
            thread.interrupt()
        for thread in threads:
            thread.wait()

    def _alive(self) -> "list[GeneratorThread]":
        return [t for t in self._threads if isValid(t) and not t.isFinished()]


class GeneratorThread(QThread):
    """Drains a generator in its own thread.

    Parameters
    ----------
    threads
        The group that decides whether it may start, and waits for it at the end.
    run_id
        Written on every parcel.
    make
        Makes the generator; called in the thread.
    is_step
        Tells which yielded items count as one step, for ``allow_step``.
    stop_command
        What ``finish`` sends into the generator.
    pause_command
        Sent when the thread is about to wait, once for each step, so that the generator publishes
        its state, after whatever item the pause came; None for nothing.
    """

    delivered = Signal(object)
    """A ``Parcel``. Connect only slots of a QObject: anything else runs in this thread."""

    def __init__(
        self,
        threads: ThreadGroup,
        run_id: int,
        make: Callable[[], Generator[Any, Any, None]],
        *,
        is_step: Callable[[Any], bool] = lambda item: True,
        stop_command: object = None,
        pause_command: object = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._threads = threads
        self.run_id = run_id
        self._make = make
        self._is_step = is_step
        self._stop_command = stop_command
        self._pause_command = pause_command
        self._owes_pause_command = False
        self._condition = Condition()  # guards the five below
        self._is_urgent = False
        self._paused = False
        self._steps_allowed = 0
        self._finishing = False
        self._queued: deque[object] = deque()
        self._items: list[Any] = []
        self._last_delivery = monotonic()

    # Called from the window's thread -----------------------------------------------------

    def start(self, priority: QThread.Priority = QThread.Priority.InheritPriority) -> None:
        """Start draining the generator; does nothing once the group is closed."""
        if self._threads.admit(self):
            super().start(priority)

    def pause(self) -> None:
        """Wait before the next item is asked for."""
        self._control(paused=True)

    def resume(self) -> None:
        """Go on."""
        self._control(paused=False)

    def allow_step(self) -> None:
        """Continue for one step, then wait."""
        with self._condition:
            self._paused = True
            self._steps_allowed += 1
            self._condition.notify()

    def send(self, command: object) -> None:
        """Send a command into the generator with the request for the next item.

        While the thread is paused it waits there, too. Some commands together are sent as a tuple.
        """
        with self._condition:
            self._queued.append(command)

    def send_at_once(self, command: object) -> None:
        """Send a command also while the thread is paused: the next item answers it."""
        with self._condition:
            self._queued.append(command)
            self._is_urgent = True
            self._condition.notify()

    def finish(self) -> None:
        """Send the stop command into the generator, which then comes to its own end."""
        self._control(paused=False, finishing=True)

    def abandon(self) -> None:
        """Close the generator at the next item and wait until the thread has ended."""
        self.interrupt()
        self.wait()

    def interrupt(self) -> None:
        """Close the generator at the next item, without waiting."""
        self.requestInterruption()
        with self._condition:
            self._condition.notify()

    def _control(self, *, paused: bool, finishing: bool = False) -> None:
        with self._condition:
            self._paused = paused
            self._steps_allowed = 0
            self._finishing = self._finishing or finishing
            self._condition.notify()

    # Called in this thread ---------------------------------------------------------------

    def run(self) -> None:
        """Drain the generator; whatever it raises goes into the last parcel."""
        error: Exception | None = None
        try:
            generator = self._make()
            try:
                self._drain(generator)
            finally:
                generator.close()
        except Exception as raised:
            error = raised
        if not self.isInterruptionRequested():
            self._deliver(done=True, error=error)

    def _drain(self, generator: Generator[Any, Any, None]) -> None:
        self._wait_while_paused()
        command = None  # the first thing that a generator is sent
        while not self.isInterruptionRequested():
            try:
                item = generator.send(command)
            except StopIteration:
                return
            self._items.append(item)
            self._note(item)
            if monotonic() - self._last_delivery >= DELIVERY_INTERVAL_S:
                self._deliver()
            command = self._next_command()

    def _note(self, item: Any) -> None:
        if self._is_step(item):
            self._owes_pause_command = self._pause_command is not None
            with self._condition:
                self._steps_allowed = max(0, self._steps_allowed - 1)

    def _next_command(self) -> object:
        """Return what to send next, after waiting as long as the run is paused.

        Looks under the lock, so that a pause at any time gets its command before the waiting.
        """
        with self._condition:
            while self._must_wait():
                if self._owes_pause_command:
                    self._owes_pause_command = False
                    return self._pause_command
                self._deliver()
                self._condition.wait()
            commands = [*self._queued, *([self._stop_command] if self._finishing else [])]
            self._queued.clear()
            self._is_urgent = False
        return tuple(commands) if len(commands) > 1 else next(iter(commands), None)

    def _wait_while_paused(self) -> None:
        with self._condition:
            while self._must_wait():
                self._deliver()
                self._condition.wait()

    def _must_wait(self) -> bool:
        is_called = self._steps_allowed or self._is_urgent or self.isInterruptionRequested()
        return self._paused and not is_called

    def _deliver(self, *, done: bool = False, error: Exception | None = None) -> None:
        if self._items or done:
            self.delivered.emit(Parcel(self.run_id, tuple(self._items), done, error))
            self._items.clear()
        self._last_delivery = monotonic()
