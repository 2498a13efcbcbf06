"""Reading images from NumPy's files: ``.npy`` and ``.npz``."""

import os
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import IO, Any, Literal
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from fashion_gui.data.idx import ByteArray, DataError, most_inflated, read_at_most
from fashion_gui.files.regular import open_regular
from fashion_gui.image_spec import IMAGES

SUFFIXES = (".npy", ".npz")
_KEY, _LABELS = "images", "labels"
_UNNAMED = "arr_0"
"""What NumPy calls an array that was saved without a name."""
_EXPECTED = f"uint8 (n, {IMAGES.height}, {IMAGES.width})"
_ZIP = b"PK"
_ENCRYPTED = 1
_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def read_image_array(path: Path | str) -> ByteArray:
    """Read images from a ``.npy``, or from the array ``images`` of a ``.npz``.

    Instead of ``images`` the first array without a name, ``arr_0``, is read. Nothing is unpickled.

    Returns
    -------
    ndarray of uint8, shape (n_samples, 28, 28)
        A single image of shape (28, 28) counts as one sample.

    Raises
    ------
    DataError
        One sentence: the file, what was expected and what was found.
    """
    images = _read(Path(path), _KEY, _check_images)
    stacked: ByteArray = images.reshape(-1, *IMAGES.shape)
    return stacked


def read_labels(path: Path | str, n_classes: int) -> ByteArray:
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
    labels = _read(Path(path), _LABELS, _check_labels)
    if len(labels) and not (labels.min() >= 0 and labels.max() < n_classes):
        raise DataError(
            f"{path}: expected labels from 0 to {n_classes - 1}, "
            f"found {labels.min()} to {labels.max()}."
        )
    return labels.astype(np.uint8)


_Check = Callable[[Path, np.dtype[Any], tuple[int, ...]], None]


def _read(path: Path, key: str, check: _Check) -> NDArray[Any]:
    """Read the array of a ``.npy``, or the one of that name in a ``.npz``.

    Its dtype, shape and length are checked before its values are read.
    """
    try:
        with open_regular(path) as file:
            if file.read(len(_ZIP)) == _ZIP:
                return _read_from_archive(path, file, key, check)
            if key == _LABELS:
                raise DataError(f"{path}: expected a .npz with images and labels, found one array.")
            file.seek(0)
            return _read_array(path, file, check, os.fstat(file.fileno()).st_size)
    except (DataError, MemoryError):
        raise
    except FileNotFoundError:
        raise DataError(f"{path}: expected a file with images, found nothing there.") from None
    except IsADirectoryError:
        raise DataError(f"{path}: expected a file with images, found a directory.") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # NumPy and zipfile raise a dozen kinds for damaged files
        raise DataError(
            f"{path}: expected images as {_EXPECTED}, found a damaged file or one of another kind."
        ) from error


def _read_from_archive(path: Path, file: IO[bytes], key: str, check: _Check) -> NDArray[Any]:
    n_bytes = os.fstat(file.fileno()).st_size
    with ZipFile(file) as archive:
        names = [name.removesuffix(".npy") for name in archive.namelist()]
        if key == _KEY and key not in names and _UNNAMED in names:
            key = _UNNAMED
        if key not in names:
            found = ", ".join(names) or "no arrays"
            raise DataError(f"{path}: expected an array named {key!r}, found {found}.")
        member = archive.infolist()[names.index(key)]
        if member.flag_bits & _ENCRYPTED:
            raise DataError(f"{path}: expected an array named {key!r}, found it encrypted.")
        with archive.open(member) as stream:
            return _read_array(path, stream, check, most_inflated(n_bytes))


def _read_array(path: Path, file: IO[bytes], check: _Check, most: int) -> NDArray[Any]:
    """Read one array in NumPy's format, of at most `most` bytes."""
    version = np.lib.format.read_magic(file)
    read_header = _HEADERS[version]
    try:
        shape, is_column_major, dtype = read_header(file)
    except MemoryError:  # from Python's parser, for thousands of nested brackets
        raise ValueError("the header is nested too deeply") from None
    if any(length < 0 for length in shape):
        raise DataError(f"{path}: expected lengths of at least 0, found {shape}.")
    check(path, dtype, shape)
    n_bytes = prod(shape) * dtype.itemsize
    if n_bytes > most:
        raise DataError(f"{path}: expected at most {most:,} bytes of an array, found {n_bytes:,}.")
    content = read_at_most(file, n_bytes)
    if len(content) < n_bytes:
        raise EOFError
    order: Literal["C", "F"] = "F" if is_column_major else "C"
    return np.frombuffer(content, dtype).reshape(shape, order=order)


def _check_images(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
    if dtype != np.uint8 or shape[-2:] != IMAGES.shape or len(shape) not in (2, 3):
        raise DataError(f"{path}: expected images as {_EXPECTED}, found {dtype} {shape}.")


def _check_labels(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
    if dtype.kind not in "ui" or len(shape) != 1:
        raise DataError(f"{path}: expected labels as integers (n,), found {dtype} {shape}.")
