"""The pace at which pages follow a network in training."""

from types import SimpleNamespace
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.files import model_file
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.live_pace import LivePace


@pytest.mark.parametrize(("name", "interval"), [("mlp", 300), ("convnet-best", 800)])
def test_a_network_that_learns_is_followed_a_few_times_a_second_only(
    qtbot: QtBot, name: str, interval: int
) -> None:
    network = model_file.load(model_file.find(name)).network
    session = SimpleNamespace(is_learning=False, network=network)
    pace, due = LivePace(cast(Session, session)), list[int]()
    pace.due.connect(lambda: due.append(1))
    for _ in range(3):
        pace.ask()
    assert len(due) == 3, "nothing learns: each at once"
    session.is_learning = True
    for _ in range(9):
        pace.ask()
    assert len(due) == 4, "the first at once, the others together later"
    assert pace._timer.interval() == interval
    qtbot.waitUntil(lambda: len(due) == 5)
    pace._timer.start(0)
    qtbot.waitUntil(lambda: not pace._timer.isActive())
    assert len(due) == 5
    pace.ask()
    pace.ask()
    session.is_learning = False
    pace.ask()
    assert len(due) == 7, "the run is over, or pauses: at once again"
