"""The small chart: where its curves and names are."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.percent import plain
from fashion_gui.ui.imaging.pixmaps import pixels_of
from fashion_gui.ui.widgets.curve_view import Curve, CurveView, _apart


def test_names_never_overlap_and_stay_inside_in_the_order_of_their_curves() -> None:
    for wanted in ([0.0, 0.0, 0.0], [60.0, 59.0, 58.0], [5.0, 50.0, 51.0]):
        places = _apart(wanted, 12, 60)
        order = np.argsort(wanted, kind="stable")
        assert np.diff(np.array(places)[order]).min() >= 12
        assert min(places) >= 6
        assert max(places) <= 54
    assert _apart([10.0, 40.0], 12, 60) == [10.0, 40.0], "what fits stays at its line"


def test_a_curve_is_painted_at_its_height_and_spoken_at_a_position(qtbot: QtBot) -> None:
    view = CurveView("Probability")
    qtbot.addWidget(view)
    view.resize(300, 120)
    view.show()
    assert view.spoken_value() == "nothing yet"
    x = np.linspace(0, 10, 11)
    view.show_curves(Curve("Bag", x, np.where(x < 5, 1.0, 0.0)), ends=("start", "end"))
    picture = pixels_of(view.grab().toImage())[..., :3].astype(int)
    is_blue = picture[..., 2] - picture[..., 0] > 60
    box = view._box(view.fontMetrics())
    left, right = int(box.x() + 0.2 * box.width()), int(box.x() + 0.8 * box.width())
    heights = [float(np.flatnonzero(is_blue[:, column]).mean()) for column in (left, right)]
    assert heights == pytest.approx([box.top(), box.bottom()], abs=2)
    assert plain(view.spoken_value()) == "Bag from >99 % to <1 %; start to end"
    view.show_position(4.5)
    assert plain(view.spoken_value()) == "Bag 50 %"
