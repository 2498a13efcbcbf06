"""The legend of a map: its groups, each with its colour and the number of its images."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from fashion_gui.ui.theme.sizes import SPACE_12
from fashion_gui.ui.theme.text_size import scaled, sized

_Row = tuple[str, QColor, int]
_MOST_IN_SIGHT = 10
"""Groups that are in sight without scrolling the legend by itself."""


class Legend(QListWidget):
    """Groups that are selected here stand out on the map."""

    highlighted = Signal(object)
    """The selected groups, a frozenset of int."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self.setAccessibleName("Groups")
        self.setToolTip(
            "What the colours stand for, and how many images there are of each. Select some groups "
            "to see only them; a second click takes that back."
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the number stays
        self.itemSelectionChanged.connect(self._on_selection)
        sized(self, Legend._show_discs)

    def show_groups(self, rows: Sequence[_Row]) -> None:
        """Show groups: name, colour and number of images of each. The selection stays."""
        if [row[0] for row in rows] != [row[0] for row in self._rows]:
            self.clear()
            for _ in rows:
                self.addItem(QListWidgetItem())
            self._rows = []
        for place, row in enumerate(rows):
            if self._rows[place : place + 1] != [row]:
                name, colour, n_images = row
                item = self.item(place)
                item.setText(f"{name}  {n_images:,}")
                item.setToolTip(name)
                item.setIcon(_disc(colour))
                item.setHidden(n_images == 0)
        self._rows = list(rows)
        self.updateGeometry()

    def _show_discs(self) -> None:
        for place, (_, colour, _) in enumerate(self._rows):
            self.item(place).setIcon(_disc(colour))

    def sizeHint(self) -> QSize:
        return QSize(scaled(160), self._height_of(len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        """Return room for all of some groups: what is around scrolls, and not both."""
        return QSize(scaled(120), self._height_of(min(_MOST_IN_SIGHT, len(self._rows))))

    def _height_of(self, n_rows: int) -> int:
        return max(1, n_rows) * max(1, self.sizeHintForRow(0)) + 2 * self.frameWidth()

    @Slot()
    def _on_selection(self) -> None:
        chosen = {index.row() for index in self.selectedIndexes()}
        self.highlighted.emit(frozenset(chosen))


def _disc(colour: QColor) -> QIcon:
    side = scaled(SPACE_12)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(pixmap.rect())
    painter.end()
    shown = QIcon(pixmap)
    shown.addPixmap(pixmap, QIcon.Mode.Selected)  # the colour is the meaning: it stays
    return shown
