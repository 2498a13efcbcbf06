"""Contributions: activations times weights, followed back from an answer."""

import numpy as np
import pytest
from explained import ARTICLE, CONVOLUTIONAL, DENSE, make_image, make_network

from fashion_gui.explain import NotOfferedError, Trace, contributions
from fashion_gui.nn.layers import Dense, Flatten, ReLU, Softmax


def test_the_largest_contributions_are_followed_layer_by_layer() -> None:
    layers = (Flatten(), Dense(9), ReLU(), Dense(8), ReLU(), Dense(10), Softmax())
    network = make_network(layers, biased=True)
    trace = Trace(network, make_image())
    found = contributions(trace, "softmax 1", 4, n_links=3)
    assert (found.layer, found.unit) == ("dense 3", 4)
    assert found.value == trace.outputs("dense 3")[4]
    weights = dict(zip(network.architecture.layer_names, network.layer_parameters(), strict=True))
    second = trace.outputs("ReLU 2") * weights["dense 3"]["weights"][:, 4]
    largest = np.argsort(-np.abs(second))[:3]
    first, then = found.links
    assert [link.source_unit for link in first] == largest.tolist()
    np.testing.assert_allclose([link.product for link in first], second[largest])
    np.testing.assert_allclose(
        [link.share for link in first], np.abs(second[largest]) / np.abs(second).sum()
    )
    for link in then:
        assert (link.source, link.layer) == ("ReLU 1", "dense 2")
        products = trace.outputs("ReLU 1") * weights["dense 2"]["weights"][:, link.unit]
        assert link.product == pytest.approx(products[link.source_unit])
        assert abs(link.product) >= np.sort(np.abs(products))[-3]
    units = found.units
    assert units["ReLU 2"] == units["dense 2"] == tuple(largest)
    assert units["dense 1"] == units["ReLU 1"]
    assert set(units["ReLU 1"]) == {link.source_unit for link in then}
    assert "flatten 1" not in units

    attribution = sum(
        sum(link.share for link in then if link.source_unit == unit)
        * weights["dense 1"]["weights"][:, unit].reshape(28, 28)
        * trace.image
        for unit in units["ReLU 1"]
    )
    box = np.clip(attribution, 0, None)[6:20, 8:22]
    sums = [[b.sum() for b in np.array_split(a, 3, 1)] for a in np.array_split(box, 3, 0)]
    row, column = divmod(int(np.argmax(sums)), 3)
    words = f"{('top', '', 'bottom')[row]} {('left', '', 'right')[column]}".strip() or "middle"
    assert found.region == words


def test_the_second_view_of_a_mirrored_network_tells_where_the_picture_itself_speaks() -> None:
    network = make_network((Flatten(), Dense(3), Softmax()), mirrored=True)
    image = np.zeros((28, 28), np.uint8)
    image[2:26, 2:26] = 1
    image[4:8, 3:9] = 255
    trace = Trace(network, image)
    found = {view: contributions(trace, "softmax 1", 0, view=view) for view in (0, 1)}
    assert found[0].value != found[1].value
    assert found[0].links == found[1].links == ()
    assert all("top" in each.region for each in found.values())
    assert not any("right" in each.region for each in found.values())


def test_it_follows_as_far_as_layers_are_dense() -> None:
    article = contributions(Trace(make_network(ARTICLE), make_image()), "sigmoid 2", 0)
    assert [link.source for link in article.links[0]] == ["sigmoid 1"] * 3
    assert article.region
    kept = contributions(Trace(make_network(DENSE), make_image()), "dense 2", 1)
    assert {link.source for link in kept.links[0]} == {"dropout 1"}
    assert kept.units["dropout 1"] == kept.units["ReLU 1"] == kept.units["dense 1"]
    trace = Trace(make_network(CONVOLUTIONAL), make_image())
    (links,) = contributions(trace, "softmax 1", 2).links
    assert {link.source for link in links} == {"average pool 1"}
    for layer in ("convolution 2", "average pool 1", "max pool 1"):
        with pytest.raises(NotOfferedError, match=f"{layer} has no dense layer before it"):
            contributions(trace, layer, 0)
    black = contributions(Trace(make_network(DENSE), np.zeros((28, 28), np.uint8)), "softmax 1", 0)
    assert (black.links, black.region) == (((),), "")
