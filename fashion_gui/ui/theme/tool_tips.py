"""Tooltips of a readable width: Qt writes a plain text in one line, however long it is."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QLabel, QProxyStyle, QWidget

from fashion_gui.ui.theme.sizes import SPACE_16

_MOST_LETTERS = 76
"""Of a line, about."""


class TipWrapper(QObject):
    """Wraps the words of a tooltip when it is shown."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt uses a tooltip again, without showing it, as long as it stands.
        is_shown = event.type() in (QEvent.Type.Show, QEvent.Type.Resize)
        if is_shown and isinstance(watched, QLabel):
            wrap(watched, QCursor.pos())
        return False


def wrap(tip: QLabel, pointer: QPoint) -> None:
    """Give a tooltip lines of a readable length, and move it below the pointer again."""
    width = _MOST_LETTERS * tip.fontMetrics().averageCharWidth()
    if tip.wordWrap() or tip.width() <= width:
        return
    tip.setWordWrap(True)
    tip.resize(width, tip.heightForWidth(width))
    screen = QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    box = QRect(pointer + QPoint(0, SPACE_16), tip.size())
    box.moveRight(min(box.right(), room.right()))
    box.moveLeft(max(box.left(), room.left()))
    if box.bottom() > room.bottom():
        box.moveBottom(pointer.y() - SPACE_16)
    tip.move(box.topLeft())


class WrappingStyle(QProxyStyle):
    """Another style, with tooltips that wrap their words.

    A style is told of each new widget, tooltips included, which Qt makes where nobody can ask for
    them; a filter of all events of the program would cost more than it brings.
    """

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self._wrapper = TipWrapper(self)

    def polish(self, given: Any) -> Any:
        if isinstance(given, QWidget) and given.inherits("QTipLabel"):
            given.installEventFilter(self._wrapper)
        return super().polish(given)
