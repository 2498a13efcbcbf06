"""What the window says after a picture came or went, and what stays as it was."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fashion_gui.files.images import read_picture
from fashion_gui.sketch.fitting import fit_picture
from fashion_gui.sketch.operations import Brush
from fashion_gui.sketch.picture import picture_to_grey
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.game import Phase
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.window.main_window import MainWindow


def draw_small_boot(page: DrawPage) -> None:
    corners = ((3, 3), (6, 3), (6, 7), (10, 8.5), (10, 10), (3, 10), (3, 3))
    page.drawing.begin_stroke(Brush(2.0), corners[0])
    for corner in corners[1:]:
        page.drawing.extend_stroke(corner)
    page.drawing.end_stroke()
    page.canvas.refresh()


def test_a_small_drawing_is_answered_alike_from_its_file(
    page: DrawPage, window: MainWindow, tmp_path: Path
) -> None:
    draw_small_boot(page)
    path = tmp_path / "boot.png"
    page.pictures.save_picture(path)
    from_file = fit_picture(picture_to_grey(read_picture(path).pixels, drawing=True))
    assert np.abs(from_file.astype(int) - page.drawing.fitted_image).mean() < 4
    network = window.session.network
    assert network
    answers = network.predict_proba(np.stack([from_file, page.drawing.fitted_image]))
    assert answers[0].argmax() == answers[1].argmax()
    np.testing.assert_allclose(answers[0], answers[1], atol=0.05)


def test_saving_is_told_in_the_status_bar(
    page: DrawPage, window: MainWindow, tmp_path: Path
) -> None:
    draw_small_boot(page)
    page.pictures.save_picture(tmp_path / "boot.png")
    bar, label = window.statusBar(), window.status.network
    assert bar.currentMessage() == f"Saved as {tmp_path / 'boot.png'}"
    # A message begins where the words do that it stands in for.
    bar.showMessage(label.text())
    message = bar.grab().toImage()
    bar.clearMessage()
    assert bar.grab().toImage() == message


def test_a_message_of_failure_goes_when_the_next_picture_comes(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    QGuiApplication.clipboard().setText("a coat")
    page.toolbox.paste.trigger()
    assert window.notice.isVisible()
    picture = np.zeros((50, 50), np.uint8)
    picture[10:40, 20:30] = 255
    QGuiApplication.clipboard().setImage(to_qimage(picture))
    page.toolbox.paste.trigger()
    qtbot.waitUntil(lambda: not page.drawing.is_empty)
    assert not window.notice.isVisible()
    assert "Undo" in window.statusBar().currentMessage()


def test_an_image_of_the_data_set_reaches_the_network_exactly(
    page: DrawPage, window: MainWindow
) -> None:
    photo = np.zeros((28, 28), np.uint8)
    photo[12:20, 1:8] = 180  # small and in a corner: a drawing would be brought elsewhere
    window.session.canvas_requested.emit(photo)
    np.testing.assert_array_equal(page.drawing.fitted_image, photo)
    page.drawing.paste(photo)
    assert not np.array_equal(page.drawing.fitted_image, photo)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_both_enter_keys_hand_a_drawing_in(qtbot: QtBot, page: DrawPage, key: Qt.Key) -> None:
    qtbot.keyClick(page.canvas, "D")
    draw_small_boot(page)
    qtbot.keyClick(page.canvas, key)
    assert len(page.game.game.attempts) == 1
    assert not page.drawing.is_empty, "it is in sight until the next round"
    qtbot.keyClick(page.canvas, key)
    assert page.game.game.phase is Phase.DRAWING
    assert page.drawing.is_empty
