"""Twelve training images as the network will get them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.widgets.spoken import Role, Spoken

N_IMAGES = 12
_COLUMNS = 6
_GAP = 2
_SIDE = 28


class BatchStrip(Spoken, QWidget):
    """Two rows of images, as wide as the form."""

    spoken_role = Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.images: NDArray[np.uint8] = np.empty((0, _SIDE, _SIDE), np.uint8)
        self.setAccessibleName("Images as the network gets them")
        self.setToolTip(
            "Twelve images of a batch, mirrored, moved and erased as it is set above, and drawings "
            "where it learns from some."
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_images(self, images: NDArray[np.uint8]) -> None:
        """Show other images: uint8 (n_images, 28, 28)."""
        self.images = images
        self.setVisible(len(images) > 0)
        self.updateGeometry()
        self.update()

    def spoken_value(self) -> str:
        return f"{len(self.images)} images" if len(self.images) else "no images yet"

    def sizeHint(self) -> QSize:
        width = _COLUMNS * (_SIDE + _GAP)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        n_rows = -(-len(self.images) // _COLUMNS)
        return n_rows * (self._side(width) + _GAP)

    def _side(self, width: int) -> int:
        return max(1, (width - (_COLUMNS - 1) * _GAP) // _COLUMNS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), self._side(self.width())
        for number, image in enumerate(self.images):
            row, column = divmod(number, _COLUMNS)
            place = QRect(column * (side + _GAP), row * (side + _GAP), side, side)
            painter.drawImage(place, to_qimage(image))
