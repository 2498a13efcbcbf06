"""Why? on Draw and Browse, with real mouse and key events."""

import numpy as np
import pytest
from places import at
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from fashion_gui.explain import Explanation, Score, explain
from fashion_gui.percent import percent
from fashion_gui.ui.session.explainer import WhyAnswer
from fashion_gui.ui.widgets.why_panel import WhyPanel
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def has_plots() -> bool:
    return False


def choose(qtbot: QtBot, box: QComboBox, text: str) -> None:
    """Choose an entry by the keyboard."""
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Home)
    while box.currentText() != text:
        index = box.currentIndex()
        qtbot.keyClick(box, KEY.Key_Down)
        assert box.currentIndex() != index, f"there is no {text}"


def looked_closely(panel: WhyPanel) -> bool:
    return panel._answer is not None and panel._answer.question.image is panel._image


def test_why_on_draw_follows_the_pen_and_erases_what_speaks_for_the_answer(
    qtbot: QtBot, window: MainWindow
) -> None:
    session, page = window.session, window.draw_page
    session.choose("mlp")
    window.pages.setCurrentWidget(page)
    panel, canvas, told = page.why, page.canvas, []
    panel.explainer.arrived.connect(told.append)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    qtbot.mousePress(canvas, LEFT, pos=at(page, 6, 4))
    qtbot.mouseMove(canvas, at(page, 6, 22))
    assert not told, "switched off, nothing is worked out"
    assert not panel.explainer.is_busy
    assert panel._image is None

    qtbot.keyClick(canvas, KEY.Key_W)
    assert panel.isVisible()
    assert not page.similar.isVisible()
    qtbot.waitUntil(lambda: bool(told))
    for point in ((22, 22), (22, 16), (12, 14), (12, 4)):
        qtbot.mouseMove(canvas, at(page, *point))
        count = len(told)
        qtbot.waitUntil(lambda count=count: len(told) > count)
        assert told[-1].question.method in ("quick-integrated-gradients", "integrated-gradients")
    panel._rest.setInterval(10_000_000)  # the pen never rests until the test says so
    qtbot.mouseMove(canvas, at(page, 7, 4))
    qtbot.waitUntil(lambda: np.array_equal(told[-1].question.image, page.drawing.fitted_image))
    assert told[-1].question.method == "quick-integrated-gradients"
    assert "a first look" in panel.words.text()
    assert not panel.erase.isEnabled(), "what is in sight is not the last word"
    panel._rest.setInterval(0)
    qtbot.mouseRelease(canvas, LEFT, pos=at(page, 6, 4))
    qtbot.waitUntil(lambda: looked_closely(panel))

    network = session.network
    assert network
    answer = told[-1]
    image = page.drawing.fitted_image
    best = int(network.predict_proba(image[np.newaxis])[0].argmax())
    name = network.class_names[best]
    expected = explain(Score(network, best), image, "integrated-gradients")
    np.testing.assert_array_equal(answer.explanation.attribution, expected.attribution)
    assert "first look" not in panel.words.text()
    assert panel.words.text().startswith(f"Blue speaks for {name}, most of all at the ")
    assert answer.rest.words in panel.words.text()
    assert f"speaks for {name}" in canvas.spoken_value()
    assert panel.scale.spoken_value() == f"orange: against {name}; blue: for {name}"

    expect_trust(qtbot, panel, expected)
    expect_erasing(qtbot, window, answer)
    expect_another_class(qtbot, window, best)

    panel.target.setFocus()
    qtbot.keyClick(panel.target, KEY.Key_Escape)
    assert not panel.isVisible()
    assert panel.switch.hasFocus()
    assert page.similar.isVisible()
    assert "speaks for" not in canvas.spoken_value()
    qtbot.waitUntil(lambda: not panel.explainer.is_busy)
    n_told = len(told)
    qtbot.mouseClick(canvas, LEFT, pos=at(page, 20, 10))
    assert not panel.explainer.is_busy
    assert len(told) == n_told


def expect_trust(qtbot: QtBot, panel: WhyPanel, explanation: Explanation) -> None:
    qtbot.waitUntil(lambda: bool(panel.trust.curves))
    curves = {curve.name: curve for curve in panel.trust.curves}
    np.testing.assert_array_equal(curves["blue first"].y, explanation.deletion.probabilities)
    assert curves["orange first"].y.mean() > curves["at random"].y.mean()
    assert panel.trust_title.isVisible()
    is_better = curves["blue first"].y.mean() < curves["at random"].y.mean()
    assert panel.trust_title.text().startswith("How sure" if is_better else "No better than chance")
    words = panel.trust.toolTip()
    assert f"first leaves {percent(explanation.deletion.area, 0)}" in words
    assert "nothing erased to all erased" in panel.trust.spoken_value()


def expect_erasing(qtbot: QtBot, window: MainWindow, answer: WhyAnswer) -> None:
    page, network = window.draw_page, window.session.network
    assert network
    assert answer.rest
    before = page.drawing.image.copy()
    n_steps = len(page.drawing.operations)
    qtbot.mouseClick(page.why.erase, LEFT)
    rest = np.where(answer.erased, 0, answer.question.image)
    np.testing.assert_array_equal(page.drawing.fitted_image, rest)
    assert len(page.drawing.operations) == n_steps + 1
    qtbot.waitUntil(lambda: page.answer.words.text() == answer.rest.words)
    assert QApplication.focusWidget() is page.canvas
    qtbot.keyClick(page.canvas, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    np.testing.assert_array_equal(page.drawing.image, before)
    qtbot.waitUntil(lambda: looked_closely(page.why))


def expect_another_class(qtbot: QtBot, window: MainWindow, best: int) -> None:
    panel, network = window.draw_page.why, window.session.network
    assert network
    names = network.class_names
    one, other = [name for index, name in enumerate(names) if index != best][:2]
    choose(qtbot, panel.target, one)
    choose(qtbot, panel.against, other)
    qtbot.waitUntil(lambda: looked_closely(panel) and f"{one} rather than" in panel.words.text())
    assert panel.scale.spoken_value() == f"orange: for {other}; blue: for {one}"
    choose(qtbot, panel.methods, "covering squares")
    qtbot.waitUntil(
        lambda: panel._answer is not None and panel._answer.question.method == "occlusion"
    )
    panel.target.setFocus()
    qtbot.keyClick(panel.target, KEY.Key_Down)
    assert panel.target.currentText() not in (one, other), "a class is not compared with itself"
    chosen = panel.target.currentText()
    window.session.choose("convnet-best")
    qtbot.waitUntil(lambda: f"{chosen} rather than {other}" in panel.words.text())
    window.draw_page.toolbox.clear.trigger()
    qtbot.waitUntil(lambda: panel.scale.spoken_value() == "")  # nothing is explained


def test_why_on_browse_never_shows_the_marks_of_another_image(
    qtbot: QtBot, window: MainWindow
) -> None:
    session, page = window.session, window.browse_page
    session.choose("mlp")
    window.pages.setCurrentWidget(page)
    detail, panel, told = page.detail, page.detail.why, []
    panel.explainer.arrived.connect(told.append)
    panel._rest.setInterval(0)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.grid.setFocus()
    qtbot.keyClick(page.grid, KEY.Key_W)
    qtbot.waitUntil(lambda: looked_closely(panel))
    assert not panel.erase.isVisible()
    for _ in range(3):
        first = session.picked_image()
        qtbot.keyClick(page.grid, KEY.Key_Right)
        qtbot.waitUntil(lambda first=first: not np.array_equal(panel._image, first))
        assert detail.tile._marks is None or np.array_equal(panel._marked, panel._image)
        qtbot.waitUntil(lambda: looked_closely(panel))
        np.testing.assert_array_equal(told[-1].question.image, session.picked_image())
        assert detail.tile._marks
    assert "speaks for" in detail.tile.spoken_value()
    session.pick((session.picked or 0) + 1)
    detail._refresh()
    assert detail.tile._marks is None, "the other image is in sight before its marks are known"
    qtbot.waitUntil(lambda: looked_closely(panel))
    panel._rest.setInterval(10_000_000)
    window.pages.setCurrentWidget(window.train_page)
    qtbot.waitUntil(lambda: not panel.explainer.is_busy)
    n_told = len(told)
    session.pick((session.picked or 0) + 1)
    assert not panel.explainer.is_busy
    assert len(told) == n_told
    window.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: len(told) > n_told)
    np.testing.assert_array_equal(told[-1].question.image, session.picked_image())

    qtbot.keyClick(panel.methods, KEY.Key_Down)
    assert panel.methods.currentData() == "gradient-input"
    session.choose("convnet-best")
    qtbot.waitUntil(lambda: panel.methods.currentData() == "integrated-gradients")
    qtbot.keyClick(panel.methods, KEY.Key_Down)
    assert panel.methods.currentData() == "occlusion", "the other is no better than chance"


def test_why_on_inside_marks_the_picture_and_erases_what_reset_brings_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    session, page = window.session, window.inside_page
    session.choose("mlp")
    window.pages.setCurrentWidget(page)
    panel = page.why
    panel._rest.setInterval(0)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before = page.pad.image
    assert before.any()
    qtbot.keyClick(page.flow, KEY.Key_W)
    qtbot.waitUntil(lambda: looked_closely(panel))
    answer = panel._answer
    assert answer
    assert "speaks for" in page.pad.spoken_value()
    qtbot.mouseClick(panel.erase, LEFT)
    np.testing.assert_array_equal(page.pad.image, np.where(answer.erased, 0, before))
    assert (page.pad.image != before).any()
    assert page.pad._marks is None, "the marks are those of the picture before"
    qtbot.waitUntil(lambda: looked_closely(panel))
    qtbot.mouseClick(page.reset, LEFT)
    np.testing.assert_array_equal(page.pad.image, before)
    qtbot.keyClick(page.flow, KEY.Key_W)
    assert page.pad._marks is None
    assert not panel.isVisible()
