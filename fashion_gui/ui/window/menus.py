"""The menus File, Edit, Run and View; pages bring the actions that are theirs."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.palette import use_scheme

_SCHEME = "window/scheme"
_SCHEMES = {
    "system": ("As the system", Qt.ColorScheme.Unknown),
    "light": ("Light", Qt.ColorScheme.Light),
    "dark": ("Dark", Qt.ColorScheme.Dark),
}
"""Text in the menu and Qt's colour scheme, by the name in the settings."""


def key_of_page(place: int) -> QKeySequence:
    """Return the key that shows a page."""
    return QKeySequence(f"Ctrl+{place + 1}")


class Menus(QObject):
    """Fills a menu bar.

    Parameters
    ----------
    pages
        Title and icon of each page.

    Attributes
    ----------
    open, save, quit
        Actions of the menu File.
    all_hints
        Action that takes back what "Not again" has done.
    schemes
        The colour schemes, of which one is checked.
    view : QMenu
        Open to more, at its end.
    """

    page_chosen = Signal(int)
    """The number of a page."""

    def __init__(
        self, bar: QMenuBar, pages: Iterable[tuple[str, str]], settings: QSettings
    ) -> None:
        super().__init__(bar)
        self._settings = settings
        self._file = bar.addMenu("&File")
        self.open = self._file.addAction("&Open network …", QKeySequence.StandardKey.Open)
        self.save = self._file.addAction("&Save network as …", QKeySequence.StandardKey.Save)
        self._before_quit = self._file.addSeparator()
        self.quit = self._file.addAction("&Quit", QKeySequence.StandardKey.Quit)
        self._edit, self._run = bar.addMenu("&Edit"), bar.addMenu("&Run")
        self._before_hints = self._run.addSeparator()
        self.all_hints = self._run.addAction("Show &all hints again")
        self.all_hints.setToolTip("Take back what “Not again” has done.")
        self.all_hints.setEnabled(False)
        for action, name in (
            (self.open, "folder-open"),
            (self.save, "save"),
            (self.quit, "log-out"),
            (self.all_hints, "lightbulb"),
        ):
            set_icon(action, name)
        self.view = bar.addMenu("&View")
        self._add_pages(pages)
        self.view.addSeparator()
        self.schemes = QActionGroup(self)
        self._add_schemes(self.view.addMenu("&Colours"))

    def add_to_file(self, actions: Sequence[QAction]) -> None:
        """Add a section of actions to the menu File, before Quit."""
        self._file.insertSeparator(self._before_quit)
        self._file.insertActions(self._before_quit, actions)

    def add_to_edit(self, actions: Sequence[QAction]) -> None:
        """Add actions to the menu Edit."""
        self._edit.addActions(actions)

    def add_to_run(self, actions: Sequence[QAction]) -> None:
        """Add a section of actions to the menu Run, before what concerns hints."""
        if self._run.actions()[0] is not self._before_hints:
            self._run.insertSeparator(self._before_hints)
        self._run.insertActions(self._before_hints, actions)

    def restore_scheme(self) -> None:
        """Use the colours that were chosen last."""
        kept = str(self._settings.value(_SCHEME, ""))
        for action in self.schemes.actions():
            if kept in (action.data(), action.text()[1:]):  # earlier versions kept the text
                action.trigger()

    def _add_pages(self, pages: Iterable[tuple[str, str]]) -> None:
        for index, (title, icon) in enumerate(pages):
            action = self.view.addAction(title, key_of_page(index))
            action.setData(index)
            set_icon(action, icon)
            action.triggered.connect(self._on_page)

    def _add_schemes(self, menu: QMenu) -> None:
        set_icon(menu.menuAction(), "sun-moon")
        for name, (text, _) in _SCHEMES.items():
            action = menu.addAction(f"&{text}")
            action.setData(name)
            action.setCheckable(True)
            self.schemes.addAction(action)
        self.schemes.actions()[0].setChecked(True)
        self.schemes.triggered.connect(self._on_scheme)

    @Slot()
    def _on_page(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.page_chosen.emit(action.data())

    @Slot(QAction)
    def _on_scheme(self, action: QAction) -> None:
        use_scheme(_SCHEMES[action.data()][1])
        self._settings.setValue(_SCHEME, action.data())
