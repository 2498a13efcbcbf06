"""Damaged files of images: a sentence, or images, and never anything else."""

import gc
import io
import struct
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from idx_files import assert_named, assert_one_sentence, make_images

from fashion_gui.data import DataError
from fashion_gui.data.npz import read_image_array

IMAGES = np.concatenate([make_images(1), np.zeros((1, 28, 28), np.uint8)])


def npy_bytes(header: str, n_values: int = 784) -> bytes:
    """Return a .npy of any header."""
    text = header.encode("latin-1") + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + bytes(n_values)


def shape_header(shape: str) -> str:
    return f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"


def npz_bytes(compressed: bool) -> bytes:
    buffer = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(buffer, images=IMAGES)
    return buffer.getvalue()


def zip_bytes(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def with_bytes(content: bytes, place: int, new: bytes) -> bytes:
    return content[:place] + new + content[place + len(new) :]


NPZ = npz_bytes(compressed=True)
VALUES = 30 + sum(struct.unpack("<HH", NPZ[26:30]))
"""Where its packed values start, after a header, a name and a supplement."""
CENTRAL = NPZ.rindex(b"PK\x01\x02")
"""Where the archive's list of files starts."""
WHOLE = {
    "npy": npy_bytes(shape_header("(2, 28, 28)"), 2 * 784),
    "stored": npz_bytes(compressed=False),
    "deflated": NPZ,
}

DAMAGED = {
    "text": b"just some text",
    "magic-only": b"\x93NUMPY",
    "unknown-version": b"\x93NUMPY\x09\x00" + bytes(200),
    "a-value-missing": npy_bytes(shape_header("(28, 28)"), 783),
    "an-image-missing": npy_bytes(shape_header("(2, 28, 28)"), 784),
    "length-beyond-64-bits": npy_bytes(shape_header(f"({10**30}, 28, 28)")),
    "length-beyond-any-memory": npy_bytes(shape_header(f"({2**40}, 28, 28)")),
    "negative-length": npy_bytes(shape_header("(-1, 28, 28)")),
    "fractional-length": npy_bytes(shape_header("(28.0, 28)")),
    "boolean-length": npy_bytes(shape_header("(True, 28, 28)")),
    "shape-no-tuple": npy_bytes(shape_header("784")),
    "unknown-type": npy_bytes(shape_header("(28, 28)").replace("'|u1'", "'spam'")),
    "structured-type": npy_bytes(shape_header("(28, 28)").replace("'|u1'", "[('a', '|u1')]")),
    "open-header": npy_bytes("{'descr': '|u1', "),
    "open-brackets": npy_bytes("(((("),
    "unhashable-key": npy_bytes("{[]: 1}"),
    "mixed-keys": npy_bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (28, 28), 1: 2}"),
    "header-no-dictionary": npy_bytes("[]"),
    "header-empty": npy_bytes(""),
    "header-nested": npy_bytes("-" * 9_000 + "1"),
    "header-too-long": npy_bytes("#" * 60_000),
    "zip-without-end": NPZ[:-30],
    "zip-hardly-begun": NPZ[:40],
    "zip-magic-only": b"PK\x03\x04",
    "zip-member-is-text": zip_bytes("images.npy", b"just some text"),
    "zip-member-without-suffix": zip_bytes("images", b""),
    "zip-member-empty": zip_bytes("images.npy", b""),
    "zip-member-truncated": zip_bytes("images.npy", npy_bytes(shape_header("(28, 28)"), 700)),
    "zip-damaged-in-the-middle": with_bytes(NPZ, VALUES + 60, bytes(40)),
    "zip-unknown-block-type": with_bytes(NPZ, VALUES, b"\x06"),
    "zip-unknown-compression": with_bytes(NPZ, CENTRAL + 10, b"\x63"),
    "zip-of-a-later-version": with_bytes(NPZ, CENTRAL + 6, b"\xff"),
    "zip-encrypted": with_bytes(NPZ, CENTRAL + 8, b"\x01"),
    "zip-patched": with_bytes(NPZ, CENTRAL + 8, b"\x20"),
    "zip-wrong-checksum": with_bytes(NPZ, CENTRAL + 16, b"\x00\x00\x00\x00"),
}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("arrays") / "a.npy"


@pytest.mark.parametrize("name", WHOLE)
def test_the_files_that_are_damaged_below_are_whole_before(scratch: Path, name: str) -> None:
    scratch.write_bytes(WHOLE[name])
    assert read_image_array(scratch).shape == (2, 28, 28)


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_in_a_sentence(scratch: Path, content: bytes) -> None:
    scratch.write_bytes(content)
    with pytest.raises(DataError, match=r"expected .*, found") as error:
        read_image_array(scratch)
    assert_one_sentence(error.value, scratch)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize("name", ["a-value-missing", "zip-without-end", "zip-hardly-begun"])
def test_a_damaged_file_is_closed_again(scratch: Path, name: str) -> None:
    scratch.write_bytes(DAMAGED[name])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(DataError):
            read_image_array(scratch)
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(sorted(WHOLE)),
    spots=st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), max_size=4),
    from_end=st.booleans(),
    cut=st.one_of(st.just(0), st.integers(0, 10_000)),
)
def test_a_changed_file_is_read_or_refused(
    scratch: Path, name: str, spots: list[tuple[int, int]], from_end: bool, cut: int
) -> None:
    content = bytearray(WHOLE[name])
    for place, bits in spots:
        # The end of an archive says as much as the start of an array.
        place %= len(content)
        content[-1 - place if from_end else place] ^= bits
    scratch.write_bytes(content[: len(content) - cut % len(content)])
    try:
        images = read_image_array(scratch)
    except DataError as error:
        assert_named(error, scratch)
    else:
        assert images.dtype == np.uint8
        assert images.shape[1:] == (28, 28)
