"""Latency from a mouse movement to the repainted probability bars."""

from math import cos, pi, sin
from time import perf_counter

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from benchmarks.open_window import (
    PaintWatch,
    let_it_work,
    open_window,
    start_run,
    stop_run,
    wait,
)
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, tail
from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.operations import Brush
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.window.main_window import MainWindow

_MOVEMENTS = 400
_STROKE_LENGTH = 20
_MANY_STROKES = (20, 100, 200, 400)
_SCRIBBLED, _LARGEST = 4.0, 9.5
"""Canvas pixels from the middle: of what is drawn before measuring, and at the end."""
_RECIPES = ("mlp", "convnet")
_WITHOUT, _WITH = "nothing, no similar images", "nothing, similar images"
_TURNS = 4
_RADIUS = 0.36
"""Of the movements around the middle of the canvas, as a part of its width."""
_SETTLED_S = 0.3
_INDEX_S = 900.0
"""Longest time to index all training images, by which the first measurement is delayed."""


def measure() -> Result:
    """Return rows without a run, and rows while each of two recipes learns.

    With many strokes the whole drawing is refitted with each movement, which is the worst case.
    While a network learns it also makes the predictions, unless another one is chosen.
    """
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        window.pages.setCurrentWidget(window.draw_page)
        rows.append(("nothing", DEFAULT_MODEL, 1, *tail(latencies(window))))
        for n_strokes in _MANY_STROKES:
            found = _latencies_on_many_strokes(window, n_strokes)
            rows.append(("nothing", DEFAULT_MODEL, n_strokes, *tail(found)))
        rows += _beside_similar_images(window)
        for recipe in _RECIPES:
            start_run(window, recipe)
            rows.append((recipe, "the same", 1, *tail(latencies(window))))
            window.session.choose(DEFAULT_MODEL)
            rows.append((recipe, f"{DEFAULT_MODEL}, test images too", 1, *tail(latencies(window))))
            if recipe == "mlp":
                wait(lambda: _has_answered(window), "answers to all test images")
                rows.append((recipe, DEFAULT_MODEL, 1, *tail(latencies(window))))
            stop_run(window)
    return Result(
        "Mouse movement to painted bars, milliseconds",
        ("learns", "answers", "strokes", *TAIL),
        tuple(rows),
    )


def _beside_similar_images(window: MainWindow) -> list[tuple[Cell, ...]]:
    """Draw by turns with and without the search for similar images, of a complete index."""
    panel = window.draw_page.similar
    panel.show()
    wait(lambda: bool(panel.finder.index and panel.finder.index.is_complete), "index", _INDEX_S)
    seconds: dict[str, list[float]] = {_WITHOUT: [], _WITH: []}
    for _ in range(_TURNS):
        for name, values in seconds.items():
            panel.setVisible(name == _WITH)
            let_it_work(_SETTLED_S)
            values += latencies(window, _MOVEMENTS // 2)
    panel.show()
    rows: list[tuple[Cell, ...]] = [
        (name, DEFAULT_MODEL, 1, *tail(values)) for name, values in seconds.items()
    ]
    with_it, without = (np.percentile(seconds[name], [50, 99]) for name in (_WITH, _WITHOUT))
    median, late = (with_it / without).tolist()
    return [*rows, ("ratio of the two", DEFAULT_MODEL, 1, median, late, None, None)]


def _has_answered(window: MainWindow) -> bool:
    answers = window.session.predictions.current
    return answers is not None and answers.network is window.session.network


def latencies(window: MainWindow, n: int = _MOVEMENTS) -> list[float]:
    """Draw on Draw with so many movements of the mouse; return the seconds of each.

    Each movement stays within the drawing, whatever the size of the canvas, so that it draws.
    """
    canvas, seconds = window.draw_page.canvas, []
    middle, radius = canvas.square().center(), _RADIUS * canvas.square().width()
    for number in range(n):
        place = (middle + QPointF(cos(number / 9), sin(number / 7)) * radius).toPoint()
        if number % _STROKE_LENGTH == 0:
            window.draw_page.toolbox.clear.trigger()
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
        seconds.append(_latency(window, place))
        if number % _STROKE_LENGTH == _STROKE_LENGTH - 1:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)
    return seconds


def _latencies_on_many_strokes(window: MainWindow, n_strokes: int) -> list[float]:
    """Draw `n_strokes` strokes, each movement of which enlarges the ink box.

    So the whole drawing is fitted to another size after each of them.
    """
    canvas, seconds = window.draw_page.canvas, []
    window.draw_page.toolbox.clear.trigger()
    n_measured = _MOVEMENTS // _STROKE_LENGTH
    _scribble(window.draw_page.drawing, n_strokes - n_measured)
    pixel, middle = canvas.square().width() / CANVAS_SIZE, canvas.square().center()
    for number in range(_MOVEMENTS):
        radius = _SCRIBBLED + (_LARGEST - _SCRIBBLED) * number / _MOVEMENTS
        angle = number * pi / 2 + number / 40  # to each side by turns
        place = (middle + QPointF(cos(angle), sin(angle)) * radius * pixel).toPoint()
        if number % _STROKE_LENGTH == 0:
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
        seconds.append(_latency(window, place))
        if number % _STROKE_LENGTH == _STROKE_LENGTH - 1:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)
    window.draw_page.toolbox.clear.trigger()
    return seconds


def _scribble(drawing: Drawing, n_strokes: int) -> None:
    """Draw strokes of as many points within a small circle in the middle."""
    middle = CANVAS_SIZE / 2
    for stroke in range(n_strokes):
        angles = [stroke + number / 5 for number in range(_STROKE_LENGTH)]
        radius = _SCRIBBLED * (stroke + 1) / n_strokes
        points = [(middle + radius * cos(a), middle + radius * sin(a)) for a in angles]
        drawing.begin_stroke(Brush(), points[0])
        for point in points[1:]:
            drawing.extend_stroke(point)
        drawing.end_stroke()


def _latency(window: MainWindow, place: QPoint) -> float:
    """Move the mouse; return the seconds until the bars are painted."""
    canvas, bars, watch = window.draw_page.canvas, window.draw_page.answer.bars, PaintWatch()
    bars.installEventFilter(watch)
    QCoreApplication.processEvents()
    before, start = watch.n_paints, perf_counter()
    QTest.mouseMove(canvas, place)
    while watch.n_paints == before:
        QCoreApplication.processEvents()
    seconds = perf_counter() - start
    bars.removeEventFilter(watch)
    return seconds
