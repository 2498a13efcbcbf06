"""What a unit looks for: filters, receptive fields, and the images that excite it most."""

from pathlib import Path

import numpy as np
import pytest
from explained import CONVOLUTIONAL, DENSE, make_image, make_network

from fashion_gui.explain.unit_details import (
    N_STRONGEST,
    StrongestImages,
    finding_strongest,
    receptive_field,
    unit_filter,
)
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.inspection import activations, gradients
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax
from fashion_gui.nn.network import Network
from fashion_gui.nn.pooling import MaxPool2D

MIXED = (
    Conv2D(4, kernel=5, stride=2, padding=1),
    ReLU(),
    Conv2D(3, padding=1),
    MaxPool2D(),
    Flatten(),
    Dense(10),
    Softmax(),
)
IMAGES = np.stack([make_image(seed) for seed in range(40)])


@pytest.mark.parametrize("place", [(0, 0), (3, 2), (6, 6), (5, 0)])
def test_the_gradient_of_a_value_lies_in_its_receptive_field(place: tuple[int, int]) -> None:
    network = make_network(MIXED)
    rng = np.random.default_rng(1)
    images = rng.integers(1, 256, (300, 28, 28), dtype=np.uint8)  # some path is always active
    for layer in ("convolution 1", "ReLU 1", "max pool 1"):
        weights = np.zeros(
            (len(images), *activations(network, images[:1], [layer])[layer].shape[1:])
        )
        row, column = (
            min(at, size - 1) for at, size in zip(place, weights.shape[1:], strict=False)
        )
        weights[:, row, column, :] = rng.normal(size=weights.shape[3])
        slopes = np.abs(gradients(network, images, weights, of=layer)).sum(axis=0)
        top, left, bottom, right = receptive_field(network.architecture, layer, row, column)
        inside = np.zeros((28, 28), bool)
        inside[top:bottom, left:right] = True
        assert not slopes[~inside].any()
        assert slopes[inside].all(), "no pixel of the field is without influence"


def test_a_filter_is_the_weights_of_the_map_or_unit() -> None:
    network = make_network(MIXED)
    first, _, second, *_ = network.layer_parameters()
    for layer in ("convolution 1", "ReLU 1"):
        found = unit_filter(network, layer, 2)
        assert found
        assert (found.of, found.n_maps) == (None, 1)
        np.testing.assert_array_equal(found.weights, first["weights"][:, :, 0, 2])
    found = unit_filter(network, "max pool 1", 1)
    assert found
    assert found.n_maps == 4
    norms = [np.linalg.norm(second["weights"][:, :, of, 1]) for of in range(4)]
    assert found.of == int(np.argmax(norms))
    np.testing.assert_array_equal(found.weights, second["weights"][:, :, found.of, 1])
    assert unit_filter(network, "flatten 1", 0) is None
    dense = make_network(DENSE)
    found = unit_filter(dense, "ReLU 1", 5)
    assert found
    weights = dense.layer_parameters()[1]["weights"]
    np.testing.assert_array_equal(found.weights, weights[:, 5].reshape(28, 28))
    assert unit_filter(dense, "softmax 1", 3) is None, "it reads units, not an image"


@pytest.mark.parametrize("layers", [DENSE, CONVOLUTIONAL])
def test_the_strongest_images_are_those_of_a_full_sort(
    layers: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = make_network(layers)  # type: ignore[arg-type]
    monkeypatch.setattr(type(network.architecture), "chunk", 7)
    cache = ResultCache(tmp_path)
    *shares, found = finding_strongest(network, IMAGES, cache, "images")
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert isinstance(found, StrongestImages)
    every = activations(network, IMAGES)
    for name, numbers in found.numbers.items():
        outputs = every[name]
        outputs = outputs.max(axis=(1, 2)) if outputs.ndim == 4 else outputs
        expected = np.sort(outputs, axis=0)[::-1][:N_STRONGEST].T
        np.testing.assert_allclose(found.values[name], expected, rtol=1e-4, atol=1e-6)
        for unit, of_unit in enumerate(numbers):
            np.testing.assert_allclose(
                outputs[of_unit, unit], found.values[name][unit], rtol=1e-4, atol=1e-6
            )
            assert len(set(of_unit.tolist())) == N_STRONGEST
    assert "flatten 1" not in found.numbers
    (again,) = finding_strongest(network, IMAGES, cache, "images")
    assert isinstance(again, StrongestImages)
    np.testing.assert_array_equal(again.numbers["dense 1"], found.numbers["dense 1"])
    other = Network(network.architecture, network.parameters * 2, network.class_names)
    assert len(list(finding_strongest(other, IMAGES, cache, "images"))) > 1


def test_few_images_give_fewer_than_nine() -> None:
    *_, found = finding_strongest(make_network(DENSE), IMAGES[:4])
    assert isinstance(found, StrongestImages)
    assert found.numbers["dense 1"].shape == (12, 4)


def test_numbers_that_overflow_are_left_out_without_a_warning() -> None:
    network = make_network(DENSE)
    huge = Network(network.architecture, network.parameters * 1e200, network.class_names)
    *_, found = finding_strongest(huge, IMAGES[:10])
    assert isinstance(found, StrongestImages)
    assert all(np.isfinite(values).all() for values in found.values.values())
    assert unit_filter(huge, "dense 1", 0)
