"""The canvas under a mouse, a pen and a finger."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.operations import Brush, Stroke
from fashion_gui.ui.draw.canvas import Canvas
from fashion_gui.ui.theme.sizes import RING_ROOM

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    canvas = Canvas(Drawing())
    canvas.resize(420, 340)
    canvas.show()
    qtbot.waitExposed(canvas)
    yield canvas
    canvas.close()
    canvas.deleteLater()


def at(canvas: Canvas, x: float, y: float) -> QPoint:
    """Return where a point of the drawing is in the widget."""
    square = canvas.square()
    scale = square.width() / 28
    return QPoint(round(square.x() + x * scale), round(square.y() + y * scale))


def test_the_pixels_are_square_and_in_the_middle(canvas: Canvas) -> None:
    square = canvas.square()
    assert square.width() == square.height()
    assert square.width() % 28 == 0
    assert 0 < canvas.height() - square.height() < 28 + 2 * 2 * RING_ROOM
    assert square.center().x() == pytest.approx(canvas.width() / 2, abs=1)


def test_a_tap_leaves_a_dot(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 10.5, 4.5))
    image = canvas.drawing.image
    assert image[4, 10] == 255
    assert image[:, 20:].max() == 0


def test_a_fast_stroke_has_no_gaps(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, 2, 14))
    qtbot.mouseMove(canvas, at(canvas, 26, 14))
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 26, 14))
    assert canvas.drawing.image[13, 2:26].min() > 200


def test_a_stroke_may_leave_the_canvas_and_come_back(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, 14, 14))
    qtbot.mouseMove(canvas, at(canvas, 40, 14))
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 14, 20))
    assert canvas.drawing.image[13, 27] > 0
    assert len(canvas.drawing.operations) == 1


def test_the_stroke_has_the_brush_of_the_moment(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.brush = Brush(width=6.0, grey=0.5)
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 14, 14))
    (stroke,) = canvas.drawing.operations
    assert isinstance(stroke, Stroke)
    assert stroke.brush == Brush(6.0, 0.5)
    assert canvas.drawing.image.max() == round(0.5 * 255)


def test_the_right_button_erases(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.brush = Brush(width=4.0)
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, 14, 14))
    before = canvas.drawing.image
    qtbot.mouseClick(canvas, RIGHT, pos=at(canvas, 14, 14))
    assert before[14, 14] == 255
    assert canvas.drawing.image[14, 14] == 0
    assert len(canvas.drawing.operations) == 2


def test_another_button_during_a_stroke_does_not_disturb_it(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, 5, 5))
    qtbot.mousePress(canvas, RIGHT, pos=at(canvas, 10, 5))
    qtbot.mouseRelease(canvas, RIGHT, pos=at(canvas, 10, 5))
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 20, 5))
    assert len(canvas.drawing.operations) == 1
    assert canvas.drawing.image[4, 18] > 0


def test_what_is_repainted_in_parts_is_what_a_whole_repaint_shows(
    qtbot: QtBot, canvas: Canvas
) -> None:
    def check() -> None:
        QApplication.processEvents()
        seen = canvas.screen().grabWindow(canvas.winId()).toImage()
        assert seen == canvas.grab().toImage().convertToFormat(seen.format())

    check()
    for x, y in ((4, 5), (9, 12), (20, 6), (27, 27)):  # the brush is shown without drawing
        qtbot.mouseMove(canvas, at(canvas, x, y))
        check()
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, 8, 9))
    check()
    for x, y in ((12, 20), (25, 3), (-2, 14), (5, 30)):
        qtbot.mouseMove(canvas, at(canvas, x, y))
        check()
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 6, 22))
    check()
    canvas.set_tool("move")  # its cursor stands for the brush
    check()
    canvas.drawing.clear()
    canvas.refresh()
    check()
    canvas.drawing.undo()
    canvas.refresh()
    check()


def test_moving_without_a_button_draws_nothing(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseMove(canvas, at(canvas, 5, 5))
    qtbot.mouseMove(canvas, at(canvas, 15, 5))
    assert canvas.drawing.is_empty


def test_every_movement_is_told(qtbot: QtBot, canvas: Canvas) -> None:
    seen: list[int] = []
    canvas.changed.connect(lambda: seen.append(int(canvas.drawing.image.astype(int).sum())))
    qtbot.mousePress(canvas, LEFT, pos=at(canvas, 5, 5))
    qtbot.mouseMove(canvas, at(canvas, 10, 5))
    qtbot.mouseMove(canvas, at(canvas, 15, 5))
    assert len(seen) == 3
    assert seen == sorted(set(seen))
    qtbot.mouseRelease(canvas, LEFT, pos=at(canvas, 15, 5))


def tablet(
    canvas: Canvas,
    kind: QEvent.Type,
    x: float,
    y: float,
    *,
    eraser: bool = False,
    pressure: float | None = None,
) -> None:
    pointer = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        pointer,
        QInputDevice.Capability.Position
        if pressure is None
        else QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )
    place = QPointF(at(canvas, x, y))
    down = kind is not QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind,
        device,
        place,
        QPointF(canvas.mapToGlobal(place)),
        0.5 if pressure is None else pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        LEFT,
        LEFT if down else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("eraser", [False, True])
def test_a_pen_draws_and_its_other_end_erases(canvas: Canvas, eraser: bool) -> None:
    canvas.drawing.paste(np.full((28, 28), 100, np.uint8))
    tablet(canvas, QEvent.Type.TabletPress, 5, 14, eraser=eraser)
    tablet(canvas, QEvent.Type.TabletMove, 20, 14, eraser=eraser)
    tablet(canvas, QEvent.Type.TabletRelease, 20, 14, eraser=eraser)
    assert canvas.drawing.image[13, 12] == (0 if eraser else 255)


def test_a_pen_draws_thicker_where_it_is_pressed(canvas: Canvas) -> None:
    canvas.brush = Brush(width=4.0)
    tablet(canvas, QEvent.Type.TabletPress, 2, 14, pressure=0.1)
    tablet(canvas, QEvent.Type.TabletMove, 8, 14, pressure=0.1)
    tablet(canvas, QEvent.Type.TabletMove, 20, 14, pressure=1.0)
    tablet(canvas, QEvent.Type.TabletMove, 26, 14, pressure=1.0)
    growing = canvas.drawing.image
    tablet(canvas, QEvent.Type.TabletRelease, 26, 14, pressure=1.0)
    np.testing.assert_array_equal(canvas.drawing.image, growing)
    widths = growing.astype(int).sum(axis=0) / 255
    assert widths[5] == pytest.approx(1.6, abs=0.3)
    assert widths[23] == pytest.approx(7.0, abs=0.3)
    assert widths[5] < widths[10] < widths[23]


def test_a_pen_that_tells_no_pressure_draws_with_the_whole_brush(canvas: Canvas) -> None:
    canvas.brush = Brush(width=4.0)
    tablet(canvas, QEvent.Type.TabletPress, 2, 14)
    tablet(canvas, QEvent.Type.TabletRelease, 26, 14)
    (stroke,) = canvas.drawing.operations
    assert isinstance(stroke, Stroke)
    assert stroke.pressures == ()


def test_the_middle_is_seen_while_a_mirror_stands_there(canvas: Canvas) -> None:
    before = canvas.grab().toImage()
    canvas.drawing.is_mirroring = True
    assert canvas.grab().toImage() != before


def test_a_finger_draws(canvas: Canvas) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(0, at(canvas, 5, 14), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, at(canvas, 20, 14), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, at(canvas, 20, 14), canvas).commit()
    assert canvas.drawing.image[13, 5:20].min() > 200
    assert len(canvas.drawing.operations) == 1
