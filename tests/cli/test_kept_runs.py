"""Runs of the command line that are kept: gone on with, made longer, repeated, tried."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program import Trained, begin, read_until, start
from teachers import write_teacher

from fashion_gui.cli.many_runs import Candidate, best_of
from fashion_gui.data import Dataset
from fashion_gui.files import model_file
from fashion_gui.shelf.run_record import RunStatus
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training import trainer
from fashion_gui.training.events import Finished
from fashion_gui.training.presets import DEFAULT_RECIPE
from fashion_gui.training.recipes import Recipe

SMALL = ("--recipe", "custom", "--hidden", "16", "--epochs", "3", "--batch-size", "100")


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture(scope="module")
def finished(small_dataset: Dataset) -> Finished:
    *_, last = trainer.train(Recipe(hidden=(4,), epochs=1, n_validation=100), small_dataset)
    assert isinstance(last, Finished)
    return last


def train(data: Path, runs: Path, *options: str | Path, succeeds: bool = True) -> dict[str, Any]:
    done = start("train", "--data", data, "--runs", runs, "--json", *options)
    assert done.returncode == 0 or not succeeds, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def network(runs: Path, name: str) -> np.ndarray[Any, Any]:
    return model_file.load(runs / name / "network.safetensors").network.parameters


def test_every_run_is_kept_among_the_users_data(data: Path) -> None:
    done = start("train", *SMALL, "--data", data, "--json")
    name = json.loads(done.stdout)["run"]
    folder = Path(os.environ["XDG_DATA_HOME"]) / "fashion-gui" / "runs"
    assert Shelf(folder).record(name).status is RunStatus.FINISHED


def test_a_run_has_the_name_that_it_is_given_once(data: Path, runs: Path) -> None:
    assert train(data, runs, *SMALL, "--name", "mine")["run"] == "mine"
    done = start("train", *SMALL, "--data", data, "--runs", runs, "--name", "mine")
    assert done.returncode == 1
    assert "Expected a new name for a run, found mine, which exists." in done.stderr
    assert train(data, runs, *SMALL)["run"] == "custom"
    assert train(data, runs, *SMALL)["run"] == "custom 2"


def test_nothing_is_kept_where_that_is_asked_for(data: Path, runs: Path) -> None:
    assert train(data, runs, *SMALL, "--not-kept")["run"] is None
    assert not runs.exists()


def test_a_shelf_that_cannot_be_written_costs_the_run_only_where_it_was_asked_for(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = start("train", *SMALL, "--data", data, "--runs", tmp_path / "file")
    assert done.returncode == 1
    assert "file" in done.stderr
    variables = {"XDG_DATA_HOME": str(tmp_path / "file")}
    done = start("train", *SMALL, "--data", data, "--json", variables=variables)
    assert done.returncode == 0
    assert json.loads(done.stdout)["run"] is None
    assert "The run is not kept." in done.stderr


def test_more_epochs_are_learned_after_the_end(data: Path, runs: Path) -> None:
    train(data, runs, *SMALL, "--name", "mine")
    done = start("train", "--resume", "mine", "--data", data, "--runs", runs)
    assert done.returncode == 1
    assert "mine is finished: --more N trains it for N more epochs." in done.stderr
    for n_epochs in (5, 7):
        result = train(data, runs, "--resume", "mine", "--more", "2")
        assert (result["run"], result["epochs"]) == ("mine", n_epochs)
    record = Shelf(runs).record("mine")
    assert (record.status, record.epoch) == (RunStatus.FINISHED, 7)
    assert [turn["value"] for turn in record.turns] == [5, 7]
    again = train(data, runs, "--replay", "mine")
    assert again["same_weights"] is True
    assert again["epochs"] == 7


def test_a_run_that_learned_from_another_network_is_repeated_with_that_one(
    data: Path, runs: Path, tmp_path: Path
) -> None:
    for name, seed in (("first", 1), ("moved", 1), ("other", 2)):
        write_teacher(tmp_path / f"{name}.safetensors", seed=seed)
    teacher = f"{os.path.relpath(tmp_path / 'first.safetensors')}, mlp"
    train(data, runs, *SMALL, "--teacher", teacher, "--teacher-share", "0.4", "--name", "mine")
    record = Shelf(runs).record("mine")
    assert record.recipe.teacher == f"{tmp_path / 'first.safetensors'},mlp"
    assert record.recipe.teacher_share == 0.4
    assert train(data, runs, "--replay", "mine", "--name", "again")["same_weights"] is True
    (tmp_path / "first.safetensors").unlink()
    begun = ("train", "--replay", "mine", "--data", data, "--runs", runs, "--not-kept")
    done = start(*begun)
    assert done.returncode == 1
    assert "it learned from another network: --teacher says from which." in done.stderr
    done = start(*begun, "--teacher", f"{tmp_path / 'other.safetensors'},mlp")
    assert done.returncode == 1
    assert "expected the network that" in done.stderr
    moved = ("--teacher", f"{tmp_path / 'moved.safetensors'},mlp", "--not-kept")
    assert train(data, runs, "--replay", "mine", *moved)["same_weights"] is True


def test_a_replay_says_when_the_weights_are_others(data: Path, runs: Path, tmp_path: Path) -> None:
    train(data, runs, *SMALL, "--name", "mine")
    saved = model_file.load(runs / "mine" / "network.safetensors")
    story = {**saved.training, "recipe": {**saved.training["recipe"], "seed": 1}}
    model_file.save(tmp_path / "other.safetensors", saved.network, story)
    assert not train(data, runs, "--replay", tmp_path / "other.safetensors")["same_weights"]
    story = {**saved.training, "dataset": "0" * 64}
    model_file.save(tmp_path / "other.safetensors", saved.network, story)
    done = start("train", "--replay", tmp_path / "other.safetensors", "--data", data)
    assert done.returncode == 1
    assert "expected the images that it learned from, found others" in done.stderr


@pytest.mark.parametrize(
    "story", [{}, {"recipe": {}}, {"recipe": {"epochs": 0}}, {"turns": 3}, {"completed": False}]
)
def test_a_network_that_does_not_tell_how_it_was_trained_is_not_repeated(
    data: Path, runs: Path, tmp_path: Path, story: dict[str, Any]
) -> None:
    train(data, runs, *SMALL, "--name", "mine")
    saved = model_file.load(runs / "mine" / "network.safetensors")
    whole = {name: saved.training[name] for name in ("recipe", "completed")} if story else {}
    model_file.save(tmp_path / "other.safetensors", saved.network, {**whole, **story})
    done = start("train", "--replay", tmp_path / "other.safetensors", "--data", data)
    if story == {"recipe": {}}:
        return  # the usual settings of a recipe are settings, too
    assert done.returncode == 1
    assert "expected a network that tells how it was trained" in done.stderr


def test_settings_are_not_given_to_a_run_that_has_some(data: Path, runs: Path) -> None:
    for options, words in (
        (("--resume", "x", "--epochs", "3"), "a run is resumed with its own settings"),
        (("--replay", "x", "--seeds", "3"), "a run is repeated with its own settings"),
        (("--more", "3"), "--resume NAME is missing"),
        (("--resume", "x", "--replay", "y"), "either resumed or repeated"),
    ):
        done = start("train", *options, "--data", data, "--runs", runs)
        assert done.returncode == 2
        assert words in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is there on posix systems only")
def test_a_killed_run_is_gone_on_with_and_repeated_with_what_it_learned(
    data: Path, runs: Path
) -> None:
    long = (*SMALL[:4], "--epochs", "150", "--batch-size", "100")
    where = ("--data", data, "--runs", runs)
    options = ("train", *long, *where, "--name", "killed")
    with begin(*options, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        read_until("epoch=", process)
        process.send_signal(signal.SIGSTOP)  # however fast the machine, it is still learning
        done = start("runs", "list", "--runs", runs, "--json")
        assert json.loads(done.stdout)[0]["state"] == "running"
        done = start("train", "--resume", "killed", *where)
        assert done.returncode == 1
        assert "killed is being trained by another program" in done.stderr
        process.send_signal(signal.SIGTERM)  # which keeps where it is
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    done = start("runs", "list", "--runs", runs, "--json")
    assert json.loads(done.stdout)[0]["state"] == "stopped"
    stopped = network(runs, "killed")
    again = train(data, runs, "--replay", "killed", "--name", "again")
    assert again["same_weights"] is True
    np.testing.assert_array_equal(network(runs, "again"), stopped)
    whole = train(data, runs, *long, "--name", "whole")
    with begin(
        "train", "--resume", "killed", *where, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as go:
        read_until("epoch=", go)
        go.kill()
        go.communicate()
    done = start("runs", "list", "--runs", runs, "--json")
    states = {run["name"]: run["state"] for run in json.loads(done.stdout)}
    assert states == {"killed": "interrupted", "again": "stopped", "whole": "finished"}
    end = train(data, runs, "--resume")  # the newest that was interrupted
    assert (end["run"], end["steps"]) == ("killed", whole["steps"])
    np.testing.assert_array_equal(network(runs, "killed"), network(runs, "whole"))


def test_there_may_be_nothing_to_go_on_with(data: Path, runs: Path) -> None:
    done = start("train", "--resume", "--data", data, "--runs", runs)
    assert done.returncode == 1
    assert f"Expected a run to resume in {runs}, found none." in done.stderr


def test_seeds_make_runs_of_their_own_and_a_spread(data: Path, runs: Path, tmp_path: Path) -> None:
    out = tmp_path / "best.safetensors"
    found = train(data, runs, *SMALL, "--seeds", "3", "--name", "mine", "--out", out)
    assert [run["run"] for run in found["runs"]] == [f"mine seed {seed}" for seed in range(3)]
    accuracies = [run["test_accuracy"] for run in found["runs"]]
    assert len(set(accuracies)) > 1
    assert found["test_accuracy_mean"] == pytest.approx(np.mean(accuracies))
    assert found["test_accuracy_sd"] == pytest.approx(np.std(accuracies, ddof=1))
    best = max(found["runs"], key=lambda run: run["validation_accuracy"])
    assert found["best"] == best["run"]
    saved = model_file.load(out).network.parameters
    np.testing.assert_array_equal(saved, network(runs, best["run"]))
    assert len({Shelf(runs).record(run["run"]).group for run in found["runs"]}) == 1


def test_values_are_tried_and_what_falls_behind_ends_early(data: Path, runs: Path) -> None:
    options = ("--name", "mine", "--try", "learning-rate=1e-9,0.001,0.01,1e-8")
    found = train(data, runs, *SMALL, "--epochs", "8", *options)
    early = {run["differs"] for run in found["runs"] if run["ended_early"]}
    assert early >= {"learning_rate=1e-09", "learning_rate=1e-08"}
    assert found["best"] == "mine learning_rate=0.01"
    assert "learning_rate=0.01" not in early
    records = [Shelf(runs).record(run["run"]) for run in found["runs"]]
    assert [record.ended_early for record in records] == [
        run["ended_early"] for run in found["runs"]
    ]
    whole = train(data, runs, *SMALL, "--epochs", "8", *options, "--full")
    assert not any(run["ended_early"] for run in whole["runs"])
    assert all(run["epochs"] == 8 for run in whole["runs"])


def test_a_run_that_diverges_does_not_end_the_others(data: Path, runs: Path) -> None:
    sgd = (*SMALL, "--optimizer", "sgd", "--l2", "1")
    options = ("--data", data, "--runs", runs, "--name", "mine")
    tried = ("--try", "learning-rate=0.01,1e6")
    done = start("train", *sgd, *options, *tried, "--json")
    assert done.returncode == 0
    assert "learning_rate=1e+06: The loss is no longer a finite number" in done.stderr
    found = json.loads(done.stdout)
    assert [run["differs"] for run in found["runs"]] == ["learning_rate=0.01"]
    assert [run["differs"] for run in found["failed"]] == ["learning_rate=1e+06"]
    done = start("train", *sgd, *options, "--try", "learning-rate=1e5,1e6")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_run_that_fell_behind_is_the_best_where_the_others_failed(finished: Finished) -> None:
    behind, ahead = (Candidate(finished.plan.recipe, word) for word in ("behind", "ahead"))
    behind.finished, behind.ended_early, behind.accuracy = finished, True, 0.9
    ahead.failure = "The loss is no longer a finite number."
    assert best_of([behind, ahead]) is behind
    ahead.finished, ahead.accuracy = finished, 0.5
    assert best_of([behind, ahead]) is ahead
    assert best_of([Candidate(finished.plan.recipe, "neither")]) is None


def test_a_table_says_how_the_runs_compare(data: Path, runs: Path) -> None:
    tried = ("--try", "hidden=16;8,8", "--seeds", "2")
    done = start("train", *SMALL, "--data", data, "--runs", runs, *tried)
    assert done.returncode == 0
    assert "4 runs: about" in done.stderr
    for words in ("hidden=16 seed 0", "hidden=8 8 seed 1", "best on validation images"):
        assert words in done.stdout
    assert "standard deviation" in done.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rate=1,2", "with a setting of a recipe"),
        ("epochs", "with a setting of a recipe"),
        ("epochs=1", "two or more different values"),
        ("epochs=1,1", "two or more different values"),
        ("epochs=1,x", "expected values of epochs"),
        ("mirror=yes,perhaps", "expected values of mirror"),
        ("epochs=1,0", "epochs is a number from 1"),
    ],
)
def test_what_cannot_be_tried_is_told(data: Path, runs: Path, text: str, words: str) -> None:
    done = start("train", *SMALL, "--data", data, "--runs", runs, "--try", text)
    assert done.returncode == 2
    assert words in done.stderr
    assert not runs.exists()


def test_a_name_is_the_recipes_by_default(data: Path, runs: Path) -> None:
    options = ("--recipe", DEFAULT_RECIPE, "--epochs", "1", "--no-drawings")
    assert train(data, runs, *options, "--n-train", "800")["run"] == "custom"


def test_the_network_of_a_file_is_trained_further(data: Path, trained: Trained) -> None:
    further = ("--more", "2", "--resume", trained.path, "--data", data, "--not-kept")
    done = start("train", *further, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["epochs"], told["layers"]) == (2, json.loads(trained.done.stdout)["layers"])
    assert told["test_accuracy"] >= json.loads(trained.done.stdout)["test_accuracy"] - 0.1
    assert start("train", *further[2:]).returncode == 1  # it is no checkpoint
