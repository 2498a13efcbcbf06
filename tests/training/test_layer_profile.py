"""What goes on inside each layer, at each frame of a film."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.distribution import shares_of_values
from fashion_gui.nn.inspection import activations
from fashion_gui.training import filming
from fashion_gui.training.events import Frame
from fashion_gui.training.layer_history import LayerHistory, n_layers
from fashion_gui.training.layer_profile import Profiler
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(8,), batch_size=200, n_train=600, n_validation=0, n_test=20, epochs=2)


def film(recipe: Recipe, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> list[Frame]:
    monkeypatch.setattr(filming, "_PROFILING_S", 1e9)  # never skipped, however slow
    records = train(recipe, dataset, has_film=True)
    return [record for record in records if isinstance(record, Frame)]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_a_profile_is_what_a_plain_computation_finds(
    activation: str, small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = film(replace(RECIPE, activation=activation), small_dataset, monkeypatch)
    names = frames[0].network.architecture.layer_names
    images = small_dataset.train.images[:256]
    for before, after in itertools.pairwise(frames):
        assert after.step == before.step + 1
        for number, layer in enumerate(after.layers):
            index = names.index(layer.name)
            old, new = (f.network.layer_parameters()[index]["weights"] for f in (before, after))
            assert layer.update_ratio == pytest.approx(
                np.linalg.norm(new - old) / np.linalg.norm(new), rel=1e-4
            )
            shares, reach = shares_of_values(new)
            np.testing.assert_array_equal(layer.shares[0], shares)
            assert layer.reaches[0] == reach
            Y = activations(after.network, images, [layer.activation])[layer.activation]
            np.testing.assert_allclose(layer.shares[1], shares_of_values(Y)[0], atol=1e-3)
            assert 0.5 < layer.shares[2].sum() <= 1.0001
            assert number == 1 or len(layer.units) == 8
    start = frames[0].layers[0]
    assert np.isnan(start.update_ratio)
    assert not start.shares[2].any()
    last = frames[-1].layers
    assert [layer.name for layer in last] == ["dense 1", "dense 2"]
    assert last[0].state == ("dead" if activation == "relu" else "saturated")
    assert last[1].state == ""
    assert np.isnan(last[1].share_resting)


def test_maps_of_a_convolution_and_the_printed_article_have_profiles(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    convolutional = replace(
        RECIPE, convolutions=("8k6s2", "8p"), batch_norm=True, n_train=60, batch_size=30, epochs=1
    )
    layers = film(convolutional, small_dataset, monkeypatch)[-1].layers
    assert [layer.name for layer in layers] == [
        "convolution 1",
        "convolution 2",
        "dense 1",
        "dense 2",
    ]
    assert layers[1].activation == "ReLU 2"
    assert layers[1].units.shape == (8,)
    printed = replace(RECIPES["article-as-printed"], epochs=2, n_train=100, n_test=60)
    first, *_ = film(printed, small_dataset, monkeypatch)[-1].layers
    assert first.update_ratio > 0
    assert not first.shares[2].any()


@pytest.mark.parametrize(
    ("activation", "state", "bias"), [("relu", "dead", -1e4), ("sigmoid", "saturated", 1e4)]
)
def test_units_that_are_the_same_for_all_images_are_found(
    activation: str, state: str, bias: float, small_dataset: Dataset
) -> None:
    architecture = replace(RECIPE, activation=activation).architecture(10)
    vector = architecture.initial_parameters(np.random.default_rng(1))
    architecture.split(vector)[1]["biases"][[2, 5]] = bias
    first, _ = Profiler(small_dataset.train.images).profiles(architecture, vector, None)
    assert first.state == state
    assert np.flatnonzero(first.units).tolist() == [2, 5]
    assert first.share_resting == 0.25


def test_a_unit_that_one_of_all_images_wakes_is_not_dead(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Architecture, "chunk", 100)  # fewer than the images that are looked at
    architecture = RECIPE.architecture(10)
    vector = architecture.initial_parameters(np.random.default_rng(1))
    dense = architecture.split(vector)[1]
    images = small_dataset.train.images[:256].copy()
    rows = images.reshape(256, -1) / 255 @ dense["weights"][:, 2]
    lowest, highest = np.argsort(rows)[[0, -2]]
    dense["biases"][2] = -(rows[highest] + rows.max()) / 2  # only the very highest is above
    place = 200
    images[[place, int(rows.argmax())]] = images[[int(rows.argmax()), place]]
    assert not Profiler(images).profiles(architecture, vector, None)[0].units[2]
    images[place] = images[lowest]
    assert Profiler(images).profiles(architecture, vector, None)[0].units[2]


def test_a_history_tells_since_when_a_unit_has_been_dead(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = film(RECIPE, small_dataset, monkeypatch)
    dead = {0: (), 1: (3,), 2: (), 3: (3,), 4: (3,), 5: (3,), 6: (3, 4)}
    frames = [
        replace(
            frame,
            layers=(
                replace(frame.layers[0], units=np.isin(np.arange(8), dead[place])),
                *frame.layers[1:],
            ),
        )
        for place, frame in enumerate(frames)
    ]
    history = LayerHistory(frames, 0)
    assert len(history) == n_layers(frames) + 5 == 7
    assert history.resting_since(3) is frames[3]
    assert history.resting_since(4) is frames[6]
    assert history.resting_since(0) is None
    assert history.resting_since(3, 1) is frames[1]
    assert history.resting_since(3, 2) is None
    assert history.resting.tolist() == [0, 1 / 8, 0, 1 / 8, 1 / 8, 1 / 8, 2 / 8]
    assert history.place_of(None) == 6
    assert history.place_of(frames[4]) == 4


def test_distributions_over_time_have_common_rows(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = LayerHistory(film(RECIPE, small_dataset, monkeypatch), 0)
    weights, (low, high) = history.columns("weights")
    assert weights.shape[0] == 7
    assert low == -high
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=0.02)
    activated, (low, _) = history.columns("activations")  # those of a ReLU are never negative
    assert low == 0
    np.testing.assert_allclose(activated.sum(axis=1), 1, rtol=0.02)
    gradients, (low, high) = history.columns("gradients")
    assert not gradients[0].any()
    assert gradients.shape[1] == high - low
    assert -40 < low < high < 5


def test_profiles_are_skipped_when_they_take_too_much_time(
    small_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filming, "_PROFILING_S", 0.0)
    monkeypatch.setattr(filming, "_PROFILING_SHARE", 0.0)
    frames = [r for r in train(RECIPE, small_dataset, has_film=True) if isinstance(r, Frame)]
    assert [bool(frame.layers) for frame in frames] == [True, *[False] * 6]
    assert len(LayerHistory(frames, 0)) == 1
