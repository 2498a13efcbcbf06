"""Threads: work that is done side by side, one part on each core.

NumPy lets other threads run while it computes, so plain Python threads are enough. Each matrix
product uses one thread (`fashion_gui.blas`).
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, TypeVar

import numpy as np

from fashion_gui.blas import limit_this_thread, one_blas_thread

T = TypeVar("T")


def usable_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Cores:
    """What is said of the cores to all threads that share work."""

    n_left = 0


def leave_cores(n: int) -> None:
    """Leave so many cores to other work of this process from now on; 0 for none.

    Threads that share work are then fewer, from their next ``map`` on, but always the caller's own.
    How many they are never changes a result, only when it comes.
    """
    _Cores.n_left = n


class Threads:
    """Some threads, the caller's own among them, that share work.

    Attributes
    ----------
    n : int
        How many there are, with the caller's. Fewer of them work while cores are left to others.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        # The caller's own thread works, too: otherwise it would only wait.
        self._others = (
            ThreadPoolExecutor(n - 1, "side by side", limit_this_thread) if n > 1 else None
        )

    def map(self, function: Callable[..., T], *arguments: Iterable[Any]) -> list[T]:
        """Return the results of a function for each tuple of arguments, as ``map`` yields them.

        The calls run side by side. Floating-point warnings are off in all threads: the caller looks
        at the results.
        """
        with one_blas_thread:
            return self._map(function, *arguments)

    def _map(self, function: Callable[..., T], *arguments: Iterable[Any]) -> list[T]:
        tasks = list(zip(*arguments, strict=False))
        results: dict[int, T] = {}
        left = iter(range(len(tasks)))  # each thread takes the next one

        def work() -> None:
            with np.errstate(all="ignore"):
                for index in left:
                    results[index] = function(*tasks[index])

        n_others = min(self._n_now(), len(tasks)) - 1
        others = [self._others.submit(work) for _ in range(n_others)] if self._others else []
        try:
            work()
        finally:
            wait(others)
        for other in others:
            other.result()
        return [results[index] for index in range(len(tasks))]

    def _n_now(self) -> int:
        if not _Cores.n_left or self.n == 1:
            return self.n
        return max(1, min(self.n, usable_cores() - _Cores.n_left))

    def close(self) -> None:
        """End the threads once the work that has begun is done."""
        if self._others:
            self._others.shutdown()
