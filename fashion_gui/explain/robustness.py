"""Robustness: how predictions change while pictures are increasingly disturbed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import as_classes, as_images, check_same_length
from fashion_gui.nn.network import Network

_Images: TypeAlias = NDArray[np.float32]
_CHUNK = 1000
"""Number of images that are disturbed at a time."""
_SEED = 18
N_IMAGES = 1000
"""Usual number of images for a curve: its standard error is below 1.6 points."""


@dataclass(frozen=True)
class Disturbance:
    """One way to disturb images, by an amount.

    Attributes
    ----------
    unit
        Unit of the amount, for people.
    neutral
        The amount that changes nothing.
    amounts
        Amounts for a curve, in order.
    apply
        Takes images, float32 (n, height, width) with grey levels from 0 to 255, the amount and
        the number of the first image; what it returns is clipped to 0 to 255.
    """

    unit: str
    neutral: float
    amounts: tuple[float, ...]
    apply: Callable[[_Images, float, int], _Images]


def _noise(images: _Images, amount: float, first: int) -> _Images:
    """Add normal noise, the same for an image at every amount except for its size."""
    noise = np.random.default_rng(first).standard_normal(images.shape, dtype=np.float32)
    return images + np.float32(255 * amount) * noise


def _blur(images: _Images, sigma: float, _: int) -> _Images:
    if sigma == 0:
        return images
    down, across = _gaussian(images.shape[1], sigma), _gaussian(images.shape[2], sigma)
    blurred: _Images = np.matmul(np.matmul(down, images), across.T)
    return blurred


def _gaussian(size: int, sigma: float) -> _Images:
    """Return the matrix of a Gaussian blur along a line with black around it."""
    far = np.arange(-size, size + 1)
    weights = np.exp(-(far**2) / (2 * sigma**2))
    weights /= weights.sum()
    positions = np.arange(size)
    matrix: _Images = weights.astype(np.float32)[positions - positions[:, np.newaxis] + size]
    return matrix


def _rotation(images: _Images, degrees: float, _: int) -> _Images:
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    return _mapped(images, np.array([[cosine, sine], [-sine, cosine]]), 0.0)


def _shift(images: _Images, pixels: float, _: int) -> _Images:
    return _mapped(images, np.eye(2), -pixels)


def _scale(images: _Images, factor: float, _: int) -> _Images:
    return _mapped(images, np.eye(2) / factor, 0.0)


def _mapped(images: _Images, matrix: NDArray[np.float64], across: float) -> _Images:
    """Resample by bilinear interpolation; the matrix maps (row, column) from the middle."""
    _, height, width = images.shape
    middle = np.array([height - 1, width - 1]) / 2
    grid = np.indices((height, width)).reshape(2, -1) - middle[:, np.newaxis]
    rows, columns = matrix @ grid + middle[:, np.newaxis] + [[0.0], [across]]
    top, left = np.floor(rows).astype(np.intp), np.floor(columns).astype(np.intp)
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1))).reshape(len(images), -1)
    result = np.zeros((len(images), height * width), np.float32)
    for row, weight_down in ((top, top + 1 - rows), (top + 1, rows - top)):
        for column, weight_across in ((left, left + 1 - columns), (left + 1, columns - left)):
            place = row.clip(-1, height) + 1, column.clip(-1, width) + 1
            weights = (weight_down * weight_across).astype(np.float32)
            result += weights * padded[:, place[0] * (width + 2) + place[1]]
    return result.reshape(images.shape)


def _pen_width(images: _Images, pixels: float, _: int) -> _Images:
    """Widen lines by a maximum over a disc, or narrow them by a minimum.

    Pixels that the disc covers in part count in part, so that amounts between pixels are possible.
    Outside of the images is black, which does not eat into what touches the edge.
    """
    if pixels < 0:
        return 255 - _dilated(255 - images, -pixels / 2)
    return _dilated(images, pixels / 2)


def _dilated(images: _Images, radius: float) -> _Images:
    reach = int(np.ceil(radius))
    _, height, width = images.shape
    padded = np.pad(images, ((0, 0), (reach, reach), (reach, reach)))
    result = np.zeros_like(images)
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            covered = min(1.0, radius + 1 - float(np.hypot(down, across)))
            if covered > 0:
                moved = padded[
                    :,
                    reach + down : reach + down + height,
                    reach + across : reach + across + width,
                ]
                np.maximum(result, np.float32(covered) * moved, out=result)
    return result


def _contrast(images: _Images, factor: float, _: int) -> _Images:
    return images * np.float32(factor)


def _inverted(images: _Images, share: float, _: int) -> _Images:
    return images * np.float32(1 - share) + (255 - images) * np.float32(share)


DISTURBANCES: Mapping[str, Disturbance] = MappingProxyType(
    {
        "noise": Disturbance(
            "standard deviation, share of white", 0.0, (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5), _noise
        ),
        "blur": Disturbance(
            "standard deviation, pixels", 0.0, (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0), _blur
        ),
        "rotation": Disturbance(
            "degrees, counter-clockwise", 0.0, tuple(range(-180, 181, 15)), _rotation
        ),
        "shift": Disturbance("pixels to the right", 0.0, tuple(range(-8, 9)), _shift),
        "scale": Disturbance("factor", 1.0, (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25), _scale),
        "pen width": Disturbance(
            "pixels wider, or narrower",
            0.0,
            (-3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0),
            _pen_width,
        ),
        "contrast": Disturbance(
            "factor on the ink, on black",
            1.0,
            (0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0),
            _contrast,
        ),
        "inverted": Disturbance(
            "share of the negative", 0.0, tuple(step / 8 for step in range(9)), _inverted
        ),
    }
)
"""All disturbances, by their names for people."""


def disturbed(images: NDArray[np.uint8], name: str, amount: float) -> NDArray[np.uint8]:
    """Return images that are disturbed by an amount.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_images, height, width)
        Light ink on black; outside of the images is black, too.
    name
        One of `DISTURBANCES`, whose ``unit`` says what the amount is.

    Raises
    ------
    ValueError
        When there is no such disturbance, or the amount is not valid.
    """
    if name not in DISTURBANCES:
        raise ValueError(f"Expected one of {', '.join(DISTURBANCES)}, found {name!r}.")
    low = 0.0 if name in ("noise", "blur", "contrast") else -np.inf
    is_possible = np.isfinite(amount) and amount >= low
    if name == "scale":
        is_possible = is_possible and amount > 0
    if name == "inverted":
        is_possible = is_possible and 0 <= amount <= 1
    if not is_possible:
        raise ValueError(f"{amount:g} is no amount of {name} ({DISTURBANCES[name].unit}).")
    result = np.empty_like(images)
    for start in range(0, len(images), _CHUNK):
        part = slice(start, start + _CHUNK)
        changed = DISTURBANCES[name].apply(images[part].astype(np.float32), amount, start)
        result[part] = np.rint(changed).clip(0, 255)
    return result


@dataclass(frozen=True, eq=False)
class PicturePoint:
    """A network's prediction for a picture disturbed by some amount.

    Attributes
    ----------
    amount
    image : ndarray of uint8, shape (28, 28)
        The picture as the network saw it.
    probabilities : ndarray of float32, shape (n_classes,)
    """

    amount: float
    image: NDArray[np.uint8]
    probabilities: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class AccuracyPoint:
    """A network's accuracy on images disturbed by some amount.

    Attributes
    ----------
    amount
    accuracy
        Share of right predictions.
    confidence
        Mean of the largest probabilities; above the accuracy, the network is over-confident.
    """

    amount: float
    accuracy: float
    confidence: float


def some_of(n_images: int, n_most: int) -> NDArray[np.intp]:
    """Return which of many images to disturb: at most some, random, always the same, in order."""
    if n_images <= n_most:
        return np.arange(n_images)
    chosen = np.random.default_rng(_SEED).choice(n_images, n_most, replace=False)
    return np.sort(chosen)


def picture_curve(
    network: Network,
    image: NDArray[np.uint8],
    name: str,
    amounts: Sequence[float] | None = None,
) -> Iterator[PicturePoint]:
    """Yield the probabilities for a picture that is increasingly disturbed.

    Parameters
    ----------
    image : ndarray of uint8, shape (28, 28)
    name
        One of `DISTURBANCES`.
    amounts
        None for those of the disturbance.

    Raises
    ------
    ValueError
        As from `disturbed`.
    """
    images = as_images(image[np.newaxis], network.architecture.input_shape)
    for amount in _amounts(name, amounts):
        changed = disturbed(images, name, amount)
        yield PicturePoint(amount, changed[0], network.predict_proba(changed)[0])


def accuracy_curve(
    network: Network,
    images: NDArray[np.uint8],
    labels: NDArray[np.integer],
    name: str,
    amounts: Sequence[float] | None = None,
    n_threads: int = 1,
) -> Iterator[float | AccuracyPoint]:
    """Yield the accuracy on images that are increasingly disturbed.

    Parameters
    ----------
    images : ndarray of uint8, shape (n_images, 28, 28)
        At least one.
    labels : ndarray of int, shape (n_images,)
        The true classes.
    name, amounts
        As for `picture_curve`.
    n_threads
        Threads that predict side by side.

    Yields
    ------
    float
        Between the points: the share of all predictions that is done.
    AccuracyPoint
        One for each amount.

    Raises
    ------
    ValueError
        As from `disturbed`, or when the labels do not fit.
    """
    images = as_images(images, network.architecture.input_shape)
    labels = as_classes(labels, network.architecture.n_classes, "labels")
    check_same_length(labels, images, "labels and images")
    if not len(images):
        raise ValueError("Expected at least one image, found none.")
    chosen = _amounts(name, amounts)
    for index, amount in enumerate(chosen):
        done, n_right, confidence = 0, 0, 0.0
        changed = disturbed(images, name, amount)
        for probabilities in network.predict_in_chunks(changed, n_threads):
            part = slice(done, done + len(probabilities))
            n_right += int((probabilities.argmax(axis=1) == labels[part]).sum())
            confidence += float(probabilities.max(axis=1).sum())
            done = part.stop
            yield (index + done / len(images)) / len(chosen)
        yield AccuracyPoint(amount, n_right / len(images), confidence / len(images))


def _amounts(name: str, amounts: Sequence[float] | None) -> Sequence[float]:
    if amounts is not None:
        return amounts
    if name not in DISTURBANCES:
        raise ValueError(f"Expected one of {', '.join(DISTURBANCES)}, found {name!r}.")
    return DISTURBANCES[name].amounts
