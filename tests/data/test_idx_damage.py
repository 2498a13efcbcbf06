"""Damaged and hostile IDX files: a sentence, or the right values, and never anything else."""

import gzip
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from idx_files import (
    MAGIC,
    N_DIMENSIONS,
    assert_one_sentence,
    idx_bytes,
    idx_header,
    make_images,
    make_labels,
)

from fashion_gui.data import DataError
from fashion_gui.data.idx import read_idx

# Half of them cannot be packed any smaller, half of them can: both kinds of gzip block.
WHOLE = idx_bytes(np.concatenate([make_images(2), np.zeros((2, 28, 28), np.uint8)]))
ZIPPED = gzip.compress(WHOLE, mtime=0)
FILES = {"plain": WHOLE, "gzipped": ZIPPED, "labels": idx_bytes(make_labels(9))}

changes = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), max_size=4)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("idx") / "values"


def changed(content: bytes, spots: list[tuple[int, int]]) -> bytes:
    """Return the content with some bytes changed, each at a place counted from the start."""
    damaged = bytearray(content)
    for place, bits in spots:
        damaged[place % len(damaged)] ^= bits
    return bytes(damaged)


def assert_read_or_refused(path: Path, content: bytes, ndim: int) -> None:
    path.write_bytes(content)
    try:
        values = read_idx(path, ndim)
    except DataError as error:
        assert_one_sentence(error, path)
    else:
        assert values.ndim == ndim
        assert values.dtype == np.uint8


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(sorted(FILES)),
    spots=changes,
    cut=st.integers(0, 10_000),
    ndim=st.sampled_from([1, 3]),
)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(
    scratch: Path, name: str, spots: list[tuple[int, int]], cut: int, ndim: int
) -> None:
    content = FILES[name]
    assert_read_or_refused(scratch, changed(content, spots)[: cut % (len(content) + 1)], ndim)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    spots=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 255)), max_size=3),
    zipped=st.booleans(),
)
def test_a_damaged_header_is_read_or_refused_in_a_sentence(
    scratch: Path, spots: list[tuple[int, int]], zipped: bool
) -> None:
    content = changed(WHOLE, spots)
    assert_read_or_refused(scratch, gzip.compress(content, 1) if zipped else content, 3)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(content=st.binary(max_size=60), zipped=st.booleans(), ndim=st.sampled_from([1, 3]))
def test_any_bytes_are_read_or_refused_in_a_sentence(
    scratch: Path, content: bytes, zipped: bool, ndim: int
) -> None:
    assert_read_or_refused(scratch, gzip.compress(content) if zipped else content, ndim)


DAMAGED = {
    "last-byte-missing": ZIPPED[:-1],
    "checksum-missing": ZIPPED[:-8],
    "half-of-it": ZIPPED[:1000],
    "hardly-begun": ZIPPED[:11],
    "magic-only": ZIPPED[:3],
    "wrong-checksum": changed(ZIPPED, [(len(ZIPPED) - 8, 1)]),
    "wrong-length": changed(ZIPPED, [(len(ZIPPED) - 1, 1)]),
    "wrong-byte-in-the-middle": changed(ZIPPED, [(700, 0xFF)]),
    "wrong-method": changed(ZIPPED, [(2, 0xFF)]),
    "wrong-block-type": changed(ZIPPED, [(10, 0x06)]),
    "something-after-the-end": ZIPPED + b"something else",
}


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_gzip_file_is_refused(scratch: Path, damaged: bytes) -> None:
    scratch.write_bytes(damaged)
    with pytest.raises(DataError, match="expected a whole gzip file, found a damaged one") as error:
        read_idx(scratch, 3)
    assert_one_sentence(error.value, scratch)


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize(
    ("kind", "lengths"),
    [
        ("labels", (2**32 - 1,)),
        ("labels", (2**31,)),
        ("labels", (2**31 - 1,)),
        ("images", (2**32 - 1, 2**32 - 1, 2**32 - 1)),
        ("images", (2**32 - 1, 28, 28)),
        ("images", (2_700_000, 28, 28)),
        ("images", (0, 2**32 - 1, 2**32 - 1)),
        ("images", (2**32 - 1, 0, 2**32 - 1)),
    ],
)
def test_a_header_that_claims_too_much_is_refused_and_costs_no_memory(
    scratch: Path, kind: str, lengths: tuple[int, ...], zipped: bool
) -> None:
    content = idx_header(MAGIC[kind], *lengths) + bytes(100 if all(lengths) else 0)
    scratch.write_bytes(gzip.compress(content) if zipped else content)
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as error:
            read_idx(scratch, N_DIMENSIONS[kind])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert_one_sentence(error.value, scratch)
    assert peak < 16 * 2**20


def test_a_gzip_file_is_unpacked_no_further_than_its_header_says(scratch: Path) -> None:
    scratch.write_bytes(gzip.compress(idx_header(MAGIC["labels"], 10) + bytes(50_000_000), 1))
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="expected 10 values as its header says, found 11 or"):
            read_idx(scratch, 1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2**20
