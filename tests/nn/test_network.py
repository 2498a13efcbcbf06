"""A network as a value, and the probabilities that it gives."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES
from fashion_gui.nn import network as network_module
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.forward_pass import as_input
from fashion_gui.nn.layer import Layer, LayerBuffers
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import MaxPool2D

OUTPUTS: list[Layer] = [Softmax(), Sigmoid()]
IMAGES = np.random.default_rng(0).integers(0, 256, (1203, 28, 28), dtype=np.uint8)


def make_network(output: Layer, seed: int = 0, spread: float = 1.0) -> Network:
    architecture = Architecture((Flatten(), Dense(32), ReLU(), Dropout(0.5), Dense(10), output))
    parameters = architecture.initial_parameters(np.random.default_rng(seed)) * np.float32(spread)
    return Network(architecture, parameters, CLASS_NAMES)


@pytest.fixture(params=OUTPUTS, ids=lambda layer: type(layer).__name__)
def network(request: pytest.FixtureRequest) -> Network:
    return make_network(request.param)


def by_the_book(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """What the network answers, in float64 and all at once."""
    first, second = (part for part in network.layer_parameters() if part)
    X = images.reshape(len(images), -1) / 255.0
    hidden = np.maximum(X @ first["weights"] + first["biases"], 0)
    Z = hidden @ second["weights"] + second["biases"]
    Y = np.exp(Z) if isinstance(network.architecture.layers[-1], Softmax) else 1 / (1 + np.exp(-Z))
    return np.asarray(Y / Y.sum(axis=1, keepdims=True), np.float64)


def test_a_network_keeps_a_copy_of_its_parameters() -> None:
    architecture = make_network(Softmax()).architecture
    parameters = architecture.initial_parameters(np.random.default_rng(0))
    network = Network(architecture, parameters, list(CLASS_NAMES))
    before = network.predict_proba(IMAGES[:5])
    parameters[:] = 0
    np.testing.assert_array_equal(network.predict_proba(IMAGES[:5]), before)
    assert network.class_names == CLASS_NAMES


def test_nobody_can_change_the_parameters_of_a_network(network: Network) -> None:
    arrays = [array for part in network.layer_parameters() for array in part.values()]
    assert len(arrays) == 4
    for array in (network.parameters, *arrays):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_the_wrong_number_of_parameters_is_refused(network: Network) -> None:
    with pytest.raises(ValueError, match=r"784-32-10 has 25,450 parameters, found .* \(25449,\)"):
        Network(network.architecture, network.parameters[:-1], CLASS_NAMES)
    with pytest.raises(ValueError, match=r"found an array of shape \(1, 25450\)"):
        Network(network.architecture, network.parameters[None], CLASS_NAMES)


@pytest.mark.parametrize("class_names", [CLASS_NAMES[:9], (*CLASS_NAMES, "Hat"), ()])
def test_the_wrong_number_of_class_names_is_refused(
    network: Network, class_names: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=f"10 classes apart, found {len(class_names)} names"):
        Network(network.architecture, network.parameters, class_names)


def test_a_network_says_what_it_is_made_of(network: Network) -> None:
    assert "Dense(units=32), ReLU(), Dropout(rate=0.5)" in repr(network)
    assert "25,450 parameters" in repr(network)


def test_probabilities_are_those_of_the_textbook(network: Network) -> None:
    found = network.predict_proba(IMAGES)
    assert found.dtype == np.float32
    assert found.shape == (1203, 10)
    np.testing.assert_allclose(found, by_the_book(network, IMAGES), rtol=1e-4, atol=1e-7)


def test_the_probabilities_of_an_image_sum_to_one(network: Network) -> None:
    probabilities = network.predict_proba(IMAGES)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-6)


@pytest.mark.parametrize("n_images", [0, 1, 499, 500, 501, 1000, 1203])
def test_an_answer_does_not_depend_on_how_many_images_are_asked_about(
    network: Network, n_images: int
) -> None:
    probabilities = network.predict_proba(IMAGES[:n_images])
    assert probabilities.shape == (n_images, 10)
    assert probabilities.dtype == np.float32
    expected = by_the_book(network, IMAGES)[:n_images]
    np.testing.assert_allclose(probabilities, expected, rtol=1e-4, atol=1e-7)


def test_chunks_come_in_order_and_stay_as_they_were(network: Network) -> None:
    chunks = list(network.predict_in_chunks(IMAGES))
    assert len(chunks) > 1
    np.testing.assert_array_equal(np.concatenate(chunks), network.predict_proba(IMAGES))


def test_the_images_are_left_as_they_were(network: Network) -> None:
    images = IMAGES[:3].copy()
    network.predict_proba(images)
    np.testing.assert_array_equal(images, IMAGES[:3])


def test_threads_that_ask_at_once_get_what_one_alone_gets(network: Network) -> None:
    questions = [IMAGES[start : start + 700] for start in range(0, 500, 25)]
    alone = [network.predict_proba(images) for images in questions]
    with ThreadPoolExecutor(max_workers=2) as pool:
        together = list(pool.map(network.predict_proba, questions))
    for found, expected in zip(together, alone, strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, np.float32(3e38), np.float32(-3e38)])
def test_a_network_that_learned_badly_knows_nothing_and_says_so(
    network: Network, value: np.float32
) -> None:
    broken = Network(
        network.architecture, np.full_like(network.parameters, value), network.class_names
    )
    np.testing.assert_array_equal(
        broken.predict_proba(IMAGES[:7]), np.full((7, 10), np.float32(0.1))
    )


def test_one_broken_class_leaves_no_half_answer(network: Network) -> None:
    parameters = network.parameters.copy()
    parameters[-1] = np.nan
    broken = Network(network.architecture, parameters, network.class_names)
    np.testing.assert_array_equal(
        broken.predict_proba(IMAGES[:7]), np.full((7, 10), np.float32(0.1))
    )


def test_sigmoids_that_all_say_no_are_even() -> None:
    network = make_network(Sigmoid())
    parameters = network.parameters.copy()
    parameters[-10:] = -1e4
    silent = Network(network.architecture, parameters, network.class_names)
    np.testing.assert_array_equal(
        silent.predict_proba(IMAGES[:7]), np.full((7, 10), np.float32(0.1))
    )


def test_huge_weights_that_do_not_overflow_are_still_answers(network: Network) -> None:
    loud = make_network(network.architecture.layers[-1], spread=1e4)
    probabilities = loud.predict_proba(IMAGES)
    assert np.isfinite(probabilities).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)


def test_pixels_become_numbers_from_zero_to_one() -> None:
    images = np.array([[[0, 51], [102, 255]]], np.uint8)
    X = as_input(images, LayerBuffers({}))
    assert X.dtype == np.float32
    np.testing.assert_allclose(X, [[[0, 0.2], [0.4, 1]]], rtol=1e-6)
    assert X.max() <= 1


def convolutional() -> Network:
    layers = (Conv2D(4), BatchNorm(), ReLU(), MaxPool2D(), Flatten(), Dropout(0.5), Dense(10))
    architecture = Architecture((*layers, Softmax()), mirrored=True)
    parameters = architecture.initial_parameters(np.random.default_rng(3))
    return Network(architecture, parameters, CLASS_NAMES)


@pytest.mark.parametrize("make", [lambda: make_network(Softmax()), convolutional])
def test_what_earlier_calls_left_behind_changes_no_bit(make: Callable[[], Network]) -> None:
    network, rng = make(), np.random.default_rng(1)
    for n in rng.integers(0, 12, 40):
        images = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        np.testing.assert_array_equal(network.predict_proba(images), make().predict_proba(images))


def test_asking_again_for_a_few_images_makes_no_new_arrays(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.predict_proba(IMAGES[:3])
    made: list[int] = []
    monkeypatch.setattr(network_module, "ForwardPass", lambda *_: made.append(1))
    first, second = (network.predict_proba(IMAGES[:2]) for _ in range(2))
    assert not made
    assert not np.shares_memory(first, second)


def test_a_few_images_are_answered_by_many_threads_at_once() -> None:
    network = convolutional()
    expected = [convolutional().predict_proba(image[None]) for image in IMAGES[:40]]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda image: network.predict_proba(image[None]), IMAGES[:40]))
    np.testing.assert_array_equal(answers, expected)
    assert len(network._idle_passes) <= 2


def test_large_arrays_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    network = make_network(Softmax())
    monkeypatch.setattr(network_module, "_MAX_KEPT_BYTES", 4 * 784)
    network.predict_proba(IMAGES[:1])
    assert not network._idle_passes


def test_a_call_that_fails_leaves_nothing_behind_that_is_used_again(network: Network) -> None:
    expected = network.predict_proba(IMAGES[:2])
    with pytest.raises(ValueError, match=r".+"):
        network.predict_proba(IMAGES[:2, :20])
    np.testing.assert_array_equal(network.predict_proba(IMAGES[:2]), expected)
