"""The view of a map, with real mouse, wheel and key events."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from screen_reader import heard_of, items_of

from fashion_gui.ui.map.colouring import Colouring, middle_of
from fashion_gui.ui.map.map_view import MapView
from fashion_gui.ui.map.point_picture import FAR
from fashion_gui.ui.theme.motion import reduce_motion
from fashion_gui.ui.widgets.spoken import speak_for_painted_widgets

LEFT = Qt.MouseButton.LeftButton
RED, BLUE = QColor("red"), QColor("blue")
N = 400


def grid() -> NDArray[np.float32]:
    """20 by 20 points, from -1 to 1; the image's number grows from the left to the right."""
    x, y = np.meshgrid(np.linspace(-1, 1, 20), np.linspace(-1, 1, 20), indexing="ij")
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    speak_for_painted_widgets()
    view = MapView()
    qtbot.addWidget(view)
    view.resize(440, 440)
    view.images = lambda numbers: np.full((len(numbers), 28, 28), 255, np.uint8)
    view.describe = lambda number: (f"image {number}",)
    group = (np.arange(N) >= N // 2).astype(np.uint8)
    view.set_colouring(
        Colouring(("Left", "Right", "None"), (RED, BLUE, RED), group, has_labels=True)
    )
    view.show_points(grid(), at_once=True)
    view.show()
    view.repaint()
    return view


def place(view: MapView, number: int) -> QPoint:
    return view.camera.to_view(view.points.there[number], view.size().toSizeF()).toPoint()


def colour(view: MapView, at: QPoint) -> str:
    return view.grab().toImage().pixelColor(at).name()


def test_each_image_is_a_point_in_the_colour_of_its_group(view: MapView) -> None:
    assert len(view.in_sight) == N
    base = view.palette().base().color().name()
    for number, expected in ((0, RED), (19, RED), (380, BLUE), (399, BLUE)):
        assert colour(view, place(view, number)) == expected.name()
    between = (place(view, 0) + place(view, 21)) / 2
    assert colour(view, between) == base
    view.highlight(frozenset({1}))
    assert colour(view, place(view, 399)) == BLUE.name()
    assert colour(view, place(view, 0)) not in (RED.name(), base), "steps back, but stays"


def test_map_is_dragged_and_enlarged_around_the_pointer(qtbot: QtBot, view: MapView) -> None:
    at = place(view, 150)
    qtbot.mousePress(view, LEFT, pos=at)
    qtbot.mouseMove(view, at + QPoint(20, 10))
    qtbot.mouseMove(view, at + QPoint(50, -30))
    qtbot.mouseRelease(view, LEFT, pos=at + QPoint(50, -30))
    assert (place(view, 150) - at - QPoint(50, -30)).manhattanLength() <= 1
    before, pointer = view.camera.scale, place(view, 150)
    glob = QPointF(view.mapToGlobal(pointer))
    wheel = QWheelEvent(
        QPointF(pointer), glob, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert view.camera.scale > 1.4 * before
    assert (place(view, 150) - pointer).manhattanLength() <= 1


def test_keys_move_enlarge_and_fit(qtbot: QtBot, view: MapView) -> None:
    fitting = view.camera
    at = place(view, 0)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert (place(view, 0) - at).x() == pytest.approx(-44, abs=1)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert (place(view, 0) - at).y() == pytest.approx(-44, abs=1)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.scale > fitting.scale
    for _ in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera.scale == pytest.approx(fitting.scale / 2, rel=0.01), "no farther"
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.camera == fitting


def test_image_under_the_pointer_is_described_and_clicked(qtbot: QtBot, view: MapView) -> None:
    told: list[int] = []
    view.describe = lambda number: told.append(number) or (f"image {number}",)  # type: ignore[func-returns-value]
    before = view.grab().toImage()
    qtbot.mouseMove(view, place(view, 150) + QPoint(3, 2))
    assert view.grab().toImage() != before
    assert told[-1] == 150
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view, LEFT, pos=place(view, 215))
    assert picked.args == [215]
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, LEFT, pos=QPoint(2, 2))


@pytest.mark.parametrize("is_lassoing", [True, False], ids=["tool", "shift"])
def test_line_around_images_selects_exactly_these(
    qtbot: QtBot, view: MapView, is_lassoing: bool
) -> None:
    view.is_lassoing = is_lassoing
    keys = Qt.KeyboardModifier.NoModifier if is_lassoing else Qt.KeyboardModifier.ShiftModifier
    half = (place(view, 20) - place(view, 0)).x() // 2
    first, last = place(view, 4 * 20 + 5), place(view, 7 * 20 + 9)  # columns 4 to 7, rows 5 to 9
    left, right, top, bottom = (
        *(first.x() - half, last.x() + half),
        *(first.y() - half, last.y() + half),
    )
    corners = [QPoint(left, top), QPoint(right, top), QPoint(right, bottom), QPoint(left, bottom)]
    qtbot.mousePress(view, LEFT, keys, pos=corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(view, corner)
    qtbot.mouseRelease(view, LEFT, keys, pos=corners[-1])
    assert view.selection is not None
    expected = [column * 20 + row for column in range(4, 8) for row in range(5, 10)]
    assert sorted(view.selection) == expected
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection is None


def test_near_images_themselves_are_seen(view: MapView) -> None:
    view.zoom(15)
    view.repaint()
    number = int(view.in_sight[0])
    at = place(view, number)
    image = view.grab().toImage()
    seen = {image.pixelColor(at + QPoint(dx, dy)).name() for dx in (-12, 12) for dy in (-12, 12)}
    assert seen == {RED.name() if number < N // 2 else BLUE.name()}


def test_points_walk_to_their_new_places_unless_less_motion_is_wanted(
    qtbot: QtBot, view: MapView
) -> None:
    target = grid()[::-1].copy()
    target[7] = FAR
    reduce_motion(True)
    try:
        view.show_points(target)
        assert view.points.share == 1
        np.testing.assert_array_equal(view.points.here, target)
    finally:
        reduce_motion(False)
    shown = []
    view.points.moved.connect(lambda: shown.append(view.points.here[0].copy()))
    view.show_points(grid())
    assert view.points.share < 1
    np.testing.assert_array_equal(view.points.here[7], grid()[7])  # it was not on the map
    qtbot.waitUntil(lambda: view.points.share == 1)
    assert np.array_equal(view.points.here, grid())
    way = np.array(shown)
    assert len(way) > 3
    assert (np.diff(way[:, 0]) <= 0).all(), "from the right to the left, never back"


def test_star_walks_and_leaves_a_trail(qtbot: QtBot, view: MapView) -> None:
    view.star.go(np.array([0.03, 0.03], np.float32))
    assert len(view.star.way) == 1
    at = view.camera.to_view(view.star.way[-1], view.size().toSizeF()).toPoint()
    accent = view.palette().highlight().color().name()
    assert colour(view, at) == accent
    view.star.go(np.array([0.6, 0.03], np.float32))
    qtbot.waitUntil(lambda: view.star.way[-1][0] == np.float32(0.6))
    assert len(view.star.way) == 2
    assert colour(view, at) != accent
    view.star.go(None)
    assert view.star.way == []


def test_summary_and_groups_are_heard(view: MapView) -> None:
    view.summary = "400 images by dense 1"
    assert heard_of(view).description == "400 images by dense 1"
    assert items_of(view) == ["Left, 200 images in sight", "Right, 200 images in sight"]


def test_images_that_all_lie_on_one_point_are_shown_and_left_again(view: MapView) -> None:
    view.mark(3)
    view.star.go(np.array([0.5, 0.5], np.float32))
    view.show_points(np.zeros((N, 2), np.float32), at_once=True)
    view.repaint()
    assert len(view.in_sight) == N
    view.zoom(1e9)
    view.repaint()
    view.show_points(grid())
    view.repaint()
    view.fit()
    view.repaint()
    assert len(view.in_sight) == N


def test_a_near_place_without_images_is_empty(view: MapView) -> None:
    view.zoom(20)
    view.repaint()
    view.pan(QPointF(0, 20 * view.height()))
    view.repaint()
    assert len(view.in_sight) == 0
    seen = view.grab().toImage()
    corner = view.rect().topLeft() + QPoint(20, 20)
    assert seen.pixelColor(corner) == view.palette().base().color()
    view.fit()
    view.repaint()
    assert len(view.in_sight) == N


def test_names_stay_whole_within_the_view_and_long_ones_are_elided(view: MapView) -> None:
    rooms = []
    for height, names in ((440, ("Left", "Right")), (60, ("Left", "Right")), (60, ("W" * 40,) * 2)):
        view.resize(240, height)
        group = np.arange(N, dtype=np.uint8) % 2  # both in the middle, one under the other
        colouring = Colouring((*names, "None"), (RED, BLUE, RED), group, has_labels=True)
        view.set_colouring(colouring)
        view.repaint()
        boxes = [view.spoken_rect(number) for number in range(2)]
        assert not boxes[0].intersects(boxes[1])
        rooms.append([view.rect().contains(box) for box in boxes])
    assert rooms == [[True, True]] * 3
    assert items_of(view)[0].startswith("W" * 40), "heard in full"

    view.resize(240, 440)
    view.repaint()
    middle = view.spoken_rect(0).center()
    view.star.go(middle_of(view.points.there[::2]), begins=True)
    view.repaint()
    star = QRect(middle - QPoint(8, 8), QSize(16, 16))
    assert not star.intersects(view.spoken_rect(0)), "the star covers no name"
