"""The confusion matrix as a heat map; a click on a cell opens its images."""

from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fashion_gui.percent import percent
from fashion_gui.ui.theme.contrast import readable_on
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.widgets.names import cut, usual_width
from fashion_gui.ui.widgets.spoken import Role, Spoken

_LEAST_CELL = 26
_LEAST_DIGITS = 0.8
"""How small numbers may become, where cells are narrow, as a share of the text's size."""
_NAME_LETTERS = 12
"""Room for the names of classes, in letters, also where the matrix is small."""
_ERRORS = 0.5
"""Shade of the most frequent error; right predictions have a stronger one."""
_GAP = 8


class Shown(StrEnum):
    """What the cells show."""

    COUNTS = "counts"
    PERCENT = "percent of each row"
    DIFFERENCE = "difference"


class ConfusionView(Spoken, QWidget):
    """Rows are the true classes, columns the predicted ones."""

    spoken_role = Role.Table
    spoken_item_role = Role.Cell
    spoken_keys = MappingProxyType(
        {"Arrows": "go to another cell", "Return or Space": "see the images behind it"}
    )

    opened = Signal(int, int)
    """Row and column of a cell that was clicked; -1 for all of them, at a class's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] | None = None
        self._shown = Shown.COUNTS
        self._focus = (0, 0)
        self._measured: tuple[int, int, int] | None = None
        self._needs: tuple[tuple[str, ...], int] = ((), 1)
        """The names, and the letters of the longest number: what the least size follows from."""
        self._hover: tuple[int, int] | None = None
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            "Rows are true classes, columns predicted ones; right predictions are on the diagonal. "
            "Click a cell, or a class's name, to see the images behind it."
        )

    def show_counts(
        self, counts: NDArray[np.int64], class_names: Sequence[str], shown: Shown
    ) -> None:
        """Show counts, or the difference of counts, int (n_classes, n_classes)."""
        self._counts, self._class_names, self._shown = counts, tuple(class_names), shown
        self._measured = None
        n = range(len(self._class_names))
        letters = max((len(self._text(row, column)) for row in n for column in n), default=1)
        if (self._class_names, letters) != self._needs:
            self._needs = self._class_names, letters
            self.updateGeometry()
        self.update()

    # Words -------------------------------------------------------------------------------

    def words(self, row: int, column: int) -> str:
        """Return a cell, or the row or column of a class, in words."""
        if self._counts is None:
            return ""
        names = self._class_names
        if row < 0:
            return f"All images predicted as {names[column]}."
        if column < 0:
            return f"All {names[row]} images."
        count = int(self._counts[row, column])
        if self._shown is Shown.DIFFERENCE:
            more = "more" if count > 0 else "fewer"
            if count == 0:
                return f"As many {names[row]} images are predicted as {names[column]} by both."
            return (
                f"{abs(count):,} {names[row]} images {more} are predicted as {names[column]} by "
                "this network than by the other."
            )
        n_row = int(self._counts[row].sum())
        share = percent(count / n_row) if n_row else "none"
        verdict = ", which is right" if row == column else ""
        return (
            f"{count:,} of {n_row:,} {names[row]} images ({share}) were predicted as "
            f"{names[column]}{verdict}."
        )

    def _text(self, row: int, column: int) -> str:
        assert self._counts is not None
        count = int(self._counts[row, column])
        if self._shown is Shown.DIFFERENCE:
            return f"{count:+d}".replace("-", "−") if count else "0"
        if self._shown is Shown.PERCENT:
            n_row = int(self._counts[row].sum())
            return f"{100 * count / n_row:.1f}" if n_row else "–"
        return f"{count:,}"

    # Places ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(560, 480)

    def minimumSizeHint(self) -> QSize:
        n_classes = len(self._class_names) or 10
        line = self.fontMetrics().height()
        digits = self.fontMetrics().horizontalAdvance("0" * self._needs[1])
        cell = max(_LEAST_CELL, round(_LEAST_DIGITS * digits) + SPACE_4)
        around = self._text_size()[2] + line + _GAP
        return QSize(around + cell * n_classes, around + (line + 2) * n_classes)

    @property
    def is_upright(self) -> bool:
        """Whether the names above the columns are vertical, because they are too wide."""
        room = (self.width() - self._left() - 2) / max(1, len(self._class_names))
        return self._text_size()[0] + SPACE_4 > room

    def _text_size(self) -> tuple[int, int, int]:
        """Return the longest name's width, a line's height, and the least room for names."""
        if self._measured is None:
            metrics = self.fontMetrics()
            widest = max(map(metrics.horizontalAdvance, self._class_names), default=0)
            self._measured = (
                widest,
                metrics.height(),
                usual_width(metrics, self._class_names, _NAME_LETTERS),
            )
        return self._measured

    def _left(self) -> int:
        """Return the width of the names beside the rows: all of them, if they leave room."""
        widest, line, usual = self._text_size()
        return min(widest, max(usual, self.width() // 3)) + line + _GAP

    def _grid(self) -> QRectF:
        """Return where the cells are."""
        left, (widest, line, usual) = self._left(), self._text_size()
        rows = (line + 2) * len(self._class_names)  # names above leave these their least height
        spare = min(self.height() // 3, self.height() - line - _GAP - rows)
        above = min(widest, max(usual, spare)) if self.is_upright else line
        top = line + above + _GAP
        return QRectF(left, top, self.width() - left - 2, self.height() - top - 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measured = None

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell is; row or column -1 is the name of a class."""
        grid, n = self._grid(), max(1, len(self._class_names))
        width, height = grid.width() / n, grid.height() / n
        beside = float(self._text_size()[1] + SPACE_4)
        left = grid.left() + column * width if column >= 0 else beside
        top = grid.top() + row * height if row >= 0 else beside
        return QRectF(
            left,
            top,
            width if column >= 0 else grid.left() - left - 4,
            height if row >= 0 else grid.top() - top,
        )

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        if self._counts is None:
            return None
        grid, n = self._grid(), len(self._class_names)
        column = int((place.x() - grid.left()) // (grid.width() / n))
        row = int((place.y() - grid.top()) // (grid.height() / n))
        row, column = max(row, -1), max(column, -1)
        return (row, column) if row < n and column < n and row + column > -2 else None

    # What a person does ------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._cell_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if self._hover else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell and event.button() is Qt.MouseButton.LeftButton:
            self._focus = (max(cell[0], 0), max(cell[1], 0))
            self.opened.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key, n = Qt.Key(event.key()), len(self._class_names)
        if self._counts is None:
            super().keyPressEvent(event)
        elif key in steps:
            row, column = (a + b for a, b in zip(self._focus, steps[key], strict=True))
            self._focus = (min(max(row, 0), n - 1), min(max(column, 0), n - 1))
            self.update()
            self.tell_focus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(*self._focus)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (cell := self._cell_at(QPointF(event.pos()))):
            QToolTip.showText(event.globalPos(), self.words(*cell), self)
            return True
        return super().event(event)

    # What a screen reader hears ----------------------------------------------------------

    def spoken_value(self) -> str:
        return self.words(*self._focus) or "Nothing yet"

    def n_spoken_items(self) -> int:
        return 0 if self._counts is None else self._counts.size

    def spoken_item(self, place: int) -> str:
        return self.words(*divmod(place, len(self._class_names)))

    def spoken_rect(self, place: int) -> QRect:
        return self.cell_rect(*divmod(place, len(self._class_names))).toAlignedRect()

    def spoken_focus(self) -> int:
        row, column = self._focus
        return -1 if self._counts is None else row * len(self._class_names) + column

    # Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._counts is None:
            return
        painter = QPainter(self)
        self._paint_names(painter)
        shades, faint = self._shares(), colours(self.palette()).faint_text
        n = len(self._class_names)
        usual = self._number_font()
        bold = QFont(usual)
        bold.setBold(True)
        for row in range(n):
            for column in range(n):
                cell = self.cell_rect(row, column).adjusted(0, 0, -1, -1)
                shade = self._shade(float(shades[row, column]))
                painter.fillRect(cell, shade)
                painter.setFont(bold if row == column else usual)
                is_seen = self._counts[row, column] != 0
                painter.setPen(readable_on(shade) if is_seen else faint)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, self._text(row, column))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1))
        for place in range(n):
            painter.drawRect(self.cell_rect(place, place).adjusted(1, 1, -3, -3))
        if self._hover:
            painter.drawRect(self.cell_rect(*self._hover).adjusted(0, 0, -1, -1))
        if self.hasFocus():
            paint_ring(painter, self.cell_rect(*self._focus), self.palette())

    def _number_font(self) -> QFont:
        """Return the font in which the longest number fits into a cell, in bold type as well."""
        font = QFont(self.font())
        font.setBold(True)
        needed = QFontMetricsF(font).horizontalAdvance("0" * self._needs[1])
        room = self.cell_rect(0, 0).width() - SPACE_4 - 1
        font.setBold(False)
        if needed > room > 0:
            pixels = QFontInfo(font).pixelSize()
            font.setPixelSize(max(1, int(pixels * max(_LEAST_DIGITS, room / needed))))
        return font

    def _paint_names(self, painter: QPainter) -> None:
        metrics, palette = self.fontMetrics(), self.palette()
        painter.setPen(colours(palette).faint_text)
        grid = self._grid()
        top = QRectF(grid.left(), 0, grid.width(), metrics.height())
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, "Predicted →")
        painter.save()
        painter.translate(0, grid.bottom())
        painter.rotate(-90)
        side = QRectF(0, 0, grid.height(), metrics.height())
        painter.drawText(side, Qt.AlignmentFlag.AlignCenter, "← True class")
        painter.restore()
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_upright = self.is_upright
        for place, name in enumerate(self._class_names):
            beside, above = self.cell_rect(place, -1), self.cell_rect(-1, place)
            painter.drawText(beside, right, self._fitted(name, beside.width()))
            if is_upright:
                painter.save()
                painter.translate(above.left(), above.bottom() - SPACE_4)
                painter.rotate(-90)
                box = QRectF(0, 0, above.height() - SPACE_4, above.width())
                painter.drawText(box, left, self._fitted(name, box.width()))
                painter.restore()
            else:
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, name)

    def _fitted(self, name: str, width: float) -> str:
        """Return a name, cut only where it would take more than a third of the matrix."""
        return cut(name, self.fontMetrics(), width)

    def _shares(self) -> NDArray[np.float64]:
        """Return the shade of each cell: from 1, blue for right, to -1, orange for wrong.

        As in the report: right predictions by their share of the row, errors relative to the most
        frequent one. In a difference, more is better on the diagonal only.
        """
        assert self._counts is not None
        diagonal = np.eye(len(self._counts), dtype=bool)
        if self._shown is Shown.DIFFERENCE:
            change = self._counts / max(1, int(np.abs(self._counts).max()))
            better: NDArray[np.float64] = np.where(diagonal, change, -change)
            return better
        shares = self._counts / np.maximum(1, self._counts.sum(axis=1, keepdims=True))
        most = max(float(shares[~diagonal].max(initial=0)), 1e-9)
        signed: NDArray[np.float64] = np.where(diagonal, shares, -_ERRORS * shares / most)
        return signed

    def _shade(self, share: float) -> QColor:
        palette = self.palette()
        shades = colours(palette)
        empty = palette.color(QPalette.ColorRole.Base)
        full = shades.training if share >= 0 else shades.validation
        # The roots make small shares visible, and all usual shares of right ones dark enough for
        # white numbers, so that those on the diagonal look alike.
        is_right = share > 0 and self._shown is not Shown.DIFFERENCE
        return _between(empty, full, abs(share) ** (1 / 8 if is_right else 1 / 2))


def _between(empty: QColor, full: QColor, share: float) -> QColor:
    pairs = zip(empty.getRgb()[:3], full.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + share * (b - a)) for a, b in pairs))
