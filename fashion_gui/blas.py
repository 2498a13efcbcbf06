"""One thread for each matrix product, whatever the environment says.

The products of these networks are small. Two threads are hardly faster with one of them, and
many times slower as soon as anything else needs a core; besides, the program has threads of its
own (`fashion_gui.nn.threads`). The number is a setting of the whole process in most libraries,
so it holds while at least one caller needs it, and is then what it was before: what else a
script or notebook computes is left alone.
"""

from contextlib import ContextDecorator
from functools import cache
from threading import Lock
from types import TracebackType
from typing import Protocol

from threadpoolctl import ThreadpoolController


class _Library(Protocol):
    """A loaded library of matrix products, as threadpoolctl describes it."""

    threading_layer: str

    def get_num_threads(self) -> int | None: ...

    def set_num_threads(self, num_threads: int) -> None: ...


class _OneThread(ContextDecorator):
    """A context manager that any number of threads may be in, each any number of times."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._n_users = 0
        self._before: list[tuple[_Library, int]] = []

    def __enter__(self) -> None:
        with self._lock:
            if self._n_users == 0:
                self._limit()
            self._n_users += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._n_users -= 1
            if self._n_users == 0:
                for library, number in self._before:
                    _set(library, number)

    def _limit(self) -> None:
        numbers = [(library, library.get_num_threads()) for library in _libraries()]
        self._before = [(library, n) for library, n in numbers if n is not None and n > 1]
        for library, _ in self._before:
            _set(library, 1)


one_blas_thread = _OneThread()
"""Used as ``with one_blas_thread:`` or before a function; it takes a few microseconds."""


def limit_this_thread() -> None:
    """Let a thread of our own have one for good, where the number is each thread's own (OpenMP)."""
    for library in _libraries():
        if library.threading_layer == "openmp":
            library.set_num_threads(1)


def _set(library: _Library, number: int) -> None:
    """Set the number of threads, whichever thread set it last.

    Newer versions of threadpoolctl let the thread that was the first one to set it be the only
    one, and ignore all others without a word.
    """
    release = getattr(library, "clear_controlling_thread", None)
    if release:
        release(force=True)
    library.set_num_threads(number)
    if release:
        release(force=True)


@cache
def _libraries() -> tuple[_Library, ...]:
    """Look for them once: it takes some milliseconds. NumPy, and with it its own, is loaded."""
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)
