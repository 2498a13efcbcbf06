"""Paints one image of the grid with its answer under it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fashion_gui.ui.browse.image_model import ANSWER_ROLE, IS_WRONG_ROLE, THUMBNAIL_SIDE
from fashion_gui.ui.theme import colours

_MARGIN = 5
_CELL_WIDTH = 88


class ImageDelegate(QStyledItemDelegate):
    """A thumbnail, and below it the answer: red and crossed when it is wrong."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    def cell_size(self) -> QSize:
        """Return the size of every item."""
        return QSize(_CELL_WIDTH, THUMBNAIL_SIDE + self._view.fontMetrics().height() + 3 * _MARGIN)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self.cell_size()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(cell, palette.highlight())
        picture = QRect(0, 0, THUMBNAIL_SIDE, THUMBNAIL_SIDE)
        picture.moveCenter(cell.center())
        picture.moveTop(cell.top() + _MARGIN)
        painter.drawPixmap(picture, index.data(Qt.ItemDataRole.DecorationRole))

        answer, is_wrong = index.data(ANSWER_ROLE), index.data(IS_WRONG_ROLE)
        text_box = cell.adjusted(2, THUMBNAIL_SIDE + 2 * _MARGIN, -2, 0)
        if is_wrong:
            wrong = colours(palette).wrong
            painter.setPen(QPen(wrong, 2))
            painter.drawRect(picture.adjusted(-1, -1, 1, 1))
            painter.setPen(wrong)
            answer = f"✗ {answer}"
        else:
            painter.setPen(palette.color(QPalette.ColorRole.Text))
        if is_selected:
            painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        text = painter.fontMetrics().elidedText(
            answer or "…", Qt.TextElideMode.ElideRight, text_box.width()
        )
        painter.drawText(text_box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
        painter.restore()
