"""The choices at the first start, and what each of them does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from fashion_gui.data import Split
from fashion_gui.evaluation.query import ImageQuery, Order
from fashion_gui.training.presets import DEFAULT_RECIPE
from fashion_gui.ui.session.session import Session

if TYPE_CHECKING:  # imported where they are needed: most starts show no choices
    from fashion_gui.ui.help.doors import Door, Doors
    from fashion_gui.ui.window.main_window import MainWindow

_SEEN = "window/doors"
_TRACE = "window/geometry"
"""A key in the settings of users of earlier versions, written at the end of a use."""


class FirstStart(QObject):
    """Shows the three choices: once at the first start, and on request."""

    page_wanted = Signal(str)
    """The page with this title is to be shown."""

    def __init__(self, session: Session, settings: QSettings, window: "MainWindow") -> None:
        super().__init__(session)
        self._session, self._settings, self._window = session, settings, window
        self._is_waiting_to_learn = False
        self.doors: Doors | None = None
        session.dataset_changed.connect(self._learn_at_last)

    @Slot()
    def offer(self) -> None:
        """Show the choices to a new user, over the page Draw."""
        if any(self._settings.contains(key) for key in (_SEEN, _TRACE)):
            return
        self.page_wanted.emit("Draw")
        self.show_doors()

    @Slot()
    def show_doors(self) -> None:
        """Show the choices."""
        self._settings.setValue(_SEEN, "seen")
        if self.doors is None:
            from fashion_gui.ui.help.doors import Doors

            self.doors = Doors(self._window)
            self.doors.opened.connect(self.enter)
        self.doors.open()

    @Slot(object)
    def enter(self, door: "Door") -> None:
        """Do what was chosen."""
        from fashion_gui.ui.help.doors import Door

        if door is Door.DRAW:
            self.page_wanted.emit("Draw")
            self._window.draw_page.demonstrate("Sneaker")
        elif door is Door.WATCH:
            self.page_wanted.emit("Train")
            self._is_waiting_to_learn = True
            self._learn_at_last()
        else:
            errors = ImageQuery(part=Split.TEST, is_right=False, order=Order.CONFIDENTLY_WRONG)
            self._session.browse(errors)

    @Slot()
    def _learn_at_last(self) -> None:
        """Start a run that shows much as soon as there are images, unless one is active."""
        if not self._is_waiting_to_learn:
            return
        page = self._window.train_page
        if page.controls.start.isEnabled():
            self._is_waiting_to_learn = False
            page.form.select(DEFAULT_RECIPE)
            page.controls.start.trigger()
