"""Closing the window: at any moment, and with networks that nobody saved."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from fashion_gui.files import model_file
from fashion_gui.training.recipes import Recipe
from fashion_gui.ui.session.generator_thread import GeneratorThread, ThreadGroup
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.session.training_run import RunState
from fashion_gui.ui.window.close_question import CloseQuestion, Decision
from fashion_gui.ui.window.main_window import MainWindow

TIMEOUT_MS = 20_000

LATE = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from fashion_gui.ui.window.app import make_application
from fashion_gui.ui.window.main_window import MainWindow
from fashion_gui.ui.session.generator_thread import GeneratorThread
from fashion_gui.ui.session.session import Session

start = GeneratorThread.start
def start_and_check(thread, *given):
    start(thread, *given)
    if thread.isRunning() and not window.isVisible():
        print("started after the close", file=sys.stderr)
GeneratorThread.start = start_and_check
application = make_application(sys.argv[:1])
application.setQuitOnLastWindowClosed(False)  # each is destroyed before the next one is made
directory, settings, *delays = sys.argv[1:]
for delay in map(int, delays):
    window = MainWindow(
        Session(Path(directory)), QSettings(settings, QSettings.Format.IniFormat)
    )
    window.show()
    window.begin_soon()
    # Long after the close: what is queued then must find the window closed.
    window.destroyed.connect(application.quit)
    def close(window=window):
        window.close()
        QTimer.singleShot(100, window.deleteLater)
    QTimer.singleShot(delay, close)
    application.exec()
print("closed", len(delays))
"""


@pytest.fixture
def has_plots() -> bool:
    return False


def words_of(errors: str) -> str:
    """Leave out the line that every screenless window prints."""
    return "".join(line for line in errors.splitlines() if "propagateSizeHints" not in line)


def run_alone(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_window_can_be_closed_at_any_moment_of_its_start(
    dataset_directory: Path, tmp_path: Path
) -> None:
    delays = ("0", "20", "100", "300", "500", "1000")
    done = run_alone(LATE, dataset_directory, tmp_path / "settings.ini", *delays)
    assert words_of(done.stderr) == ""
    assert (done.returncode, done.stdout) == (0, f"closed {len(delays)}\n")


STARTING = """
import sys
from PySide6.QtWidgets import QApplication
from fashion_gui.ui.window import app

print("ready", flush=True)
sys.exit(app.run(__import__("pathlib").Path(sys.argv[1])))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the signals of POSIX")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_during_the_start_closes_the_window_in_order(
    dataset_directory: Path, tmp_path: Path, number: str
) -> None:
    program = STARTING.replace(
        "print(",
        "import signal\n"
        "show = app.MainWindow.show\n"
        "def show_and_tell(window):\n"
        "    show(window)\n"
        "    print('shown', flush=True)\n"
        "app.MainWindow.show = show_and_tell\n"
        "print(",
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(dataset_directory)],
        env=os.environ
        | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "shown\n" in iter(process.stdout.readline, ""), "ended before it was shown"
    process.send_signal(getattr(signal, number))
    _, errors = process.communicate(timeout=60)
    assert words_of(errors) == ""
    assert process.returncode == 0


@pytest.mark.parametrize("place", ["Session"])
def test_a_signal_while_the_window_is_made_closes_it(
    dataset_directory: Path, tmp_path: Path, place: str
) -> None:
    program = STARTING.replace(
        "print(",
        "import os, signal\n"
        f"make = app.{place}\n"
        "def make_and_end(*given, **more):\n"
        "    made = make(*given, **more)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return made\n"
        f"app.{place} = make_and_end\n"
        "print(",
    )
    done = run_alone(program, dataset_directory)
    assert words_of(done.stderr) == ""
    assert (done.returncode, done.stdout) == (0, "ready\n")


def test_after_the_close_nothing_that_is_asked_for_starts_a_thread(
    qtbot: QtBot, window: MainWindow, quick_recipe: Recipe
) -> None:
    session, dataset = window.session, window.session.dataset
    assert dataset
    window.close()
    started: list[GeneratorThread] = []
    requests: list[Callable[[], object]] = [
        lambda: session.run.start(quick_recipe, dataset),
        lambda: session.choose("mlp"),
        lambda: session.estimate.ask(quick_recipe, dataset),
        lambda: session.want_neighbours(True),
        lambda: session.hold.note_drawing(),
        session.start,
        lambda: window.begin_soon(0),
        lambda: window.reports.write(Path("nowhere"), "html"),
        lambda: window.draw_page.pictures.open_picture(Path("nowhere.png")),
    ]
    for request in requests:
        request()
    loop_turns = []
    QTimer.singleShot(500, lambda: loop_turns.append(1))  # after every delay of the session
    qtbot.waitUntil(lambda: bool(loop_turns))
    threads = window.findChildren(QThread)
    started = [thread for thread in threads if thread.isRunning()]
    assert not started
    assert session.run.state is RunState.IDLE


def test_a_thread_of_a_closed_group_does_not_start(qtbot: QtBot) -> None:
    group, ran = ThreadGroup(), []
    thread = GeneratorThread(group, 0, lambda: iter(ran.append(1) or ()))  # type: ignore[func-returns-value,arg-type]
    group.close()
    thread.start()
    assert not thread.isRunning()
    assert not ran


def test_many_windows_and_runs_leave_nothing_behind(
    qapp: QApplication,
    qtbot: QtBot,
    dataset_directory: Path,
    tmp_path: Path,
    endless_recipe: Recipe,
) -> None:
    def widgets() -> int:
        # Notices of a thread that just ended may still hold on to something for one more turn.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(qapp.allWidgets())

    counts = [widgets()]
    for _ in range(4):
        settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Session(dataset_directory), settings)
        window.show()
        window.begin_soon(0)
        session = window.session
        qtbot.waitUntil(lambda w=window: w.session.dataset is not None, timeout=TIMEOUT_MS)
        assert session.dataset
        session.run.start(endless_recipe, session.dataset)
        qtbot.waitUntil(lambda s=session: s.run.n_done > 2, timeout=TIMEOUT_MS)
        session.run.pause()
        session.run.step()
        session.compare("mlp")
        window.close_unasked()
        window.deleteLater()
        del window, session
        qapp.processEvents()
        counts.append(widgets())
    assert counts[-1] <= counts[0]


# The question --------------------------------------------------------------------------------


@pytest.fixture
def trained(qtbot: QtBot, window: MainWindow, quick_recipe: Recipe) -> MainWindow:
    assert window.session.dataset
    with qtbot.waitSignal(window.session.run.finished, timeout=TIMEOUT_MS):
        window.session.run.start(quick_recipe, window.session.dataset)
    return window


def question_of(window: MainWindow) -> CloseQuestion:
    (question,) = window.findChildren(CloseQuestion)
    return question


def click(qtbot: QtBot, window: MainWindow, decision: Decision) -> None:
    button = question_of(window).buttons_by_decision[decision]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_is_asked_when_nothing_would_be_lost(window: MainWindow) -> None:
    window.close()
    assert not window.isVisible()
    assert not window.findChildren(CloseQuestion)


def test_the_question_names_what_would_be_lost(trained: MainWindow) -> None:
    trained.close()
    assert trained.isVisible()
    assert "Run 1 (custom)" in question_of(trained).informativeText()


def test_a_run_that_is_paused_would_be_lost(
    qtbot: QtBot, window: MainWindow, endless_recipe: Recipe
) -> None:
    session = window.session
    assert session.dataset
    session.run.start(endless_recipe, session.dataset)
    qtbot.waitUntil(lambda: session.run.n_done > 2, timeout=TIMEOUT_MS)
    session.run.pause()
    qtbot.waitUntil(lambda: bool(session.library.unsaved()), timeout=TIMEOUT_MS)
    window.close()
    assert "in training" in question_of(window).informativeText()
    click(qtbot, window, Decision.DISCARD)
    assert not window.isVisible()
    assert session.run.state is RunState.IDLE


def test_cancel_leaves_everything_as_it_was(qtbot: QtBot, trained: MainWindow) -> None:
    trained.close()
    click(qtbot, trained, Decision.STAY)
    assert trained.isVisible()
    assert not trained.session.threads.is_closed
    assert len(trained.session.library.unsaved()) == 1


def test_keep_saves_the_networks_and_closes(
    qtbot: QtBot, trained: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "run-1-custom.safetensors").write_text("somebody else's")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    network = trained.session.library.unsaved()[0].network
    trained.close()
    click(qtbot, trained, Decision.KEEP)
    assert not trained.isVisible()
    saved = model_file.load(folder / "run-1-custom-2.safetensors")
    assert (saved.network.parameters == network.parameters).all()
    assert (folder / "run-1-custom.safetensors").read_text() == "somebody else's"


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_the_window_stays_when_nothing_was_kept(
    qtbot: QtBot,
    trained: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
) -> None:
    chosen = str(tmp_path / folder) if folder else ""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen)
    trained.close()
    click(qtbot, trained, Decision.KEEP)
    assert trained.isVisible()
    assert len(trained.session.library.unsaved()) == 1
    assert trained.notice.isVisible() == bool(folder)


def test_a_saved_network_is_not_lost(trained: MainWindow, tmp_path: Path) -> None:
    assert trained.session.save_network(tmp_path / "mine.safetensors")
    trained.close()
    assert not trained.isVisible()


def test_a_signal_asks_nothing(trained: MainWindow) -> None:
    trained.close_unasked()
    assert not trained.isVisible()
