"""An explanation of one answer: what marks the image, where, and what erasing that changes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.attribution import METHODS
from fashion_gui.explain.faithfulness import (
    FaithfulnessCurve,
    class_probabilities,
    deletion_curve,
    insertion_curve,
)
from fashion_gui.explain.score import Score
from fashion_gui.nn.layer import FloatArray

ERASED_SHARE = 0.2
"""Share of the ink that is erased to see what becomes of the answer."""
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
        Its name in `METHODS`.
    attribution : ndarray of float, shape (28, 28)
        Positive where a pixel speaks for the class.
    """

    score: Score
    image: NDArray[np.uint8]
    method: str
    attribution: FloatArray

    @property
    def probability(self) -> float:
        """Probability of the class; between two classes, its share in that of both."""
        return float(class_probabilities(self.score, self.image[np.newaxis])[0])

    @property
    def probability_erased(self) -> float:
        """What the probability becomes without the ink that `erased` lacks."""
        return float(class_probabilities(self.score, self.erased[np.newaxis])[0])

    @cached_property
    def region(self) -> str:
        """Which ninth of what is drawn speaks most for the class, as in "bottom left".

        It is "" when nothing speaks for it.
        """
        support = np.where(self.image > 0, self.attribution.clip(0), 0)
        if not support.any():
            return ""
        rows, columns = (np.flatnonzero((self.image > 0).any(axis=axis)) for axis in (1, 0))
        box = support[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        strips = np.array_split(box, 3, axis=0)
        sums = [[part.sum() for part in np.array_split(strip, 3, axis=1)] for strip in strips]
        row, column = divmod(int(np.argmax(sums)), 3)
        return f"{_ROWS[row]} {_COLUMNS[column]}".strip() or "middle"

    @cached_property
    def erased(self) -> NDArray[np.uint8]:
        """The image without the fifth of its ink that speaks most for the class."""
        ink = np.flatnonzero(self.image)
        first = np.argsort(-self.attribution.reshape(-1)[ink], kind="stable")
        rest = self.image.copy()
        rest.reshape(-1)[ink[first[: round(ERASED_SHARE * len(ink))]]] = 0
        return rest

    @cached_property
    def deletion(self) -> FaithfulnessCurve:
        """What becomes of the class while the ink goes, the most important first."""
        return deletion_curve(self.score, self.image, self.attribution)

    @cached_property
    def insertion(self) -> FaithfulnessCurve:
        """What becomes of the class while the ink comes, the most important first."""
        return insertion_curve(self.score, self.image, self.attribution)


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
        One sentence, when the network cannot be explained so.
    ValueError
        When there is no such method.
    """
    if method not in METHODS:
        raise ValueError(f"Expected one of {', '.join(METHODS)}, found {method!r}.")
    return Explanation(score, image, method, METHODS[method](score, image))
