"""Frames of the map with all 70,000 images, while it is moved, enlarged and morphed."""

from collections.abc import Callable
from functools import partial
from math import cos, sin
from time import perf_counter, thread_time

from PySide6.QtCore import QCoreApplication, QPointF

from benchmarks.open_window import open_window, wait
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, tail
from fashion_gui.ui.map.map_view import MapView

_NETWORK = "mlp"
_FRAMES = 300
_SIZES = ((1280, 720), (1920, 1080))
_NEARNESS = (1, 3, 8, 30)


def measure() -> Result:
    """Return rows of milliseconds for a frame: of wall time, and of the window's thread alone."""
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        window.session.choose(_NETWORK)
        window.pages.setCurrentWidget(window.map_page)
        content = window.map_page.make_content()
        n_images = len(window.session.dataset or ())
        wait(lambda: len(content.view.in_sight) > 0, "a map")
        wait(lambda: not content.is_making, "the whole map")
        view = content.view
        for size in _SIZES:
            window.resize(*size)
            QCoreApplication.processEvents()
            for nearness in _NEARNESS:
                view.fit()
                view.zoom(nearness)
                wall, own = _frames(view, partial(_pan, view))
                what = f"panning, {nearness} times as near, window {size[0]}x{size[1]}"
                rows += [(what, "wall", *tail(wall)), (what, "thread", *tail(own))]
        view.fit()
        wall, own = _frames(view, lambda frame: view.points.go(view.points.there[::-1]))
        rows += [("morphing", "wall", *tail(wall)), ("morphing", "thread", *tail(own))]
    return Result(
        f"Map of {n_images:,} images, milliseconds for a frame",
        ("what", "clock", *TAIL),
        tuple(rows),
        ("A frame may take 16 ms. The thread's own time is what an idle machine would take.",),
    )


def _pan(view: MapView, frame: int) -> None:
    angle = frame / 10
    view.pan(QPointF(18 * cos(angle), 18 * sin(angle)))


def _frames(view: MapView, act: Callable[[int], None]) -> tuple[list[float], list[float]]:
    wall, own = [], []
    for frame in range(_FRAMES):
        QCoreApplication.processEvents()
        began, began_own = perf_counter(), thread_time()
        act(frame)
        view.repaint()
        wall.append(perf_counter() - began)
        own.append(thread_time() - began_own)
    return wall, own
