"""Recipes as cards, and the settings under headings: by real clicks and keys."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.data import Dataset
from fashion_gui.percent import SIGN
from fashion_gui.shelf.run_record import RunRecord, RunStatus
from fashion_gui.training.presets import DOCUMENTED_ACCURACY, RECIPES, TAGLINES
from fashion_gui.training.recipes import settings
from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.theme.text_size import scaled, show_text_size
from fashion_gui.ui.train.recipe_cards import RecipeCards, RecipeFacts
from fashion_gui.ui.train.recipe_facts import accuracies_of_runs
from fashion_gui.ui.train.recipe_form import RecipeForm
from fashion_gui.ui.train.setting_groups import MAIN, groups
from fashion_gui.ui.window.main_window import MainWindow
from tests.support.screen_reader import heard_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[RecipeForm]:
    form = RecipeForm()
    form.resize(400, 900)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    yield form
    form.close()
    form.deleteLater()


def test_the_documented_accuracies_are_those_of_the_document() -> None:
    text = (Path(__file__).parents[3] / "docs" / "recipes.md").read_text(encoding="utf-8")
    for name, accuracy in DOCUMENTED_ACCURACY.items():
        row = re.search(rf"^\| `{name}` \|.*?\| (0\.\d+)", text, re.MULTILINE)
        assert row, name
        assert float(row[1]) == accuracy
    assert RECIPES.keys() == TAGLINES.keys() == DOCUMENTED_ACCURACY.keys() | {"custom"}


def test_a_card_is_chosen_by_a_click_and_by_the_arrow_keys(qtbot: QtBot, form: RecipeForm) -> None:
    cards: RecipeCards = form.recipes
    qtbot.mouseClick(cards.cards["convnet"], LEFT)
    assert form.recipe().convolutions == RECIPES["convnet"].convolutions
    cards.cards["convnet"].setFocus()
    qtbot.keyClick(cards.cards["convnet"], Qt.Key.Key_Down)
    assert cards.current() == "convnet-best"
    assert cards.cards["convnet-best"].hasFocus()
    assert form.recipe().name == "convnet-best"
    assert heard_of(cards.cards["convnet-best"]).role is QAccessible.Role.RadioButton
    cards.show_current("article")
    tab = Qt.FocusPolicy.TabFocus
    reached = [name for name, card in cards.cards.items() if card.focusPolicy() & tab == tab]
    assert reached == ["article"], "the Tab key comes to the chosen one"
    cards.cards["article"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(cards.cards["article"], Qt.Key.Key_Up)
    assert cards.current() == "convnet-best"


def test_a_card_says_its_figures_and_where_they_come_from(form: RecipeForm) -> None:
    known = {"mlp": RecipeFacts(0.9034, 0, 41.0), "convnet": RecipeFacts(0.9251, 3, 7000.0)}
    form.recipes.show_facts({"article": RecipeFacts(0.826, 0, None)})
    assert f"82.6{SIGN} of 5,000 test images" in heard_of(form.recipes.cards["article"]).description
    form.recipes.show_facts(known)
    documented, measured = form.recipes.cards["mlp"], form.recipes.cards["convnet"]
    assert documented.figures() == (f"90.3{SIGN}", "", "≈ 40 s")
    assert measured.figures() == (f"92.5{SIGN}", "3 runs", "≈ 2 h")
    assert heard_of(documented).name == "Recipe mlp"
    assert heard_of(documented).description == (
        f"{TAGLINES['mlp']}; test accuracy 90.3{SIGN}, as documented; "
        "about 40 seconds on this machine"
    )
    assert "mean of 3 kept runs" in heard_of(measured).description
    form.recipes.show_facts({})
    assert measured.figures() == ("", "", "")


def test_only_complete_runs_of_the_very_recipe_count(small_dataset: Dataset) -> None:
    mlp, digest = RECIPES["mlp"], small_dataset.digest
    run = RunRecord("a", mlp, RunStatus.FINISHED, test_accuracy=0.8, dataset=digest)
    records = (
        run,
        replace(run, test_accuracy=0.9, recipe=replace(mlp, seed=3, drawings=True)),
        replace(run, test_accuracy=0.1, recipe=replace(mlp, epochs=1)),
        replace(run, test_accuracy=0.1, dataset="other images"),
        replace(run, test_accuracy=0.1, status=RunStatus.STOPPED),
        replace(run, test_accuracy=0.1, turns=({"step": 1, "name": "l2", "value": 1.0},)),
        replace(run, test_accuracy=0.1, recipe=RECIPES["custom"], status=RunStatus.FAILED),
    )
    assert accuracies_of_runs(records, small_dataset) == {"mlp": [0.8, 0.9]}


def test_the_cards_learn_their_times_while_the_page_is_in_sight(
    qtbot: QtBot, window: MainWindow
) -> None:
    cards = window.train_page.form.recipes.cards
    qtbot.waitUntil(lambda: bool(cards["mlp"].figures()[2]), timeout=20_000)
    qtbot.waitUntil(lambda: sum(bool(card.figures()[2]) for card in cards.values()) == 5)
    assert not cards["custom"].figures()[2]


def test_the_dot_of_a_card_grows_with_the_text(form: RecipeForm) -> None:
    def n_of_accent() -> int:
        card = form.recipes.cards[form.recipes.current()]
        image = card.grab().toImage()
        accent = card.palette().highlight().color()
        column = range(SPACE_12 + 1, SPACE_12 + scaled(SPACE_12))
        return sum(
            image.pixelColor(x, y) == accent for x in column for y in range(2, image.height() - 2)
        )

    usual = n_of_accent()
    show_text_size(200)
    large = n_of_accent()
    show_text_size(100)
    assert large > 3 * usual > 0


def test_every_setting_is_in_sight_or_under_one_heading() -> None:
    named = [*MAIN, *(name for names in groups().values() for name in names)]
    assert sorted(named) == sorted(setting.name for setting in settings())
    assert len(MAIN) == 6


def test_a_heading_folds_and_tells_what_differs_inside(qtbot: QtBot, form: RecipeForm) -> None:
    fold, dropout = form.folds["Regularization"], form.editors["dropout"]
    assert isinstance(dropout, QLineEdit)
    assert not dropout.isVisible()
    assert fold.head.text() == "Regularization"
    fold.head.setFocus()
    qtbot.keyClick(fold.head, Qt.Key.Key_Space)
    assert dropout.isVisible()
    dropout.selectAll()
    qtbot.keyClicks(dropout, "0.3")
    l2 = form.editors["l2"]
    assert isinstance(l2, QLineEdit)
    l2.setText("0.01")
    qtbot.mouseClick(fold.head, LEFT)
    assert not dropout.isVisible()
    assert fold.head.text() == "Regularization  ·  2 changed"
    label = next(one for one in form.findChildren(QLabel) if one.buddy() is dropout)
    assert label.text() == "Dropout •"
    assert "mlp: 0.1." in label.toolTip()
    assert heard_of(dropout).description == "Changed. mlp: 0.1."
    assert form.recipes.cards["custom"].idea == "From mlp: 2 changed"
    qtbot.mouseClick(form.recipes.cards["mlp"], LEFT)
    assert fold.head.text() == "Regularization"
    assert label.text() == "Dropout"


def test_what_differs_is_seen_of_a_recipe_that_keeps_its_name(form: RecipeForm) -> None:
    epochs, drawings = form.editors["epochs"], form.editors["drawings"]
    assert isinstance(epochs, QSpinBox)
    assert isinstance(drawings, QCheckBox)
    epochs.setValue(3)
    drawings.setChecked(False)
    changed = [one.text() for one in form.findChildren(QLabel) if one.text().endswith("•")]
    assert changed == ["Also learn from drawings •", "Epochs •"]
    assert form.recipes.current() == "mlp"


def test_leading_to_a_setting_opens_its_group_and_gives_it_the_focus(
    qtbot: QtBot, form: RecipeForm
) -> None:
    form.resize(400, 300)
    form.show_setting("label_smoothing")
    editor = form.editors["label_smoothing"]
    assert form.open_groups() == ["Regularization"]
    assert editor.hasFocus()
    qtbot.waitUntil(lambda: not editor.visibleRegion().isEmpty())
    label = next(one for one in form.findChildren(QLabel) if one.buddy() is editor)
    assert label.property("pointed") == "yes"
    form.show_setting("hidden")
    assert label.property("pointed") == ""
