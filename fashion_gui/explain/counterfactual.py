"""Counterfactuals: the smallest change of a picture that changes its predicted class.

Projected gradient descent in a ball around the picture. The ball shrinks while the prediction is
the target class and grows while it is not, so that it ends close to the smallest one. Source: Rony
et al., "Decoupling Direction and Norm", CVPR 2019; the same with L-infinity after Pintor et al.,
"Fast Minimum-norm Adversarial Attacks", NeurIPS 2021. All pixels are whole grey levels at every
step: the result is a picture that can be saved and given to any network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fashion_gui.checks import as_images
from fashion_gui.explain.layer_probe import Margin
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network

Norm: TypeAlias = Literal["l2", "linf"]
NORMS: tuple[Norm, ...] = ("l2", "linf")
N_STEPS = 100
_FIRST_RADIUS = {"l2": 0.2, "linf": 2 / 255}
_LARGEST_RADIUS = {"l2": 8.0, "linf": 0.4}
"""Largest radius while nothing is found; in larger balls the steps would jump from edge to edge."""
_SEARCHING = 1.1
"""Growth of the ball per step until the target class is first predicted."""
_NARROWING = 0.05
"""Growth and shrinkage per step after that."""
_FIRST_STEP, _LAST_STEP = 0.25, 0.02
"""Length of a step, in radii of the ball."""
_N_SHARES = 24


@dataclass(frozen=True)
class Search:
    """The progress of a search.

    Attributes
    ----------
    done
        Share of its steps.
    size
        Size of the smallest change found so far, in the norm; None before there is one.
    """

    done: float
    size: float | None


@dataclass(frozen=True, eq=False)
class Counterfactual:
    """A change of a picture that changes its predicted class.

    Attributes
    ----------
    image, changed : ndarray of uint8, shape (28, 28)
        The picture before and after.
    before, target
        Predicted classes before and after.
    probability
        Probability of the target class after the change.
    """

    image: NDArray[np.uint8]
    changed: NDArray[np.uint8]
    before: int
    target: int
    probability: float

    @property
    def change(self) -> NDArray[np.int16]:
        """Grey levels that were added, shape (28, 28)."""
        return self.changed.astype(np.int16) - self.image

    @property
    def l2(self) -> float:
        """Euclidean length of the change, where white is 1."""
        return float(np.linalg.norm(self.change / 255))

    @property
    def linf(self) -> float:
        """The largest change of any pixel, where white is 1."""
        return float(np.abs(self.change).max()) / 255

    @property
    def n_pixels(self) -> int:
        """How many pixels changed."""
        return int(np.count_nonzero(self.change))


@dataclass(frozen=True)
class NotFound:
    """The search found no such change; the sentence says so."""

    sentence: str


def smallest_change(
    network: Network,
    image: NDArray[np.uint8],
    target: int,
    norm: Norm = "l2",
    n_steps: int = N_STEPS,
) -> Iterator[Search | Counterfactual | NotFound]:
    """Search for the smallest change that makes a network predict a target class.

    Parameters
    ----------
    network
        Any network.
    image : ndarray of uint8, shape (28, 28)
    target
        The class to be predicted, from 0.
    norm
        What to minimize: "l2", the Euclidean length of the change, or "linf", its largest pixel.
    n_steps
        Steps of the search.

    Yields
    ------
    Search
        After each step.
    Counterfactual or NotFound
        The last.

    Raises
    ------
    ValueError
        When there is no such class or norm, or the class is predicted already.
    NotOfferedError
        When the numbers in the network overflow.
    """
    if norm not in NORMS:
        raise ValueError(f"Expected one of {', '.join(NORMS)}, found {norm!r}.")
    if n_steps < 1:
        raise ValueError(f"Expected at least one step, found {n_steps}.")
    margin = Margin(network, target)
    image, before = current_answer(network, image, target)
    start = image.astype(network.parameters.dtype) / 255
    change: FloatArray = np.zeros_like(start)
    radius = _FIRST_RADIUS[norm]
    best, best_size = None, np.inf
    for step in range(n_steps):
        levels = _levels(start + change)
        margin.values(levels[np.newaxis] / 255)
        slope = margin.gradients()[0]
        if _is_called(network, levels, target):
            size = _size(levels / 255 - start, norm)
            if size < best_size:
                best, best_size = levels, size
            radius = min(radius, size) * (1 - _NARROWING)
        else:
            radius *= _SEARCHING if best is None else 1 + _NARROWING
            radius = min(radius, _LARGEST_RADIUS[norm])
        if not slope.any():
            break
        share = _FIRST_STEP + (_LAST_STEP - _FIRST_STEP) * step / n_steps
        direction = np.sign(slope) if norm == "linf" else slope / np.linalg.norm(slope)
        change = _projected(change + share * radius * direction, radius, norm)
        change = (start + change).clip(0, 1) - start
        yield Search((step + 1) / n_steps, None if best is None else best_size)
    if best is None:
        yield NotFound(
            f"{n_steps} steps found no change that makes this network call it "
            f"{network.class_names[target]}."
        )
        return
    changed = _shortened(network, image, best, target)
    probability = float(network.predict_proba(changed[np.newaxis])[0, target])
    yield Counterfactual(image, changed, before, target, probability)


def current_answer(
    network: Network, image: NDArray[np.uint8], target: int
) -> tuple[NDArray[np.uint8], int]:
    """Return the picture, uint8 (28, 28), and its class; ValueError when that is the target."""
    image = as_images(image[np.newaxis], network.architecture.input_shape)[0]
    before = int(network.predict_proba(image[np.newaxis])[0].argmax())
    if before == target:
        raise ValueError(f"The network calls it {network.class_names[target]} already.")
    return image, before


def _shortened(
    network: Network, image: NDArray[np.uint8], best: NDArray[np.uint8], target: int
) -> NDArray[np.uint8]:
    """Move back towards the picture, in a straight line, as far as the prediction allows."""
    shares = np.linspace(0, 1, _N_SHARES + 1)[1:, np.newaxis, np.newaxis]
    change = best.astype(np.float64) - image
    candidates = np.rint(image + shares * change).astype(np.uint8)
    is_called = network.predict_proba(candidates).argmax(axis=1) == target
    is_called[-1] = True
    shortest: NDArray[np.uint8] = candidates[int(np.argmax(is_called))]
    return shortest


def _projected(change: FloatArray, radius: float, norm: Norm) -> FloatArray:
    if norm == "linf":
        return change.clip(-radius, radius)
    length = float(np.linalg.norm(change))
    return change * (radius / length) if length else change


def _size(change: FloatArray, norm: Norm) -> float:
    return float(np.abs(change).max() if norm == "linf" else np.linalg.norm(change))


def _levels(pixels: FloatArray) -> NDArray[np.uint8]:
    return np.rint(pixels * 255).clip(0, 255).astype(np.uint8)


def _is_called(network: Network, image: NDArray[np.uint8], target: int) -> bool:
    return bool(network.predict_proba(image[np.newaxis])[0].argmax() == target)
