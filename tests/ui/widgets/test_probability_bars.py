"""The bars: their order, their pictures, and what is heard of them."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.percent import plain
from fashion_gui.ui.widgets.probability_bars import ProbabilityBars

NAMES = ("shoe", "bag", "coat")
SHARES = np.array([0.1, 0.7, 0.2], np.float32)


@pytest.fixture
def bars(qtbot: QtBot) -> ProbabilityBars:
    bars = ProbabilityBars()
    qtbot.addWidget(bars)
    bars.resize(400, 200)
    bars.set_class_names(NAMES)
    bars.set_probabilities(SHARES, (1,))
    return bars


def heard(bars: ProbabilityBars) -> list[str]:
    return [plain(bars.spoken_item(place)) for place in range(bars.n_spoken_items())]


def test_they_keep_their_places_or_the_likeliest_is_first(bars: ProbabilityBars) -> None:
    fixed = ["shoe 10 %", "bag 70 %, the answer", "coat 20 %"]
    likeliest_first = [fixed[1], fixed[2], fixed[0]]
    assert heard(bars) == fixed
    before = bars.grab().toImage()
    bars.set_sorted(True)
    assert heard(bars) == likeliest_first
    assert bars.grab().toImage() != before
    assert plain(bars.spoken_value()) == ", ".join(likeliest_first)
    bars.set_probabilities(SHARES[::-1], (1,))
    assert heard(bars)[0] == "bag 70 %, the answer"
    assert heard(bars)[1] == "shoe 20 %"
    bars.set_probabilities(None)
    assert bars.grab().toImage() != before
    bars.set_probabilities(SHARES, (1,))
    bars.set_sorted(False)
    assert bars.grab().toImage() == before


def test_a_picture_stands_beside_each_name_in_the_colour_of_the_text(
    bars: ProbabilityBars,
) -> None:
    without = bars.grab().toImage()
    images = np.zeros((3, 28, 28), np.uint8)
    images[1] = 255
    bars.set_icons(images)
    picture = bars.grab().toImage()
    assert picture != without
    row = bars.spoken_rect(1)
    text = bars.palette().color(QPalette.ColorRole.WindowText)
    middle = row.center().y()
    run = [x for x in range(row.width()) if picture.pixelColor(x, middle) == text]
    assert len(run) >= 20, "an opaque picture is a square of this colour"
    other = bars.palette()
    other.setColor(QPalette.ColorRole.WindowText, "#cc0000")
    bars.setPalette(other)
    assert bars.grab(QRect(run[5], middle, 1, 1)).toImage().pixelColor(0, 0).name() == "#cc0000"
    bars.set_icons(None)
    bars.setPalette(QPalette())
    assert bars.grab().toImage() == without


def test_the_typical_images_are_of_their_classes(small_dataset: Dataset) -> None:
    images = small_dataset.typical_images
    assert len(images) == len(small_dataset.class_names)
    for label, image in enumerate(images):
        own = small_dataset.train.images[small_dataset.train.labels == label]
        assert any(np.array_equal(image, other) for other in own)
        distances = np.square(own.astype(float) - own.mean(axis=0)).sum(axis=(1, 2))
        found = np.square(image.astype(float) - own.mean(axis=0)).sum()
        assert found == pytest.approx(distances.min(), rel=1e-3)
    assert small_dataset.with_plan(small_dataset.split_plan).typical_images is images


def test_where_room_is_short_the_likeliest_stay_and_the_others_share_a_bar(
    bars: ProbabilityBars,
) -> None:
    bars.set_class_names("abcdefgh")
    bars.set_probabilities(np.array([0.01, 0.02, 0.6, 0.01, 0.01, 0.3, 0.04, 0.01], np.float32))
    whole = bars.minimumSizeHint().height()
    bars.set_folding(True)
    assert bars.minimumSizeHint().height() < whole
    bars.resize(400, whole)
    assert bars.spoken_rect(2).top() > bars.spoken_rect(0).top(), "the fixed order"
    bars.resize(400, bars.minimumSizeHint().height())
    tops = {letter: bars.spoken_rect(place).top() for place, letter in enumerate("abcdefgh")}
    assert tops["c"] == 0 < tops["f"] < tops["a"] == tops["b"]
    assert bars.spoken_rect(0).bottom() <= bars.height()
    folded = bars.grab().toImage()
    changed = np.array([0.9, *[0.1 / 7] * 7], np.float32)
    bars.set_changed(changed)
    assert bars.spoken_rect(0).top() == 0, "what a change makes likely is seen, too"
    assert bars.grab().toImage() != folded
