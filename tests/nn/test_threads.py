"""Threads that share work: how many there are now."""

from threading import Barrier, get_ident

import pytest

from fashion_gui.nn import threads
from fashion_gui.nn.threads import Threads, leave_cores


def test_cores_are_left_to_other_work_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "usable_cores", lambda: 2)
    two, both_there = Threads(2), Barrier(2, timeout=10)
    try:
        for n_left in (1, 5):
            leave_cores(n_left)
            assert set(two.map(lambda _: get_ident(), range(6))) == {get_ident()}
        leave_cores(0)
        assert sorted(two.map(lambda _: both_there.wait(), range(2))) == [0, 1]
    finally:
        leave_cores(0)
        two.close()
