"""Saving the curves of a run: as a table, or as a picture of both plots."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fashion_gui.files.atomic import OutputError, write_texts
from fashion_gui.training.history import RunHistory
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.widgets.file_dialogs import ask_for_new_file
from fashion_gui.ui.widgets.save_picture import save_widget

_KINDS = {
    ".csv": ("&Table (CSV) …", "CSV table (*.csv)", "file-down"),
    ".png": ("&Image (PNG) …", "PNG image (*.png)", "image"),
    ".svg": ("&Drawing (SVG) …", "SVG image (*.svg)", "image-down"),
}
"""Text in the menu, text in the dialog, and icon of each kind of file."""


class CurvesMenu(QMenu):
    """Asks for a file of the chosen kind and writes it.

    Parameters
    ----------
    history
        Returns the curves of the run that is shown.
    tell_failure
        Takes a sentence about what could not be written.
    """

    def __init__(
        self,
        plots: QWidget,
        history: Callable[[], RunHistory],
        tell_failure: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Save the curves", parent)
        self._plots, self._history, self._tell_failure = plots, history, tell_failure
        self.kinds = {}
        for suffix, (text, _, icon) in _KINDS.items():
            action = self.kinds[suffix] = self.addAction(text)
            action.setData(suffix)
            set_icon(action, icon)
        self.triggered.connect(self._ask)
        self.aboutToShow.connect(self._show_kinds)

    @Slot()
    def _show_kinds(self) -> None:
        """Offer a table only where there is something in it."""
        self.kinds[".csv"].setEnabled(len(self._history().loss.training) > 0)

    @Slot(QAction)
    def _ask(self, action: QAction) -> None:
        suffix = action.data()
        path = ask_for_new_file(
            self._plots, "Save the curves", f"curves{suffix}", {suffix: _KINDS[suffix][1]}
        )
        if path:
            self._write(path, suffix)

    def _write(self, path: Path, suffix: str) -> None:
        try:
            if suffix == ".csv":
                from fashion_gui.shelf.run_tables import curves_csv

                write_texts({path: curves_csv(self._history())})
            else:
                save_widget(path, self._plots)
        except OutputError as error:
            self._tell_failure(f"The curves were not saved. {error}")
