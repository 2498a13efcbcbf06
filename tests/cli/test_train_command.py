"""``train``: what it prints and what it saves."""

import contextlib
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program import ROOT, Trained, environment, start

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.files import model_file
from fashion_gui.training import checkpoint
from fashion_gui.training.events import Finished
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.trainer import train

RECIPE = Recipe(hidden=(16,), epochs=3, seed=4)
"""That of the fixture ``trained``."""


FEW_FILTERS = ("--convolutions", "4k5s3,8p", "--hidden", "")


@pytest.fixture(scope="module")
def result(trained: Trained) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(trained.done.stdout)
    return loaded


@pytest.fixture(scope="module")
def same_run(small_dataset: Dataset) -> Finished:
    """The same run in this process."""
    *_, last = train(RECIPE, small_dataset)
    assert isinstance(last, Finished)
    return last


def test_the_output_is_json_and_nothing_else(trained: Trained) -> None:
    assert len(trained.done.stdout.splitlines()) == 1
    assert json.loads(trained.done.stdout)


def test_the_progress_goes_to_the_other_stream(trained: Trained) -> None:
    assert "100%" in trained.done.stderr
    assert "24/24" in trained.done.stderr
    assert re.search(r"epoch=3, loss=\d", trained.done.stderr)
    assert "validation=" in trained.done.stderr


def test_the_result_says_what_was_trained_and_how_well(
    result: dict[str, Any], trained: Trained
) -> None:
    assert result["recipe"] == "custom"
    assert result["layers"] == [784, 16, 10]
    assert result["epochs"] == 3
    assert result["batch_size"] == 128
    assert result["parameters"] == 784 * 16 + 16 + 16 * 10 + 10
    assert result["completed"] is True
    assert result["seed"] == 4
    assert (result["n_train"], result["n_validation"], result["n_test"]) == (1000, 200, 300)
    assert result["out"] == str(trained.path)
    assert type(result["seconds"]) is float
    assert result["seconds"] > 0


def test_the_result_is_that_of_the_same_run_anywhere_else(
    result: dict[str, Any], same_run: Finished
) -> None:
    assert result["test_accuracy"] == same_run.report.accuracy
    assert result["validation_accuracy"] == same_run.history[-1].validation_accuracy
    assert list(result["report"]) == list(CLASS_NAMES)
    for found, expected in zip(result["report"].values(), same_run.report.classes, strict=True):
        assert found == vars(expected)


def test_the_saved_network_is_the_one_that_was_trained(
    trained: Trained, same_run: Finished, result: dict[str, Any]
) -> None:
    saved = model_file.load(trained.path)
    assert np.array_equal(saved.network.parameters, same_run.network.parameters)
    assert saved.network.class_names == CLASS_NAMES
    assert saved.training["recipe"] == json.loads(json.dumps(RECIPE.to_dict()))
    assert saved.training["test_accuracy"] == result["test_accuracy"]
    assert len(saved.training["history"]) == 3


def test_a_saved_network_can_be_evaluated_and_asked(trained: Trained, data: Path) -> None:
    evaluated = start("evaluate", "--model", trained.path, "--data", data, "--json")
    result = json.loads(trained.done.stdout)
    assert json.loads(evaluated.stdout)["test_accuracy"] == result["test_accuracy"]
    assert json.loads(evaluated.stdout)["report"] == result["report"]


def test_nothing_is_left_beside_the_saved_network(trained: Trained) -> None:
    assert list(trained.path.parent.iterdir()) == [trained.path]


def test_without_json_the_result_is_for_people(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "net.safetensors"
    done = start(
        "train",
        *("--recipe", "custom", "--hidden", "12", "--epochs", "1"),
        *("--data", data, "--out", out),
    )
    assert done.returncode == 0
    assert "custom: 784-12-10, 9,550 parameters, 1 epochs in" in done.stdout
    assert "Test images: 300" in done.stdout
    assert all(name in done.stdout for name in CLASS_NAMES)
    assert "accuracy" in done.stdout
    assert done.stdout.endswith(f"Saved as {out}\n")


def test_every_setting_has_an_option(data: Path, tmp_path: Path) -> None:
    options = {
        "hidden": ("12 8", [12, 8]),
        "convolutions": ("4k5s3,8p", ["4k5s3", "8p"]),
        "activation": ("tanh", "tanh"),
        "loss": ("squared-error", "squared-error"),
        "optimizer": ("sgd", "sgd"),
        "learning_rate": ("0.25", 0.25),
        "schedule": ("one-cycle", "one-cycle"),
        "momentum": ("0.5", 0.5),
        "batch_size": ("all", None),
        "epochs": ("2", 2),
        "patience": ("9", 9),
        "dropout": ("0.1", 0.1),
        "l2": ("1e-4", 1e-4),
        "label_smoothing": ("0.05", 0.05),
        "weight_decay": ("0.001", 0.001),
        "averaging": ("0.5", 0.5),
        "shift": ("2", 2),
        "erase": ("5", 5),
        "rotation": ("10", 10),
        "scale": ("0.1", 0.1),
        "elastic": ("1.5", 1.5),
        "drawings_per_100": ("80", 80),
        "n_train": ("500", 500),
        "n_validation": ("30", 30),
        "n_test": ("100", 100),
        "seed": ("7", 7),
        "teacher_share": ("0.4", 0.4),
        "teacher_temperature": ("3", 3.0),
    }
    words: list[str] = []
    for name, (word, _) in options.items():
        words += [f"--{name.replace('_', '-')}", word]
    words += ["--mirror", "--no-batch-norm", "--drawings", "--teacher-once"]
    # A teacher does not go with squared errors: test_kept_runs.py has one.
    assert set(options) | {"mirror", "batch_norm", "drawings", "teacher", "teacher_once"} == {
        setting.name for setting in settings()
    }
    out = tmp_path / "net.safetensors"
    done = start("train", *words, "--data", data, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    recipe = model_file.load(out).training["recipe"]
    expected = {name: value for name, (_, value) in options.items()}
    expected |= {
        "mirror": True,
        "batch_norm": False,
        "drawings": True,
        "teacher": "",
        "teacher_once": True,
        "name": "custom",
        "as_printed": False,
    }
    assert recipe == expected
    result = json.loads(done.stdout)
    assert result["layers"] == [784, 400, 800, 12, 8, 10]
    assert (result["n_train"], result["n_validation"], result["n_test"]) == (500, 30, 100)
    assert result["batch_size"] == 500


@pytest.mark.parametrize(
    ("arguments", "name", "layers"),
    [
        ([], "mlp", [784, 256, 128, 10]),
        (["--recipe", "article", "--seed", "5"], "article", [784, 128, 10]),
        (["--recipe", "article-as-printed"], "article-as-printed", [784, 128, 10]),
        (["--recipe", "custom", "--hidden", ""], "custom", [784, 10]),
        (["--recipe", "article", "--learning-rate", "1"], "custom", [784, 128, 10]),
        (["--recipe", "convnet", *FEW_FILTERS], "custom", [784, 400, 800, 10]),
        (["--recipe", "convnet", "--convolutions", ""], "custom", [784, 10]),
    ],
    ids=[
        "default",
        "article",
        "as-printed",
        "no hidden layer",
        "changed article",
        "convnet",
        "no convolution",
    ],
)
def test_a_recipe_is_trained_under_its_name(
    data: Path, arguments: list[str], name: str, layers: list[int]
) -> None:
    done = start("train", *arguments, "--epochs", "2", "--data", data, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["recipe"], result["layers"]) == (name, layers)
    assert result["completed"] is True
    assert result["out"] is None
    assert done.stderr.lstrip().startswith(f"{name}: ")


def test_a_ready_network_learns_from_drawings_unless_told_or_of_other_classes(
    data: Path, dataset_directory: Path, tmp_path: Path
) -> None:
    (dataset_directory / "classes.txt").write_text("\n".join("abcdefghij"), "utf-8")
    quick = ("--epochs", "1", "--n-train", "512", "--out", tmp_path / "net.safetensors")
    for options, is_on in (
        (("--recipe", "mlp", "--data", data), True),
        (("--recipe", "mlp", "--data", data, "--no-drawings"), False),
        (("--recipe", "mlp", "--data", dataset_directory), False),
        (("--recipe", "custom", "--data", data), False),
    ):
        done = start("train", *options, *quick)
        assert done.returncode == 0, done.stderr
        saved = model_file.load(tmp_path / "net.safetensors")
        assert saved.training["recipe"]["drawings"] is is_on


def test_a_recipe_that_learns_from_drawings_keeps_its_name_and_does_as_well_as_it_says(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "net.safetensors"
    arguments = ("--recipe", "mlp", "--drawings", "--epochs", "2")
    done = start("train", *arguments, "--data", data, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["recipe"], result["n_train"], result["batch_size"]) == ("mlp", 1000, 512)
    saved = model_file.load(out).training
    assert (saved["recipe"]["name"], saved["recipe"]["drawings"]) == ("mlp", True)
    assert 0.2 <= saved["temperature"] <= 5.0
    evaluated = start("evaluate", "--model", out, "--data", data, "--json")
    assert json.loads(evaluated.stdout)["test_accuracy"] == saved["test_accuracy"]
    assert saved["test_accuracy"] == result["test_accuracy"]


def test_the_articles_code_refuses_drawings(data: Path) -> None:
    done = start("train", "--recipe", "article-as-printed", "--drawings", "--data", data)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].endswith(
        "error: drawings cannot be on in article-as-printed, only off."
    )


def test_the_classes_of_a_data_set_get_its_names(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "data"
    own.mkdir()
    for file in data.glob("*-ubyte"):
        (own / file.name).symlink_to(file)
    names = [f"Kind {letter}" for letter in "ABCDEFGHIJ"]
    (own / "classes.txt").write_text("\n".join(names))
    out = tmp_path / "net.safetensors"
    done = start("train", "--hidden", "4", "--epochs", "1", "--data", own, "--out", out, "--json")
    assert list(json.loads(done.stdout)["report"]) == names
    assert model_file.load(out).network.class_names == tuple(names)


def test_the_data_may_be_named_before_the_command_too(data: Path) -> None:
    done = start("--data", data, "train", "--hidden", "4", "--epochs", "1", "--json")
    assert json.loads(done.stdout)["n_test"] == 300


def test_the_first_line_says_what_learns_and_with_how_many_threads(
    trained: Trained, result: dict[str, Any]
) -> None:
    first = trained.done.stderr.splitlines()[0]
    assert first.startswith("custom: 784-16-10, 12,730 parameters, 1,000 images; ")
    n_threads = result["threads"]
    assert n_threads >= 1
    assert f"{n_threads} thread" in first
    assert "one thread per matrix product (" in first


def test_the_articles_code_has_one_thread(data: Path) -> None:
    recipe = ("--recipe", "article-as-printed", "--epochs", "2")
    done = start("train", *recipe, "--data", data, "--json")
    assert json.loads(done.stdout)["threads"] == 1
    assert "1 thread learns" in done.stderr


THREADS_OF_MATRIX_PRODUCTS = """
import sys
from fashion_gui.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end.code
from threadpoolctl import threadpool_info
print(*(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"))
"""


def test_a_matrix_product_has_one_thread_whatever_the_environment_says(data: Path) -> None:
    done = start(
        "train",
        *("--recipe", "custom", "--hidden", "4", "--epochs", "1"),
        *("--data", data, "--json"),
        program=(sys.executable, "-c", THREADS_OF_MATRIX_PRODUCTS),
        variables={"OPENBLAS_NUM_THREADS": "8", "OMP_NUM_THREADS": "8", "MKL_NUM_THREADS": "8"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "1"
    assert "one thread per matrix product" in done.stderr


def test_a_run_goes_on_from_a_file_and_remembers_that(
    trained: Trained, data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "more.safetensors"
    begun = ("--start", str(trained.path), "--keep", "0.25", "--hidden", "16", "--epochs", "1")
    done = start("train", "--data", data, "--recipe", "custom", *begun, "--out", out)
    assert done.returncode == 0, done.stderr
    story = model_file.load(out).training["start"]
    assert story["kept"] == 0.25
    assert story["digest"] == model_file.load(trained.path).network.digest


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (("--start", "mlp", "--hidden", "7"), 2, "starts from a network with the same layers"),
        (("--start", "no-such-network"), 1, "expected a model file or the name of a shipped"),
        (("--start", "mlp", "--keep", "1.5"), 2, "from 0 to below 1, found 1.5"),
    ],
)
def test_a_start_that_does_not_fit_is_refused_in_a_sentence(
    data: Path, options: tuple[str, ...], status: int, sentence: str
) -> None:
    done = start("train", "--data", data, *options)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


# Runs that go on ------------------------------------------------------------------------------

LONG = ("--hidden", "16", "--epochs", "12", "--batch-size", "100", "--dropout", "0.2")


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    out = tmp_path_factory.mktemp("whole") / "network.safetensors"
    assert start("train", *LONG, "--data", data, "--out", out).returncode == 0
    return out


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_run_that_was_ended_goes_on_to_the_same_network(
    data: Path, tmp_path: Path, uninterrupted: Path, number: str
) -> None:
    kept, out = tmp_path / "run.checkpoint", tmp_path / "network.safetensors"
    # A checkpoint at every step, so that the kill comes after some, and time for it to come before
    # the end; the run itself is the same.
    program = (
        "import time\n"
        "from fashion_gui.cli import checkpoint_keeper\n"
        "checkpoint_keeper._INTERVAL_S = 0.0\n"
        "save = checkpoint_keeper.checkpoint.save\n"
        "def save_slowly(*given):\n"
        "    save(*given)\n"
        "    time.sleep(0.03)\n"
        "checkpoint_keeper.checkpoint.save = save_slowly\n"
        "from fashion_gui.__main__ import main\n"
        "main()\n"
    )
    command = ["train", *LONG, "--data", str(data), "--checkpoint", str(kept)]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not kept.exists() or checkpoint.load(kept).step < 20:
        with contextlib.suppress(subprocess.TimeoutExpired):  # it needs the processor
            process.wait(0.02)
        assert process.poll() is None
    process.send_signal(getattr(signal, number))
    process.wait(timeout=60)
    assert 20 <= checkpoint.load(kept).step < 12 * 8
    done = start("train", "--resume", kept, "--data", data, "--out", out)
    assert done.returncode == 0, done.stderr
    digests = [model_file.load(path).network.digest for path in (uninterrupted, out)]
    assert digests[0] == digests[1]
    assert model_file.load(out).training["completed"]


def test_a_run_is_resumed_with_its_own_settings_only(data: Path, tmp_path: Path) -> None:
    done = start("train", "--resume", tmp_path / "run", "--epochs", "3", "--data", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert "a run is resumed with its own settings, found others." in done.stderr


def test_what_is_no_checkpoint_is_told(data: Path, trained: Trained, tmp_path: Path) -> None:
    done = start("train", "--resume", tmp_path / "nothing", "--data", data)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Expected the name of a run in " in done.stderr
    done = start("train", "--resume", trained.path, "--data", data)
    assert "expected a fashion-gui checkpoint" in done.stderr
    assert done.returncode == 1


def test_a_checkpoint_that_cannot_be_written_is_told_before_the_run(
    data: Path, tmp_path: Path
) -> None:
    done = start("train", "--checkpoint", tmp_path / "no" / "run", "--data", data)
    assert (done.returncode, done.stdout) == (1, "")
    assert "expected an existing directory, found none" in done.stderr
