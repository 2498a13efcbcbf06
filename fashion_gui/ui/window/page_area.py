"""The area of the pages, which scrolls if there is not enough room for large text."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from fashion_gui.ui.widgets.room import FittedPage
from fashion_gui.ui.widgets.scrolled import Bars, SteadyArea

_IGNORED, _PREFERRED = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred


class Pages(QStackedWidget):
    """All pages, of which one is in sight; at first an empty place for each."""

    def __init__(self, n_pages: int) -> None:
        super().__init__()
        for _ in range(n_pages):
            self.addWidget(QWidget())

    def place(self, index: int, page: QWidget) -> None:
        """Put a page into its place."""
        empty, is_current = self.widget(index), index == self.currentIndex()
        assert empty
        self.blockSignals(True)
        self.insertWidget(index, page)
        if is_current:
            self.setCurrentIndex(index)
        self.removeWidget(empty)
        self.blockSignals(False)
        empty.deleteLater()

    def hasHeightForWidth(self) -> bool:
        # Otherwise Qt would make a page as high as its labels' preferred height, and scroll it.
        return False

    def heightForWidth(self, width: int) -> int:
        return -1


class PageArea(SteadyArea):
    """Tells the visible page its room. Only that page decides whether it scrolls."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(Bars.MARGIN)
        self._pages = pages
        self.setWidget(pages)
        pages.currentChanged.connect(self._follow)
        self._follow()

    def place(self, index: int, page: QWidget) -> None:
        """Put a page into its place among the others."""
        self._pages.place(index, page)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._tell_room()  # before Qt asks the page how much it needs
        super().resizeEvent(event)

    def _tell_room(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, FittedPage):
            page.set_room(self.room)

    @Slot()
    def _follow(self) -> None:
        self._tell_room()
        for index in range(self._pages.count()):
            page = self._pages.widget(index)
            assert page
            policy = _PREFERRED if page is self._pages.currentWidget() else _IGNORED
            page.setSizePolicy(policy, policy)
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
