"""What the window opens from files and saves to them, each after asking where."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fashion_gui.files.model_file import SUFFIX
from fashion_gui.ui.session.report_writer import ReportWriter
from fashion_gui.ui.session.session import Session
from fashion_gui.ui.widgets.file_dialogs import ask_for_file, ask_for_folder, ask_for_new_file

_NETWORKS = f"Networks (*{SUFFIX})"


class FileActions(QObject):
    """Asks for a file and opens or writes it; what fails is told by session and report writer."""

    opened = Signal()
    """A network was opened."""
    saved = Signal(str)
    """Where a network was written, as a sentence."""

    def __init__(self, session: Session, reports: ReportWriter, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._reports, self._window = session, reports, window

    @Slot()
    def open_network(self) -> None:
        """Open a network and make it the active one."""
        path = ask_for_file(self._window, "Open network", _NETWORKS)
        if path and self._session.open_network(path):
            self.opened.emit()

    @Slot()
    def save_network(self) -> None:
        """Write the active network."""
        kinds = {SUFFIX: _NETWORKS}
        path = ask_for_new_file(self._window, "Save network", f"network{SUFFIX}", kinds)
        if path and self._session.save_network(path):
            self.saved.emit(f"Saved as {path}")

    @Slot(str)
    def save_report(self, kind: str) -> None:
        """Write the report on the active network: "html", or tables as "csv"."""
        if kind == "csv":
            path = ask_for_folder(self._window, "Save tables into")
        else:
            kinds = {".html": "Web page (*.html)"}
            path = ask_for_new_file(self._window, "Save report", "report.html", kinds)
        if path:
            self._reports.write(path, kind)

    def keep_unsaved(self) -> bool:
        """Save the networks that would be lost; False when that failed, or was cancelled."""
        folder = ask_for_folder(self._window, "Keep the networks in")
        return folder is not None and self._session.library.write_unsaved(folder)
