"""Fashion-MNIST: 70,000 pictures of clothes in ten classes, 28x28 grey levels each.

Source: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
Machine Learning Algorithms", arXiv:1708.07747, 2017.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fashion_gui.data.idx import ByteArray, DataError, read_idx
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
_MAX_CLASS_NAME_LENGTH = 40


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


@dataclass(frozen=True, eq=False)
class Dataset:
    """A training split, a test split and the names of the ten classes."""

    train: Split
    test: Split
    class_names: tuple[str, ...] = CLASS_NAMES


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
        lines = path.read_text(encoding="utf-8-sig").splitlines()
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
