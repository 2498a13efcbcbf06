"""From the start of the process to the first painted window, beside an empty window of Qt."""

import os
import subprocess
import sys
import tempfile
from time import monotonic

from benchmarks.result import Result
from benchmarks.spread import TAIL, tail

_ROUNDS = 10

_TELL_FIRST_PAINT = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            print(time.monotonic(), flush=True)
            import os
            os._exit(0)
        return False
"""
_EMPTY = (
    _TELL_FIRST_PAINT
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
watch = Watch()
window.installEventFilter(watch)
window.show()
application.exec()
"""
)
_OURS = (
    _TELL_FIRST_PAINT
    + """
import gc
gc.disable()  # as the command does
import fashion_gui.__main__
from fashion_gui.ui.window import app
watch = Watch()
application = app.make_application([])
window = app.MainWindow(app.Session(), app.QSettings())
window.installEventFilter(watch)
window.show()
application.exec()
"""
)


def measure() -> Result:
    """Return a row for each, started in turns.

    The first start of each compiles what the others find compiled, as on a person's machine,
    whether or not Python may write beside its modules here.
    """
    seconds: dict[str, list[float]] = {"an empty window of Qt": [], "fashion_gui": []}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(_ROUNDS + 1):
            for name, program in zip(seconds, (_EMPTY, _OURS), strict=True):
                seconds[name].append(_first_paint(program, environment))
    return Result(
        "Start of the process to the first painted window, milliseconds",
        ("window", *TAIL),
        tuple((name, *tail(values[1:])) for name, values in seconds.items()),
    )


def _first_paint(program: str, environment: dict[str, str]) -> float:
    start = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout) - start
