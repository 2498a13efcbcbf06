"""Dialogs for files and folders, which begin in the folder used last.

The first one begins in the user's folder for pictures or documents.
"""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


class _LastFolder:
    """The folder used last; "" before the first use."""

    def __init__(self) -> None:
        self.path = ""

    def start(self, kinds: str, name: str = "") -> str:
        """Return where a dialog for these kinds of files begins, with a proposed name."""
        place = QStandardPaths.StandardLocation
        documents = place.DocumentsLocation
        usual = place.PicturesLocation if "*.png" in kinds else documents
        paths = map(QStandardPaths.writableLocation, (usual, documents, place.HomeLocation))
        folder = next((path for path in (self.path, *paths) if _is_folder(path)), "")
        return str(Path(folder, name)) if folder else name

    def note(self, folder: Path) -> None:
        self.path = str(folder.absolute())


def _is_folder(path: str) -> bool:
    try:
        return bool(path) and Path(path).is_dir()
    except (OSError, ValueError):
        return False


_last = _LastFolder()


def last_folder() -> str:
    """Return the folder that the next dialog begins in; "" before the first one was used."""
    return _last.path


def set_last_folder(path: str) -> None:
    """Begin the next dialog in a folder, if it exists then."""
    _last.path = path


def ask_for_file(parent: QWidget, title: str, filters: str) -> Path | None:
    """Ask which file to open; None when the user cancels."""
    name, _ = QFileDialog.getOpenFileName(parent, title, _last.start(filters), filters)
    return _noted(name)


def ask_for_files(parent: QWidget, title: str, filters: str) -> list[Path]:
    """Ask which files to open, one or more; an empty list when the user cancels."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, _last.start(filters), filters)
    return [path for path in map(_noted, names) if path]


def ask_for_new_file(
    parent: QWidget, title: str, name: str, filters: dict[str, str]
) -> Path | None:
    """Ask where to save; None when the user cancels.

    Parameters
    ----------
    name
        Proposed name of the file.
    filters
        The kinds of files by their suffixes, as in ``{".png": "PNG image (*.png)"}``. A name
        without one of them gets the suffix of the kind that was chosen, before the dialog asks
        whether a file is to be replaced.
    """
    kinds = ";;".join(filters.values())
    dialog = QFileDialog(parent, title, _last.start(kinds, name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    suffixes = {kind: suffix for suffix, kind in filters.items()}
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(suffixes[kind]))
    dialog.setDefaultSuffix(next(iter(filters)))
    chosen = dialog.selectedFiles()[0] if dialog.exec() else ""
    dialog.deleteLater()
    return _noted(chosen)


def ask_for_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder to save into; None when the user cancels."""
    name = QFileDialog.getExistingDirectory(parent, title, _last.start(""))
    if not name:
        return None
    _last.note(Path(name))
    return Path(name)


def _noted(name: str) -> Path | None:
    if not name:
        return None
    _last.note(Path(name).parent)
    return Path(name)
