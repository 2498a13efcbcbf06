"""Runs as a whole: repeatable, undisturbed by who watches, and good at what they learn."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.training.events import BatchMetrics, Finished, Snapshot
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import ACTIVATIONS, Recipe
from fashion_gui.training.trainer import train

EVERYTHING = Recipe(
    hidden=(24, 12),
    epochs=3,
    batch_size=70,
    dropout=0.2,
    l2=1e-4,
    label_smoothing=0.1,
    schedule="one-cycle",
    n_validation=100,
)
RUNS = {
    "all that chance does": EVERYTHING,
    "momentum": replace(EVERYTHING, optimizer="sgd", momentum=0.9, learning_rate=0.05),
    "full batch": replace(EVERYTHING, batch_size=None),
    "as printed": replace(RECIPES["article-as-printed"], hidden=(16,), epochs=3, n_train=200),
}


def run(recipe: Recipe, dataset: Dataset, interval_s: float | None = None) -> Finished:
    *_, last = train(recipe, dataset, interval_s)
    assert isinstance(last, Finished)
    return last


@pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)
def test_the_same_seed_gives_the_same_network_bit_by_bit(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    first, second = run(recipe, small_dataset), run(recipe, small_dataset)
    assert first.network.parameters.tobytes() == second.network.parameters.tobytes()
    assert [e.loss for e in first.history] == [e.loss for e in second.history]
    assert np.array_equal(first.report.confusion, second.report.confusion)


@pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)
def test_another_seed_gives_another_network(small_dataset: Dataset, recipe: Recipe) -> None:
    other = run(replace(recipe, seed=1), small_dataset).network
    assert not np.allclose(run(recipe, small_dataset).network.parameters, other.parameters)


def test_chance_from_elsewhere_changes_nothing(small_dataset: Dataset) -> None:
    np.random.seed(1)  # noqa: NPY002  # the generator that all programs share
    first = run(EVERYTHING, small_dataset)
    np.random.seed(2)  # noqa: NPY002
    assert np.array_equal(
        first.network.parameters, run(EVERYTHING, small_dataset).network.parameters
    )


@pytest.mark.parametrize("interval_s", [0.0, 1e-3, 1e9])
@pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)
def test_snapshots_change_nothing_in_a_run(
    small_dataset: Dataset, recipe: Recipe, interval_s: float
) -> None:
    watched, alone = run(recipe, small_dataset, interval_s), run(recipe, small_dataset)
    assert watched.network.parameters.tobytes() == alone.network.parameters.tobytes()
    assert [(e.loss, e.validation_loss) for e in watched.history] == [
        (e.loss, e.validation_loss) for e in alone.history
    ]


@pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)
def test_two_runs_side_by_side_do_not_disturb_each_other(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    pairs = zip(train(recipe, small_dataset), train(recipe, small_dataset), strict=True)
    *_, (first, second) = pairs
    assert isinstance(first, Finished)
    assert isinstance(second, Finished)
    alone = run(recipe, small_dataset).network.parameters
    assert np.array_equal(first.network.parameters, alone)
    assert np.array_equal(second.network.parameters, alone)


def first_snapshot(recipe: Recipe, dataset: Dataset) -> Snapshot:
    records = train(recipe, dataset, 1e9)
    return next(record for record in records if isinstance(record, Snapshot))


@pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)
def test_the_first_snapshot_is_the_network_before_anything_was_learned(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    first = first_snapshot(recipe, small_dataset)
    assert first.step == 0
    for parameters in first.network.layer_parameters():
        if parameters:
            assert not parameters["biases"].any()
            assert parameters["weights"].std() > 0
    longer = first_snapshot(replace(recipe, epochs=7), small_dataset)
    assert np.array_equal(first.network.parameters, longer.network.parameters)


@pytest.mark.parametrize("recipe", RUNS.values(), ids=RUNS)
def test_a_snapshot_is_a_copy_that_later_steps_leave_alone(
    small_dataset: Dataset, recipe: Recipe
) -> None:
    taken = [
        (record, record.network.parameters.tobytes())
        for record in train(recipe, small_dataset, 0.0)
        if isinstance(record, Snapshot)
    ]
    assert all(snapshot.network.parameters.tobytes() == then for snapshot, then in taken)
    contents = {then for _, then in taken[:-1]}  # the last one differs in its temperature
    assert len(contents) == len({snapshot.step for snapshot, _ in taken}) > 2


def test_the_last_snapshot_is_the_finished_network(small_dataset: Dataset) -> None:
    records = list(train(EVERYTHING, small_dataset, 1e9))
    snapshots = [record for record in records if isinstance(record, Snapshot)]
    last = records[-1]
    assert isinstance(last, Finished)
    assert [snapshot.step for snapshot in snapshots] == [0, last.plan.n_steps]
    assert np.array_equal(snapshots[-1].network.parameters, last.network.parameters)


RATES = {
    ("cross-entropy", "adam"): 0.005,
    ("cross-entropy", "sgd"): 0.5,
    ("squared-error", "adam"): 0.001,
    ("squared-error", "sgd"): 1.0,
}


@pytest.mark.parametrize(("loss", "optimizer"), RATES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_kind_of_network_learns_what_can_be_learned(
    small_dataset: Dataset, activation: str, loss: str, optimizer: str
) -> None:
    recipe = Recipe(
        hidden=(32,),
        activation=activation,
        loss=loss,
        optimizer=optimizer,
        learning_rate=RATES[loss, optimizer],
        epochs=6,
        batch_size=16,
    )
    last = run(recipe, small_dataset)
    assert last.report.accuracy > 0.95
    losses = [epoch.loss for epoch in last.history]
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize("name", ["mlp", "article", "article-as-printed", "custom"])
def test_every_recipe_that_comes_with_the_program_learns(small_dataset: Dataset, name: str) -> None:
    recipe = RECIPES[name].with_settings(epochs=60 if "article" in name else 5)
    assert run(recipe, small_dataset).report.accuracy > 0.9


def test_no_hidden_layer_at_all_can_learn_too(small_dataset: Dataset) -> None:
    last = run(Recipe(hidden=(), epochs=5, batch_size=32, learning_rate=0.005), small_dataset)
    assert last.plan.sizes == (784, 10)
    assert last.report.accuracy > 0.95


def test_labels_without_any_sense_cannot_be_told_on_new_images(small_dataset: Dataset) -> None:
    rng = np.random.default_rng(0)
    shuffled = replace(small_dataset.train, labels=rng.permutation(small_dataset.train.labels))
    recipe = Recipe(hidden=(32,), epochs=5, batch_size=32)
    last = run(recipe, Dataset(shuffled, small_dataset.test, CLASS_NAMES))
    assert last.report.accuracy < 0.4
    assert last.history[-1].validation_accuracy is not None
    assert last.history[-1].validation_accuracy < 0.4


def test_the_accuracy_of_a_batch_is_taken_before_its_step(small_dataset: Dataset) -> None:
    recipe = Recipe(hidden=(16,), epochs=3, batch_size=None, n_train=300)
    records = list(train(recipe, small_dataset, 0.0))
    networks = {r.step: r.network for r in records if isinstance(r, Snapshot)}
    part = small_dataset.train[:300]
    for batch in (record for record in records if isinstance(record, BatchMetrics)):
        answers = networks[batch.step - 1].predict_proba(part.images).argmax(axis=1)
        assert batch.accuracy == np.mean(answers == part.labels)
