"""A choice of a network, by name or file, or of none."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from fashion_gui.files.model_file import SUFFIX, names_in, shipped
from fashion_gui.ui.widgets.file_dialogs import ask_for_file

_NONE = "none"
_FILE = "A file …"
_FILTER = f"Networks (*{SUFFIX})"


class NetworkChoice(QComboBox):
    """Offers the networks that come with the program, and any other by its file."""

    changed = Signal()
    """Another network is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(_NONE, "")
        for name in shipped():
            self.addItem(name, name)
        self.addItem(_FILE, None)
        self._shown = ""
        self.activated.connect(self._on_chosen)

    def network(self) -> str:
        """Return the name or the path; "" for none."""
        return self._shown

    def show_network(self, name: str) -> None:
        """Show a network, also one that is not among the choices."""
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
            path = ask_for_file(self, "Learn from a network", _FILTER)
            name = str(path) if path else self._shown
        self.show_network(name)
