"""``train --resume NAME --undo``: back to before the last change of a setting."""

import json
from pathlib import Path
from typing import Any

import pytest

from fashion_gui.cli import train
from fashion_gui.cli.parser import make_parser
from fashion_gui.shelf.shelf import Shelf, ShelfError
from fashion_gui.training.settings import RecipeError

SMALL = ("--hidden", "8", "--epochs", "2", "--batch-size", "100", "--no-drawings", "--name", "mine")


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, Any]:
    arguments = make_parser().parse_args(["train", "--json", *map(str, words)])
    assert train.run(arguments, train.recipe_from(arguments)) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_more_epochs_are_undone_as_if_they_had_not_been(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--data", data, "--runs", tmp_path / "runs")
    folder = Shelf(tmp_path / "runs").folder("mine")
    first = run(capsys, *SMALL, *where)
    network = folder.network.read_bytes()
    with pytest.raises(ShelfError, match="No setting was changed during mine"):
        run(capsys, "--resume", "mine", "--undo", *where)
    assert not folder.is_in_use()
    more = run(capsys, "--resume", "mine", "--more", "1", *where)
    assert (first["epochs"], more["epochs"]) == (2, 3)
    assert folder.network.read_bytes() != network
    undone = run(capsys, "--resume", "mine", "--undo", *where)
    assert undone["epochs"] == 2
    assert undone["test_accuracy"] == first["test_accuracy"]
    assert len(folder.read_history().epochs) == 2
    assert folder.read_history().turns == []
    assert not folder.is_in_use()


def test_it_needs_a_run() -> None:
    arguments = make_parser().parse_args(["train", "--undo"])
    with pytest.raises(RecipeError, match="--resume NAME is missing"):
        train.recipe_from(arguments)
