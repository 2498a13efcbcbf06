"""Time until predictions are shown: at the first start, and at later ones with the cache."""

import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.open_window import open_window, wait
from benchmarks.result import Cell, Result
from benchmarks.spread import spread
from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.ui.window.main_window import MainWindow

_LATER_STARTS = 4
_PATIENCE_S = 300.0


def measure() -> Result:
    """Return rows for the first start, with an empty cache folder, and for later ones.

    All in one process, so the files are in the system's memory, as they are soon after a start.
    """
    seconds: dict[str, list[tuple[float, ...]]] = {"first": [], "later": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1 + _LATER_STARTS):
            cache = ResultCache(Path(folder))
            with open_window(cache=cache, is_answered=False) as window:
                seconds["later" if number else "first"].append(_seconds(window))
        n_megabytes = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
    rows: list[tuple[Cell, ...]] = []
    for what, index in ((f"Evaluate of {DEFAULT_MODEL}", 0), ("nearest training images", 1)):
        for start, times in seconds.items():
            rows.append((what, start, *spread([of_start[index] for of_start in times])))
    return Result(
        "From the question to the answer at the first start and at later ones, seconds",
        ("asked for", "start", "median", "min", "max"),
        tuple(rows),
        (f"The results take {n_megabytes:.0f} MB.",),
    )


def _seconds(window: MainWindow) -> tuple[float, float]:
    """Return the seconds from the images to the figures, and from Browse to the neighbours."""
    session = window.session
    window.pages.setCurrentWidget(window.evaluate_page)
    wait(lambda: session.dataset is not None, "images", within_s=_PATIENCE_S)
    start = perf_counter()
    wait(lambda: session.predictions.current is not None, "answers", within_s=_PATIENCE_S)
    shown = perf_counter()
    found: list[object] = []
    session.neighbours.arrived.connect(found.append)
    window.pages.setCurrentWidget(window.browse_page)
    asked = perf_counter()
    wait(lambda: bool(found), "neighbours", within_s=_PATIENCE_S)
    return shown - start, perf_counter() - asked
