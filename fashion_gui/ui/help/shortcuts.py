"""All keys of the window, from its actions and from the widgets with keys of their own."""

import re

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from fashion_gui.ui.widgets.action_button import keys_in_words
from fashion_gui.ui.widgets.spoken import Spoken

_OTHERS = "Elsewhere"

Keys = dict[str, dict[str, str]]
"""For each group, the keys and what they do."""


def shortcuts_of(window: QMainWindow) -> Keys:
    """Return the keys of all actions of a window by their menu, and those inside of widgets."""
    groups: Keys = {}
    seen: set[QAction] = set()
    for entry in window.menuBar().actions():
        menu = entry.menu()
        if isinstance(menu, QMenu):
            actions = _actions_in(menu)
            groups[_plain(entry.text())] = _keys_of(actions)
            seen.update(actions)
    others = [action for action in window.findChildren(QAction) if action not in seen]
    groups[_OTHERS] = _keys_of(others)
    for widget in window.findChildren(QWidget):
        if isinstance(widget, Spoken) and widget.spoken_keys:
            groups[widget.accessibleName()] = dict(widget.spoken_keys)
    return {title: keys for title, keys in groups.items() if keys}


def _actions_in(menu: QMenu) -> list[QAction]:
    found = []
    for action in menu.actions():
        submenu = action.menu()
        found += _actions_in(submenu) if isinstance(submenu, QMenu) else [action]
    return found


def _keys_of(actions: list[QAction]) -> dict[str, str]:
    pairs = ((keys_in_words(action.shortcuts()), _plain(action.text())) for action in actions)
    return {keys: text for keys, text in pairs if keys}


def _plain(text: str) -> str:
    return re.sub("&(.)", r"\1", text).removesuffix(" …")
