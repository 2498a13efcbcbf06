"""The neuron lab on Inside: changes of the network, what they do, and taking them back."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split
from fashion_gui.explain import (
    AblationBench,
    AblationRanking,
    pruned,
    rank_units,
    scaled,
    switched_off,
    with_noise,
)
from fashion_gui.nn.network import Network
from fashion_gui.percent import SIGN, percent
from fashion_gui.ui.inside.inside_page import InsidePage
from fashion_gui.ui.inside.lab_panel import LabPanel
from fashion_gui.ui.session import unit_ranking
from fashion_gui.ui.session.session import Session

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[InsidePage]:
    session.choose("mlp")
    page = InsidePage(session)
    qtbot.addWidget(page)
    page.resize(1200, 620)
    page.show()
    page._on_picked()
    qtbot.waitUntil(lambda: bool(page.flow.strips))
    yield page
    session.threads.close()


def select(qtbot: QtBot, page: InsidePage, layer: str) -> int:
    """Click on the strongest unit of a layer, and return its number."""
    QTest.mouseClick(page.flow, LEFT, pos=page.flow.position_of(layer))
    qtbot.waitUntil(lambda: page._flow is not None and page._flow.question.selected is not None)
    assert page._selected
    return page._selected[1][-1]


def choose_kind(qtbot: QtBot, panel: LabPanel, words: str) -> None:
    index = panel.kinds.findText(words)
    panel.kinds.setCurrentIndex(index - 1 if index else 1)
    panel.kinds.setFocus()
    qtbot.keyClick(panel.kinds, KEY.Key_Down if index else KEY.Key_Up)


def test_changes_follow_each_other_and_undo_takes_them_back_one_by_one(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    base = session.network
    assert base
    n_models = len(session.models)
    unit = select(qtbot, page, "ReLU 2")
    QTest.mouseClick(page.lab_switch, LEFT)
    panel = page.lab_panel
    assert panel
    assert panel.isVisible()
    assert not panel.undo.isEnabled()
    assert panel.unit.text() == f"ReLU 2, unit {unit}"
    panel.amount.setFocus()
    qtbot.keyClick(panel.amount, KEY.Key_End)
    assert panel._value.text() == f"300{SIGN}"
    QTest.mouseClick(panel.apply, LEFT)
    one = scaled(base, "ReLU 2", [unit], 3.0)
    assert_same(session.network, one)
    QTest.mouseClick(page.off, LEFT)
    two = switched_off(one, "ReLU 2", [unit])
    assert_same(session.network, two)
    choose_kind(qtbot, panel, "Add noise")
    panel.scope.setCurrentText("dense 2")
    QTest.mouseClick(panel.apply, LEFT)
    three = with_noise(two, 0.2, np.random.default_rng(2), "dense 2")
    assert_same(session.network, three)
    choose_kind(qtbot, panel, "Prune")
    panel.scope.setCurrentIndex(0)
    QTest.mouseClick(panel.apply, LEFT)
    assert_same(session.network, pruned(three, 0.5))
    assert session.active_model
    assert session.active_model.label == "mlp with 4 changes"
    assert len(session.models) == n_models + 1, "only the newest stays in the list"
    assert session.compared
    assert session.compared.network is base
    expect_difference(qtbot, panel, session)
    for before in (three, two, one, base):
        QTest.mouseClick(panel.undo, LEFT)
        assert_same(session.network, before)
    assert session.compared is None
    assert len(session.models) == n_models
    assert not panel.undo.isEnabled()
    assert panel.matrix.change is None

    qtbot.keyClick(page.flow, KEY.Key_W)
    QTest.mouseClick(page.why.switch, LEFT)
    assert not panel.isVisible(), "only one of the three is on"


def assert_same(network: Network | None, other: Network) -> None:
    assert network
    np.testing.assert_array_equal(network.parameters, other.parameters)


def expect_difference(qtbot: QtBot, panel: LabPanel, session: Session) -> None:
    qtbot.waitUntil(lambda: panel.matrix.change is not None)
    after = session.predictions_on(Split.TEST)
    before = session.compared_predictions_on(Split.TEST)
    assert after
    assert before
    change = after.report.confusion - before.report.confusion
    assert change.any()
    np.testing.assert_array_equal(panel.matrix.change, change)
    words = panel.words.text()
    assert f"Accuracy {percent(after.report.accuracy, 2)}" in words
    assert f"before {percent(before.report.accuracy, 2)}" in words
    cell = int(np.abs(change).argmax())
    assert panel.matrix.spoken_item(cell) in panel.matrix.spoken_value()
    centre = panel.matrix.spoken_rect(cell).center()
    assert panel.matrix.spoken_at(centre) == cell


def test_choosing_another_network_elsewhere_begins_anew(
    qtbot: QtBot, page: InsidePage, session: Session
) -> None:
    select(qtbot, page, "ReLU 2")
    QTest.mouseClick(page.off, LEFT)
    assert page.lab.base
    session.choose("mlp")
    assert page.lab.base is None
    assert session.compared is None
    page.lab.undo()
    assert session.active_model
    assert session.active_model.key == "mlp"


def test_units_are_ranked_in_the_background_and_that_can_be_stopped(
    qtbot: QtBot, page: InsidePage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    network, dataset = session.network, session.dataset
    assert network
    assert dataset
    QTest.mouseClick(page.lab_switch, LEFT)
    panel = page.lab_panel
    assert panel
    choose_kind(qtbot, panel, "Rank units")
    assert panel.scope.currentText() == "ReLU 2"
    assert not panel.amount.isEnabled()
    QTest.mouseClick(panel.apply, LEFT)
    qtbot.waitUntil(lambda: panel._ranked is not None and panel._ranked.ranking is not None)
    assert panel.apply.text() == "Rank"
    *_, ranking = rank_units(
        AblationBench(network, dataset.test.images), dataset.test.labels, "ReLU 2"
    )
    assert isinstance(ranking, AblationRanking)
    label = int(ranking.lost.max(axis=0).argmax())
    unit = ranking.carriers(label)[0]
    points = 100 * ranking.lost[unit, label]
    assert f"{network.class_names[label]} {points:.1f} points without {unit}" in panel.words.text()

    monkeypatch.setattr(unit_ranking, "rank_units", lambda *_: itertools.repeat(0.5))
    QTest.mouseClick(panel.apply, LEFT)
    assert panel.apply.text() == "Stop"
    QTest.mouseClick(panel.apply, LEFT)
    assert panel.apply.text() == "Rank"
    assert "Stopped" in panel.words.text()
    QTest.mouseClick(panel.apply, LEFT)
    page.hide()
    assert not panel.ranking.is_busy
    qtbot.waitUntil(lambda: panel.ranking._thread is None)
