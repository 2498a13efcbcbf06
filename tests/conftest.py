"""What many tests need: a screenless Qt, one BLAS thread, and a small data set."""

import os

# Both are read when Qt and NumPy are loaded, so before anything else.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
# Programs that tests start are compiled once, and not at each of a hundred starts.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import gc
import shutil
import signal
from pathlib import Path

import pytest
from data_files import make_split, write_dataset

from fashion_gui.data import CLASS_NAMES, Dataset


def pytest_configure() -> None:
    """Let programs that tests start heed signals, also where the tests run under ``nohup``."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def pytest_collection_finish() -> None:
    """Spare the garbage collector, which many tests call, the modules that stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def folders_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let programs that tests start keep their files in folders of the tests, not the person's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def small_dataset() -> Dataset:
    """1,200 training and 300 test images of ten classes that a network learns in a second."""
    return Dataset(make_split(1200, seed=1), make_split(300, seed=2), CLASS_NAMES)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, small_dataset: Dataset) -> Path:
    """Return a directory with the small data set, which no test may change."""
    directory = tmp_path_factory.mktemp("small-dataset")
    write_dataset(directory, small_dataset, suffix="")
    (directory / "classes.txt").write_text("\n".join(small_dataset.class_names), "utf-8")
    return directory


@pytest.fixture
def dataset_directory(tmp_path: Path, data: Path) -> Path:
    """Return a directory with the small data set, for a test to change."""
    return shutil.copytree(data, tmp_path / "dataset")
