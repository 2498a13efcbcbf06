"""Works out in the background why a network answers as it does; the newest question counts."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from fashion_gui.evaluation.verdict import Verdict, verdict_on
from fashion_gui.explain import Explanation, NotOfferedError, Score, explaining
from fashion_gui.explain.explanation import ERASED_SHARE
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup


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
    """

    question: WhyQuestion
    explanation: Explanation | None = None
    probability: float = 0.0
    share: float = ERASED_SHARE
    is_decisive: bool = False
    rest: Verdict | None = None
    remark: str = ""

    @property
    def erased(self) -> NDArray[np.bool_]:
        """Which pixels the share of the ink consists of: bool (28, 28)."""
        image = self.question.image
        if self.explanation is None:
            return np.zeros(image.shape, np.bool_)
        is_gone: NDArray[np.bool_] = image != self.explanation.without(self.share)
        return is_gone


class Explainer(QObject):
    """Answers one question after the other, and leaves out those that newer ones overtook."""

    explained = Signal(object)
    """The ``WhyAnswer`` to a question; a newer one may be waiting."""
    failed = Signal(str)

    def __init__(self, threads: ThreadGroup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = threads
        self._thread: GeneratorThread | None = None
        self._asked: WhyQuestion | None = None
        self._is_thorough = False
        self._run_id = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked out, or waits for that."""
        return self._thread is not None or self._asked is not None

    def ask(self, question: WhyQuestion) -> None:
        """Explain an answer as soon as the question before is through, or at once if that is slow.

        What was asked before stays wanted where it is about to be there; see ``drop``.
        """
        if self._threads.is_closed:
            return
        if self._thread and self._is_thorough:
            self._give_up()
        self._asked = question
        if self._thread is None:
            self._start()

    def drop(self) -> None:
        """Want no answer to what was asked so far."""
        self._asked = None
        self._give_up()

    def _give_up(self) -> None:
        self._run_id += 1
        if self._thread:
            self._thread.interrupt()

    def _start(self) -> None:
        if self._asked is None or self._threads.is_closed:
            return
        question, self._asked = self._asked, None
        self._is_thorough = question.is_thorough
        self._run_id += 1
        make = partial(_explaining, question)
        self._thread = GeneratorThread(self._threads, self._run_id, make, parent=self)
        self._thread.delivered.connect(self._on_delivered)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_delivered(self, parcel: Parcel) -> None:
        if parcel.run_id != self._run_id or self._threads.is_closed:
            return
        if parcel.error:
            self.failed.emit(f"The answer could not be explained: {parcel.error}.")
        for answer in parcel.items:
            if answer is not None:
                self.explained.emit(answer)

    @Slot()
    def _on_thread_finished(self) -> None:
        if self._thread:
            self._thread.deleteLater()
            self._thread = None
        self._start()


def _explaining(question: WhyQuestion) -> Generator[WhyAnswer | None, None, None]:
    """Yield the answer at the end, and None wherever it may be given up."""
    network, image = question.network, question.image
    try:
        explanation = yield from explaining(_score(question), image, question.method)
    except NotOfferedError as error:
        yield WhyAnswer(question, remark=str(error))
        return
    yield None
    answer = partial(WhyAnswer, question, explanation, explanation.probability)
    if not question.is_thorough:
        yield answer()
        return
    share = explanation.decisive_share
    yield None
    rest = verdict_on(network, explanation.without(share or ERASED_SHARE))
    yield answer(share or ERASED_SHARE, share is not None, rest)


def _score(question: WhyQuestion) -> Score:
    target, against = question.target, question.against
    if target is None:
        target = int(question.network.predict_proba(question.image[np.newaxis])[0].argmax())
    return Score(question.network, target, None if against == target else against)
