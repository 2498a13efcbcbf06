"""What goes on in the layers, as a run tells it together with its snapshots."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fashion_gui.data import Dataset
from fashion_gui.training.events import (
    BatchMetrics,
    Command,
    Finished,
    LayerStatistics,
    Record,
    Snapshot,
)
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPE = Recipe(
    hidden=(16,),
    batch_norm=True,
    dropout=0.25,
    epochs=2,
    batch_size=150,
    n_train=400,
    n_validation=60,
    n_test=60,
)
CONVOLUTIONAL = replace(RECIPE, convolutions=("8k6s2", "8p"), n_train=200, batch_size=50)
AS_PRINTED = replace(RECIPES["article-as-printed"], epochs=3, n_train=100, n_test=60)


def of_type(records: list[Record], kind: type[Any]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


@pytest.mark.parametrize(
    "recipe", [RECIPE, CONVOLUTIONAL, AS_PRINTED], ids=["dense", "convolutional", "as printed"]
)
def test_statistics_of_every_layer_follow_each_snapshot_after_a_step(
    recipe: Recipe, small_dataset: Dataset
) -> None:
    records = list(train(recipe, small_dataset, snapshot_interval_s=0.0, statistics=True))
    found = of_type(records, LayerStatistics)
    assert [record.step for record in found] == [r.step for r in of_type(records, BatchMetrics)]
    names = recipe.architecture(10).layer_names
    for record in found:
        before = records[records.index(record) - 1]
        assert isinstance(before, Snapshot)
        assert before.step == record.step
        assert tuple(layer.name for layer in record.layers) == names
        by_name = {layer.name: layer for layer in record.layers}
        weights = before.network.layer_parameters()[names.index("dense 1")]["weights"]
        assert by_name["dense 1"].parameters["weights"].norm == pytest.approx(
            np.linalg.norm(weights), rel=1e-5
        )
        activated = by_name["sigmoid 1" if recipe.as_printed else "ReLU 1"].activations
        assert activated is not None
        assert activated.mean > 0
        if not recipe.as_printed:
            assert by_name["dense 1"].gradients["weights"].norm > 0
            assert by_name["batch norm 1"].gradients["scale"].norm > 0


def test_dropouts_share_of_zeros_and_the_activations_of_learning_are_told(
    small_dataset: Dataset,
) -> None:
    recipe = replace(RECIPE, activation="sigmoid", dropout=0.5, epochs=1)
    run = train(recipe, small_dataset, snapshot_interval_s=0.0, statistics=True)
    statistics = next(record for record in run if isinstance(record, LayerStatistics))
    run.close()
    dropout = next(layer for layer in statistics.layers if layer.name == "dropout 1")
    assert dropout.activations is not None
    # 75 samples of 16 values: the share's standard error is 0.014.
    assert dropout.activations.zeros == pytest.approx(0.5, abs=0.07)


def test_nothing_is_told_unless_it_was_asked_for(small_dataset: Dataset) -> None:
    for arguments in ({"snapshot_interval_s": 0.0}, {"statistics": True}):
        records = list(train(RECIPE, small_dataset, **arguments))
        assert not of_type(records, LayerStatistics)


def test_statistics_come_with_the_snapshot_that_was_sent_for(small_dataset: Dataset) -> None:
    run = train(RECIPE, small_dataset, snapshot_interval_s=1e9, statistics=True)
    record = next(run)
    while not isinstance(record, BatchMetrics):
        record = next(run)
    assert isinstance(run.send(Command.SNAPSHOT), Snapshot)
    assert isinstance(next(run), LayerStatistics)
    assert isinstance(next(run), BatchMetrics)
    run.close()


def test_looking_changes_nothing_in_what_is_learned(small_dataset: Dataset) -> None:
    networks = []
    for statistics in (False, True):
        *_, last = train(CONVOLUTIONAL, small_dataset, 0.0, statistics=statistics)
        assert isinstance(last, Finished)
        networks.append(last.network.parameters)
    np.testing.assert_array_equal(*networks)
