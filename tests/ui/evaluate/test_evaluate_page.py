"""The page Evaluate: every figure is right, and opens the images behind it."""

import csv
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from dialogs import name_a_file
from PySide6.QtCore import QPoint, QPointF, QRect, QSettings, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from fashion_gui.data import CLASS_NAMES, Split, SplitPlan
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.evaluation.query import ImageQuery
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.percent import SIGN, percent, plain
from fashion_gui.ui.evaluate.confusion_view import Shown
from fashion_gui.ui.evaluate.evaluate_page import EvaluatePage
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.contrast import readable_on
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window: MainWindow) -> EvaluatePage:
    window.pages.setCurrentWidget(window.evaluate_page)
    return window.evaluate_page


def click_cell(qtbot: QtBot, page: EvaluatePage, row: int, column: int) -> None:
    place = page.matrix.cell_rect(row, column).center().toPoint()
    qtbot.mouseClick(page.matrix, LEFT, pos=place)


def compare_with_mlp(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> tuple[Predictions, ...]:
    page.others.setFocus()
    for _ in range(page.others.findData("mlp") - page.others.currentIndex()):
        qtbot.keyClick(page.others, Qt.Key.Key_Down)
    session = window.session
    qtbot.waitUntil(lambda: session.compared_predictions_on(Split.TEST) is not None, timeout=20_000)
    ours, theirs = session.predictions_on(Split.TEST), session.compared_predictions_on(Split.TEST)
    assert ours
    assert theirs
    return ours, theirs


def test_the_headline_tells_accuracy_interval_loss_and_calibration(
    page: EvaluatePage, answers: Predictions
) -> None:
    low, high = (100 * share for share in answers.report.accuracy_interval)
    accuracy = np.mean(answers.predicted == answers.labels)
    assert page.headline.text() == f"Accuracy {percent(accuracy, 2)}"
    assert plain(page.details.text()).replace("\n", " · ") == plain(
        f"{low:.1f} to {high:.1f} % · log loss {answers.loss:.3f} · calibration error "
        f"{percent(answers.reliability.calibration_error)}"
    )


def test_the_cells_say_what_scikit_learn_counts(page: EvaluatePage, answers: Predictions) -> None:
    expected = confusion_matrix(answers.labels, answers.predicted, labels=range(10))
    for row in range(10):
        for column in range(10):
            words = page.matrix.words(row, column)
            assert words.startswith(f"{expected[row, column]} of 30 {CLASS_NAMES[row]} images")
            assert f"were predicted as {CLASS_NAMES[column]}" in words
            assert words.endswith("which is right.") == (row == column)


def test_a_click_on_a_cell_opens_its_images(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow, answers: Predictions
) -> None:
    wrong = int(np.flatnonzero(~answers.is_right)[0])
    row, column = int(answers.labels[wrong]), int(answers.predicted[wrong])
    click_cell(qtbot, page, row, column)
    assert window.pages.currentWidget() is window.browse_page
    is_in_cell = (answers.labels == row) & (answers.predicted == column)
    np.testing.assert_array_equal(window.browse_page.model.shown, 1200 + np.flatnonzero(is_in_cell))

    # There is a way back, until one goes elsewhere.
    button = window.way_back.button
    assert button.text() == "Back to Evaluate"
    qtbot.keyClick(window.browse_page.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.pages.currentWidget() is page
    assert not button.isVisible()
    window.session.browse_requested.emit()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is page
    window.session.browse_requested.emit()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not button.isVisible()


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [(3, -1, ImageQuery(true_class=3)), (-1, 7, ImageQuery(answer=7))],
)
def test_a_click_on_a_name_opens_its_row_or_column(
    qtbot: QtBot,
    page: EvaluatePage,
    window: MainWindow,
    row: int,
    column: int,
    expected: ImageQuery,
) -> None:
    click_cell(qtbot, page, row, column)
    assert window.session.query == expected


def test_the_matrix_is_used_with_the_keyboard(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    page.matrix.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(page.matrix, key)
    assert page.matrix.spoken_value() == page.matrix.words(2, 0)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Return)
    assert window.session.query == ImageQuery(true_class=2, answer=0)


def test_numbers_are_readable_on_every_shade(page: EvaluatePage) -> None:
    def luminance(colour: QColor) -> float:
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    for share in np.linspace(-1, 1, 81):
        shade = page.matrix._shade(float(share))
        pair = sorted((luminance(shade), luminance(readable_on(shade))))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5
    # The diagonal of a usual network has numbers of one colour.
    inks = {readable_on(page.matrix._shade(share)).name() for share in (0.6, 0.8, 0.9, 1.0)}
    assert len(inks) == 1


def test_no_name_of_a_class_is_cut(qtbot: QtBot, page: EvaluatePage, window: MainWindow) -> None:
    matrix, card = page.matrix, page.matrix.parentWidget()
    assert card
    qtbot.waitUntil(
        lambda: card.minimumSizeHint().width() >= matrix.minimumSizeHint().width()
    )  # the layout knows what these names and numbers need
    for size in ((1280, 720), (1024, 600), (1920, 1080)):
        window.resize(*size)
        qtbot.waitUntil(lambda size=size: window.size().toTuple() == size)
        for place, name in enumerate(CLASS_NAMES):
            above, beside = matrix.cell_rect(-1, place), matrix.cell_rect(place, -1)
            room = above.height() if matrix.is_upright else above.width()
            assert matrix.fontMetrics().horizontalAdvance(name) <= min(room, beside.width())
            assert min(above.left(), above.top(), beside.left(), beside.top()) >= 0


def test_what_is_right_is_blue_and_errors_are_orange(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    def shade(row: int, column: int) -> QColor:
        corner = page.matrix.cell_rect(row, column).topLeft() + QPointF(5, 5)
        return page.matrix.grab().toImage().pixelColor(corner.toPoint())

    def ink(row: int, column: int) -> int:
        image = page.matrix.grab(page.matrix.cell_rect(row, column).toRect()).toImage()
        middle = QRect(0, 0, image.width() // 2, image.height() // 2)
        middle.moveCenter(image.rect().center())
        inside = image.copy(middle)
        places = product(range(inside.width()), range(inside.height()))
        return min(inside.pixelColor(*place).lightness() for place in places)

    counts = np.diag([20, 30, 30]) + np.array([[0, 10, 0], [0, 0, 0], [0, 0, 0]])
    names = ("Bag", "Coat", "Shirt")
    page.matrix.show_counts(counts, names, Shown.COUNTS)
    right, wrong, never = shade(1, 1), shade(0, 1), shade(1, 0)
    assert right.blue() > right.red()
    assert wrong.red() > wrong.blue()
    assert never == page.palette().base().color()
    # What never happened is written fainter than what did.
    assert ink(1, 0) >= colours(page.palette()).faint_text.lightness() > ink(0, 1)
    # A difference is blue where it is better: more on the diagonal, fewer beside it.
    page.matrix.show_counts(np.array([[2, -2, 0], [3, -3, 0], [0, 0, 0]]), names, Shown.DIFFERENCE)
    assert shade(0, 0).blue() > shade(0, 0).red()
    assert shade(0, 1).blue() > shade(0, 1).red()
    assert shade(1, 0).red() > shade(1, 0).blue()
    assert shade(1, 1).red() > shade(1, 1).blue()


def test_the_table_has_the_scores_of_scikit_learn_and_sorts_them(
    qtbot: QtBot, page: EvaluatePage, answers: Predictions
) -> None:
    model = page.table.scores

    def column(number: int) -> list[str]:
        return [model.index(row, number).data() for row in range(10)]

    expected = precision_recall_fscore_support(
        answers.labels, answers.predicted, labels=range(10), zero_division=0
    )
    for number in (1, 2, 3):
        assert column(number) == list(map(percent, expected[number - 1]))
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    recalls = [float(text.rstrip(SIGN)) for text in column(2)]
    assert recalls in (sorted(recalls), sorted(recalls, reverse=True))
    assert model.index(10, 0).data() == "macro average"
    first = column(0)[0]
    page.table.scores.show_report(answers.report)  # as while a network learns
    assert column(0)[0] == first


def test_a_row_of_the_table_opens_its_class(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    place = page.table.visualRect(page.table.scores.index(4, 2)).center()
    qtbot.mouseClick(page.table.viewport(), LEFT, pos=place)
    assert window.session.query == ImageQuery(true_class=4)


def test_a_bar_opens_its_class(qtbot: QtBot, page: EvaluatePage, window: MainWindow) -> None:
    page.results.setCurrentIndex(1)
    qtbot.mouseClick(page.bars, LEFT, pos=page.bars.bar_rect(6).center().toPoint())
    assert window.session.query == ImageQuery(true_class=6)
    window.pages.setCurrentWidget(page)
    page.bars.setFocus()
    qtbot.keyClick(page.bars, Qt.Key.Key_Down)
    qtbot.keyClick(page.bars, Qt.Key.Key_Return)
    assert window.session.query == ImageQuery(true_class=7)


def test_the_slider_tells_how_many_are_answered_and_how_many_of_them_right(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow, answers: Predictions
) -> None:
    page.results.setCurrentWidget(page.certainty)
    page.certainty.slider.setFocus()
    qtbot.keyClick(page.certainty.slider, Qt.Key.Key_Up)
    assert page.certainty.slider.value() == 71
    is_sure = answers.confidence >= 0.71
    assert page.certainty.words.text() == (
        f"When it answers only if at least 71{SIGN} sure: {percent(is_sure.mean())} of the "
        f"images, {percent(answers.is_right[is_sure].mean())} of them right."
    )
    qtbot.mouseClick(page.certainty.wrong, LEFT)
    np.testing.assert_array_equal(
        window.browse_page.model.shown, 1200 + np.flatnonzero(is_sure & ~answers.is_right)
    )


def test_a_bin_of_the_reliability_opens_its_images(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow, answers: Predictions
) -> None:
    page.results.setCurrentWidget(page.certainty)
    plot = page.certainty.reliability
    assert plot
    qtbot.waitUntil(lambda: plot.viewport().width() > 100)
    box = plot.getPlotItem().getViewBox()
    place = plot.mapFromScene(box.mapViewToScene(QPointF(95, 50)))
    qtbot.mouseClick(plot.viewport(), LEFT, pos=place)
    assert window.session.query.confidence == pytest.approx((0.9, 1.0))
    assert len(window.browse_page.model.shown) == int((answers.confidence >= 0.9).sum())


def test_the_bins_stand_for_the_images_of_the_answers(
    page: EvaluatePage, answers: Predictions
) -> None:
    assert page.certainty.reliability
    heights = page.certainty.reliability._bars.opts["height"]
    sure = answers.confidence >= 0.9
    assert heights[9] == pytest.approx(100 * answers.is_right[sure].mean())


OpenKnowing = Callable[[Session, SplitPlan], None]


def test_another_part_is_answered_and_told_in_the_meantime(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow, open_knowing: OpenKnowing
) -> None:
    open_knowing(window.session, SplitPlan.usual(1200))
    page.parts.setFocus()
    qtbot.keyClick(page.parts, Qt.Key.Key_Down)
    assert page.nothing.isVisible()
    assert page.nothing.text().startswith("The network predicts the validation images …")
    assert not page.save.isEnabled()
    qtbot.waitUntil(lambda: page.matrix.isVisible(), timeout=20_000)
    answers = window.session.predictions_on(Split.VALIDATION)
    assert answers
    assert len(answers) == 100
    assert f"Accuracy {percent(answers.report.accuracy, 2)}" in page.headline.text()
    assert page.save.isEnabled()
    assert page.note.text().startswith("Networks are chosen by these images")
    click_cell(qtbot, page, 2, 2)
    assert window.session.query == ImageQuery(Split.VALIDATION, true_class=2, answer=2)


def test_the_figures_say_when_it_is_not_known_what_was_learned_from(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    assert not page.note.isVisible()
    window.session.set_query(ImageQuery(Split.VALIDATION))
    assert page.nothing.text().startswith("It is not known which images this network learned from")
    window.session.set_query(ImageQuery(Split.TRAINING))
    qtbot.waitUntil(lambda: page.matrix.isVisible(), timeout=20_000)
    assert page.note.isVisible()
    assert "not known which images of the training file" in page.note.text()
    window.resize(1280, 720)
    page.fold(True)
    qtbot.waitUntil(lambda: page.note.x() > page.figures.geometry().right())
    page.fold(False)
    qtbot.waitUntil(lambda: page.note.y() > page.figures.geometry().bottom())


def test_two_networks_are_compared_and_their_disagreements_open(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    ours, theirs = compare_with_mlp(qtbot, page, window)
    differs = ours.predicted != theirs.predicted
    assert page.comparison.isVisible()
    assert page.comparison.differ.text() == f"They disagree on {differs.sum()}"
    n_ours = int((ours.is_right & ~theirs.is_right).sum())
    assert page.comparison.ours.text() == f"convnet-best right there: {n_ours}"
    last, differ = page.comparison.theirs, page.comparison.differ
    window.resize(1024, 600)
    qtbot.waitUntil(lambda: page.comparison.width() < 1024)
    assert last.y() == differ.y(), "words and buttons leave the height to the matrix"
    page.fold(True)
    assert not differ.isVisible()
    assert "\n" not in page.comparison.words.text(), "one line in a presentation"
    page.fold(False)
    words = page.comparison.words.text()
    assert "\n" in words
    page.comparison.words.setText(words.replace("mlp", "a name that is as long as the row allows"))
    window.resize(800, 600)  # it asks for its lines: the matrix does not pay
    qtbot.waitUntil(lambda: last.y() > differ.y())
    assert page.comparison.minimumSizeHint().height() > last.y() + last.height() // 2
    qtbot.mouseClick(page.comparison.differ, LEFT)
    np.testing.assert_array_equal(window.browse_page.model.shown, 1200 + np.flatnonzero(differs))


def test_the_difference_of_the_matrices_opens_what_only_one_calls_so(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    ours, theirs = compare_with_mlp(qtbot, page, window)
    assert not page.legend.isVisible()
    page.matrix_kind.setFocus()
    qtbot.keyClick(page.matrix_kind, Qt.Key.Key_End)
    assert page.legend.isVisible()
    assert "This network minus mlp. Blue: better" in page.legend.text()
    difference = ours.report.confusion - theirs.report.confusion
    for wanted in (1, -1):
        row, column = np.argwhere(np.sign(difference) == wanted)[0]
        words = page.matrix.words(row, column)
        assert words.startswith(f"{abs(difference[row, column])} {CLASS_NAMES[row]} images ")
        assert ("more" if wanted > 0 else "fewer") in words
        window.pages.setCurrentWidget(page)
        click_cell(qtbot, page, row, column)
        caller, other = (ours, theirs) if wanted > 0 else (theirs, ours)
        expected = (caller.labels == row) & (caller.predicted == column)
        expected &= caller.predicted != other.predicted
        np.testing.assert_array_equal(
            window.browse_page.model.shown, 1200 + np.flatnonzero(expected)
        )


def test_a_network_of_other_classes_cannot_be_opened(
    window: MainWindow, page: EvaluatePage, tmp_path: Path
) -> None:
    network = window.session.network
    assert network
    others = tuple(f"Class {number}" for number in range(10))
    path = tmp_path / "other.safetensors"
    model_file.save(path, Network(network.architecture, network.parameters, others), {})
    assert not window.session.open_network(path)
    assert "expected a network that was trained on the classes of the images" in window.notice.text
    assert window.session.network is network


def test_networks_of_other_classes_than_the_images_are_neither_judged_nor_compared(
    qtbot: QtBot, dataset_directory: Path, settings: QSettings
) -> None:
    names = "\n".join(f"Class {number}" for number in range(10))
    (dataset_directory / "classes.txt").write_text(names)
    window = MainWindow(Session(dataset_directory), settings)
    window.show()
    page = window.evaluate_page
    window.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: window.session.dataset is not None, timeout=20_000)
    qtbot.waitUntil(lambda: "cannot be evaluated on these images" in page.nothing.text())
    page.others.setFocus()
    qtbot.keyClick(page.others, Qt.Key.Key_Down)
    assert window.notice.text.startswith("mlp cannot be compared: expected a network")
    assert window.session.compared is None
    assert page.others.currentText() == "None"
    window.close()
    window.session.deleteLater()
    window.deleteLater()


def test_the_figures_follow_a_network_that_learns(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow
) -> None:
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.is_live)
    seen = set()

    def changed_twice() -> bool:
        seen.add(page.details.text())
        return len(seen - {""}) > 2

    qtbot.waitUntil(changed_twice, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not window.session.run.state.is_active, timeout=20_000)


@pytest.mark.parametrize("kind", ["html", "csv"])
def test_the_report_is_written(
    qtbot: QtBot,
    page: EvaluatePage,
    window: MainWindow,
    answers: Predictions,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    path = tmp_path / ("report.html" if kind == "html" else "tables")
    name_a_file(monkeypatch, path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    action = next(a for a in page.save.menu().actions() if a.data() == kind)
    with qtbot.waitSignal(window.reports.succeeded):
        action.trigger()
    if kind == "html":
        assert "How good is convnet-best?" in path.read_text()
    else:
        with (path / "report.csv").open(newline="") as file:
            assert next(csv.reader(file))[0] == "class"


def test_a_report_that_cannot_be_written_is_explained(
    qtbot: QtBot, page: EvaluatePage, window: MainWindow, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.reports.failed):
        window.reports.write(tmp_path / "nowhere" / "report.html", "html")
    assert window.notice.text.startswith("The report was not written.")
