"""The page Map on a small data set."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.explain import image_map
from fashion_gui.explain.image_map import ImageMap, Layout
from fashion_gui.percent import probability
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.map import map_maker
from fashion_gui.ui.map.colouring import ColourBy
from fashion_gui.ui.map.map_content import MapContent
from fashion_gui.ui.map.map_page import MapPage
from fashion_gui.ui.map.point_picture import FAR
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.motion import reduce_motion
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.window.main_window import MainWindow

LEFT, TIMEOUT_MS = Qt.MouseButton.LeftButton, 20_000
N = 1500


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Draw", "Map")


@pytest.fixture
def has_plots() -> bool:
    """No test of this page looks at a plot."""
    return False


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(image_map, "N_LANDMARKS", 150)
    monkeypatch.setattr(image_map, "N_STEPS", 30)
    monkeypatch.setattr(image_map, "_N_JUDGED", 200)
    reduce_motion(True)
    yield
    reduce_motion(False)


def is_whole(content: MapContent) -> bool:
    made = content._map
    is_asked = content._asked[1:] == (content.layers.layer, Layout(content.layouts.currentText()))
    return made is not None and made.is_complete and not content.is_making and is_asked


@pytest.fixture
def content(qtbot: QtBot, session: Session) -> Iterator[MapContent]:
    session.choose("mlp")
    page = MapPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 620)
    assert page.content is None, "nothing is made before it is seen"
    page.show()
    content = page.make_content()
    qtbot.waitUntil(lambda: is_whole(content))
    yield content
    session.threads.close()


def choose(qtbot: QtBot, box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_all_images_are_on_the_map_and_a_click_shows_one_on_browse(
    qtbot: QtBot, content: MapContent, session: Session
) -> None:
    view = content.view
    assert content.layers.layer == "ReLU 2", "the last hidden layer"
    assert (view.points.there < FAR).all()
    assert len(view.points.there) == N
    assert content.caption.text().startswith("1,500 images by ReLU 2; ")
    assert "neighbours kept: 0." in content.caption.text()
    assert content.caption._shorter == "1,500 images", "where there is less room"
    view.zoom(3)
    view.repaint()
    number = int(view.in_sight[0])
    at = view.camera.to_view(view.points.there[number], view.size().toSizeF()).toPoint()
    assert session.dataset
    split = session.dataset.split_of(number)
    sorted_by_loss = ImageQuery(order=Order.LOSS, is_reversed=True)
    session.set_query(sorted_by_loss)
    with qtbot.waitSignal(session.browse_requested):
        qtbot.mouseClick(view, LEFT, pos=at)
    assert session.query == ImageQuery(split), "an order without predictions would be a long wait"
    assert session.picked is not None
    gap = np.abs(view.points.there[session.picked] - view.points.there[number]).max()
    assert gap * view.camera.scale < 3
    session.set_query(sorted_by_loss)
    qtbot.waitUntil(lambda: session.predictions_on(Split.TEST) is not None)
    shown = int(session.dataset.numbers(Split.TEST)[0])
    session.show_image(shown)
    assert session.query == sorted_by_loss, "the order stays"


def test_colours_are_those_of_class_answer_and_confidence(
    content: MapContent, session: Session, qtbot: QtBot
) -> None:
    dataset = session.dataset
    assert dataset
    assert content.legend.item(0).text() == f"T-shirt/top  {(dataset.labels == 0).sum():,}"
    assert session.predictions_on(Split.ALL) is None, "not needed yet"
    choose(qtbot, content.colour_by, ColourBy.RIGHT)
    qtbot.waitUntil(lambda: session.predictions_on(Split.ALL) is not None)
    answers = session.predictions_on(Split.ALL)
    assert answers
    name, share = answers.network.class_names[answers.predicted[7]], answers.confidence[7]
    sign = "✓" if answers.is_right[7] else "✗"
    said = f"{sign} {name}, {probability(share)}", "Click: see it on Browse"
    assert content.view.describe(7)[-2:] == said
    n_right = int(answers.is_right.sum())
    assert content.legend.item(0).text() == f"Right  {n_right:,}"
    assert content.legend.item(1).text() == f"Wrong  {N - n_right:,}"
    assert content.legend.item(2).isHidden()
    shades = colours(content.palette())
    assert content._colouring.colours[:2] == (shades.training, shades.wrong)
    choose(qtbot, content.colour_by, ColourBy.ANSWER)
    np.testing.assert_array_equal(content._colouring.group, answers.predicted)
    choose(qtbot, content.colour_by, ColourBy.CONFIDENCE)
    expected = np.minimum((answers.confidence * 6).astype(int), 5)
    np.testing.assert_array_equal(content._colouring.group, expected)
    content.legend.item(5).setSelected(True)
    assert content.view.highlighted == {5}
    with qtbot.waitSignal(session.browse_requested):
        qtbot.keyClick(content.view, Qt.Key.Key_Return)
    assert session.query.among
    assert (expected[list(session.query.among)] == 5).all()


def test_selected_images_are_the_query_of_browse(
    qtbot: QtBot, content: MapContent, session: Session
) -> None:
    chosen = np.array([1400, 1210, 1300])
    content.view.select(chosen)
    assert content.caption.text().startswith("3 of 1,500 images selected: ")
    qtbot.mouseClick(content.show_images, LEFT)
    assert session.query == ImageQuery(Split.TEST, among=(1210, 1300, 1400))
    assert session.dataset
    found = session.query.find(session.dataset, None)
    np.testing.assert_array_equal(found, [1210, 1300, 1400])
    assert session.query.filters(session.dataset.class_names) == {"among": "3 selected on the map"}
    content.view.select(np.array([3, 1210]))
    qtbot.mouseClick(content.show_images, LEFT)
    assert session.query.part is Split.ALL
    content.view.select(np.zeros(0, np.intp))
    with qtbot.waitSignal(session.failed):
        qtbot.mouseClick(content.show_images, LEFT)


def test_image_that_is_not_predicted_yet_is_when_it_is_pointed_to(
    content: MapContent, session: Session
) -> None:
    assert session.network
    assert session.dataset
    assert content._answers.predicted[3] < 0
    shares = session.network.predict_proba(session.dataset.image(3)[np.newaxis])[0]
    name = session.network.class_names[shares.argmax()]
    assert content.view.describe(3)[-2].endswith(f" {name}, {probability(shares.max())}")


def test_layers_and_layouts_change_the_map_but_do_not_turn_it(
    qtbot: QtBot, content: MapContent
) -> None:
    before = content.view.points.there.copy()
    choose(qtbot, content.layers, "batch norm 2")
    qtbot.waitUntil(lambda: is_whole(content))
    after = content.view.points.there
    assert not np.array_equal(after, before)
    assert (after * before).sum() > 0.5 * (before**2).sum(), "aligned with the map before"
    choose(qtbot, content.layouts, Layout.NEIGHBOURS)
    qtbot.waitUntil(lambda: is_whole(content))
    assert (content.view.points.there < FAR).all()
    assert "(principal components: 0." in content.caption.text()
    choose(qtbot, content.layers, "Pixels")
    qtbot.waitUntil(lambda: is_whole(content))
    assert "by pixels" in content.caption.text()


def test_drawing_is_a_star_that_walks(qtbot: QtBot, content: MapContent, session: Session) -> None:
    assert session.dataset
    view, image = content.view, session.dataset.image(1230)
    assert view.star.there is None
    session.set_drawn(image)
    qtbot.waitUntil(lambda: view.star.there is not None)
    assert content._map
    np.testing.assert_allclose(view.star.there, view.points.there[1230], atol=0.01)
    assert content.drawing.around.text().startswith("The 10 nearest on the map: ")
    middle = content.drawing.pad.rect().center()
    qtbot.mousePress(content.drawing.pad, LEFT, pos=middle)
    qtbot.mouseMove(content.drawing.pad, middle + QPoint(15, 25))
    qtbot.mouseRelease(content.drawing.pad, LEFT, pos=middle + QPoint(15, 25))
    qtbot.waitUntil(lambda: len(view.star.way) > 1)
    qtbot.waitUntil(lambda: not content.finder.is_busy)
    expected = content._map.place(content.drawing.pad.image[np.newaxis])[0]
    np.testing.assert_allclose(view.star.there, expected, atol=1e-3)
    qtbot.mouseClick(content.drawing.erase, LEFT)
    assert view.star.there is None
    assert content.drawing.answer.text() == "Nothing drawn yet"
    content.hide()
    session.set_drawn(image)
    assert view.star.there is None
    content.show()
    qtbot.waitUntil(lambda: view.star.there is not None)
    assert content.drawing.around.text().startswith("The 10 nearest on the map: ")


def test_star_does_not_wait_for_the_last_images(
    qtbot: QtBot, content: MapContent, session: Session
) -> None:
    made, parts, [one] = content._map, list[ImageMap](), [1230]
    assert made
    assert session.dataset
    content._map = content._star_map = None
    content._asked = ()
    content.finder.arrived.connect(lambda star: parts.append(star.image_map))
    session.set_drawn(session.dataset.image(one))
    assert content.drawing.answer.text() == "No star yet"
    some = replace(made, numbers=made.numbers[:500], points=made.points[:500], is_complete=False)
    content._show(some)
    qtbot.waitUntil(lambda: parts == [some])
    assert "nearest on the map" in content.drawing.around.text()
    content._show(some)
    qtbot.waitUntil(lambda: not content.finder.is_busy)
    assert parts == [some], "it stays where it is while more images come"


def test_map_follows_a_network_that_learns_without_jumps(
    qtbot: QtBot,
    content: MapContent,
    session: Session,
    endless_recipe: Recipe,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(map_maker, "_LIVE_INTERVAL_S", 0.05)
    monkeypatch.setattr(map_maker, "_LIVE_SHARE", 0.9)
    shown: list[ImageMap] = []
    content.maker.arrived.connect(shown.append)
    session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: session.is_live and len(shown) >= 4, timeout=TIMEOUT_MS)
    assert not content.layouts.isEnabled()
    assert session.dataset
    for made in shown:
        np.testing.assert_array_equal(made.numbers, session.dataset.numbers(Split.TEST))
    for before, after in pairwise(shown[1:]):
        assert before.network is not after.network
        assert (after.points * before.points).sum() > 0.8 * (before.points**2).sum()
    assert "at this moment of the run" in content.caption.text()
    session.run.stop()
    qtbot.waitUntil(lambda: is_whole(content) and content._map.network is session.network)
    assert content.layouts.isEnabled()
    assert (content.view.points.there < FAR).all()


def test_page_has_a_key_and_is_made_when_it_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    assert window.map_page.content is None
    window.session.choose("mlp")
    qtbot.keyClick(window, "6", Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.map_page
    content = window.map_page.content
    assert content
    qtbot.waitUntil(lambda: is_whole(content))
    before = content._colouring.colours
    palette = QPalette(window.palette())
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.black)
    content.setPalette(palette)
    assert content._colouring.colours != before
