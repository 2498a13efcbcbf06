"""Redrawing: the least ink to add or to erase to change a picture's predicted class.

The search is greedy: the gradient proposes dabs of a pen and of an eraser, the one with the most
effect for its ink is drawn, and at the end those that are not needed are removed. So the change can
be drawn by hand, unlike that of a counterfactual.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.counterfactual import Counterfactual, NotFound, current_answer
from fashion_gui.explain.layer_probe import Margin
from fashion_gui.nn.layer import FloatArray
from fashion_gui.nn.network import Network

PEN = 2
"""Side of a dab, in pixels."""
_N_PROPOSED = 16
_LEAST_INK = 0.25
"""Dabs that change less than this, in white pixels, are not used."""
_MOST_INK = 0.4
"""Share of changed pixels above which it is another drawing, not a change of this one."""


@dataclass(frozen=True)
class Dab:
    """A square that is filled with ink, or erased.

    Attributes
    ----------
    row, column
        Position of its upper left pixel.
    is_ink
        True for white ink, False for black background.
    """

    row: int
    column: int
    is_ink: bool

    def apply(self, image: NDArray[np.uint8]) -> None:
        """Draw it on an image, uint8 (28, 28), in place."""
        square = image[self.row : self.row + PEN, self.column : self.column + PEN]
        square[:] = 255 if self.is_ink else 0


@dataclass(frozen=True, eq=False)
class Redrawing(Counterfactual):
    """Dabs that change a picture's predicted class.

    Attributes
    ----------
    dabs
        In the order in which they are drawn.
    """

    dabs: tuple[Dab, ...]

    @cached_property
    def ink_added(self) -> float:
        """Ink that was added, in white pixels."""
        return float(self.change.clip(min=0).sum()) / 255

    @cached_property
    def ink_erased(self) -> float:
        """Ink that was erased, in white pixels."""
        return float(-self.change.clip(max=0).sum()) / 255


def least_ink(
    network: Network,
    image: NDArray[np.uint8],
    target: int,
    *,
    may_add: bool = True,
    may_erase: bool = True,
) -> Iterator[Dab | Redrawing | NotFound]:
    """Search for the least ink to add or to erase so that a network predicts a target class.

    Parameters
    ----------
    network
        Any network.
    image : ndarray of uint8, shape (28, 28)
        Light ink on a black background.
    target
        The class that it is to be called, from 0.
    may_add, may_erase
        Whether there is a pen, and an eraser.

    Yields
    ------
    Dab
        Each dab as it is drawn; not all of them stay.
    Redrawing or NotFound
        The last.

    Raises
    ------
    ValueError
        When there is no such class, or it is predicted already.
    NotOfferedError
        When the numbers in the network overflow.
    """
    margin = Margin(network, target)
    image, before = current_answer(network, image, target)
    drawn, dabs = image.copy(), list[Dab]()
    while network.predict_proba(drawn[np.newaxis])[0].argmax() != target:
        dab = _next_dab(margin, drawn, may_add, may_erase)
        if dab is None or _ink(image, drawn) > _MOST_INK * image.size:
            words = "pen and eraser" if may_add and may_erase else "pen" if may_add else "eraser"
            yield NotFound(
                f"No small change with {words} was found that makes this network call it "
                f"{network.class_names[target]}."
            )
            return
        dab.apply(drawn)
        dabs.append(dab)
        yield dab
    dabs = _needed(network, image, dabs, target)
    drawn = _drawn(image, dabs)
    probability = float(network.predict_proba(drawn[np.newaxis])[0, target])
    yield Redrawing(image, drawn, before, target, probability, tuple(dabs))


def _next_dab(
    margin: Margin, drawn: NDArray[np.uint8], may_add: bool, may_erase: bool
) -> Dab | None:
    """Return the dab that helps most for its ink; None when none helps."""
    pixels = drawn.astype(margin.network.parameters.dtype) / 255
    (now,) = margin.values(pixels[np.newaxis])
    slope = margin.gradients()[0]
    proposals: list[tuple[float, float, Dab]] = []
    for is_ink in [True] * may_add + [False] * may_erase:
        change = 1 - pixels if is_ink else -pixels
        gains, inks = _squares(slope * change), _squares(np.abs(change))
        rows, columns = np.nonzero((gains > 0) & (inks >= _LEAST_INK))
        proposals += [
            (
                float(gains[row, column]),
                float(inks[row, column]),
                Dab(int(row), int(column), is_ink),
            )
            for row, column in zip(rows, columns, strict=True)
        ]
    proposals.sort(key=lambda proposal: -proposal[0] / proposal[1])
    by_gain = sorted(proposals, key=lambda proposal: -proposal[0])[:_N_PROPOSED]
    proposals = proposals[:_N_PROPOSED] + by_gain
    if not proposals:
        return None
    trials = np.stack([_drawn(drawn, [dab]) for _, _, dab in proposals])
    gains = margin.values(trials.astype(pixels.dtype) / 255) - now
    worth = gains / np.array([ink for _, ink, _ in proposals])
    best = int(np.argmax(worth))
    return proposals[best][2] if gains[best] > 0 else None


def _needed(network: Network, image: NDArray[np.uint8], dabs: list[Dab], target: int) -> list[Dab]:
    """Remove dabs that are not needed for the prediction, those with the most ink first."""
    while dabs:
        shorter = [dabs[:index] + dabs[index + 1 :] for index in range(len(dabs))]
        trials = np.stack([_drawn(image, some) for some in shorter])
        is_called = network.predict_proba(trials).argmax(axis=1) == target
        if not is_called.any():
            break
        inks = [
            _ink(image, trial) if fits else np.inf
            for trial, fits in zip(trials, is_called, strict=True)
        ]
        dabs = shorter[int(np.argmin(inks))]
    return dabs


def _drawn(image: NDArray[np.uint8], dabs: Sequence[Dab]) -> NDArray[np.uint8]:
    drawn = image.copy()
    for dab in dabs:
        dab.apply(drawn)
    return drawn


def _ink(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    return float(np.abs(after.astype(np.int16) - before).sum()) / 255


def _squares(values: FloatArray) -> FloatArray:
    """Return the sum over the square of a dab at every position where it fits."""
    windows = np.lib.stride_tricks.sliding_window_view(values, (PEN, PEN))
    sums: FloatArray = windows.sum(axis=(2, 3))
    return sums
