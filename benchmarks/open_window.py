"""A real window on the real data, for measuring."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, process_time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSettings, QTimer

from fashion_gui.files.result_cache import ResultCache
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.app import make_application
from fashion_gui.ui.window.main_window import MainWindow

SIZE = (1280, 720)
"""Of the window, in pixels: that of a small laptop. A screen of the platform may be smaller."""
_PATIENCE_S = 60.0
_REST_S, _IDLE_SHARE = 0.5, 0.05
"""How long a window is watched, and the share of a core below which it is at rest."""


class PaintWatch(QObject):
    """Counts how often the widget is painted on which it is installed as an event filter."""

    def __init__(self) -> None:
        super().__init__()
        self.n_paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.n_paints += event.type() is QEvent.Type.Paint
        return False


@contextmanager
def open_window(
    *, cache: ResultCache | None = None, is_answered: bool = True
) -> Iterator[MainWindow]:
    """Show the window, wait until everything is loaded and predicted, and close it at the end.

    With `is_answered` False it waits neither for images nor for predictions.
    """
    application = QCoreApplication.instance() or make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Session(cache=cache), settings)
        window.show()
        window.resize(*SIZE)
        window.begin_soon(0)
        try:
            wait(lambda: window.train_page.plots is not None, "plots")
            if is_answered:
                wait(
                    lambda: window.session.predictions.current is not None, "answers to all images"
                )
            yield window
        finally:
            stop_run(window)
            window.close_unasked()
            window.deleteLater()
            application.processEvents()


def start_run(window: MainWindow, recipe: str) -> None:
    """Start a run that is longer than any measurement."""
    run = window.session.run
    plan_before = run.plan  # that of the run before, until the new one has told its own
    window.train_page.form.select(recipe)
    window.train_page.form.editors["epochs"].setValue(10_000)  # type: ignore[attr-defined]
    window.train_page.controls.start.trigger()
    wait(lambda: run.plan is not plan_before and run.n_done > 0, f"first steps of {recipe}")


def stop_run(window: MainWindow) -> None:
    """Abandon the run."""
    window.session.run.abandon()


def wait(condition: Callable[[], bool], what: str, within_s: float = _PATIENCE_S) -> None:
    """Process events until a condition is true; TimeoutError when it takes too long."""
    loop, timer = QEventLoop(), QTimer()
    deadline = monotonic() + within_s
    timer.setInterval(5)
    timer.timeout.connect(lambda: loop.quit() if condition() or monotonic() > deadline else None)
    timer.start()
    loop.exec()
    timer.stop()
    if not condition():
        raise TimeoutError(f"The window did not get to this in {within_s:.0f} s: {what}.")


def let_it_work(seconds: float) -> None:
    """Process events for some time."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def until_at_rest() -> None:
    """Process events until nothing is worked out any more, in no thread; as `wait` at most."""
    deadline = monotonic() + _PATIENCE_S
    while monotonic() < deadline:
        before = process_time()
        let_it_work(_REST_S)
        if process_time() - before < _IDLE_SHARE * _REST_S:
            return
    raise TimeoutError(f"The window was not at rest within {_PATIENCE_S:.0f} s.")
