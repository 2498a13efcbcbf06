"""The picture as the network receives it, to be drawn on."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.image_spec import IMAGES
from fashion_gui.sketch.raster import lines_coverage
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.text_size import scaled
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.spoken import Spoken

_PEN = 2.0
"""Width of a line, in pixels of the picture."""
_LEAST_SIDE = 72
LARGEST_SIDE = 224
"""Usual height, where there is room for it."""


class InputPad(Spoken, QWidget):
    """Shows 28x28 pixels; the left button draws on them and the right one erases."""

    drawn = Signal()
    """The picture was changed by hand."""

    spoken_keys = MappingProxyType({"Left button": "draw", "Right button": "erase"})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = np.zeros(IMAGES.shape, np.uint8)
        self._shown: QImage = to_qimage(self._image)
        self._marks: Marks | None = None
        self._last: tuple[float, float] | None = None
        self.setAccessibleName("The picture as the network receives it")
        self.setToolTip(
            "These pixels go into the network. Draw on them with the left button, erase with the "
            "right one, and watch what that changes in every layer."
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._largest = LARGEST_SIDE
        self.setMaximumHeight(LARGEST_SIDE)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def set_largest_side(self, side: int) -> None:
        """Let it grow to so many pixels of the screen, instead of the usual number."""
        if side != self._largest:
            self._largest = side
            self.setMaximumHeight(side)
            self.updateGeometry()

    @property
    def image(self) -> NDArray[np.uint8]:
        """A copy of the pixels: uint8 (28, 28)."""
        return self._image.copy()

    def set_image(self, image: NDArray[np.uint8] | None) -> None:
        """Show another picture; None for black."""
        self._image = np.zeros(IMAGES.shape, np.uint8) if image is None else image.copy()
        self._last = None
        self._show()

    def set_marks(self, marks: Marks | None) -> None:
        """Show colours over the picture; None for none."""
        self._marks = marks
        self.update()

    def spoken_value(self) -> str:
        n_ink = int(np.count_nonzero(self._image))
        ink = f"{n_ink} of {self._image.size} pixels have ink" if n_ink else "nothing drawn"
        return f"{ink}; {self._marks.words}" if self._marks else ink

    def sizeHint(self) -> QSize:
        return QSize(self._largest, self._largest)

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(_LEAST_SIDE), scaled(_LEAST_SIDE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = None
        self._stroke(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._stroke(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(self._square(), self._shown)
        if self._marks:
            self._marks.paint(painter, QRectF(self._square()))

    def _stroke(self, event: QMouseEvent) -> None:
        buttons = event.buttons()
        erases = bool(buttons & Qt.MouseButton.RightButton)
        if not erases and not buttons & Qt.MouseButton.LeftButton:
            return
        point = self._pixel(event.position())
        start = self._last or point
        self._last = point
        coverage = lines_coverage(
            np.array([start], np.float32),
            np.array([point], np.float32),
            np.array([_PEN], np.float32),
            size=len(self._image),
        )
        ink = np.rint(255 * coverage).astype(np.uint8)
        changed = np.minimum(self._image, 255 - ink) if erases else np.maximum(self._image, ink)
        if (changed != self._image).any():
            self._image = changed
            self._show()
            self.drawn.emit()

    def _pixel(self, position: QPointF) -> tuple[float, float]:
        square = self._square()
        scale = len(self._image) / max(1, square.width())
        return (position.x() - square.x()) * scale, (position.y() - square.y()) * scale

    def _square(self) -> QRect:
        side = min(self.width(), self.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(self.rect().center())
        return square

    def _show(self) -> None:
        self._shown = to_qimage(self._image)
        self.update()
