"""From a movement of the mouse to the bars that show what the network thinks of it."""

from math import cos, sin
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from benchmarks.open_window import PaintWatch, open_window, start_run, stop_run, wait
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, tail
from fashion_gui.nn.model_file import DEFAULT_MODEL
from fashion_gui.ui.main_window import MainWindow

_MOVEMENTS = 400
_STROKE_LENGTH = 20
_RECIPES = ("mlp", "convnet")


def measure() -> Result:
    """Return a row without a run, and rows while each of two recipes learns.

    While a network learns it is also the one that answers, unless somebody chooses another.
    """
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        window.pages.setCurrentWidget(window.draw_page)
        rows.append(("nothing", DEFAULT_MODEL, *tail(_latencies(window))))
        for recipe in _RECIPES:
            start_run(window, recipe)
            rows.append((recipe, "the same", *tail(_latencies(window))))
            window.session.choose(DEFAULT_MODEL)
            rows.append((recipe, f"{DEFAULT_MODEL}, test images too", *tail(_latencies(window))))
            if recipe == "mlp":
                wait(lambda: _has_answered(window), "answers to all test images")
                rows.append((recipe, DEFAULT_MODEL, *tail(_latencies(window))))
            stop_run(window)
    return Result(
        "Mouse movement to painted bars, milliseconds",
        ("learns", "answers", *TAIL),
        tuple(rows),
    )


def _has_answered(window: MainWindow) -> bool:
    answers = window.session.answers.current
    return answers is not None and answers.network is window.session.network


def _latencies(window: MainWindow) -> list[float]:
    canvas, bars = window.draw_page.canvas, window.draw_page.answer.bars
    watch = PaintWatch()
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
