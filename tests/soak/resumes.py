"""Runs killed at random moments, also while they write: resumed, they end with the same bits."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from random import Random

from data_files import make_split, write_dataset

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.files import model_file
from fashion_gui.shelf.run_record import RunRecordError, RunStatus
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.training.checkpoint import CheckpointError
from soak.report import Report

_ROOT = Path(__file__).parents[2]
_LONGEST_S = 120.0
_RUN = "killed"
# Checkpoints are written nearly all the time, so that many kills come while they are.
_PROGRAM = """
import os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv.pop(1))])
from fashion_gui.__main__ import main
from fashion_gui.shelf import keeping
keeping.kept.__defaults__ = (0.02,)
main()
"""
_SETTINGS = (
    *("--hidden", "64,32", "--batch-norm", "--dropout", "0.1", "--averaging", "0.3"),
    *("--mirror", "--shift", "1", "--rotation", "5", "--elastic", "0.5", "--drawings"),
    *("--batch-size", "50", "--epochs", "12", "--n-train", "900", "--n-validation", "200"),
)


def try_resumes(seed: int, n: int) -> Report:
    """Kill trainings `n` times, and resume each until it comes to its end."""
    report, chance = Report(), Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        data.mkdir()
        few = Dataset(make_split(1200, seed=1), make_split(300, seed=2), CLASS_NAMES)
        write_dataset(data, few, "")
        (data / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
        started = time.monotonic()
        whole = Shelf(folder / "whole")
        _start(data, whole, 2).wait()
        assert _RUN in whole.names(), _last_words(data)
        took_s = time.monotonic() - started
        for number in count():
            if report.n_tried >= n:
                break
            shelf = Shelf(folder / f"runs {number}")
            _kill_until_it_ends(report, chance, data, shelf, took_s, n)
            report.violations += [f"seed {seed}: {told}" for told in _differences(shelf, whole)]
    return report


def _kill_until_it_ends(
    report: Report, chance: Random, data: Path, shelf: Shelf, took_s: float, n: int
) -> None:
    """Kill a run and resume it, again and again; when there were enough kills, let it end."""
    is_resumed = False
    while True:
        process = _start(data, shelf, chance.choice((1, 2)), is_resumed=is_resumed)
        started = time.monotonic()
        if report.n_tried < n:
            wait_s = took_s * chance.triangular(0.1, 1.1, 0.7)
            try:
                process.wait(wait_s)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                what = f"kill {report.n_tried} after {wait_s:.2f} s"
                report.violations += [f"{what}: {told}" for told in _damages(shelf)]
                report.note_time(time.monotonic() - started, _LONGEST_S, what)
        status = process.wait()
        if status == 0:
            return
        if _has_ended(shelf):  # it was killed after its last file
            return
        is_resumed = _RUN in shelf.names() and shelf.folder(_RUN).checkpoint.exists()
        if not is_resumed and _RUN in shelf.names():
            shelf.delete(_RUN)  # it was killed before its first checkpoint
        if status > 0:
            report.violations.append(f"a run ended with {status}: {_last_words(data)}")
            return


def _start(
    data: Path, shelf: Shelf, n_cores: int, *, is_resumed: bool = False
) -> "subprocess.Popen[bytes]":
    command = ["train", "--runs", str(shelf.path), "--data", str(data)]
    command += ["--resume", _RUN] if is_resumed else ["--name", _RUN, *_SETTINGS]
    path = os.pathsep.join([str(_ROOT), *sys.path])
    with _errors(data).open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(n_cores), *command],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


def _errors(data: Path) -> Path:
    return data.parent / "errors.txt"


def _last_words(data: Path) -> str:
    return _errors(data).read_text(errors="replace").strip()[-300:]


def _has_ended(shelf: Shelf) -> bool:
    try:
        return _RUN in shelf.names() and shelf.record(_RUN).status is RunStatus.FINISHED
    except RunRecordError:  # it was killed before its first file
        return False


def _damages(shelf: Shelf) -> list[str]:
    """Return what is not whole after a kill."""
    if _RUN not in shelf.names() or not shelf.folder(_RUN).facts.exists():
        return []
    folder = shelf.folder(_RUN)
    try:
        record = shelf.record(_RUN)
        if record.status not in (RunStatus.INTERRUPTED, RunStatus.FINISHED):
            return [f"the run is {record.status.value}"]
        if folder.checkpoint.exists():
            folder.read_checkpoint()
        folder.read_history()
        folder.read_film()
    except (RunRecordError, CheckpointError, ValueError) as error:
        return [str(error)]
    return []


def _differences(shelf: Shelf, whole: Shelf) -> list[str]:
    """Return what differs from the run that was never interrupted."""
    one, other = (each.folder(_RUN) for each in (shelf, whole))
    told = []
    if model_file.load(one.network).network.digest != model_file.load(other.network).network.digest:
        told.append("other weights than those of the run that was not interrupted")
    if model_file.load(one.best).network.digest != model_file.load(other.best).network.digest:
        told.append("another best network than that of the run that was not interrupted")
    points = [each.read_history().loss.training.y.tolist() for each in (one, other)]
    if points[0] != points[1]:
        told.append("other curves than those of the run that was not interrupted")
    frames = [[frame.step for frame in each.read_film()] for each in (one, other)]
    if frames[0] != frames[1]:
        told.append(f"other frames: {frames[0]} and {frames[1]}")
    if left := [path.name for path in one.path.glob(".fashion-gui.*")]:
        told.append(f"temporary folders are left: {left[0]}")
    return told


if __name__ == "__main__":
    os.environ.pop("DISPLAY", None)
    try_resumes(int(sys.argv[1]), int(sys.argv[2])).print()
