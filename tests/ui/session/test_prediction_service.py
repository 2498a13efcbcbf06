"""Answers that several pages want, of networks that take their time."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.data import CLASS_NAMES, Dataset, Split
from fashion_gui.evaluation import kept_predictions
from fashion_gui.evaluation.predictions import EarlyPredictions, Predictions, predict_split
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session import prediction_service, slowly
from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.prediction_service import PredictionRequest, PredictionService


class SlowAnswers:
    """Answers a part when it is told to go on, and remembers who was asked about what."""

    def __init__(self) -> None:
        self.asked: list[tuple[Network, Split]] = []
        self.may_go_on = Event()
        self.fails = False

    def __call__(
        self,
        network: Network,
        dataset: Dataset,
        part: Split,
        n_threads: int,
        *,
        with_features: bool,
        with_early: bool = False,
    ) -> Generator[Predictions | EarlyPredictions | int, None, None]:
        self.asked.append((network, part))
        if self.fails:
            raise MemoryError("too many images")
        while not self.may_go_on.wait(0.001):
            yield 10
        yield from predict_split(network, dataset, part, n_threads, with_features=with_features)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowAnswers:
    slow = SlowAnswers()
    monkeypatch.setattr(prediction_service, "predict_split", slow)
    return slow


@pytest.fixture
def book() -> Iterator[PredictionService]:
    book = PredictionService(ThreadGroup())
    yield book
    book.abandon()
    book.deleteLater()


def network(seed: int) -> Network:
    architecture = Recipe(hidden=(8,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(seed))
    return Network(architecture, parameters, CLASS_NAMES)


def live(of: Network, dataset: Dataset, part: Split = Split.TEST) -> PredictionRequest:
    return PredictionRequest("run 1", of, dataset, part, is_live=True)


def test_a_slow_network_that_learns_on_is_answered_to_its_end(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    first, *later = (network(seed) for seed in range(5))
    book.request([live(first, small_dataset)])
    qtbot.waitUntil(lambda: slow.asked == [(first, Split.TEST)])
    for learned in later:
        book.request([live(learned, small_dataset)])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is first


def test_while_a_film_plays_work_is_finished_and_at_rest_it_is_given_up(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    first, second, third = (network(seed) for seed in range(3))
    passing = PredictionRequest("moment", first, small_dataset, Split.TEST, is_passing=True)
    book.request([passing])
    qtbot.waitUntil(lambda: len(slow.asked) == 1)
    book.request([replace(passing, network=second)])
    assert book.progress is not None
    assert book.progress[0].network is first
    book.request([replace(passing, network=third, is_passing=False)])
    qtbot.waitUntil(lambda: [of for of, _ in slow.asked] == [first, third])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is third


def test_predictions_that_are_not_worth_it_are_not_written(
    qtbot: QtBot, small_dataset: Dataset, tmp_path: Path
) -> None:
    book = PredictionService(ThreadGroup(), cache=ResultCache(tmp_path))
    asked = PredictionRequest("moment", network(1), small_dataset, Split.TEST, is_cached=False)
    book.request([asked])
    qtbot.waitUntil(lambda: book.current is not None)
    assert not any(tmp_path.rglob("*"))
    book.request([replace(asked, key="now", network=network(2), is_cached=True)])
    qtbot.waitUntil(lambda: any(tmp_path.rglob("*")))
    book.abandon()


def test_the_network_that_a_run_ends_with_does_not_wait_for_an_earlier_one(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    earlier, last = network(1), network(2)
    book.request([live(earlier, small_dataset)])
    qtbot.waitUntil(lambda: len(slow.asked) == 1)
    book.request([replace(live(last, small_dataset), is_live=False)])
    qtbot.waitUntil(lambda: [of for of, _ in slow.asked] == [earlier, last])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    assert book.current is not None
    assert book.current.network is last


def test_the_same_network_is_answered_once(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    only = network(1)
    book.request([live(only, small_dataset)])
    qtbot.waitUntil(lambda: len(slow.asked) == 1)
    book.request([replace(live(only, small_dataset), is_live=False)])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.current is not None)
    qtbot.waitUntil(lambda: book._thread is None)
    book.request([replace(live(only, small_dataset), is_live=False)])
    assert not book._timer.isActive()
    assert len(slow.asked) == 1


def test_work_that_is_paused_goes_on_afterwards(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    book.set_paused(True)
    book.request([PredictionRequest("a", network(1), small_dataset, Split.TEST)])
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book._thread is not None and book._thread.isRunning())
    assert book.current is None
    book.set_paused(False)
    qtbot.waitUntil(lambda: book.current is not None)


def test_work_that_is_paused_can_be_abandoned(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    book.request([PredictionRequest("a", network(1), small_dataset, Split.TEST)])
    qtbot.waitUntil(lambda: bool(slow.asked))
    book.set_paused(True)
    book.abandon()


def test_wishes_are_met_in_their_order_and_joined(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    only = network(1)
    slow.may_go_on.set()
    parts = [Split.TEST, Split.TRAINING, Split.VALIDATION]
    book.request([PredictionRequest("a", only, small_dataset, part) for part in parts])
    assert book.find("a", small_dataset, Split.ALL) is None
    qtbot.waitUntil(lambda: book.find("a", small_dataset, Split.ALL) is not None)
    assert [part for _, part in slow.asked] == parts
    together = book.find("a", small_dataset, Split.ALL)
    assert together
    assert len(together) == 1500
    np.testing.assert_array_equal(together.labels, small_dataset.labels)
    assert book.find("a", small_dataset, Split.ALL) is together


def test_the_answers_of_two_networks_are_joined_once_each(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    of = {"a": network(1), "b": network(2)}
    requests = [
        PredictionRequest(key, of[key], small_dataset, part)
        for key in of
        for part in small_dataset.pieces(Split.ALL)
    ]
    book.request(requests)
    qtbot.waitUntil(lambda: all(book.find(key, small_dataset, Split.ALL) for key in of))
    one, other = book.find("a", small_dataset, Split.ALL), book.find("b", small_dataset, Split.ALL)
    assert one
    assert other
    assert (one.network, other.network) == (of["a"], of["b"])
    book.request(requests)
    assert book.find("a", small_dataset, Split.ALL) is one
    assert book.find("b", small_dataset, Split.ALL) is other


def test_what_is_missing_does_not_wait_for_a_renewal(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    before, after = network(1), network(2)
    slow.may_go_on.set()
    book.request([live(before, small_dataset)])
    qtbot.waitUntil(lambda: book.current is not None and book._thread is None)
    slow.may_go_on.clear()
    book.request([live(after, small_dataset)])
    qtbot.waitUntil(lambda: (after, Split.TEST) in slow.asked)
    book.request([live(after, small_dataset), live(after, small_dataset, Split.VALIDATION)])
    qtbot.waitUntil(lambda: (after, Split.VALIDATION) in slow.asked)
    assert book.current
    assert book.current.network is before
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.find("run 1", small_dataset, Split.VALIDATION) is not None)
    qtbot.waitUntil(lambda: book.current is not None and book.current.network is after)


def test_earlier_answers_are_there_at_once_when_they_are_wanted_again(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    one, other = (
        PredictionRequest("a", network(1), small_dataset, Split.TEST),
        PredictionRequest("b", network(2), small_dataset, Split.TEST),
    )
    for request in (one, other):
        book.request([request])
        qtbot.waitUntil(lambda: book.current is not None and book._thread is None)
    book.request([one])
    assert book.current
    assert book.current.network is one.network
    assert len(slow.asked) == 2
    book.discard("b")
    assert book.find("b", small_dataset, Split.TEST) is None


def test_it_is_told_when_others_are_wanted_whose_answers_are_there(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    one, other = (
        PredictionRequest("a", network(1), small_dataset, Split.TEST),
        PredictionRequest("b", network(2), small_dataset, Split.TEST),
    )
    book.request([one, other])
    qtbot.waitUntil(
        lambda: book.find("b", small_dataset, Split.TEST) is not None and book._thread is None
    )
    with qtbot.waitSignal(book.changed):
        book.request([other, one])
    with qtbot.assertNotEmitted(book.changed):
        book.request([other])


def test_the_oldest_answers_that_nobody_wants_are_dropped(
    qtbot: QtBot,
    book: PredictionService,
    slow: SlowAnswers,
    small_dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prediction_service, "_KEPT", 2)
    slow.may_go_on.set()
    for seed, key in enumerate("abcd"):
        book.request([PredictionRequest(key, network(seed), small_dataset, Split.TEST)])
        qtbot.waitUntil(lambda: book.current is not None and book._thread is None)
    assert [key for key in "abcd" if book.find(key, small_dataset, Split.TEST)] == ["b", "c", "d"]


def test_features_are_kept_as_long_as_somebody_wants_them(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.may_go_on.set()
    request = PredictionRequest("a", network(1), small_dataset, Split.TRAINING)
    book.request([request])
    qtbot.waitUntil(lambda: book.current is not None)
    book.request([replace(request, with_features=True)])
    qtbot.waitUntil(lambda: book.current is not None and book.current.features is not None)
    book.request([request])
    assert book.current
    assert book.current.features is None


def test_features_that_take_long_are_finished_for_the_next_time(
    qtbot: QtBot, small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowAnswers()
    monkeypatch.setattr(kept_predictions, "predict_split", slow)
    book = PredictionService(ThreadGroup(), cache=ResultCache(tmp_path))
    test = PredictionRequest("a", network(1), small_dataset, Split.TEST)
    features = replace(test, part=Split.TRAINING, with_features=True)
    slow.may_go_on.set()
    book.request([test])
    qtbot.waitUntil(lambda: book.current is not None and book.progress is None)
    slow.may_go_on.clear()
    book.request([test, features])
    qtbot.waitUntil(lambda: len(slow.asked) == 2)
    book.request([test])  # Browse is left
    assert book.progress
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.progress is None)
    book.request([test, features])
    assert book.progress is None, "they are there"
    assert len(slow.asked) == 2

    # For another network it makes way at once.
    slow.may_go_on.clear()
    other = replace(features, key="b", network=network(2))
    book.request([other])
    qtbot.waitUntil(lambda: len(slow.asked) == 3)
    book.request([test])
    assert book.progress is None
    book.abandon()
    book.deleteLater()


def test_work_that_fails_is_told_once(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    slow.fails = True
    failures: list[str] = []
    book.failed.connect(failures.append)
    book.request([PredictionRequest("a", network(1), small_dataset, Split.TEST)])
    qtbot.waitUntil(lambda: bool(failures) and book._thread is None)
    assert failures == ["The test images could not be predicted: too many images."]
    assert len(slow.asked) == 1
    assert not book._timer.isActive()


def test_progress_tells_what_is_being_answered(
    qtbot: QtBot, book: PredictionService, slow: SlowAnswers, small_dataset: Dataset
) -> None:
    request = PredictionRequest("a", network(1), small_dataset, Split.VALIDATION)
    assert book.progress is None
    book.request([request])
    qtbot.waitUntil(lambda: book.progress == (request, 0.1))
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: book.progress is None)


def test_answers_are_kept_but_for_those_of_a_network_that_learns(
    qtbot: QtBot, small_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for request, n_expected in (
        (live(network(0), small_dataset), 0),
        (PredictionRequest("b", network(0), small_dataset, Split.TEST), 1),
    ):
        book = PredictionService(ThreadGroup(), cache=ResultCache(tmp_path))
        book.request([request])
        qtbot.waitUntil(lambda: book.current is not None)  # noqa: B023
        qtbot.waitUntil(lambda: book.progress is None)  # noqa: B023
        assert len(list(tmp_path.glob("*.result"))) == n_expected
        book.abandon()
        book.deleteLater()
    monkeypatch.setattr(kept_predictions, "predict_split", None)  # who calls it fails
    book = PredictionService(ThreadGroup(), cache=ResultCache(tmp_path))
    book.request([PredictionRequest("c", network(0), small_dataset, Split.TEST)])
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

    monkeypatch.setattr(prediction_service, "predict_split", answer)
    monkeypatch.setattr(slowly, "monotonic", lambda: clock[0])
    monkeypatch.setattr(slowly, "sleep", sleep)
    assert list(prediction_service._work(live(network(1), small_dataset), None)) == list(
        range(1, 51)
    )
    worked = 50 * work_s
    assert worked / (worked + slept[0]) == pytest.approx(0.05)
