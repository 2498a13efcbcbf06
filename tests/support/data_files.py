"""Small data sets, and the files that they are read from."""

import gzip
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data import Dataset, Subset


def make_split(n_images: int, seed: int) -> Subset:
    """Return images that can be learned: class c is bright in a band of its own."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(n_images) % 10).astype(np.uint8)
    images = rng.integers(0, 90, (n_images, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 + 2 * label : 6 + 2 * label, 4:24] += 150
    return Subset(images, labels)


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
