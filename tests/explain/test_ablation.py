"""Changed networks: exactly what was asked for is changed, and the result is a network."""

from pathlib import Path

import numpy as np
import pytest
from explained import EVERY_KIND, make_network

from fashion_gui.explain import (
    NotOfferedError,
    hidden_layers,
    pruned,
    scaled,
    switched_off,
    with_noise,
)
from fashion_gui.files import model_file
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.inspection import activations
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Sigmoid, Softmax, Tanh
from fashion_gui.nn.network import Network
from fashion_gui.nn.normalization import BatchNorm
from fashion_gui.nn.pooling import MaxPool2D

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
IMAGES = np.random.default_rng(5).integers(0, 256, (3, 28, 28), dtype=np.uint8)
BEFORE_POOL_AND_NORM = make_network(
    (
        Conv2D(8, kernel=5, stride=2),
        Tanh(),
        MaxPool2D(),
        BatchNorm(),
        ReLU(),
        Flatten(),
        Dense(4),
        Softmax(),
    ),
    biased=True,
)


def answers_with_a_scaled_layer(
    network: Network, layer: str, unit: int, factor: float
) -> FloatArray:
    """Scale a unit on the way through the network, as no parameter does it."""
    architecture = network.architecture
    index = architecture.layer_index(layer) + 1
    n_views = 2 if architecture.mirrored else 1
    images = np.concatenate([IMAGES, IMAGES[:, :, ::-1]][:n_views]) / 255
    run = network.forward_pass()
    X = run(images, index).copy()
    X[..., unit] *= factor
    for following, memory in zip(run.layers[index:], run.memories[index:], strict=True):
        X = following.forward(X, memory)
    mean: FloatArray = X.reshape(n_views, len(IMAGES), -1).mean(axis=0)
    return mean / mean.sum(axis=1, keepdims=True)


@ALL
@pytest.mark.parametrize("factor", [0.0, 2.5])
def test_a_scaled_unit_gives_what_it_gave_times_the_factor(network: Network, factor: float) -> None:
    n_changed = 0
    for layer in network.architecture.layer_names:
        try:
            changed = scaled(network, layer, [1], factor)
        except NotOfferedError:
            continue
        expected = answers_with_a_scaled_layer(network, layer, 1, factor)
        np.testing.assert_allclose(changed.predict_proba(IMAGES), expected, rtol=1e-5, atol=1e-9)
        n_changed += 1
    assert n_changed >= 3


@pytest.mark.parametrize("layer", ["tanh 1", "max pool 1", "batch norm 1", "ReLU 1", "flatten 1"])
def test_a_pool_or_a_norm_may_stand_before_the_weights(layer: str) -> None:
    changed = scaled(BEFORE_POOL_AND_NORM, layer, [3], 0.25)
    expected = answers_with_a_scaled_layer(BEFORE_POOL_AND_NORM, layer, 3, 0.25)
    np.testing.assert_allclose(changed.predict_proba(IMAGES), expected, rtol=1e-5)
    assert np.abs(expected - BEFORE_POOL_AND_NORM.predict_proba(IMAGES)).max() > 1e-6


@ALL
def test_hidden_layers_can_be_switched_off_and_are_what_the_next_weights_read(
    network: Network,
) -> None:
    layers = hidden_layers(network)
    with_weights = [
        shapes for shapes in network.architecture.parameter_shapes if "weights" in shapes
    ]
    assert len(layers) == len(with_weights) - 1
    for layer in layers:
        every = range(activations(network, IMAGES[:1], [layer])[layer].shape[-1])
        off = switched_off(network, layer, every)
        answers = off.predict_proba(IMAGES)
        np.testing.assert_array_equal(answers, answers[[0, 0, 0]])


def test_hidden_layers_are_those_that_people_mean() -> None:
    expected = {
        "dense": ("ReLU 1",),
        "without softmax": ("sigmoid 1",),
        "convolutional": ("tanh 1", "ReLU 1"),
        "overlapping pools": ("ReLU 1", "convolution 2", "tanh 1"),
    }
    assert {name: hidden_layers(EVERY_KIND[name]) for name in expected} == expected


def test_nothing_else_is_changed_and_a_factor_of_one_changes_nothing() -> None:
    network = EVERY_KIND["convolutional"]
    same = scaled(network, "tanh 1", range(6), 1.0)
    assert same.digest == network.digest
    off = switched_off(network, "tanh 1", [2, 4])
    different = np.flatnonzero(off.parameters != network.parameters)
    weights = network.architecture.split(np.arange(len(network.parameters)))[3]["weights"]
    np.testing.assert_array_equal(different, np.sort(weights[:, :, [2, 4]].ravel()))


def test_noise_is_as_large_as_asked_and_in_the_weights_of_that_layer_alone() -> None:
    network = EVERY_KIND["dense"]
    noisy = with_noise(network, 0.5, np.random.default_rng(1), "dense 1")
    pairs = zip(network.layer_parameters(), noisy.layer_parameters(), strict=True)
    for index, (before, after) in enumerate(pairs):
        for name in before:
            noise = after[name] - before[name]
            if (index, name) == (1, "weights"):
                assert noise.std() == pytest.approx(0.5 * before[name].std(), rel=0.05)
            else:
                assert not noise.any()
    again = with_noise(network, 0.5, np.random.default_rng(1), "dense 1")
    assert again.digest == noisy.digest


def test_pruning_takes_the_smallest_weights_of_each_layer() -> None:
    network = EVERY_KIND["convolutional"]
    after = pruned(network, 0.25)
    for before, rest in zip(network.layer_parameters(), after.layer_parameters(), strict=True):
        for name, values in before.items():
            gone = rest[name] != values
            if name != "weights":
                assert not gone.any()
                continue
            assert gone.sum() == round(0.25 * values.size)
            assert not rest[name][gone].any()
            assert np.abs(values[gone]).max() <= np.abs(values[~gone]).min()
    assert not any(
        part["weights"].any() for part in pruned(network, 1).layer_parameters() if "weights" in part
    )


def test_a_changed_network_can_be_saved_and_answers_the_same_when_it_is_opened(
    tmp_path: Path,
) -> None:
    stored = model_file.load(model_file.find("mlp"))
    layer = hidden_layers(stored.network)[0]
    changed = switched_off(stored.network, layer, range(100))
    model_file.save(tmp_path / "changed.safetensors", changed, stored.training)
    opened = model_file.load(tmp_path / "changed.safetensors").network
    assert opened.digest == changed.digest != stored.network.digest
    assert opened.novelty is not None
    np.testing.assert_array_equal(opened.predict_proba(IMAGES), changed.predict_proba(IMAGES))


def test_what_cannot_be_changed_says_so() -> None:
    network = EVERY_KIND["without softmax"]
    for layer in ("sigmoid 2",):
        with pytest.raises(NotOfferedError, match=f"What {layer} gives cannot be changed"):
            switched_off(network, layer, [0])
    twice = make_network((Flatten(), Dense(4), Tanh(), Sigmoid(), Dense(2), Softmax()))
    with pytest.raises(NotOfferedError, match="before the next activation"):
        switched_off(twice, "tanh 1", [0])


def test_bad_wishes_are_refused_in_a_sentence() -> None:
    network = EVERY_KIND["dense"]
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="units 0 to 11, found 12"):
        switched_off(network, "ReLU 1", [3, 12])
    with pytest.raises(ValueError, match="units 0 to 11, found -1"):
        switched_off(network, "ReLU 1", [-1])
    with pytest.raises(ValueError, match="factor from 0 on, found -1"):
        scaled(network, "ReLU 1", [0], -1)
    with pytest.raises(ValueError, match="A layer is one of"):
        switched_off(network, "ReLU 7", [0])
    for amount in (-0.1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="amount of noise from 0 on"):
            with_noise(network, amount, rng)
    with pytest.raises(ValueError, match=r"share from 0 to 1, found 1\.5"):
        pruned(network, 1.5)
    with pytest.raises(ValueError, match="found ReLU 1, which has none"):
        pruned(network, 0.5, "ReLU 1")
