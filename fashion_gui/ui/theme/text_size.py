"""How large all text is: as the system wants it, times what the person chose."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from fashion_gui.ui.theme.palette import show_text
from fashion_gui.ui.theme.style_sheet import text_scale

TEXT_SIZES = (100, 115, 130, 150, 175, 200)
"""Per cent of the system's size, or of our least one where that is smaller."""
_BASE = "base point size"

_Widget = TypeVar("_Widget", bound=QWidget)
_sized: WeakKeyDictionary[QWidget, list[Callable[[Any], None]]] = WeakKeyDictionary()


def scaled(pixels: float) -> int:
    """Return a size that grows with the text, in pixels."""
    return round(pixels * text_scale())


def sized(widget: _Widget, apply: Callable[[_Widget], None]) -> None:
    """Give a widget sizes that depend on the text: now, and whenever the text size changes.

    `apply` is handed the widget; it must not hold it, which would keep it alive.
    """
    apply(widget)
    _sized.setdefault(widget, []).append(apply)


def show_text_size(percent: float) -> None:
    """Make all text so large; 100 for the usual size."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    font = QFont(application.font())
    if application.property(_BASE) is None:
        application.setProperty(_BASE, font.pointSizeF())
    size = application.property(_BASE) * percent / 100
    if size == font.pointSizeF():
        return
    font.setPointSizeF(size)
    application.setFont(font)
    show_text()
    for widget, applied in list(_sized.items()):
        for apply in applied if isValid(widget) else ():
            apply(widget)
