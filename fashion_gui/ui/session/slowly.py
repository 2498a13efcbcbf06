"""Work beside a network that learns and needs the cores itself."""

from collections.abc import Iterator
from time import monotonic, sleep
from typing import TypeVar

T = TypeVar("T")

_SHARE = 0.05
"""Most of one core's time that it may take."""
_LONGEST_SLEEP_S = 0.1


def slowly(items: Iterator[T]) -> Iterator[T]:
    """Yield items, and sleep after each so that making them takes a twentieth of the time."""
    began = monotonic()
    for item in items:
        took = monotonic() - began
        sleep(min(_LONGEST_SLEEP_S, took * (1 / _SHARE - 1)))
        yield item
        began = monotonic()
