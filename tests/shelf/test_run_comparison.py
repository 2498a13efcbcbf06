"""Two runs side by side, in sentences."""

from dataclasses import replace
from typing import Any

import pytest

from fashion_gui.percent import plain
from fashion_gui.shelf.run_comparison import (
    groups_of_seeds,
    recipe_of_run,
    seeds_in_words,
    seeds_of,
    settings_in_words,
)
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.training.recipes import Recipe


def make(name: str, accuracy: float | None = 0.88, **changes: Any) -> RunRecord:
    recipe = Recipe(**changes)
    return RunRecord(name, recipe, RunStatus.FINISHED, test_accuracy=accuracy, dataset="d")


SLOW = [make(f"slow {seed}", 0.88 + seed / 1000, seed=seed) for seed in range(4)]
FAST = [make(f"fast {s}", 0.90 + s / 1000, seed=s, learning_rate=0.003) for s in range(4)]


def test_settings_that_differ_are_told_with_both_values() -> None:
    words = settings_in_words(make("a"), make("b", learning_rate=0.003, hidden=(64, 32)))
    assert words == "They differ in hidden layers (128 and 64 32), learning rate (0.001 and 0.003)."
    assert settings_in_words(SLOW[0], SLOW[3]) == "They differ in seed (0 and 3)."
    assert settings_in_words(SLOW[0], replace(SLOW[0], name="x")) == "They have the same settings."


def test_changes_during_a_run_are_told() -> None:
    turned = replace(make("b"), turns=({"name": "learning_rate", "value": 0.01, "step": 7},))
    words = settings_in_words(make("a"), turned)
    assert words.endswith("b was changed during the run: learning rate 0.01.")
    assert recipe_of_run(turned) == f"{recipe_of_run(make('a'))}, then learning rate 0.01"


@pytest.mark.parametrize(
    ("status", "step", "words"),
    [
        (RunStatus.STOPPED, 180, "b was stopped after 1.8 of its 12 epochs."),
        (RunStatus.INTERRUPTED, 200, "b was interrupted after 2 of its 12 epochs."),
        (RunStatus.FINISHED, 1200, ""),
    ],
)
def test_it_is_told_where_a_run_was_stopped(status: RunStatus, step: int, words: str) -> None:
    other = replace(make("b", epochs=12), status=status, step=step, n_steps=1200)
    told = settings_in_words(make("a", epochs=2), other)
    assert told == f"They differ in epochs (2 and 12). {words}".strip()


def test_seeds_of_a_recipe_are_its_finished_runs_on_the_same_images() -> None:
    others = [
        make("no result", None, seed=7),
        replace(make("stopped", seed=8), status=RunStatus.STOPPED),
        replace(make("other images", seed=9), dataset="e"),
        replace(make("turned", seed=10), turns=({"name": "momentum", "value": 1},)),
        replace(SLOW[2], name="repeated"),
    ]
    assert seeds_of(SLOW[1], [*others, *SLOW, *FAST]) == (SLOW[1], others[4], SLOW[0], SLOW[3])


def test_more_than_seeds_explain_and_less() -> None:
    words = plain(seeds_in_words(SLOW[0], FAST[0], [*SLOW, *FAST]))
    assert words == (
        "Over seeds: slow 0 88.15 % (4 seeds, 88.00 to 88.30), fast 0 90.15 % (4 seeds, 90.00 to "
        "90.30); the difference of 2.00 points is more than seeds explain (Welch's t-test, "
        "p < 0.001)."
    )
    words = plain(seeds_in_words(SLOW[0], make("near", 0.882, momentum=0.5), SLOW))
    assert "near 88.20 % (1 seed)" in words
    assert "0.05 points may come from the seeds alone (Student's t-test, p = 0." in words


def test_without_other_seeds_it_is_not_known() -> None:
    words = seeds_in_words(SLOW[0], FAST[0], [SLOW[0], FAST[0]])
    assert words.startswith("Whether other seeds would turn it round is not known")


@pytest.mark.parametrize(("n", "words"), [(1, ""), (4, "This recipe: 88.15 % (4 seeds")])
def test_runs_that_differ_in_their_seeds_alone_have_a_spread(n: int, words: str) -> None:
    found = plain(seeds_in_words(SLOW[0], replace(SLOW[0], name="again"), SLOW[:n]))
    assert found.startswith(words)
    assert bool(found) == bool(words)


def test_runs_are_grouped_by_their_recipe() -> None:
    groups = groups_of_seeds([SLOW[0], FAST[1], SLOW[2], replace(SLOW[0], name="repeated")])
    assert groups == ((SLOW[0], SLOW[2]), (FAST[1],))
