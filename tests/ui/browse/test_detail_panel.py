"""The picked image: its class, its bars, its neighbours, and the doubt about its label."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split
from fashion_gui.evaluation.neighbours import Neighbours, find_neighbours
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import SIGN
from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.browse.detail_panel import DetailPanel
from fashion_gui.ui.window.main_window import MainWindow

FIRST_TEST = 1200


@pytest.fixture
def pages() -> tuple[str, ...]:
    return ("Browse", "Draw")


@pytest.fixture
def panel(page: BrowsePage) -> DetailPanel:
    return page.detail


def test_the_picked_image_has_its_class_its_loss_and_its_bars(
    qtbot: QtBot, panel: DetailPanel, window: MainWindow, answers: Predictions
) -> None:
    window.session.pick(FIRST_TEST + 13)
    name = answers.network.class_names[answers.labels[13]]
    qtbot.waitUntil(lambda: "Test image 13" in panel.truth.text())
    assert f"True class: {name}" in panel.truth.text()
    assert panel.loss.text() == f"Log loss {answers.losses[13]:.2f}"
    np.testing.assert_allclose(
        panel.answer.bars.probabilities, answers.probabilities[13], rtol=1e-4, atol=1e-6
    )


def test_an_image_goes_to_the_canvas(qtbot: QtBot, panel: DetailPanel, window: MainWindow) -> None:
    window.session.pick(FIRST_TEST + 4)
    qtbot.waitUntil(lambda: "Test image 4<" in panel.truth.text())
    qtbot.mouseClick(panel.edit, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.draw_page
    assert window.session.dataset
    np.testing.assert_array_equal(
        window.draw_page.drawing.image, window.session.dataset.test.images[4]
    )


def test_the_neighbours_in_the_last_hidden_layer_are_shown(
    qtbot: QtBot, panel: DetailPanel, window: MainWindow
) -> None:
    session = window.session
    session.pick(FIRST_TEST + 21)
    qtbot.waitUntil(lambda: len(panel.nearest.numbers) == 5, timeout=20_000)
    training = session.predictions_on(Split.TRAINING)
    assert training
    assert session.dataset
    expected = find_neighbours(FIRST_TEST + 21, session.dataset, training)
    qtbot.waitUntil(lambda: panel.nearest.numbers == expected.nearest)
    assert panel.others.numbers == expected.others


def test_a_neighbour_is_picked_by_a_click(
    qtbot: QtBot, panel: DetailPanel, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: len(panel.nearest.numbers) == 5, timeout=20_000)
    wanted = panel.nearest.numbers[2]
    qtbot.mouseClick(panel.nearest.buttons[2], Qt.MouseButton.LeftButton)
    assert window.session.picked == wanted
    qtbot.waitUntil(lambda: f"Image {wanted:,} of the training file<" in panel.truth.text())
    qtbot.waitUntil(lambda: wanted not in panel.nearest.numbers)


def test_another_network_has_other_neighbours(
    qtbot: QtBot, panel: DetailPanel, window: MainWindow
) -> None:
    session = window.session
    qtbot.waitUntil(lambda: len(panel.nearest.numbers) == 5, timeout=20_000)
    session.choose("mlp")
    qtbot.waitUntil(
        lambda: panel._neighbours is not None and panel._neighbours.network is session.network,
        timeout=20_000,
    )
    training = session.predictions_on(Split.TRAINING)
    assert training
    assert session.dataset
    expected = find_neighbours(FIRST_TEST, session.dataset, training)
    assert panel.nearest.numbers == expected.nearest


def test_a_doubtful_label_is_told(
    qtbot: QtBot, panel: DetailPanel, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.session
    qtbot.waitUntil(lambda: len(panel.nearest.numbers) == 5, timeout=20_000)
    assert panel.doubt.text() == ""
    training, network = session.predictions_on(Split.TRAINING), session.network
    assert training
    assert session.dataset
    assert network
    # Image 1200 is a T-shirt; a network that is sure of a bag finds five bags beside it.
    sure = np.full((1, 10), 0.005, np.float32)
    sure[0, 8] = 0.957
    seen = sure, np.zeros((1, network.n_features), np.float16)
    monkeypatch.setattr(network, "answers_with_features", lambda images: iter([seen]))
    bags = tuple(int(n) for n in np.flatnonzero(session.dataset.labels == 8)[:5])
    panel._refresh()
    session.neighbours.arrived.emit(Neighbours(training.network, FIRST_TEST, bags, ()))
    assert panel.doubt.text() == (
        f"⚠ The label itself looks doubtful: the network is 96{SIGN} sure of Bag, which is "
        "the label of 5 of the 5 nearest training images."
    )


def test_nothing_is_looked_for_while_the_page_is_out_of_sight(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: len(page.detail.nearest.numbers) == 5, timeout=20_000)
    window.pages.setCurrentWidget(window.train_page)
    training = window.session.predictions_on(Split.TRAINING)
    assert training
    assert training.features is None
