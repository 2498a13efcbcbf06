"""The room that a page has in the window, from which its shape follows."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class FittedPage(QWidget):
    """A page that takes a shape by its room: how its parts stand, and which are in sight.

    The room is the area that the page is scrolled in. That area tells it before the page is laid
    out, and its bars take none of it. So everything follows in one direction: from the window the
    room, from the room the shape, from the shape the least size, and from that the page's own size.
    A shape must follow from nothing that comes after it, or it might never come to rest.
    """

    _room: QSize | None = None

    @property
    def room(self) -> QSize:
        """The size of the area around, or else that of the page."""
        return self.size() if self._room is None else self._room

    def set_room(self, room: QSize) -> None:
        """Take the shape for this room."""
        self._room = QSize(room)
        self.fit()

    def fit(self) -> None:
        """Take the shape for the room: also when parts need more or less than before."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room is None:
            self.fit()
