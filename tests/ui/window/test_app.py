"""Starting the window, and what happens when the program itself fails."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import platformdirs
import pytest
from pytestqt.qtbot import QtBot

from fashion_gui.ui.window.app import ErrorReporter, InterruptWatch, person_cache
from fashion_gui.ui.window.main_window import MainWindow


def raised() -> RuntimeError:
    try:
        raise RuntimeError("the cat sat on the cable")
    except RuntimeError as error:
        return error


def test_an_error_in_the_program_is_told_and_kept_in_a_file(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "log")
    error = raised()
    ErrorReporter(window)(type(error), error, error.__traceback__)
    assert window.notice.isVisible()
    assert "the cat sat on the cable" in window.notice.text
    assert "Traceback" not in window.notice.text
    assert "Traceback" in (tmp_path / "log" / "errors.log").read_text()


def test_an_error_is_told_even_where_no_file_can_be_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").write_text("in the way")
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "log")
    error = raised()
    ErrorReporter(window)(type(error), error, error.__traceback__)
    assert "the cat sat on the cable" in window.notice.text


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(
    qtbot: QtBot, window: MainWindow, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    watch = InterruptWatch()
    watch.watch(window)
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: not window.isVisible())
    watch.end()
    assert signal.getsignal(number) is before


def test_a_signal_from_before_there_is_a_window_is_not_forgotten(
    qtbot: QtBot, window: MainWindow
) -> None:
    watch = InterruptWatch()
    os.kill(os.getpid(), signal.SIGINT)
    assert window.isVisible()
    watch.watch(window)
    qtbot.waitUntil(lambda: not window.isVisible())
    watch.end()


def test_importing_the_package_loads_nothing_else() -> None:
    program = (
        "import sys, fashion_gui; "
        "print(*(m for m in ('numpy', 'PySide6', 'pyqtgraph') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_the_window_does_not_wait_for_the_plotting_library() -> None:
    program = (
        "import sys, fashion_gui.__main__; from fashion_gui.ui.window import app; "
        "print('pyqtgraph' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_results_are_kept_in_the_persons_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    person_cache().save("key", {"a": np.zeros(3)})
    assert len(list((tmp_path / "cache" / "results").iterdir())) == 1


def test_every_movement_of_the_hand_counts() -> None:
    program = (
        "from PySide6.QtCore import QCoreApplication, Qt\n"
        "from fashion_gui.ui.window.app import make_application\n"
        "application = make_application(['x'])\n"
        "name = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents\n"
        "print(QCoreApplication.testAttribute(name))\n"
        "QCoreApplication.setAttribute(name, True)\n"
        "print(QCoreApplication.testAttribute(name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == ["False", "True"]
