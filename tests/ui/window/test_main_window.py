"""The window as a whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QSlider,
    QTabBar,
)
from pytestqt.qtbot import QtBot

from fashion_gui.files.model_file import DEFAULT_MODEL
from fashion_gui.percent import percent
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.theme.palette import show_scheme
from fashion_gui.ui.theme.tokens import DARK
from fashion_gui.ui.widgets.file_dialogs import last_folder, set_last_folder
from fashion_gui.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def has_plots() -> bool:
    return False


def shown(qtbot: QtBot, directory: Path, settings: QSettings) -> MainWindow:
    window = MainWindow(Session(directory), settings)
    window.show()
    qtbot.waitExposed(window)
    return window


def finish(window: MainWindow) -> None:
    window.close_unasked()
    window.deleteLater()


def test_it_is_shown_before_anything_is_loaded(
    qtbot: QtBot, dataset_directory: Path, settings: QSettings
) -> None:
    window = MainWindow(Session(dataset_directory), settings)
    window.show()
    assert window.isVisible()
    assert window.session.dataset is None
    assert window.train_page.plots is None
    assert not window.train_page.controls.start.isEnabled()
    invitation = window.train_page.progress.figures
    assert invitation.text() == "The images are being loaded …", "there is no Start to press"
    words, loading = window.draw_page.answer.words, "The network is being loaded …"
    assert (words.text(), window.choices.words()) == (loading, loading)
    answered = []
    window.started.connect(lambda: answered.append(words.text()))
    qtbot.waitUntil(window.train_page.controls.start.isEnabled, timeout=20_000)
    assert invitation.text().startswith("Press Start")
    assert answered == ["Nothing drawn yet"], "without another turn of the event loop"
    finish(window)


def test_it_fits_a_small_screen(window: MainWindow) -> None:
    hint = window.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 560


@pytest.mark.parametrize(("key", "index"), [("2", 1), ("3", 2), ("1", 0)])
def test_keys_change_the_page(qtbot: QtBot, window: MainWindow, key: str, index: int) -> None:
    window.pages.setCurrentIndex((index + 1) % 3)
    qtbot.keyClick(window, key, CONTROL)
    assert window.pages.currentIndex() == index


def test_the_status_bar_says_who_answers_and_how_well(window: MainWindow) -> None:
    text = window.status.network.text()
    answers = window.session.predictions.current
    assert answers is not None
    assert window.session.active_model
    assert window.session.active_model.key == DEFAULT_MODEL
    assert DEFAULT_MODEL in text
    assert percent(answers.report.accuracy) in text


def test_the_progress_of_a_run_is_seen_on_every_page(qtbot: QtBot, window: MainWindow) -> None:
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    for page in range(3):
        window.pages.setCurrentIndex(page)
        on_train = page == 1
        assert window.status.progress.isVisible() is not on_train
        assert window.train_page.progress.bar.isVisible() is on_train
    qtbot.waitUntil(lambda: window.status.progress.value() > 3)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not window.status.progress.isVisible())


def test_another_network_can_be_chosen(qtbot: QtBot, window: MainWindow) -> None:
    window.train_page.form.editors["epochs"].setValue(1)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    run = window.session.run
    qtbot.waitUntil(lambda: run.run_id == 1 and run.state is RunState.IDLE)
    assert window.choices.currentText() == "Run 1 (mlp)"
    window.choices.setFocus()
    qtbot.keyClick(window.choices, Qt.Key.Key_Up)
    window.choices.activated.emit(window.choices.currentIndex())
    assert window.session.active_model is window.session.models["mlp"]


def test_a_failure_is_told_until_it_is_dismissed_or_the_page_left(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.session.failed.emit("The cat sat on the cable. Take it off.")
    assert window.notice.isVisible()
    assert window.notice.text == "The cat sat on the cable. Take it off."
    qtbot.mouseClick(window.notice.dismiss_button, Qt.MouseButton.LeftButton)
    assert not window.notice.isVisible()
    window.session.failed.emit("The cat sat on the cable. Take it off.")
    qtbot.keyClick(window.draw_page.canvas, Qt.Key.Key_Escape)
    assert not window.notice.isVisible()
    window.session.failed.emit("The cat sat on the cable. Take it off.")
    window.pages.setCurrentWidget(window.browse_page)
    assert not window.notice.isVisible(), "it was about the page before"


def in_the_dialog(qtbot: QtBot, act: Callable[[QFileDialog], None]) -> None:
    """Do something with the file dialog as soon as it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def type_and_accept(name: str, answer: QMessageBox.StandardButton | None = None) -> Any:
    """Type a name and accept; then answer whether the file may be replaced."""

    def reply() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            box.button(answer).click()
        else:
            QTimer.singleShot(10, reply)

    def act(dialog: QFileDialog) -> None:
        dialog.findChild(QLineEdit).setText(name)
        if answer is not None:
            QTimer.singleShot(0, reply)
        dialog.accept()
        if dialog.isVisible():
            dialog.reject()

    return act


def test_a_network_is_saved_and_opened_through_the_menu(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_dialog(qtbot, type_and_accept(str(tmp_path / "mine")))
    window.menus.save.trigger()
    saved = tmp_path / "mine.safetensors"
    assert saved.exists()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(saved), ""))
    window.menus.open.trigger()
    assert window.choices.currentText() == "mine"


def test_a_file_is_not_replaced_without_a_question(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    there = tmp_path / "mine.safetensors"
    there.write_bytes(b"precious")
    in_the_dialog(qtbot, type_and_accept(str(tmp_path / "mine"), QMessageBox.StandardButton.No))
    window.menus.save.trigger()
    assert there.read_bytes() == b"precious"


def test_a_dialog_that_is_cancelled_changes_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_choices = window.choices.count()
    begun: list[Path] = []

    def look_and_cancel(dialog: QFileDialog) -> None:
        begun.append(Path(dialog.directory().absolutePath()))
        dialog.reject()

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "Documents").mkdir()
    (tmp_path / "used").mkdir()
    for used in ("", str(tmp_path / "used"), str(tmp_path / "gone")):
        set_last_folder(used)
        in_the_dialog(qtbot, look_and_cancel)
        window.menus.save.trigger()
    assert begun == [tmp_path / name for name in ("Documents", "used", "Documents")]
    assert last_folder().endswith("gone"), "a cancelled one is not used"
    set_last_folder("")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window.menus.open.trigger()
    assert window.choices.count() == n_choices
    assert not window.notice.isVisible()


def test_about_names_the_data_and_its_licence(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "about", lambda parent, title, text: told.append(text))
    menus = window.menuBar().actions()
    help_menu = menus[-1].menu()
    help_menu.actions()[-1].trigger()  # type: ignore[attr-defined]
    assert "Fashion-MNIST" in told[0]
    assert "MIT" in told[0]


def test_size_page_and_recipe_are_remembered(
    qtbot: QtBot, dataset_directory: Path, settings: QSettings
) -> None:
    window = shown(qtbot, dataset_directory, settings)
    window.resize(window.width(), 700)  # the test's screen is too narrow for another width
    window.pages.setCurrentIndex(2)
    window.train_page.form.select("article")
    window.train_page.form.show_open_groups(["Images", "Teacher"])
    finish(window)
    again = shown(qtbot, dataset_directory, settings)
    assert again.height() == 700
    assert again.pages.currentIndex() == 2
    assert again.train_page.form.recipe().name == "article"
    assert again.train_page.form.open_groups() == ["Images", "Teacher"]
    finish(again)


@pytest.mark.parametrize("value", ["", "17", "-1", "page", "99999999999999999999"])
def test_damaged_settings_are_left_out(
    qtbot: QtBot, dataset_directory: Path, settings: QSettings, value: str
) -> None:
    for key in ("window/geometry", "window/page", "window/scheme", "train/recipe"):
        settings.setValue(key, value)
    window = shown(qtbot, dataset_directory, settings)
    assert window.pages.currentIndex() == 0
    assert window.train_page.form.recipe().name == "mlp"
    finish(window)


@pytest.mark.parametrize(
    "raw",
    [
        "9" * 5000,
        "@Invalid()",
        "@Variant(\\0\\0\\0\\x80\\xff)",
        "@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3)",
        "@Rect(a b c d)",
        "@Point(9999999999 1)",
        "1, 2, three",
        "\\x1b[31m \\xd800",
        '"{\\"hidden\\": [' + "[" * 400 + '"',
    ],
    ids=["digits", "invalid", "variant", "bytes", "rect", "point", "list", "hidden", "nested"],
)
@pytest.mark.qt_log_ignore("QVariant::(load|save): unable to")
def test_no_value_in_the_file_costs_the_start(
    qtbot: QtBot, dataset_directory: Path, tmp_path: Path, raw: str
) -> None:
    path = tmp_path / "broken.ini"
    window_keys = "".join(f"{key}={raw}\n" for key in ("geometry", "page", "scheme", "folder"))
    train_keys = "".join(f"{key}={raw}\n" for key in ("recipe", "own"))
    path.write_text(f"[window]\n{window_keys}[train]\n{train_keys}", "utf-8")
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    window = shown(qtbot, dataset_directory, settings)
    assert window.train_page.form.recipe().name == "mlp"
    assert window.isVisible()
    finish(window)


@pytest.mark.parametrize("moment", ["at once", "in the middle", "paused", "finishing"])
def test_closing_the_window_ends_a_run(qtbot: QtBot, window: MainWindow, moment: str) -> None:
    window.train_page.form.editors["epochs"].setValue(100_000)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    if moment != "at once":
        qtbot.waitUntil(lambda: window.status.progress.value() > 3)
    if moment == "paused":
        qtbot.keyClick(window, Qt.Key.Key_F6)
    if moment == "finishing":
        qtbot.keyClick(window, Qt.Key.Key_F8)
    window.close_unasked()
    assert window.session.run.state is RunState.IDLE


def test_closing_before_anything_is_loaded(dataset_directory: Path, settings: QSettings) -> None:
    window = MainWindow(Session(dataset_directory), settings)
    window.show()
    finish(window)


@pytest.mark.parametrize(("scheme", "is_dark"), [("Dark", True), ("Light", False)])
def test_colours_can_be_chosen(
    qtbot: QtBot, window: MainWindow, scheme: str, is_dark: bool
) -> None:
    action = next(a for a in window.menus.schemes.actions() if a.text() == f"&{scheme}")
    action.trigger()
    qtbot.waitUntil(lambda: (window.palette().window().color().lightness() < 128) == is_dark)
    assert window._settings.value("window/scheme") == scheme.lower()
    window.menus.schemes.actions()[0].trigger()


@pytest.mark.parametrize("kept", ["dark", "Dark"])
def test_the_chosen_colours_come_back_also_from_an_earlier_version(
    qapp: QApplication,
    qtbot: QtBot,
    dataset_directory: Path,
    settings: QSettings,
    kept: str,
) -> None:
    settings.setValue("window/scheme", kept)
    show_scheme(Qt.ColorScheme.Light)  # as at the start of the program
    window = shown(qtbot, dataset_directory, settings)
    assert [action.data() for action in window.menus.schemes.actions() if action.isChecked()] == [
        "dark"
    ]
    assert DARK.window in qapp.styleSheet()
    window.menus.schemes.actions()[0].trigger()
    finish(window)
    qapp.setStyleSheet("")


def test_every_control_has_a_name_and_explains_itself(window: MainWindow) -> None:
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QSlider)
    controls = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget.parent(), QAbstractSpinBox | QComboBox)  # a part of another
        and not isinstance(widget.parent(), QTabBar)
        and widget.window() is window  # not the list that a combo box opens
    ]
    assert len(controls) > 25
    for control in controls:
        name = control.accessibleName() or getattr(control, "text", str)()
        assert name, control
        assert control.toolTip(), name


def test_no_page_makes_the_window_larger_for_good(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 560)
    for index in range(window.pages.count()):
        window.pages.setCurrentIndex(index)
        qtbot.waitUntil(lambda i=index: window.pages.widget(i).isVisible())
        assert (window.width(), window.height()) == (1024, 560)


def test_the_window_follows_the_system_from_light_to_dark(qtbot: QtBot, window: MainWindow) -> None:
    hints = QGuiApplication.styleHints()
    for scheme, is_dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        hints.colorSchemeChanged.emit(scheme)  # as Qt does when the system changes
        qtbot.waitUntil(
            lambda want=is_dark: (window.palette().window().color().lightness() < 128) == want
        )
