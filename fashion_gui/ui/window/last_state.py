"""What is there again after a restart: window, page, networks, query, drawing, and speeds."""

import contextlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from fashion_gui.files.atomic import OutputError
from fashion_gui.sketch.operations import Operation
from fashion_gui.training.past_speeds import PastSpeeds
from fashion_gui.ui.session.model_entry import SHIPPED, ModelEntry
from fashion_gui.ui.session.run_film import MOMENT
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.file_dialogs import last_folder, set_last_folder
from fashion_gui.ui.window.last_question import LastQuestion

if TYPE_CHECKING:
    from fashion_gui.ui.draw.draw_page import DrawPage

_DEFAULT_SIZE = (1280, 720)
_FRAME = QSize(8, 40)
"""Largest frame that the system draws around a window; its size is known only afterwards."""
_EARLIER_PAGES = dict(zip("01234", ("Train", "Evaluate", "Browse", "Draw", "Inside"), strict=True))
"""Key of the last page in settings of earlier versions."""
_RUN = "run: "
"""What stands before the name of a run, as the network that was chosen."""
_NETWORK = "window/network"
_SPEEDS = "train/speeds"
_KEPT_EVERY_MS = 2000
"""A crash costs at most what was drawn in so long."""


class LastState(QObject):
    """Keeps it and brings it back; what is damaged is ignored, or told in a sentence.

    Parameters
    ----------
    drawing_file
        Where the drawing is kept; None for nowhere.
    """

    def __init__(
        self,
        session: Session,
        settings: QSettings,
        drawing_file: Path | None,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        self._file = drawing_file
        self._page: DrawPage | None = None
        self._kept: tuple[Operation, ...] = ()
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEPT_EVERY_MS)
        self._timer.timeout.connect(self._on_time)
        LastQuestion(session, settings, self._lasting_name, self._key_of, self)
        session.estimate.past = PastSpeeds.from_text(str(settings.value(_SPEEDS, "")))
        session.estimate.learned.connect(self._keep_speeds)

    # The window --------------------------------------------------------------------------

    def restore_window(self, pages: Collection[str]) -> str:
        """Put the window where it was, and return the page that was in sight, of these."""
        room = self._window.screen().availableSize() - _FRAME
        self._window.resize(room.boundedTo(QSize(*_DEFAULT_SIZE)))
        set_last_folder(str(self._settings.value("window/folder", "")))
        geometry = self._settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        page = str(self._settings.value("window/page", ""))
        page = _EARLIER_PAGES.get(page, page)
        return page if page in pages else next(iter(pages))

    def keep_page(self, page: str) -> None:
        """Keep that this page is in sight."""
        self._settings.setValue("window/page", page)

    def keep(self) -> None:
        """Keep what is kept at the end only."""
        self._settings.setValue("window/folder", last_folder())
        self._settings.setValue("window/geometry", self._window.saveGeometry())
        if self._timer.isActive():
            self._timer.stop()
            self._keep_drawing()

    @Slot()
    def _keep_speeds(self) -> None:
        self._settings.setValue(_SPEEDS, self._session.estimate.past.to_text())

    # The network -------------------------------------------------------------------------

    def restore_network(self) -> None:
        """Choose the network that answered last, and keep from now which one does.

        A message says so if it cannot be read.
        """
        session, name = self._session, str(self._settings.value(_NETWORK, ""))
        run = name.removeprefix(_RUN)
        if name in session.models:
            session.choose(name)
        elif name != run:
            if self._has_network(run):
                session.open_run(run)
        elif name and Path(name).is_absolute():
            session.open_network(Path(name))
        session.models_changed.connect(self._keep_network)

    def _has_network(self, run: str) -> bool:
        """Tell whether a kept run has a network.

        One that was interrupted early has none yet: Train offers to go on.
        """
        shelf = self._session.shelf
        return shelf is not None and shelf.shelf.folder(run).newest_network.exists()

    def _key_of(self, name: str) -> str | None:
        """Return the key of the network with this lasting name; it is read if it is not yet."""
        session, run = self._session, name.removeprefix(_RUN)
        if name in session.models:
            return name
        if name != run:
            return session.runs.find(run) if self._has_network(run) else None
        path = Path(name)
        if not (path.is_absolute() and path.exists()):
            return None
        return session.library.open(path, session.dataset, session.runs.offered)

    @Slot()
    def _keep_network(self) -> None:
        name = self._lasting_name(self._session.active_model)
        if name != self._settings.value(_NETWORK, ""):
            self._settings.setValue(_NETWORK, name)

    def _lasting_name(self, entry: ModelEntry | None) -> str:
        """Return by what a network is found again; "" for one that is not in a file."""
        if entry and entry.key == MOMENT:
            entry = self._session.models.get(self._session.film.key)
        if entry is None:
            return ""
        if entry.run:
            return f"{_RUN}{entry.run}"
        return entry.key if entry.origin == SHIPPED or Path(entry.key).is_absolute() else ""

    # The drawing -------------------------------------------------------------------------

    def restore_drawing(self, page_of: "Callable[[], DrawPage]") -> None:
        """Put the last drawing onto the canvas, unless something is there, and keep it from now."""
        if self._file is None:
            return
        from fashion_gui.shelf.drawing_file import DrawingFileError, read_drawing

        self._page = page = page_of()
        try:
            operations = read_drawing(self._file)
        except DrawingFileError as error:
            aside = self._file.with_suffix(".unreadable")
            with contextlib.suppress(OSError):
                self._file.replace(aside)
            self._session.failed.emit(
                f"The last drawing cannot be read; its file is now {aside.name}. {error}"
            )
            operations = ()
        if operations and not page.drawing.can_undo:
            page.drawing.restore(operations)
            page.canvas.refresh()
        self._kept = page.drawing.operations
        page.canvas.changed.connect(self._on_drawing)

    @Slot()
    def _on_drawing(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_time(self) -> None:
        """Keep the drawing, but never in the middle of a stroke."""
        if self._page and self._page.canvas.is_pressed:
            self._timer.start()
        else:
            self._keep_drawing()

    def _keep_drawing(self) -> None:
        from fashion_gui.shelf.drawing_file import write_drawing

        assert self._page
        assert self._file
        operations = self._page.drawing.operations
        if operations == self._kept:
            return
        try:
            write_drawing(self._file, operations)
            self._kept, self._has_failed = operations, False
        except OutputError as error:
            if not self._has_failed:  # once, and not every few seconds
                self._session.failed.emit(f"The drawing is not kept for the next start. {error}")
            self._has_failed = True
