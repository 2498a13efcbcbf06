"""The command line as such: help, version, what it loads, and where its output goes."""

import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from program import MODULE, ROOT, SCRIPT, begin, environment, start

import fashion_gui
from fashion_gui.files.model_file import shipped
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import settings

SETTINGS = [f"--{setting.name.replace('_', '-')}" for setting in settings()]


@pytest.mark.parametrize("program", [MODULE, SCRIPT], ids=["module", "script"])
def test_the_version_is_told(program: tuple[str, ...]) -> None:
    done = start("--version", program=program)
    assert done.returncode == 0
    assert done.stdout == f"fashion-gui {fashion_gui.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--help"], ["train", "evaluate", "predict", "tour", "--data", "--version"]),
        (["train", "--help"], ["--recipe", "--data", "--out", "--json", *RECIPES, *SETTINGS]),
        (["evaluate", "--help"], ["--model", "--data", "--json", *shipped()]),
        (["predict", "--help"], ["PICTURE", "--model", "--drawing", "--fit", "--json", ".npz"]),
        (["tour", "--help"], ["DIR", "--epochs", "--data"]),
        (["robustness", "--help"], ["PICTURE", "--kind", "pen-width", "--compare", "--json"]),
        (["ablation", "--help"], ["--layer", "--units", "--noise", "--prune", "--out", "--json"]),
    ],
    ids=lambda value: value[0],
)
def test_the_help_names_every_option(arguments: list[str], expected: list[str]) -> None:
    done = start(*arguments)
    assert done.returncode == 0
    assert done.stderr == ""
    assert [word for word in expected if word not in done.stdout] == []


def test_the_help_of_train_tells_what_a_setting_is_for() -> None:
    words = " ".join(start("train", "--help", variables={"COLUMNS": "80"}).stdout.split())
    for setting in settings():
        assert setting.metadata["help"] in words.replace("- ", "-")
    for recipe in RECIPES.values():
        assert recipe.summary in words


WHAT_IS_LOADED = """
import sys
from fashion_gui.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end.code
names = {name.split(".")[0] for name in sys.modules}
print(*sorted(names & {"PySide6", "shiboken6", "pyqtgraph", "fashion_gui"}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        "--version",
        "train --help",
        "train --data {data} --hidden 4 --epochs 1",
        "evaluate --data {data}",
        "predict {array}",
        "robustness --model mlp --data {data} --kind contrast --n 9",
        "ablation --model mlp --data {data} --prune 0.5",
    ],
)
def test_what_needs_no_window_loads_no_qt(data: Path, tmp_path: Path, arguments: str) -> None:
    array = tmp_path / "image.npy"
    np.save(array, np.zeros((28, 28), np.uint8))
    words = arguments.format(data=data, array=array).split()
    done = start(*words, program=(sys.executable, "-c", WHAT_IS_LOADED))
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "fashion_gui"


def test_commands_work_from_any_directory(tmp_path: Path, data: Path) -> None:
    done = subprocess.run(
        [*SCRIPT, "evaluate", "--data", str(data)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    ["--help", "--version", "train --help", "evaluate --data {data}", "predict --json {array}"],
)
def test_a_reader_that_has_gone_is_no_disaster(data: Path, tmp_path: Path, arguments: str) -> None:
    array = tmp_path / "images.npy"
    np.save(array, np.zeros((300, 28, 28), np.uint8))
    words = arguments.format(data=data, array=array).split()
    with begin(*words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
    assert errors == ""
    assert process.returncode in (0, 1)


def test_output_that_finds_no_room_is_told_in_one_line(tmp_path: Path) -> None:
    array = tmp_path / "image.npy"
    np.save(array, np.zeros((28, 28), np.uint8))
    with (
        Path("/dev/full").open("w") as full,
        begin("predict", array, stdout=full, stderr=subprocess.PIPE) as process,
    ):
        _, errors = process.communicate(timeout=60)
    assert len(errors.splitlines()) == 1
    assert process.returncode == 1


def test_the_debug_variable_shows_where_an_error_comes_from() -> None:
    done = start("evaluate", "--model", "nonsense", variables={"FASHION_GUI_DEBUG": "1"})
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_the_script_and_the_module_are_the_same_program() -> None:
    assert (ROOT / "main.py").exists()
    assert start("train", "--help").stdout == start("train", "--help", program=SCRIPT).stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_disaster(tmp_path: Path, closed: str) -> None:
    array = tmp_path / "image.npy"
    np.save(array, np.zeros((28, 28), np.uint8))
    command = f"{shlex.join(MODULE)} predict {shlex.quote(str(array))} {closed}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
