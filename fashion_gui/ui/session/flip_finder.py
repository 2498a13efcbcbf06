"""Searches in the background for changes of a picture that flip its predicted class."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashion_gui.evaluation.verdict import Verdict, verdict_on
from fashion_gui.explain.counterfactual import Counterfactual, smallest_change
from fashion_gui.explain.redrawing import least_ink
from fashion_gui.explain.score import NotOfferedError
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork


@dataclass(frozen=True, eq=False)
class FlipQuestion:
    """What to flip.

    Attributes
    ----------
    network
    image : ndarray of uint8, shape (28, 28)
    target
        The class to be predicted; None, or the one that is predicted already, for the most
        probable other one.
    judge
        Another network, with the same classes, that is shown the result; None for none.
    tag
        Anything of whoever asks, for the answer.
    """

    network: Network
    image: NDArray[np.uint8]
    target: int | None = None
    judge: Network | None = None
    tag: object = None


@dataclass(frozen=True, eq=False)
class Flip:
    """A change that flips a prediction, and what two networks say of the changed picture.

    Attributes
    ----------
    change
        A `Redrawing` or another `Counterfactual`.
    verdict
        Of the network whose prediction was flipped, which may name another class or none.
    judged : ndarray of float32, shape (n_classes,)
        Of the other network; None without one.
    """

    change: Counterfactual
    verdict: Verdict
    judged: NDArray[np.float32] | None

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """Of the network whose prediction was flipped: float32 (n_classes,)."""
        return self.verdict.probabilities

    @property
    def fools_the_other(self) -> bool:
        """Whether the other network predicts the target class, too."""
        return self.judged is not None and int(self.judged.argmax()) == self.change.target


@dataclass(frozen=True, eq=False)
class FlipAnswer:
    """What is found so far.

    Attributes
    ----------
    question
        What was asked.
    target
        The class that was aimed at.
    probabilities : ndarray of float32, shape (n_classes,)
        Of the unchanged picture.
    ink, smallest
        The change that can be drawn with the least ink, and the smallest one; a sentence when none
        was found, None while it is being looked for.
    """

    question: FlipQuestion
    target: int
    probabilities: NDArray[np.float32]
    ink: Flip | str | None = None
    smallest: Flip | str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether both searches have ended."""
        return self.ink is not None and self.smallest is not None


class FlipFinder(LatestWork):
    """Handles one question at a time, and gives it up as soon as there is a newer one."""

    failure = "What would change the answer could not be found: {}."

    def ask(self, question: FlipQuestion) -> None:
        """Search, giving a ``FlipAnswer`` after each of the two searches."""
        self.do(partial(_finding, question))


def _finding(question: FlipQuestion) -> Generator[FlipAnswer | None, None, None]:
    """Yield the answer as it grows, and None wherever it may be given up."""
    network, image = question.network, question.image
    probabilities = network.predict_proba(image[np.newaxis])[0]
    first, second = np.argsort(-probabilities, kind="stable")[:2].tolist()
    target = second if question.target in (None, first) else question.target
    assert target is not None
    answer = FlipAnswer(question, target, probabilities)
    ink = yield from _searching(question, least_ink(network, image, target))
    answer = replace(answer, ink=ink)
    yield answer
    smallest = yield from _searching(question, smallest_change(network, image, target))
    yield replace(answer, smallest=smallest)


def _searching(question: FlipQuestion, search: Iterator[Any]) -> Generator[None, None, Flip | str]:
    """Return what a search ends with, or why it found nothing."""
    last: Any = None
    try:
        for step in search:
            last = step
            yield None
    except NotOfferedError as error:
        return str(error)
    if not isinstance(last, Counterfactual):
        return str(last.sentence)
    changed, judge = last.changed[np.newaxis], question.judge
    judged = judge.predict_proba(changed)[0] if judge else None
    return Flip(last, verdict_on(question.network, last.changed), judged)
