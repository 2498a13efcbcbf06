"""Explanations are worked out in the background; the newest question counts."""

from collections.abc import Generator
from threading import Event

import numpy as np
import pytest
from explained import DENSE, EVERY_KIND, make_image, make_network
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from fashion_gui.evaluation.verdict import verdict_on
from fashion_gui.explain import Explanation, NotOfferedError, Score, explain
from fashion_gui.ui.session import explainer as module
from fashion_gui.ui.session.explainer import Explainer, WhyAnswer, WhyQuestion
from fashion_gui.ui.session.generator_thread import Parcel, ThreadGroup

NETWORK = EVERY_KIND["convolutional"]
DENSE_NETWORK = make_network(DENSE)
IMAGE = make_image()


def listening(threads: ThreadGroup) -> tuple[Explainer, list[WhyAnswer]]:
    explainer, told = Explainer(threads), []
    explainer.arrived.connect(told.append)
    return explainer, told


def test_the_answer_is_that_of_the_method_with_what_becomes_of_the_image(qtbot: QtBot) -> None:
    threads = ThreadGroup()
    explainer, told = listening(threads)
    explainer.ask(WhyQuestion(DENSE_NETWORK, IMAGE, "integrated-gradients", is_thorough=True))
    qtbot.waitUntil(lambda: len(told) == 2)
    best = int(DENSE_NETWORK.predict_proba(IMAGE[np.newaxis])[0].argmax())
    expected = explain(Score(DENSE_NETWORK, best), IMAGE, "integrated-gradients")
    answer, measured = told
    assert answer.faithfulness is None, "the marks do not wait for it"
    assert measured.faithfulness
    curve = measured.faithfulness.first
    np.testing.assert_array_equal(curve.probabilities, expected.deletion.probabilities)
    assert answer.explanation
    assert answer.explanation.score.target == best
    np.testing.assert_array_equal(answer.explanation.attribution, expected.attribution)
    assert answer.share == (expected.decisive_share or 0.2)
    rest = np.where(answer.erased, 0, IMAGE)
    np.testing.assert_array_equal(rest, expected.without(answer.share))
    assert answer.rest
    assert answer.rest.words == verdict_on(DENSE_NETWORK, rest).words
    assert answer.erased.any()
    explainer.ask(WhyQuestion(DENSE_NETWORK, IMAGE, "occlusion", best, best))
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told[2].explanation
    assert told[2].explanation.score.against is None, "a class is not compared with itself"
    assert told[2].rest is None
    threads.close()


def test_what_takes_long_is_given_up_for_what_is_asked_next(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def slow(
        score: Score, image: NDArray[np.uint8], method: str
    ) -> Generator[None, None, Explanation]:
        while method == "occlusion":
            begun.set()
            yield
        return explain(score, image, method)

    monkeypatch.setattr(module, "explaining", slow)
    threads = ThreadGroup()
    explainer, told = listening(threads)
    endless = WhyQuestion(NETWORK, IMAGE, "occlusion", is_thorough=True)
    quick = WhyQuestion(NETWORK, IMAGE, "gradient-input")
    explainer.ask(endless)
    qtbot.waitUntil(begun.is_set)
    run_id = explainer._run_id
    explainer.ask(quick)
    explainer._on_delivered(Parcel(run_id, (WhyAnswer(endless),)))  # was still on its way
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].question is quick
    explainer.ask(endless)
    explainer.forget()
    qtbot.waitUntil(lambda: not explainer.is_busy)
    assert len(told) == 1
    threads.close()


def test_only_the_last_of_quick_questions_waits_and_none_starts_after_the_end(
    qtbot: QtBot,
) -> None:
    threads = ThreadGroup()
    explainer, told = listening(threads)
    questions = [WhyQuestion(NETWORK, IMAGE, "gradient-input", tag=i) for i in range(5)]
    for question in questions:
        explainer.ask(question)
    qtbot.waitUntil(lambda: not explainer.is_busy)
    assert [answer.question.tag for answer in told] == [0, 4]
    explainer.ask(questions[0])
    explainer.ask(questions[1])  # waits
    threads.close()
    explainer.ask(questions[2])
    explainer._on_thread_finished()
    assert explainer._thread is None
    assert len(told) == 2


def test_what_cannot_be_explained_is_said_in_a_sentence(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> Explanation:
        raise NotOfferedError("This network has no pixels.")

    monkeypatch.setattr(module, "explaining", refusing)
    threads = ThreadGroup()
    explainer, told = listening(threads)
    explainer.ask(WhyQuestion(NETWORK, IMAGE, "gradient-input"))
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].remark == "This network has no pixels."
    assert told[0].explanation is None
    assert not told[0].erased.any()
    threads.close()
