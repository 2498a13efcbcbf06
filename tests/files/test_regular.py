"""Only files are read: what might be waited for for ever is refused, whoever opens it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fashion_gui.data import load
from fashion_gui.data.idx import DataError, read_idx
from fashion_gui.data.npz import read_image_array, read_labels
from fashion_gui.files import model_file
from fashion_gui.files.regular import open_regular

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX's")

READERS: dict[str, Callable[[Path], object]] = {
    "idx": lambda path: read_idx(path, 3),
    "array": read_image_array,
    "labels": lambda path: read_labels(path, 10),
    "model": model_file.load,
}


@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_is_refused_at_once(tmp_path: Path, reader: str) -> None:
    pipe = tmp_path / "pipe.npz"
    os.mkfifo(pipe)
    with pytest.raises((DataError, model_file.ModelFileError), match="it is a pipe or a device"):
        READERS[reader](pipe)


def test_class_names_from_a_pipe_are_refused_at_once(dataset_directory: Path) -> None:
    (dataset_directory / "classes.txt").unlink()
    os.mkfifo(dataset_directory / "classes.txt")
    with pytest.raises(DataError, match=r"classes\.txt: .*it is a pipe or a device"):
        load(dataset_directory)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["x" * 300, "loop"])
def test_what_cannot_be_opened_is_told_as_it_is(tmp_path: Path, reader: str, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(
        (DataError, model_file.ModelFileError), match=r"cannot be read: (File name|Too many)"
    ):
        READERS[reader](tmp_path / name)


def test_a_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"content")
    with open_regular(path) as file:
        assert file.read() == b"content"
