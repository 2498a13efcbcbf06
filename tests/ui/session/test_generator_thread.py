"""The thread that drains generators."""

import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from fashion_gui.ui.session.generator_thread import GeneratorThread, Parcel, ThreadGroup

Make = Callable[..., GeneratorThread]
STOP = "stop"


class Receiver(QObject):
    """Keeps what arrives, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.parcels: list[Parcel] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def take(self, parcel: Parcel) -> None:
        self.parcels.append(parcel)
        self.threads.add(QThread.currentThread())

    @property
    def items(self) -> list[Any]:
        return [item for parcel in self.parcels for item in parcel.items]

    @property
    def is_done(self) -> bool:
        return bool(self.parcels) and self.parcels[-1].done


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def make(receiver: Receiver) -> Iterator[Make]:
    threads = []

    def make_thread(generator: Callable[[], Any], **options: Any) -> GeneratorThread:
        thread = GeneratorThread(ThreadGroup(), 7, generator, **options)
        thread.delivered.connect(receiver.take)
        threads.append(thread)
        return thread

    yield make_thread
    for thread in threads:
        thread.abandon()
        thread.deleteLater()


def count_to(n: int) -> Generator[int, Any, None]:
    yield from range(n)


def count_for_ever() -> Generator[int, Any, None]:
    number = 0
    while True:
        if (yield number) == STOP:
            yield -1
            return
        number += 1


def test_items_arrive_in_order_and_in_the_windows_thread(
    qtbot: QtBot, make: Make, receiver: Receiver
) -> None:
    make(lambda: count_to(10_000)).start()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert receiver.items == list(range(10_000))
    assert receiver.threads == {QThread.currentThread()}
    assert {parcel.run_id for parcel in receiver.parcels} == {7}
    assert receiver.parcels[-1].error is None


def test_the_generator_runs_in_another_thread(qtbot: QtBot, make: Make, receiver: Receiver) -> None:
    def where() -> Generator[int, None, None]:
        yield threading.get_ident()

    make(where).start()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert receiver.items != [threading.get_ident()]


def test_many_items_come_in_few_parcels(qtbot: QtBot, make: Make, receiver: Receiver) -> None:
    make(lambda: count_to(200_000)).start()
    qtbot.waitUntil(lambda: receiver.is_done, timeout=20_000)
    assert len(receiver.items) == 200_000
    assert len(receiver.parcels) < 2_000


@pytest.mark.parametrize("n_items_before", [0, 3])
def test_an_exception_comes_in_the_last_parcel(
    qtbot: QtBot, make: Make, receiver: Receiver, n_items_before: int
) -> None:
    def failing() -> Generator[int, None, None]:
        yield from range(n_items_before)
        raise ZeroDivisionError("no")

    thread = make(failing)
    thread.start()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert receiver.items == list(range(n_items_before))
    assert isinstance(receiver.parcels[-1].error, ZeroDivisionError)
    qtbot.waitUntil(thread.isFinished)


def test_an_exception_while_the_generator_is_made_comes_too(
    qtbot: QtBot, make: Make, receiver: Receiver
) -> None:
    def cannot_be_made() -> Generator[int, None, None]:
        raise MemoryError

    make(cannot_be_made).start()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert isinstance(receiver.parcels[-1].error, MemoryError)


def test_a_paused_thread_yields_nothing_until_it_is_resumed(
    qtbot: QtBot, make: Make, receiver: Receiver
) -> None:
    thread = make(lambda: count_to(1000))
    thread.pause()
    thread.start()
    qtbot.waitUntil(thread.isRunning)
    thread.resume()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert receiver.items == list(range(1000))


def test_what_was_gathered_arrives_before_the_pause(
    qtbot: QtBot, make: Make, receiver: Receiver
) -> None:
    thread = make(count_for_ever)
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.items))
    thread.pause()
    thread.allow_step()
    last = receiver.items[-1]
    qtbot.waitUntil(lambda: receiver.items[-1] > last)
    assert receiver.items == list(range(len(receiver.items)))


def test_one_step_is_one_item_that_counts(qtbot: QtBot, make: Make, receiver: Receiver) -> None:
    thread = make(count_for_ever, is_step=lambda number: number % 10 == 9)
    thread.pause()
    thread.start()
    for n_steps in (1, 2, 3):
        thread.allow_step()
        wanted = list(range(10 * n_steps))
        qtbot.waitUntil(lambda wanted=wanted: receiver.items == wanted)


def test_finish_sends_the_stop_command(qtbot: QtBot, make: Make, receiver: Receiver) -> None:
    thread = make(count_for_ever, stop_command=STOP)
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.items))
    thread.finish()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert receiver.items[-1] == -1


def test_finish_ends_a_pause(qtbot: QtBot, make: Make, receiver: Receiver) -> None:
    thread = make(count_for_ever, stop_command=STOP)
    thread.pause()
    thread.start()
    thread.finish()
    qtbot.waitUntil(lambda: receiver.is_done)
    assert receiver.items[-1] == -1


@pytest.mark.parametrize("paused", [False, True])
def test_abandoning_closes_the_generator_and_ends_the_thread(
    qtbot: QtBot, make: Make, receiver: Receiver, paused: bool
) -> None:
    closed = threading.Event()

    def closing() -> Generator[int, None, None]:
        try:
            yield from count_for_ever()
        finally:
            closed.set()

    thread = make(closing)
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.items))
    if paused:
        thread.pause()
    thread.abandon()
    assert closed.is_set()
    assert thread.isFinished()
    assert not receiver.is_done


def test_fifty_threads_come_and_go(qtbot: QtBot, make: Make) -> None:
    for _ in range(50):
        thread = make(count_for_ever)
        thread.start()
        thread.abandon()
        assert thread.isFinished()


def test_a_pause_asks_for_the_state_after_whatever_item_it_comes(
    qtbot: QtBot, make: Make, receiver: Receiver
) -> None:
    has_begun, goes_on = threading.Event(), threading.Event()

    def step_and_others() -> Generator[str, Any, None]:
        yield "step"
        yield "other"
        has_begun.set()
        goes_on.wait()
        asked = yield "another"
        while True:
            asked = yield f"asked {asked}"

    thread = make(step_and_others, is_step=lambda item: item == "step", pause_command="state")
    thread.start()
    assert has_begun.wait(20)
    thread.pause()
    goes_on.set()
    qtbot.waitUntil(lambda: "asked state" in receiver.items)
    assert [item for item in receiver.items if "asked" in item] == ["asked state"]  # once a step
    thread.resume()
    qtbot.waitUntil(lambda: "asked None" in receiver.items)


def test_a_pause_that_comes_while_the_thread_looks_for_one_still_sends_its_command(
    qtbot: QtBot, make: Make, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps() -> Generator[str, Any, None]:
        asked = None
        while True:
            asked = yield "step" if asked is None else f"asked {asked}"

    thread = make(steps, is_step=lambda item: item == "step", pause_command="state")
    must_wait = thread._must_wait

    def look_just_before_a_pause() -> bool:
        found = must_wait()
        if thread._owes_pause_command:  # a step was made
            thread._paused = True
        return found

    monkeypatch.setattr(thread, "_must_wait", look_just_before_a_pause)
    thread.start()
    qtbot.waitUntil(lambda: "asked state" in receiver.items)
