"""The way back to the page from which the program led to another one."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from fashion_gui.ui.widgets.action_button import ActionButton, make_action
from fashion_gui.ui.window.page_area import Pages


class WayBack(QObject):
    """Leads to pages, and offers to return until a person goes to another one.

    Attributes
    ----------
    button
        Returns; shown only while there is a page to return to.
    """

    def __init__(self, pages: Pages, window: QWidget) -> None:
        super().__init__(window)
        self._pages, self._origin = pages, 0
        self._action = make_action(
            self, "Back", "Alt+Left", "Return to the page that led here.", "arrow-left"
        )
        self._action.triggered.connect(self._return)
        window.addAction(self._action)  # for its key
        self.button = ActionButton(self._action)
        self._forget()
        pages.currentChanged.connect(self._forget)

    def lead_to(self, page: QWidget) -> None:
        """Show a page; nothing changes if it is in sight."""
        origin, before = self._pages.currentIndex(), self._pages.currentWidget()
        self._pages.setCurrentWidget(page)
        if before and before is not page:
            self._origin = origin
            self._action.setText(f"Back to {before.windowTitle()}")
            self._action.setEnabled(True)
            self.button.show()

    @Slot()
    def _forget(self) -> None:
        self._action.setEnabled(False)
        self.button.hide()

    @Slot()
    def _return(self) -> None:
        self._pages.setCurrentIndex(self._origin)
