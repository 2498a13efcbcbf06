"""The page Inside, with real mouse and key events."""

import re
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot

from fashion_gui.evaluation.verdict import verdict_on
from fashion_gui.explain import Trace, contributions, switched_off
from fashion_gui.nn.inspection import activations
from fashion_gui.percent import probability
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.imaging.pixmaps import pixels_of
from fashion_gui.ui.inside.inside_page import InsidePage
from fashion_gui.ui.inside.written_out import number_words
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Draw", "Inside")


@pytest.fixture
def has_plots() -> bool:
    """No test of this page looks at a plot."""
    return False


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[InsidePage]:
    session.choose("mlp")
    page = InsidePage(session)
    qtbot.addWidget(page)
    page.resize(1200, 620)
    page.show()
    page._on_picked()
    qtbot.waitUntil(lambda: shows_picture(page))
    yield page
    session.threads.close()


def shows_picture(page: InsidePage) -> bool:
    """Whether the layers are those of the network that answers, for the picture of the pad."""
    flow = page.flow._flow
    if flow is None or flow.question.network is not page._session.network:
        return False
    is_same = np.array_equal(flow.question.image, page.pad.image)
    return is_same and flow.question.selected == page._selected and page.tracer._waiting is None


def shows_layers(page: InsidePage) -> bool:
    """Whether the layers are those of the kind of network that answers."""
    flow, network = page.flow._flow, page._session.network
    return bool(flow and network and flow.question.network.architecture == network.architecture)


def click(qtbot: QtBot, page: InsidePage, layer: str, number: int = 0) -> None:
    QTest.mouseClick(page.flow, LEFT, pos=page.flow.position_of(layer, number))
    qtbot.waitUntil(lambda: shows_picture(page))


def click_on_link(browser: QTextBrowser, words: str) -> None:
    assert browser.find(words)
    rect = browser.cursorRect()
    QTest.mouseClick(browser.viewport(), LEFT, pos=rect.center() - QPoint(4, 0))


def test_the_picked_image_flows_and_a_click_writes_its_value_out(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    network, image = session.network, session.picked_image()
    assert network
    assert image is not None
    np.testing.assert_array_equal(page.pad.image, image)
    trace = Trace(network, image)
    assert tuple(s.layer for s in page.flow.strips) == network.architecture.layer_names
    best = int(trace.probabilities.argmax())
    name = network.class_names[best]
    assert page.answer.text() == verdict_on(network, image).words
    assert page.math.labels.currentText() == name
    assert page.guide.text().startswith("Each column shows what a layer makes of the picture.")
    assert page.guide.isVisible()
    linked = contributions(trace, "softmax 1", best)
    sources = [link.source_unit for link in linked.links[0]]
    assert page.linked.text().startswith(
        f"{name} scores {linked.value:.2f}, which depends most on units "
    )
    assert all(f"{unit} (" in page.linked.text() for unit in sources)
    assert page.linked.text().endswith(f"from the {linked.region} of the picture.")
    hidden = next(s for s in page.flow.strips if s.layer == "ReLU 2")
    assert set(hidden.units[:3].tolist()) == set(sources)
    strengths = [curve.strength for curve in page.flow._curves]
    n_links = sum(map(len, linked.links)) + sum(len(units) for *_, units in linked.passed)
    assert len(strengths) == n_links, "each is seen"
    assert strengths[-1] == 1

    metrics = page.flow.fontMetrics()
    longest = max(map(metrics.horizontalAdvance, network.class_names))
    for layer in ("dense 3", "softmax 1"):
        rect = page.flow._layout.of_strip(network.architecture.layer_index(layer))[0].rect
        assert rect.width() >= longest + metrics.horizontalAdvance("0.71"), "names are cut"

    rows = page.flow._layout.of_strip(1)
    needed = metrics.horizontalAdvance("255 \N{MINUS SIGN}88.8")
    assert all(row.rect.width() >= needed for row in page.flow.cells if row.strip in (1, 3))
    click(qtbot, page, "dense 1", len(rows) - 1)
    qtbot.waitUntil(lambda: len(page.flow._layout.of_strip(1)) < len(rows))  # it needs the room
    assert page.flow._layout.of_strip(1)[-1].number == rows[-1].number, "the chosen one is seen"
    click(qtbot, page, "dense 3")
    unit = best  # the answer comes first
    value = number_words(float(trace.outputs("dense 3")[unit]))
    assert page.math.forward_card.title.text() == f"dense 3, {network.class_names[unit]} = {value}"
    assert f"= {value}" in page.math.forward.toPlainText()
    assert "One step at a learning rate of 0.1" in page.math.backward.toPlainText()
    gradient = page.math.backward_card.title.text()
    assert gradient.startswith("Gradient ")

    other = (best + 1) % 10
    page.math.labels.setCurrentIndex(other)
    page.math.labels.activated.emit(other)
    qtbot.waitUntil(lambda: page.math.backward_card.title.text() != gradient)
    assert network.class_names[other] in page.math.backward.toPlainText()

    before = page.flow.strips[network.architecture.layer_index("dense 3") - 1]
    assert f"in {before.layer}" in page.math.forward.toPlainText().replace("\xa0", " ")
    click_on_link(page.math.forward, "unit")
    qtbot.waitUntil(lambda: shows_picture(page) and page._selected[0] == before.layer)
    assert page.math.forward_card.title.text().startswith(f"{before.layer}, unit ")

    assert session.dataset
    images = session.dataset.test.images
    unsure = next(one for one in images if len(verdict_on(network, one).classes) != 1)
    page._use(unsure)
    qtbot.waitUntil(lambda: shows_picture(page))
    assert page.answer.text() == verdict_on(network, unsure).words, "not the likeliest alone"


def test_the_keyboard_goes_through_layers_and_units(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    page.flow.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(page.flow, key)
    item = page.flow.spoken_item(page.flow.spoken_focus())
    assert item.startswith("dense 1, unit ")
    QTest.keyClick(page.flow, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shows_picture(page))
    unit = int(page.flow.strips[1].units[1])
    assert page._selected == ("dense 1", (unit,))
    assert item.startswith(f"dense 1, unit {unit}: ")
    session.choose("convnet-best")
    qtbot.waitUntil(lambda: shows_picture(page))
    bar = page.area.horizontalScrollBar()
    assert bar.maximum() > bar.value() == 0, "it begins where the picture comes in"
    bar.setValue(bar.maximum())
    page.flow.clearFocus()
    page.flow.setFocus(Qt.FocusReason.TabFocusReason)
    assert bar.value() < bar.maximum() / 4, "it shows where the keyboard is"
    for _ in range(30):
        QTest.keyClick(page.flow, Qt.Key.Key_Right)
    assert bar.value() == bar.maximum() > 0
    last = page.flow.spoken_item(page.flow.spoken_focus())
    assert last.startswith("softmax 1, ")
    QTest.keyClick(page.flow, Qt.Key.Key_Enter)
    qtbot.waitUntil(lambda: shows_picture(page))
    click_on_link(page.math.forward, "dense 1")
    page._follow("convolution 1", (0, 0, int(page.flow.strips[0].units[0])))
    assert bar.value() < bar.maximum() / 4
    session.choose("mlp")
    qtbot.waitUntil(lambda: shows_picture(page))
    for _ in range(30):
        QTest.keyClick(page.flow, Qt.Key.Key_Left)
    assert page.flow.spoken_item(page.flow.spoken_focus()).startswith("flatten 1")

    # What flattens the picture shows it, and every pixel of it can be clicked.
    picture = page.flow.cells[0]
    assert [cell.strip for cell in page.flow.cells[:2]] == [0, 1]
    QTest.mouseClick(page.flow, Qt.MouseButton.LeftButton, pos=picture.rect.center())
    assert page._selected
    layer, (pixel,) = page._selected
    assert layer == "flatten 1"
    row, column = divmod(pixel, 28)
    assert (row, column) in product((13, 14), (13, 14))
    words = page.flow.value_words(picture, (pixel,))
    assert words.endswith(f"row {row}, column {column}: {page.pad.image[row, column] / 255:.3g}")


def test_larger_text_makes_room_for_the_names_of_the_layers(page: InsidePage) -> None:
    width = page.flow.minimumWidth()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.font()
    try:
        larger = application.font()
        larger.setPixelSize(40)
        application.setFont(larger)
        page.flow.setFont(larger)
        assert page.flow.minimumWidth() > 1.5 * width
        page.flow.resize(page.flow.minimumSizeHint())
        page.flow.grab()
        cells = page.flow._layout.of_strip(len(page.flow.strips) - 2)
        words = map(QFontMetrics(larger).horizontalAdvance, ("Ankle boot", "\N{MINUS SIGN}8.88"))
        assert cells[0].rect.width() >= sum(words) + 4, "no class is cut"
    finally:
        application.setFont(before)


def test_what_is_drawn_on_the_picture_goes_in_and_can_be_taken_back(
    qtbot: QtBot, page: InsidePage
) -> None:
    before = page.pad.image
    assert not page.reset.isEnabled()
    square = page.pad._square()
    start, stop = square.topLeft() + QPoint(8, 8), square.topRight() - QPoint(8, -8)
    QTest.mousePress(page.pad, LEFT, pos=start)
    QTest.mouseMove(page.pad, stop)
    QTest.mouseRelease(page.pad, LEFT, pos=stop)
    drawn = page.pad.image
    assert (drawn[0:3, 3:25].max(axis=0) > 200).all()
    np.testing.assert_array_equal(drawn[5:], before[5:])
    qtbot.waitUntil(lambda: shows_picture(page))
    QTest.mousePress(page.pad, Qt.MouseButton.RightButton, pos=start)
    QTest.mouseRelease(page.pad, Qt.MouseButton.RightButton, pos=start)
    assert page.pad.image.sum() < drawn.sum()
    QTest.mouseClick(page.reset, LEFT)
    np.testing.assert_array_equal(page.pad.image, before)
    assert not page.reset.isEnabled()
    qtbot.waitUntil(lambda: shows_picture(page))


def test_another_network_shows_its_own_layers_and_maps_can_be_clicked(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    click(qtbot, page, "dense 3")
    assert page._selected
    session.choose("convnet-best")
    qtbot.waitUntil(lambda: shows_picture(page))
    assert page._selected is None
    assert "mirror image" in page.remark.text()
    names = page.flow.flow.question.network.architecture.layer_names if page.flow.flow else ()
    laid_out = names[names.index("flatten 1") - 1]
    found = re.search(rf"depends most on maps? (\d+) at .* of {laid_out}\.", page.linked.text())
    assert found, page.linked.text()
    assert int(found[1]) in page.flow.strips[names.index(laid_out)].units
    maps = page.flow.strips[0]
    cell = page.flow._layout.of_strip(0)[2]
    place = (2, 9)  # of 14 rows and columns
    across, down = ((2 * i + 1) * cell.rect.width() // 28 for i in reversed(place))
    QTest.mouseClick(page.flow, LEFT, pos=cell.rect.topLeft() + QPoint(across, down))
    qtbot.waitUntil(lambda: shows_picture(page))
    assert page._selected == ("convolution 1", (*place, int(maps.units[2])))
    assert "pixel in row" in page.math.forward.toPlainText()
    words = page.flow.value_words(cell, page._selected[1])
    value = maps.values[2][place]
    assert words == f"convolution 1, map {maps.units[2]}, row 2, column 9: {value:.3g}"


def test_an_image_grows_for_the_selected_unit_until_it_is_stopped(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    page.sources.setCurrentText("Empty picture")
    page.sources.activated.emit(2)
    qtbot.waitUntil(lambda: shows_picture(page) and page.grow.isEnabled())
    assert not page.pad.image.any()
    assert page.answer.text() == "Nothing drawn yet", "as on Draw"
    page._select("softmax 1", (8,))
    qtbot.waitUntil(lambda: shows_picture(page))
    before = page.flow._flow
    assert before
    QTest.mouseClick(page.grow, LEFT)
    assert page.grow.isChecked()
    qtbot.waitUntil(lambda: not page.grower.is_growing)
    qtbot.waitUntil(lambda: shows_picture(page))
    assert not page.grow.isChecked()
    grown = page.flow._flow
    assert grown
    assert grown.verdict.probabilities[8] > max(0.9, before.verdict.probabilities[8])
    assert page.reset.isEnabled()
    assert session.network
    other = session.models["convnet-best"].network.predict_proba(page.pad.image[np.newaxis])[0]
    best = int(other.argmax())
    assert re.match(r"Grown in [1-9][0-9]* steps for Bag\. convnet-best", page.remark.text())
    assert (
        f"says {session.network.class_names[best]}, {probability(other[best])}"
        in page.remark.text()
    )
    with qtbot.waitSignal(session.canvas_requested) as kept:
        QTest.mouseClick(page.keep, LEFT)
    np.testing.assert_array_equal(kept.args[0], page.pad.image)

    page._select("ReLU 1", (3,))
    qtbot.waitUntil(lambda: shows_picture(page))
    QTest.mouseClick(page.grow, LEFT)
    QTest.mouseClick(page.grow, LEFT)
    qtbot.waitUntil(lambda: not page.grower.is_growing)
    assert not page.grow.isChecked()
    page._select("flatten 1", (3,))
    with qtbot.waitSignal(session.failed) as failed:
        QTest.mouseClick(page.grow, LEFT)
    assert "they want to be white" in failed.args[0]
    assert not page.grow.isChecked()


def test_a_unit_can_be_switched_off_and_the_network_before_is_still_there(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    assert not page.off.isEnabled()
    click(qtbot, page, "ReLU 2")
    assert page._selected
    layer, (unit,) = page._selected
    before = session.network
    assert before
    QTest.mouseClick(page.off, LEFT)
    qtbot.waitUntil(lambda: shows_picture(page))
    assert session.active_model
    assert session.active_model.label == f"mlp without ReLU 2:{unit}"
    assert session.network
    assert session.network.digest == switched_off(before, layer, [unit]).digest
    assert page._selected == (layer, (unit,))
    assert session.library.unsaved() == ()
    session.choose("mlp")
    assert session.network is before
    page._select("softmax 1", (1,))
    qtbot.waitUntil(lambda: shows_picture(page))
    with qtbot.waitSignal(session.failed) as failed:
        QTest.mouseClick(page.off, LEFT)
    assert "cannot be changed" in failed.args[0]
    assert session.network is before


def test_nothing_is_followed_while_nobody_looks(
    qtbot: QtBot, page: InsidePage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.hide()
    asked: list[object] = []
    monkeypatch.setattr(page.tracer, "ask", asked.append)
    session.choose("convnet-best")
    session.set_drawn(np.full((28, 28), 9, np.uint8))
    assert asked == []
    page.show()
    (question,) = asked
    assert question.network is session.network  # type: ignore[attr-defined]
    assert (question.image == 9).all()  # type: ignore[attr-defined]


def test_a_drawing_on_draw_flows_here_with_each_stroke(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.setCurrentWidget(window.draw_page)
    canvas, page = window.draw_page.canvas, window.inside_page
    middle = canvas.square().center().toPoint()
    QTest.mousePress(canvas, LEFT, pos=middle - QPoint(60, 0))
    QTest.mouseMove(canvas, middle + QPoint(60, 0))
    QTest.mouseRelease(canvas, LEFT, pos=middle + QPoint(60, 0))
    drawing = window.draw_page.drawing
    qtbot.waitUntil(lambda: np.array_equal(page.pad.image, drawing.fitted_image))
    assert page.pad.image.any()
    window.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: shows_picture(page))
    assert page.sources.currentText() == "Drawing"
    window.session.pick(1201)
    assert page.sources.currentText() == "Selected image"
    np.testing.assert_array_equal(page.pad.image, window.session.picked_image())
    page.sources.setCurrentText("Drawing")
    page.sources.activated.emit(0)
    np.testing.assert_array_equal(page.pad.image, drawing.fitted_image)
    window.draw_page.toolbox.clear.trigger()
    qtbot.waitUntil(lambda: not page.pad.image.any())
    qtbot.waitUntil(lambda: shows_picture(page))


def test_pointing_at_a_unit_shows_what_it_looks_for(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    network, dataset, flow = session.network, session.dataset, page.flow
    assert network
    assert dataset
    session.cache = None
    assert page.details.card is None, "nothing is made, or looked for, before it is wanted"
    point = flow.position_of("ReLU 1", 1)
    QApplication.sendEvent(flow, QHelpEvent(QEvent.Type.ToolTip, point, flow.mapToGlobal(point)))
    card = page.details.card
    assert card
    assert card.isVisible()
    strip = next(strip for strip in flow.strips if strip.layer == "ReLU 1")
    unit = int(strip.units[1])
    assert card.title.text() == f"ReLU 1, unit {unit}: {strip.values[1]:.3g}"
    qtbot.waitUntil(lambda: page.details._answer is not None and bool(page.details._answer.found))
    outputs = activations(network, dataset.test.images, ["ReLU 1"])["ReLU 1"][:, unit]
    best = np.argsort(-outputs, kind="stable")[:9]
    assert f"{outputs[best[0]]:.3g} to {outputs[best[8]]:.3g}" in card.words
    sheet = pixels_of(card.tiles.tiles[2].picture)[..., 0]
    np.testing.assert_array_equal(sheet[:28, :28], dataset.test.images[best[0]])
    np.testing.assert_array_equal(sheet[-28:, -28:], dataset.test.images[best[8]])
    QTest.mouseMove(flow, flow.position_of("ReLU 1", 3))
    assert not card.isVisible(), "the pointer has gone on"
    QApplication.sendEvent(flow, QHelpEvent(QEvent.Type.ToolTip, point, flow.mapToGlobal(point)))
    assert card.isVisible()
    QApplication.sendEvent(flow, QEvent(QEvent.Type.Leave))
    assert not card.isVisible(), "the pointer has left"

    flow.setFocus()
    flow.go_to("dense 2", (0,))
    qtbot.keyClick(flow, Qt.Key.Key_Space)
    assert card.isVisible()
    assert "reads other units" in card.words
    qtbot.keyClick(flow, Qt.Key.Key_Down)
    assert not card.isVisible()
    qtbot.keyClick(flow, Qt.Key.Key_Space)
    page.hide()
    assert not card.isVisible()


def test_a_network_in_training_shows_what_its_units_look_for_and_all_in_a_pause(
    qtbot: QtBot, page: InsidePage, session: Session, endless_recipe: Recipe
) -> None:
    session.cache = None
    page.why.action.setChecked(True)
    session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: session.is_learning and shows_layers(page), timeout=TIMEOUT_MS)
    point = page.flow.position_of("ReLU 1", 1)
    event = QHelpEvent(QEvent.Type.ToolTip, point, page.flow.mapToGlobal(point))
    QApplication.sendEvent(page.flow, event)
    card = page.details.card
    assert card
    qtbot.waitUntil(lambda: "best of 100" in card.words, timeout=TIMEOUT_MS)
    first = card.unit
    assert first
    page.details._renewal.setInterval(0)
    qtbot.waitUntil(
        lambda: bool(card.unit) and card.unit.network is not first.network, timeout=TIMEOUT_MS
    )
    assert card.isVisible()
    assert not page.why.erase.isEnabled()

    session.run.pause()
    qtbot.waitUntil(lambda: session.is_live and not session.is_learning, timeout=TIMEOUT_MS)
    QApplication.sendEvent(page.flow, event)
    qtbot.waitUntil(lambda: "looking" not in card.words and "best" not in card.words)
    qtbot.waitUntil(lambda: page.why.erase.isEnabled(), timeout=TIMEOUT_MS)
    session.run.stop()
    qtbot.waitUntil(lambda: not session.is_live, timeout=TIMEOUT_MS)
