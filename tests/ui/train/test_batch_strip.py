"""The strip of images below the settings that change them."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from fashion_gui.training.events import Hint
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000


def test_the_images_follow_the_settings_also_during_a_run(
    qtbot: QtBot, window: MainWindow, endless_recipe: Recipe
) -> None:
    window.pages.setCurrentWidget(window.train_page)
    form, run = window.train_page.form, window.session.run
    form.select("article")
    erase = form.editors["erase"]
    assert isinstance(erase, QSpinBox)
    assert window.session.dataset
    photos = window.session.dataset.train.images[:12]
    assert np.array_equal(form.batch.images, photos)
    qtbot.keyClick(erase, Qt.Key.Key_Up)
    qtbot.keyClick(erase, Qt.Key.Key_Up)
    changed = form.batch.images
    assert not np.array_equal(changed, photos)
    window.session.start_run(endless_recipe)
    qtbot.waitUntil(lambda: run.n_done > 0, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: erase.value() == 0, timeout=TIMEOUT_MS)
    for _ in range(6):
        qtbot.keyClick(erase, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: bool(run.history.turns), timeout=TIMEOUT_MS)
    assert not np.array_equal(form.batch.images, photos)
    assert not np.array_equal(form.batch.images, changed)


def test_the_images_follow_a_hint_that_is_tried(
    qtbot: QtBot, window: MainWindow, endless_recipe: Recipe
) -> None:
    page, run = window.train_page, window.session.run
    window.pages.setCurrentWidget(page)
    window.session.start_run(replace(endless_recipe, erase=20))
    qtbot.waitUntil(lambda: run.n_done > 0, timeout=TIMEOUT_MS)
    run.progressed.emit((Hint(1, "Too much is erased.", "too-much-change", ("erase", 0)),))
    qtbot.mouseClick(page.hints.try_it, Qt.MouseButton.LeftButton)
    assert window.session.dataset
    assert np.array_equal(page.form.batch.images, window.session.dataset.train.images[:12])
