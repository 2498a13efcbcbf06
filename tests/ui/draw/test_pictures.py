"""Pictures that come to the canvas, and the drawing as a picture."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.files.images import read_picture
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.image_chooser import ImageChooser
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
ROOT = Path(__file__).parents[3]


@pytest.fixture
def told(window: MainWindow) -> list[str]:
    told: list[str] = []
    window.session.failed.connect(told.append)
    return told


def stroke(qtbot: QtBot, page: DrawPage, *points: tuple[float, float]) -> None:
    square = page.canvas.square()
    scale = square.width() / 28
    corner = square.topLeft()
    places = [(corner + QPointF(x, y) * scale).toPoint() for x, y in points]
    qtbot.mousePress(page.canvas, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(page.canvas, place)
    qtbot.mouseRelease(page.canvas, LEFT, pos=places[-1])


def drop(page: DrawPage, data: QMimeData) -> None:
    how = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(50, 50), *how))
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), *how))


def black_on_white(path: Path) -> Path:
    pixels = np.full((90, 120), 255, np.uint8)
    pixels[20:70, 30:34] = 0
    pixels[66:70, 30:100] = 0
    assert to_qimage(pixels).save(str(path))
    return path


def test_a_dropped_file_comes_onto_the_canvas_light_on_dark(
    qtbot: QtBot, page: DrawPage, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(black_on_white(tmp_path / "boot.png")))])
    drop(page, data)
    qtbot.waitUntil(lambda: not page.drawing.is_empty)
    image = page.drawing.image
    assert image.max() > 200
    assert np.median(image) == 0
    page.toolbox.undo.trigger()
    assert page.drawing.is_empty


def test_a_copied_drawing_can_be_pasted(qtbot: QtBot, page: DrawPage) -> None:
    stroke(qtbot, page, (3, 3), (24, 3), (24, 25))
    before = page.drawing.image.astype(int)
    page.toolbox.copy.trigger()
    page.toolbox.clear.trigger()
    page.toolbox.paste.trigger()
    qtbot.waitUntil(lambda: not page.drawing.is_empty)
    assert np.abs(page.drawing.image - before).mean() < 4


def test_an_empty_clipboard_is_told_in_a_sentence(page: DrawPage, told: list[str]) -> None:
    QGuiApplication.clipboard().setText("a coat")
    page.toolbox.paste.trigger()
    assert told == ["Expected a picture or a file of one, found something else."]
    assert not page.drawing.operations


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n cut off"], ids=["empty", "text", "cut off"]
)
def test_a_bad_file_leaves_the_canvas_as_it_was(
    qtbot: QtBot, page: DrawPage, told: list[str], tmp_path: Path, content: bytes
) -> None:
    stroke(qtbot, page, (3, 3), (24, 24))
    before = page.drawing.image
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop(page, data)
    qtbot.waitUntil(lambda: len(told) == 1)
    page.pictures.open_picture(tmp_path / "missing.png")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert all(str(tmp_path) in sentence for sentence in told)
    np.testing.assert_array_equal(page.drawing.image, before)
    assert len(page.drawing.operations) == 1


def test_a_picture_in_which_nothing_is_to_be_seen_is_refused(
    qtbot: QtBot, page: DrawPage, told: list[str]
) -> None:
    clear = QImage(40, 40, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    data = QMimeData()
    data.setImageData(clear)
    drop(page, data)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told == ["The picture: expected a drawing, found nothing to be seen in it."]
    assert not page.drawing.operations


def test_a_saved_drawing_is_answered_alike_on_the_command_line(
    qtbot: QtBot, page: DrawPage, window: MainWindow, tmp_path: Path
) -> None:
    for points in (
        ((2, 8), (10, 8), (17, 15), (26, 17), (26, 22), (2, 22), (2, 8)),
        ((2, 19), (26, 19)),
        ((10, 9), (8, 12)),
    ):
        stroke(qtbot, page, *points)
    path = tmp_path / "sneaker.png"
    page.pictures.save_picture(path)
    assert read_picture(path).pixels.shape == (448, 448, 4)
    network = window.session.network
    assert network
    command = [sys.executable, "main.py", "predict", str(path), "--drawing", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    qtbot.waitUntil(lambda: page.answer.words.text() not in ("", "Nothing drawn yet"))
    shown = network.predict_proba(page.drawing.fitted_image[None])[0]
    assert result["class"] == network.class_names[int(shown.argmax())]
    np.testing.assert_allclose(list(result["probabilities"].values()), shown, atol=0.12)


def test_a_drawing_that_cannot_be_saved_is_told(
    qtbot: QtBot, page: DrawPage, told: list[str], tmp_path: Path
) -> None:
    stroke(qtbot, page, (3, 3), (24, 24))
    page.pictures.save_picture(tmp_path / "missing" / "drawing.png")
    assert len(told) == 1
    assert "missing" in told[0]


def test_any_image_of_the_data_set_can_be_chosen(qtbot: QtBot, window: MainWindow) -> None:
    dataset = window.session.dataset
    assert dataset
    chooser = ImageChooser(dataset)
    qtbot.addWidget(chooser)
    chooser.number.setValue(5)
    np.testing.assert_array_equal(chooser.image, dataset.test.images[5])
    chooser.splits.setCurrentText("Training images")
    chooser.number.setValue(len(dataset.train) + 100)
    np.testing.assert_array_equal(chooser.image, dataset.train.images[-1])
    assert chooser.label.text() == dataset.class_names[dataset.train.labels[-1]]


def test_the_hint_says_what_the_network_has_learned_from(
    page: DrawPage, window: MainWindow
) -> None:
    session = window.session
    for choice in list(session.models.values()):
        session.choose(choice.key)
        assert ("photographs only" in page.hint.text()) is not choice.knows_drawings
