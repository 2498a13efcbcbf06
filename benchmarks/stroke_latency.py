"""From a movement of the mouse to the bars that show what the network thinks of it."""

from math import cos, sin
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest

from benchmarks.open_window import open_window, start_run, stop_run
from benchmarks.spread import heading, in_milliseconds
from fashion_gui.ui.main_window import MainWindow

_MOVEMENTS = 400
_STROKE_LENGTH = 20


class _PaintWatch(QObject):
    """Notes when a widget was painted last."""

    def __init__(self) -> None:
        super().__init__()
        self.n_paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.n_paints += event.type() is QEvent.Type.Paint
        return False


def report() -> list[str]:
    """Return a row with and without a run going on."""
    lines = [heading("Mouse movement to painted bars")]
    with open_window() as window:
        window.pages.setCurrentWidget(window.draw_page)
        lines.append(in_milliseconds("no run", _latencies(window)))
        start_run(window, "mlp")
        lines.append(in_milliseconds("mlp learns, its network answers", _latencies(window)))
        stop_run(window)
    return lines


def _latencies(window: MainWindow) -> list[float]:
    canvas, bars = window.draw_page.canvas, window.draw_page.answer.bars
    watch = _PaintWatch()
    bars.installEventFilter(watch)
    seconds = []
    middle = canvas.rect().center()
    for number in range(_MOVEMENTS):
        place = middle + QPoint(round(150 * cos(number / 9)), round(150 * sin(number / 7)))
        if number % _STROKE_LENGTH == 0:
            window.draw_page.toolbox.clear.trigger()
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
        QCoreApplication.processEvents()
        before = watch.n_paints
        start = perf_counter()
        QTest.mouseMove(canvas, place)
        while watch.n_paints == before:
            QCoreApplication.processEvents()
        seconds.append(perf_counter() - start)
        if number % _STROKE_LENGTH == _STROKE_LENGTH - 1:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)
    bars.removeEventFilter(watch)
    return seconds
