"""The room that a page has in the window."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QWidget


def room_for(page: QWidget) -> QSize:
    """Return the size of the area that a widget is scrolled in, else that of the widget.

    A widget may be larger than this. What it shows must follow from its room: if it followed from
    its own size, which in turn follows from what it shows, neither might come to rest.
    """
    around = page.parentWidget()
    while around:
        if isinstance(around, QScrollArea):
            return around.maximumViewportSize()
        around = around.parentWidget()
    return page.size()
