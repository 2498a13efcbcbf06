"""The pace at which pages follow a network in training."""

from types import SimpleNamespace
from typing import cast

from pytestqt.qtbot import QtBot

from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.live_pace import LivePace


def test_a_network_that_learns_is_followed_a_few_times_a_second_only(qtbot: QtBot) -> None:
    session = SimpleNamespace(is_learning=False)
    pace, due = LivePace(cast(Session, session)), list[int]()
    pace.due.connect(lambda: due.append(1))
    for _ in range(3):
        pace.ask()
    assert len(due) == 3, "nothing learns: each at once"
    session.is_learning = True
    pace._timer.setInterval(10)
    for _ in range(9):
        pace.ask()
    assert len(due) == 4, "the first at once, the others together later"
    qtbot.waitUntil(lambda: len(due) == 5)
    qtbot.waitUntil(lambda: not pace._timer.isActive())
    assert len(due) == 5
    pace.ask()
    pace.ask()
    session.is_learning = False
    pace.ask()
    assert len(due) == 7, "the run is over, or pauses: at once again"
