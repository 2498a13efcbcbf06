"""Pictures are read in the background: the window goes on, and late ones are not believed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, QThread, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from fashion_gui.files.images import Picture, ReadingStopped, png_bytes
from fashion_gui.ui.draw import incoming
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 10_000


@pytest.fixture
def told(window: MainWindow) -> list[str]:
    told: list[str] = []
    window.session.failed.connect(told.append)
    return told


def black_square(side: int, left: int) -> np.ndarray:
    pixels = np.full((100, 100), 255, np.uint8)
    pixels[20 : 20 + side, left : left + side] = 0
    return pixels


def paste(page: DrawPage, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    page.toolbox.paste.trigger()


def bring(page: DrawPage, path: Path) -> None:
    """Paste a file that was copied."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path.absolute()))])
    paste(page, data)


class SlowFiles:
    """Files that are read when the test says so, or until nobody wants them."""

    def __init__(self) -> None:
        self.may_go_on = {"slow.png": Event(), "later.png": Event(), "last.png": Event()}
        self.begun: list[str] = []
        self.stopped: list[str] = []
        self.threads: set[QThread] = set()

    def read(self, path: Path, go_on: Callable[[], bool]) -> Picture:
        self.begun.append(path.name)
        self.threads.add(QThread.currentThread())
        while not self.may_go_on[path.name].wait(0.005):
            if not go_on():
                self.stopped.append(path.name)
                raise ReadingStopped
        side = {"slow.png": 20, "later.png": 40, "last.png": 60}[path.name]
        grey = black_square(side, 10)
        return Picture(np.dstack([grey, grey, grey, np.full_like(grey, 255)]))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowFiles]:
    files = SlowFiles()
    monkeypatch.setattr(incoming, "read_picture", files.read)
    yield files
    for event in files.may_go_on.values():
        event.set()


def test_the_window_goes_on_while_a_picture_is_read(
    qtbot: QtBot, page: DrawPage, window: MainWindow, files: SlowFiles
) -> None:
    bring(page, Path("slow.png"))
    qtbot.waitUntil(lambda: files.begun == ["slow.png"])
    assert window.statusBar().currentMessage() == "Reading slow.png …"
    window.pages.setCurrentWidget(window.train_page)  # the test goes on, and so does the window
    assert page.drawing.is_empty
    files.may_go_on["slow.png"].set()
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=TIMEOUT_MS)
    assert QThread.currentThread() not in files.threads
    assert "Undo" in window.statusBar().currentMessage()


def test_the_picture_that_was_asked_for_last_is_the_one(
    qtbot: QtBot, page: DrawPage, files: SlowFiles
) -> None:
    for name in files.may_go_on:
        bring(page, Path(name))
        qtbot.waitUntil(lambda: bool(files.begun))
    files.may_go_on["last.png"].set()
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=TIMEOUT_MS)
    assert files.stopped == ["slow.png"]
    assert files.begun == ["slow.png", "last.png"]
    (pasted,) = page.drawing.operations
    assert (pasted.image > 128).sum() == 60 * 60


def test_a_picture_that_was_on_its_way_when_another_was_asked_for_is_not_believed(
    qtbot: QtBot, page: DrawPage, files: SlowFiles
) -> None:
    files.may_go_on["slow.png"].set()
    bring(page, Path("slow.png"))
    thread = page.pictures.reader._work._thread
    assert thread
    assert thread.wait(TIMEOUT_MS)  # its parcel is on its way
    bring(page, Path("last.png"))
    files.may_go_on["last.png"].set()
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=TIMEOUT_MS)
    (pasted,) = page.drawing.operations
    assert (pasted.image > 128).sum() == 60 * 60


@pytest.mark.parametrize("what", ["image", "clear"])
def test_what_comes_after_it_is_not_covered_by_a_late_picture(
    qtbot: QtBot, page: DrawPage, window: MainWindow, files: SlowFiles, what: str
) -> None:
    window.session.canvas_requested.emit(np.full((28, 28), 33, np.uint8))
    bring(page, Path("slow.png"))
    qtbot.waitUntil(lambda: bool(files.begun))
    if what == "image":
        window.session.canvas_requested.emit(np.full((28, 28), 77, np.uint8))
    else:
        page.toolbox.clear.trigger()
    qtbot.waitUntil(lambda: files.stopped == ["slow.png"], timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: page.pictures.reader._work._thread is None, timeout=TIMEOUT_MS)
    assert page.drawing.image.max() == (77 if what == "image" else 0)


def test_closing_the_window_stops_the_reading(
    qtbot: QtBot, page: DrawPage, window: MainWindow, files: SlowFiles
) -> None:
    bring(page, Path("slow.png"))
    qtbot.waitUntil(lambda: bool(files.begun))
    window.close()
    assert files.stopped == ["slow.png"]
    bring(page, Path("last.png"))
    assert files.begun == ["slow.png"]
    assert (
        page.pictures.reader._work._thread is None
        or not page.pictures.reader._work._thread.isRunning()
    )


def test_a_failure_is_no_longer_being_read(
    qtbot: QtBot, page: DrawPage, window: MainWindow, told: list[str], tmp_path: Path
) -> None:
    bring(page, tmp_path / "missing.png")
    assert window.statusBar().currentMessage() == "Reading missing.png …"
    qtbot.waitUntil(lambda: bool(told), timeout=TIMEOUT_MS)
    assert window.statusBar().currentMessage() == ""
    assert window.notice.isVisible()


def test_an_animation_says_that_its_first_frame_is_shown(
    qtbot: QtBot, page: DrawPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    grey = black_square(30, 10)
    picture = Picture(np.dstack([grey, grey, grey, np.full_like(grey, 255)]), "It moves.")
    monkeypatch.setattr(incoming, "read_picture", lambda path, go_on: picture)
    bring(page, Path("moving.gif"))
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=TIMEOUT_MS)
    assert window.statusBar().currentMessage().startswith("It is on the canvas. It moves. Undo")


# The clipboard -------------------------------------------------------------------------------


def test_a_clipboard_that_was_never_set_is_told(
    page: DrawPage, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda clipboard: None)
    page.toolbox.paste.trigger()
    assert told == ["There is nothing to paste: copy a picture or a file of one first."]


def test_an_emptied_clipboard_is_told(page: DrawPage, told: list[str]) -> None:
    QGuiApplication.clipboard().clear()
    page.toolbox.paste.trigger()
    assert told == ["There is nothing to paste: copy a picture or a file of one first."]


def test_a_picture_of_another_program_is_pasted(qtbot: QtBot, page: DrawPage) -> None:
    data = QMimeData()
    data.setData("image/png", QByteArray(png_bytes(black_square(50, 10))))
    paste(page, data)
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=TIMEOUT_MS)
    (pasted,) = page.drawing.operations
    assert (pasted.image > 128).sum() == 50 * 50


def test_a_damaged_picture_of_another_program_is_told(
    qtbot: QtBot, page: DrawPage, told: list[str]
) -> None:
    data = QMimeData()
    data.setData("image/png", QByteArray(png_bytes(black_square(50, 10))[:90]))
    paste(page, data)
    qtbot.waitUntil(lambda: bool(told), timeout=TIMEOUT_MS)
    assert told == ["The picture: expected a whole picture, found one that is cut off."]


def test_a_copied_file_is_pasted(qtbot: QtBot, page: DrawPage, tmp_path: Path) -> None:
    path = tmp_path / "square.png"
    path.write_bytes(png_bytes(black_square(50, 10)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    paste(page, data)
    qtbot.waitUntil(lambda: not page.drawing.is_empty, timeout=TIMEOUT_MS)


def test_an_address_in_the_web_is_told(page: DrawPage, told: list[str]) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/boot.png")])
    paste(page, data)
    assert told == ["Expected a picture or a file of one, found something else."]
    assert page.drawing.is_empty
