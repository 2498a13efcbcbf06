"""The cost for a run of having Inside or Map in sight, which follow the network that learns."""

from collections.abc import Callable
from time import perf_counter, process_time

from PySide6.QtWidgets import QWidget

from benchmarks.open_window import (
    let_it_work,
    open_window,
    start_run,
    stop_run,
    until_at_rest,
    wait,
)
from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, ratio, spread
from fashion_gui.data.dataset import Split
from fashion_gui.ui.widgets.live_pace import interval_ms
from fashion_gui.ui.window.main_window import MainWindow

_RECIPES = ("mlp", "convnet")
_SECONDS = 3.0
_WARM_UP_S = 0.5
"""Before each measurement: what is in sight is laid out, and made for the first time."""
_ROUNDS = 7
_NETWORKS = ("mlp", "convnet-best")
_FRAMES = 40
_SETTLED_S = 0.1
"""After each frame, so that the marks of Why? are there, too."""


def measure() -> Result:
    """Return steps per second with each page in sight, and with none that follows, in turns."""
    rows: list[tuple[Cell, ...]] = []
    with open_window(is_answered=False) as window:
        session = window.session
        wait(lambda: session.dataset is not None, "the images")
        session.predictions.set_paused(True)  # only what is measured runs beside the run
        inside, dataset = window.inside_page, session.dataset
        assert dataset
        session.pick(dataset.numbers(Split.TEST)[0])
        why = inside.why.action

        def show(page: QWidget, *, is_why: bool = False) -> Callable[[], None]:
            def shown() -> None:
                why.setChecked(is_why)
                window.pages.setCurrentWidget(page)

            return shown

        sights = {
            "none": show(window.draw_page),
            "Inside": show(inside),
            "Inside, Why?": show(inside, is_why=True),
            "Map": show(window.map_page),
        }
        for recipe in _RECIPES:
            start_run(window, recipe)
            found: dict[str, list[float]] = {name: [] for name in sights}
            for _ in range(_ROUNDS):
                for name, shown in sights.items():
                    shown()
                    found[name].append(_steps_a_second(window))
            for name, rates in found.items():
                to_none = (None, None, None) if name == "none" else ratio(rates, found["none"])
                rows.append((recipe, name, *spread(rates), *to_none))
            stop_run(window)
            wait(lambda: not window.session.is_live, "the end of the run")
    return Result(
        "Steps a second while a page that follows the run is in sight",
        ("learns", "in sight", *SPREAD, "of none", "lowest", "highest"),
        tuple(rows),
    )


def measure_frames() -> Result:
    """Return the processor time of each frame of Inside, and its share of two cores in a run.

    Unlike steps per second, it can be measured on a machine that is busy with other things.
    """
    rows: list[tuple[Cell, ...]] = []
    with open_window(is_answered=False) as window:
        session = window.session
        wait(lambda: session.dataset is not None, "the images")
        session.predictions.set_paused(True)
        page, dataset = window.inside_page, session.dataset
        assert dataset
        session.pick(dataset.numbers(Split.TEST)[0])
        window.pages.setCurrentWidget(page)
        page.why._rest.setInterval(10**6)  # the thorough answer comes when the run is over
        for name in _NETWORKS:
            session.choose(name)
            for is_why in (False, True):
                page.why.action.setChecked(is_why)
                until_at_rest()
                before = process_time()
                for _ in range(_FRAMES):
                    session.network_changed.emit()
                    let_it_work(_SETTLED_S)
                frame_ms = 1000 * (process_time() - before) / _FRAMES
                a_second = 1000 / interval_ms(session.network)
                share = 100 * a_second * frame_ms / 2000
                rows.append((name, "yes" if is_why else "no", frame_ms, a_second, share))
    return Result(
        "Frames of Inside",
        ("network", "Why?", "processor time, ms", "a second in a run", "% of two cores"),
        tuple(rows),
    )


def _steps_a_second(window: MainWindow) -> float:
    let_it_work(_WARM_UP_S)
    before, start = window.session.run.n_done, perf_counter()
    let_it_work(_SECONDS)
    return (window.session.run.n_done - before) / (perf_counter() - start)
