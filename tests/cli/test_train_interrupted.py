"""Signals while training: what was learned is kept."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import begin, read_until

from fashion_gui.files import model_file

ENDLESS = ("train", "--hidden", "16", "--epochs", "1000000", "--json")


@pytest.fixture(params=[name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)])
def interrupted(
    request: pytest.FixtureRequest, data: Path, tmp_path: Path
) -> Iterator[tuple[int, str, str]]:
    """Return exit status, output and errors of a run that was interrupted at its first batches."""
    where = ("--data", data, "--out", tmp_path / "net.safetensors")
    with begin(*ENDLESS, *where, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        seen = read_until("epoch=", process)
        process.send_signal(getattr(signal, request.param))
        out, errors = process.communicate(timeout=60)
        yield process.returncode, out, seen + errors


def test_an_interrupted_run_ends_well_and_its_network_is_saved(
    interrupted: tuple[int, str, str], tmp_path: Path
) -> None:
    status, out, errors = interrupted
    assert status == 0
    assert "Traceback" not in errors
    result = json.loads(out)
    assert result["completed"] is False
    assert result["epochs"] < 1_000_000
    assert sum(scores["support"] for scores in result["report"].values()) == 300
    saved = model_file.load(tmp_path / "net.safetensors")
    assert saved.training["completed"] is False
    assert saved.training["test_accuracy"] == result["test_accuracy"]
    assert saved.network.architecture.sizes == [784, 16, 10]
