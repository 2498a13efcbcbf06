"""The keys of the page in sight, while the focus is on what is around the pages."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

_OF_BUTTONS = tuple(map(QKeySequence, (Qt.Key.Key_Return, Qt.Key.Key_Enter)))
"""Keys that press the button with the focus."""


class PageKeys:
    """Lets a page's keys also work on the header and the rail, as on the choice of the network.

    Parameters
    ----------
    around
        The widget that holds the header, the rail and all pages.
    """

    def __init__(self, around: QWidget) -> None:
        self._around = around
        self._lent: list[QAction] = []

    def follow(self, page: QWidget) -> None:
        """Take the actions of another page that has come into sight."""
        for action in self._lent:
            self._around.removeAction(action)
        self._lent = [action for action in page.actions() if _is_for_the_page(action)]
        self._around.addActions(self._lent)


def _is_for_the_page(action: QAction) -> bool:
    is_of_button = any(key in _OF_BUTTONS for key in action.shortcuts())
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut
    return action.shortcutContext() == context and not is_of_button
