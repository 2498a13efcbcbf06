"""Curves: lines with names at their ends, values where one points, a logarithmic loss."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from itertools import combinations, cycle
from pathlib import Path

import numpy as np
import pytest
from dialogs import name_a_file
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPicture
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.percent import plain
from fashion_gui.shelf.overlays import Overlay
from fashion_gui.training.events import BatchMetrics, ControlChanged, ValidationMetrics
from fashion_gui.training.history import RunHistory
from fashion_gui.training.plan import plan_of
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.theme.palette import palette_of
from fashion_gui.ui.theme.text_size import show_text_size
from fashion_gui.ui.theme.tokens import DARK, LIGHT
from fashion_gui.ui.train.curve_card import CurveCard
from fashion_gui.ui.train.curves import Curves
from fashion_gui.ui.train.curves_menu import CurvesMenu
from fashion_gui.ui.train.plots import TrainingPlots

RECIPE = Recipe(hidden=(16,), epochs=4, batch_size=100, n_validation=200)


@pytest.mark.usefixtures("usual_font")
def test_a_plot_is_titled_at_its_left_and_its_numbers_keep_apart(plots: TrainingPlots) -> None:
    for plot in (plots.loss, plots.accuracy):
        expect_apart(plot)
    axis, line = plots.loss.getPlotItem().getAxis("bottom"), plots.fontMetrics().lineSpacing()
    for n_lines, is_named, title in ((6, False, "Loss by epoch"), (20, True, "Loss")):
        plots.resize(plots.width(), n_lines * line)
        assert axis.label.isVisible() is is_named
        assert plots.loss.getPlotItem().titleLabel.text == title, "one of both names it"
    show_text_size(200)
    plots.resize(plots.width(), 500)
    for plot in (plots.loss, plots.accuracy):
        plot.setFont(QApplication.font())
    QApplication.processEvents()
    for plot in (plots.loss, plots.accuracy):
        expect_apart(plot)


def expect_apart(plot: Curves) -> None:
    item = plot.getPlotItem()
    item.layout.activate()
    title = item.titleLabel.item.sceneBoundingRect()
    left = item.getAxis("left").sceneBoundingRect().left()
    assert abs(title.left() - left) < 8, "it stays where it is with wider numbers"
    boxes = {}
    for side in ("left", "bottom"):
        axis, sheet = item.getAxis(side), QPicture()
        painter = QPainter(sheet)
        _, _, numbers = axis.generateDrawSpecs(painter)
        painter.end()
        boxes[side] = [axis.mapRectToScene(box) for box, *_ in numbers]
    margin = item.titleLabel.item.document().documentMargin()
    assert min(map(QRectF.top, boxes["left"])) >= title.bottom() - margin
    lowest = max(boxes["left"], key=QRectF.bottom)
    first = min(boxes["bottom"], key=QRectF.left)
    assert first.top() >= lowest.bottom()


@pytest.fixture
def history(small_dataset: Dataset) -> RunHistory:
    """Two of four epochs, whose loss falls from 2 to 0.02."""
    told, plan = RunHistory(), plan_of(RECIPE, small_dataset)
    told.add([plan])
    n = plan.n_batches
    for step in range(1, 2 * n + 1):
        share = step / (2 * n)
        epoch, batch = (step - 1) // n + 1, (step - 1) % n + 1
        loss = 2 * 0.01**share
        told.add([BatchMetrics(step, epoch, batch, 100, batch * 100, loss, 0.5 + 0.4 * share, 0.1)])
        if batch == n:
            told.add([ValidationMetrics(step, loss, 0.4 + 0.4 * share)])
    return told


@pytest.fixture
def plots(qtbot: QtBot, history: RunHistory) -> Iterator[TrainingPlots]:
    plots = TrainingPlots()
    plots.resize(900, 300)
    plots.show()
    qtbot.waitExposed(plots)
    plots.show_history(history)
    qtbot.waitUntil(lambda: names_of(plots.loss)[0].startswith("training"))
    yield plots
    plots.close()
    plots.deleteLater()


def names_of(curves: Curves) -> list[str]:
    return [plain(label.toPlainText()) for label in curves._names if label.isVisible()]


def place_of(curves: Curves, epochs: float) -> QPoint:
    """Return the pixel of a moment of a run, in the middle of the plot's height."""
    view = curves.getPlotItem().getViewBox()
    middle = view.sceneBoundingRect().center().y()
    scene = view.mapViewToScene(QPointF(epochs, 0.0))
    return curves.mapFromScene(QPointF(scene.x(), middle))


def test_each_line_is_named_at_its_end_within_the_plot(plots: TrainingPlots) -> None:
    assert names_of(plots.accuracy) == ["training 90.0 %", "validation 80.0 %"]
    for curves in (plots.loss, plots.accuracy):
        view = curves.getPlotItem().getViewBox().sceneBoundingRect()
        boxes = [label.sceneBoundingRect() for label in curves._names]
        assert not boxes[0].intersects(boxes[1].adjusted(0, 1, 0, -1))
        for box in boxes:
            assert view.top() - 1 <= box.top()
            assert box.bottom() <= view.bottom() + 1
            assert box.right() <= view.right() + 1


def test_at_the_end_of_a_run_the_names_leave_the_lines_free(plots: TrainingPlots) -> None:
    for curves, is_above in ((plots.loss, True), (plots.accuracy, False)):
        curves.setXRange(0, 2.0, padding=0)  # as if two epochs were all
        _, (bottom, top) = curves.getPlotItem().getViewBox().viewRange()
        ends = [float(curves.curve.training.smoothed[-1]), float(curves.curve.validation.y[-1])]
        heights = [label.pos().y() for label in curves._names]
        assert all(bottom < height < top for height in heights)
        free = min(heights) > max(ends) if is_above else max(heights) < min(ends)
        assert free, (heights, ends)


def test_values_are_told_in_both_figures_where_the_mouse_points(
    qtbot: QtBot, plots: TrainingPlots
) -> None:
    told = plots.accuracy._cross.words
    assert not told.isVisible()
    words: list[str] = []

    def points_at_the_first_epoch() -> bool:  # the axes may still get their width
        qtbot.mouseMove(plots.loss.viewport(), place_of(plots.loss, 1.0))
        words[:] = plain(told.toPlainText()).splitlines() if told.isVisible() else []
        return words[1:2] == ["step 10"]

    qtbot.waitUntil(points_at_the_first_epoch)
    assert words[0].startswith("epoch 1.0") or words[0].startswith("epoch 0.9")
    assert words[2] == "training 70.0 %"
    assert words[3] == "validation 60.0 %"
    places = cycle((3.5, 3.6))  # nothing is there yet

    def points_beyond_the_end() -> bool:  # pyqtgraph leaves out what follows within 10 ms
        qtbot.mouseMove(plots.loss.viewport(), place_of(plots.loss, next(places)))
        return told.toPlainText().startswith("epoch 2.00")

    qtbot.waitUntil(points_beyond_the_end)


def test_values_are_told_by_keyboard(qtbot: QtBot, plots: TrainingPlots) -> None:
    told = plots.loss._cross.words
    qtbot.keyClick(plots.loss, Qt.Key.Key_Left)
    assert told.toPlainText().startswith("epoch 1.96")
    qtbot.keyClick(plots.loss, Qt.Key.Key_Left)
    qtbot.keyClick(plots.loss, Qt.Key.Key_Right)
    assert told.toPlainText().startswith("epoch 1.96")
    qtbot.keyClick(plots.loss, Qt.Key.Key_Escape)
    assert not told.isVisible()


def test_a_logarithmic_loss_shows_all_of_it(plots: TrainingPlots, history: RunHistory) -> None:
    plots.loss.set_log(True)
    _, (bottom, top) = plots.loss.getPlotItem().getViewBox().viewRange()
    assert bottom < np.log10(0.03)
    assert top > np.log10(1.5)
    _, drawn = plots.loss._smooth.getData()
    assert drawn[-1] == pytest.approx(np.log10(plots.loss.curve.training.smoothed[-1]))
    plots.loss.set_log(False)
    _, (bottom, _) = plots.loss.getPlotItem().getViewBox().viewRange()
    assert bottom == 0
    live, whole = RunHistory(), plots.loss.curve.training.y
    assert history.plan
    live.add([history.plan])
    for step, loss in enumerate(whole, 1):  # drawn again and again while it falls
        live.add([BatchMetrics(step, 1, step, 100, 100 * step, loss, 0.5, 0.1)])
        plots.show_history(live)
        plots.draw_now()
    plots.loss.set_log(True)
    _, (bottom, _) = plots.loss.getPlotItem().getViewBox().viewRange()
    assert bottom < np.log10(np.min(plots.loss.curve.training.smoothed))


def test_beside_other_runs_only_what_there_is_of_an_ended_one_counts(plots: TrainingPlots) -> None:
    view, other = plots.accuracy.getPlotItem().getViewBox(), np.array([1.0, 2.0])
    plots.set_over(True)
    assert view.viewRange()[0][1] == pytest.approx(4.0), "alone it is seen where it was stopped"
    plots.accuracy.show_others([Overlay("other", other, other / 4, None, None)])
    assert 2.0 < view.viewRange()[0][1] < 4.0
    plots.set_over(False)
    assert view.viewRange()[0][1] > 4.0, "it still has to grow"


def test_both_figures_show_the_same_epochs(plots: TrainingPlots) -> None:
    plots.loss.setXRange(1.0, 2.0, padding=0)
    (left, right), _ = plots.accuracy.getPlotItem().getViewBox().viewRange()
    assert (left, right) == pytest.approx((1.0, 2.0), abs=0.1)


def test_out_of_sight_nothing_is_drawn_until_it_is_seen_again(
    qtbot: QtBot, plots: TrainingPlots, history: RunHistory
) -> None:
    raw = plots.loss._raw
    n = len(raw.xData)
    plots.hide()
    history.add([BatchMetrics(21, 3, 1, 100, 100, 0.1, 0.9, 0.1)])
    plots.show_history(history)
    qtbot.waitUntil(lambda: not plots._timer.isActive())
    assert len(raw.xData) == n
    plots.show()
    assert len(raw.xData) == n + 1


def test_until_the_first_point_is_said_what_will_be_there(
    qtbot: QtBot, small_dataset: Dataset
) -> None:
    plots = TrainingPlots()
    plots.show_history(RunHistory())
    plots.resize(900, 6 * plots.fontMetrics().lineSpacing())
    plots.show()
    qtbot.addWidget(plots)
    begun, axis = RunHistory(), plots.loss.getPlotItem().getAxis("left")
    begun.add([plan_of(RECIPE, small_dataset)])
    for history in (RunHistory(), begun):
        plots.show_history(history)
        assert plots.loss._promise.words.isVisible()
        assert not axis.isVisible()
        assert names_of(plots.loss) == []
    begun.add([BatchMetrics(1, 1, 1, 100, 100, 0.1, 0.9, 0.1)])
    plots.show_history(begun)
    qtbot.waitUntil(axis.isVisible)
    assert not plots.loss._promise.words.isVisible()
    assert not plots.loss.getPlotItem().getAxis("bottom").label.isVisible(), "low: in the title"


def test_the_curves_are_saved_as_a_table_or_as_a_picture_of_both(
    qtbot: QtBot, history: RunHistory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, failures = CurveCard(), list[str]()
    qtbot.addWidget(card)
    shown = [RunHistory()]
    assert not card.save.isEnabled()
    plots = card.load(lambda: shown[0], failures.append)
    assert plots
    card.resize(900, 400)
    card.show()
    menu = card.save.menu()
    assert isinstance(menu, CurvesMenu)
    menu.aboutToShow.emit()
    assert not menu.kinds[".csv"].isEnabled(), "there are no points yet"
    shown[0] = history
    plots.show_history(history)
    menu.aboutToShow.emit()
    for suffix, action in menu.kinds.items():
        assert action.isEnabled()
        name_a_file(monkeypatch, tmp_path / f"curves{suffix}")
        action.trigger()
    rows = (tmp_path / "curves.csv").read_text("utf-8").splitlines()
    assert rows[0] == "kind,epochs,loss,accuracy"
    n_points = len(history.loss.training) + len(history.loss.validation)
    assert len(rows) == 1 + n_points
    assert QImage(str(tmp_path / "curves.png")).width() == 2 * plots.width()
    texts = "".join(ElementTree.parse(tmp_path / "curves.svg").getroot().itertext())
    assert "Loss" in texts
    assert "Accuracy" in texts
    name_a_file(monkeypatch, tmp_path / "nowhere" / "curves.csv")
    menu.kinds[".csv"].trigger()
    assert failures[0].startswith("The curves were not saved.")


def test_a_new_validation_is_named_at_once_as_the_cards_above_tell_it(
    qtbot: QtBot, plots: TrainingPlots, history: RunHistory
) -> None:
    """That is, in the next turn of the event loop; then the other figure has its turn."""
    step = history.plan.n_steps if history.plan else 0
    history.add([ValidationMetrics(step, 0.5, 0.321)])
    plots.show_history(history)
    QCoreApplication.processEvents()
    assert names_of(plots.accuracy)[1] == "validation 32.1 %"
    qtbot.waitUntil(lambda: names_of(plots.loss)[1] == "validation 0.500")


def test_words_of_turns_cover_no_other_words_and_are_told_where_one_points(
    plots: TrainingPlots, history: RunHistory
) -> None:
    turned = [("learning_rate", 0.007, 0.001), ("weight_decay", 0.0, 0.01), ("dropout", 0.3, 0.5)]
    history.add([ControlChanged(1, name, before, value) for name, before, value in turned])
    n_hidden = 0
    for height in (300, 90):
        plots.resize(420, height)
        QApplication.processEvents()
        for curves in (plots.loss, plots.accuracy):
            curves.redraw()
            curves.show_turns(history)
            room = curves.getPlotItem().getViewBox().sceneBoundingRect().adjusted(-1, -1, 1, 1)
            words = [line.label for line in curves.turns.lines if line.label.isVisible()]
            labels = [*words, *(name for name in curves._names if name.isVisible())]
            boxes = [label.mapRectToScene(label.boundingRect()) for label in labels]
            for one, other in combinations(boxes, 2):
                assert not one.intersects(other.adjusted(0, 1, 0, -1))
            assert all(room.contains(box) for box in boxes[: len(words)])
            n_hidden += 3 - len(words)
            assert len(curves.turns.lines) == 3
            assert "from here weight decay 0.01" in curves.values_at(curves.turns.lines[1].value())
            assert "from here" not in curves.values_at(1.5)
    assert n_hidden, "there was room for all, and nothing was tried"
    for tokens in (DARK, LIGHT):
        plots.setPalette(palette_of(tokens))
        colour = plots.loss.turns.lines[0].label.textItem.defaultTextColor()
        assert colour == QColor(tokens.text), "the words stay legible in the other scheme"


def test_axes_have_few_even_numbers(plots: TrainingPlots) -> None:
    line = plots.fontMetrics().lineSpacing()
    accuracy, loss = (
        curves.getPlotItem().getAxis("left") for curves in (plots.accuracy, plots.loss)
    )
    for axis, top, n_lines, numbers in (
        (accuracy, 1.0, 12, ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (accuracy, 1.0, 5, ["0 %", "50 %", "100 %"]),
        (loss, 2.6, 13, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]),
        (loss, 2.6, 90, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]),
        (accuracy, 1.0, 90, [f"{share} %" for share in range(0, 101, 10)]),
    ):
        [(spacing, values)] = axis.tickValues(0.0, top, n_lines * line)
        assert axis.tickStrings(values, 1.0, spacing) == numbers
