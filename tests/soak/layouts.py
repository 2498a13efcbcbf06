"""Random sizes of a window, text sizes and pages: all layouts come to rest, and look the same."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from data_files import make_split, write_dataset
from layout_walk import LayoutWalk, differences, places_of
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.app import make_application
from fashion_gui.ui.window.main_window import MainWindow
from soak.report import Report

_LONGEST_S = 30.0
_STEPS_BETWEEN = 25
"""After so many steps the pages are looked at again at the same size."""
_SIZE = 1024, 600
_PATIENCE_S = 60


def try_layouts(seed: int, n: int) -> Report:
    """Take `n` steps."""
    report, application = Report(), make_application(["soak"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = Dataset(make_split(300, seed=1), make_split(60, seed=2), CLASS_NAMES)
        write_dataset(folder, few, "")
        (folder / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Session(folder), settings)
        window.show()
        window.begin_soon(0)
        _wait(application, lambda: window.session.predictions.current is not None)
        window.session.pick(300)
        _walk(report, application, window, seed, n)
        window.close_unasked()
        window.deleteLater()
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    return report


def _wait(application: QApplication, is_over: Callable[[], bool]) -> None:
    """Let Qt work until something holds, at most a minute."""
    until = monotonic() + _PATIENCE_S
    while not is_over() and monotonic() < until:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def _walk(report: Report, application: QApplication, window: MainWindow, seed: int, n: int) -> None:
    pages = (window.draw_page, window.train_page, window.evaluate_page, window.browse_page)
    before = {}
    with LayoutWalk(window, seed) as walk:
        for place in range(n):
            started = monotonic()
            try:
                if place % _STEPS_BETWEEN:
                    walk.step()
                else:
                    walk.usual()
                    for page in pages:
                        walk.go(page, *_SIZE)
                        if page is window.browse_page:  # what it says meanwhile has more lines
                            row = page.detail.nearest
                            _wait(application, lambda row=row: bool(row.numbers))
                            walk.rest()
                        places = places_of(window, page)
                        moved = differences(before.setdefault(page, places), places)
                        assert not moved, f"{walk.what}: {moved[:3]}"
            except AssertionError as error:
                report.violations.append(f"step {place} of seed {seed}: {error}")
            report.note_time(monotonic() - started, _LONGEST_S, walk.what)
            application.processEvents()


if __name__ == "__main__":
    try_layouts(int(sys.argv[1]), int(sys.argv[2])).print()
