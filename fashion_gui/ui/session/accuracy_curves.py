"""Measures in the background how accurate networks are on disturbed images."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from fashion_gui.explain.robustness import DISTURBANCES, AccuracyPoint, accuracy_curve
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork


@dataclass(frozen=True, eq=False)
class CurvesQuestion:
    """What is to be measured.

    Attributes
    ----------
    networks
        One or two.
    images : ndarray of uint8, shape (n_images, 28, 28)
    labels : ndarray of int, shape (n_images,)
        The true classes.
    kind
        One of `DISTURBANCES`.
    """

    networks: tuple[Network, ...]
    images: NDArray[np.uint8]
    labels: NDArray[np.integer]
    kind: str


@dataclass(frozen=True, eq=False)
class CurvesAnswer:
    """What is measured so far.

    Attributes
    ----------
    question
        What was asked.
    curves
        The points of each network, in order; all of them when it is complete.
    """

    question: CurvesQuestion
    curves: tuple[tuple[AccuracyPoint, ...], ...]

    @property
    def done(self) -> float:
        """Share of the points that are there."""
        n_amounts = len(DISTURBANCES[self.question.kind].amounts)
        return sum(map(len, self.curves)) / (n_amounts * len(self.question.networks))


class AccuracyCurves(LatestWork):
    """Handles one question at a time, and gives it up as soon as there is a newer one."""

    failure = "The robustness could not be measured: {}."

    def ask(self, question: CurvesQuestion) -> None:
        """Measure, giving a ``CurvesAnswer`` after each point."""
        self.do(partial(_measuring, question))


def _measuring(question: CurvesQuestion) -> Generator[CurvesAnswer | None, None, None]:
    points: list[list[AccuracyPoint]] = [[] for _ in question.networks]
    for network, of_network in zip(question.networks, points, strict=True):
        for item in accuracy_curve(network, question.images, question.labels, question.kind):
            if isinstance(item, AccuracyPoint):
                of_network.append(item)
                yield CurvesAnswer(question, tuple(map(tuple, points)))
            else:
                yield None
