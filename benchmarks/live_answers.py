"""The cost for a run of renewing the predictions for all test images while it learns."""

from time import perf_counter

from benchmarks.open_window import let_it_work, open_window, start_run, stop_run, wait
from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, ratio, spread
from fashion_gui.ui.window.main_window import MainWindow

_RECIPES = ("mlp", "convnet")
_SECONDS = 4.0
_ROUNDS = 5


def measure() -> Result:
    """Return steps per second with the predictions on Evaluate renewed and paused, in turns."""
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        window.pages.setCurrentWidget(window.evaluate_page)
        for recipe in _RECIPES:
            start_run(window, recipe)
            answers = window.session.predictions
            renewed, held = [], []
            for _ in range(_ROUNDS):
                answers.set_paused(True)
                held.append(_steps_a_second(window))
                answers.set_paused(False)
                renewed.append(_steps_a_second(window))
            rows.append((recipe, "held", *spread(held), None, None, None))
            rows.append((recipe, "renewed", *spread(renewed), *ratio(renewed, held)))
            stop_run(window)
            wait(lambda: not window.session.is_live, "the end of the run")
    return Result(
        "Steps a second while Evaluate is in sight",
        ("learns", "answers", *SPREAD, "renewed / held", "lowest", "highest"),
        tuple(rows),
    )


def _steps_a_second(window: MainWindow) -> float:
    before, start = window.session.run.n_done, perf_counter()
    let_it_work(_SECONDS)
    return (window.session.run.n_done - before) / (perf_counter() - start)
