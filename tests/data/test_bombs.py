"""What a file asks for is counted before anything is made of it."""

import gzip
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from fashion_gui.data.idx import DataError, read_idx
from fashion_gui.data.npz import read_image_array

MOST_BYTES = 120_000_000
LENGTH = 400_000
"""Images whose pixels are 313 MB, and a third of a megabyte when they are black and packed."""


@contextmanager
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()


def write_black(file: object, n_images: int) -> None:
    for _ in range(n_images // 4_000):
        file.write(bytes(4_000 * 784))  # type: ignore[attr-defined]


def test_a_gzip_file_that_grows_a_thousandfold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train-images-idx3-ubyte.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(struct.pack(">4I", 0x803, LENGTH, 28, 28))
        write_black(file, LENGTH)
    with little_memory(), pytest.raises(DataError, match="values in so short a gzip file"):
        read_idx(path, 3)


def test_an_archive_that_grows_a_thousandfold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("images.npy", "w", force_zip64=True) as file,
    ):
        header = {"descr": "|u1", "fortran_order": False, "shape": (LENGTH, 28, 28)}
        np.lib.format.write_array_header_1_0(file, header)
        write_black(file, LENGTH)
    with little_memory(), pytest.raises(DataError, match=r"expected at most .* bytes of an array"):
        read_image_array(path)


@pytest.mark.parametrize("shape", [(-1, 28, 28), (10**9, 28, 28)])
def test_lengths_that_cannot_be_are_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "a.npy"
    with path.open("wb") as file:
        header = {"descr": "|u1", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        file.write(bytes(784))
    with little_memory(), pytest.raises(DataError, match=r"a\.npy: expected"):
        read_image_array(path)


def test_an_encrypted_archive_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, images=np.zeros((1, 28, 28), np.uint8))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the mark in the directory
    content[6] |= 1  # and before the content
    path.write_bytes(content)
    with pytest.raises(DataError, match="found it encrypted"):
        read_image_array(path)


def test_columns_first_is_read_as_it_is_meant(tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28), np.uint8)
    np.save(tmp_path / "a.npy", np.asfortranarray(images))
    assert np.array_equal(read_image_array(tmp_path / "a.npy"), images)
