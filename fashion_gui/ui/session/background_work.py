"""What works in the background: one thread at a time, of which nothing outdated arrives."""

from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, Slot

from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup


class BackgroundWork(QObject):
    """Drains generators one after another, and says when the next may start."""

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._is_paused = False
        self._run_id = 0

    @Slot(bool)
    def set_paused(self, is_paused: bool) -> None:
        """Let work wait where it may be given up, or go on: nothing of it is lost."""
        self._is_paused = is_paused
        if self._thread:
            (self._thread.pause if is_paused else self._thread.resume)()

    def abandon(self) -> None:
        """Drop all work and wait for its thread."""
        self._drop_work()
        if self._thread:
            self._thread.abandon()

    def _start_work(self, make: Callable[[], Generator[Any, Any, None]]) -> None:
        """Start a thread; only called while there is none."""
        if self._threads.is_closed:
            return
        self._run_id += 1
        # No child of this, which may be deleted with a dialog while the thread still runs: that
        # would end the program. The group keeps it until it has ended.
        self._thread = GeneratorThread(self._threads, self._run_id, make)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        if self._is_paused:
            self._thread.pause()
        self._thread.start()

    def _drop_work(self) -> None:
        """Ignore whatever the thread still delivers, and end it without waiting."""
        self._run_id += 1
        if self._thread:
            self._thread.interrupt()

    def _take(self, parcel: Parcel) -> None:
        """Take what work that was not dropped has yielded."""
        raise NotImplementedError

    def _on_free(self) -> None:
        """Do what is next: the thread has ended."""
        raise NotImplementedError

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id == self._run_id and not self._threads.is_closed:
            self._take(parcel)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._on_free()
