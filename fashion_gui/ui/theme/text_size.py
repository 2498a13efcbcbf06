"""How large all text is: as the system wants it, times what the person chose."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from fashion_gui.ui.theme.palette import show_text
from fashion_gui.ui.theme.style_sheet import body_font, text_scale

TEXT_SIZES = (100, 115, 130, 150, 175, 200)
"""Per cent of the system's size, or of our least one where that is smaller."""
_BASE, _SYSTEM, _PERCENT = "base point size", "system font", "text size"
"""Properties of the application."""

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
    application = _application()
    if application.property(_BASE) is None:
        application.setProperty(_BASE, application.font().pointSizeF())
    if application.property(_SYSTEM) is None:
        application.setProperty(_SYSTEM, _system_font().toString())
    application.setProperty(_PERCENT, percent)
    font = QFont(application.font())
    size = application.property(_BASE) * percent / 100
    if size != font.pointSizeF():
        font.setPointSizeF(size)
        _show(font)


def follow_system_font() -> None:
    """Take the font that the system has now, if it is another than before, times the text size."""
    application, font = _application(), _system_font()
    if application.property(_SYSTEM) in (None, font.toString()):
        return
    application.setProperty(_SYSTEM, font.toString())
    body = body_font(font)
    application.setProperty(_BASE, body.pointSizeF())
    body.setPointSizeF(body.pointSizeF() * application.property(_PERCENT) / 100)
    _show(body)


def _show(font: QFont) -> None:
    _application().setFont(font)
    show_text()
    for widget, applied in list(_sized.items()):
        for apply in applied if isValid(widget) else ():
            apply(widget)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


def _system_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
