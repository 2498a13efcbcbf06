"""Curves of other runs in a figure: bands, names that do not cover each other, hovering."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from fashion_gui.percent import plain
from fashion_gui.shelf.overlays import Overlay
from fashion_gui.ui.train.curves import Curves
from fashion_gui.ui.train.overlay_items import spread

EPOCHS = np.arange(1.0, 5.0)


@pytest.fixture
def curves(qtbot: QtBot) -> Curves:
    curves = Curves("Accuracy", "", is_share=True)
    qtbot.addWidget(curves)
    curves.resize(500, 300)
    curves.show()
    return curves


def overlay(name: str, end: float, spread: float = 0.0) -> Overlay:
    y = np.linspace(0.5, end, len(EPOCHS))
    return Overlay(name, EPOCHS, y, *((y - spread, y + spread) if spread else (None, None)))


def test_names_are_at_the_ends_and_none_covers_another(curves: Curves) -> None:
    others = [overlay(f"a run with a long name {n}", 0.9 + n / 1000) for n in range(4)]
    curves.show_others(others)
    labels = curves.overlays.names
    assert [label.toPlainText() for label in labels] == [f"a run w…ng name {n}" for n in range(4)]
    rects = [label.mapRectToScene(label.boundingRect()) for label in labels]
    for place, rect in enumerate(rects):
        assert not any(rect.adjusted(2, 2, -2, -2).intersects(o) for o in rects[place + 1 :])
        assert curves.getPlotItem().getViewBox().sceneBoundingRect().right() >= rect.right()
    (left, _), (bottom, _) = curves.getPlotItem().getViewBox().viewRange()
    assert (left, bottom) == (0, pytest.approx(0.5))
    assert not curves._promise.words.isVisible()
    curves.show_others([])
    assert curves._promise.words.isVisible()


def test_a_band_is_drawn_and_the_same_curves_are_not_drawn_again(curves: Curves) -> None:
    curves.show_others([overlay("seeds, 3 seeds", 0.9, 0.05)])
    low, high, band = curves.overlays._bands
    assert band.isVisible()
    assert (high.getData()[1] - low.getData()[1]).tolist() == pytest.approx([0.1] * 4)
    (line,) = curves.overlays.lines
    curves.show_others([overlay("seeds, 3 seeds", 0.9, 0.05)])
    assert curves.overlays.lines == [line]


def test_what_is_shown_already_stays_and_all_follow_the_axis(curves: Curves) -> None:
    shown = curves.getPlotItem().items
    curves.show_others([overlay("low", 0.6), overlay("high", 0.9)])
    low, high = curves.overlays.lines
    curves.show_others([overlay("high", 0.9), overlay("other", 0.8)])
    assert curves.overlays.lines[0] is high
    assert high in shown
    assert low not in shown
    curves.set_log(True)
    curves.show_others([overlay("high", 0.7), overlay("other", 0.8)])
    assert high not in shown, "the curve of that name is another one now"
    assert [name.toPlainText() for name in curves.overlays.names] == ["high", "other"]
    for line, end in zip(curves.overlays.lines, (0.7, 0.8), strict=True):
        assert line in shown
        np.testing.assert_allclose(line.getData()[1], np.log10(np.linspace(0.5, end, 4)))
    curves.set_log(False)
    assert curves.overlays.lines[0].getData()[1][-1] == pytest.approx(0.7)


def test_pointing_at_a_curve_names_it(curves: Curves) -> None:
    curves.show_others([overlay("low", 0.6), overlay("high", 0.9)])
    curves.pointed.connect(curves.show_place)
    view = curves.getPlotItem().getViewBox()
    for value, words in ((0.9, "high 90.0 %"), (0.6, "low 60.0 %"), (0.75, "")):
        curves._on_mouse(view.mapViewToScene(QPointF(4.0, value)))
        told = plain(curves._cross.words.toPlainText())
        assert told.splitlines()[1:] == ([words] if words else [])


def test_names_tell_the_values_at_a_moment_and_where_one_points(curves: Curves) -> None:
    curves.show_others([overlay("low", 0.8), overlay("high", 0.9)])
    (low, high), view = curves.overlays.names, curves.getPlotItem().getViewBox()
    curves.show_moment(4.0)
    assert (plain(low.toPlainText()), plain(high.toPlainText())) == ("low 80.0 %", "high 90.0 %")
    curves.show_place(1.0)
    assert plain(low.toPlainText()) == "low 50.0 %"
    curves.show_place(0.5)  # before its first epoch
    assert low.toPlainText() == "low"
    curves.show_place(None)
    assert plain(low.toPlainText()) == "low 80.0 %"
    room = view.sceneBoundingRect()
    assert all(room.contains(name.mapRectToScene(name.boundingRect())) for name in (low, high))
    curves.show_moment(None)
    assert high.toPlainText() == "high"


def test_labels_move_no_further_than_they_must() -> None:
    assert spread([0.5], 0.1, 0, 1) == [0.5]
    assert spread([0.2, 0.8], 0.1, 0, 1) == [0.2, 0.8]
    assert spread([0.5, 0.52, 0.9], 0.1, 0, 1) == pytest.approx([0.5, 0.6, 0.9])
    assert spread([0.95, 0.96, 0.99], 0.1, 0, 1) == pytest.approx([0.75, 0.85, 0.95])
    assert spread([-1.0], 0.2, 0, 1) == pytest.approx([0.1])


def test_names_beside_the_ends_cover_no_line_in_a_narrow_plot(qtbot: QtBot, curves: Curves) -> None:
    font = QFont(curves.font())
    font.setPixelSize(13)  # whatever other tests have left behind
    curves.setFont(font)
    curves.colour(curves.palette())
    curves.show_others([overlay("validation 1 of 2", 0.9), overlay("other", 0.7)])

    def are_free() -> bool:
        view = curves.getPlotItem().getViewBox()
        end, right = view.mapViewToScene(QPointF(4.0, 0.5)).x(), view.sceneBoundingRect().right()
        labels = curves.overlays.names
        boxes = [label.mapRectToScene(label.boundingRect()) for label in labels]
        return all(box.left() >= end - 1 and box.right() <= right + 1 for box in boxes)

    for width in (360, 420, 340):
        curves.resize(width, 240)
        qtbot.waitUntil(are_free, timeout=5000)
