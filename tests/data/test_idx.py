"""IDX files that are whole, and what is said of those that are not."""

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from idx_files import (
    MAGIC,
    N_DIMENSIONS,
    assert_one_sentence,
    idx_bytes,
    idx_header,
    make_images,
    make_labels,
)
from numpy.typing import NDArray

from fashion_gui.data import DataError
from fashion_gui.data.idx import read_idx

LABELS = idx_bytes(make_labels(50))
IMAGES = idx_bytes(make_images(5))
Packing = Callable[[bytes], bytes]


@pytest.fixture(params=[bytes, gzip.compress], ids=["plain", "gzipped"])
def pack(request: pytest.FixtureRequest) -> Packing:
    packing: Packing = request.param
    return packing


def failure(path: Path, ndim: int) -> str:
    """Return what is said of the file, without its name."""
    with pytest.raises(DataError) as caught:
        read_idx(path, ndim)
    assert_one_sentence(caught.value, path)
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize("array", [make_labels(50), make_images(5), make_images(3, 7, 9)])
@pytest.mark.parametrize("name", ["values", "values.gz", "values.txt"])
def test_the_first_bytes_tell_whether_a_file_is_gzipped_and_not_its_name(
    tmp_path: Path, pack: Packing, name: str, array: NDArray[np.uint8]
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(idx_bytes(array)))
    values = read_idx(path, array.ndim)
    assert values.dtype == np.uint8
    np.testing.assert_array_equal(values, array)


def test_the_values_cannot_be_changed(tmp_path: Path, pack: Packing) -> None:
    path = tmp_path / "values"
    path.write_bytes(pack(LABELS))
    values = read_idx(path, 1)
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1
    with pytest.raises(ValueError, match="WRITEABLE"):
        values.flags.writeable = True


def test_a_file_that_is_gzipped_in_several_parts_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "values.gz"
    path.write_bytes(gzip.compress(LABELS[:20]) + gzip.compress(LABELS[20:]))
    np.testing.assert_array_equal(read_idx(path, 1), make_labels(50))


def test_a_file_of_no_values_gives_an_empty_array(tmp_path: Path, pack: Packing) -> None:
    path = tmp_path / "values"
    path.write_bytes(pack(idx_header(MAGIC["images"], 0, 28, 28)))
    assert read_idx(path, 3).shape == (0, 28, 28)


def test_a_missing_file_is_named_in_the_error(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.gz", 1) == "expected an IDX file, found nothing there."


def test_a_directory_in_the_place_of_a_file_is_named_in_the_error(tmp_path: Path) -> None:
    assert failure(tmp_path, 1) == "expected a file, found a directory."


def test_a_file_that_the_system_does_not_open_is_named_in_the_error(tmp_path: Path) -> None:
    assert "cannot be read: File name too long" in failure(tmp_path / ("x" * 300), 1)


@pytest.mark.parametrize(
    ("ndim", "content", "expected", "found"),
    [
        (1, b"", "IDX labels (magic number 0x00000801)", "a file of 0 bytes"),
        (3, b"", "IDX images (magic number 0x00000803)", "a file of 0 bytes"),
        (1, LABELS[:3], "IDX labels (magic number 0x00000801)", "a file of 3 bytes"),
        (1, IMAGES, "IDX labels (magic number 0x00000801)", "IDX images 0x00000803"),
        (3, LABELS, "IDX images (magic number 0x00000803)", "IDX labels 0x00000801"),
        (3, idx_bytes(make_images(9)[0]), "IDX images", "magic number 0x00000802"),
        (1, b"<!DOCTYPE html>", "IDX labels", "magic number 0x3c21444f"),
        (1, idx_header(0x0D01, 3) + bytes(12), "IDX labels", "magic number 0x00000d01"),
        (1, LABELS[:4], "1 lengths", "the end"),
        (1, LABELS[:7], "1 lengths", "the end"),
        (3, IMAGES[:15], "3 lengths", "the end"),
        (1, LABELS[:8], "50 values", "0"),
        (1, LABELS[:-1], "50 values", "49"),
        (3, IMAGES[:-1000], "3,920 values", "2,920"),
        (1, LABELS + b"\0", "50 values", "51 or more"),
        (3, IMAGES + IMAGES, "3,920 values", "3,921 or more"),
    ],
    ids=lambda value: f"{len(value)}-bytes" if isinstance(value, bytes) else None,
)
def test_an_error_says_what_was_expected_and_what_was_found(
    tmp_path: Path, pack: Packing, ndim: int, content: bytes, expected: str, found: str
) -> None:
    path = tmp_path / "values"
    path.write_bytes(pack(content))
    said_first, said_then = failure(path, ndim).split(", found ", maxsplit=1)
    assert expected in said_first
    assert said_then.startswith(found)


@pytest.mark.parametrize("kind", ["labels", "images"])
def test_an_empty_gzip_file_is_called_what_it_is(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "values.gz"
    path.write_bytes(gzip.compress(b""))
    assert f"expected IDX {kind}" in failure(path, N_DIMENSIONS[kind])
