"""Reading images from NumPy's files: ``.npy`` and ``.npz``."""

from pathlib import Path
from typing import IO, Any

import numpy as np

from fashion_gui.data.fashion_mnist import IMAGE_SHAPE
from fashion_gui.data.idx import ByteArray, DataError

SUFFIXES = (".npy", ".npz")
_KEY = "images"
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


def _load(path: Path, file: IO[bytes]) -> Any:
    loaded = np.load(file, allow_pickle=False)
    if isinstance(loaded, np.ndarray):
        return loaded
    with loaded as archive:
        if _KEY not in archive.files:
            found = ", ".join(archive.files) or "no arrays"
            raise DataError(f"{path}: expected an array named {_KEY!r}, found {found}.")
        return archive[_KEY]


def _checked(path: Path, images: Any) -> ByteArray:
    if not isinstance(images, np.ndarray):
        raise DataError(f"{path}: expected images as {_EXPECTED}, found no array.")
    if images.dtype != np.uint8 or images.shape[-2:] != IMAGE_SHAPE or images.ndim not in (2, 3):
        raise DataError(
            f"{path}: expected images as {_EXPECTED}, found {images.dtype} {images.shape}."
        )
    stacked: ByteArray = images.reshape(-1, *IMAGE_SHAPE)
    return stacked
