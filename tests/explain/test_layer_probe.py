"""Values of a layer and margins between classes, and their gradients by central differences."""

import numpy as np
import pytest
from central_differences import assert_same_gradient, numerical_gradient
from explained import EVERY_KIND, logits

from fashion_gui.explain.layer_probe import LayerProbe, Margin
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.inspection import activations
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
# Without black ground, where every ReLU and every pool would stand at its kink.
IMAGES = np.random.default_rng(3).integers(1, 256, (2, 28, 28), dtype=np.uint8)


@ALL
def test_the_margin_is_how_far_a_class_is_above_the_strongest_other(network: Network) -> None:
    pixels = IMAGES / 255
    margin = Margin(network, 1)
    found = margin.values(pixels)
    expected = [
        values[1] - np.delete(values, 1).max() for values in (logits(network, X) for X in pixels)
    ]
    np.testing.assert_allclose(found, expected)
    patch = pixels[1, 12:15, 12:15].copy()

    def value() -> float:
        pixels[1, 12:15, 12:15] = patch
        return float(Margin(network, 1).values(pixels)[1])

    numerical = numerical_gradient(value, patch)
    value()
    margin.values(pixels)
    assert_same_gradient(margin.gradients()[1, 12:15, 12:15], numerical)


@ALL
def test_a_probe_gives_what_the_layer_gives_and_its_gradient(network: Network) -> None:
    pixels = IMAGES / 255
    for layer in network.architecture.layer_names[1:3]:
        probe = LayerProbe(network, layer)
        views = [IMAGES, IMAGES[:, :, ::-1]] if network.architecture.mirrored else [IMAGES]
        expected = np.mean([activations(network, view, [layer])[layer] for view in views], axis=0)
        np.testing.assert_allclose(probe.values(pixels), expected, rtol=1e-9, atol=1e-12)
        weights = np.random.default_rng(1).normal(size=(2, *probe.shape))
        patch = pixels[0, 12:14, 12:14].copy()

        def value(probe: LayerProbe = probe, patch=patch, weights=weights) -> float:  # type: ignore[no-untyped-def]
            pixels[0, 12:14, 12:14] = patch
            return float((probe.values(pixels) * weights)[0].sum())

        numerical = numerical_gradient(value, patch)
        value()
        found = probe.gradients(weights)[0, 12:14, 12:14]
        assert_same_gradient(found, numerical)


def test_what_cannot_be_asked_is_refused() -> None:
    network = EVERY_KIND["convolutional"]
    with pytest.raises(ValueError, match="from 0 to 9, found 10"):
        Margin(network, 10)
    broken = Network(
        network.architecture, np.full_like(network.parameters, np.inf), network.class_names
    )
    with pytest.raises(NotOfferedError, match="overflow"):
        Margin(broken, 0).values(IMAGES / 255)
