"""What the tests of data files share: IDX files as bytes, and what an error should read like."""

import re
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = {"labels": 0x801, "images": 0x803}
N_DIMENSIONS = {"labels": 1, "images": 3}


def idx_header(magic: int, *lengths: int) -> bytes:
    return struct.pack(f">{1 + len(lengths)}I", magic, *lengths)


def idx_bytes(array: NDArray[np.uint8]) -> bytes:
    return idx_header(0x800 | array.ndim, *array.shape) + array.tobytes()


def make_labels(n_labels: int) -> NDArray[np.uint8]:
    return (np.arange(n_labels) % 10).astype(np.uint8)


def make_images(n_images: int, height: int = 28, width: int = 28) -> NDArray[np.uint8]:
    rng = np.random.default_rng(n_images)
    return rng.integers(0, 256, (n_images, height, width), dtype=np.uint8)


def assert_named(error: BaseException, path: Path) -> None:
    assert str(error).startswith(f"{path}: ")


def assert_one_sentence(error: BaseException, path: Path) -> None:
    """The file's name, a colon, and one sentence on one line."""
    assert_named(error, path)
    message = str(error)
    assert "\n" not in message
    assert re.fullmatch(r".*[^.\s]\.", message), "ends with one full stop"
    assert not re.search(r"[.?!] +[A-Z(]", message), "a second sentence"
