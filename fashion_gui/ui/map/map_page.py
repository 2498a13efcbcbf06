"""The page Map: all images on a plane, by what a layer makes of them."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.card import page_layout
from fashion_gui.ui.widgets.room import FittedPage

if TYPE_CHECKING:
    from fashion_gui.ui.map.map_content import MapContent


class MapPage(FittedPage):
    """Makes its content when it is first shown, so that the program starts without it.

    Attributes
    ----------
    content
        What is on the page, a ``MapContent``; None before.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._layout = page_layout(self)
        margins = self._layout.contentsMargins()
        margins.setRight(0)  # there is the strip of what scrolls on the right
        self._layout.setContentsMargins(margins)
        self.content: MapContent | None = None
        self._is_folded = False

    def fold(self, is_folded: bool) -> None:
        """Show only what a presentation needs."""
        self._is_folded = is_folded
        if self.content:
            self.content.fold(is_folded)

    def fit(self) -> None:
        """Hand the room on to the content."""
        if self.content:
            self.content.set_room(self.room)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.make_content()

    def make_content(self) -> "MapContent":
        """Return the content, which is made if there is none yet."""
        if self.content is None:
            from fashion_gui.ui.map.map_content import MapContent

            self.content = MapContent(self._session)
            self._layout.addWidget(self.content)
            self.fit()
            self.content.fold(self._is_folded)
            self.content.show()  # at once, so that the focus can come to it
        return self.content
