"""A grid of thousands of images: positions by arithmetic, pixels straight from the array.

Qt's list views keep data for every item, which takes longer than a frame for 70,000 of them. Here
there is none: which images are visible follows from the scroll bar, and their pixels go as one
picture from NumPy to the painter. Selection, focus and keys are Qt's.
"""

from collections.abc import Sequence
from time import monotonic
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from fashion_gui.evaluation.query import Numbers
from fashion_gui.ui.browse.cell_painter import CellPainter
from fashion_gui.ui.browse.image_model import ImageModel
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.widgets.spoken import Role, Spoken

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction

_AWAITED = "The first ones appear in a moment."


class ImageGrid(Spoken, QAbstractItemView):
    """Shows the images of an ``ImageModel``, as many in a row as there is room for."""

    spoken_role = Role.List
    spoken_keys = MappingProxyType(
        {
            "Arrows, Page Up, Page Down, Home, End": "go to another image",
            "First letters of a class": "go to its next image",
            "Shift with one of them": "select the images on the way",
            "Ctrl+A": "select all images",
        }
    )

    def __init__(self, model: ImageModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._cells = CellPainter(self)
        self._anchor: int | None = None
        self._typed, self._typed_at = "", 0.0
        self.setModel(model)
        self.setAccessibleName("Images")
        self.setToolTip("Pick an image with the mouse, the arrows or its class's first letter.")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    # Places ------------------------------------------------------------------------------

    @property
    def scale(self) -> int:
        """Screen pixels for each pixel of an image."""
        return self._cells.scale

    def set_scale(self, scale: int) -> None:
        """Show larger or smaller images; the current one stays visible."""
        self._cells.scale = scale
        self.updateGeometries()
        current = self.currentIndex()
        if current.isValid():
            self.scrollTo(current, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()

    @property
    def n_columns(self) -> int:
        """Images in a row."""
        return max(1, self.viewport().width() // self._cells.least_size().width())

    def cell_size(self) -> QSize:
        """Return the size of a cell; the columns fill the width."""
        height = self._cells.least_size().height()
        return QSize(self.viewport().width() // self.n_columns, height)

    def selected_ranges(self) -> list[range]:
        """Return the rows of the model that are selected, as ranges in no order."""
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        return [range(part.top(), part.bottom() + 1) for part in parts]

    def selected_rows(self) -> list[int]:
        """Return the rows of the model that are selected, in order."""
        return sorted(row for part in self.selected_ranges() for row in part)

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid():
            return QRect()
        size = self.cell_size()
        row, column = divmod(index.row(), self.n_columns)
        place = QPoint(column * size.width(), row * size.height() - self.verticalOffset())
        return QRect(place, size)

    def indexAt(self, point: QPoint) -> QModelIndex:
        size = self.cell_size()
        column = point.x() // size.width()
        if not 0 <= column < self.n_columns:
            return QModelIndex()
        row = (point.y() + self.verticalOffset()) // size.height()
        return self._model.index(row * self.n_columns + column)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def updateGeometries(self) -> None:
        height, visible = self.cell_size().height(), self.viewport().height()
        n_rows = -(-self._model.rowCount() // self.n_columns)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, n_rows * height - visible))
        bar.setEnabled(bar.maximum() > 0)  # its handle is seen only where it can be moved
        bar.setPageStep(visible)
        bar.setSingleStep(height // 3)
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current image in sight, or else the first visible one in place."""
        old_size, least = event.oldSize(), self._cells.least_size()
        old_columns = max(1, old_size.width() // least.width())
        first_row, current = self.verticalOffset() // least.height(), self.currentIndex()
        last_row = (self.verticalOffset() + old_size.height()) // least.height()
        super().resizeEvent(event)
        self.updateGeometries()
        if current.isValid() and first_row <= current.row() // old_columns <= last_row:
            self.scrollTo(current)
        elif old_size.width() > 0 and old_columns != self.n_columns:
            first = first_row * old_columns // self.n_columns
            self.verticalScrollBar().setValue(first * least.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._cells.forget_font()
            self.updateGeometries()  # the words below the images need another room

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        box, bar, height = (
            self.visualRect(index),
            self.verticalScrollBar(),
            self.viewport().height(),
        )
        if not index.isValid():
            return
        if hint is QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + box.center().y() - height // 2)
        elif box.top() < 0:
            bar.setValue(bar.value() + box.top())
        elif box.bottom() > height:
            bar.setValue(bar.value() + min(box.bottom() - height, box.top()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def dataChanged(
        self, top_left: _Index, bottom_right: _Index, roles: Sequence[int] = ()
    ) -> None:
        self.viewport().update()

    def reset(self) -> None:
        super().reset()
        self._anchor = None
        self.updateGeometries()
        self.viewport().update()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self.updateGeometries()
        self.viewport().update()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.updateGeometries()

    # What a screen reader hears ----------------------------------------------------------

    def spoken_value(self) -> str:
        current = self.spoken_focus()
        return self.spoken_item(current) if current >= 0 else "No image is picked"

    def n_spoken_items(self) -> int:
        return self._model.rowCount()

    def spoken_item(self, place: int) -> str:
        words: str = self._model.index(place).data(Qt.ItemDataRole.AccessibleTextRole)
        return words

    def spoken_rect(self, place: int) -> QRect:
        return self.visualRect(self._model.index(place))

    def spoken_at(self, point: QPoint) -> int:
        return self.indexAt(point).row()  # by arithmetic: there may be 70,000

    def spoken_focus(self) -> int:
        return self.currentIndex().row()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self.tell_focus()

    # Keys and selection ------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move_anchor(event.modifiers(), self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self._move_anchor(event.modifiers(), self.currentIndex())

    def _move_anchor(self, modifiers: Qt.KeyboardModifier, index: QModelIndex) -> None:
        if not modifiers & Qt.KeyboardModifier.ShiftModifier or self._anchor is None:
            self._anchor = index.row() if index.isValid() else None

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        n_images, n_columns = self._model.rowCount(), self.n_columns
        if not n_images:
            return QModelIndex()
        if not self.currentIndex().isValid():
            return self._model.index(0)
        row = self.currentIndex().row()
        n_page = max(1, self.viewport().height() // self.cell_size().height()) * n_columns
        steps = {
            _Move.MoveLeft: -1,
            _Move.MovePrevious: -1,
            _Move.MoveRight: 1,
            _Move.MoveNext: 1,
            _Move.MoveUp: -n_columns,
            _Move.MoveDown: n_columns,
            _Move.MovePageUp: -n_page,
            _Move.MovePageDown: n_page,
            _Move.MoveHome: -n_images,
            _Move.MoveEnd: n_images,
        }
        target = row + steps[action]
        if action in (_Move.MoveUp, _Move.MoveDown) and not 0 <= target < n_images:
            target = row
        return self._model.index(min(max(target, 0), n_images - 1))

    def keyboardSearch(self, search: str) -> None:
        """Go to the next image whose true class begins with what is typed."""
        dataset, now = self._model.dataset, monotonic()
        if dataset is None or not self._model.rowCount():
            return
        is_first = 1000 * (now - self._typed_at) > QApplication.keyboardInputInterval()
        self._typed = search.lower() if is_first else self._typed + search.lower()
        self._typed_at = now
        if len(set(self._typed)) == 1:
            self._typed = self._typed[0]  # the same letter again goes on to the next image
        names = [name.lower().startswith(self._typed) for name in dataset.class_names]
        is_match = np.array(names)[dataset.labels[self._model.shown]]
        # A second letter narrows the search down: the current image may already fit.
        first = max(0, self.currentIndex().row() + (len(self._typed) == 1))
        matches = np.flatnonzero(np.roll(is_match, -first))
        if len(matches):
            self.setCurrentIndex(self._model.index(int(matches[0] + first) % len(is_match)))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from the image where the selection began to the opposite corner."""
        corners = [
            self._row_near(point)
            for point in (rect.topLeft(), rect.bottomRight(), rect.topRight(), rect.bottomLeft())
        ]
        first, last = corners[:2]
        if self._anchor in corners[2:]:
            first, last = corners[2:]
        selection = QItemSelection()
        if self._model.rowCount():
            first, last = min(first, last), max(first, last)
            selection.select(self._model.index(first), self._model.index(last))
        self.selectionModel().select(selection, command)

    def _row_near(self, point: QPoint) -> int:
        size = self.cell_size()
        column = min(max(0, point.x() // size.width()), self.n_columns - 1)
        row = (point.y() + self.verticalOffset()) // size.height()
        return int(min(max(0, row * self.n_columns + column), self._model.rowCount() - 1))

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    # Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        dataset = self._model.dataset
        if dataset is None:
            return
        size, n_columns = self.cell_size(), self.n_columns
        top = self.verticalOffset()
        first = top // size.height() * n_columns
        n_rows = self.viewport().height() // size.height() + 2
        shown = self._model.shown[first : first + n_rows * n_columns]
        painter = QPainter(self.viewport())
        if not len(shown):
            painter.setPen(colours(self.palette()).faint_text)
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, _AWAITED)
            return
        left_top = QPoint(0, -(top % size.height()))
        current = self.currentIndex().row() - first
        self._cells.paint(
            painter,
            left_top,
            size,
            n_columns,
            dataset.images(shown),
            self._marks(shown),
            self._is_selected(first, len(shown)),
            current if self.hasFocus() else -1,
        )
        painter.end()

    def _marks(self, shown: Numbers) -> list[tuple[str, str]]:
        """Return for each image the predicted class, and the true one if that is another."""
        answers, dataset = self._model.answers, self._model.dataset
        if answers is None or dataset is None:
            return [("…", "")] * len(shown)
        places = shown - answers.start
        names, labels = answers.network.class_names, dataset.labels[shown]
        rows = zip(answers.predicted[places], answers.is_right[places], labels, strict=True)
        return [
            (names[answer], "" if is_right else names[label]) for answer, is_right, label in rows
        ]

    def _is_selected(self, first: int, n: int) -> NDArray[np.bool_]:
        is_selected = np.zeros(n, np.bool_)
        for part in self.selected_ranges():
            is_selected[max(0, part.start - first) : max(0, part.stop - first)] = True
        return is_selected

    def sizeHint(self) -> QSize:
        return QSize(640, 480)
