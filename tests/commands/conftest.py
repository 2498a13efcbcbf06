"""What the tests of the command line share: images in files, and a network trained on them."""

import struct
from pathlib import Path

import pytest
from program import Trained, start

from fashion_gui.data import Dataset


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, small_dataset: Dataset) -> Path:
    """Return a directory with the small data set, which no test may change."""
    directory = tmp_path_factory.mktemp("small-dataset")
    for name, split in (("train", small_dataset.train), ("t10k", small_dataset.test)):
        for kind, array in (("images", split.images), ("labels", split.labels)):
            header = struct.pack(f">{1 + array.ndim}I", 0x800 | array.ndim, *array.shape)
            path = directory / f"{name}-{kind}-idx{array.ndim}-ubyte"
            path.write_bytes(header + array.tobytes())
    return directory


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Trained:
    """Return a small network that ``train --json --out`` has written."""
    path = tmp_path_factory.mktemp("network") / "small.safetensors"
    settings = ("--recipe", "custom", "--hidden", "16", "--epochs", "3", "--seed", "4")
    done = start("train", *settings, "--data", data, "--json", "--out", path)
    assert done.returncode == 0, done.stderr
    return Trained(path, done)
