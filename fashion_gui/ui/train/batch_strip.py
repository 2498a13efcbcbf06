"""Twelve training images as the network will get them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
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
            "Twelve images of a batch, mirrored, turned and so on as it is set above, and drawings "
            "where it learns from some."
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_images(self, images: NDArray[np.uint8]) -> None:
        """Show other images: uint8 (n_images, 28, 28)."""
        self.images = images
        self.setVisible(len(images) > 0)
        self._make_room()
        self.update()

    def spoken_value(self) -> str:
        return f"{len(self.images)} images" if len(self.images) else "no images yet"

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()

    def _make_room(self) -> None:
        n_rows = -(-len(self.images) // _COLUMNS)
        self.setFixedHeight(n_rows * (self._side(self.width()) + _GAP))

    def _side(self, width: int) -> int:
        return max(1, (width - (_COLUMNS - 1) * _GAP) // _COLUMNS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), self._side(self.width())
        for number, image in enumerate(self.images):
            row, column = divmod(number, _COLUMNS)
            place = QRect(column * (side + _GAP), row * (side + _GAP), side, side)
            painter.drawImage(place, to_qimage(image))
