"""How late the window's thread comes to what is due, while a network learns.

A timer is due every 5 ms; what is told is by how much each of its ticks comes too late. A
window whose ticks are less than a frame (16 ms) late is smooth.
"""

from time import perf_counter

from PySide6.QtCore import Qt, QTimer

from benchmarks.open_window import let_it_work, open_window, start_run, stop_run
from benchmarks.spread import heading, in_milliseconds

_INTERVAL_S = 0.005
_SECONDS = 8.0


def report() -> list[str]:
    """Return a row for each page, with a run of ``mlp`` and of ``article``."""
    lines = [heading("Lateness of the window's thread")]
    with open_window() as window:
        lines.append(in_milliseconds("no run", _lateness()))
        for recipe in ("mlp", "article"):
            start_run(window, recipe)
            for index in range(window.pages.count()):
                window.pages.setCurrentIndex(index)
                page = window.pages.tabText(index)
                lines.append(in_milliseconds(f"{recipe} learns, page {page}", _lateness()))
            window.pages.setCurrentIndex(0)
            stop_run(window)
    return lines


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
