"""Loading a data set from a folder of IDX files."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from fashion_gui.classes import CLASS_NAMES, MAX_CLASSES, MIN_CLASSES, Classes
from fashion_gui.data import fashion_mnist
from fashion_gui.data.dataset import Dataset, Subset
from fashion_gui.data.idx import DataError, read_idx
from fashion_gui.files.regular import open_regular
from fashion_gui.files.scaling import scaled
from fashion_gui.foreign_text import shown
from fashion_gui.image_spec import IMAGES, ImageSpec
from fashion_gui.locations import FASHION_MNIST

CLASS_NAMES_FILE = "classes.txt"
_MAX_CLASS_BYTES = 100_000
_MAX_CLASS_NAME_LENGTH = 40
_MAX_SIDE = 256
"""Pixels: larger images are photographs, of which little would be left at 28x28."""


def load(directory: Path | str | None = None) -> Dataset:
    """Load a data set of four IDX files, gzipped or not.

    The files carry the names of MNIST (``train-images-idx3-ubyte.gz`` and so on, also with
    a dot in place of the second hyphen). A text file ``classes.txt`` beside them, one name per
    line, names the classes. Without it, Fashion-MNIST is recognized by its images and labels, and
    the classes of any other data set are called "class 0", "class 1" and so on. Images of a size
    other than 28x28 are scaled, and the data set's remark says so.

    Parameters
    ----------
    directory
        Where the files are; None for the Fashion-MNIST that comes with the program.

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
        halves = list(pool.map(_load_split, (folder, folder), ("train", "t10k")))
    (train, size), (test, test_size) = halves
    if size != test_size:
        raise DataError(
            f"{folder}: expected training and test images of one size, "
            f"found {size} and {test_size}."
        )
    remark = ""
    if size != IMAGES:
        remark = f"The images of {size} pixels were scaled to {IMAGES}."
    if directory is None:
        return Dataset(train, test, CLASS_NAMES)
    if (names := _read_class_names(folder)) is not None:
        _check_labels(folder, names, train, test)
        return Dataset(train, test, names, remark=remark)
    unnamed = Dataset(train, test, Classes.numbered(_highest(train, test) + 1), remark=remark)
    if fashion_mnist.is_that(unnamed):
        return replace(unnamed, class_names=CLASS_NAMES)
    return unnamed


def _load_split(folder: Path, name: str) -> tuple[Subset, ImageSpec]:
    """Return images and labels, and the size of the images in their file."""
    images_path = _find(folder, f"{name}-images", 3)
    labels_path = _find(folder, f"{name}-labels", 1)
    labels = read_idx(labels_path, 1)
    images = read_idx(images_path, 3)
    size = ImageSpec(*images.shape[1:])
    if not (1 <= size.height <= _MAX_SIDE and 1 <= size.width <= _MAX_SIDE):
        raise DataError(
            f"{images_path}: expected images of 1x1 to {_MAX_SIDE}x{_MAX_SIDE} pixels, "
            f"found {size}."
        )
    if len(images) != len(labels):
        raise DataError(
            f"{labels_path}: expected {len(images):,} labels, one for each image in "
            f"{images_path.name}, found {len(labels):,}."
        )
    if not len(labels):
        raise DataError(f"{images_path}: expected at least one image, found none.")
    if (highest := int(np.max(labels))) >= MAX_CLASSES:
        raise DataError(
            f"{labels_path}: expected labels from 0 to {MAX_CLASSES - 1}, found {highest}."
        )
    if size != IMAGES:
        images = scaled(images, *IMAGES.shape)
        images.flags.writeable = False
    return Subset(images, labels), size


def _find(folder: Path, stem: str, ndim: int) -> Path:
    usual = folder / f"{stem}-idx{ndim}-ubyte.gz"
    names = (f"{stem}{dot}idx{ndim}-ubyte{end}" for end in (".gz", "") for dot in "-.")
    paths = (folder / name for name in names)
    return next((path for path in paths if path.exists()), usual)


def _highest(*splits: Subset) -> int:
    return max(int(split.labels.max()) for split in splits)


def _check_labels(folder: Path, names: Classes, *splits: Subset) -> None:
    if (highest := _highest(*splits)) >= len(names):
        raise DataError(
            f"{folder / CLASS_NAMES_FILE}: expected a name for each label, so at least "
            f"{highest + 1}, found {len(names)}."
        )


def _read_class_names(folder: Path) -> Classes | None:
    path = folder / CLASS_NAMES_FILE
    if not path.exists():
        return None
    try:
        with open_regular(path) as file:
            lines = file.read(_MAX_CLASS_BYTES).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: expected a text file in UTF-8, found: {error}.") from error
    names = tuple(shown(line, _MAX_CLASS_BYTES) for line in lines if line.strip())
    n_names, n_different = len(names), len(set(names))
    if not MIN_CLASSES <= n_names <= MAX_CLASSES or n_different < n_names:
        raise DataError(
            f"{path}: expected {MIN_CLASSES} to {MAX_CLASSES} different class names, one per line, "
            f"found {n_names}, of them {n_different} different."
        )
    if longest := next((name for name in names if len(name) > _MAX_CLASS_NAME_LENGTH), None):
        raise DataError(
            f"{path}: expected names of at most {_MAX_CLASS_NAME_LENGTH} letters, "
            f"found {longest[:_MAX_CLASS_NAME_LENGTH]!r} and more."
        )
    return Classes(names)
