"""Lateness of the window's thread while a network learns.

A timer is due every 5 ms; measured is how late each of its ticks comes. A window is smooth if its
ticks are less than a frame (16 ms) late.
"""

from time import perf_counter

from PySide6.QtCore import Qt, QTimer

from benchmarks.open_window import let_it_work, open_window, start_run, stop_run
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, tail

_INTERVAL_S = 0.005
_SECONDS = 4.0
_RECIPES = ("mlp", "article", "convnet")


def measure() -> Result:
    """Return a row without a run, and one for each page while each of the recipes learns."""
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        first = window.header.title.text()
        rows.append(("nothing", first, *tail(_lateness())))
        for recipe in _RECIPES:
            start_run(window, recipe)
            for index in range(window.pages.count()):
                window.pages.setCurrentIndex(index)
                rows.append((recipe, window.header.title.text(), *tail(_lateness())))
            window.pages.setCurrentIndex(0)
            stop_run(window)
    return Result(
        "Lateness of the window's thread, milliseconds", ("learns", "page", *TAIL), tuple(rows)
    )


def _lateness() -> list[float]:
    late: list[float] = []
    due = perf_counter() + _INTERVAL_S

    def tick() -> None:
        nonlocal due
        now = perf_counter()
        late.append(max(0.0, now - due))
        due = now + _INTERVAL_S

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(round(1000 * _INTERVAL_S))
    timer.timeout.connect(tick)
    timer.start()
    let_it_work(_SECONDS)
    timer.stop()
    return late
