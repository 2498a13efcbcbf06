"""The learning-rate finder: what it finds, and that it leaves the run as it is."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from commanded_runs import run_with

from fashion_gui.data import Dataset
from fashion_gui.nn.state import separated
from fashion_gui.training.checkpoint import Checkpoint, CheckpointError
from fashion_gui.training.controls import SetControl
from fashion_gui.training.events import BatchMetrics, CheckpointTaken, Command, Finished
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.rate_curve import N_BATCHES, RateSearch, Valley, in_words, readable
from fashion_gui.training.rate_finder import find_rate
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.trainer import train

RECIPE = Recipe(
    hidden=(16,), batch_norm=True, dropout=0.1, shift=1, batch_size=50, n_train=400,
    n_validation=100, n_test=50, epochs=2, averaging=0.5, schedule="one-cycle",
)  # fmt: skip


def searched(recipe: Recipe, dataset: Dataset, start: Checkpoint | None = None) -> RateSearch:
    *_, last = find_rate(recipe, dataset, start)
    assert last.is_done
    return last


def made(losses: np.ndarray, noise: float) -> RateSearch:
    rates = np.geomspace(1e-6, 1.0, len(losses))
    noisy = losses + np.random.default_rng(0).normal(0, noise, len(losses))
    return RateSearch(rates, noisy, (1e-6, 1.0), is_done=True)


def test_a_valley_is_found_where_it_was_put() -> None:
    # A loss that falls around 1e-3, lies still to 1e-1 and explodes there.
    logs = np.linspace(-6, 0, N_BATCHES)
    losses = 0.5 + 2 / (1 + np.exp(4 * (logs + 3))) + np.exp(10 * (logs + 0.8))
    valley = made(losses, 0.02).valley()
    assert valley
    assert valley.low == pytest.approx(1e-3, rel=0.3)
    assert 3e-3 < valley.suggested < 3e-2
    assert valley.suggested < valley.high < 0.2


def test_a_loss_that_only_rises_says_from_where() -> None:
    logs = np.linspace(-6, 0, N_BATCHES)
    found = made(1 + np.exp(6 * (logs + 2)), 0.02)
    assert found.valley() is None
    assert found.rises_from() == pytest.approx(0.0032, rel=0.4)  # a rise by 5 %
    assert in_words(found).endswith(f"rises with rates above {found.rises_from():g}: stay below.")
    assert made(np.full(N_BATCHES, 2.0), 0.1).rises_from() is None


def test_noise_is_no_valley() -> None:
    assert made(np.full(N_BATCHES, 2.0), 0.1).valley() is None
    assert made(np.linspace(2, 4, N_BATCHES), 0.05).valley() is None
    assert made(np.geomspace(2, 1, 5), 0.0).valley() is None  # too few batches to tell


def test_a_jump_does_not_hide_the_valley_before_it() -> None:
    losses = np.concatenate([np.full(30, 2.0), np.linspace(2, 1, 40), np.full(3, 1e6)])
    found = made(losses, 0.01)
    valley = found.valley()
    assert valley
    assert found.rates[58] < valley.high <= found.rates[70]


def test_rates_are_read_with_two_digits() -> None:
    assert readable(0.0123456) == 0.012
    assert readable(1.5) == 1.5


@pytest.mark.parametrize("batch_size", [50, None])
def test_it_finds_rates_that_lower_the_loss(small_dataset: Dataset, batch_size: int | None) -> None:
    recipe = replace(RECIPE, batch_size=batch_size, n_train=400 if batch_size else 100)
    found = searched(recipe, small_dataset)
    assert np.all(np.diff(found.rates) > 0)
    assert len(found.rates) == len(found.losses) <= N_BATCHES
    valley = found.valley()
    assert isinstance(valley, Valley)
    assert 1e-4 < valley.low < valley.suggested <= valley.high <= 1.0


def test_a_search_ends_where_the_loss_diverges(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, batch_norm=False, optimizer="sgd", momentum=0.9, loss="squared-error")
    found = searched(replace(recipe, activation="relu", l2=100.0), small_dataset)
    assert len(found.losses) < N_BATCHES
    assert np.all(np.isfinite(found.losses))


def test_the_articles_code_has_rates_of_its_own(small_dataset: Dataset) -> None:
    recipe = replace(RECIPES["article-as-printed"], hidden=(16,), n_train=100, n_validation=0)
    valley = searched(recipe, small_dataset).valley()
    assert valley
    assert valley.low < valley.suggested


def test_a_run_and_its_checkpoint_are_untouched_bit_for_bit(small_dataset: Dataset) -> None:
    recipe = replace(RECIPE, drawings=True, learning_rate=0.1, epochs=1)
    whole = run_with(recipe, small_dataset, {})
    run, told, command = train(recipe, small_dataset, is_kept=True), [], None
    while not told or not isinstance(told[-1], Finished):
        told.append(run.send(command))
        command = Command.CHECKPOINT if getattr(told[-1], "step", 0) == 5 else None
        if isinstance(told[-1], CheckpointTaken) and told[-1].step == 5:
            before = deepcopy(separated(told[-1].checkpoint.state))
            found = searched(recipe, small_dataset, told[-1].checkpoint)
            np.testing.assert_equal(separated(told[-1].checkpoint.state), before)
            command = None
    fresh = next(find_rate(recipe, small_dataset))
    assert found.losses[0] < fresh.losses[0] - 0.3  # it has learned for five steps
    ends = [records[-1] for records in (whole, told)]
    np.testing.assert_array_equal(*(end.network.parameters for end in ends))
    losses = [[r.loss for r in of if isinstance(r, BatchMetrics)] for of in (whole, told)]
    assert losses[0] == losses[1]


def test_a_search_in_a_run_has_what_was_turned_before(small_dataset: Dataset) -> None:
    turns = (SetControl("batch_size", 80), SetControl("dropout", 0.9))
    told = run_with(RECIPE, small_dataset, {3: turns, 4: Command.CHECKPOINT})
    (taken,) = [record.checkpoint for record in told if isinstance(record, CheckpointTaken)]
    with_turns = next(find_rate(RECIPE, small_dataset, taken))
    without = find_rate(RECIPE, small_dataset, taken, now=replace(RECIPE, batch_size=80))
    assert next(without).losses[0] != with_turns.losses[0]
    taken.state["turns"].append({"step": 3, "name": "hidden", "value": 3})
    with pytest.raises(CheckpointError, match="damaged"):
        next(find_rate(RECIPE, small_dataset, taken))


def test_in_a_run_the_rates_are_those_of_the_knob(small_dataset: Dataset) -> None:
    told = run_with(RECIPE, small_dataset, {9: Command.CHECKPOINT})
    (taken,) = [record.checkpoint for record in told if isinstance(record, CheckpointTaken)]
    share = RECIPE.learning_rate_at(9 / 16) / RECIPE.learning_rate
    assert share < 0.9
    found = next(find_rate(RECIPE, small_dataset, taken))
    plain = next(find_rate(RECIPE, small_dataset, taken, now=replace(RECIPE, schedule="constant")))
    assert plain.rates[0] == pytest.approx(1e-6)
    assert found.rates[0] * share == pytest.approx(1e-6)
    assert found.span == pytest.approx((1e-6 / share, 1 / share))
    assert found.losses[0] == plain.losses[0]


def test_what_does_not_fit_is_refused(small_dataset: Dataset) -> None:
    with pytest.raises(RecipeError, match="batch_size"):
        next(find_rate(replace(RECIPE, batch_size=5000), small_dataset))
