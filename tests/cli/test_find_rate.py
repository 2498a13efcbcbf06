"""``train --find-rate``: what it prints, and that it trains nothing."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from commanded_runs import run_with
from data_files import make_split

from fashion_gui.cli import find_rate, train
from fashion_gui.cli.parser import make_parser
from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.training import checkpoint
from fashion_gui.training.events import CheckpointTaken, Command
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError

OPTIONS = ("train", "--find-rate", "--hidden", "8", "--batch-size", "50")


def parsed(*words: str | Path) -> Namespace:
    return make_parser().parse_args([str(word) for word in words])


def found_by(arguments: Namespace, capsys: pytest.CaptureFixture[str]) -> str:
    assert train.run(arguments, train.recipe_from(arguments)) == 0
    return capsys.readouterr().out


def test_the_curve_and_the_good_rates_are_json(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (*OPTIONS, "--data", data, "--runs", tmp_path / "runs", "--json", "--no-drawings")
    found: dict[str, Any] = json.loads(found_by(parsed(*words), capsys))
    assert len(found["rates"]) == len(found["losses"]) == len(found["smoothed"])
    assert found["low"] < found["suggested"] <= found["high"]
    assert not (tmp_path / "runs").exists()  # nothing was trained or kept


def test_people_get_a_table_and_a_sentence(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = Dataset(make_split(1200, seed=1), make_split(300, seed=2), CLASS_NAMES)
    told = run_with(Recipe(hidden=(8,), epochs=1), dataset, {3: Command.CHECKPOINT})
    (taken,) = [record.checkpoint for record in told if isinstance(record, CheckpointTaken)]
    path = tmp_path / "there.checkpoint"
    checkpoint.save(path, taken)
    out = found_by(parsed("train", "--find-rate", "--resume", path, "--data", data), capsys)
    assert out.startswith("    rate    loss\n 1.0e-06")
    assert "Good learning rates: " in out
    assert " | #" in out


@pytest.mark.parametrize("option", [("--more", "2"), ("--out", "x"), ("--try", "l2=1,2")])
def test_options_of_a_run_are_refused(option: tuple[str, str]) -> None:
    with pytest.raises(RecipeError, match=f"--find-rate trains nothing, found {option[0]}"):
        train.recipe_from(parsed("train", "--find-rate", *option))


def test_a_sentence_says_that_no_rate_is_good(
    small_dataset: Dataset, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_rate.RateSearch, "valley", lambda found: None)
    find_rate.find(Recipe(hidden=(8,)), small_dataset, None, Namespace(json=False))
    assert "The loss hardly falls within 100 batches" in capsys.readouterr().out
