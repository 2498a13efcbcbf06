"""Random clicks, keys and drags in a window: no error, no warning, and no event takes long."""

import os
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic
from types import TracebackType

from data_files import make_split, write_dataset
from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QPoint,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.window.app import make_application
from fashion_gui.ui.window.main_window import MainWindow
from soak.report import Report

_LONGEST_S = 2.0
_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home),
    *(Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8),
    *(getattr(Qt.Key, f"Key_{letter}") for letter in "ABCDEFGHILMNOPRSTUVXYZ0123456789"),
)
_MODIFIERS = (
    *[Qt.KeyboardModifier.NoModifier] * 6,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_IGNORED = ("This plugin does not support", "Mouse event occurs outside")


class _Hand:
    """Does one random thing after another."""

    def __init__(self, seed: int, n: int, window: MainWindow, report: Report) -> None:
        self._seed, self._n, self._window, self._report = seed, n, window, report
        self._chance = Random(seed)
        self._n_in_dialog = 0
        self.what = ""

    def act(self) -> None:
        """Do the next thing, then come back; at the end close the window."""
        if self._report.n_tried >= self._n:
            self._close_everything()
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        place = application.activePopupWidget() or application.activeModalWidget() or self._window
        self._n_in_dialog = 0 if place is self._window else self._n_in_dialog + 1
        QTimer.singleShot(0, self.act)  # also while a dialog has a loop of its own
        self.what = f"event {self._report.n_tried} of seed {self._seed}"
        self._report.n_tried += 1
        started = monotonic()
        if self._n_in_dialog > 40:
            QTest.keyClick(place, Qt.Key.Key_Escape)
        else:
            self._do_something(place)
        seconds = monotonic() - started
        # A dialog that this event opened has run within it.
        if self._n_in_dialog == 0 and application.activeModalWidget() is None:
            self._report.n_tried -= 1
            self._report.note_time(seconds, _LONGEST_S, self.what)

    def _do_something(self, place: QWidget) -> None:
        widgets = [w for w in place.findChildren(QWidget) if w.isVisible() and w.isEnabled()]
        target = self._chance.choice([place, *widgets])
        self.what += f" on {type(target).__name__}"
        kind = self._chance.random()
        if isinstance(place, QMenu) or kind < 0.45:
            self._click(target)
        elif kind < 0.75:
            focus = QApplication.focusWidget() or target
            QTest.keyClick(focus, self._chance.choice(_KEYS), self._chance.choice(_MODIFIERS))
        elif kind < 0.9:
            self._drag(target)
        elif isinstance(target, QLineEdit):
            target.insert(self._chance.choice(("-1", "1e9", "abc", "7,7", "0.5", "🙂")))
        else:
            width, height = self._chance.randint(300, 1900), self._chance.randint(300, 1100)
            self._window.resize(width, height)

    def _click(self, target: QWidget) -> None:
        button = self._chance.choice([Qt.MouseButton.LeftButton] * 6 + [Qt.MouseButton.RightButton])
        click = self._chance.choice((QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick))
        click(target, button, Qt.KeyboardModifier.NoModifier, self._point(target))

    def _drag(self, target: QWidget) -> None:
        button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(target, button, no_key, self._point(target))
        for _ in range(self._chance.randint(1, 6)):
            QTest.mouseMove(target, self._point(target))
        QTest.mouseRelease(target, button, no_key, self._point(target))

    def _point(self, target: QWidget) -> QPoint:
        return QPoint(
            self._chance.randrange(max(1, target.width())),
            self._chance.randrange(max(1, target.height())),
        )

    def _close_everything(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        while widget := application.activePopupWidget() or application.activeModalWidget():
            widget.close()
        self._window.close_unasked()
        QTimer.singleShot(100, application.quit)


def try_events(seed: int, n: int) -> Report:
    """Do `n` random things in a window."""
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(folder)
        _choose_files_by_chance(folder, Random(seed + 1))
        few = Dataset(make_split(600, seed=1), make_split(100, seed=2), CLASS_NAMES)
        write_dataset(folder, few, "")
        (folder / "classes.txt").write_text("\n".join(CLASS_NAMES), "utf-8")
        application = make_application(["soak"])
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Session(folder), settings)
        hand = _Hand(seed, n, window, report)

        def note(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
            if not any(ignored in words for ignored in _IGNORED):
                report.violations.append(f"{hand.what}: Qt says: {words[:200]}")
            if kind is QtMsgType.QtFatalMsg:
                print(f"{hand.what}: {words}", file=sys.stderr, flush=True)

        def note_error(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            report.violations.append(f"{hand.what}: {kind.__name__}: {str(error)[:200]}")

        qInstallMessageHandler(note)
        sys.excepthook = note_error
        window.show()
        window.begin_soon(0)
        QTimer.singleShot(500, hand.act)
        application.exec()
        window.deleteLater()
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        os.chdir("/")
    return report


def _choose_files_by_chance(folder: Path, chance: Random) -> None:
    """Let dialogs for files answer at once, so that no file elsewhere is touched."""

    def name(*_: object, **__: object) -> str:
        names = ("", "nothing", "classes.txt", "page.html", "net.safetensors", "image.png")
        chosen = chance.choice(names)
        return str(folder / chosen) if chosen else ""

    def name_and_filter(*_: object, **__: object) -> tuple[str, str]:
        return name(), ""

    QFileDialog.getOpenFileName = name_and_filter  # type: ignore[method-assign,assignment]
    QFileDialog.getExistingDirectory = lambda *_: str(folder)  # type: ignore[method-assign,assignment]
    QFileDialog.exec = lambda _: chance.random() < 0.7  # type: ignore[method-assign,assignment]
    QFileDialog.selectedFiles = lambda _: [name() or str(folder / "new.png")]  # type: ignore[method-assign]


if __name__ == "__main__":
    try_events(int(sys.argv[1]), int(sys.argv[2])).print()
