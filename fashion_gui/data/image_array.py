"""Reading images from NumPy's files: ``.npy`` and ``.npz``."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        loaded: Any = np.load(path, allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return _checked(path, loaded)
        with loaded:
            if _KEY not in loaded.files:
                found = ", ".join(loaded.files) or "no arrays"
                raise DataError(f"{path}: expected an array named {_KEY!r}, found {found}.")
            return _checked(path, loaded[_KEY])
    except FileNotFoundError:
        raise DataError(f"{path}: expected a file with images, found nothing there.") from None
    except DataError:
        raise
    except (OSError, ValueError, EOFError, MemoryError, SyntaxError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: expected images as {_EXPECTED}, found: {error}.") from error


def _checked(path: Path, images: NDArray[Any]) -> ByteArray:
    if images.dtype != np.uint8 or images.shape[-2:] != IMAGE_SHAPE or images.ndim not in (2, 3):
        raise DataError(
            f"{path}: expected images as {_EXPECTED}, found {images.dtype} {images.shape}."
        )
    return images.reshape(-1, *IMAGE_SHAPE)
