"""Threads: work that is done side by side, one part on each core.

NumPy lets other threads run while it computes, so plain Python threads are enough. Each matrix
product has one thread: two threads of the matrix library are hardly faster with the small
products of these networks, and collapse as soon as anything else needs a core.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


def usable_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Threads:
    """Some threads that wait for work. With one of them, the caller's own thread does it.

    Attributes
    ----------
    n : int
        How many there are.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self._executor = ThreadPoolExecutor(n, "side by side") if n > 1 else None

    def map(self, function: Callable[..., T], *arguments: Iterable[Any]) -> Iterator[T]:
        """Yield what the function returns for the first of all arguments, the second and so on.

        Its calls are made side by side. Numbers that are not finite are no reason to warn, in
        any of the threads: who calls looks at the results.
        """

        def quietly(*values: Any) -> T:
            with np.errstate(all="ignore"):
                return function(*values)

        return (self._executor.map if self._executor else map)(quietly, *arguments)

    def close(self) -> None:
        """End the threads, after the work that was begun."""
        if self._executor:
            self._executor.shutdown()
