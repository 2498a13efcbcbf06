"""A choice of networks, by name or files, or of none."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from fashion_gui.files.model_file import SUFFIX, names_in, shipped
from fashion_gui.ui.widgets.elided_box import ElidedBox
from fashion_gui.ui.widgets.file_dialogs import ask_for_files

_NONE = "none"
_FILE = "Files …"
_MOST_LETTERS = 40
_FILTER = f"Networks (*{SUFFIX})"


class NetworkChoice(ElidedBox):
    """Offers the networks that come with the program, and any others by their files."""

    changed = Signal()
    """Another network is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_MOST_LETTERS, parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(_NONE, "")
        for name in shipped():
            self.addItem(name, name)
        self.addItem(_FILE, None)
        self._shown = ""
        self.activated.connect(self._on_chosen)

    def network(self) -> str:
        """Return the name or the path; several are separated by commas; "" for none."""
        return self._shown

    def show_network(self, name: str) -> None:
        """Show a network, or several, also those that are not among the choices."""
        index = self.findData(name)
        if index < 0:
            index = self.count() - 1
            self.insertItem(index, ", ".join(Path(one).name for one in names_in(name)), name)
            self.setItemData(index, name, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(index)
        if name != self._shown:
            self._shown = name
            self.changed.emit()

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        name = self.itemData(index)
        if name is None:
            paths = ask_for_files(self, "Learn from a network, or from several", _FILTER)
            name = ",".join(map(str, paths)) or self._shown
        self.show_network(name)
