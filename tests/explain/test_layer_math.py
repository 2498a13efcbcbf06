"""Every value of every kind of layer, written out: it sums up to what the network computed."""

import numpy as np
import pytest
from explained import EVERY_KIND, make_image, make_network, some_places

from fashion_gui.explain import NotOfferedError, Trace
from fashion_gui.explain.derivations import Derivation, Largest, Passed, Share, WeightedSum
from fashion_gui.files import model_file
from fashion_gui.nn.convolution import Conv2D
from fashion_gui.nn.inspection import activations
from fashion_gui.nn.layer import Layer
from fashion_gui.nn.layer_types import LAYER_TYPES
from fashion_gui.nn.layers import Dense, Flatten, Softmax
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))
IMAGE = make_image()


def test_the_networks_have_every_kind_of_layer() -> None:
    kinds = {type(layer) for one in EVERY_KIND.values() for layer in one.architecture.layers}
    assert kinds == set(LAYER_TYPES.values())


@ALL
def test_what_is_written_out_sums_up_to_what_the_network_computed(network: Network) -> None:
    trace = Trace(network, IMAGE)
    names, shapes = network.architecture.layer_names, network.architecture.shapes[1:]
    views = [IMAGE, IMAGE[:, ::-1]][: trace.n_views]
    for view, image in enumerate(views):
        expected = activations(network, image[np.newaxis])
        for name, shape in zip(names, shapes, strict=True):
            np.testing.assert_allclose(trace.outputs(name, view), expected[name][0], atol=1e-12)
            for place in some_places(shape):
                derivation = trace.derive(name, place, view)
                assert derivation.value == pytest.approx(expected[name][0][place], abs=1e-12)
                assert derivation.result == pytest.approx(derivation.value, rel=1e-9, abs=1e-12)
                assert all(derivation.lines())


@pytest.mark.parametrize("name", list(model_file.shipped()))
def test_in_shipped_networks_it_does_so_to_the_rounding_of_their_numbers(name: str) -> None:
    trace = Trace(network := model_file.load(model_file.find(name)).network, IMAGE)
    np.testing.assert_allclose(trace.probabilities, network.predict_proba(IMAGE[np.newaxis])[0])
    names, shapes = network.architecture.layer_names, network.architecture.shapes[1:]
    for layer, shape in zip(names, shapes, strict=True):
        for place in some_places(shape, 5):
            derivation = trace.derive(layer, place)
            size = abs(derivation.value)
            if isinstance(derivation, WeightedSum):
                size = float(np.abs(derivation.products).sum()) + abs(derivation.bias)
            assert abs(derivation.result - derivation.value) <= 2e-6 * max(size, 1.0)


@ALL
def test_the_answer_is_the_mean_of_the_views(network: Network) -> None:
    trace = Trace(network, IMAGE)
    last = network.architecture.layer_names[-1]
    views = [trace.outputs(last, view) for view in range(trace.n_views)]
    np.testing.assert_allclose(trace.answer, np.mean(views, axis=0))
    probabilities = network.predict_proba(IMAGE[np.newaxis])[0]
    np.testing.assert_allclose(trace.probabilities, probabilities, rtol=1e-6)


@ALL
def test_terms_are_real_values_of_the_layer_before_times_weights(network: Network) -> None:
    trace = Trace(network, IMAGE)
    for name, layer in zip(
        network.architecture.layer_names, network.architecture.layers, strict=True
    ):
        if not isinstance(layer, Dense | Conv2D):
            continue
        place = some_places(trace.outputs(name).shape)[-1]
        derivation = trace.derive(name, place)
        assert isinstance(derivation, WeightedSum)
        weights, corner = trace.seen(name).parameters["weights"], np.zeros(1, int)
        if isinstance(layer, Conv2D):
            corner = np.array([n * layer.stride - layer.padding for n in place[:2]])
        for term in derivation.largest(3):
            assert term.value == trace.given(name)[term.place]
            inside = np.subtract(term.place[: len(corner)], corner)
            channel = (*term.place[len(corner) :], 0)[: weights.ndim - len(corner) - 1]
            assert term.weight_place == (*inside, *channel, place[-1])
            assert term.weight == weights[term.weight_place]


def test_the_largest_terms_come_first_and_the_rest_is_what_they_leave() -> None:
    derivation = Trace(EVERY_KIND["dense"], IMAGE).derive("dense 1", (3,))
    assert isinstance(derivation, WeightedSum)
    products = np.sort(np.abs(derivation.products))[::-1]
    largest = derivation.largest(4)
    np.testing.assert_allclose([abs(term.product) for term in largest], products[:4])
    total = sum(term.product for term in largest) + derivation.rest(4) + derivation.bias
    assert total == pytest.approx(derivation.value, rel=1e-12)
    lines = derivation.lines(4)
    assert lines[0].endswith(f"at unit {largest[0].place[0]}")
    assert lines[4].endswith("from 780 others")


def test_a_convolution_leaves_out_what_lies_outside_of_the_image() -> None:
    trace = Trace(EVERY_KIND["convolutional"], IMAGE)
    inner, corner = (trace.derive("convolution 2", place) for place in ((6, 6, 2), (0, 0, 2)))
    assert isinstance(inner, WeightedSum)
    assert isinstance(corner, WeightedSum)
    assert (len(inner.values), len(corner.values)) == (9 * 6, 4 * 6)
    assert corner.places.min() == 0


def test_a_pool_names_the_place_of_the_largest_and_a_softmax_all_that_it_was_given() -> None:
    trace = Trace(EVERY_KIND["convolutional"], IMAGE)
    pool = trace.derive("max pool 1", (2, 3, 4))
    assert isinstance(pool, Largest)
    assert trace.given("max pool 1")[pool.winner] == pool.value
    assert pool.winner[0] in (4, 5)
    assert pool.winner[1] in (6, 7)
    share = trace.derive("softmax 1", (2,))
    assert isinstance(share, Share)
    np.testing.assert_array_equal(share.given, trace.outputs("dense 1"))


def test_a_dropout_does_nothing_when_the_network_answers() -> None:
    derivation = Trace(EVERY_KIND["dense"], IMAGE).derive("dropout 1", (5,))
    assert isinstance(derivation, Passed)
    assert derivation.source == (5,)
    assert "unchanged" in derivation.lines()[0]


@pytest.mark.parametrize("place", [(12,), (-1,), (1, 1), ()])
def test_a_place_that_there_is_not_is_refused(place: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"dense 1 gives values of shape \(12,\), found the place"):
        Trace(EVERY_KIND["dense"], IMAGE).derive("dense 1", place)


def test_a_layer_that_nobody_wrote_down_says_so() -> None:
    network = make_network((Flatten(), Dense(4), Layer(), Dense(2), Softmax()))
    trace = Trace(network, IMAGE)
    derivation: Derivation = trace.derive("dense 2", (1,))
    assert derivation.result == pytest.approx(derivation.value)
    with pytest.raises(NotOfferedError, match="layer 1 cannot be written out"):
        trace.derive("layer 1", (0,))
