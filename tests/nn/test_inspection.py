"""Looking into a network: named layers, their activations, gradients and summaries."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.backpropagation import Backpropagation
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.inspection import Summary, activations, gradients, summarize_layers
from fashion_gui.nn.layers import Dense, Dropout, Flatten, ReLU, Sigmoid, Softmax
from fashion_gui.nn.losses import LOSSES
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import GlobalAveragePool, MaxPool2D

CONVOLUTIONAL = Architecture(
    (
        Conv2D(8, kernel=6, stride=2, padding=2),
        BatchNorm(),
        ReLU(),
        Conv2D(9, padding=1, biased=False),
        MaxPool2D(),
        BatchNorm(),
        ReLU(),
        Conv2D(4),
        GlobalAveragePool(),
        Dropout(0.3),
        Dense(12),
        ReLU(),
        Dense(10),
        Softmax(),
    )
)
NAMES = (
    "convolution 1",
    "batch norm 1",
    "ReLU 1",
    "convolution 2",
    "max pool 1",
    "batch norm 2",
    "ReLU 2",
    "convolution 3",
    "average pool 1",
    "dropout 1",
    "dense 1",
    "ReLU 3",
    "dense 2",
    "softmax 1",
)
IMAGES = np.random.default_rng(0).integers(0, 256, (11, 28, 28), dtype=np.uint8)


def make_network(*, mirrored: bool = False) -> Network:
    architecture = replace(CONVOLUTIONAL, mirrored=mirrored)
    rng = np.random.default_rng(1)
    parameters = architecture.initial_parameters(rng, np.float64)
    for of_layer in architecture.split(parameters):
        if "mean" in of_layer:
            of_layer["mean"][:] = rng.normal(0.0, 0.1, of_layer["mean"].shape)
            of_layer["variance"][:] = rng.uniform(0.5, 2.0, of_layer["variance"].shape)
    return Network(architecture, parameters, CLASS_NAMES)


def test_layers_are_called_by_what_they_are_and_numbered_among_their_like() -> None:
    assert CONVOLUTIONAL.layer_names == NAMES
    article = Architecture((Flatten(), Dense(128), Sigmoid(), Dense(10), Sigmoid()))
    names = ("flatten 1", "dense 1", "sigmoid 1", "dense 2", "sigmoid 2")
    assert article.layer_names == names
    assert [article.layer_index(name) for name in names] == list(range(5))


def test_a_layer_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    for ask in (
        lambda: activations(make_network(), IMAGES, ["dense 1", "dense 3"]),
        lambda: gradients(make_network(), IMAGES, np.ones((11, 10)), of="dense 3"),
    ):
        with pytest.raises(ValueError, match=r"one of convolution 1.*softmax 1, found 'dense 3'"):
            ask()


def test_activations_of_all_layers_lead_from_the_pixels_to_the_answer() -> None:
    network = make_network()
    found = activations(network, IMAGES)
    assert tuple(found) == NAMES
    shapes = network.architecture.shapes[1:]
    for values, shape in zip(found.values(), shapes, strict=True):
        assert values.shape == (11, *shape)
    probabilities = network.predict_proba(IMAGES)
    np.testing.assert_allclose(found["softmax 1"], probabilities, rtol=1e-5)
    np.testing.assert_array_equal(found["ReLU 1"], np.maximum(found["batch norm 1"], 0))
    np.testing.assert_array_equal(found["dropout 1"], found["average pool 1"])
    means = found["convolution 3"].mean(axis=(1, 2))
    np.testing.assert_allclose(found["average pool 1"], means, rtol=1e-12)
    expected = found["ReLU 3"] @ network.layer_parameters()[12]["weights"]
    np.testing.assert_allclose(found["dense 2"], expected, rtol=1e-12)


def test_only_the_layers_that_were_asked_for_are_kept_in_the_given_order() -> None:
    found = activations(make_network(), IMAGES, ["dense 2", "ReLU 1"])
    assert list(found) == ["dense 2", "ReLU 1"]


def test_a_mirrored_network_shows_the_image_as_it_is() -> None:
    plain, mirrored = (
        activations(make_network(mirrored=mirrored), IMAGES) for mirrored in (False, True)
    )
    for name, values in plain.items():
        np.testing.assert_array_equal(mirrored[name], values)


def test_many_images_give_the_same_as_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    network = make_network(mirrored=True)
    weights = np.random.default_rng(3).normal(size=(11, 10))
    one_by_one = [
        (
            activations(network, IMAGES[i : i + 1])["ReLU 2"][0],
            gradients(network, IMAGES[i : i + 1], weights[i : i + 1], of="dense 2")[0],
        )
        for i in range(11)
    ]
    monkeypatch.setattr(Architecture, "chunk", 4)
    found = (
        activations(network, IMAGES)["ReLU 2"],
        gradients(network, IMAGES, weights, of="dense 2"),
    )
    for together, alone in zip(found, zip(*one_by_one, strict=True), strict=True):
        np.testing.assert_allclose(together, alone, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("of", ["dense 2", "softmax 1"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_gradient_tells_what_a_change_of_pixels_does_to_the_score(
    of: str, mirrored: bool
) -> None:
    network = make_network(mirrored=mirrored)
    weights = np.random.default_rng(3).normal(size=(11, 10))
    gradient = gradients(network, IMAGES, weights, of=of)

    def score(images: np.ndarray) -> np.ndarray:
        views = (images, images[:, :, ::-1])[: 2 if mirrored else 1]
        each = [np.sum(activations(network, view)[of] * weights, axis=1) for view in views]
        return np.mean(each, axis=0)

    # One step of grey is a large one: ReLUs bend the line, so pixels are only counted.
    place = np.unravel_index(np.abs(gradient).sum(axis=0).argmax(), (28, 28))
    brighter, darker = IMAGES.astype(np.int16), IMAGES.astype(np.int16)
    brighter[:, *place] += 1
    darker[:, *place] -= 1
    brighter, darker = (each.clip(0, 255).astype(np.uint8) for each in (brighter, darker))
    width = (brighter[:, *place].astype(float) - darker[:, *place]) / 255
    slopes = (score(brighter) - score(darker)) / width
    largest = np.abs(gradient[:, *place]).max()
    assert largest > 1e-3
    np.testing.assert_allclose(slopes, gradient[:, *place], rtol=0, atol=0.1 * largest)


@pytest.mark.parametrize("layer", [None, "ReLU 1", "average pool 1"])
def test_a_mirrored_networks_gradient_is_half_that_of_each_view(layer: str | None) -> None:
    weights = np.random.default_rng(3).normal(size=(11, 10))
    expected, mirror, found = (
        gradients(
            make_network(mirrored=mirrored), images, weights, of="dense 2", with_respect_to=layer
        )
        for mirrored, images in ((False, IMAGES), (False, IMAGES[:, :, ::-1]), (True, IMAGES))
    )
    if layer is None:  # the same pixels are looked at twice
        expected = expected + mirror[:, :, ::-1]
    assert np.abs(expected).max() > 0.001
    np.testing.assert_allclose(found, expected / 2, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("layer", ["average pool 1", "ReLU 3"])
def test_the_gradient_of_a_layer_is_the_one_that_was_worked_out_by_hand(layer: str) -> None:
    network = make_network()
    weights = np.random.default_rng(3).normal(size=(11, 10))
    found = gradients(network, IMAGES, weights, of="dense 2", with_respect_to=layer)
    assert found.shape == activations(network, IMAGES, [layer])[layer].shape
    by_hand = weights @ network.layer_parameters()[12]["weights"].T
    if layer == "average pool 1":
        by_hand *= activations(network, IMAGES)["ReLU 3"] > 0
        by_hand = by_hand @ network.layer_parameters()[10]["weights"].T
    assert np.abs(by_hand).max() > 0.1
    np.testing.assert_allclose(found, by_hand, rtol=1e-12)


def test_a_layer_does_not_depend_on_those_after_it() -> None:
    weights = np.ones((11, 12))
    with pytest.raises(ValueError, match="dense 2 comes after ReLU 3"):
        gradients(make_network(), IMAGES, weights, of="ReLU 3", with_respect_to="dense 2")
    same = gradients(make_network(), IMAGES, weights, of="ReLU 3", with_respect_to="ReLU 3")
    np.testing.assert_array_equal(same, weights)


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"dense 2 gives \(11, 10\), found .* \(11, 9\)"):
        gradients(make_network(), IMAGES, np.ones((11, 9)), of="dense 2")


def test_a_summary_of_numbers() -> None:
    found = Summary.of(np.array([[3.0, 0.0], [0.0, -4.0], [0.0, 1.0]]))
    assert found.mean == 0
    assert found.std == pytest.approx((26 / 6) ** 0.5)
    assert found.zeros == 0.5
    assert found.norm == pytest.approx(26**0.5)


def test_a_summary_of_numbers_that_hardly_differ_is_exact_too() -> None:
    values = np.float32(100) + np.random.default_rng(0).normal(0, 0.01, (50, 40)).astype("f4")
    assert Summary.of(values).std == pytest.approx(values.astype(float).std(), rel=1e-3)
    assert Summary.of(np.full((3, 4), 7.0)) == Summary(7.0, 0.0, 0.0, 7 * 12**0.5)
    assert Summary.of(np.zeros(5)) == Summary(0.0, 0.0, 1.0, 0.0)


def test_every_layer_is_summed_up_after_a_pass_of_learning() -> None:
    architecture, loss = CONVOLUTIONAL, LOSSES["cross-entropy"]
    parameters = architecture.initial_parameters(np.random.default_rng(0), np.float64)
    backpropagation = Backpropagation(architecture, loss, parameters)
    X = IMAGES / 255
    backpropagation(X, np.eye(10)[np.arange(11) % 10], np.random.default_rng(0))
    found = summarize_layers(
        architecture,
        backpropagation.layer_outputs(),
        architecture.split(parameters),
        architecture.split(backpropagation.gradients),
    )
    assert tuple(layer.name for layer in found) == NAMES
    by_name = {layer.name: layer for layer in found}
    assert by_name["softmax 1"].activations is None  # the loss takes the logits
    for name, layer in by_name.items():
        assert set(layer.parameters) == set(layer.gradients)
        has_parameters = name.split()[0] in ("convolution", "batch", "dense")
        assert bool(layer.parameters) == has_parameters
    assert set(by_name["batch norm 1"].parameters) == {"scale", "shift"}
    # In training a batch norm gives each channel its shift and its scale: here 0 and 1.
    normed = by_name["batch norm 2"].activations
    assert normed is not None
    assert normed.mean == pytest.approx(0, abs=1e-9)
    assert normed.std == pytest.approx(1, abs=1e-2)
    weights = architecture.split(parameters)[10]["weights"]
    assert by_name["dense 1"].parameters["weights"] == Summary.of(weights)
    slopes = architecture.split(backpropagation.gradients)[10]["weights"]
    assert by_name["dense 1"].gradients["weights"] == Summary.of(slopes)
    relu = by_name["ReLU 3"].activations
    assert relu is not None
    assert 0 < relu.zeros < 1
