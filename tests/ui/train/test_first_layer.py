"""The weights of the first layer as pictures."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.train.arrangement import Shape
from fashion_gui.ui.train.first_layer import weight_pictures
from fashion_gui.ui.window.main_window import MainWindow
from tests.support.screen_reader import heard_of


def network_of(weights: np.ndarray) -> Network:
    """Return a network of one layer with these weights, shape (784, n_units)."""
    n_units = weights.shape[1]
    architecture = Architecture((Flatten(), Dense(n_units), Softmax()))
    vector = np.concatenate([weights.ravel(), np.zeros(n_units)]).astype(np.float32)
    return Network(architecture, vector, [f"class {number}" for number in range(n_units)])


def test_weights_are_where_their_pixels_are_and_coloured_by_their_sign() -> None:
    weights = np.zeros((784, 2))
    weights[3 * 28 + 5, 1] = 0.2
    weights[20 * 28 + 9, 1] = -0.1
    pictures = weight_pictures(network_of(weights), 36)
    assert pictures is not None
    assert pictures.shape == (2, 28, 28, 3)
    assert not pictures[0].any()
    orange, blue = pictures[1, 3, 5].astype(int), pictures[1, 20, 9].astype(int)
    assert orange[0] > 200 > orange[2]
    assert blue[2] > 100 > blue[0]
    assert np.count_nonzero(pictures[1].any(axis=-1)) == 2


def test_the_filters_of_a_convolution_are_pictures_of_their_own_size() -> None:
    architecture = Architecture((Conv2D(3, 5, 3), ReLU(), Flatten(), Dense(10), Softmax()))
    vector = np.zeros(architecture.n_parameters, np.float32)
    filters = architecture.split(vector)[0]["weights"]
    filters[1, 4, 0, 2] = 0.2
    filters[3, 0, 0, 2] = -0.1
    network = Network(architecture, vector, [f"class {number}" for number in range(10)])
    pictures = weight_pictures(network, 36)
    assert pictures is not None
    assert pictures.shape == (3, 5, 5, 3)
    assert not pictures[:2].any()
    orange, blue = pictures[2, 1, 4].astype(int), pictures[2, 3, 0].astype(int)
    assert orange[0] > 200 > orange[2]
    assert blue[2] > 100 > blue[0]


def test_each_unit_is_scaled_by_its_own_largest_weight() -> None:
    weights = np.random.default_rng(0).normal(0, 1, (784, 2))
    weights[:, 1] = 1e-6 * weights[:, 0]
    pictures = weight_pictures(network_of(weights), 36)
    assert pictures is not None
    np.testing.assert_allclose(pictures[0], pictures[1], atol=1)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_ran_away_are_no_disaster(value: float) -> None:
    weights = np.ones((784, 2))
    weights[0, 0] = value
    assert weight_pictures(network_of(weights), 36) is not None


def test_no_more_units_are_shown_than_there_is_room_for() -> None:
    pictures = weight_pictures(network_of(np.ones((784, 50))), 36)
    assert pictures is not None
    assert len(pictures) == 36


def test_the_pictures_move_while_the_network_learns(qtbot: QtBot, window: MainWindow) -> None:
    view = window.train_page.first_layer
    window.train_page.results.setCurrentWidget(view)
    window.session.choose("mlp")
    assert view.n_pictures == 36
    assert "First layer of mlp" in heard_of(view).description
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    seen: set[bytes] = set()

    def look() -> bool:
        seen.add(bytes(view._pictures[0].constBits()))
        return len(seen) > 4

    qtbot.waitUntil(look)
    assert heard_of(view).description.endswith("First layer of Run 1 (mlp), in training")


def test_the_report_takes_the_place_when_the_run_has_ended(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.train_page
    window.resize(1100, 760)
    qtbot.waitUntil(lambda: page.arrangement.shape is Shape.ROOMY)
    page.form.editors["epochs"].setValue(2)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert page.results.currentWidget() is page.first_layer
    qtbot.waitUntil(lambda: page.results.currentWidget() is page.report, timeout=20_000)

    # Who went to another tab meanwhile stays there.
    qtbot.keyClick(window, Qt.Key.Key_F5)
    bar, run = page.results.tabBar(), window.session.run
    place = bar.tabRect(page.results.indexOf(page.layers)).center()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: run.run_id == 2 and run.state is RunState.IDLE, timeout=20_000)
    assert page.results.currentWidget() is page.layers

    # Also at the next start, and who chose the tab that would have been shown anyway.
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert page.results.currentWidget() is page.layers
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert page.results.currentWidget() is page.first_layer
    qtbot.waitUntil(lambda: run.run_id == 3 and run.state is RunState.IDLE, timeout=20_000)
    assert page.results.currentWidget() is page.first_layer

    # Other settings invite to start; the large figures stay those of the curves.
    shown = page.numbers.accuracy.figure, page.numbers.loss.figure, page.numbers.time.title
    assert page.progress.bar.value() == page.progress.bar.maximum()
    page.form.editors["epochs"].setValue(3)  # type: ignore[attr-defined]
    assert page.progress.figures.text().startswith("Press Start")
    assert page.progress.bar.value() < 0, "the bar is about the next run"
    numbers = page.numbers
    assert (numbers.accuracy.figure, numbers.loss.figure, numbers.time.title) == shown
