"""A window on a small data set, and a check that nothing is left behind."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyqtgraph  # noqa: F401  # before the garbage collector is told what stays
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset, Split, SplitPlan
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.timing import Speed
from fashion_gui.ui.session import prediction_service, run_time_estimate
from fashion_gui.ui.session.generator_thread import GeneratorThread
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.similar_images import SimilarImagesFinder
from fashion_gui.ui.theme.palette import show_text
from fashion_gui.ui.theme.style_sheet import body_font, styled_once
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000
PATIENCE_MS = 60_000
"""How long a busy machine may take to what takes a moment on an idle one."""
_PROMISED_MS = 5000
"""A wait of at most so long, asked for by a test, is what it tests."""


class PatientBot(QtBot):
    """Waits as long as a busy machine needs: for what comes true that costs nothing."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=_patient(timeout))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=_patient(timeout), **options)


def _patient(timeout: int) -> int:
    return timeout if timeout <= _PROMISED_MS else max(timeout, PATIENCE_MS)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture
def quick_recipe() -> Recipe:
    """A run of a second or so on the small data set."""
    return Recipe(hidden=(16,), epochs=3, batch_size=50, n_validation=100)


@pytest.fixture
def endless_recipe() -> Recipe:
    """A run that goes on until somebody stops it."""
    return Recipe(hidden=(16,), epochs=1_000_000, batch_size=50, n_validation=100)


@pytest.fixture(autouse=True, scope="module")
def what_stays_is_not_collected() -> None:
    """Spare the garbage collector, called after each test, what the modules before have loaded."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def nothing_is_left(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After each test no window, no thread of ours and no Python thread may be left."""
    threads: weakref.WeakSet[GeneratorThread] = weakref.WeakSet()
    start = GeneratorThread.start

    def note(thread: GeneratorThread, *arguments: Any) -> None:
        threads.add(thread)
        start(thread, *arguments)

    monkeypatch.setattr(GeneratorThread, "start", note)
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    assert not any(map(_is_running, threads)), "a thread was left running"
    assert not [w for w in qapp.topLevelWidgets() if w.isVisible()], "a window was left open"
    others = [t for t in threading.enumerate() if t is not threading.main_thread() and not t.daemon]
    assert not others, "a Python thread was left running"


def known_speed(*_: object) -> Iterator[Speed]:
    yield Speed(learning_s=1e-5, answering_s=3e-6)


@pytest.fixture(autouse=True)
def machine_of_known_speed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save every window the half second of computing that measuring the machine takes.

    The module on the estimate itself measures, or has a machine of its own.
    """
    if request.module.__name__ != "test_run_time_estimate":
        monkeypatch.setattr(run_time_estimate, "measure_speed", known_speed)


@pytest.fixture(autouse=True)
def networks_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the networks that come with the program once, and not for every window."""
    load = model_file.load

    def load_once(path: Path) -> model_file.SavedNetwork:
        return _load_shipped(path) if path in model_file.shipped().values() else load(path)

    monkeypatch.setattr(model_file, "load", load_once)


_load_shipped = cache(model_file.load)
_REMEMBERED: dict[object, Predictions] = {}


@pytest.fixture(autouse=True)
def remembered_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a convolutional network answer the same images once, and not for every window."""
    answer = prediction_service.predict_split

    def answer_once(
        network: Network, dataset: Dataset, part: Split, *arguments: Any, **options: Any
    ) -> Iterator[Predictions | int]:
        values = network.parameters.tobytes(), dataset.labels.tobytes(), network.class_names
        key = hash(values), dataset.numbers(part), *options.items()
        if known := _REMEMBERED.get(key):
            yield replace(known, network=network)
            return
        for item in answer(network, dataset, part, *arguments, **options):
            if isinstance(item, Predictions) and network.architecture.works_on_images:
                _REMEMBERED[key] = item
            yield item

    monkeypatch.setattr(prediction_service, "predict_split", answer_once)


@pytest.fixture(autouse=True)
def no_similar_images_of_convnets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save every window on Draw the seconds that it takes to index images by a convnet."""
    start = SimilarImagesFinder._start

    def start_if_quick(
        finder: SimilarImagesFinder, dataset: Dataset, network: Network, *options: Any
    ) -> None:
        if not network.architecture.works_on_images:
            start(finder, dataset, network, *options)

    monkeypatch.setattr(SimilarImagesFinder, "_start", start_if_quick)


def _is_running(thread: GeneratorThread) -> bool:
    try:
        return thread.isRunning()
    except RuntimeError:  # Qt has deleted its half
        return False


@pytest.fixture
def session(qtbot: QtBot, dataset_directory: Path) -> Iterator[Session]:
    """A session that has loaded the shipped network and the small data set."""
    session = Session(dataset_directory)
    session.start()
    qtbot.waitUntil(lambda: session.dataset is not None, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: session.predictions.current is not None, timeout=TIMEOUT_MS)
    yield session
    session.close()
    session.deleteLater()


@pytest.fixture
def open_knowing(tmp_path: Path) -> Callable[[Session, SplitPlan], None]:
    """Let the network that answers tell what it learned from: as if from the small data set."""

    def open_it(session: Session, splits: SplitPlan) -> None:
        assert session.network
        assert session.dataset
        path = tmp_path / f"knowing-{len(splits.training)}-{len(splits.validation)}.safetensors"
        story = {"dataset": session.dataset.digest, "splits": splits.to_dict()}
        model_file.save(path, session.network, story)
        assert session.open_network(path)

    return open_it


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """What the window remembers, in a file of this test."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def usual_font(qapp: QApplication) -> Iterator[None]:
    """Begin with the font of the program, and leave the tests' font behind."""
    before = QFont(qapp.font())
    for name in ("base point size", "system font"):
        qapp.setProperty(name, None)
    qapp.setFont(body_font(before))
    show_text()
    yield
    for name in ("base point size", "system font"):
        qapp.setProperty(name, None)
    qapp.setFont(before)
    qapp.setStyleSheet("")


@pytest.fixture
def has_plots() -> bool:
    """Whether the window makes its plots, which take half the time that a window takes."""
    return True


@pytest.fixture
def pages() -> tuple[str, ...]:
    """Titles of the pages that the window makes, that in sight first; () for all, and Train.

    A module about some of them saves the time of the others, which are made when they are used.
    """
    return ()


@pytest.fixture(autouse=True)
def only_what_is_needed(
    pages: tuple[str, ...], has_plots: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let every window begin with these pages, and with plots or without."""
    with_plots = ("Train", "Evaluate") if has_plots else ()

    def make(window: MainWindow) -> None:
        with styled_once():
            for title in pages:
                window._make_page(title)

    def load_plots(window: MainWindow) -> None:
        for title in with_plots:
            if not pages or title in pages:
                window._make_page(title).load_plots()

    monkeypatch.setattr(MainWindow, "_load_plots", load_plots)
    if pages:
        monkeypatch.setattr(MainWindow, "_make_other_pages", make)


@pytest.fixture
def window(
    qtbot: QtBot,
    dataset_directory: Path,
    settings: QSettings,
    has_plots: bool,
    pages: tuple[str, ...],
) -> Iterator[MainWindow]:
    """The whole window, shown, with everything loaded."""
    if pages:
        settings.setValue("window/page", pages[0])
    window = MainWindow(Session(dataset_directory), settings)
    if not pages:
        window.pages.setCurrentWidget(window.train_page)
    window.show()
    window.begin_soon(0)
    qtbot.waitUntil(lambda: window.session.predictions.current is not None, timeout=TIMEOUT_MS)
    if has_plots and (not pages or "Train" in pages):
        qtbot.waitUntil(lambda: window.train_page.plots is not None, timeout=TIMEOUT_MS)
    yield window
    window.close_unasked()
    window.deleteLater()


@pytest.fixture
def answers(window: MainWindow) -> Predictions:
    """What the network says of the test images, which have the numbers from 1200."""
    answers = window.session.predictions_on(Split.TEST)
    assert answers
    return answers
