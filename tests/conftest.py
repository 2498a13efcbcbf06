"""What many tests need: a screenless Qt, one BLAS thread, and a small data set."""

import os

# Both are read when Qt and NumPy are loaded, so before anything else.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gc
import gzip
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import CLASS_NAMES, Dataset, Split


def pytest_collection_finish() -> None:
    """Spare the garbage collector, which many tests call, the modules that stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let programs that tests start keep results in a folder of the tests, not the person's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


def make_split(n_images: int, seed: int) -> Split:
    """Return images that can be learned: class c is bright in a band of its own."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(n_images) % 10).astype(np.uint8)
    images = rng.integers(0, 90, (n_images, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 + 2 * label : 6 + 2 * label, 4:24] += 150
    return Split(images, labels)


def write_idx(path: Path, array: NDArray[np.uint8], magic: int | None = None) -> None:
    """Write an IDX file; gzipped when its name ends so."""
    header = struct.pack(">I", 0x800 | array.ndim if magic is None else magic)
    content = header + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def write_dataset(directory: Path, dataset: Dataset, suffix: str = ".gz") -> None:
    """Write the four files of a data set."""
    for name, split in (("train", dataset.train), ("t10k", dataset.test)):
        write_idx(directory / f"{name}-images-idx3-ubyte{suffix}", split.images)
        write_idx(directory / f"{name}-labels-idx1-ubyte{suffix}", split.labels)


@pytest.fixture(scope="session")
def small_dataset() -> Dataset:
    """1,200 training and 300 test images of ten classes that a network learns in a second."""
    return Dataset(make_split(1200, seed=1), make_split(300, seed=2), CLASS_NAMES)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, small_dataset: Dataset) -> Path:
    """Return a directory with the small data set, which no test may change."""
    directory = tmp_path_factory.mktemp("small-dataset")
    write_dataset(directory, small_dataset, suffix="")
    return directory


@pytest.fixture
def dataset_directory(tmp_path: Path, data: Path) -> Path:
    """Return a directory with the small data set, for a test to change."""
    return shutil.copytree(data, tmp_path / "dataset")
