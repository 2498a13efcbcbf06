"""The strongest maps and units of each layer."""

import numpy as np
import pytest
from explained import EVERY_KIND, make_image

from fashion_gui.explain import Trace, strips
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
IMAGE = make_image()


@ALL
def test_each_layer_has_a_strip_with_its_strongest_first(network: Network) -> None:
    trace = Trace(network, IMAGE)
    found = strips(trace, 5)
    assert tuple(strip.layer for strip in found) == network.architecture.layer_names
    for strip in found:
        outputs = trace.outputs(strip.layer)
        assert strip.shape == outputs.shape
        assert strip.has_maps == (outputs.ndim == 3)
        strengths = np.abs(outputs).reshape(-1, outputs.shape[-1]).max(axis=0)
        if strip.grid:  # the picture that it flattens, whole
            assert strip.grid == network.architecture.input_shape
            np.testing.assert_array_equal(strip.values, outputs)
            place = strip.strongest_place(0)
            assert strip.value(0, place) == outputs[place] == strengths.max()
            continue
        assert len(strip.units) == min(5, outputs.shape[-1])
        np.testing.assert_array_equal(strengths[strip.units], np.sort(strengths)[::-1][:5])
        assert strip.limit == strengths.max()
        for number in range(len(strip.units)):
            place = strip.strongest_place(number)
            assert abs(outputs[place]) == strengths[strip.units[number]]
            assert strip.value(number, place) == outputs[place]
            first = strip.place(number)
            value = strip.values[number, 0, 0] if strip.has_maps else strip.values[number]
            assert outputs[first] == value


def test_the_other_view_is_that_of_the_mirror_image() -> None:
    trace = Trace(EVERY_KIND["mirrored"], IMAGE)
    as_it_is, mirrored = strips(trace, 3), strips(trace, 3, view=1)
    plain = strips(Trace(EVERY_KIND["convolutional"], IMAGE[:, ::-1]), 3)
    assert (as_it_is[0].values != mirrored[0].values).any()
    for one, other in zip(mirrored, plain, strict=True):
        np.testing.assert_allclose(one.values, other.values)


def test_numbers_that_overflow_are_shown_as_nothing() -> None:
    network = EVERY_KIND["dense"]
    broken = Network(
        network.architecture, np.full_like(network.parameters, np.inf), network.class_names
    )
    for strip in strips(Trace(broken, IMAGE), 4):
        assert np.isfinite(strip.values).all()
        assert np.isfinite(strip.limit)
