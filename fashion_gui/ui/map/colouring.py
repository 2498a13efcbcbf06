"""What the colours of a map stand for: groups of images, each with a name and a colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from fashion_gui.percent import SIGN
from fashion_gui.ui.theme.mixing import mixed
from fashion_gui.ui.theme.palette import Colours

UNKNOWN = "Not predicted yet"
_N_STEPS = 6
"""Steps of confidence."""
_CELL = 0.25
"""Size of a neighbourhood, where the points of a map are about 1 from its middle."""
_LEAST_NEAR = 0.06
"""Share of a group around its median from which on that is in the group."""


class ColourBy(StrEnum):
    """What the colours of a map stand for."""

    TRUE_CLASS = "True class"
    ANSWER = "Predicted class"
    RIGHT = "Right or wrong"
    CONFIDENCE = "Confidence"


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network predicts for all images of a data set.

    Attributes
    ----------
    predicted : ndarray of int16, shape (n_images,)
        The class; -1 for not yet.
    confidence : ndarray of float32, shape (n_images,)
    """

    predicted: NDArray[np.int16]
    confidence: NDArray[np.float32]

    @classmethod
    def none(cls, n_images: int) -> "Answers":
        """Return no answers yet."""
        return cls(np.full(n_images, -1, np.int16), np.zeros(n_images, np.float32))


@dataclass(frozen=True, eq=False)
class Colouring:
    """A group for each image.

    Attributes
    ----------
    names
        Of the groups, the last of which are images without an answer.
    colours
        One for each group.
    group : ndarray of uint8, shape (n_images,)
    on_top
        Groups that are painted over the others.
    has_labels
        Whether the names are written on the map, in the middle of each group.
    """

    names: tuple[str, ...]
    colours: tuple[QColor, ...]
    group: NDArray[np.uint8]
    on_top: frozenset[int] = frozenset()
    has_labels: bool = False

    @classmethod
    def of(
        cls,
        by: ColourBy,
        labels: NDArray[np.uint8],
        class_names: Sequence[str],
        answers: Answers,
        shades: Colours,
    ) -> "Colouring":
        """Return the groups of images with these labels, (n_images,)."""
        if by is ColourBy.TRUE_CLASS:
            group = labels
        elif by is ColourBy.ANSWER:
            group = _known(answers, answers.predicted, len(class_names))
        elif by is ColourBy.RIGHT:
            is_wrong = answers.predicted != labels
            pair = (shades.training, shades.wrong)
            names = ("Right", "Wrong", UNKNOWN)
            group = _known(answers, is_wrong, 2)
            return cls(names, (*pair, shades.faint_text), group, frozenset({1}))
        else:
            return cls._by_confidence(answers, shades)
        hues = shades.classes
        colours = [hues[index % len(hues)] for index in range(len(class_names))]
        return cls((*class_names, UNKNOWN), (*colours, shades.faint_text), group, has_labels=True)

    @classmethod
    def _by_confidence(cls, answers: Answers, shades: Colours) -> "Colouring":
        steps = (answers.confidence * _N_STEPS).astype(np.int16).clip(0, _N_STEPS - 1)
        edges = [round(100 * step / _N_STEPS) for step in range(_N_STEPS + 1)]
        names = [f"{low} to {high}{SIGN}" for low, high in pairwise(edges)]
        scale = [
            mixed(shades.training, shades.validation, step / (_N_STEPS - 1))
            for step in range(_N_STEPS)
        ]
        group = _known(answers, steps, _N_STEPS)
        unsure = frozenset(range(_N_STEPS // 2))
        return cls((*names, UNKNOWN), (*scale, shades.faint_text), group, unsure)

    def are_meant(
        self,
        numbers: NDArray[np.intp],
        selection: NDArray[np.intp] | None,
        highlighted: frozenset[int],
    ) -> NDArray[np.bool_]:
        """Tell which of some images, (n,), do not step back, (n,).

        Those of the selection, if there is one, else those of the highlighted groups, if any.
        """
        if selection is not None:
            is_selected = np.zeros(len(self.group), np.bool_)
            is_selected[selection] = True
            return is_selected[numbers]
        if highlighted:
            is_meant = np.isin(np.arange(len(self.names)), list(highlighted))
            return np.asarray(is_meant[self.group[numbers]])
        return np.ones(len(numbers), np.bool_)

    def counts(self, is_shown: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return how many of some images, bool (n_images,), each group has."""
        return np.bincount(self.group[is_shown], minlength=len(self.names))


def middle_of(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where the name of a group belongs, (2,), among its points, (n, 2).

    At their median; if they lie around that instead of there, then where most of them are.
    """
    middle: NDArray[np.float32] = np.median(points, axis=0)
    n_near = int((np.square(points - middle).sum(axis=1) < _CELL**2).sum())
    if n_near >= _LEAST_NEAR * len(points):
        return middle
    cells = np.floor(points / _CELL).astype(np.int64)
    keys, which = np.unique(cells[:, 0] * 2**31 + cells[:, 1], return_inverse=True)
    fullest = np.bincount(which, minlength=len(keys)).argmax()
    return np.asarray(np.median(points[which == fullest], axis=0), np.float32)


def _known(answers: Answers, group: NDArray[np.generic], unknown: int) -> NDArray[np.uint8]:
    return np.where(answers.predicted < 0, unknown, group).astype(np.uint8)
