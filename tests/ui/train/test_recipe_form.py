"""The form for a recipe."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.classes import CLASS_NAMES, Classes
from fashion_gui.training.presets import RECIPES, for_images
from fashion_gui.training.recipes import Recipe, settings
from fashion_gui.training.settings import RecipeError
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.train import network_choice
from fashion_gui.ui.train.network_choice import NetworkChoice
from fashion_gui.ui.train.recipe_form import RecipeForm


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[RecipeForm]:
    form = RecipeForm()
    form.show()
    yield form
    form.close()
    form.deleteLater()


def write(qtbot: QtBot, form: RecipeForm, name: str, text: str) -> None:
    editor = form.editors[name]
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)


@pytest.mark.parametrize("name", list(RECIPES))
def test_every_recipe_comes_back_as_it_is(form: RecipeForm, name: str) -> None:
    form.select(name)
    assert form.recipe() == for_images(RECIPES[name], CLASS_NAMES) or name == "custom"
    assert form.error() == ""


def test_ready_networks_learn_from_drawings_where_the_images_are_clothes(
    qtbot: QtBot, form: RecipeForm
) -> None:
    drawings = {name: name in ("mlp", "convnet", "convnet-best") for name in RECIPES}
    for name, is_on in drawings.items():
        form.select(name)
        assert form.recipe().drawings is is_on or name == "custom"
    form.select("mlp")
    form.show_classes(Classes(("a", "b")))
    assert not form.recipe().drawings
    form.select("convnet")
    assert not form.recipe().drawings
    form.show_classes(CLASS_NAMES)
    assert form.recipe().drawings
    assert form.recipe().name == "convnet"
    box = form.editors["drawings"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    form.show_classes(CLASS_NAMES)  # which changes nothing of what the person has chosen
    assert not form.recipe().drawings


def test_custom_keeps_what_is_set(form: RecipeForm) -> None:
    form.select("mlp")
    form.select("custom")
    assert form.recipe().hidden == RECIPES["mlp"].hidden


def test_every_setting_has_an_editor_with_an_idea(form: RecipeForm) -> None:
    for setting in settings():
        editor = form.editors[setting.name]
        assert editor.toolTip() == setting.metadata["help"]
        assert editor.accessibleName() == setting.metadata["label"]


CHANGES: list[tuple[str, Any]] = [
    ("hidden", (32, 16)),
    ("convolutions", ("32k6s2", "64p")),
    ("batch_norm", False),
    ("activation", "tanh"),
    ("loss", "squared-error"),
    ("optimizer", "sgd"),
    ("learning_rate", 0.25),
    ("schedule", "constant"),
    ("momentum", 0.5),
    ("batch_size", None),
    ("dropout", 0.4),
    ("l2", 0.001),
    ("label_smoothing", 0.0),
    ("weight_decay", 0.01),
    ("averaging", 0.25),
    ("mirror", True),
    ("shift", 2),
    ("erase", 8),
    ("rotation", 15),
    ("scale", 0.2),
    ("elastic", 1.5),
    ("n_train", 700),
    ("n_validation", 10),
    ("n_test", 90),
]


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_changing_a_setting_makes_a_custom_recipe(
    qtbot: QtBot, form: RecipeForm, name: str, value: Any
) -> None:
    editor = form.editors[name]
    if isinstance(editor, QComboBox):
        editor.setCurrentText(value)
    elif isinstance(editor, QSpinBox):
        editor.setValue(value or 0)
    elif isinstance(editor, QCheckBox):
        editor.setFocus()
        qtbot.keyClick(editor, Qt.Key.Key_Space)
    else:
        words = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        write(qtbot, form, name, words)
    assert getattr(form.recipe(), name) == value
    assert form.recipe().name == "custom"
    assert form.recipes.current() == "custom"


@pytest.mark.parametrize(("name", "value"), [("epochs", 3), ("seed", 7)])
def test_epochs_and_seed_leave_the_recipe_what_it_is(
    form: RecipeForm, name: str, value: int
) -> None:
    editor = form.editors[name]
    assert isinstance(editor, QSpinBox)
    editor.setValue(value)
    assert form.recipe().name == "mlp"
    assert getattr(form.recipe(), name) == value


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("learning_rate", "0", "from 1e-09"),
        ("learning_rate", "fast", "a number"),
        ("learning_rate", "nan", "from 1e-09"),
        ("learning_rate", "", "a number"),
        ("hidden", "12, x", "whole numbers"),
        ("hidden", "0", "units"),
        ("dropout", "1", "0.99"),
        ("convolutions", "64, cat", "cat"),
        ("convolutions", "0", "filters"),
        ("convolutions", "8k29", "kernel"),
        ("weight_decay", "-1", "from 0"),
    ],
)
def test_an_impossible_setting_is_told(
    qtbot: QtBot, form: RecipeForm, name: str, text: str, told: str
) -> None:
    editor = form.editors[name]
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)
    assert form.error().lower().startswith(name.replace("_", " "))
    assert told in form.error()
    marked = [each for each, one in form.editors.items() if one.property("state") == "wrong"]
    assert marked == [name]
    with pytest.raises(RecipeError):
        form.recipe()
    form.select("convnet")
    assert editor.property("state") == ""


def test_no_hidden_layer_is_possible(qtbot: QtBot, form: RecipeForm) -> None:
    editor = form.editors["hidden"]
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert form.recipe().hidden == ()
    assert form.error() == ""


def test_leaving_the_article_as_printed_leaves_its_slips_behind(form: RecipeForm) -> None:
    form.select("article-as-printed")
    form.select("custom")
    assert not form.recipe().as_printed


def test_custom_can_be_chosen_again_to_leave_the_article_as_printed(
    qtbot: QtBot, form: RecipeForm
) -> None:
    form.select("article-as-printed")
    write(qtbot, form, "momentum", "0.5")
    assert form.error() == "Momentum cannot be 0.5 in article-as-printed, only 0.0."
    assert form.editors["momentum"].property("state") == "wrong"
    assert form.recipes.current() == "custom"
    qtbot.mouseClick(form.recipes.cards["custom"], Qt.MouseButton.LeftButton)
    assert form.error() == ""
    assert form.recipe().momentum == 0.5
    assert form.recipe().activation == "sigmoid"
    assert not form.recipe().as_printed


def test_no_convolution_is_possible(qtbot: QtBot, form: RecipeForm) -> None:
    form.select("convnet")
    editor = form.editors["convolutions"]
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert form.recipe().convolutions == ()
    assert form.error() == ""


def test_what_is_impossible_here_is_told_and_keeps_its_name(form: RecipeForm) -> None:
    def refuse(recipe: Recipe) -> None:
        raise RecipeError("is at most 7, found 128.", "batch_size")

    form.check = refuse
    form.show_state()
    assert form.error() == "Batch size is at most 7, found 128."
    assert form._error.text() == form.error()
    assert form.recipes.current() == "mlp"


def turn_wheel(form: RecipeForm, name: str) -> None:
    editor = form.editors[name]
    middle = QPointF(editor.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(editor.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, event)


@pytest.mark.parametrize("name", ["activation", "epochs"])
def test_the_wheel_changes_a_setting_only_when_it_has_the_focus(
    qtbot: QtBot, form: RecipeForm, name: str
) -> None:
    qtbot.waitExposed(form)
    form.activateWindow()
    form.editors["seed"].setFocus()
    before = getattr(form.recipe(), name)
    turn_wheel(form, name)
    assert getattr(form.recipe(), name) == before
    form.editors[name].setFocus()
    qtbot.waitUntil(form.editors[name].hasFocus)
    turn_wheel(form, name)
    assert getattr(form.recipe(), name) != before


def test_a_run_with_the_values_of_mlp_is_custom_when_custom_is_chosen(form: RecipeForm) -> None:
    form.select("mlp")
    form.select("custom")
    assert form.recipe().name == "custom"


def test_an_impossible_setting_is_no_ready_recipe(form: RecipeForm) -> None:
    editor = form.editors["learning_rate"]
    assert isinstance(editor, QLineEdit)
    editor.setText("-1")
    assert form.recipes.current() == "custom"


def test_a_teacher_is_chosen_by_its_name_or_its_file(
    qtbot: QtBot, form: RecipeForm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = form.editors["teacher"]
    assert isinstance(teacher, NetworkChoice)
    assert form.recipe().teacher == ""
    teacher.setFocus()
    qtbot.keyClick(teacher, Qt.Key.Key_Down)
    assert form.recipe().teacher == "convnet-best"
    assert form.recipe().name == "mlp"
    write(qtbot, form, "teacher_share", "0.25")
    assert form.recipe().teacher_share == 0.25
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(network_choice, "ask_for_files", lambda *_: [path])
    qtbot.keyClick(teacher, Qt.Key.Key_End)
    assert form.recipe().teacher == str(path)
    assert teacher.currentText() == "mine.safetensors"
    monkeypatch.setattr(network_choice, "ask_for_files", lambda *_: [])
    qtbot.keyClick(teacher, Qt.Key.Key_End)
    assert form.recipe().teacher == str(path)
    assert teacher.currentText() == "mine.safetensors"
    others = [path, tmp_path / "other.safetensors"]
    monkeypatch.setattr(network_choice, "ask_for_files", lambda *_: others)
    qtbot.keyClick(teacher, Qt.Key.Key_End)
    assert form.recipe().teacher == ",".join(map(str, others))
    assert teacher.currentText() == "mine.safetensors, other.safetensors"
    form.show_recipe(RECIPES["convnet"])
    assert (form.recipe().teacher, teacher.currentText()) == ("", "none")
    form.show_recipe(replace(RECIPES["mlp"], teacher="another.safetensors"))
    assert (form.recipe().teacher, teacher.currentText()) == ("another.safetensors",) * 2
    form.show_run(RECIPES["mlp"])
    assert not teacher.isEnabled()
    assert not form.editors["teacher_share"].isEnabled()
    form.show_run(replace(RECIPES["mlp"], teacher="mlp"))
    assert teacher.network() == "mlp"
    assert form.editors["teacher_share"].isEnabled()


def test_the_error_can_be_read_on_a_dark_ground(qtbot: QtBot, form: RecipeForm) -> None:
    palette = form.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#2b2d30"))
    form.setPalette(palette)
    assert form._error.palette().windowText().color() == colours(palette).wrong


def test_the_editors_of_whole_numbers_keep_the_limits_of_their_settings(form: RecipeForm) -> None:
    spin_boxes = {
        setting.name: (form.editors[setting.name], setting.metadata["limits"])
        for setting in settings()
        if setting.type is int
    }
    assert {"epochs", "shift", "erase", "seed"} <= set(spin_boxes)
    for editor, limits in spin_boxes.values():
        assert isinstance(editor, QSpinBox)
        assert editor.minimum() == limits.low
        assert editor.maximum() == min(limits.high, 2**31 - 1)
