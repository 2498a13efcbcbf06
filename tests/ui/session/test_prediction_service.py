"""Answers that several pages want, of networks that take their time."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.data import CLASS_NAMES, Dataset, Part
from fashion_gui.evaluation import kept_predictions
from fashion_gui.evaluation.predictions import Answers, answer_part
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session import prediction_service
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.prediction_service import AnswerBook, Wish


class SlowAnswers:
    """Answers a part when it is told to go on, and remembers who was asked about what."""

    def __init__(self) -> None:
        self.asked: list[tuple[Network, Part]] = []
        self.may_go_on = Event()
        self.fails = False

    def __call__(
        self, network: Network, dataset: Dataset, part: Part, n_threads: int, *, with_features: bool
    ) -> Generator[Answers | int, None, None]:
        self.asked.append((network, part))
        if self.fails:
            raise MemoryError("too many images")
        while not self.may_go_on.wait(0.001):
            yield 10
        yield from answer_part(network, dataset, part, n_threads, with_features=with_features)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowAnswers:
    slow = SlowAnswers()
    monkeypatch.setattr(prediction_service, "answer_part", slow)
    return slow


@pytest.fixture
def book() -> Iterator[AnswerBook]:
    book = AnswerBook(ThreadGroup())
    yield book
    book.abandon()
    book.deleteLater()


def network(seed: int) -> Network:
    architecture = Recipe(hidden=(8,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(seed))
    return Network(architecture, parameters, CLASS_NAMES)


def live(of: Network, dataset: Dataset, part: Part = Part.TEST) -> Wish:
    return Wish("run 1", of, dataset, part, is_live=True)


def test_a_slow_network_that_learns_on_is_answered_to_its_end(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    first, *later = (network(seed) for seed in range(5))
    book.want([live(first, small_dataset)])
    qtbot.waitUntil(lambda: slow.asked == [(first, Part.TEST)])
    for learned in later:
        book.want([live(learned, small_dataset)])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is first


def test_the_network_that_a_run_ends_with_does_not_wait_for_an_earlier_one(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    earlier, last = network(1), network(2)
    book.want([live(earlier, small_dataset)])
    qtbot.waitUntil(lambda: len(slow.asked) == 1)
    book.want([replace(live(last, small_dataset), is_live=False)])
    qtbot.waitUntil(lambda: [of for of, _ in slow.asked] == [earlier, last])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is last


def test_the_same_network_is_answered_once(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    only = network(1)
    book.want([live(only, small_dataset)])
    qtbot.waitUntil(lambda: len(slow.asked) == 1)
    book.want([replace(live(only, small_dataset), is_live=False)])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    qtbot.waitUntil(lambda: book._thread is None)
    book.want([replace(live(only, small_dataset), is_live=False)])
    assert not book._timer.isActive()
    assert len(slow.asked) == 1


def test_work_that_is_held_goes_on_afterwards(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    book.hold(True)
    book.want([Wish("a", network(1), small_dataset, Part.TEST)])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book._thread is not None and book._thread.isRunning())
    assert book.current is None
    book.hold(False)
    qtbot.waitUntil(lambda: book.current is not None)


def test_work_that_is_held_can_be_abandoned(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    book.want([Wish("a", network(1), small_dataset, Part.TEST)])
    qtbot.waitUntil(lambda: bool(slow.asked))
    book.hold(True)
    book.abandon()


def test_wishes_are_met_in_their_order_and_joined(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    only = network(1)
    slow.may_go_on.set()
    parts = [Part.TEST, Part.TRAINING, Part.VALIDATION]
    book.want([Wish("a", only, small_dataset, part) for part in parts])
    assert book.find("a", small_dataset, Part.ALL) is None
    qtbot.waitUntil(lambda: book.find("a", small_dataset, Part.ALL) is not None)
    assert [part for _, part in slow.asked] == parts
    together = book.find("a", small_dataset, Part.ALL)
    assert together
    assert len(together) == 1500
    np.testing.assert_array_equal(together.labels, small_dataset.labels)
    assert book.find("a", small_dataset, Part.ALL) is together


def test_the_answers_of_two_networks_are_joined_once_each(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    of = {"a": network(1), "b": network(2)}
    wishes = [
        Wish(key, of[key], small_dataset, part)
        for key in of
        for part in small_dataset.pieces(Part.ALL)
    ]
    book.want(wishes)
    qtbot.waitUntil(lambda: all(book.find(key, small_dataset, Part.ALL) for key in of))
    one, other = book.find("a", small_dataset, Part.ALL), book.find("b", small_dataset, Part.ALL)
    assert one
    assert other
    assert (one.network, other.network) == (of["a"], of["b"])
    book.want(wishes)
    assert book.find("a", small_dataset, Part.ALL) is one
    assert book.find("b", small_dataset, Part.ALL) is other


def test_what_is_missing_does_not_wait_for_a_renewal(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    before, after = network(1), network(2)
    slow.may_go_on.set()
    book.want([live(before, small_dataset)])
    qtbot.waitUntil(lambda: book.current is not None and book._thread is None)
    slow.may_go_on.clear()
    book.want([live(after, small_dataset)])
    qtbot.waitUntil(lambda: (after, Part.TEST) in slow.asked)
    book.want([live(after, small_dataset), live(after, small_dataset, Part.VALIDATION)])
    qtbot.waitUntil(lambda: (after, Part.VALIDATION) in slow.asked)
    assert book.current
    assert book.current.network is before
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.find("run 1", small_dataset, Part.VALIDATION) is not None)
    qtbot.waitUntil(lambda: book.current is not None and book.current.network is after)


def test_earlier_answers_are_there_at_once_when_they_are_wanted_again(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    one, other = (
        Wish("a", network(1), small_dataset, Part.TEST),
        Wish("b", network(2), small_dataset, Part.TEST),
    )
    for wish in (one, other):
        book.want([wish])
        qtbot.waitUntil(lambda: book.current is not None and book._thread is None)
    book.want([one])
    assert book.current
    assert book.current.network is one.network
    assert len(slow.asked) == 2
    book.forget("b")
    assert book.find("b", small_dataset, Part.TEST) is None


def test_it_is_told_when_others_are_wanted_whose_answers_are_there(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    one, other = (
        Wish("a", network(1), small_dataset, Part.TEST),
        Wish("b", network(2), small_dataset, Part.TEST),
    )
    book.want([one, other])
    qtbot.waitUntil(
        lambda: book.find("b", small_dataset, Part.TEST) is not None and book._thread is None
    )
    with qtbot.waitSignal(book.changed):
        book.want([other, one])
    with qtbot.assertNotEmitted(book.changed):
        book.want([other])


def test_the_oldest_answers_that_nobody_wants_are_dropped(
    qtbot: QtBot,
    book: AnswerBook,
    slow: SlowAnswers,
    small_dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prediction_service, "_KEPT", 2)
    slow.may_go_on.set()
    for seed, key in enumerate("abcd"):
        book.want([Wish(key, network(seed), small_dataset, Part.TEST)])
        qtbot.waitUntil(lambda: book.current is not None and book._thread is None)
    assert [key for key in "abcd" if book.find(key, small_dataset, Part.TEST)] == ["b", "c", "d"]


def test_features_are_kept_as_long_as_somebody_wants_them(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    wish = Wish("a", network(1), small_dataset, Part.TRAINING)
    book.want([wish])
    qtbot.waitUntil(lambda: book.current is not None)
    book.want([replace(wish, with_features=True)])
    qtbot.waitUntil(lambda: book.current is not None and book.current.features is not None)
    book.want([wish])
    assert book.current
    assert book.current.features is None


def test_work_that_fails_is_told_once(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.fails = True
    failures: list[str] = []
    book.failed.connect(failures.append)
    book.want([Wish("a", network(1), small_dataset, Part.TEST)])
    qtbot.waitUntil(lambda: bool(failures) and book._thread is None)
    assert failures == ["The test images could not be answered: too many images."]
    assert len(slow.asked) == 1
    assert not book._timer.isActive()


def test_progress_tells_what_is_being_answered(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    wish = Wish("a", network(1), small_dataset, Part.VALIDATION)
    assert book.progress is None
    book.want([wish])
    qtbot.waitUntil(lambda: book.progress == (wish, 0.1))
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.progress is None)


def test_answers_are_kept_but_for_those_of_a_network_that_learns(
    qtbot: QtBot, small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wish, n_expected in (
        (live(network(0), small_dataset), 0),
        (Wish("b", network(0), small_dataset, Part.TEST), 1),
    ):
        book = AnswerBook(ThreadGroup(), cache=ResultCache(tmp_path))
        book.want([wish])
        qtbot.waitUntil(lambda: book.current is not None)  # noqa: B023
        qtbot.waitUntil(lambda: book.progress is None)  # noqa: B023
        assert len(list(tmp_path.glob("*.result"))) == n_expected
        book.abandon()
        book.deleteLater()
    monkeypatch.setattr(kept_predictions, "answer_part", None)  # who calls it fails
    book = AnswerBook(ThreadGroup(), cache=ResultCache(tmp_path))
    book.want([Wish("c", network(0), small_dataset, Part.TEST)])
    qtbot.waitUntil(lambda: book.current is not None)
    book.abandon()
    book.deleteLater()


def test_answering_a_network_that_learns_takes_a_small_share_of_a_core(
    monkeypatch: pytest.MonkeyPatch, small_dataset: Dataset
) -> None:
    clock, slept = [0.0], [0.0]
    work_s = 0.004

    def answer(*_: object, **__: object) -> Iterator[int]:
        for n_done in range(1, 51):
            clock[0] += work_s
            yield n_done

    def sleep(seconds: float) -> None:
        slept[0] += seconds
        clock[0] += seconds

    monkeypatch.setattr(prediction_service, "answer_part", answer)
    monkeypatch.setattr(prediction_service, "monotonic", lambda: clock[0])
    monkeypatch.setattr(prediction_service, "sleep", sleep)
    assert list(prediction_service._work(live(network(1), small_dataset), None)) == list(
        range(1, 51)
    )
    worked = 50 * work_s
    assert worked / (worked + slept[0]) == pytest.approx(0.05)
