"""An explanation of one prediction: its attribution, where that is, and what erasing it changes."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.attribution import (
    METHODS,
    integrated_gradients,
    integrating_gradients,
)
from fashion_gui.explain.faithfulness import (
    FaithfulnessCurve,
    class_probabilities,
    deletion_curve,
    insertion_curve,
)
from fashion_gui.explain.score import Score
from fashion_gui.nn.layer import FloatArray

ERASED_SHARE = 0.2
"""Share of the ink that is erased to test the explanation."""
_MOST_ERASED = 0.5
_SHARE_STEP = 0.05
"""The share that decides an answer is looked for in such steps, up to half of the ink."""
_ROWS = ("top", "", "bottom")
_COLUMNS = ("left", "", "right")


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a network prefers a class in one image, by one method.

    Attributes
    ----------
    score
        What is explained.
    image : ndarray of uint8, shape (28, 28)
    method
        Name of the method in `METHODS`.
    attribution : ndarray of float, shape (28, 28)
        Positive where a pixel speaks for the class.
    """

    score: Score
    image: NDArray[np.uint8]
    method: str
    attribution: FloatArray

    @property
    def probability(self) -> float:
        """Probability of the class; between two classes, its share of their sum."""
        return float(class_probabilities(self.score, self.image[np.newaxis])[0])

    @property
    def probability_erased(self) -> float:
        """The same probability for the image `erased`."""
        return float(class_probabilities(self.score, self.erased[np.newaxis])[0])

    @cached_property
    def region(self) -> str:
        """The ninth of the drawing that speaks most for the class, such as "bottom left".

        It is "" when nothing speaks for it.
        """
        return region_of(self.image, self.attribution)

    @cached_property
    def erased(self) -> NDArray[np.uint8]:
        """The image, uint8 (28, 28), without the 20 % of its ink that speaks most for the class."""
        return self.without(ERASED_SHARE)

    def without(self, share: float) -> NDArray[np.uint8]:
        """Return the image, uint8 (28, 28), without a share (0 to 1) of what speaks for it."""
        ink = np.flatnonzero(self.image)
        first = np.argsort(-self.attribution.reshape(-1)[ink], kind="stable")
        rest = self.image.copy()
        rest.reshape(-1)[ink[first[: round(share * len(ink))]]] = 0
        return rest

    @cached_property
    def decisive_share(self) -> float | None:
        """The least share of the ink without which the class is preferred no more.

        It is what speaks most for the class, in steps of a twentieth. None when half of the ink is
        not enough, or the class is not preferred as it is: to all others, or to the other one.
        """
        n_steps = round(_MOST_ERASED / _SHARE_STEP)
        shares = [round(_SHARE_STEP * step, 2) for step in range(n_steps + 1)]
        frames = np.stack([self.without(share) for share in shares])
        probabilities = self.score.network.predict_proba(frames)
        others = np.delete(probabilities, self.score.target, axis=1).max(axis=1)
        if self.score.against is not None:
            others = probabilities[:, self.score.against]
        is_preferred = probabilities[:, self.score.target] > others
        if not is_preferred[0] or is_preferred.all():
            return None
        return shares[int(np.argmin(is_preferred))]

    @cached_property
    def deletion(self) -> FaithfulnessCurve:
        """Deletion curve: the class's probability while ink is erased, the most important first."""
        return deletion_curve(self.score, self.image, self.attribution)

    @cached_property
    def insertion(self) -> FaithfulnessCurve:
        """Insertion curve: the class's probability while ink is shown, the most important first."""
        return insertion_curve(self.score, self.image, self.attribution)


def region_of(image: NDArray[np.uint8], attribution: FloatArray) -> str:
    """Return the ninth of what an image shows that an attribution, (28, 28), favours."""
    support = np.where(image > 0, attribution.clip(0), 0)
    if not support.any():
        return ""
    rows, columns = (np.flatnonzero((image > 0).any(axis=axis)) for axis in (1, 0))
    box = support[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    strips = np.array_split(box, 3, axis=0)
    sums = [[part.sum() for part in np.array_split(strip, 3, axis=1)] for strip in strips]
    row, column = divmod(int(np.argmax(sums)), 3)
    return ninth_words(row, column)


def ninth_words(row: int, column: int) -> str:
    """Return the name of a ninth by its row and column from 0: "top left", "middle", "right"."""
    return f"{_ROWS[row]} {_COLUMNS[column]}".strip() or "middle"


def explain(score: Score, image: NDArray[np.uint8], method: str) -> Explanation:
    """Explain a score by one of the methods.

    Parameters
    ----------
    image : ndarray of uint8, shape (28, 28)
    method
        A name in `METHODS`.

    Raises
    ------
    NotOfferedError
        One sentence, when the method is not possible for the network.
    ValueError
        When there is no such method.
    """
    if method not in METHODS:
        raise ValueError(f"Expected one of {', '.join(METHODS)}, found {method!r}.")
    return Explanation(score, image, method, METHODS[method](score, image))


def explaining(
    score: Score, image: NDArray[np.uint8], method: str
) -> Generator[None, None, Explanation]:
    """Do what `explain` does, and pause on the way, where the method takes long.

    Whoever drains the generator may close it there; it returns the explanation.
    """
    if METHODS.get(method) is not integrated_gradients:
        return explain(score, image, method)
    attribution = yield from integrating_gradients(score, image)
    return Explanation(score, image, method, attribution)
