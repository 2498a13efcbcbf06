"""Images that are grown for a class, a unit or a map."""

import numpy as np
import pytest
from explained import EVERY_KIND, logits, make_network

from fashion_gui.explain import Goal, NotOfferedError, Score, grow, hidden_layers
from fashion_gui.files import model_file
from fashion_gui.nn.inspection import activations
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
START = np.full((28, 28), 60, np.uint8)


@ALL
def test_the_score_of_a_class_grows_from_noise(network: Network) -> None:
    for target in range(2):
        first, *_, last = grow(Goal.of_class(network, target), n_steps=40)
        score = Score(network, target)
        for one in (first, last):
            expected = score.values(one.image[np.newaxis] / 255)[0]
            assert one.value == pytest.approx(expected, abs=1e-9)
        assert last.value > first.value
        assert (first.step, last.step) == (0, 40)
        assert first.image.max() <= 26


@pytest.mark.parametrize("name", ["mlp", "convnet-best"])
def test_a_shipped_network_is_sure_of_what_was_grown_for_it(name: str) -> None:
    network = model_file.load(model_file.find(name)).network
    *_, last = grow(Goal.of_class(network, 8), n_steps=15)
    assert network.predict_proba(last.image[np.newaxis])[0, 8] > 0.9


@ALL
def test_the_value_of_a_unit_or_the_mean_of_a_map_grows(network: Network) -> None:
    for layer in hidden_layers(network):
        goal = Goal.of_unit(network, layer, 1)
        first, *_, last = grow(goal, START, n_steps=15)
        np.testing.assert_array_equal(first.image, START)
        views = [last.image, last.image[:, ::-1]] if network.architecture.mirrored else [last.image]
        values = activations(network, np.stack(views), [goal.layer])[goal.layer][..., 1]
        assert last.value == pytest.approx(values.mean(), rel=1e-9)
        assert last.value > first.value
        before = activations(network, np.stack([first.image]), [layer])[layer][..., 1].mean()
        after = activations(network, np.stack([last.image]), [layer])[layer][..., 1].mean()
        assert after > before or network.architecture.mirrored


def test_of_a_relu_what_it_was_given_is_meant_so_that_a_silent_unit_can_wake() -> None:
    network = EVERY_KIND["dense"]
    vector = network.parameters.copy()
    network.architecture.split(vector)[1]["biases"][4] = -2.0
    network = Network(network.architecture, vector, network.class_names)
    assert Goal.of_unit(network, "ReLU 1", 4).layer == "dense 1"
    first, *_, last = grow(Goal.of_unit(network, "ReLU 1", 4), n_steps=40)
    assert first.value < 0 < last.value


def test_ink_comes_where_it_helps_and_fades_where_it_does_not() -> None:
    network = make_network((Flatten(), Dense(2), Softmax()))
    vector = np.zeros_like(network.parameters)
    weights = network.architecture.split(vector)[1]["weights"].reshape(28, 28, 2)
    weights[:, :9, 1] = 1.0
    weights[:, 9:18, 1] = -1.0
    network = Network(network.architecture, vector, network.class_names)
    *_, last = grow(Goal.of_class(network, 1), np.full((28, 28), 100, np.uint8), 60)
    assert last.image[2:-2, 2:7].min() > 240
    assert last.image[2:-2, 11:16].max() == 0
    assert last.image[2:-2, 21:].max() < 100 - 60 * 0.004 * 255
    assert last.image[14, 18] < last.image[14, 22], "neighbours are smoothed"


def test_a_step_looks_at_the_image_moved_and_draws_where_that_came_from() -> None:
    network = make_network((Flatten(), Dense(2), Softmax()))
    vector = np.zeros_like(network.parameters)
    network.architecture.split(vector)[1]["weights"].reshape(28, 28, 2)[14, 14, 1] = 1.0
    network = Network(network.architecture, vector, network.class_names)
    places = set()
    for seed in range(8):
        *_, last = grow(Goal.of_class(network, 1), np.zeros((28, 28), np.uint8), 1, seed)
        row, column = np.unravel_index(int(last.image.argmax()), (28, 28))
        down, across = np.random.default_rng(seed).integers(-1, 2, 2)
        assert (row + down, column + across) == (14, 14)
        places.add((row, column))
    assert len(places) > 3


def test_a_seed_repeats_it_and_it_can_be_stopped_and_go_on() -> None:
    network = EVERY_KIND["convolutional"]
    goal = Goal.of_class(network, 3, 2)
    one, other = ([grown.image for grown in grow(goal, seed=5, n_steps=4)] for _ in range(2))
    np.testing.assert_array_equal(one, other)
    assert (next(grow(goal, seed=6)).image != one[0]).any()
    growing = grow(goal, seed=5)
    for expected in one[:3]:
        np.testing.assert_array_equal(next(growing).image, expected)
    growing.close()  # type: ignore[attr-defined]
    assert list(growing) == []
    again = grow(goal, one[2], seed=5)
    np.testing.assert_array_equal(next(again).image, one[2])
    values = logits(network, one[2] / 255)
    assert next(grow(goal, one[2])).value == pytest.approx(values[3] - values[2])


def test_wishes_that_cannot_be_are_refused() -> None:
    network = EVERY_KIND["dense"]
    with pytest.raises(ValueError, match="from 0 to 9, found 10"):
        Goal.of_class(network, 10)
    with pytest.raises(ValueError, match=r"ReLU 1 gives values of shape \(12,\)"):
        Goal.of_unit(network, "ReLU 1", 12)
    with pytest.raises(NotOfferedError, match="they want to be white"):
        Goal.of_unit(network, "flatten 1", 3)
    broken = Network(
        network.architecture, np.full_like(network.parameters, np.inf), network.class_names
    )
    with pytest.raises(NotOfferedError, match="overflow"):
        next(grow(Goal.of_class(broken, 1)))
