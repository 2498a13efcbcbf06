"""The settings in which two runs differ: a small table, of which the less important part folds."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fashion_gui.shelf.differences import Difference
from fashion_gui.ui.theme.icons import set_icon
from fashion_gui.ui.theme.sizes import SPACE_24
from fashion_gui.ui.theme.style_sheet import mark
from fashion_gui.ui.theme.text_size import sized
from fashion_gui.ui.widgets.names import shortened
from fashion_gui.ui.widgets.score_table import keep_rows_readable

_N_SHOWN = 5
"""Rows until somebody asks for all of them."""


class SettingsTable(QWidget):
    """Shows setting, value of one run, value of the other.

    Attributes
    ----------
    table
        The rows.
    more
        Shows the less important ones, too.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.more = _Table(), QPushButton()
        self.more.setCheckable(True)
        self.more.setToolTip("Show or hide the settings that matter less.")
        mark(self.more, rank="fold")
        self.more.toggled.connect(self._show)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._n_rows = 0

    def show_differences(self, found: Sequence[Difference], first: str, second: str) -> None:
        """Show in what the runs of these names differ, the most important first."""
        self._n_rows = len(found)
        self.table.setRowCount(len(found))
        self.table.setHorizontalHeaderLabels(("Setting", shortened(first), shortened(second)))
        for row, difference in enumerate(found):
            for column, words in enumerate((difference.label, difference.first, difference.second)):
                self.table.setItem(row, column, QTableWidgetItem(words))
        self._show()

    @Slot()
    def _show(self) -> None:
        n_more, is_open = self._n_rows - _N_SHOWN, self.more.isChecked()
        self.more.setVisible(n_more > 0)
        settings = "setting" if n_more == 1 else "settings"
        self.more.setText("Fewer settings" if is_open else f"{n_more} more {settings}")
        set_icon(self.more, "chevron-down" if is_open else "chevron-right")
        for row in range(self._n_rows):
            self.table.setRowHidden(row, row >= _N_SHOWN and not is_open)
        self.table.updateGeometry()


class _Table(QTableWidget):
    """Is exactly as large as what is in it."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setAccessibleName("Settings that differ")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        keep_rows_readable(self, 3)
        sized(self, lambda table: table.updateGeometry())

    def sizeHint(self) -> QSize:
        header, frame = self.horizontalHeader(), 2 * self.frameWidth()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))  # 0 for a hidden one
        width = header.length() + SPACE_24
        return QSize(width + frame, header.sizeHint().height() + rows + frame)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())
