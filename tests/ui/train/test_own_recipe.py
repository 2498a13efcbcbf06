"""A recipe of one's own survives a restart."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from fashion_gui.classes import CLASS_NAMES
from fashion_gui.training.presets import RECIPES, for_images
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.train.recipe_form import RecipeForm
from fashion_gui.ui.window.main_window import MainWindow


@contextmanager
def opened(qtbot: QtBot, settings: Path, data: Path) -> Iterator[RecipeForm]:
    window = MainWindow(Session(data), QSettings(str(settings), QSettings.Format.IniFormat))
    window.show()
    qtbot.waitExposed(window)
    yield window.train_page.form
    window.close_unasked()
    window.deleteLater()


def test_own_settings_are_there_again_after_a_restart(
    qtbot: QtBot, tmp_path: Path, dataset_directory: Path
) -> None:
    settings = tmp_path / "settings.ini"
    with opened(qtbot, settings, dataset_directory) as form:
        hidden, mirror = form.editors["hidden"], form.editors["mirror"]
        assert isinstance(hidden, QLineEdit)
        assert isinstance(mirror, QCheckBox)
        hidden.clear()
        qtbot.keyClicks(hidden, "17, 12")
        mirror.click()
        before = form.recipe()
        assert before.name == "custom"
    with opened(qtbot, settings, dataset_directory) as form:
        assert form.recipe() == before
        form.select("mlp")
    with opened(qtbot, settings, dataset_directory) as form:
        assert form.recipe() == for_images(RECIPES["mlp"], CLASS_NAMES)
        own = form.recipes.cards["custom"]
        qtbot.mouseClick(own, Qt.MouseButton.LeftButton)
        assert form.recipe() == before, "a look at another recipe does not lose it"


@pytest.mark.parametrize(
    "value", ["9" * 5000, "NaN", '"many"', "[1, 2]", "null", "-3", "1e400", "{}", "true"]
)
def test_a_damaged_setting_costs_that_setting_only(qtbot: QtBot, value: str) -> None:
    form = RecipeForm()
    qtbot.addWidget(form)
    form.show_own(f'{{"hidden": [17], "learning_rate": {value}, "epochs": {value}, "seed": 5}}')
    if len(value) < 1000:  # longer numbers are damage to the whole
        assert form.recipe().hidden == (17,)
        assert form.recipe().seed == 5
    assert form.error() == ""


@pytest.mark.parametrize("text", ["{", "[1]", "7", '"a"', "[" * 5000, '{"name": "mlp"}'])
def test_what_is_no_recipe_changes_nothing(qtbot: QtBot, text: str) -> None:
    form = RecipeForm()
    qtbot.addWidget(form)
    form.show_own(text)
    assert form.error() == ""
    assert isinstance(form.recipe(), Recipe)


def test_a_page_number_of_thousands_of_digits_is_no_obstacle(
    qtbot: QtBot, tmp_path: Path, dataset_directory: Path
) -> None:
    settings = tmp_path / "settings.ini"
    settings.write_text(f"[window]\npage={'1' * 5000}\n[train]\nown={json.dumps('{')}\n")
    with opened(qtbot, settings, dataset_directory) as form:
        assert form.error() == ""
