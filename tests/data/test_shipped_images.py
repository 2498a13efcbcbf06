"""The Fashion-MNIST that comes with the program is the published one, bit for bit."""

import gzip
import hashlib
import re

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, load
from fashion_gui.locations import FASHION_MNIST

CHECKSUMS = {
    name: checksum
    for checksum, name in re.findall(
        r"^([0-9a-f]{64})  (\S+)$",
        (FASHION_MNIST / "SOURCE.txt").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
}
FILES = [
    f"{split}-{kind}-ubyte"
    for split in ("train", "t10k")
    for kind in ("images-idx3", "labels-idx1")
]


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load()


def test_every_file_is_listed_with_both_of_its_checksums() -> None:
    assert set(CHECKSUMS) == {*FILES, *(f"{name}.gz" for name in FILES)}
    assert {path.name for path in FASHION_MNIST.glob("*ubyte*")} == {f"{n}.gz" for n in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_its_published_content(name: str) -> None:
    packed = (FASHION_MNIST / f"{name}.gz").read_bytes()
    assert hashlib.sha256(packed).hexdigest() == CHECKSUMS[f"{name}.gz"]
    assert hashlib.sha256(gzip.decompress(packed)).hexdigest() == CHECKSUMS[name]


@pytest.mark.parametrize(("split", "n_images"), [("train", 60_000), ("test", 10_000)])
def test_every_class_is_as_frequent(shipped: Dataset, split: str, n_images: int) -> None:
    part = getattr(shipped, split)
    assert part.images.shape == (n_images, 28, 28)
    assert part.labels.shape == (n_images,)
    assert np.bincount(part.labels).tolist() == [n_images // 10] * 10


def test_the_first_images_have_their_published_labels(shipped: Dataset) -> None:
    names = [shipped.class_names[label] for label in shipped.train.labels[:4]]
    assert names == ["Ankle boot", "T-shirt/top", "T-shirt/top", "Dress"]
    assert shipped.class_names == CLASS_NAMES


def test_the_background_is_black(shipped: Dataset) -> None:
    corners = shipped.train.images[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    assert np.median(corners) == 0
    assert (corners == 0).mean() > 0.9
    assert shipped.train.images.max() == 255
