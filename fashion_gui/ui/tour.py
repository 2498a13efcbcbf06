"""The tour: the program's story, played without a screen, with a picture of every page.

What is seen is the real window on the real data; the drawings are made with mouse events.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.app import make_application
from fashion_gui.ui.main_window import MainWindow
from fashion_gui.ui.session import Session
from fashion_gui.ui.theme import use_scheme
from fashion_gui.ui.training_run import RunState

_SIZE = (1280, 720)
_DEFAULT_EPOCHS = 6
_TIMEOUT_S = 240.0
_PICTURED_AT = 0.6
"""Share of the run after which its picture is taken."""

_TROUSERS = (
    ((9, 3), (19, 3)),
    ((9, 6), (19, 6)),
    ((9.5, 4), (8, 25)),
    ((11.5, 5), (10, 25)),
    ((18.5, 4), (20, 25)),
    ((16.5, 5), (18, 25)),
)
_BOOT = (
    ((17, 3), (25, 3)),
    ((18, 4), (18, 16)),
    ((21, 4), (21, 18)),
    ((24, 4), (24, 23)),
    ((17, 14), (5, 20)),
    ((22, 17), (4, 22)),
    ((23, 20), (8, 22)),
    ((4, 24), (24, 24)),
)
_Strokes = tuple[tuple[tuple[float, float], ...], ...]


class TourError(RuntimeError):
    """Something did not happen that the tour waited for."""


def run(directory: Path, *, epochs: int | None = None, data_directory: Path | None = None) -> int:
    """Play the story and leave its pictures in a directory; returns the exit status."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TourError(f"{directory} cannot be made: {error.strerror or error}.") from error
    qInstallMessageHandler(_pass_on)
    application = QCoreApplication.instance() or make_application(sys.argv[:1])
    scratch = tempfile.TemporaryDirectory()
    settings = QSettings(str(Path(scratch.name) / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(data_directory), settings)
    try:
        for name, words in _story(window, epochs or _DEFAULT_EPOCHS):
            path = directory / f"{name}.png"
            if not window.grab().save(str(path)):
                raise TourError(f"{path} could not be written.")
            print(f"{path}: {words}", flush=True)
    finally:
        window.close()
        window.deleteLater()
        application.processEvents()
        scratch.cleanup()
    return 0


def _pass_on(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Print what Qt says, but for a line that every screenless window draws."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def _story(window: MainWindow, epochs: int) -> Iterator[tuple[str, str]]:
    """Yield a name and words whenever there is something to picture."""
    session = window.session
    failures: list[str] = []
    session.failed.connect(failures.append)
    window.resize(*_SIZE)
    window.show()
    window.begin_soon()
    _wait(lambda: session.dataset is not None, failures, "the images")
    _wait(lambda: window.train_page.plots is not None, failures, "the plots")
    yield from _training(window, epochs, failures)
    yield from _browsing(window, failures)
    yield from _drawing(window, failures)
    use_scheme(Qt.ColorScheme.Dark)
    for page, name in ((window.draw_page, "draw"), (window.train_page, "train")):
        window.pages.setCurrentWidget(page)
        _settle()
        yield f"{name}-dark", "the same in dark colours"
    use_scheme(Qt.ColorScheme.Unknown)


def _training(window: MainWindow, epochs: int, failures: list[str]) -> Iterator[tuple[str, str]]:
    page, run = window.train_page, window.session.run
    page.form.editors["epochs"].setValue(epochs)  # type: ignore[attr-defined]  # a spin box
    QTest.mouseClick(page.controls.buttons[page.controls.start], Qt.MouseButton.LeftButton)
    bar = page.progress.bar
    _wait(
        lambda: bar.maximum() > 1 and bar.value() >= _PICTURED_AT * bar.maximum(),
        failures,
        "the run",
    )
    _settle()
    yield "train", f"a run of {epochs} epochs in progress"
    _wait(lambda: run.state is RunState.IDLE, failures, "the end of the run")
    _settle()
    yield "train-finished", page.report.headline.text()


def _browsing(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    page, session = window.browse_page, window.session
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    _wait(lambda: session.answers.current is not None, failures, "the answers")
    _wait(lambda: session.answers.current.network is session.network, failures, "the answers")  # type: ignore[union-attr]
    _settle()
    yield "browse-all", page.count.text()
    page.filter.setCurrentIndex(1)
    for _ in range(3):
        QTest.keyClick(page.grid, Qt.Key.Key_Right)
    _settle()
    yield "browse", f"only wrong answers; picked: {page.detail.truth.text()}"


def _drawing(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    page = window.draw_page
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    _settle()
    yield "draw-empty", page.answer.words.text()
    for name, words, strokes in (
        ("draw-boot", "a boot", _BOOT),
        ("draw", "trousers", _TROUSERS),
    ):
        page.toolbox.clear.trigger()
        draw(page.canvas, strokes)
        _settle()
        yield name, f"{words}, drawn with the mouse: {page.answer.words.text()}"


def draw(canvas: QWidget, strokes: _Strokes) -> None:
    """Draw strokes, points in canvas pixels, with mouse events."""
    square = canvas.square()  # type: ignore[attr-defined]  # a Canvas
    scale = square.width() / CANVAS_SIZE

    def place(point: tuple[float, float]) -> QPoint:
        return QPoint(round(square.x() + point[0] * scale), round(square.y() + point[1] * scale))

    for stroke in strokes:
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place(stroke[0]))
        for point in stroke[1:]:
            QTest.mouseMove(canvas, place(point))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place(stroke[-1]))


def _wait(condition: Callable[[], bool], failures: list[str], what: str) -> None:
    """Let the window work until something is true."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(10)
    deadline = monotonic() + _TIMEOUT_S

    def look() -> None:
        if condition() or failures or monotonic() > deadline:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if failures:
        raise TourError(failures[0])
    if not condition():
        raise TourError(f"The tour waited in vain for {what}.")


def _settle() -> None:
    """Let everything that is due be drawn, delayed redraws included."""
    loop = QEventLoop()
    QTimer.singleShot(150, loop.quit)
    loop.exec()
