"""Many kept runs in the window: the table of 500, curves of ten, memory of a hundred."""

import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np
from PySide6.QtCore import QCoreApplication

from benchmarks.result import Cell, Result
from benchmarks.spread import SPREAD, spread
from fashion_gui.shelf.run_record import RunRecord, RunStatus, plan_of_record
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.run_list import RunList
from fashion_gui.ui.window.app import make_application

_N_RUNS, _N_LISTED, _N_OVERLAID, _N_EPOCHS = 500, 100, 10, 15
_ROUNDS = 15


def measure() -> Result:
    """Return rows of milliseconds of the window's thread, and of megabytes."""
    application = QCoreApplication.instance() or make_application(sys.argv[:1])
    rows: list[tuple[Cell, ...]] = []
    with tempfile.TemporaryDirectory() as directory:
        session = Session(shelf=Shelf(Path(directory)))
        for name, milliseconds in (*_table(session, application), *_curves(application)):
            rows.append((name, *spread(milliseconds), None))
        session.close()
    tracemalloc.start()
    records = _records(_N_LISTED)
    histories = [_history() for _ in records]
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    rows.append((f"{len(histories)} runs with their curves", *(None for _ in SPREAD), megabytes))
    return Result("Kept runs in the window, milliseconds", ("what", *SPREAD, "MB"), tuple(rows))


def _table(session: Session, application: QCoreApplication) -> Iterator[tuple[str, list[float]]]:
    assert session.shelf
    runs = RunList(session, session.shelf)
    runs.resize(750, 200)
    runs.show()
    records = _records(_N_RUNS)

    def show(step: int) -> None:
        session.shelf.records = (replace(records[0], step=step), *records[1:])  # type: ignore[union-attr]
        session.shelf.changed.emit()  # type: ignore[union-attr]
        application.processEvents()

    def choose(number: int) -> None:
        runs.choose(records[number].name)
        application.processEvents()

    yield f"table of {_N_RUNS} runs, one changed", _times(show)
    yield "choosing one of them", _times(choose)
    runs.close()
    runs.deleteLater()


def _curves(application: QCoreApplication) -> Iterator[tuple[str, list[float]]]:
    from fashion_gui.ui.train.plots import TrainingPlots

    plots, own = TrainingPlots(), _history()
    plots.resize(800, 300)
    records = _records(_N_OVERLAID)
    own.plan = plan_of_record(records[0])
    plots.show_history(own)
    plots.show()

    def redraw(number: int) -> None:
        own.loss.training.append(_N_EPOCHS, 0.1)
        plots.draw_now()

    def paint(number: int) -> None:
        redraw(number)
        for curves in (plots.loss, plots.accuracy):
            curves.grab()

    yield "redraw of a run alone", _times(redraw)
    yield "the same, painted", _times(paint)
    plots.show_others(records, {record.name: _history() for record in records})
    application.processEvents()
    yield f"redraw with {_N_OVERLAID} runs of {_N_EPOCHS} epochs over it", _times(redraw)
    yield "the same, painted", _times(paint)
    plots.close()
    plots.deleteLater()


def _times(act: Callable[[int], None]) -> list[float]:
    milliseconds = []
    for number in range(_ROUNDS + 1):
        start = process_time()
        act(number)
        milliseconds.append(1000 * (process_time() - start))
    return milliseconds[1:]


def _records(n_runs: int) -> tuple[RunRecord, ...]:
    return tuple(
        RunRecord(
            f"run number {number}",
            Recipe(epochs=_N_EPOCHS, dropout=number / 1000),
            RunStatus.FINISHED,
            n_steps=100 * _N_EPOCHS,
            test_accuracy=0.9,
            validation_accuracy=0.9,
        )
        for number in range(n_runs)
    )


def _history() -> RunHistory:
    rng = np.random.default_rng(0)
    history = RunHistory()
    for step, noise in enumerate(rng.random(100 * _N_EPOCHS), start=1):
        x = step / 100
        for curve, y in ((history.loss, 1 / x), (history.accuracy, 1 - 0.5 / (x + 1))):
            curve.training.append(x, y + 0.1 * noise)
            if step % 100 == 0:
                curve.validation.append(x, y + 0.02 * noise)
    return history
