"""Images for windows in processes of their own, which nothing spares any work."""

from pathlib import Path

import pytest
from data_files import make_split, write_dataset

from fashion_gui.data import CLASS_NAMES, Dataset


@pytest.fixture(scope="session")
def few_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with 300 training and 60 test images, which no test may change."""
    directory = tmp_path_factory.mktemp("few-images")
    dataset = Dataset(make_split(300, seed=1), make_split(60, seed=2), CLASS_NAMES)
    write_dataset(directory, dataset, suffix="")
    (directory / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
    return directory
