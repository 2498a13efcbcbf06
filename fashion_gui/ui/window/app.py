"""Starting the window."""

import gc
import signal
import socket
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import FrameType, TracebackType

import platformdirs
from PySide6.QtCore import (
    QCoreApplication,
    QMetaObject,
    QObject,
    QSettings,
    QSocketNotifier,
    Qt,
    Slot,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from fashion_gui.files.result_cache import ResultCache
from fashion_gui.locations import ICONS, drawing_file, runs_folder
from fashion_gui.shelf.shelf import Shelf
from fashion_gui.signals import ENDING_SIGNALS
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.theme.palette import use_scheme
from fashion_gui.ui.theme.style_sheet import body_font
from fashion_gui.ui.theme.tool_tips import WrappingStyle
from fashion_gui.ui.window.main_window import MainWindow

_NAME = "fashion-gui"


def make_application(arguments: list[str]) -> QApplication:
    """Make Qt's application object, with the same look on every system."""
    application = QApplication(arguments)
    # Every mouse movement counts: Qt would drop those in quick succession. Set after the #
    # application is made, which sets it on X11.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application.setApplicationName(_NAME)
    application.setApplicationDisplayName("Fashion GUI")
    application.setDesktopFileName(_NAME)
    application.setWindowIcon(QIcon(str(ICONS / "fashion-gui.svg")))
    # Fusion looks the same everywhere, and takes all its colours from our palette and style sheet.
    application.setStyle(WrappingStyle("Fusion"))
    application.setFont(body_font(application.font()))
    use_scheme(Qt.ColorScheme.Unknown)
    return application


def person_settings() -> QSettings:
    """Return the user's settings of the window."""
    path = platformdirs.user_config_path(_NAME, appauthor=False) / "settings.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def person_cache() -> ResultCache:
    """Return the cache of results, in the system's folder for caches."""
    return ResultCache(platformdirs.user_cache_path(_NAME, appauthor=False) / "results")


def run(data_directory: Path | None = None) -> int:
    """Show the window until it is closed; returns the exit status."""
    interrupts = InterruptWatch()  # first: Qt drops exceptions raised while it creates objects
    try:
        application = make_application(sys.argv[:1])
        shelf = Shelf(runs_folder())
        session = Session(data_directory, cache=person_cache(), shelf=shelf)
        window = MainWindow(session, person_settings(), drawing_file())
        sys.excepthook = ErrorReporter(window)
        window.started.connect(_collect_garbage_from_now_on)
        # Only now: the system has given the window its place, and the choices lie over it.
        window.started.connect(window.first_start.offer)
        window.show()
        window.begin_soon()
        interrupts.watch(window)
        return application.exec()
    finally:
        interrupts.end()


def _collect_garbage_from_now_on() -> None:
    """Switch the garbage collector on, which leaves alone what is there: the window and its code.

    Otherwise it would go through all of it now and then, for some 20 ms, while somebody draws.
    """
    gc.freeze()
    gc.enable()


class InterruptWatch:
    """Closes the window on Ctrl-C in the terminal and at shutdown, also while Qt is idle.

    It handles signals from its creation on, and closes the window as soon as there is one. The
    handler only queues the close: it may run in the middle of any code of the window's thread. No
    question is asked, because nobody may be there to answer. Python runs signal handlers only
    between its own instructions; a byte on a socket that Qt listens to wakes it up.
    """

    def __init__(self) -> None:
        self._window: MainWindow | None = None
        self._is_wanted = False
        self._alarm: _Alarm | None = None
        self._before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
        for number in ENDING_SIGNALS:
            signal.signal(number, self._close_window)

    def watch(self, window: MainWindow) -> None:
        """Close this window when a signal comes, or has come."""
        self._alarm = _Alarm(window)
        self._window = window
        if self._is_wanted:
            self._queue_close(window)

    def end(self) -> None:
        """Restore the previous signal handlers."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._alarm:
            self._alarm.end()

    def _close_window(self, number: int, frame: FrameType | None) -> None:
        self._is_wanted = True
        if self._window:
            self._queue_close(self._window)

    def _queue_close(self, window: MainWindow) -> None:
        QMetaObject.invokeMethod(window, "close_unasked", Qt.ConnectionType.QueuedConnection)


class _Alarm(QObject):
    """Wakes Qt up when a signal comes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake_up)
        signal.set_wakeup_fd(self._writer.fileno())

    def end(self) -> None:
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _wake_up(self) -> None:
        self._reader.recv(64)


class ErrorReporter:
    """Shows an unexpected error to the user in a sentence, and writes the traceback to a file."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        path = platformdirs.user_log_path(_NAME, appauthor=False) / "errors.log"
        words = f"Something went wrong in the program ({kind.__name__}: {error})."
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{datetime.now().isoformat(timespec='seconds')}\n")
                traceback.print_exception(kind, error, trace, file=file)
            words += f" The details are in {path}; please report them."
        except OSError:
            words += " Please report it."
        self._window.notice.tell(words)
