"""The program killed while it writes: what is there is whole, old or new, and nothing is left."""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from data_files import make_split, write_dataset

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.files import model_file
from soak.report import Report

_ROOT = Path(__file__).parents[2]
_LONGEST_S = 60.0


def try_kills(seed: int, n: int) -> Report:
    """Kill `n` trainings and evaluations, each at another moment."""
    report, chance = Report(), Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, out = folder / "data", folder / "out"
        data.mkdir()
        out.mkdir()
        few = Dataset(make_split(300, seed=1), make_split(60, seed=2), CLASS_NAMES)
        write_dataset(data, few, "")
        (data / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
        network = out / "network.safetensors"
        train = ["train", "--data", data, "--hidden", "800,800", "--epochs", "1"]
        train += ["--batch-size", "100", "--n-validation", "0", "--out", network]
        evaluate = ["evaluate", "--data", data, "--model", network]
        evaluate += ["--csv", out, "--report", out / "page.html"]
        took_s = {}
        for command in (train, evaluate):
            started = time.monotonic()
            subprocess.run(_line(command), cwd=_ROOT, check=True, capture_output=True)
            took_s[str(command[0])] = time.monotonic() - started
        for place in range(n):
            command = chance.choice((train, evaluate))
            # Most of the kills come when files are written, near the end.
            wait_s = took_s[str(command[0])] * chance.triangular(0.3, 1.15, 0.97)
            what = f"kill {place} of seed {seed} ({command[0]} after {wait_s:.2f} s)"
            started = time.monotonic()
            process = subprocess.Popen(
                _line(command), cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(wait_s)
            process.send_signal(signal.SIGKILL)
            process.wait()
            report.violations += [f"{what}: {problem}" for problem in _problems(out, network)]
            report.note_time(time.monotonic() - started, _LONGEST_S, what)
        subprocess.run(_line(train), cwd=_ROOT, check=True, capture_output=True)
        subprocess.run(_line(evaluate), cwd=_ROOT, check=True, capture_output=True)
        left = sorted(path.name for path in out.iterdir() if path.is_dir())
        if left:
            report.violations.append(f"{len(left)} folders are left after a later save: {left[0]}")
        if not _are_one_evaluation(out):
            report.violations.append("the tables of the last evaluation do not fit its checksums")
    return report


def _line(command: list[object]) -> list[str]:
    return [sys.executable, "main.py", *map(str, command)]


def _problems(out: Path, network: Path) -> list[str]:
    """Return what is not whole."""
    problems = []
    try:
        model_file.load(network)
    except model_file.ModelFileError as error:
        problems.append(str(error))
    page = (out / "page.html").read_text("utf-8")
    if not (page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")):
        problems.append("half a page")
    halves = [path for path in out.glob("*.csv") if not path.read_text("utf-8").endswith("\n")]
    return problems + [f"half a table: {path.name}" for path in halves]


def _are_one_evaluation(out: Path) -> bool:
    lines = (out / "SHA256SUMS").read_text("utf-8").splitlines()
    return bool(lines) and all(
        hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
        for digest, name in (line.split("  ") for line in lines)
    )


if __name__ == "__main__":
    os.environ.pop("DISPLAY", None)
    try_kills(int(sys.argv[1]), int(sys.argv[2])).print()
