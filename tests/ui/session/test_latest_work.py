"""Background work of which only the latest matters."""

from collections.abc import Generator
from functools import partial
from threading import Event

from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fashion_gui.ui.session.generator_thread import ThreadGroup
from fashion_gui.ui.session.latest_work import LatestWork


def counting(steps: list[int], gate: Event) -> Generator[int, None, None]:
    for number in range(3):
        steps.append(number)
        yield number
        steps.append(-1)
        gate.wait()


def test_paused_work_waits_and_goes_on_where_it_was(qtbot: QtBot) -> None:
    threads, gate = ThreadGroup(), Event()
    paused, other = LatestWork(threads), LatestWork(threads)
    steps: list[int] = []
    arrived: list[int] = []
    paused.arrived.connect(arrived.append)
    try:
        paused.do(partial(counting, steps, gate))
        qtbot.waitUntil(lambda: steps == [0, -1])
        paused.set_paused(True)
        gate.set()
        with qtbot.waitSignal(other.arrived):  # which takes as long as the rest of the first
            other.do(partial(counting, [], gate))
        qtbot.waitUntil(lambda: arrived == [0, 1])
        assert paused.is_busy
        paused.set_paused(False)
        qtbot.waitUntil(lambda: arrived == [0, 1, 2])
        paused.set_paused(True)
        paused.do(partial(counting, steps, gate))
        qtbot.waitUntil(lambda: paused._thread is not None and paused._thread.isRunning())
        paused.set_paused(False)
        qtbot.waitUntil(lambda: len(arrived) == 6)
        assert [step for step in steps if step >= 0] == [0, 1, 2, 0, 1, 2]
    finally:
        gate.set()
        threads.close()


def test_work_that_is_deleted_leaves_its_thread_to_end_by_itself(qtbot: QtBot) -> None:
    threads, gate = ThreadGroup(), Event()
    work, steps = LatestWork(threads), list[int]()
    try:
        work.do(partial(counting, steps, gate))
        qtbot.waitUntil(lambda: steps == [0, -1])
        (thread,) = threads._threads
        work.deleteLater()  # as with a dialog that is closed: Qt must not end the program
        qtbot.waitUntil(lambda: not isValid(work))
        assert thread.isRunning()
        gate.set()
        qtbot.waitUntil(thread.isFinished)
    finally:
        gate.set()
        threads.close()
