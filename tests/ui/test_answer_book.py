"""The answers to all test images, of networks that take their time."""

from collections.abc import Generator, Iterator
from threading import Event

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui import answer_book
from fashion_gui.ui.answer_book import AnswerBook, Answers, answer_all


class SlowAnswers:
    """Answers all images when it is told to go on, and remembers who was asked."""

    def __init__(self) -> None:
        self.asked: list[Network] = []
        self.may_go_on = Event()

    def __call__(
        self, network: Network, split: object, n_threads: int
    ) -> Generator[Answers | None, None, None]:
        self.asked.append(network)
        while not self.may_go_on.wait(0.001):
            yield None
        yield from answer_all(network, split, n_threads)  # type: ignore[arg-type]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowAnswers:
    slow = SlowAnswers()
    monkeypatch.setattr(answer_book, "answer_all", slow)
    return slow


@pytest.fixture
def book() -> Iterator[AnswerBook]:
    book = AnswerBook()
    yield book
    book.abandon()
    book.deleteLater()


def network(seed: int) -> Network:
    architecture = Recipe(hidden=(8,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(seed))
    return Network(architecture, parameters, CLASS_NAMES)


def test_a_slow_network_that_learns_on_is_answered_to_its_end(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    first, *later = (network(seed) for seed in range(5))
    book.ask(first, small_dataset.test, is_live=True, is_other=True)
    qtbot.waitUntil(lambda: slow.asked == [first])
    for learned in later:
        book.ask(learned, small_dataset.test, is_live=True, is_other=False)
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is first


def test_the_network_that_a_run_ends_with_does_not_wait_for_an_earlier_one(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    earlier, last = network(1), network(2)
    book.ask(earlier, small_dataset.test, is_live=True, is_other=True)
    qtbot.waitUntil(lambda: slow.asked == [earlier])
    book.ask(last, small_dataset.test, is_live=False, is_other=False)
    qtbot.waitUntil(lambda: slow.asked == [earlier, last])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is last


def test_the_same_network_is_answered_once(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    only = network(1)
    book.ask(only, small_dataset.test, is_live=True, is_other=True)
    qtbot.waitUntil(lambda: slow.asked == [only])
    book.ask(only, small_dataset.test, is_live=False, is_other=False)
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    qtbot.waitUntil(lambda: book._thread is None)
    book.ask(only, small_dataset.test, is_live=False, is_other=False)
    assert not book._timer.isActive()
    assert slow.asked == [only]


def test_work_that_is_held_goes_on_afterwards(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    book.hold(True)
    book.ask(network(1), small_dataset.test, is_live=False, is_other=True)
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book._thread is not None and book._thread.isRunning())
    assert book.current is None
    book.hold(False)
    qtbot.waitUntil(lambda: book.current is not None)


def test_work_that_is_held_can_be_abandoned(
    qtbot: QtBot, book: AnswerBook, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    book.ask(network(1), small_dataset.test, is_live=False, is_other=True)
    qtbot.waitUntil(lambda: bool(slow.asked))
    book.hold(True)
    book.abandon()
