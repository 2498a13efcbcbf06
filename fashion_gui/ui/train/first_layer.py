"""The first layer: the weights of its units or filters as pictures."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.image_spec import IMAGES
from fashion_gui.nn.network import Network
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.imaging.signed_picture import signed_picture
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import around, paint_ring
from fashion_gui.ui.theme.sizes import RING_ROOM
from fashion_gui.ui.theme.tokens import CANVAS_HINT
from fashion_gui.ui.widgets.spoken import Spoken

_COLUMNS, _ROWS = 12, 3
_GAP = 6
_CROSS = 2
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -_COLUMNS,
    Qt.Key.Key_Down: _COLUMNS,
}
_NOTHING = "What the first layer looks for appears here."


def weight_pictures(network: Network, n_pictures: int) -> NDArray[np.uint8] | None:
    """Return the weights of the first units or filters, each scaled by its own largest one.

    Returns
    -------
    ndarray of uint8, shape (n, side, side, 3), or None
        Red, green and blue; black is a weight of 0. The side is 28 pixels, or that of the
        filters of a convolution. None when the first layer does not look at the pixels.
    """
    learning = (p["weights"] for p in network.layer_parameters() if "weights" in p)
    weights = next(learning, None)
    if weights is None:
        return None
    if weights.ndim == 2 and len(weights) == IMAGES.n_pixels:
        side = IMAGES.height
    elif weights.ndim == 4 and weights.shape[2] == 1:
        side = len(weights)
    else:
        return None
    weights = weights.reshape(side * side, -1)
    # A network that diverged may hold nan.
    finite = np.nan_to_num(weights[:, :n_pictures], posinf=0.0, neginf=0.0)
    units = finite.T.reshape(-1, side, side)
    largest = np.abs(units).max(axis=(1, 2), keepdims=True)
    shares = units / np.maximum(largest, np.finfo(np.float32).tiny)
    return signed_picture(-shares)


class FirstLayerView(Spoken, QWidget):
    """Shows up to 36 units or filters of a network's first layer.

    Attributes
    ----------
    chosen
        Number of the unit that was clicked last, or chosen with the arrow keys; -1 for none.
    words
        What is said of it.
    whose
        Whose first layer it is, which is said as long as nothing is said of a unit.
    """

    clicked = Signal(int)
    """A unit or filter was clicked, or chosen with the arrow keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[QImage] = []
        self._resting: NDArray[np.bool_] | None = None
        self.chosen, self.words, self.whose = -1, "", ""
        self.setAccessibleName("What the first layer looks for")
        self.setToolTip(
            "Each square is a unit of the first layer: it looks at the whole image or, in a "
            "convolution, at every position in turn. Light at its orange pixels excites "
            "it, light at its blue ones inhibits it. At first they are noise: watch shapes appear. "
            "Crossed out in grey: dead or saturated units; a click says since when."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def n_pictures(self) -> int:
        """Number of units or filters that are shown."""
        return len(self._pictures)

    def show_network(self, network: Network | None, name: str = "") -> None:
        """Show a network's first layer, and what the network is called."""
        self.whose = f"First layer of {name}" if name else ""
        pictures = None if network is None else weight_pictures(network, _COLUMNS * _ROWS)
        self._pictures = [to_qimage(pixels) for pixels in (() if pictures is None else pictures)]
        self.update()

    def show_resting(self, resting: NDArray[np.bool_] | None) -> None:
        """Grey dead or saturated units: bool (n_units,); None for none."""
        self._resting = resting
        self.update()

    def tell(self, words: str) -> None:
        """Write a sentence on the chosen unit below the pictures; "" for none."""
        self.words = words
        self.update()

    def is_resting(self, unit: int) -> bool:
        """Tell whether a unit is shown as dead or saturated."""
        return self._resting is not None and unit < len(self._resting) and bool(self._resting[unit])

    def spoken_value(self) -> str:
        words = f"{self.n_pictures} units or filters as pictures" if self._pictures else _NOTHING
        return ". ".join(filter(None, (words, self.whose, self.words)))

    def sizeHint(self) -> QSize:
        return QSize(_COLUMNS * 62, _ROWS * 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._pictures:
            painter.setPen(colours(self.palette()).faint_text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _NOTHING)
            return
        for number, picture in enumerate(self._pictures):
            place = self.picture_rect(number)
            if not self.is_resting(number):
                painter.drawImage(place, picture)
                continue
            painter.drawImage(place, picture.convertToFormat(QImage.Format.Format_Grayscale8))
            painter.setPen(QPen(QColor(CANVAS_HINT), _CROSS))  # the pictures are dark in any scheme
            painter.drawLine(place.topLeft(), place.bottomRight())
            painter.drawLine(place.topRight(), place.bottomLeft())
        if words := self.words or self.whose:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            line = self.rect().adjusted(0, self.height() - self.fontMetrics().height(), 0, 0)
            elide = Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(words, elide, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, shown)
        if self.hasFocus() and 0 <= self.chosen < len(self._pictures):
            place = self.picture_rect(self.chosen)
            paint_ring(painter, around(QRectF(place), RING_ROOM - 1), self.palette())

    def picture_rect(self, number: int) -> QRect:
        """Return where the picture of a unit is."""
        line = self.fontMetrics().height() if self.words or self.whose else 0
        side = min(
            (self.width() - (_COLUMNS - 1) * _GAP) // _COLUMNS,
            (self.height() - (_ROWS + 1) * _GAP - line) // _ROWS,
        )
        left = (self.width() - _COLUMNS * side - (_COLUMNS - 1) * _GAP) // 2
        row, column = divmod(number, _COLUMNS)
        return QRect(left + column * (side + _GAP), _GAP + row * (side + _GAP), side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        for number in range(len(self._pictures)):
            if self.picture_rect(number).contains(point):
                self._choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._pictures:
            super().keyPressEvent(event)
        else:
            self._choose(min(max(self.chosen + step, 0), len(self._pictures) - 1))

    def _choose(self, number: int) -> None:
        self.chosen = number
        self.update()
        self.clicked.emit(number)
