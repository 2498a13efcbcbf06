"""Pictures are followed in the background; what newer ones overtook is left out."""

import numpy as np
import pytest
from explained import EVERY_KIND, make_image
from pytestqt.qtbot import QtBot

from fashion_gui.explain import Trace
from fashion_gui.nn.network import Network
from fashion_gui.ui.inside import tracer as module
from fashion_gui.ui.inside.tracer import Flow, Question, Tracer
from fashion_gui.ui.session.generator_thread import ThreadGroup

NETWORK = EVERY_KIND["convolutional"]


@pytest.fixture
def tracer(qtbot: QtBot) -> Tracer:
    threads = ThreadGroup()
    tracer = Tracer(threads)
    tracer.destroyed.connect(threads.close)
    return tracer


def ask(qtbot: QtBot, tracer: Tracer, question: Question) -> Flow:
    with qtbot.waitSignal(tracer.arrived) as signal:
        tracer.ask(question)
    qtbot.waitUntil(lambda: tracer._thread is None)
    flow: Flow = signal.args[0]
    return flow


def test_a_flow_has_every_layer_and_the_selected_value_written_out(
    qtbot: QtBot, tracer: Tracer
) -> None:
    flow = ask(qtbot, tracer, Question(NETWORK, make_image()))
    assert tuple(strip.layer for strip in flow.strips) == NETWORK.architecture.layer_names
    assert (flow.forward, flow.backward, flow.step) == (None, None, None)
    trace = Trace(NETWORK, make_image())
    np.testing.assert_allclose(flow.verdict.probabilities, trace.probabilities, atol=1e-6)
    assert flow.label == trace.probabilities.argmax()
    question = Question(NETWORK, make_image(), ("convolution 2", (3, 4, 5)), 7)
    flow = ask(qtbot, tracer, question)
    assert flow.forward
    assert flow.backward
    assert flow.step
    assert flow.forward.value == trace.outputs("convolution 2")[3, 4, 5]
    assert (flow.step.layer, flow.label, flow.remark) == ("convolution 2", 7, "")


def test_what_cannot_be_written_out_is_said(qtbot: QtBot, tracer: Tracer) -> None:
    flow = ask(qtbot, tracer, Question(NETWORK, make_image(), ("softmax 1", (3,))))
    assert flow.forward
    assert flow.backward is None
    assert "ask for a layer before it" in flow.remark
    broken = Network(
        NETWORK.architecture, np.full_like(NETWORK.parameters, np.inf), NETWORK.class_names
    )
    flow = ask(qtbot, tracer, Question(broken, make_image(), ("dense 1", (3,))))
    assert "overflow" in flow.remark


def test_of_many_pictures_only_the_first_and_the_last_are_followed(
    qtbot: QtBot, tracer: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[int] = []

    class Noted(Trace):
        def __init__(self, network: Network, image: np.ndarray) -> None:
            followed.append(int(image.max()))
            super().__init__(network, image)

    monkeypatch.setattr(module, "Trace", Noted)
    flows: list[Flow] = []
    tracer.arrived.connect(flows.append)
    for level in range(1, 60):
        tracer.ask(Question(NETWORK, np.full((28, 28), level, np.uint8)))
    qtbot.waitUntil(lambda: bool(flows) and flows[-1].question.image.max() == 59)
    qtbot.waitUntil(lambda: tracer._thread is None)
    assert followed == [1, 59]


def test_what_was_dropped_is_not_told(qtbot: QtBot, tracer: Tracer) -> None:
    flows: list[Flow] = []
    tracer.arrived.connect(flows.append)
    tracer.ask(Question(NETWORK, make_image()))
    tracer.forget()
    qtbot.waitUntil(lambda: tracer._thread is None)
    assert flows == []
