"""Many answers of changed networks: the same as from the start, but only what follows is done."""

import numpy as np
import pytest
from explained import CONVOLUTIONAL, DENSE, EVERY_KIND, make_network

from fashion_gui.data import Dataset
from fashion_gui.explain import (
    AblationBench,
    AblationRanking,
    UnitEffect,
    ablation_effects,
    hidden_layers,
    pruned,
    rank_units,
    switched_off,
    with_noise,
)
from fashion_gui.nn.layer import FloatArray, LayerBuffers
from fashion_gui.nn.layers import Dense
from fashion_gui.nn.network import Network

ALL = pytest.mark.parametrize("network", EVERY_KIND.values(), ids=list(EVERY_KIND))


@ALL
def test_a_changed_network_answers_as_it_does_alone(network: Network) -> None:
    images = np.random.default_rng(4).integers(0, 256, (12, 28, 28), dtype=np.uint8)
    bench = AblationBench(network, images)
    changes = [switched_off(network, layer, [0, 1]) for layer in hidden_layers(network)]
    changes += [network, with_noise(network, 0.5, np.random.default_rng(1)), pruned(network, 0.5)]
    for changed in changes:
        expected = changed.predict_proba(images)
        np.testing.assert_allclose(bench.probabilities(changed), expected, rtol=1e-5)
    np.testing.assert_allclose(bench.probabilities(), network.predict_proba(images), rtol=1e-5)


def test_only_the_layers_after_a_change_are_computed(
    monkeypatch: pytest.MonkeyPatch, small_dataset: Dataset
) -> None:
    network = make_network(DENSE)
    bench = AblationBench(network, small_dataset.test.images)
    shares = list(bench.prepare())
    assert shares[-1] == 1.0
    assert list(bench.prepare()) == []
    asked: list[int] = []
    forward = Dense.forward

    def noted(self: Dense, X: FloatArray, memory: LayerBuffers) -> FloatArray:
        asked.append(self.units)
        return forward(self, X, memory)

    monkeypatch.setattr(Dense, "forward", noted)
    bench.probabilities(switched_off(network, "ReLU 1", [3]))
    assert set(asked) == {10}
    bench.probabilities(switched_off(network, "dense 1", [3]))
    assert set(asked) == {10, 12}


def test_what_is_too_large_is_not_kept_and_the_answers_are_the_same(
    monkeypatch: pytest.MonkeyPatch, small_dataset: Dataset
) -> None:
    monkeypatch.setattr(ablation_effects, "_MAX_KEPT_BYTES", 10)
    network = make_network(DENSE)
    images = small_dataset.test.images[:20]
    changed = switched_off(network, "ReLU 1", range(6))
    found = AblationBench(network, images).probabilities(changed)
    np.testing.assert_allclose(found, changed.predict_proba(images), rtol=1e-5)


@pytest.mark.parametrize("layers", [DENSE, CONVOLUTIONAL], ids=["dense", "convolutional"])
def test_the_ranking_is_that_of_switching_off_by_hand(
    layers: tuple[object, ...], small_dataset: Dataset
) -> None:
    network = make_network(layers)  # type: ignore[arg-type]
    images, labels = small_dataset.test.images[:60], small_dataset.test.labels[:60]
    layer = hidden_layers(network)[-1]
    *told, ranking = rank_units(AblationBench(network, images), labels, layer)
    assert isinstance(ranking, AblationRanking)
    effects = [one for one in told if isinstance(one, UnitEffect)]
    assert [one.n_done for one in effects] == list(range(1, effects[0].n_units + 1))
    before = network.predict_proba(images).argmax(axis=1) == labels
    some = 0.0
    for effect in effects:
        off = switched_off(network, layer, [effect.unit])
        after = off.predict_proba(images).argmax(axis=1) == labels
        for label in range(10):
            of_class = labels == label
            lost = before[of_class].mean() - after[of_class].mean()
            assert effect.lost[label] == pytest.approx(lost)
            assert ranking.lost[effect.unit, label] == pytest.approx(lost)
            some = max(some, lost)
    assert some > 0
    label = int(np.argmax(ranking.lost.max(axis=0)))
    carrier = ranking.carriers(label)[0]
    assert ranking.lost[carrier, label] == ranking.lost[:, label].max()


def test_a_ranking_can_be_stopped_and_is_of_the_units_asked_for(small_dataset: Dataset) -> None:
    network = make_network(DENSE)
    bench = AblationBench(network, small_dataset.test.images[:20])
    labels = small_dataset.test.labels[:20]
    ranking = rank_units(bench, labels, "ReLU 1", [7, 2])
    effects = (one for one in ranking if isinstance(one, UnitEffect))
    assert next(effects).unit == 7
    ranking.close()  # type: ignore[attr-defined]
    assert list(effects) == []
    *_, last = rank_units(bench, labels, "ReLU 1", [7, 2])
    assert isinstance(last, AblationRanking)
    assert last.units.tolist() == [7, 2]


def test_what_does_not_fit_is_refused(small_dataset: Dataset) -> None:
    network = make_network(DENSE)
    bench = AblationBench(network, small_dataset.test.images[:20])
    with pytest.raises(ValueError, match="network with the layers of 784-12-10, found 784-5-2"):
        bench.probabilities(EVERY_KIND["two classes"])
    with pytest.raises(ValueError, match="labels and images of the same length"):
        list(rank_units(bench, small_dataset.test.labels, "ReLU 1"))
    with pytest.raises(ValueError, match="units 0 to 11"):
        list(rank_units(bench, small_dataset.test.labels[:20], "ReLU 1", [99]))
