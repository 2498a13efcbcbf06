"""What is made when the window starts, and in which order."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.main_window import MainWindow


class Shown(QObject):
    """Notes which windows are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget)
        if is_shown and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return False


def test_only_the_page_in_sight_is_made_before_the_window_and_no_other_window_is_shown(
    qtbot: QtBot, qapp: QApplication, dataset_directory: Path, settings: QSettings
) -> None:
    settings.setValue("window/page", "Browse")
    settings.setValue("train/recipe", "article")
    shown = Shown()
    qapp.installEventFilter(shown)
    window = MainWindow(Session(dataset_directory), settings)
    made = {page for page in vars(window) if page.endswith("_page")}
    assert made == {"browse_page"}
    window.show()
    with qtbot.waitSignal(window.started):
        pass
    qapp.removeEventFilter(shown)
    assert shown.kinds == ["MainWindow"]
    assert window.pages.currentWidget() is window.browse_page
    titles = [window.pages.widget(index).windowTitle() for index in range(window.pages.count())]
    assert titles[:5] == ["Draw", "Train", "Evaluate", "Browse", "Inside"]
    assert window.train_page.form.recipes.current() == "article"
    window.close_unasked()
    window.deleteLater()


def test_a_window_that_is_closed_before_train_is_made_keeps_its_settings(
    dataset_directory: Path, settings: QSettings
) -> None:
    settings.setValue("train/recipe", "article")
    window = MainWindow(Session(dataset_directory), settings)
    window.close_unasked()
    window.deleteLater()
    assert "train_page" not in vars(window)
    assert settings.value("train/recipe") == "article"


def test_the_first_page_needs_neither_plots_nor_pictures_nor_what_draws_for_a_run() -> None:
    """Each of them would take a part of the time until the window is there."""
    program = """
import sys
import fashion_gui.ui.window.app
import fashion_gui.ui.draw.draw_page
print(*(name for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    modules = set(done.stdout.split())
    assert "fashion_gui.ui.draw.draw_page" in modules
    late = {
        "pyqtgraph",
        "PIL",
        "filelock",
        "fashion_gui.reports",
        "fashion_gui.ui.train.train_page",
    }
    late |= {"fashion_gui.synthetic.doodles", "fashion_gui.ui.evaluate.evaluate_page"}
    late |= {f"fashion_gui.ui.help.{name}" for name in ("doors", "help_window", "explanation")}
    assert not late & modules
