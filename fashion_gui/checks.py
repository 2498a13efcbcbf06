"""Checks of array arguments of public functions, with one sentence for each error."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

_FROM_SHARES = (
    ": turn shares from 0 to 1 into grey levels by (255 * images).round().astype(np.uint8)"
)


def found(array: NDArray[Any]) -> str:
    """Return dtype and shape of an array, as in "float64 (5, 28, 28)"."""
    return f"{array.dtype} {array.shape}"


def as_images(images: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return images as uint8; an array that already fits is returned as it is.

    Parameters
    ----------
    images
        Grey levels from 0 to 255, of any integer dtype and shape (n_samples, *shape).
    shape
        Shape of one image.

    Raises
    ------
    ValueError
        When they are not such grey levels, or the shape is wrong.
    """
    array = np.asarray(images)
    if array.dtype == np.uint8 and array.shape[1:] == shape and array.ndim:
        return array
    expected = f"images as uint8 (n_samples, {', '.join(map(str, shape))})"
    if array.shape == shape:
        raise ValueError(
            f"Expected {expected}, found {found(array)}: give one image as image[np.newaxis]."
        )
    if array.ndim == 0 or array.shape[1:] != shape:
        raise ValueError(f"Expected {expected}, found {found(array)}.")
    if array.dtype.kind not in "ui":
        hint = _FROM_SHARES if array.dtype.kind == "f" else ""
        raise ValueError(f"Expected {expected}, found {found(array)}{hint}.")
    if len(array) and (array.min() < 0 or array.max() > 255):
        raise ValueError(f"Expected {expected}, found numbers from {array.min()} to {array.max()}.")
    return array.astype(np.uint8)


def as_classes(classes: ArrayLike, n_classes: int, name: str) -> NDArray[np.integer]:
    """Return classes as an array of integers, shape (n_samples,).

    Parameters
    ----------
    classes
        Integers from 0 to n_classes - 1.
    name
        Name of the argument in the message.

    Raises
    ------
    ValueError
        When they are anything else.
    """
    array = np.asarray(classes)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "ui"):
        raise ValueError(f"Expected {name} as integers (n_samples,), found {found(array)}.")
    if array.size and not 0 <= array.min() <= array.max() < n_classes:
        raise ValueError(
            f"Expected {name} from 0 to {n_classes - 1}, found {array.min()} to {array.max()}."
        )
    return array if array.size else array.astype(np.intp)


def as_probabilities(probabilities: ArrayLike, n_samples: int) -> NDArray[np.floating]:
    """Return probabilities as an array of floats, shape (n_samples, n_classes).

    Raises
    ------
    ValueError
        When they are not between 0 and 1, or there is not one row per sample.
    """
    array = np.asarray(probabilities)
    if array.ndim != 2 or array.dtype.kind != "f" or len(array) != n_samples:
        raise ValueError(
            f"Expected probabilities as floats ({n_samples}, n_classes), found {found(array)}."
        )
    # Rounding may exceed 1 slightly.
    if array.size and not (array.min() >= 0 and array.max() <= 1 + 1e-5):
        raise ValueError(
            f"Expected probabilities from 0 to 1, found {array.min()} to {array.max()}."
        )
    return array


def check_grey(grey: NDArray[Any]) -> None:
    """Raise ValueError unless an array holds the grey levels of a picture, from 0 to 1."""
    if grey.ndim != 2 or grey.dtype.kind != "f" or not grey.size:
        raise ValueError(f"Expected a picture as floats (height, width), found {found(grey)}.")
    low, high = float(grey.min()), float(grey.max())
    if not 0 <= low <= high <= 1:
        raise ValueError(f"Expected grey levels from 0 to 1, found {low:g} to {high:g}.")


def check_same_length(first: NDArray[Any], second: NDArray[Any], names: str) -> None:
    """Raise ValueError when two arrays that belong together differ in length."""
    if len(first) != len(second):
        raise ValueError(
            f"Expected {names} of the same length, found {len(first):,} and {len(second):,}."
        )
