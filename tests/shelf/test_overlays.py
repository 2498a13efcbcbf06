"""Curves that are laid over others: single runs, and bands over seeds."""

from dataclasses import replace

import numpy as np

from fashion_gui.shelf.overlays import overlays_of
from fashion_gui.shelf.run_record import RunRecord
from fashion_gui.training.history import RunHistory
from fashion_gui.training.recipes import Recipe


def history(values: list[float], step: float = 1.0) -> RunHistory:
    made = RunHistory()
    for place, value in enumerate(values, 1):
        made.accuracy.validation.append(step * place, value)
    return made


def test_seeds_become_a_band_of_mean_and_range() -> None:
    runs = [RunRecord(f"mine seed {seed}", Recipe(seed=seed)) for seed in range(3)]
    other = RunRecord("other", Recipe(dropout=0.5))
    histories = {
        "mine seed 0": history([0.5, 0.7, 0.9]),
        "mine seed 1": history([0.3, 0.8, 0.6]),
        "mine seed 2": history([0.4, 0.5, 0.6, 0.7], 0.5),
        "other": history([0.1]),
    }
    band, single = overlays_of([runs[0], other, *runs[1:]], histories, "accuracy")
    assert band.name == "mine, 3 seeds"
    assert band.x.tolist() == [1.0, 1.5, 2.0]
    assert band.low is not None
    assert band.high is not None
    np.testing.assert_allclose(band.y, [1.3 / 3, (0.6 + 0.55 + 0.6) / 3, 2.2 / 3])
    np.testing.assert_allclose(band.low, [0.3, 0.55, 0.7])
    np.testing.assert_allclose(band.high, [0.5, 0.6, 0.8])
    assert (single.name, single.y.tolist(), single.low) == ("other", [0.1], None)


def test_what_is_not_read_yet_or_empty_is_left_out() -> None:
    run = RunRecord("a", Recipe())
    runs = [run, replace(run, name="b", recipe=Recipe(seed=1))]
    histories = {"a": history([0.5]), "b": RunHistory()}
    (only,) = overlays_of(runs, histories, "accuracy")
    assert (only.name, only.low) == ("a", None)
    assert overlays_of(runs, {}, "loss") == []
    assert overlays_of(runs, histories, "loss") == []


def test_training_stands_in_where_nothing_is_held_out() -> None:
    made = RunHistory()
    made.loss.training.append(0.5, 2.0)
    (only,) = overlays_of([RunRecord("a", Recipe())], {"a": made}, "loss")
    assert only.y.tolist() == [2.0]


def test_runs_of_any_length_can_be_shown_equally_long() -> None:
    runs = [
        RunRecord("short", Recipe(epochs=4)),
        RunRecord("long", Recipe(epochs=1000, seed=1)),
        RunRecord("long seed 2", Recipe(epochs=1000, seed=2)),
    ]
    histories = {
        "short": history([0.5, 0.7]),  # interrupted after the half
        "long": history([0.5, 0.7], 500),
        "long seed 2": history([0.6, 0.8], 500),
    }
    short, band = overlays_of(runs, histories, "accuracy", length=20)
    assert (short.x.tolist(), short.y.tolist()) == ([5, 10], [0.5, 0.7])
    assert band.x.tolist() == [10, 20]
    assert band.low is not None
    assert band.low.tolist() == [0.5, 0.7]
