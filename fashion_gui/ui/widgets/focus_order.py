"""The order in which the Tab key goes through the parts of a page."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(page: QWidget, parts: Iterable[QWidget]) -> None:
    """Let the Tab key go from part to part; within each of them as its widgets were added.

    What belongs to several of the parts belongs to the first of them.
    """
    # Not by ``nextInFocusChain``: PySide then takes each widget for a child of the one before it,
    # and loses it with that one.
    of_page = [widget for widget in page.findChildren(QWidget) if _takes_tab(widget)]
    ordered: dict[QWidget, None] = {}
    for part in parts:
        ordered |= dict.fromkeys(w for w in of_page if w is part or part.isAncestorOf(w))
    for one, other in pairwise(ordered):
        QWidget.setTabOrder(one, other)


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return takes and widget.focusProxy() is None
