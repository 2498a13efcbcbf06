"""The page Browse: questions, chips, the picked image, and what leaves the program."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.data import Split, SplitPlan
from fashion_gui.evaluation.predictions import EarlyPredictions, Predictions
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.percent import SIGN
from fashion_gui.training.events import Snapshot
from fashion_gui.ui.browse.browse_page import BrowsePage
from fashion_gui.ui.browse.image_model import NUMBER_ROLE
from fashion_gui.ui.session import prediction_service
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow

FIRST_TEST = 1200
"""Number of the first test image: the small data set has so many training images."""


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def menu_action(page: BrowsePage, *path: str) -> QAction | None:
    """Return an entry of the menu of filters, by its words and those of its menu."""
    actions = page.bar.menu.actions()
    for title in path[:-1]:
        menu = next(action for action in actions if action.text() == title).menu()
        actions = menu.actions()  # type: ignore[attr-defined]
    return next((action for action in actions if action.text() == path[-1]), None)


def choose(page: BrowsePage, *path: str) -> None:
    action = menu_action(page, *path)
    assert action
    action.trigger()


def only_wrong(page: BrowsePage) -> None:
    choose(page, "Answered wrong")


def wrong_ones(answers: Predictions) -> np.ndarray:
    return FIRST_TEST + np.flatnonzero(~answers.is_right)


def test_all_test_images_are_shown_first(page: BrowsePage, answers: Predictions) -> None:
    np.testing.assert_array_equal(page.model.shown, np.arange(1200, 1500))
    n_wrong = len(wrong_ones(answers))
    assert page.count.text() == f"300 images, {n_wrong} answered wrong"


OpenKnowing = Callable[[Session, SplitPlan], None]


def test_another_part_is_chosen_with_the_keyboard(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, open_knowing: OpenKnowing
) -> None:
    open_knowing(window.session, SplitPlan.usual(1200))
    page.bar.parts.setFocus()
    qtbot.keyClick(page.bar.parts, Qt.Key.Key_Down)
    np.testing.assert_array_equal(page.model.shown, np.arange(1100, 1200))
    qtbot.keyClick(page.bar.parts, Qt.Key.Key_End)
    assert page.model.rowCount() == 1500
    qtbot.waitUntil(lambda: "answered wrong" in page.count.text(), timeout=20_000)
    assert page.count.text().startswith("1,500 images")


def test_the_parts_are_those_of_the_network_that_answers(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, open_knowing: OpenKnowing
) -> None:
    texts = {page.bar.parts.itemText(index) for index in range(page.bar.parts.count())}
    assert texts >= {"Images of the training file (1,200)", "Validation images (0)"}
    unused = page.bar.parts.model().index(page.bar.parts.findData(Split.UNUSED), 0)
    assert not unused.flags() & Qt.ItemFlag.ItemIsEnabled, "there are none to be chosen"
    open_knowing(window.session, SplitPlan.of(1200, 300, 50))
    texts = {page.bar.parts.itemText(index) for index in range(page.bar.parts.count())}
    assert texts >= {"Training images (300)", "Unused training images (850)"}
    assert unused.flags() & Qt.ItemFlag.ItemIsEnabled
    page.bar.parts.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.bar.parts, Qt.Key.Key_Down)
    np.testing.assert_array_equal(page.model.shown, np.arange(300))
    window.session.choose("convnet-best")
    np.testing.assert_array_equal(page.model.shown, np.arange(1200))


def test_a_part_without_images_says_why(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, open_knowing: OpenKnowing
) -> None:
    page.bar.parts.setFocus()
    qtbot.keyClick(page.bar.parts, Qt.Key.Key_Down)
    assert "is not known" in page.empty.text()
    open_knowing(window.session, SplitPlan.of(1200, 1200, 0))
    assert page.empty.text() == "The run held out no validation images. Choose the test images."
    choose(page, "Answered wrong")
    assert not page.grid.isVisible()
    assert page.count.text() == "0 images"


def test_filters_combine_and_each_is_a_chip_that_can_be_clicked_away(
    qtbot: QtBot, page: BrowsePage, answers: Predictions
) -> None:
    only_wrong(page)
    np.testing.assert_array_equal(page.model.shown, wrong_ones(answers))
    label = int(answers.labels[wrong_ones(answers)[0] - FIRST_TEST])
    name = answers.network.class_names[label]
    choose(page, "True class", name)
    expected = [n for n in wrong_ones(answers) if answers.labels[n - FIRST_TEST] == label]
    np.testing.assert_array_equal(page.model.shown, expected)
    assert [chip.text() for chip in page.bar.chips.values()] == [
        f"is {name}  ✕",
        "answered wrong  ✕",
    ]
    click(qtbot, page.bar.chips["is_right"])
    np.testing.assert_array_equal(
        page.model.shown, FIRST_TEST + np.flatnonzero(answers.labels == label)
    )
    assert list(page.bar.chips) == ["true_class"]
    # The menu ticks what is in force, and a second choice takes it away.
    page.bar.menu.aboutToShow.emit()
    ticked = [action.text() for action in page.bar._filters if action.isChecked()]
    assert ticked == [name]
    choose(page, "True class", name)
    assert not page.bar.chips


def test_images_stay_in_place_when_one_filter_takes_the_place_of_another(
    qtbot: QtBot, page: BrowsePage
) -> None:
    page.window().resize(1010, 700)  # the count takes two lines with the errors, one without
    page.bar.ask(replace(page.bar.question, true_class=0))
    (chip,) = page.bar.chips.values()
    qtbot.waitUntil(lambda: chip.isVisible() and page.count.text().endswith("wrong"))
    assert page.count.heightForWidth(page.count.width()) > page.count.fontMetrics().height()
    place = page.grid.mapTo(page, QPoint())
    page.bar.ask(replace(page.bar.question, true_class=None, is_right=False))
    page.layout().activate()
    assert not page.count.text().endswith("wrong")
    QCoreApplication.processEvents()
    assert page.grid.mapTo(page, QPoint()) == place
    assert page.bar.chips == {"is_right": chip}, "none is made and styled for another filter"


def test_all_filters_are_cleared_at_once(qtbot: QtBot, page: BrowsePage) -> None:
    before = page.minimumSizeHint().width()
    only_wrong(page)
    choose(page, "Predicted class", "Bag")
    choose(page, "True class", "Ankle boot")
    page.bar.ask(replace(page.bar.question, confidence=(0.2, 0.9)))
    assert len(page.bar.chips) == 4
    assert page.minimumSizeHint().width() == before, "they go on in another line"
    page.bar.resize(page.bar.minimumSizeHint().width(), 200)
    chips = page.bar.chips.values()
    qtbot.waitUntil(lambda: len({chip.y() for chip in chips}) > 1)
    assert all(chip.geometry().right() <= page.bar.width() for chip in chips)
    click(qtbot, page.bar.clear)
    assert page.model.rowCount() == 300
    assert not page.bar.chips


def test_an_answer_can_be_asked_for(page: BrowsePage, answers: Predictions) -> None:
    choose(page, "Predicted class", "Bag")
    np.testing.assert_array_equal(
        page.model.shown, FIRST_TEST + np.flatnonzero(answers.predicted == 8)
    )


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_range_of_confidence_can_be_asked_for(
    qtbot: QtBot, page: BrowsePage, answers: Predictions
) -> None:
    choice = page.bar.confidence
    entry = menu_action(page, "Confidence")
    assert entry
    entry.menu().popup(page.mapToGlobal(page.rect().center()))  # type: ignore[attr-defined]
    for box, value in ((choice.low, "30"), (choice.high, "60")):
        box.selectAll()
        qtbot.keyClicks(box, value)
    click(qtbot, choice.show_button)
    is_wanted = (answers.confidence >= 0.3) & (answers.confidence <= 0.6)
    np.testing.assert_array_equal(page.model.shown, FIRST_TEST + np.flatnonzero(is_wanted))
    assert page.bar.chips["confidence"].text() == f"30 to 60{SIGN} sure  ✕"


def test_the_order_is_chosen_and_turned_round(
    qtbot: QtBot, page: BrowsePage, answers: Predictions
) -> None:
    page.bar.orders.setFocus()
    qtbot.keyClick(page.bar.orders, Qt.Key.Key_Down)
    assert page.bar.question.order is Order.CONFIDENCE
    shown = answers.confidence[page.model.shown - FIRST_TEST]
    assert (np.diff(shown) >= 0).all()
    click(qtbot, page.bar.reverse)
    shown = answers.confidence[page.model.shown - FIRST_TEST]
    assert (np.diff(shown) <= 0).all()


def test_another_order_begins_at_its_first_image(
    page: BrowsePage, window: MainWindow, answers: Predictions
) -> None:
    window.session.pick(FIRST_TEST + 150)
    window.session.set_query(ImageQuery(order=Order.CONFIDENTLY_WRONG))
    assert page.grid.currentIndex().row() == 0
    assert window.session.picked == page.model.shown[0]
    wrong = np.where(answers.is_right, 0, answers.confidence)
    assert window.session.picked == FIRST_TEST + wrong.argmax()


def test_another_order_begins_at_its_first_image_also_when_the_answers_are_waited_for(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, answers: Predictions
) -> None:
    session = window.session
    session.pick(FIRST_TEST + 150)
    session.set_query(ImageQuery(part=Split.ALL, order=Order.CONFIDENTLY_WRONG))
    assert session.predictions_on(Split.ALL) is None
    n_images = len(session.dataset.numbers(Split.ALL)) if session.dataset else 0
    qtbot.waitUntil(lambda: page.model.rowCount() == n_images, timeout=20_000)
    assert page.grid.currentIndex().row() == 0
    assert session.picked == page.model.shown[0]


def test_the_images_stay_in_place_until_they_can_be_sorted_once(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Predictions for ever more images only add to a list as in the file."""
    session, predict, n_done = window.session, prediction_service.predict_split, [0]
    never = Event()

    def predict_slowly(*arguments: Any, **options: Any) -> Iterator[Any]:
        *_, final = predict(*arguments, **options)
        shown = 0
        while n_done[0] < 300:
            if shown != n_done[0]:
                shown = n_done[0]
                part = slice(0, shown)
                first = Predictions.of(
                    final.network, final.labels[part], final.probabilities[part], final.start
                )
                yield EarlyPredictions(first)
            never.wait(0.002)  # and takes no time from the window
            yield shown
        yield final

    def predicted(n: int) -> None:
        n_done[0] = n
        ask = session.early_predictions_on if n < 300 else session.predictions_on
        qtbot.waitUntil(lambda: len(ask(Split.TEST) or ()) == n)

    monkeypatch.setattr(prediction_service, "predict_split", predict_slowly)
    resets: list[None] = []
    session.choose("mlp")
    session.browse(ImageQuery(is_right=False))
    assert page.model.rowCount() == 0, "none that did not go through the filter"
    session.choose("convnet-best")
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    of_before = page.model.shown
    session.choose("mlp")
    predicted(50)
    assert page.model.shown is of_before, "those of the network before stay, too"
    session.set_query(ImageQuery(true_class=3, order=Order.CONFIDENCE))
    predicted(100)
    early, picked = page.model.shown, session.picked
    assert 0 < len(early) < 30, "the first are there at once"
    assert picked == early[0]
    page.model.modelReset.connect(lambda: resets.append(None))
    predicted(200)
    assert page.model.shown is early
    assert page.count.text().endswith("Then the images are sorted.")
    session.set_query(ImageQuery(confidence=(0.0, 1.0)))
    np.testing.assert_array_equal(page.model.shown, np.arange(1200, 1400))
    bar = page.grid.verticalScrollBar()
    bar.setValue(60)
    resets.clear()
    predicted(260)
    assert page.model.rowCount() == 260
    assert bar.value() == 60
    assert not resets
    session.set_query(ImageQuery(order=Order.LOSS))
    row = page.model.index(40)
    page.grid.selectionModel().setCurrentIndex(row, QItemSelectionModel.SelectionFlag.SelectCurrent)
    picked = session.picked
    resets.clear()
    predicted(300)
    assert len(resets) == 1, "sorted once"
    assert session.picked == picked
    assert page.grid.currentIndex().data(NUMBER_ROLE) == picked


def test_an_empty_result_says_so_and_offers_to_take_the_filters_away(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    window.session.browse(ImageQuery(true_class=1, answer=9, is_right=True))
    assert page.empty.isVisible()
    assert page.empty.text() == (
        "No images match: is Trouser, predicted Ankle boot, answered right."
    )
    click(qtbot, page.clear)
    assert page.model.rowCount() == 300
    assert page.grid.isVisible()


def test_a_question_of_another_page_opens_the_grid(
    window: MainWindow, answers: Predictions
) -> None:
    window.session.browse(ImageQuery(is_right=False))
    assert window.pages.currentWidget() is window.browse_page
    np.testing.assert_array_equal(window.browse_page.model.shown, wrong_ones(answers))
    assert list(window.browse_page.bar.chips) == ["is_right"]


def test_an_image_is_found_by_its_number(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    qtbot.keyClicks(page.go_to, "123")
    qtbot.keyClick(page.go_to, Qt.Key.Key_Return)
    assert window.session.picked == FIRST_TEST + 123
    assert page.grid.currentIndex().row() == 123


def test_a_number_that_is_filtered_out_is_shown_beside_and_told(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, answers: Predictions
) -> None:
    only_wrong(page)
    right = int(np.flatnonzero(answers.is_right)[5])
    qtbot.keyClicks(page.go_to, str(right))
    qtbot.keyClick(page.go_to, Qt.Key.Key_Return)
    assert window.session.picked == FIRST_TEST + right
    assert page.count.text() == (
        f"Test image {right} is shown on the right; it is not among these images."
    )


def test_a_number_that_is_not_there_cannot_be_typed(qtbot: QtBot, page: BrowsePage) -> None:
    qtbot.keyClicks(page.go_to, "4000x")
    assert page.go_to.text() == "400"
    qtbot.keyClick(page.go_to, Qt.Key.Key_Return)
    assert page.grid.currentIndex().row() == 0


def test_arrow_keys_and_clicks_pick_an_image(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    for page_key, has_keys in (("3", window.evaluate_page.matrix), ("4", page.grid)):
        qtbot.keyClick(window, page_key, Qt.KeyboardModifier.ControlModifier)
        assert has_keys.hasFocus(), "and not the first box, which the arrows would change"
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    assert window.session.picked == FIRST_TEST + 2
    place = page.grid.visualRect(page.model.index(1)).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.picked == FIRST_TEST + 1


def test_an_image_that_was_left_for_a_neighbour_is_picked_again_by_a_click(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    window.session.pick(7)
    place = page.grid.visualRect(page.grid.currentIndex()).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.picked == FIRST_TEST


def test_going_to_the_wrong_ones_and_back_keeps_the_place(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, answers: Predictions
) -> None:
    wrong = int(wrong_ones(answers)[3])
    window.session.pick(wrong)
    only_wrong(page)
    assert window.session.picked == wrong
    click(qtbot, page.bar.chips["is_right"])
    assert page.model.rowCount() == 300
    assert page.grid.currentIndex().data(NUMBER_ROLE) == wrong


def test_the_size_of_the_images_is_chosen(qtbot: QtBot, page: BrowsePage) -> None:
    before = page.grid.n_columns
    qtbot.keyClick(page.size_slider, Qt.Key.Key_Home)
    assert page.grid.scale == 1
    assert page.grid.n_columns > before


def test_the_filters_survive_another_network_and_find_its_images(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, tmp_path: Path
) -> None:
    session = window.session
    only_wrong(page)
    session.save_network(tmp_path / "same.safetensors")
    before = page.model.shown
    session.choose("mlp")
    qtbot.waitUntil(lambda: not np.array_equal(page.model.shown, before), timeout=20_000)
    answers = session.predictions_on(Split.TEST)
    assert answers
    assert answers.network is session.network
    np.testing.assert_array_equal(page.model.shown, wrong_ones(answers))
    assert list(page.bar.chips) == ["is_right"]


def test_while_a_network_learns_its_images_stay_in_place_until_the_list_is_renewed(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    session = window.session
    only_wrong(page)
    snapshots: list[Snapshot] = []
    session.run.snapshot_taken.connect(snapshots.append)
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: session.is_live)

    qtbot.waitUntil(lambda: session.predictions_on(Split.TEST) is not None, timeout=20_000)
    before = page.model.shown
    assert page.count.text().endswith(" images. The network is still learning.")
    qtbot.waitUntil(lambda: page.count.text().endswith(" now."), timeout=20_000)
    assert page.model.shown is before
    asked = session.predictions_on(Split.TEST)
    assert page.model.answers is asked
    assert asked
    n_now = len(wrong_ones(asked))
    assert page.count.text().endswith(f" images. The network has learned on: {n_now:,} now.")
    session.browse(session.query)  # the same figure again, which is another one now
    np.testing.assert_array_equal(page.model.shown, wrong_ones(asked))
    qtbot.waitUntil(lambda: "learned on" in page.count.text(), timeout=20_000)
    click(qtbot, page.renew)
    assert page.count.text().endswith(" images. The network is still learning.")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not session.run.state.is_active, timeout=20_000)
    qtbot.waitUntil(lambda: not page.renew.isVisible())


def test_two_networks_that_disagree_are_a_filter_as_long_as_two_are_compared(
    qtbot: QtBot, page: BrowsePage, window: MainWindow
) -> None:
    session = window.session
    assert menu_action(page, "The two networks disagree") is None
    session.compare("mlp")
    qtbot.waitUntil(lambda: session.compared_predictions_on(Split.TEST) is not None)
    choose(page, "The two networks disagree")
    ours, theirs = session.predictions_on(Split.TEST), session.compared_predictions_on(Split.TEST)
    assert ours
    assert theirs
    expected = FIRST_TEST + np.flatnonzero(ours.predicted != theirs.predicted)
    np.testing.assert_array_equal(page.model.shown, expected)
    session.compare(None)
    assert not page.bar.chips
    assert page.model.rowCount() == 300


def test_the_selected_images_are_written_as_one_picture(
    qtbot: QtBot, page: BrowsePage, tmp_path: Path
) -> None:
    page.grid.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert "3 selected" in page.count.text()
    assert page.save_images(tmp_path / "three.png")
    three = QImage(str(tmp_path / "three.png"))
    qtbot.keyClick(page.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.save_images(tmp_path / "all.png")
    assert three.height() < QImage(str(tmp_path / "all.png")).height()


def test_a_picture_that_cannot_be_written_is_explained(
    page: BrowsePage, window: MainWindow, tmp_path: Path
) -> None:
    assert not page.save_images(tmp_path / "nowhere" / "images.png")
    assert "The images were not saved." in window.notice.text


def test_images_that_cannot_be_loaded_are_explained(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = MainWindow(Session(tmp_path / "nothing"), settings)
    window.show()
    page = window.browse_page
    qtbot.waitUntil(lambda: "could not be loaded" in page.empty.text(), timeout=20_000)
    assert not window.train_page.controls.start.isEnabled()
    window.close()
    window.session.deleteLater()
    window.deleteLater()


@pytest.mark.parametrize("part", [Split.TEST, Split.TRAINING])
def test_the_number_of_an_image_is_its_place_in_its_file(
    qtbot: QtBot, page: BrowsePage, window: MainWindow, part: Split
) -> None:
    window.session.set_query(ImageQuery(part=part))
    qtbot.keyClicks(page.go_to, "12")
    qtbot.keyClick(page.go_to, Qt.Key.Key_Return)
    assert window.session.picked == window.session.dataset.numbers(part).start + 12  # type: ignore[union-attr]
