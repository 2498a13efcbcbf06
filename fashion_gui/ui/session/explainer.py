"""Works out in the background why a network answers as it does; the newest question counts."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from fashion_gui.evaluation.verdict import Verdict, verdict_on
from fashion_gui.explain import Explanation, NotOfferedError, Score, explaining
from fashion_gui.explain.explanation import ERASED_SHARE
from fashion_gui.explain.faithfulness import Faithfulness, measuring_faithfulness
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.latest_work import LatestWork


@dataclass(frozen=True, eq=False)
class WhyQuestion:
    """What is to be explained.

    Attributes
    ----------
    network
    image : ndarray of uint8, shape (28, 28)
    method
        A name in ``METHODS``.
    target
        The class; None for the likeliest one.
    against
        The class that it is compared with; None for all others.
    is_thorough
        Whether to look, too, what becomes of the answer without what speaks for it. Such a
        question is given up as soon as another is asked.
    tag
        Anything of whoever asks, for the answer.
    """

    network: Network
    image: NDArray[np.uint8]
    method: str
    target: int | None = None
    against: int | None = None
    is_thorough: bool = False
    tag: object = None


@dataclass(frozen=True, eq=False)
class WhyAnswer:
    """What speaks for a class in an image.

    Attributes
    ----------
    question
        What was asked.
    explanation
        None where it is not offered; ``remark`` then says why.
    probability
        Of the class, in the image as it is; between two, its share in that of both.
    share
        Share of the ink that decides; else a fifth.
    is_decisive
        Whether the class is preferred no more without that share.
    rest
        The verdict on the image without that share; None unless that was asked for.
    verdict
        The verdict on the image as it is; None unless that was asked for, and no class chosen.
    faithfulness
        Curves that show how far to trust the explanation; None unless that was asked for, and in
        the first of its two answers.
    """

    question: WhyQuestion
    explanation: Explanation | None = None
    probability: float = 0.0
    share: float = ERASED_SHARE
    is_decisive: bool = False
    rest: Verdict | None = None
    verdict: Verdict | None = None
    faithfulness: Faithfulness | None = None
    remark: str = ""

    @property
    def names_no_class(self) -> bool:
        """Whether the likeliest class is explained, and the verdict names none."""
        return self.verdict is not None and not self.verdict.classes

    @property
    def erased(self) -> NDArray[np.bool_]:
        """Which pixels the share of the ink consists of: bool (28, 28)."""
        image = self.question.image
        if self.explanation is None:
            return np.zeros(image.shape, np.bool_)
        is_gone: NDArray[np.bool_] = image != self.explanation.without(self.share)
        return is_gone


class Explainer(LatestWork):
    """Answers one question after the other, and skips those that newer ones have replaced."""

    failure = "The answer could not be explained: {}."

    def ask(self, question: WhyQuestion) -> None:
        """Explain an answer, giving a ``WhyAnswer``, once the current one is done.

        A thorough question, which takes long, is given up instead; it gives a second answer, with
        the faithfulness.
        """
        self.do(partial(_explaining, question), gives_way=question.is_thorough)


def _explaining(question: WhyQuestion) -> Generator[WhyAnswer | None, None, None]:
    """Yield the answer at the end, and None wherever it may be given up."""
    network, image = question.network, question.image
    # The verdict takes longer than the probabilities, and does not show while a hand draws.
    is_asked = question.is_thorough and question.target is None
    verdict = verdict_on(network, image) if is_asked else None
    try:
        score = _score(question, verdict)
        explanation = yield from explaining(score, image, question.method)
    except NotOfferedError as error:
        yield WhyAnswer(question, remark=str(error))
        return
    yield None
    answer = WhyAnswer(question, explanation, explanation.probability, verdict=verdict)
    if not question.is_thorough:
        yield answer
        return
    share = explanation.decisive_share
    yield None
    rest = verdict_on(network, explanation.without(share or ERASED_SHARE))
    answered = replace(
        answer, share=share or ERASED_SHARE, is_decisive=share is not None, rest=rest
    )
    yield answered
    rng = np.random.default_rng(0)  # the same floor whenever the same picture is explained
    curves = yield from measuring_faithfulness(
        explanation.score, image, explanation.attribution, rng
    )
    yield replace(answered, faithfulness=curves)


def _score(question: WhyQuestion, verdict: Verdict | None) -> Score:
    target, against = question.target, question.against
    if verdict:
        target = int(verdict.probabilities.argmax())
    elif target is None:
        target = int(question.network.predict_proba(question.image[np.newaxis])[0].argmax())
    return Score(question.network, target, None if against == target else against)
