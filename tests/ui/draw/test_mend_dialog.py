"""What was found in a picture is shown, and mended with mouse and keys before it is used."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PIL import Image, ImageDraw
from places import at
from PySide6.QtCore import QPointF, Qt, QThread
from PySide6.QtGui import QAccessible, QGuiApplication
from pytestqt.qtbot import QtBot

from fashion_gui.percent import plain
from fashion_gui.sketch.corrections import Corrections
from fashion_gui.ui.draw import mend_dialog
from fashion_gui.ui.draw.draw_page import DrawPage
from fashion_gui.ui.draw.mend_dialog import MendDialog
from fashion_gui.ui.draw.picture_reader import IncomingDrawing, Reading, reading_of
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


def picture() -> Image.Image:
    """Draw a large black box at the left and a small dark one at the right, on white."""
    image = Image.new("RGB", (200, 100), (250, 250, 250))
    ImageDraw.Draw(image).rectangle((20, 20, 79, 79), fill=(0, 0, 0))
    ImageDraw.Draw(image).rectangle((155, 40, 162, 59), fill=(90, 90, 90))
    return image


def width_of(reading: Reading) -> int:
    return int(np.count_nonzero(reading.fitted.any(axis=0)))


def drag(qtbot: QtBot, dialog: MendDialog, *shares: tuple[float, float]) -> None:
    place = dialog.view.square()
    size = QPointF(place.width(), place.height())
    points = [(place.topLeft() + QPointF(x * size.x(), y * size.y())).toPoint() for x, y in shares]
    qtbot.mousePress(dialog.view, LEFT, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(dialog.view, point)
    qtbot.mouseRelease(dialog.view, LEFT, pos=points[-1])


def settled(qtbot: QtBot, dialog: MendDialog) -> Reading:
    qtbot.waitUntil(lambda: dialog.reading.corrections == dialog._corrections)
    return dialog.reading


def open_it(qtbot: QtBot, page: DrawPage, path: Path) -> MendDialog:
    page.pictures.open_picture(path)
    qtbot.waitUntil(lambda: page.pictures.mending is not None)
    assert page.pictures.mending
    return page.pictures.mending


def test_an_opened_picture_is_cropped_with_the_mouse_and_used_or_not(
    qtbot: QtBot, page: DrawPage, tmp_path: Path
) -> None:
    picture().save(path := tmp_path / "two.png")
    dialog = open_it(qtbot, page, path)
    assert dialog.isVisible()
    assert dialog.width() < dialog.screen().availableSize().width(), "Use is on the screen"
    assert page.drawing.is_empty
    assert width_of(dialog.reading) > 20
    before = dialog.answer.bars.accessibleName(), dialog.reading
    drag(qtbot, dialog, (0.7, 0.2), (0.72, 0.21), (0.9, 0.8))
    reading = settled(qtbot, dialog)
    assert reading.corrections.crop == pytest.approx((0.7, 0.2, 0.9, 0.8), abs=0.01)
    assert 10 < width_of(reading) < 16  # the narrow box
    assert reading is not before[1]
    drag(qtbot, dialog, (0.5, 0.5), (0.501, 0.5))  # a click chooses nothing
    assert dialog._corrections == reading.corrections
    qtbot.mouseClick(dialog.use, LEFT)
    assert page.pictures.mending is None
    np.testing.assert_array_equal(page.drawing.fitted_image, reading.fitted)
    page.toolbox.undo.trigger()
    assert page.drawing.is_empty
    dialog = open_it(qtbot, page, path)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.pictures.mending is None
    assert not page.drawing.operations
    assert not page.drawing.can_redo or page.drawing.is_empty


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> Iterator[MendDialog]:
    pixels = np.asarray(picture().convert("RGBA"))
    reading = reading_of(pixels, Corrections())
    dialog = MendDialog(session, IncomingDrawing(pixels, reading, "It moves.", True))
    dialog.open()
    yield dialog
    dialog.reject()
    dialog.deleteLater()


def test_everything_is_done_with_keys_and_has_a_name(qtbot: QtBot, dialog: MendDialog) -> None:
    assert dialog.words.text() == "It moves."
    first = dialog.reading
    for key, change in (
        ("L", {"quarters": 1}),
        ("R", {"quarters": 0}),
        ("S", {"is_swapped": True}),
        ("S", {"is_swapped": False}),
        ("N", {"is_negative": True}),
        ("N", {"is_negative": False}),
    ):
        qtbot.keyClick(dialog, key)
        reading = settled(qtbot, dialog)
        assert {name: getattr(reading.corrections, name) for name in change} == change
    np.testing.assert_array_equal(reading.fitted, first.fitted)
    dialog.view.setFocus()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Right)
    assert settled(qtbot, dialog).corrections.crop == pytest.approx((0.1, 0.1, 0.9, 0.9))
    qtbot.keyClick(dialog.view, Qt.Key.Key_Right)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Up, SHIFT)
    assert settled(qtbot, dialog).corrections.crop == pytest.approx((0.12, 0.1, 0.92, 0.88))
    assert plain(dialog.view.spoken_value()) == "looked at: 12 to 92 % across, 10 to 88 % down"
    for _ in range(9):
        qtbot.keyClick(dialog.view, Qt.Key.Key_Left)
    assert settled(qtbot, dialog).corrections.crop == pytest.approx((0, 0.1, 0.8, 0.88))
    qtbot.keyClick(dialog.view, Qt.Key.Key_Backspace)
    assert settled(qtbot, dialog).corrections.crop is None
    qtbot.keyClick(dialog.threshold, Qt.Key.Key_End)
    reading = settled(qtbot, dialog)
    assert (reading.corrections.faintest, dialog.by_itself.isChecked()) == (0.6, False)
    assert plain(dialog.threshold_words.text()) == "from 60 %"
    qtbot.keyClick(dialog.by_itself, Qt.Key.Key_Space)
    assert settled(qtbot, dialog).corrections == Corrections()
    assert dialog.threshold.value() == round(100 * first.found.faintest)
    for part in (dialog.view, dialog.threshold, dialog.by_itself, dialog.use, dialog.received):
        spoken = QAccessible.queryAccessibleInterface(part)
        assert spoken.text(QAccessible.Text.Name)
        assert part.toolTip()


def test_a_turned_picture_is_cropped_where_it_is_seen(qtbot: QtBot, dialog: MendDialog) -> None:
    qtbot.keyClick(dialog, "L")
    settled(qtbot, dialog)
    drag(qtbot, dialog, (0.1, 0.1), (0.9, 0.3))  # the upper end was the right one
    reading = settled(qtbot, dialog)
    assert reading.corrections.crop == pytest.approx((0.7, 0.1, 0.9, 0.9), abs=0.02)
    assert width_of(reading) > 20  # the narrow box lies
    assert "Drag over a part" in dialog.words.text()


def test_corrections_are_worked_out_beside_the_window_and_only_the_last_waits(
    qtbot: QtBot, dialog: MendDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, seen, threads = Event(), [], set()

    def slow(pixels: np.ndarray, corrections: Corrections) -> Reading:
        seen.append(corrections.faintest)
        threads.add(QThread.currentThread())
        go_on.wait(10)
        return reading_of(pixels, corrections)

    monkeypatch.setattr(mend_dialog, "reading_of", slow)
    for percent in range(10, 30):
        dialog.threshold.setValue(percent)
        qtbot.waitUntil(lambda: bool(seen))
    accepted = []
    dialog.accepted.connect(lambda: accepted.append(dialog.reading.corrections.faintest))
    qtbot.keyClick(dialog.use, Qt.Key.Key_Space)  # waits for what is worked out
    assert dialog.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: bool(accepted))
    assert seen == [0.1, 0.29]
    assert accepted == [0.29]
    assert QThread.currentThread() not in threads


def test_where_nothing_is_found_nothing_can_be_used(qtbot: QtBot, session: Session) -> None:
    pixels = np.full((120, 120, 4), 255, np.uint8)
    reading = reading_of(pixels, Corrections())
    dialog = MendDialog(session, IncomingDrawing(pixels, reading, "", True))
    dialog.open()
    assert not dialog.use.isEnabled()
    assert dialog.words.text().startswith("Nothing is found")
    assert dialog.answer.words.text() == "Nothing found"
    dialog.swap.trigger()
    settled(qtbot, dialog)
    assert dialog.use.isEnabled()
    dialog.reject()
    dialog.deleteLater()


def test_closing_the_window_closes_it_too(
    qtbot: QtBot, page: DrawPage, window: MainWindow, tmp_path: Path
) -> None:
    picture().save(path := tmp_path / "two.png")
    dialog = open_it(qtbot, page, path)
    qtbot.keyClick(dialog, "N")  # something is on its way
    window.close_unasked()
    assert not dialog.isVisible()
    assert page.drawing.is_empty


def test_a_pasted_picture_can_be_mended_until_one_draws(
    qtbot: QtBot, page: DrawPage, window: MainWindow
) -> None:
    window.activateWindow()
    QGuiApplication.clipboard().setImage(to_qimage(np.asarray(picture().convert("L"))))
    button, before = page.pictures.button, page.drawing.operations
    assert not button.isVisible()
    qtbot.keyClick(page.canvas, "v", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(button.isVisible)
    assert page.pictures.mending is None, "no question comes in the way"
    assert page.canvas.square().contains(button.geometry())
    pasted = page.drawing.image
    qtbot.mouseClick(button, LEFT)
    dialog = page.pictures.mending
    assert dialog
    assert dialog.isVisible()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    quarters = dialog.reading.corrections.quarters
    qtbot.keyClick(dialog, "R")
    reading = settled(qtbot, dialog)
    qtbot.mouseClick(dialog.use, LEFT)
    assert page.pictures.mending is None
    assert reading.corrections.quarters == (quarters - 1) % 4
    assert not np.array_equal(page.drawing.image, pasted)
    assert button.isVisible(), "it can be mended once more"

    # A picture that was looked at, and not used, takes nothing's place.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(page.canvas, "m", Qt.KeyboardModifier.ControlModifier)
    again = page.pictures.mending
    assert again
    assert again.reading.corrections == reading.corrections
    again.reject()

    qtbot.mousePress(page.canvas, LEFT, pos=at(page, 3, 3))
    assert not button.isVisible()
    assert not page.toolbox.mend.isEnabled()
    qtbot.mouseRelease(page.canvas, LEFT, pos=at(page, 3, 3))
    page.toolbox.undo.trigger()
    assert button.isVisible()
    page.toolbox.clear.trigger()
    assert not button.isVisible()
    assert page.drawing.operations[: len(before)] == before
