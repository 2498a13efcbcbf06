"""Robustness on Evaluate: curves for one or two networks, measured in the background."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split
from fashion_gui.explain import AccuracyPoint, accuracy_curve
from fashion_gui.nn.network import Network
from fashion_gui.percent import plain
from fashion_gui.ui.evaluate.robustness_panel import RobustnessPanel
from fashion_gui.ui.session import accuracy_curves
from fashion_gui.ui.session.accuracy_curves import CurvesQuestion
from fashion_gui.ui.session.session import Session

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[RobustnessPanel]:
    session.choose("mlp")
    panel = RobustnessPanel(session)
    qtbot.addWidget(panel)
    panel.kinds.setCurrentIndex(panel.kinds.findData("contrast"))
    panel._on_kind()
    yield panel
    session.threads.close()


def expected(session: Session, network: Network) -> list[AccuracyPoint]:
    assert session.dataset
    test = session.dataset.test
    curve = accuracy_curve(network, test.images, test.labels, "contrast")
    return [point for point in curve if isinstance(point, AccuracyPoint)]


def test_the_curves_are_those_of_both_networks_and_are_measured_once(
    qtbot: QtBot, panel: RobustnessPanel, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not panel.measuring.is_busy, "out of sight nothing is measured"
    panel.show()
    qtbot.waitUntil(lambda: panel._answer is not None and panel._answer.done == 1)
    assert session.network
    points = expected(session, session.network)
    assert [curve.name for curve in panel.curves.curves] == ["mlp", "confidence"]
    np.testing.assert_allclose(panel.curves.curves[0].y, [p.accuracy for p in points])
    np.testing.assert_allclose(panel.curves.curves[1].y, [p.confidence for p in points])
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, KEY.Key_Home)
    first = points[0]
    assert plain(panel.words.text()).startswith(
        f"contrast 10 %: mlp {100 * first.accuracy:.1f} % right, {100 * first.confidence:.1f} %"
    )
    n_images = len(session.dataset.test) if session.dataset else 0
    assert f"on {n_images:,} test images" in panel.words.text()

    other = session.models["mlp"].network
    vector = other.parameters.copy()
    vector[: len(vector) // 2] *= np.float32(0.9)
    session.add_network("weaker", Network(other.architecture, vector, other.class_names))
    session.compare("mlp")
    qtbot.waitUntil(lambda: len(panel.curves.curves) == 3 and panel._answer.done == 1)
    assert [curve.name for curve in panel.curves.curves] == ["weaker", "confidence", "mlp"]
    np.testing.assert_allclose(panel.curves.curves[2].y, [p.accuracy for p in points])

    asked = []
    monkeypatch.setattr(panel.measuring, "ask", asked.append)
    session.compare(None)
    session.choose("mlp")
    assert len(panel.curves.curves) == 2
    assert panel._answer
    assert panel._answer.done == 1
    assert len(asked) == 1, "only the weaker network alone was not known"


def test_a_network_in_training_is_measured_once(
    qtbot: QtBot, panel: RobustnessPanel, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show()
    qtbot.waitUntil(lambda: panel._answer is not None and panel._answer.done == 1)
    monkeypatch.setattr(type(session), "is_live", property(lambda session: True))
    asked: list[CurvesQuestion] = []
    monkeypatch.setattr(panel.measuring, "ask", asked.append)
    before = session.active_model
    assert before
    for number, key in enumerate(("run 1", "run 1", "run 2"), start=1):
        vector = before.network.parameters * np.float32(1 - number / 100)
        network = Network(before.network.architecture, vector, before.network.class_names)
        session.library.active = replace(before, key=key, network=network)
        session.network_changed.emit()
    assert len(asked) == 2, "once for each run"
    session.library.active = before


def endless(*_: object) -> Iterator[float]:
    while True:
        yield 0.0


def test_measuring_stops_by_its_button_and_out_of_sight(
    qtbot: QtBot, panel: RobustnessPanel, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accuracy_curves, "accuracy_curve", endless)
    panel.show()
    assert panel.measuring.is_busy
    assert "being measured" in panel.words.text()
    qtbot.mouseClick(panel.stop, LEFT)
    assert not panel.measuring.is_busy
    assert "Stopped" in panel.words.text()
    qtbot.waitUntil(lambda: panel.measuring._thread is None)
    session.set_query(session.query.__class__(part=Split.TRAINING))
    assert panel.measuring.is_busy
    panel.hide()
    assert not panel.measuring.is_busy
    qtbot.waitUntil(lambda: panel.measuring._thread is None)
