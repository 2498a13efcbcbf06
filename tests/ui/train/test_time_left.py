"""The time that is left of a run, with all that follows the learning."""

import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.percent import percent
from fashion_gui.training.events import BatchMetrics, Evaluating, Purpose
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.train.progress_panel import ProgressPanel, seconds_left


def test_the_detector_is_part_of_what_is_left(small_dataset: Dataset) -> None:
    plan = plan_of(Recipe(hidden=(8,), epochs=4, batch_size=100, n_validation=0), small_dataset)
    half = BatchMetrics(plan.n_steps // 2, 2, 1, 100, 100, loss=1.0, accuracy=0.5, seconds=6.0)
    assert seconds_left(plan, half, 0.0, None) == pytest.approx(6.0, rel=0.1)
    assert seconds_left(plan, half, 5.0, None) == pytest.approx(11.0, rel=0.1)
    made = Evaluating(250, 1000, Purpose.DETECTING)
    assert seconds_left(plan, half, 5.0, made) == pytest.approx(3.75)
    assert seconds_left(plan, half, 5.0, Evaluating(1, 2, Purpose.TESTING)) == 0


def test_the_bar_follows_the_detector_once_nothing_is_learned(qtbot: QtBot) -> None:
    panel = ProgressPanel()
    qtbot.addWidget(panel)
    panel.show_steps(40, 40)
    panel.show_evaluating(Evaluating(250, 1000, Purpose.DETECTING))
    assert panel.bar.value() / panel.bar.maximum() == 0.25
    assert f"what is not clothing, {percent(0.25, 0)} done" in panel.figures.text()
