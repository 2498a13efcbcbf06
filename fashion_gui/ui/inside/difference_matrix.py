"""The difference of two confusion matrices, small."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.widgets.spoken import Role, Spoken

_LEAST_SIDE, _USUAL_SIDE = 80, 140
_FAINTEST = 0.25
"""Opacity of a difference of a single image."""


class DifferenceMatrix(Spoken, QWidget):
    """A cell for each true class (row) and predicted class (column).

    On the diagonal more is better, elsewhere worse: what is better is in the colour of right, what
    is worse in that of wrong.
    """

    spoken_role = Role.List

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.change: NDArray[np.integer] | None = None
        self.setAccessibleName("Difference matrix")
        self.setToolTip(
            "Rows are true classes, columns predicted ones. Blue: better than before, more right "
            "on the diagonal or fewer errors beside it. Orange: worse."
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.hide()

    def show_change(self, change: NDArray[np.integer] | None, names: Sequence[str] = ()) -> None:
        """Show how many images more, or less, each cell has; None for nothing."""
        self.change, self._names = change, tuple(names)
        self.setVisible(change is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_USUAL_SIDE, _USUAL_SIDE)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_SIDE, _LEAST_SIDE)

    def spoken_value(self) -> str:
        if self.change is None:
            return "nothing yet"
        cells = np.argsort(-np.abs(self.change), axis=None, kind="stable")[:3].tolist()
        words = (self.spoken_item(cell) for cell in cells if self.change.flat[cell])
        return "; ".join(words) or "no difference"

    def n_spoken_items(self) -> int:
        return 0 if self.change is None else self.change.size

    def spoken_item(self, place: int) -> str:
        assert self.change is not None
        row, column = divmod(place, len(self._names))
        number = f"{self.change[row, column]:+d}".replace("-", "\N{MINUS SIGN}")
        if row == column:
            return f"{self._names[row]} right: {number}"
        return f"{self._names[row]} called {self._names[column]}: {number}"

    def spoken_rect(self, place: int) -> QRect:
        return self._cell(*divmod(place, max(1, len(self._names))))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self.spoken_at(event.pos())
            if place >= 0:
                QToolTip.showText(event.globalPos(), self.spoken_item(place), self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.change is None:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        ours, most = colours(self.palette()), max(1, int(np.abs(self.change).max()))
        for (row, column), number in np.ndenumerate(self.change):
            colour = ours.track
            if number:
                is_better = (number > 0) == (row == column)
                colour = QColor(ours.training if is_better else ours.validation)
                colour.setAlphaF(_FAINTEST + (1 - _FAINTEST) * abs(int(number)) / most)
            painter.fillRect(self._cell(row, column).adjusted(0, 0, -1, -1), colour)

    def spoken_at(self, point: QPoint) -> int:
        if self.change is None:
            return -1
        side = self._side()
        if not (0 <= point.x() < side and 0 <= point.y() < side):
            return -1
        n = len(self._names)
        return point.y() * n // side * n + point.x() * n // side

    def _side(self) -> int:
        return min(self.width(), self.height())

    def _cell(self, row: int, column: int) -> QRect:
        n, side = max(1, len(self._names)), self._side()
        left, top = column * side // n, row * side // n
        return QRect(left, top, (column + 1) * side // n - left, (row + 1) * side // n - top)
