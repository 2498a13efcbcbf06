"""The explanation of a widget: its purpose, its current value, where it is used.

Everything is taken from the widget and the settings of a recipe, so that it is never stale.
"""

import re
from dataclasses import dataclass

from PySide6 import QtGui
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTabBar,
    QTabWidget,
    QWidget,
)

from fashion_gui.training.controls import CONTROLS
from fashion_gui.training.recipes import settings
from fashion_gui.ui.widgets.action_button import ActionButton, keys_in_words
from fashion_gui.ui.widgets.spoken import Spoken
from fashion_gui.ui.widgets.unit_slider import UnitSlider

_SETTINGS = {setting.name: setting for setting in settings()}
_LONGEST_VALUE = 400


@dataclass(frozen=True)
class Explanation:
    """Texts about a widget; "" where there is nothing to say.

    Attributes
    ----------
    title
        Its name.
    idea
        What it is for.
    value
        Its current value.
    uses
        Its keys, and where its setting is used: a sentence each.
    """

    title: str
    idea: str
    value: str
    uses: tuple[str, ...]


def explained(widget: QWidget | None) -> QWidget | None:
    """Return the widget that explains a place: itself, what it labels, or one around it."""
    while widget is not None and not _idea(widget):
        widget = None if widget.isWindow() else widget.parentWidget()
    buddy = widget.buddy() if isinstance(widget, QLabel) else None
    return buddy if buddy and _idea(buddy) else widget


def explain(widget: QWidget) -> Explanation:
    """Return the explanation of a widget."""
    return Explanation(_title(widget), _idea(widget), present_value(widget), _uses(widget))


def _idea(widget: QWidget) -> str:
    if setting := _SETTINGS.get(widget.objectName()):
        idea: str = setting.metadata["help"]
        return idea
    if isinstance(widget, QTabBar):
        return widget.tabToolTip(widget.currentIndex())
    if widget.whatsThis():
        return widget.whatsThis()
    # Keys at the end of a tooltip are shown separately.
    return re.sub(rf" \({re.escape(_keys(widget))}\)$", "", widget.toolTip())


def _title(widget: QWidget) -> str:
    if isinstance(widget, UnitSlider):
        return widget.name
    if isinstance(widget, QTabBar):
        return widget.tabText(widget.currentIndex())
    name = widget.accessibleName()
    if not name and isinstance(widget, QAbstractButton):
        name = re.sub("&(.)", r"\1", widget.text())
    return name or widget.accessibleDescription()


def present_value(widget: QWidget) -> str:
    """Return what a widget shows or holds at this moment."""
    value = ""
    if isinstance(widget, UnitSlider):
        value = widget.words
    elif isinstance(widget, QComboBox):
        value = widget.currentText()
    elif isinstance(widget, QAbstractSpinBox | QLineEdit):
        value = widget.text()
        if isinstance(widget, QLineEdit):
            value = value or widget.placeholderText()
    elif isinstance(widget, QAbstractButton):
        if widget.isCheckable():
            group = widget.group()
            is_choice = widget.autoExclusive() or (group is not None and group.exclusive())
            names = ("chosen", "not chosen") if is_choice else ("on", "off")
            value = names[not widget.isChecked()]
    elif isinstance(widget, QProgressBar | QLabel):
        value = _plain(widget.text())
    elif isinstance(widget, QAbstractSlider):
        value = str(widget.value())
    elif isinstance(widget, Spoken):
        value = widget.spoken_value()
    if len(value) > _LONGEST_VALUE:
        value = f"{value[:_LONGEST_VALUE]} …"
    return value if widget.isEnabled() or not value else f"{value} (cannot be changed now)"


def _plain(text: str) -> str:
    if QtGui.Qt.mightBeRichText(text):
        document = QTextDocument()
        document.setHtml(text)
        return document.toPlainText()
    return text


def _keys(widget: QWidget) -> str:
    action = widget.action if isinstance(widget, ActionButton) else None
    return keys_in_words(action.shortcuts()) if action else ""


def _uses(widget: QWidget) -> tuple[str, ...]:
    words = []
    if keys := _keys(widget):
        words.append(f"Key: {keys}.")
    if setting := _SETTINGS.get(widget.objectName()):
        if limits := setting.metadata["limits"]:
            words.append(f"Possible: {limits}.")
        words.append("A setting of the recipe, used by every run that starts from now on.")
        if setting.name in CONTROLS:
            words.append("It can be changed during a run.")
        words.append(f"On the command line: train --{setting.name.replace('_', '-')}.")
    if isinstance(widget, Spoken):
        words += [f"{keys}: {does}." for keys, does in widget.spoken_keys.items()]
    return tuple(filter(None, (*words, _place(widget))))


def _place(widget: QWidget) -> str:
    """Return in which tabs of a page a widget is; "" for the page alone, which is in sight."""
    titles = []
    child, parent = widget, widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QTabWidget) and parent.currentWidget() is not None:
            page = parent.currentWidget()
            if child is page or page.isAncestorOf(child):
                titles.append(parent.tabText(parent.currentIndex()))
        elif parent.windowTitle() and not parent.isWindow():
            titles.append(parent.windowTitle())  # a page of the rail
        parent = parent.parentWidget()
    return f"On the page {' › '.join(reversed(titles))}." if titles[1:] else ""
