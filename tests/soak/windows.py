"""Windows that are opened, used and closed in one process: what they leave behind stays flat."""

import gc
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic

from data_files import make_split, write_dataset
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSettings, QThread
from PySide6.QtWidgets import QApplication

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.app import make_application
from fashion_gui.ui.window.main_window import MainWindow
from soak.report import Report

_PATIENCE_S = 20
_WARM_UP = 20
"""Windows after which everything that is made once is there."""
_MORE = {"megabytes": 100, "objects": 3000}
"""What the counts may grow by: the heap is a little torn by then, and caches have filled."""
_RECIPE = Recipe(hidden=(8,), epochs=1_000_000, batch_size=50, n_validation=50)


def try_windows(seed: int, n: int) -> Report:
    """Open, use and close `n` windows, each in another way."""
    report, chance = Report(), Random(seed)
    application = make_application(["soak"])
    counts: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        few = Dataset(make_split(300, seed=1), make_split(60, seed=2), CLASS_NAMES)
        write_dataset(Path(folder), few, "")
        (Path(folder) / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
        for place in range(n):
            what = f"window {place} of seed {seed}"
            started = monotonic()
            _use_one(report, what, application, Path(folder), chance)
            report.note_time(monotonic() - started, _PATIENCE_S, what)
            if place == min(_WARM_UP, n // 2):
                counts = _counts(application)
    _compare(report, counts, _counts(application))
    return report


def _use_one(
    report: Report, what: str, application: QApplication, folder: Path, chance: Random
) -> None:
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(folder), settings)
    session = window.session
    window.show()
    window.begin_soon(0)
    steps: list[Callable[[], object]] = [
        lambda: session.dataset and session.run.start(_RECIPE, session.dataset),
        session.run.pause,
        session.run.resume,
        session.run.step,
        session.run.stop,
        lambda: session.compare(chance.choice([None, *session.models])),
        lambda: session.models and session.choose(chance.choice(list(session.models))),
        lambda: session.want_neighbours(chance.random() < 0.5),
        lambda: window.pages.setCurrentIndex(chance.randrange(window.pages.count())),
        lambda: session.hold.note_drawing(),
    ]
    if chance.random() < 0.8:
        _turn(application, lambda: session.dataset is not None)
    for _ in range(chance.randrange(12)):
        chance.choice(steps)()
        until = monotonic() + chance.choice((0.0, 0.0, 0.02, 0.1))
        _turn(application, lambda until=until: monotonic() >= until)
    window.close_unasked()
    for step in steps[:6]:  # what comes late finds the window closed
        step()
    application.processEvents()
    running = [thread for thread in window.findChildren(QThread) if thread.isRunning()]
    if running:
        report.violations.append(f"{what}: {len(running)} threads run after the close")
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _turn(application: QApplication, is_over: Callable[[], bool]) -> None:
    """Let Qt work until something holds, at most some seconds."""
    until = monotonic() + _PATIENCE_S
    while True:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if is_over() or monotonic() > until:
            return


def _counts(application: QApplication) -> dict[str, int]:
    """Count what windows may leave behind."""
    for _ in range(3):
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.processEvents()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {
        "objects": len(gc.get_objects()),
        "widgets": len(application.allWidgets()),
        # Python keeps a stand-in for each of Qt's threads that it has seen.
        "threads": sum(type(t) is not threading._DummyThread for t in threading.enumerate()),
        "system threads": len(os.listdir("/proc/self/task")),
        "open files": len(os.listdir("/proc/self/fd")),
        "megabytes": pages * os.sysconf("SC_PAGE_SIZE") // 2**20,
    }


def _compare(report: Report, before: dict[str, int], after: dict[str, int]) -> None:
    for name, n_after in after.items():
        allowed = before[name] + _MORE.get(name, 0)
        if n_after > allowed:
            report.violations.append(
                f"{n_after} {name} after {report.n_tried} windows, "
                f"{before[name]} after the first of them"
            )


if __name__ == "__main__":
    try_windows(int(sys.argv[1]), int(sys.argv[2])).print()
