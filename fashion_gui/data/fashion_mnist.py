"""Fashion-MNIST: 70,000 pictures of clothes in ten classes, 28x28 grey levels each.

Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
Machine Learning Algorithms", arXiv:1708.07747, 2017.
"""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data.idx import ByteArray, DataError, read_idx
from fashion_gui.files.regular import open_regular
from fashion_gui.locations import FASHION_MNIST

CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
N_CLASSES = len(CLASS_NAMES)
IMAGE_SHAPE = (28, 28)
CLASS_NAMES_FILE = "classes.txt"
_MAX_CLASS_BYTES = 100_000
_MAX_CLASS_NAME_LENGTH = 40
_IMAGES_PER_VALIDATION_IMAGE = 12
"""60,000 training images hold 5,000 for validation, as in the recipes."""


@dataclass(frozen=True, eq=False)
class Split:
    """Images and their labels.

    Attributes
    ----------
    images : ndarray of uint8, shape (n, 28, 28), read-only
        Grey levels: 0 is the black background, 255 is white.
    labels : ndarray of uint8, shape (n,), read-only
        Class of each image, 0 to 9.
    """

    images: ByteArray
    labels: ByteArray

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, part: slice) -> "Split":
        """Return a part of the split: a view, nothing is copied."""
        return Split(self.images[part], self.labels[part])


class Part(StrEnum):
    """Which images: those that networks learn from, those they are chosen by, those that judge."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"
    ALL = "all"

    @property
    def pieces(self) -> "tuple[Part, ...]":
        """The parts that this one is made of: itself, or all three."""
        return (Part.TRAINING, Part.VALIDATION, Part.TEST) if self is Part.ALL else (self,)


@dataclass(frozen=True, eq=False)
class Dataset:
    """A training split, a test split and the names of the ten classes.

    Every image has a number: its place in the training file or, for a test image, its place in
    the test file after all of those. The last twelfth of the training file is for validation.
    """

    train: Split
    test: Split
    class_names: tuple[str, ...] = CLASS_NAMES

    def __len__(self) -> int:
        return len(self.train) + len(self.test)

    @cached_property
    def labels(self) -> ByteArray:
        """Class of every image, by its number: uint8 (n_images,), read-only."""
        labels: ByteArray = np.concatenate([self.train.labels, self.test.labels])
        labels.flags.writeable = False
        return labels

    @cached_property
    def digest(self) -> str:
        """What tells the images from any others, in the order of their numbers.

        It takes a twentieth of a second for 70,000 images, so it is not for the window's thread.
        """
        digest = hashlib.sha256(f"{len(self.train)} {len(self.test)} {IMAGE_SHAPE}".encode())
        for split in (self.train, self.test):
            digest.update(np.ascontiguousarray(split.images).data)
        return digest.hexdigest()

    def numbers(self, part: Part) -> range:
        """Return the numbers of a part's images."""
        n_train = len(self.train)
        first_validation = n_train - n_train // _IMAGES_PER_VALIDATION_IMAGE
        return {
            Part.TRAINING: range(first_validation),
            Part.VALIDATION: range(first_validation, n_train),
            Part.TEST: range(n_train, len(self)),
            Part.ALL: range(len(self)),
        }[part]

    def part_of(self, number: int) -> Part:
        """Return which of the three parts holds an image."""
        return next(part for part in Part.ALL.pieces if number in self.numbers(part))

    def split(self, part: Part) -> Split:
        """Return one of the three parts: views, nothing is copied."""
        if part is Part.TEST:
            return self.test
        numbers = self.numbers(part)
        return self.train[numbers.start : numbers.stop]

    def image(self, number: int) -> ByteArray:
        """Return an image by its number: a view, uint8 (28, 28)."""
        n_train = len(self.train)
        image: ByteArray = (
            self.train.images[number] if number < n_train else self.test.images[number - n_train]
        )
        return image

    def images(self, numbers: NDArray[np.integer]) -> ByteArray:
        """Return a copy of some images by their numbers: uint8 (n, 28, 28)."""
        images = np.empty((len(numbers), *IMAGE_SHAPE), np.uint8)
        is_test = numbers >= len(self.train)
        images[~is_test] = self.train.images[numbers[~is_test]]
        images[is_test] = self.test.images[numbers[is_test] - len(self.train)]
        return images

    def name_of(self, number: int) -> str:
        """Return an image's name for people: its part and its place in its file."""
        part = self.part_of(number)
        place = number - len(self.train) if part is Part.TEST else number
        return f"{part.capitalize()} image {place:,}"


def load(directory: Path | str | None = None) -> Dataset:
    """Load a data set of four IDX files, gzipped or not.

    The files carry the names of MNIST (``train-images-idx3-ubyte.gz`` and so on, also with
    a dot in place of the second hyphen). A text file ``classes.txt`` beside them, one name
    a line, names the ten classes; without it they are those of Fashion-MNIST.

    Parameters
    ----------
    directory
        Where the files are; the Fashion-MNIST that comes with the program when None.

    Raises
    ------
    DataError
        One sentence: the file, what was expected and what was found.
    """
    folder = FASHION_MNIST if directory is None else Path(directory)
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing there"
        raise DataError(f"{folder}: expected a directory with IDX files, found {found}.")
    # zlib works outside Python's global lock, so the two halves unpack side by side.
    with ThreadPoolExecutor(max_workers=2) as pool:
        train, test = pool.map(_load_split, (folder, folder), ("train", "t10k"))
    return Dataset(train, test, _class_names(folder))


def _load_split(folder: Path, name: str) -> Split:
    images_path = _find(folder, f"{name}-images", 3)
    labels_path = _find(folder, f"{name}-labels", 1)
    labels = read_idx(labels_path, 1)
    images = read_idx(images_path, 3)
    if images.shape[1:] != IMAGE_SHAPE:
        height, width = images.shape[1:]
        raise DataError(f"{images_path}: expected images of 28x28 pixels, found {height}x{width}.")
    if len(images) != len(labels):
        raise DataError(
            f"{labels_path}: expected {len(images):,} labels, one for each image in "
            f"{images_path.name}, found {len(labels):,}."
        )
    if not len(labels):
        raise DataError(f"{images_path}: expected at least one image, found none.")
    if (highest := int(np.max(labels))) >= N_CLASSES:
        raise DataError(f"{labels_path}: expected labels from 0 to 9, found {highest}.")
    return Split(images, labels)


def _find(folder: Path, stem: str, ndim: int) -> Path:
    usual = folder / f"{stem}-idx{ndim}-ubyte.gz"
    names = (f"{stem}{dot}idx{ndim}-ubyte{end}" for end in (".gz", "") for dot in "-.")
    paths = (folder / name for name in names)
    return next((path for path in paths if path.exists()), usual)


def _class_names(folder: Path) -> tuple[str, ...]:
    path = folder / CLASS_NAMES_FILE
    if not path.exists():
        return CLASS_NAMES
    try:
        with open_regular(path) as file:
            lines = file.read(_MAX_CLASS_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: expected a text file in UTF-8, found: {error}.") from error
    names = tuple(line.strip() for line in lines if line.strip())
    if len(names) != N_CLASSES or len(set(names)) != N_CLASSES:
        raise DataError(
            f"{path}: expected ten different class names, one a line, "
            f"found {len(names)}, of them {len(set(names))} different."
        )
    if longest := next((name for name in names if len(name) > _MAX_CLASS_NAME_LENGTH), None):
        raise DataError(
            f"{path}: expected names of at most {_MAX_CLASS_NAME_LENGTH} letters, "
            f"found {longest[:_MAX_CLASS_NAME_LENGTH]!r} and more."
        )
    return names
