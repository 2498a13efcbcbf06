"""Browse with all 70,000 images: frames while scrolling, filters and sorts, and the memory."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication

from benchmarks.open_window import PaintWatch, open_window, wait
from benchmarks.result import Cell, Result
from benchmarks.spread import TAIL, tail
from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.ui.window.main_window import MainWindow

_NETWORK = "mlp"
_FRAMES = 400
_ROUNDS = 20
_SCALES = (1, 2, 5)
_QUESTIONS = {
    "all": ImageQuery(Split.ALL),
    "answered wrong": ImageQuery(Split.ALL, is_right=False),
    "true class, answer, confidence": ImageQuery(
        Split.ALL, true_class=6, answer=0, confidence=(0.5, 1.0)
    ),
    "sorted by loss": ImageQuery(Split.ALL, order=Order.LOSS, is_reversed=True),
    "most confidently wrong": ImageQuery(Split.ALL, order=Order.CONFIDENTLY_WRONG),
}
_MEGABYTE = 1_000_000


def measure() -> Result:
    """Return rows of milliseconds from the request to the painted grid."""
    rows: list[tuple[Cell, ...]] = []
    with open_window() as window:
        before = _resident_bytes()
        window.session.choose(_NETWORK)
        window.pages.setCurrentWidget(window.browse_page)
        window.session.set_query(ImageQuery(Split.ALL))
        wait(lambda: window.session.predictions_on(Split.ALL) is not None, "all answers")
        wait(lambda: bool(window.browse_page.detail.nearest.numbers), "neighbours")
        notes = _memory(before)
        for scale in _SCALES:
            window.browse_page.size_slider.setValue(scale)
            n_columns = window.browse_page.grid.n_columns
            rows.append((f"frame while scrolling, {n_columns} in a row", *tail(_frames(window))))
        window.browse_page.size_slider.setValue(2)
        for name, question in _QUESTIONS.items():
            rows.append((name, *tail(_questions(window, question))))
    return Result(
        f"Browse with all images, answered by {_NETWORK}, milliseconds",
        ("what", *TAIL),
        tuple(rows),
        notes,
    )


def _frames(window: MainWindow) -> list[float]:
    """Scroll through all images, a tenth of a page at a time and a jump now and then."""
    bar = window.browse_page.grid.verticalScrollBar()
    bar.setValue(0)
    seconds = []
    for frame in range(_FRAMES):
        jump = bar.maximum() // 40 if frame % 10 == 0 else bar.pageStep() // 10
        target = (bar.value() + jump) % bar.maximum()
        seconds.append(_until_painted(window, partial(bar.setValue, target)))
    return seconds


def _questions(window: MainWindow, question: ImageQuery) -> list[float]:
    """Run a query repeatedly, each time after another one."""
    seconds = []
    for _ in range(_ROUNDS):
        window.session.set_query(ImageQuery(Split.ALL, true_class=1))
        QCoreApplication.processEvents()
        seconds.append(_until_painted(window, partial(window.session.set_query, question)))
    return seconds


def _until_painted(window: MainWindow, act: Callable[[], None]) -> float:
    viewport, watch = window.browse_page.grid.viewport(), PaintWatch()
    QCoreApplication.processEvents()
    viewport.installEventFilter(watch)
    start = perf_counter()
    act()
    while not watch.n_paints:
        QCoreApplication.processEvents()
    seconds = perf_counter() - start
    viewport.removeEventFilter(watch)
    return seconds


def _memory(before: int | None) -> tuple[str, ...]:
    after = _resident_bytes()
    if before is None or after is None:
        return ()
    return (
        f"The page with all answers, and what the last hidden layer makes of the training images, "
        f"takes {(after - before) / _MEGABYTE:,.0f} MB beyond the "
        f"{before / _MEGABYTE:,.0f} MB of the window with the images.",
    )


def _resident_bytes() -> int | None:
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024
