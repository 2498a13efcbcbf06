"""One thread for each matrix product, whatever the environment says.

The products of these networks are small. Two threads are hardly faster than one, and many times
slower as soon as anything else needs a core; besides, the program has threads of its own
(`fashion_gui.nn.threads`). In most libraries the number of threads is a setting of the whole
process, so it is 1 only while at least one caller needs that, and is then restored: other
computations of a script or notebook are not affected.
"""

from contextlib import ContextDecorator
from functools import cache
from threading import Lock
from types import TracebackType
from typing import Protocol

from threadpoolctl import ThreadpoolController


class _Library(Protocol):
    """A loaded BLAS library, as threadpoolctl describes it."""

    threading_layer: str

    def get_num_threads(self) -> int | None: ...

    def set_num_threads(self, num_threads: int) -> None: ...


class _OneThread(ContextDecorator):
    """A reentrant context manager for any number of threads."""

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
"""Used as ``with one_blas_thread:`` or as a decorator; it takes a few microseconds."""


def limit_this_thread() -> None:
    """Set one BLAS thread for the calling thread, if each thread has its own number (OpenMP)."""
    for library in _libraries():
        if library.threading_layer == "openmp":
            library.set_num_threads(1)


def _set(library: _Library, number: int) -> None:
    """Set the number of threads, whichever thread set it last.

    In newer versions of threadpoolctl, only the thread that set it first may change it; calls from
    other threads are silently ignored.
    """
    release = getattr(library, "clear_controlling_thread", None)
    if release:
        release(force=True)
    library.set_num_threads(number)
    if release:
        release(force=True)


@cache
def _libraries() -> tuple[_Library, ...]:
    """Return the BLAS libraries, found once because that takes milliseconds. NumPy's is loaded."""
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)
