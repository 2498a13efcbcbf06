"""The tabs under the curves. Each scrolls, so that none makes the page wider or higher."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from fashion_gui.ui.widgets.scrolled import SteadyArea, show_through

_LEAST_LINES = 2


class ResultTabs(QTabWidget):
    """Puts views into areas that scroll, and answers for the views themselves.

    Attributes
    ----------
    is_chosen
        Whether the tab in sight was chosen by a person, and not by the program.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_chosen, self._is_moved = False, False
        self.currentChanged.connect(self._on_current)
        self.tabBarClicked.connect(self._on_clicked)
        self.setDocumentMode(True)
        # Qt gives the focus of both to the bar: from a place after it the Tab key would go back.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # for none, as Qt documents it
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabBar().setAccessibleName("Results")

    def minimumSizeHint(self) -> QSize:
        """Ask for two lines below the tabs: where a hint needs the room, a view can be scrolled."""
        least = super().minimumSizeHint()
        lines = _LEAST_LINES * self.fontMetrics().lineSpacing()
        return QSize(least.width(), min(least.height(), self.tabBar().sizeHint().height() + lines))

    def add_view(self, view: QWidget, title: str, idea: str = "") -> None:
        """Add a view as the last tab."""
        self.insert_view(self.count(), view, title, idea)

    def insert_view(self, place: int, view: QWidget, title: str, idea: str = "") -> None:
        """Add a view as the tab at a place."""
        area = view if isinstance(view, QScrollArea) else _Area(view)
        with self._by_the_program():
            self.setTabToolTip(self.insertTab(place, area, title), idea)

    def take_view(self, view: QWidget) -> None:
        """Remove the tab of a view, which then has no parent."""
        place = self.indexOf(view)
        area = self.widget(place)
        assert isinstance(area, _Area)
        with self._by_the_program():
            self.removeTab(place)
        area.takeWidget()
        area.deleteLater()

    def indexOf(self, widget: QWidget) -> int:
        places = range(self.count())
        return next((place for place in places if self._view(place) is widget), -1)

    def currentWidget(self) -> QWidget:
        return self._view(self.currentIndex())

    def setCurrentWidget(self, widget: QWidget) -> None:
        self.setCurrentIndex(self.indexOf(widget))

    def setCurrentIndex(self, index: int) -> None:
        with self._by_the_program():
            super().setCurrentIndex(index)

    @contextmanager
    def _by_the_program(self) -> Iterator[None]:
        """Show another tab, or the same at another place, which was then chosen as before."""
        before, was_chosen = self.widget(self.currentIndex()), self.is_chosen
        self._is_moved = True
        try:
            yield
        finally:
            self._is_moved = False
            is_same = self.widget(self.currentIndex()) is before
            self.is_chosen = was_chosen and is_same

    @Slot(int)
    def _on_current(self, index: int) -> None:
        if not self._is_moved:
            self.is_chosen = True

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.is_chosen = index >= 0

    def _view(self, place: int) -> QWidget:
        area = self.widget(place)
        assert isinstance(area, QScrollArea)
        view = area.widget()
        assert view
        return view


class _Area(SteadyArea):
    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self.setWidget(view)
        show_through(self, view)
