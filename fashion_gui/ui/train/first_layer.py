"""The first layer: the weights of its units or filters as pictures."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.image_spec import IMAGES
from fashion_gui.nn.network import Network
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.imaging.signed_picture import signed_picture
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.widgets.spoken import Spoken

_COLUMNS, _ROWS = 12, 3
_GAP = 6
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
    """Shows up to 36 units or filters of a network's first layer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[QImage] = []
        self.setAccessibleName("What the first layer looks for")
        self.setToolTip(
            "Each square is a unit of the first layer: it looks at the whole image or, in a "
            "convolution, at every position in turn. Light at its orange pixels excites "
            "it, light at its blue ones inhibits it. At first they are noise: watch shapes appear."
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def n_pictures(self) -> int:
        """Number of units or filters that are shown."""
        return len(self._pictures)

    def show_network(self, network: Network | None) -> None:
        """Show a network's first layer."""
        pictures = None if network is None else weight_pictures(network, _COLUMNS * _ROWS)
        self._pictures = [to_qimage(pixels) for pixels in (() if pictures is None else pictures)]
        self.update()

    def spoken_value(self) -> str:
        return f"{self.n_pictures} units or filters as pictures" if self._pictures else _NOTHING

    def sizeHint(self) -> QSize:
        return QSize(_COLUMNS * 62, _ROWS * 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._pictures:
            painter.setPen(colours(self.palette()).faint_text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _NOTHING)
            return
        side = min(
            (self.width() - (_COLUMNS - 1) * _GAP) // _COLUMNS,
            (self.height() - (_ROWS + 1) * _GAP) // _ROWS,
        )
        left = (self.width() - _COLUMNS * side - (_COLUMNS - 1) * _GAP) // 2
        for number, picture in enumerate(self._pictures):
            row, column = divmod(number, _COLUMNS)
            x, y = left + column * (side + _GAP), _GAP + row * (side + _GAP)
            painter.drawImage(QRect(x, y, side, side), picture)
