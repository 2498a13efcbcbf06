"""The tour: the program used without a screen, with a picture of every page.

The pictures show the real window with real data; the drawings are made with mouse events.
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

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.explain.image_map import Layout
from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme.palette import use_scheme
from fashion_gui.ui.window.app import make_application
from fashion_gui.ui.window.main_window import MainWindow

_SIZE = (1280, 720)
_DEFAULT_EPOCHS = 6
_TIMEOUT_S = 240.0
_PICTURED_AT = 0.6
"""Share of the run after which its picture is taken."""

_T_SHIRT = (
    (
        *((11, 4), (8, 5), (3, 10), (6, 13.5), (9, 11), (9, 24), (19, 24), (19, 11)),
        *((22, 13.5), (25, 10), (20, 5), (17, 4)),
    ),
    ((11, 4), (12, 6), (14, 6.8), (16, 6), (17, 4)),
)
_TROUSERS = (
    ((8, 3), (20, 3), (22, 25), (16.5, 25), (14, 10), (11.5, 25), (6, 25), (8, 3)),
    ((7.7, 6), (20.3, 6)),
)
_BOOT = (
    ((8, 3), (16, 3), (16.5, 13), (23, 16), (25, 19), (25, 23), (8, 23), (8, 3)),
    ((8, 6), (16, 6)),
)
_SMALL_SNEAKER = (
    ((15, 3), (18, 3.5), (21, 6), (25, 7), (25.5, 9), (14.5, 9), (14.5, 3), (15, 3)),
    ((14.5, 8), (25.5, 8)),
)
_BAG = (
    ((6, 13), (22, 13), (24, 25), (4, 25), (6, 13)),
    ((9, 13), (9.5, 8), (12, 4.5), (16, 4.5), (18.5, 8), (19, 13)),
    ((5, 17), (23, 17)),
)
_PASSED_ON = 8
"""Number of a map whose value is above zero, so that something comes back through the ReLU."""
_Strokes = tuple[tuple[tuple[float, float], ...], ...]


class TourError(RuntimeError):
    """Something that the tour waited for did not happen."""


def run(directory: Path, *, epochs: int | None = None, data_directory: Path | None = None) -> int:
    """Run the tour and save its pictures in a directory; return the exit status."""
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
        window.close_unasked()
        window.deleteLater()
        application.processEvents()
        scratch.cleanup()
    return 0


def _pass_on(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Print Qt's messages, except one that every window without a screen causes."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def _story(window: MainWindow, epochs: int) -> Iterator[tuple[str, str]]:
    """Yield a name and a description whenever a picture is to be taken."""
    session = window.session
    failures: list[str] = []
    session.failed.connect(failures.append)
    window.resize(*_SIZE)
    window.show()
    window.begin_soon()
    _wait(lambda: session.dataset is not None, failures, "the images")
    _wait(lambda: window.train_page.plots is not None, failures, "the plots")
    window.pages.setCurrentWidget(window.train_page)
    yield from _training(window, epochs, failures)
    yield from _evaluating(window, failures)
    yield from _browsing(window, failures)
    yield from _drawing(window, failures)
    yield from _looking_inside(window, failures)
    yield from _mapping(window, failures)
    use_scheme(Qt.ColorScheme.Dark)
    for page, name in ((window.draw_page, "draw"), (window.train_page, "train")):
        window.pages.setCurrentWidget(page)
        _settle()
        if page is window.draw_page:
            _wait(lambda: window.draw_page.similar.is_up_to_date, failures, "the photographs")
        yield f"{name}-dark", "the same in dark colours"
    use_scheme(Qt.ColorScheme.Unknown)


def _training(window: MainWindow, epochs: int, failures: list[str]) -> Iterator[tuple[str, str]]:
    page, run = window.train_page, window.session.run
    page.form.editors["epochs"].setValue(epochs)  # type: ignore[attr-defined]  # a spin box
    QTest.mouseClick(page.controls.buttons[page.controls.start], Qt.MouseButton.LeftButton)
    bar = page.progress.bar
    _wait(
        # A short run is over before anybody looks.
        lambda: run.state is RunState.IDLE or 1 < bar.maximum() <= bar.value() / _PICTURED_AT,
        failures,
        "the run",
    )
    _settle()
    yield "train", f"a run of {epochs} epochs in progress"
    _wait(lambda: run.state is RunState.IDLE, failures, "the end of the run")
    _settle()
    yield "train-finished", page.report.headline.text()


def _evaluating(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    page, session = window.evaluate_page, window.session
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    _wait(lambda: session.predictions.current is not None, failures, "the answers")
    _wait(lambda: session.predictions.current.network is session.network, failures, "the answers")  # type: ignore[union-attr]
    _settle()
    yield "evaluate", page.headline.text()
    session.compare(DEFAULT_MODEL)
    _wait(
        lambda: session.compared_predictions_on(Split.TEST) is not None,
        failures,
        "the other answers",
    )
    page.results.setCurrentWidget(page.certainty)
    page.matrix_kind.setCurrentText("Difference")
    _settle()
    yield "evaluate-compare", page.comparison.words.text().replace("\n", " ")
    cell = page.matrix.cell_rect(6, 0).center().toPoint()
    QTest.mouseClick(page.matrix, Qt.MouseButton.LeftButton, pos=cell)
    _settle()
    yield "browse-difference", window.browse_page.count.text()
    session.compare(None)
    session.set_query(ImageQuery())


def _browsing(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    page, session = window.browse_page, window.session
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    _wait(lambda: len(page.detail.nearest.numbers) > 0, failures, "the neighbours")
    _settle()
    yield "browse-all", page.count.text()
    session.set_query(ImageQuery(is_right=False, order=Order.CONFIDENTLY_WRONG))
    for _ in range(3):
        QTest.keyClick(page.grid, Qt.Key.Key_Right)
    _wait(lambda: page.detail.shows_neighbours_of(session.picked), failures, "the neighbours")
    _settle()
    yield "browse", f"the most confident errors; picked: {page.grid.spoken_value()}"


def _drawing(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    page = window.draw_page
    window.session.choose(DEFAULT_MODEL)  # it has seen drawings, and the run that was shown has not
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    _settle()
    _wait(lambda: page.similar.is_up_to_date, failures, "the photographs")
    yield "draw-empty", page.answer.words.text()
    for name, words, strokes in (
        ("draw-t-shirt", "a T-shirt", _T_SHIRT),
        ("draw-trousers", "trousers", _TROUSERS),
        ("draw-boot", "a boot", _BOOT),
        ("draw-small", "a small sneaker in a corner", _SMALL_SNEAKER),
        ("draw", "a bag", _BAG),
    ):
        page.toolbox.clear.trigger()
        draw(page.canvas, strokes)
        _settle()
        _wait(lambda: page.similar.is_up_to_date, failures, "the photographs")
        yield name, f"{words}, drawn with the mouse: {page.answer.words.text()}"


def _looking_inside(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    page = window.inside_page
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    _wait(lambda: len(page.flow.strips) > 0, failures, "the layers")
    middle = page.flow.position_of("convolution 2", _PASSED_ON)
    QTest.mouseClick(page.flow, Qt.MouseButton.LeftButton, pos=middle)
    _wait(lambda: "convolution 2" in page.math.forward_card.title.text(), failures, "a value")
    _settle()
    yield "inside", f"{page.answer.text()}; written out: {page.math.forward_card.title.text()}"


def _mapping(window: MainWindow, failures: list[str]) -> Iterator[tuple[str, str]]:
    window.session.choose("mlp")
    QTest.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    content = window.map_page.make_content()
    content.layouts.setCurrentText(Layout.NEIGHBOURS)
    content.layouts.activated.emit(content.layouts.currentIndex())
    _wait(lambda: not content.is_making, failures, "the map")
    _wait(lambda: content.view.points.share == 1, failures, "the points")
    _wait(lambda: content.view.star.there is not None, failures, "the star")
    _settle()
    yield "map", f"{content.caption.text()}; the drawing: {content.drawing.around.text()}"


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
    """Process events until a condition is true."""
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
    """Process all pending redraws, delayed ones included."""
    loop = QEventLoop()
    QTimer.singleShot(150, loop.quit)
    loop.exec()
