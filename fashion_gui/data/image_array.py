"""Reading images from NumPy's files: ``.npy`` and ``.npz``."""

from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np

from fashion_gui.data.fashion_mnist import IMAGE_SHAPE
from fashion_gui.data.idx import ByteArray, DataError

SUFFIXES = (".npy", ".npz")
_KEY, _LABELS = "images", "labels"
_EXPECTED = "uint8 (n, 28, 28)"


def read_image_array(path: Path) -> ByteArray:
    """Read images from a ``.npy``, or from the array ``images`` of a ``.npz``.

    Nothing is ever unpickled.

    Returns
    -------
    ndarray of uint8, shape (n_samples, 28, 28)
        A single image of shape (28, 28) counts as one sample.

    Raises
    ------
    DataError
        One sentence: the file, what was expected and what was found.
    """
    try:
        with path.open("rb") as file:
            return _checked(path, _load(path, file))
    except DataError:
        raise
    except FileNotFoundError:
        raise DataError(f"{path}: expected a file with images, found nothing there.") from None
    except IsADirectoryError:
        raise DataError(f"{path}: expected a file with images, found a directory.") from None
    except Exception as error:  # NumPy and zipfile raise a dozen kinds for damaged files
        raise DataError(
            f"{path}: expected images as {_EXPECTED}, found a damaged file or one of another kind."
        ) from error


def read_labels(path: Path, n_classes: int) -> ByteArray:
    """Read the array ``labels`` of a ``.npz`` that holds ``images``, too.

    Returns
    -------
    ndarray of uint8, shape (n_samples,)
        Classes from 0 to n_classes - 1.

    Raises
    ------
    DataError
        One sentence: the file, what was expected and what was found.
    """
    try:
        with path.open("rb") as file:
            labels = _load(path, file, _LABELS)
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{path}: expected a .npz with images and labels.") from error
    if not isinstance(labels, np.ndarray) or labels.dtype.kind not in "ui" or labels.ndim != 1:
        raise DataError(
            f"{path}: expected labels as integers (n,), found {labels.dtype} {labels.shape}."
        )
    if len(labels) and not (labels.min() >= 0 and labels.max() < n_classes):
        raise DataError(
            f"{path}: expected labels from 0 to {n_classes - 1}, "
            f"found {labels.min()} to {labels.max()}."
        )
    return labels.astype(np.uint8)


def _load(path: Path, file: IO[bytes], key: str = _KEY) -> Any:
    loaded = np.load(file, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        if key == _LABELS:
            raise DataError(f"{path}: expected a .npz with images and labels, found one array.")
        return loaded
    with loaded as archive:
        if key not in archive.files:
            found = ", ".join(archive.files) or "no arrays"
            raise DataError(f"{path}: expected an array named {key!r}, found {found}.")
        return archive[key]


def _checked(path: Path, images: Any) -> ByteArray:
    if not isinstance(images, np.ndarray):
        raise DataError(f"{path}: expected images as {_EXPECTED}, found no array.")
    if images.dtype != np.uint8 or images.shape[-2:] != IMAGE_SHAPE or images.ndim not in (2, 3):
        raise DataError(
            f"{path}: expected images as {_EXPECTED}, found {images.dtype} {images.shape}."
        )
    stacked: ByteArray = images.reshape(-1, *IMAGE_SHAPE)
    return stacked
