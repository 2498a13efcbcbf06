"""What if? on Draw, Browse and Inside, with real mouse and key events."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from places import at
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from fashion_gui.explain import DISTURBANCES, disturbed, least_ink, morphed, smallest_change
from fashion_gui.nn.network import Network
from fashion_gui.percent import probability
from fashion_gui.ui.session import flip_finder
from fashion_gui.ui.session.flip_finder import Flip, FlipAnswer
from fashion_gui.ui.session.path_finder import PathAnswer
from fashion_gui.ui.widgets.what_if.flipping import Flipping
from fashion_gui.ui.widgets.what_if.on_a_path import OnAPath
from fashion_gui.ui.widgets.what_if.panel import WhatIfPanel
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key
_NEVER_MS = 10_000_000
_SNAPSHOT_MS = 20
"""Time from one network in training to the next."""


@pytest.fixture
def has_plots() -> bool:
    return False


def flipping(panel: WhatIfPanel) -> Flipping:
    experiment = panel.experiments[0]
    assert isinstance(experiment, Flipping)
    experiment._rest.setInterval(0)
    return experiment


def is_found(experiment: Flipping) -> bool:
    return experiment._answer is not None and experiment._answer.is_complete


def choose(qtbot: QtBot, box: QComboBox, text: str) -> None:
    """Choose an entry by the keyboard, from its neighbour."""
    box.setFocus()
    index = box.findText(text)
    box.setCurrentIndex(index - 1 if index else 1)
    qtbot.keyClick(box, KEY.Key_Down if index else KEY.Key_Up)
    assert box.currentText() == text


def test_what_if_flips_the_answer_on_draw_on_browse_and_on_inside(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, page = window.session, window.draw_page
    session.choose("mlp")
    window.pages.setCurrentWidget(page)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    panel, canvas = page.what_if, page.canvas
    assert not panel.experiments, "nothing is made before it is wanted"
    qtbot.keyClick(canvas, KEY.Key_X)
    experiment = flipping(panel)
    assert experiment.isVisible()
    assert experiment.words.text() == "Draw or choose a picture first."
    assert not experiment.take.isEnabled()
    assert not experiment.stop.isEnabled()

    qtbot.mousePress(canvas, LEFT, pos=at(page, 6, 4))
    for point in ((6, 22), (22, 22), (22, 16), (12, 14), (12, 4)):
        qtbot.mouseMove(canvas, at(page, *point))
    qtbot.mouseRelease(canvas, LEFT, pos=at(page, 7, 4))
    qtbot.waitUntil(lambda: is_found(experiment))
    assert not experiment.stop.isEnabled(), "there is nothing left to stop"
    expect_least_ink(window, experiment)
    choose(qtbot, experiment.target, "Bag")
    qtbot.waitUntil(lambda: is_found(experiment))
    expect_least_ink(window, experiment, "Bag")
    choose(qtbot, experiment.kind, "least change")
    expect_least_change(window, experiment, "Bag")

    before = page.drawing.image.copy()
    found = experiment._found
    assert isinstance(found, Flip)
    qtbot.mouseClick(experiment.take, LEFT)
    np.testing.assert_array_equal(page.drawing.fitted_image, found.change.changed)
    qtbot.waitUntil(lambda: answers(window) == "Bag")
    qtbot.keyClick(canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(page.drawing.image, before)

    qtbot.mouseClick(page.why.switch, LEFT)
    assert page.why.isVisible()
    assert not panel.isVisible(), "only one of both switches is on"
    assert "changed" not in page.answer.bars.spoken_value()
    assert not experiment.finder.is_busy
    qtbot.mouseClick(panel.switch, LEFT)
    assert not page.why.isVisible()

    expect_stopping(qtbot, window, monkeypatch)
    expect_disturbing(qtbot, window)
    expect_morphing(qtbot, window)
    expect_answers_in_training(qtbot, window, monkeypatch)
    expect_browse(qtbot, window)
    expect_inside(qtbot, window)


def answers(window: MainWindow) -> str:
    """Return the class with the largest bar on Draw."""
    network, probabilities = window.session.network, window.draw_page.answer.bars.probabilities
    assert network
    assert probabilities is not None
    return network.class_names[int(probabilities.argmax())]


def expect_least_ink(window: MainWindow, experiment: Flipping, target: str = "") -> None:
    page, network = window.draw_page, window.session.network
    assert network
    names, image = network.class_names, page.drawing.fitted_image
    order = np.argsort(-network.predict_proba(image[np.newaxis])[0])
    index = names.index(target) if target else int(order[1])
    *_, redrawn = least_ink(network, image, index)
    found = experiment._found
    assert isinstance(found, Flip)
    np.testing.assert_array_equal(found.change.changed, redrawn.changed)
    assert [bar[0] for bar in experiment.tiles.tiles[0].bars] == [names[order[0]], names[index]]
    words = experiment.words.text()
    assert f"{names[index]} is the likeliest, {probability(redrawn.probability)}" in words
    judge = window.session.models["convnet-best"].network
    is_fooled = judge.predict_proba(redrawn.changed[np.newaxis])[0].argmax() == index
    assert f"convnet-best, {'says so, too: ' if is_fooled else 'says '}" in words
    assert f"changed to be {names[index]}" in page.canvas.spoken_value()
    share = network.predict_proba(redrawn.changed[np.newaxis])[0, index]
    assert f"changed {probability(share)}" in page.answer.bars.spoken_item(index)


def expect_least_change(window: MainWindow, experiment: Flipping, target: str) -> None:
    network = window.session.network
    assert network
    image, index = window.draw_page.drawing.fitted_image, network.class_names.index(target)
    *_, change = smallest_change(network, image, index)
    found = experiment._found
    assert isinstance(found, Flip)
    np.testing.assert_array_equal(found.change.changed, change.changed)
    assert f"at most {255 * change.linf:.0f} of 255 grey levels" in experiment.words.text()


def endless(*_: object) -> Iterator[None]:
    while True:
        yield None


def expect_stopping(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = flipping(window.draw_page.what_if)
    with monkeypatch.context() as patch:
        patch.setattr(flip_finder, "least_ink", endless)
        choose(qtbot, experiment.target, "Sandal")
        qtbot.waitUntil(lambda: experiment._question is not None and experiment.stop.isEnabled())
        assert "Looking for" in experiment.words.text()
        choose(qtbot, experiment.target, "Dress")
        qtbot.waitUntil(lambda: experiment._question is not None)
        assert experiment._question is not None
        assert experiment._question.target == 3, "only the newest question counts"
        qtbot.mouseClick(experiment.stop, LEFT)
        assert not experiment.finder.is_busy
        assert not experiment.stop.isEnabled()
        assert "Stopped" in experiment.words.text()
        qtbot.waitUntil(lambda: experiment.finder._thread is None)


def expect_answers_in_training(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that changes all the time is asked all the same, and what it said stays."""
    session, panel = window.session, window.draw_page.what_if
    before = session.active_model
    assert before
    monkeypatch.setattr(type(session), "is_live", property(lambda session: True))
    same = before.network

    def learn() -> None:
        network = Network(same.architecture, same.parameters, same.class_names)
        session.library.active = replace(before, network=network)
        session.network_changed.emit()

    for _ in range(2):  # from the last experiment to the first
        panel.tabs.setFocus()
        qtbot.keyClick(panel.tabs, KEY.Key_Left)
        experiment = panel.current
        assert isinstance(experiment, Flipping | OnAPath)
        experiment._rest.setInterval(3 * _SNAPSHOT_MS)
        experiment._pause.factor = 0.5
        timer = QTimer()
        timer.timeout.connect(learn)
        timer.start(_SNAPSHOT_MS)
        found: list[FlipAnswer | PathAnswer] = []
        experiment.finder.arrived.connect(found.append)
        try:
            qtbot.waitUntil(lambda found=found: len({id(one.question) for one in found}) >= 2)
        finally:
            timer.stop()
        assert experiment._answer, "an older answer stays in sight"
        assert experiment._pause.interval() > 0, "the next question waits"
    flipping = panel.flipping
    assert panel.current is flipping
    flipping._rest.setInterval(_NEVER_MS)
    flipping._start_again()
    qtbot.mouseClick(flipping.stop, LEFT)
    learn()
    qtbot.waitUntil(lambda: not window.draw_page._answer_timer.isActive())
    assert not flipping._rest.isActive(), "what is stopped does not begin by itself"
    assert "Stopped" in flipping.words.text()
    flipping._rest.setInterval(0)
    session.library.active = before
    session.network_changed.emit()
    monkeypatch.undo()


def on_a_path(qtbot: QtBot, panel: WhatIfPanel, choice: str) -> OnAPath:
    """Go to the next experiment and choose there, by the keyboard."""
    panel.tabs.setFocus()
    qtbot.keyClick(panel.tabs, KEY.Key_Right)
    experiment = panel.current
    assert isinstance(experiment, OnAPath)
    experiment._rest.setInterval(0)
    qtbot.waitUntil(lambda: experiment._answer is not None)
    choose(qtbot, experiment.choices, choice)
    qtbot.waitUntil(lambda: experiment._answer is not None)
    return experiment


def expect_disturbing(qtbot: QtBot, window: MainWindow) -> None:
    page, network = window.draw_page, window.session.network
    assert network
    experiment = on_a_path(qtbot, page.what_if, "rotation")
    image, amounts = page.drawing.fitted_image, DISTURBANCES["rotation"].amounts
    assert amounts[experiment.slider.value()] == 0
    experiment.slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(experiment.slider, KEY.Key_Right)
    turned = disturbed(image[np.newaxis], "rotation", 45)
    row = network.predict_proba(turned)[0]
    name = network.class_names[int(row.argmax())]
    words = experiment.words.text()
    assert words.startswith(f"45\N{DEGREE SIGN}: {name}, {probability(row.max())}")
    assert "convnet-best: " in words
    assert f"{name} {probability(row.max())}" in experiment.tile.spoken_value()
    assert f"changed {probability(row.max())}" in page.answer.bars.spoken_item(int(row.argmax()))
    assert f"{name} {probability(row.max())}" in experiment.curves.spoken_value()
    assert "changed: 45" in page.canvas.spoken_value()
    window.session.compare("convnet-best")
    qtbot.waitUntil(lambda: experiment._answer is not None)
    first = experiment._answer.paths[0].notable(1)[0] if experiment._answer else 0
    other = window.session.models["convnet-best"].network
    turned_back = disturbed(image[np.newaxis], "rotation", -180)
    curve = experiment.curves.curves[2]
    assert curve.name == f"{network.class_names[first]}, convnet-best"
    assert curve.y[0] == pytest.approx(other.predict_proba(turned_back)[0, first], abs=1e-5)
    window.session.compare(None)
    qtbot.waitUntil(lambda: experiment._answer is not None)
    before = page.drawing.image.copy()
    qtbot.mouseClick(experiment.take, LEFT)
    np.testing.assert_array_equal(page.drawing.fitted_image, turned[0])
    qtbot.keyClick(page.canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(page.drawing.image, before)


def expect_morphing(qtbot: QtBot, window: MainWindow) -> None:
    page, session = window.draw_page, window.session
    assert session.network
    assert session.dataset
    experiment = on_a_path(qtbot, page.what_if, "Bag (example)")
    train = session.dataset.train
    bag = train.images[np.flatnonzero(train.labels == 8)[0]]
    experiment.slider.setFocus()
    qtbot.keyClick(experiment.slider, KEY.Key_End)
    row = session.network.predict_proba(bag[np.newaxis])[0]
    assert f"Bag {probability(row[8])}" in experiment.curves.spoken_value()
    choose(qtbot, experiment.choices, "the selected image")
    qtbot.waitUntil(lambda: experiment._answer is not None)
    picked = session.picked_image()
    assert picked is not None
    half = morphed(page.drawing.fitted_image, picked, (0.5,))[0]
    assert experiment._answer
    np.testing.assert_array_equal(experiment._answer.paths[0].images[10], half)
    session.pick(None)
    qtbot.waitUntil(lambda: "No image is selected on Browse." in experiment.words.text())
    session.pick(1201)


def expect_browse(qtbot: QtBot, window: MainWindow) -> None:
    page, session = window.browse_page, window.session
    window.pages.setCurrentWidget(page)
    page.grid.setFocus()
    qtbot.keyClick(page.grid, KEY.Key_X)
    panel = page.detail.what_if
    experiment = flipping(panel)
    qtbot.waitUntil(lambda: is_found(experiment))
    first = experiment._answer
    assert first
    np.testing.assert_array_equal(first.question.image, session.picked_image())
    assert "changed to be" in page.detail.tile.spoken_value()
    page.grid.setFocus()
    qtbot.keyClick(page.grid, KEY.Key_Right)
    qtbot.waitUntil(lambda: is_found(experiment) and experiment._answer is not first)
    assert experiment._answer
    np.testing.assert_array_equal(experiment._answer.question.image, session.picked_image())


def expect_inside(qtbot: QtBot, window: MainWindow) -> None:
    page = window.inside_page
    window.pages.setCurrentWidget(page)
    window.resize(1000, 600)
    qtbot.mouseClick(page.what_if.switch, LEFT)
    experiment = flipping(page.what_if)
    qtbot.waitUntil(lambda: is_found(experiment))
    assert "changed to be" in page.pad.spoken_value()
    assert not page.math.backward_card.isVisible(), "in a narrow window it makes room"
    found = experiment._found
    assert isinstance(found, Flip)
    qtbot.mouseClick(experiment.take, LEFT)
    np.testing.assert_array_equal(page.pad.image, found.change.changed)
    name = found_name(window, found)
    qtbot.waitUntil(lambda: page.answer.text().startswith(name))
    qtbot.mouseClick(page.what_if.switch, LEFT)
    assert page.math.backward_card.isVisible()
    assert "changed" not in page.pad.spoken_value()


def found_name(window: MainWindow, found: Flip) -> str:
    network = window.session.network
    assert network
    return network.class_names[found.change.target]
