"""The network as blocks: what they say, and the way from a block to its setting."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.train.network_blocks import Part, blocks_of
from fashion_gui.ui.train.network_view import NetworkArea, NetworkView
from fashion_gui.ui.train.result_tabs import ResultTabs
from fashion_gui.ui.widgets.spoken import speak_for_painted_widgets
from fashion_gui.ui.window.main_window import MainWindow
from tests.support.screen_reader import heard_of, items_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[NetworkView]:
    speak_for_painted_widgets()
    view = NetworkView()
    view.show_architecture(RECIPES["mlp"].architecture(10))
    area = NetworkArea(view)
    area.resize(700, 200)
    area.show()
    qtbot.waitExposed(area)
    area.activateWindow()
    yield view
    area.close()
    area.deleteLater()


def test_blocks_have_the_shapes_and_parameters_of_the_network() -> None:
    for name in ("mlp", "convnet", "convnet-best", "article"):
        architecture = RECIPES[name].architecture(10)
        blocks = blocks_of(architecture)
        assert sum(block.n_parameters for block in blocks) == architecture.n_parameters, name
        assert blocks[0].shape == (28, 28)
        assert blocks[-1].shape == (10,)
    convolution = blocks_of(RECIPES["convnet"].architecture(10))[2]
    assert convolution.shape_in_words == "7x7x64"
    assert convolution.setting == "convolutions"
    parts = (("max pool", "convolutions"), ("batch norm", "batch_norm"), ("ReLU", "activation"))
    assert convolution.parts == tuple(Part(*part) for part in parts)


def test_the_last_activation_belongs_to_the_loss() -> None:
    hidden, output = blocks_of(RECIPES["article"].architecture(10))[1:]
    assert hidden.parts == (Part("sigmoid", "activation"),)
    assert output.parts == (Part("sigmoid", "loss"),)
    dropped = blocks_of(Recipe(dropout=0.5).architecture(10))[1]
    assert dropped.parts[-1] == Part("dropout", "dropout")
    convnet = replace(RECIPES["convnet"], dropout=0.5)
    assert blocks_of(convnet.architecture(10))[-2].shape == (7, 7, 128)
    averaged = blocks_of(replace(Recipe(), convolutions=("8g",)).architecture(10))[1]
    assert averaged.shape == (8,)


def test_a_screen_reader_hears_each_block_and_each_part(view: NetworkView) -> None:
    heard = items_of(view)
    assert heard[0] == "Images, 28x28, no parameters; setting Training images"
    assert heard[1] == "Dense, 256, 201,984 parameters; setting Hidden layers"
    assert heard[2:4] == ["batch norm; setting Batch norm", "ReLU; setting Activation"]
    assert "784-256-128-10, 236,682 parameters" in heard_of(view).description


def test_parts_of_a_layer_share_a_line_where_there_is_room(qtbot: QtBot, view: NetworkView) -> None:
    def tops() -> set[int]:
        words = [view.spoken_item(place) for place in range(view.n_spoken_items())]
        parts = [n for n, text in enumerate(words) if text.startswith(("batch", "ReLU", "dropout"))]
        assert len(parts) == 6
        boxes = [view.spoken_rect(part) for part in parts]
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
        return {box.top() for box in boxes}

    assert len(tops()) == 1
    area = view.window()
    area.resize(300, 200)
    qtbot.waitUntil(lambda: view.width() == view.minimumWidth())
    assert len(tops()) == 3


def test_keys_go_from_block_to_block_and_into_one(qtbot: QtBot, view: NetworkView) -> None:
    view.setFocus()
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    for key in ("Right", "Return", "Down", "Return", "Right", "Return", "Left", "Left", "Left"):
        qtbot.keyClick(view, getattr(Qt.Key, f"Key_{key}"))
    assert chosen == ["hidden", "batch_norm", "hidden"]
    assert view.spoken_focus() == 0


def test_the_keyboard_scrolls_to_a_block_out_of_sight(qtbot: QtBot, view: NetworkView) -> None:
    area = view.window()
    assert isinstance(area, NetworkArea)
    view.show_architecture(Recipe(hidden=(32,) * 8).architecture(10))
    area.resize(300, 200)
    qtbot.waitUntil(lambda: area.horizontalScrollBar().maximum() > 0)
    view.setFocus()
    for _ in range(9):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert area.horizontalScrollBar().value() > 0


def test_a_click_on_a_block_leads_to_its_setting_and_the_picture_follows_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.train_page
    window.activateWindow()
    form, view = page.form, page.network
    place = next(
        place for place in range(view.n_spoken_items()) if "batch norm" in view.spoken_item(place)
    )
    qtbot.mouseClick(view, LEFT, pos=view.spoken_rect(place).center())
    box = form.editors["batch_norm"]
    assert isinstance(box, QCheckBox)
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert "batch norm" not in " ".join(items_of(view))
    hidden = form.editors["hidden"]
    assert isinstance(hidden, QLineEdit)
    hidden.setText("77")
    assert [block.shape for block in view.blocks] == [(28, 28), (77,), (10,)]
    hidden.setText("x")
    assert len(view.blocks) == 3, "impossible settings change nothing"


def test_no_tab_under_the_curves_makes_the_page_wider_or_higher(qtbot: QtBot) -> None:
    tabs, wide = ResultTabs(), QLabel("wide")
    qtbot.addWidget(tabs)
    wide.setMinimumSize(3000, 2000)
    view = NetworkView()
    tabs.add_view(NetworkArea(view), "Network")
    tabs.add_view(wide, "Runs", "All of them.")
    assert tabs.minimumSizeHint().width() < 1000
    assert tabs.minimumSizeHint().height() < 200
    tabs.setCurrentWidget(wide)
    assert tabs.currentIndex() == tabs.indexOf(wide) == 1
    assert tabs.currentWidget() is wide
    assert tabs.indexOf(view) == 0
    assert tabs.tabToolTip(1) == "All of them."


def test_what_goes_in_is_an_image_and_every_unit_is_connected(view: NetworkView) -> None:
    def colours_between(left: str, right: str) -> set[str]:
        places = range(view.n_spoken_items())
        heads = {view.spoken_item(at).split(",")[0]: view.spoken_rect(at) for at in places}
        start, end = heads[left].right(), heads[right].left()
        image = view.grab().toImage()
        column = (start + end) // 2
        return {image.pixelColor(column, y).name() for y in range(image.height())}

    image = QImage(28, 28, QImage.Format.Format_RGB32)
    image.fill(QColor("lime"))
    view.show_image(image)
    shown = view.grab().toImage()
    places = product(range(shown.width()), range(shown.height()))
    assert any(shown.pixelColor(*place) == QColor("lime") for place in places)
    ground = shown.pixelColor(0, 0).name()
    assert colours_between("Dense", "Output") > {ground}
    window = view.window()
    spans = []
    for width, height in ((700, 200), (1900, 420)):
        window.resize(width, height)
        rects = [view.spoken_rect(place) for place in range(view.n_spoken_items())]
        spans.append(rects[-1].right() - rects[0].left())
        assert spans[-1] <= width
    assert spans[1] > 2 * spans[0], "a large window has a large picture"
