"""What was learned is kept, whatever happens to the streams, the folder or the run itself."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from program import MODULE, ROOT, environment, start

from fashion_gui.cli import kept_runs, saving, train
from fashion_gui.files import model_file
from fashion_gui.training.events import DivergedError

QUICK = ("train", "--hidden", "8", "--epochs", "1", "--batch-size", "100", "--n-train", "300")
FULL = Path("/dev/full")


def run_with(
    *arguments: str | Path, variables: dict[str, str] | None = None, **streams: int
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*MODULE, *map(str, arguments)],
        cwd=ROOT,
        env=environment(**(variables or {})),
        timeout=120,
        check=False,
        **streams,
    )


@pytest.fixture
def japanese(dataset_directory: Path) -> Path:
    names = "\n".join(f"服{digit}" for digit in "0123456789")
    (dataset_directory / "classes.txt").write_text(names, encoding="utf-8")
    return dataset_directory


def test_names_that_the_stream_cannot_show_are_replaced(japanese: Path, tmp_path: Path) -> None:
    out = tmp_path / "net.safetensors"
    done = run_with(
        *QUICK,
        *("--data", japanese, "--out", out),
        variables={"PYTHONIOENCODING": "cp1252"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.returncode == 0
    assert b"?0" in done.stdout
    assert model_file.load(out).network.class_names[0] == "服0"


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_a_report_that_cannot_be_printed_leaves_the_network_and_says_so(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "net.safetensors"
    with FULL.open("wb") as full:
        done = run_with(
            *(*QUICK, "--data", data, "--out", out), stdout=full.fileno(), stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert f"the network is saved as {out}".encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert model_file.load(out).network.architecture.sizes == [784, 8, 10]


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("streams", [("stderr",), ("stdout", "stderr")])
def test_a_training_goes_on_when_nobody_reads_its_streams(
    data: Path, tmp_path: Path, streams: tuple[str, ...]
) -> None:
    out = tmp_path / "net.safetensors"
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run_with(*(*QUICK, "--data", data, "--out", out), **dict.fromkeys(streams, writer))
    finally:
        os.close(writer)
    assert done.returncode == (1 if "stdout" in streams else 0)
    assert model_file.load(out).network.architecture.sizes == [784, 8, 10]


def after_the_check(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Do something after the folder was found to be there, as another program may."""
    check = train.check_file

    def check_and_act(path: Path) -> None:
        check(path)
        act()

    monkeypatch.setattr(train, "check_file", check_and_act)


def test_a_folder_that_vanished_does_not_cost_the_network(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, home = tmp_path / "gone", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    monkeypatch.setattr(saving.Path, "home", lambda: home)
    monkeypatch.setattr(saving.Path, "cwd", lambda: folder)
    after_the_check(monkeypatch, lambda: shutil.rmtree(folder))
    done = start(*QUICK, "--data", data, "--out", folder / "net.safetensors", "--json")
    assert done.returncode == 1
    saved = home / "net-1.safetensors"
    assert f"saved as {saved} instead" in done.stderr
    assert json.loads(done.stdout)["out"] == str(saved)
    assert model_file.load(saved).network.architecture.sizes == [784, 8, 10]


def test_the_last_good_network_of_a_run_that_diverges_is_saved(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, run_of = tmp_path / "net.safetensors", kept_runs.train

    def diverging(*arguments: object, **_: object) -> object:
        run = run_of(*arguments[:2], 0.0)  # type: ignore[arg-type]
        command = None
        for _ in range(7):
            command = yield run.send(command)
        run.close()
        raise DivergedError("The loss is not finite.")

    monkeypatch.setattr(kept_runs, "train", diverging)
    done = start(*QUICK, "--data", data, "--out", out)
    assert done.returncode == 1
    assert "The loss is not finite. The network of step" in done.stderr
    assert f"saved as {out}" in done.stderr
    assert model_file.load(out).training["recipe"]["hidden"] == [8]


def test_pictures_after_a_bad_one_are_answered(tmp_path: Path, trained_pictures: Path) -> None:
    good = trained_pictures
    done = start("predict", good, tmp_path / "nothing.png", good)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [str(good)] * 2
    assert "nothing.png" in done.stderr
    assert sum(line.startswith("fashion-gui: ") for line in done.stderr.splitlines()) == 1


@pytest.fixture
def trained_pictures(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.png"
    assert start("doodles", path, "--n", "1").returncode == 0
    return path
