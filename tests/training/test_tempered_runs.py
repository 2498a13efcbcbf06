"""The temperature that a run gives its network at the end."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import log_loss

from fashion_gui.data import CLASS_NAMES, Dataset, Subset
from fashion_gui.evaluation.metrics import confusion_matrix
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.training.drawings import PHOTOS_A_DRAWING, held_out_drawings
from fashion_gui.training.events import BatchMetrics, Command, DivergedError, Finished, Snapshot
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

PLAIN = Recipe(hidden=(16,), epochs=2, batch_size=100, n_train=600, n_validation=120, n_test=200)
RUNS = {
    "plain": PLAIN,
    "smoothed": replace(PLAIN, label_smoothing=0.3),
    "averaged": replace(PLAIN, averaging=0.6, batch_norm=True),
    "mirrored": replace(PLAIN, mirror=True, label_smoothing=0.2),
    "all at once": replace(PLAIN, batch_size=None, epochs=4),
    "drawings": replace(PLAIN, drawings=True),
    "convnet": replace(
        PLAIN, convolutions=("6k6s4",), hidden=(), n_train=200, mirror=True, drawings=True
    ),
}
of_every_kind = pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)


def noisy(split: Subset, seed: int) -> Subset:
    """Return the images with a tenth of wrong labels: nobody can be sure of these."""
    rng = np.random.default_rng(seed)
    labels = split.labels.copy()
    wrong = rng.random(len(labels)) < 0.1
    labels[wrong] = rng.integers(0, 10, wrong.sum())
    return Subset(split.images, labels)


@pytest.fixture(scope="module")
def dataset(small_dataset: Dataset) -> Dataset:
    return Dataset(noisy(small_dataset.train, 1), noisy(small_dataset.test, 2), CLASS_NAMES)


def run(recipe: Recipe, dataset: Dataset) -> tuple[Finished, Network]:
    """Return the end of a run, and the network as it was before it got its temperature."""
    records = list(train(recipe, dataset, 0.0))
    snapshots = [record for record in records if isinstance(record, Snapshot)]
    last = records[-1]
    assert isinstance(last, Finished)
    assert snapshots[-2].step == snapshots[-1].step == last.plan.n_steps
    assert np.array_equal(snapshots[-1].network.parameters, last.network.parameters)
    return last, snapshots[-2].network


def held_out(recipe: Recipe, dataset: Dataset) -> Subset:
    """Return what the temperature is found with."""
    photos = dataset.train[-recipe.n_validation :]
    if not recipe.drawings:
        return photos
    drawings = held_out_drawings(len(photos) // PHOTOS_A_DRAWING)
    return Subset(
        np.concatenate([photos.images, drawings.images]),
        np.concatenate([photos.labels, drawings.labels]),
    )


def loss(network: Network, split: Subset) -> float:
    shares = network.predict_proba(split.images).astype(float)
    shares /= shares.sum(axis=1, keepdims=True)
    return float(log_loss(split.labels, shares, labels=range(10)))


@of_every_kind
def test_held_out_images_are_at_least_as_likely_as_before(dataset: Dataset, recipe: Recipe) -> None:
    last, before = run(recipe, dataset)
    images = held_out(recipe, dataset)
    assert loss(last.network, images) <= loss(before, images) + 1e-6


@of_every_kind
def test_the_last_weights_are_divided_by_the_temperature_that_is_told(
    dataset: Dataset, recipe: Recipe
) -> None:
    last, before = run(recipe, dataset)
    assert last.temperature is not None
    assert 0.2 <= last.temperature <= 5.0
    *inner, (old, new), _ = zip(
        before.layer_parameters(), last.network.layer_parameters(), strict=True
    )
    for name in ("weights", "biases"):
        np.testing.assert_allclose(new[name] * last.temperature, old[name], rtol=1e-5)
    for old_layer, new_layer in inner:
        for name, array in old_layer.items():
            assert np.array_equal(new_layer[name], array)


@of_every_kind
def test_the_report_is_that_of_the_tempered_network(dataset: Dataset, recipe: Recipe) -> None:
    last, _ = run(recipe, dataset)
    test = dataset.test[:200]
    answers = last.network.predict_proba(test.images).argmax(axis=1)
    assert np.array_equal(last.report.confusion, confusion_matrix(test.labels, answers, 10))


@pytest.mark.parametrize("name", ["mirrored", "drawings"])
def test_a_saved_network_does_as_well_as_its_file_says(
    dataset: Dataset, name: str, tmp_path: Path
) -> None:
    last, _ = run(RUNS[name], dataset)
    model_file.save(tmp_path / "net.safetensors", last.network, last.story())
    saved = model_file.load(tmp_path / "net.safetensors")
    answers = saved.network.predict_proba(dataset.test.images[:200]).argmax(axis=1)
    told = saved.training["test_accuracy"]
    assert told == np.mean(answers == dataset.test.labels[:200])
    assert saved.training["temperature"] == last.temperature


def test_the_story_tells_the_temperature_as_a_plain_value(dataset: Dataset) -> None:
    last, _ = run(PLAIN, dataset)
    assert type(last.temperature) is float
    assert json.loads(json.dumps(last.story()))["temperature"] == last.temperature


@pytest.mark.parametrize(
    "recipe",
    [
        replace(PLAIN, n_validation=0),
        replace(PLAIN, n_validation=0, drawings=True),
        replace(PLAIN, loss="squared-error"),
        replace(RECIPES["article-as-printed"], hidden=(16,), epochs=2, n_train=200),
    ],
    ids=["nothing held out", "drawings, nothing held out", "sigmoids", "as printed"],
)
def test_where_there_is_nothing_to_do_there_is_no_temperature(
    dataset: Dataset, recipe: Recipe
) -> None:
    last, before = run(recipe, dataset)
    assert last.temperature is None
    assert last.story()["temperature"] is None
    assert np.array_equal(last.network.parameters, before.parameters)


def test_less_certainty_in_training_makes_a_lower_temperature(dataset: Dataset) -> None:
    recipe = replace(PLAIN, n_train=None, epochs=6, learning_rate=0.005)
    modest, _ = run(replace(recipe, label_smoothing=0.5), dataset)
    plain, _ = run(recipe, dataset)
    assert modest.temperature is not None
    assert plain.temperature is not None
    assert modest.temperature < 1.0
    assert modest.temperature < 0.9 * plain.temperature


def test_the_test_images_do_not_decide_it(dataset: Dataset) -> None:
    upside_down = Subset(dataset.test.images[:, ::-1], dataset.test.labels)
    last, _ = run(PLAIN, dataset)
    other, _ = run(PLAIN, Dataset(dataset.train, upside_down, CLASS_NAMES))
    assert other.temperature == last.temperature
    assert np.array_equal(other.network.parameters, last.network.parameters)


def stopped_after(n_steps: int, recipe: Recipe, dataset: Dataset) -> Finished:
    learning = train(recipe, dataset)
    n_done = 0
    for record in learning:
        n_done += isinstance(record, BatchMetrics)
        if n_done == n_steps:
            break
    *_, last = [learning.send(Command.STOP), *learning]
    assert isinstance(last, Finished)
    return last


@pytest.mark.parametrize("n_steps", [0, 1, 3])
def test_a_run_that_is_stopped_has_a_temperature_too(dataset: Dataset, n_steps: int) -> None:
    last = stopped_after(n_steps, PLAIN, dataset)
    assert not last.completed
    assert last.temperature is not None
    answers = last.network.predict_proba(dataset.test.images[:200]).argmax(axis=1)
    assert last.report.accuracy == np.mean(answers == dataset.test.labels[:200])


@pytest.mark.parametrize("hidden", [(16,) * 3, (64,) * 8])
def test_a_run_that_is_stopped_while_it_diverges_says_so_without_warnings(
    dataset: Dataset, hidden: tuple[int, ...]
) -> None:
    recipe = replace(PLAIN, hidden=hidden, optimizer="sgd", learning_rate=1e6, epochs=20)
    said = ""
    for n_steps in range(1, 20):
        try:
            stopped_after(n_steps, recipe, dataset)
        except DivergedError as error:
            said = str(error)
            break
    assert "Choose a learning rate" in said
