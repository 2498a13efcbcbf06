"""``runs``: the shelf in the terminal."""

import csv
import json
from pathlib import Path

import pytest
from program import start

from fashion_gui.files import model_file
from fashion_gui.training.recipes import settings

SMALL = ("--recipe", "custom", "--hidden", "16", "--batch-size", "100", "--n-train", "400")


@pytest.fixture(scope="module")
def shelf(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a shelf with two runs, which no test may change."""
    directory = tmp_path_factory.mktemp("runs")
    for name, epochs in (("first", "2"), ("second", "3")):
        where = ("--data", data, "--runs", directory, "--name", name)
        assert start("train", *SMALL, "--epochs", epochs, *where).returncode == 0
    return directory


def test_a_list_for_programs(shelf: Path) -> None:
    done = start("runs", "list", "--json", "--runs", shelf)
    assert done.returncode == 0
    first, second = json.loads(done.stdout)
    assert (first["name"], second["name"]) == ("first", "second")
    assert (first["state"], first["recipe"]) == ("finished", "custom")
    assert (first["steps"], first["n_steps"]) == (8, 8)
    assert 0 < first["test_accuracy"] < 1
    assert first["seconds"] > 0


def test_a_list_of_one(shelf: Path) -> None:
    (found,) = json.loads(start("runs", "list", "second", "--json", "--runs", shelf).stdout)
    assert found["name"] == "second"
    assert start("runs", "list", "third", "--runs", shelf).returncode == 1


def test_a_list_for_people(shelf: Path) -> None:
    head, first, second = start("runs", "list", "--runs", shelf).stdout.splitlines()
    assert "validation" in head
    assert "epochs 2" in first
    assert "8 of 8" in first
    assert second.split()[:2] == ["second", "finished"]


def test_an_empty_shelf_says_so(tmp_path: Path) -> None:
    done = start("runs", "list", "--runs", tmp_path / "none")
    assert done.returncode == 0
    assert done.stdout == f"No run is kept in {tmp_path / 'none'}\n"
    assert json.loads(start("runs", "list", "--json", "--runs", tmp_path).stdout) == []


def test_a_run_is_shown(shelf: Path) -> None:
    done = start("runs", "show", "second", "--runs", shelf)
    assert "Steps: 12 of 12" in done.stdout
    assert "weighted avg" in done.stdout
    shown = json.loads(start("runs", "show", "second", "--json", "--runs", shelf).stdout)
    assert shown["settings"]["hidden"] == [16]
    network = model_file.load(shown["network"])
    assert network.training["test_accuracy"] == shown["test_accuracy"]
    assert shown["report"].keys() == set(network.network.class_names)
    assert shown["bytes"] > 100_000


@pytest.mark.parametrize("act", ["show", "note", "delete", "restore", "export"])
def test_a_name_that_is_not_there_is_told(shelf: Path, act: str) -> None:
    done = start("runs", act, "nobody", "--runs", shelf)
    assert done.returncode == 1
    assert "found 'nobody'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_run_is_exported(shelf: Path, tmp_path: Path) -> None:
    done = start("runs", "export", "first", "--out", tmp_path / "out", "--json", "--runs", shelf)
    names = {Path(path).name for path in json.loads(done.stdout)}
    expected = {"run.json", "curves.csv", "report.csv", "confusion.csv"}
    assert names == expected | {"network.safetensors", "best.safetensors"}
    with (tmp_path / "out" / "curves.csv").open() as file:
        rows = list(csv.DictReader(file))
    training = [row for row in rows if row["kind"] == "training"]
    assert [float(row["epochs"]) for row in training] == [n / 4 for n in range(1, 9)]
    assert len(rows) > len(training)


def test_the_table_of_all_runs_is_exported(shelf: Path, tmp_path: Path) -> None:
    table = tmp_path / "runs.csv"
    assert start("runs", "export", "--out", table, "--runs", shelf).returncode == 0
    with table.open() as file:
        first, second = csv.DictReader(file)
    assert first["epochs"] == first["best_epoch"] or first["name"] == "first"
    assert {setting.name for setting in settings()} <= first.keys()
    assert second["hidden"] == "16"


def test_runs_are_noted_renamed_deleted_and_restored(data: Path, tmp_path: Path) -> None:
    where = ("--runs", tmp_path / "runs")
    train = ("train", *SMALL, "--epochs", "1", "--data", data, "--name", "old", *where)
    assert start(*train).returncode == 0
    assert start("runs", "note", "old", "=quite\x1b good", "--star", *where).returncode == 0
    line = start("runs", "list", *where).stdout.splitlines()[1]
    assert line.startswith("*  old")
    assert "\x1b" not in line
    assert start("runs", "rename", "old", "new", *where).stdout == "Renamed to new\n"
    assert "runs restore" in start("runs", "delete", "new", *where).stdout
    assert json.loads(start("runs", "list", "--json", *where).stdout) == []
    assert start("runs", "restore", "new", *where).stdout == "Restored as new\n"
    done = start("runs", "delete", "new", "--json", *where)
    assert json.loads(done.stdout) == {"act": "delete", "name": "new"}
    assert json.loads(start("runs", "restore", "new", "--json", *where).stdout)["name"] == "new"
    (found,) = json.loads(start("runs", "list", "--json", *where).stdout)
    assert (found["name"], found["star"], found["note"]) == ("new", True, "=quite\x1b good")
    done = start("runs", "rename", "new", "../out", *where)
    assert done.returncode == 1
    assert "A run's name has 1 to 80 letters" in done.stderr


def test_a_broken_run_is_told_and_the_rest_is_listed(data: Path, tmp_path: Path) -> None:
    where = ("--runs", tmp_path / "runs")
    train = ("train", *SMALL, "--epochs", "1", "--data", data, "--name", "good", *where)
    assert start(*train).returncode == 0
    (tmp_path / "runs" / "bad").mkdir()
    (tmp_path / "runs" / "bad" / "run.json").write_text('{"format": "\x1b[31m"}', "utf-8")
    done = start("runs", "list", "--json", *where)
    assert done.returncode == 1
    assert [run["name"] for run in json.loads(done.stdout)] == ["good"]
    assert "run.json: expected" in done.stderr
    assert "\x1b" not in done.stderr


def test_two_runs_are_compared(shelf: Path, data: Path) -> None:
    done = start("runs", "compare", "first", "second", "--runs", shelf)
    settings_line, chance, seeds = done.stdout.splitlines()
    assert settings_line == "They differ in epochs (2 and 3)."
    assert "300 test images" in chance
    assert seeds.startswith("Whether other seeds would turn it round is not known")
    done = start("runs", "compare", "first", "second", "--json", "--runs", shelf, "--data", data)
    found = json.loads(done.stdout)
    accuracies = [
        json.loads(start("runs", "show", name, "--json", "--runs", shelf).stdout)["test_accuracy"]
        for name in ("first", "second")
    ]
    assert found["settings"] == {"epochs": [2, 3]}
    assert found["accuracy_difference"] == pytest.approx(accuracies[1] - accuracies[0])
    assert 0 < found["mcnemar_p_value"] <= 1
    assert found["seed_accuracies"] == [[accuracies[0]], [accuracies[1]]]
    assert found["seeds_p_value"] is None
