"""One image, large, with every pixel to be seen."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.sizes import SPACE_4
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.spoken import Spoken


class ImageTile(Spoken, QWidget):
    """Shows a 28x28 image as squares, or a sentence if there is none."""

    def __init__(self, empty_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._marks: Marks | None = None
        self._empty_text = empty_text
        self.setMinimumSize(112, 112)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_image(self, pixels: NDArray[np.uint8] | None) -> None:
        """Show an image: uint8 (height, width); None shows the sentence."""
        self._image = None if pixels is None else to_qimage(pixels)
        self.update()

    def set_marks(self, marks: Marks | None) -> None:
        """Show colours over the image; None for none."""
        self._marks = marks
        self.update()

    def spoken_value(self) -> str:
        image = self._image
        if not image:
            return self._empty_text
        size = f"{image.width()} by {image.height()} pixels"
        return f"{size}; {self._marks.words}" if self._marks else size

    def sizeHint(self) -> QSize:
        return QSize(224, 224)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), min(self.width(), self.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(self.rect().center())
        if self._image is None:
            self._paint_empty(painter, square)
            return
        painter.drawImage(square, self._image)
        if self._marks:
            self._marks.paint(painter, QRectF(square))

    def _paint_empty(self, painter: QPainter, square: QRect) -> None:
        """Paint the place of an image, and the sentence if there is room for it."""
        shades = colours(self.palette())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(square, SPACE_4, SPACE_4)
        painter.setPen(shades.faint_text)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = square.adjusted(SPACE_4, SPACE_4, -SPACE_4, -SPACE_4)
        if room.contains(painter.boundingRect(room, flags, self._empty_text)):
            painter.drawText(room, flags, self._empty_text)
