"""What the tests of the command line share: a network that it has trained."""

from pathlib import Path

import pytest
from program import Trained, start


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Trained:
    """Return a small network that ``train --json --out`` has written."""
    path = tmp_path_factory.mktemp("network") / "small.safetensors"
    settings = ("--recipe", "custom", "--hidden", "16", "--epochs", "3", "--seed", "4")
    done = start("train", *settings, "--data", data, "--json", "--out", path)
    assert done.returncode == 0, done.stderr
    return Trained(path, done)
