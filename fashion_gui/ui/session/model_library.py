"""The networks to choose from: which one is active, which one compared, and their files."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fashion_gui.data import Dataset
from fashion_gui.evaluation.compatibility import incompatibility
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.nn.network import Network
from fashion_gui.ui.session.model_entry import KnownModel, ModelEntry, free_path


class ModelLibrary(QObject):
    """Holds the networks by their keys, in the order in which they came.

    Attributes
    ----------
    entries
        The networks to choose from.
    active, compared
        The one that answers, and the one it is compared with; None for none.
    """

    changed = Signal()
    """The list has changed, or another network was chosen."""
    failed = Signal(str)
    """A sentence about a file that could not be read or written; the list is unchanged."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: dict[str, ModelEntry] = {}
        self.active: ModelEntry | None = None
        self.compared: ModelEntry | None = None

    def choose(self, key: str) -> bool:
        """Make another network the active one; False if it is already, or is not here."""
        if key not in self.entries or (self.active and key == self.active.key):
            return False
        self.active = self.entries[key]
        self.changed.emit()
        return True

    def replace(self, entry: ModelEntry) -> None:
        """Put an entry in place of that with the same key, also where it is in use."""
        self.entries[entry.key] = entry
        if self.active and self.active.key == entry.key:
            self.active = entry
        if self.compared and self.compared.key == entry.key:
            self.compared = entry
        self.changed.emit()

    def add_variant(self, label: str, network: Network) -> str | None:
        """Add a network made of the active one, with the same history; return its key."""
        if self.active is None:
            return None
        made = replace(self.active, key=network.digest, label=label, network=network)
        made = replace(made, run="", origin="")  # it is no longer that of the run or file
        self.entries[made.key] = replace(made, is_saved=True)  # it can be made again
        return made.key

    def forget(self, key: str) -> bool:
        """Drop a network; False if it is active, compared, or not here."""
        used = [entry.key for entry in (self.active, self.compared) if entry]
        if key not in self.entries or key in used:
            return False
        del self.entries[key]
        return True

    def read(
        self,
        key: str,
        path: Path,
        label: str | None = None,
        dataset: Dataset | None = None,
        *,
        run: str = "",
        origin: str = "",
    ) -> bool:
        """Add a network from a file; False and a message on failure.

        One with a label of its own is refused if it does not fit the images.
        """
        try:
            saved = model_file.load(path)
        except model_file.ModelFileError as error:
            self.failed.emit(f"The network could not be opened. {error}")
            return False
        if label and dataset and (problem := incompatibility(saved.network, dataset)):
            self.failed.emit(f"The network could not be opened. {path}: {problem}")
            return False
        self.entries[key] = ModelEntry(
            key, label or key, saved.network, saved.training, run=run, origin=origin
        )
        self.changed.emit()
        return True

    def open(self, path: Path, dataset: Dataset | None, others: Iterable[KnownModel]) -> str | None:
        """Add a network from a person's file; return its key, or None and a message on failure.

        It is called as the file is; where one here or one of the `others` has that name, "(file)"
        tells it apart.
        """
        key, label = str(path.resolve()), path.stem
        known = itertools.chain(self.entries.values(), others)
        if any(model.label == label and model.key != key for model in known):
            label = f"{label} (file)"
        is_read = self.read(key, path, label, dataset, origin="from a file")
        return key if is_read else None

    def write(self, entry: ModelEntry, path: Path, name: str) -> bool:
        """Write a network, called `name` in the message on failure; False then."""
        try:
            model_file.save(path, entry.network, entry.training)
        except (model_file.ModelFileError, OutputError) as error:
            self.failed.emit(f"{name} was not saved. {error}")
            return False
        self.replace(replace(entry, is_saved=True))
        return True

    def unsaved(self) -> tuple[ModelEntry, ...]:
        """Return the networks of runs that are not in a file, also that of the current run."""
        return tuple(entry for entry in self.entries.values() if not entry.is_saved)

    def write_unsaved(self, directory: Path) -> bool:
        """Write them all into a directory, replacing nothing; False and a message on failure."""
        return all(
            self.write(entry, free_path(directory, entry.label), entry.label)
            for entry in self.unsaved()
        )
