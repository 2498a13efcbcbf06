"""A picture, what was found in it, and the part of it that is used."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.percent import SIGN
from fashion_gui.sketch.corrections import turned_box
from fashion_gui.sketch.fitting import Box
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.palette import colours
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.theme.tokens import BRUSH_OUTSIDE, WHITE
from fashion_gui.ui.widgets.spoken import Spoken

_LONGEST = 1200
"""Most pixels per side of the picture as shown."""
_LEAST_DRAG = 0.03
"""Share of a side: a shorter drag counts as a click and selects nothing."""
_STEP = 0.02
_FIRST_CROP = (0.1, 0.1, 0.9, 0.9)
_LEAST_SIDE = 0.05
_MOVES = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class PictureView(Spoken, QWidget):
    """Shows a picture, turned as it is read; a drag, or keys, select a part of it.

    Boxes and corners are shares of the sides of the picture as it is in its file.
    """

    crop_changed = Signal(object)
    """The ``Box`` of the part that is used; None for all of it."""
    spoken_keys = MappingProxyType(
        {
            "Arrows": "move the part that is looked at",
            "Shift+arrows": "make it larger or smaller",
            "Backspace": "look at all of the picture",
        }
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels = np.zeros((1, 1, 3), np.uint8)
        self._image = QImage()
        self._quarters = 0
        self._crop: Box | None = None
        self._corners: NDArray[np.float64] | None = None
        self._start: QPointF | None = None
        self.setAccessibleName("The picture")
        self.setToolTip(
            "Drag over a part to look at that alone. Keys: arrows move it, with Shift they change "
            "its size, Backspace takes all of the picture."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_picture(self, pixels: NDArray[np.uint8]) -> None:
        """Show a picture: uint8 (height, width, 4). Transparent pixels are grey."""
        step = max(1, -(-max(pixels.shape[:2]) // _LONGEST))
        some = pixels[::step, ::step]
        opacity = some[..., 3:] / np.float32(255)
        self._pixels = np.rint(some[..., :3] * opacity + 128 * (1 - opacity)).astype(np.uint8)
        self._show()

    def set_reading(
        self, crop: Box | None, quarters: int, corners: NDArray[np.float64] | None
    ) -> None:
        """Show how the picture is read, and the corners (4, 2) of what was found in it."""
        if self._start is None:  # a drag in progress has priority
            self._crop = crop
        self._corners = corners
        if quarters % 4 != self._quarters:
            self._quarters = quarters % 4
            self._show()
        self.update()

    def square(self) -> QRectF:
        """Return where the picture is in the widget."""
        inside = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        size = self._image.size().scaled(inside.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, max(1, size.width()), max(1, size.height()))
        place.moveCenter(inside.center())
        return place

    def spoken_value(self) -> str:
        if self._crop is None:
            return "all of it is looked at"
        left, top, right, bottom = (round(100 * share) for share in self._turned_crop())
        return f"looked at: {left} to {right}{SIGN} across, {top} to {bottom}{SIGN} down"

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    def _show(self) -> None:
        self._image = to_qimage(np.rot90(self._pixels, self._quarters))
        self.update()

    def _turned_crop(self) -> Box:
        return turned_box(self._crop or (0.0, 0.0, 1.0, 1.0), self._quarters)

    def _choose(self, box: Box | None) -> None:
        """Select a part, given in the orientation shown."""
        self._crop = None if box is None else turned_box(box, -self._quarters)
        self.update()
        self.crop_changed.emit(self._crop)

    # Mouse and keys ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._start = self._share(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event.position())
        self._start = None

    def _drag_to(self, position: QPointF) -> None:
        if self._start is None:
            return
        (left, right), (top, bottom) = (
            sorted(pair)
            for start, stop in [(self._start, self._share(position))]
            for pair in ((start.x(), stop.x()), (start.y(), stop.y()))
        )
        if min(right - left, bottom - top) >= _LEAST_DRAG:
            self._choose((left, top, right, bottom))

    def _share(self, position: QPointF) -> QPointF:
        place = self.square()
        x = (position.x() - place.left()) / place.width()
        y = (position.y() - place.top()) / place.height()
        return QPointF(min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._choose(None)
        elif key in _MOVES:
            is_sizing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._choose(_FIRST_CROP if self._crop is None else self._moved(key, is_sizing))
        else:
            super().keyPressEvent(event)

    def _moved(self, key: Qt.Key, is_sizing: bool) -> Box:
        (left, top, right, bottom), (dx, dy) = self._turned_crop(), _MOVES[key]
        if is_sizing:
            right = min(1.0, max(left + _LEAST_SIDE, right + dx))
            return left, top, right, min(1.0, max(top + _LEAST_SIDE, bottom + dy))
        dx = min(1 - right, max(-left, dx))
        dy = min(1 - bottom, max(-top, dy))
        return left + dx, top + dy, right + dx, bottom + dy

    # Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), self.square()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        if self._crop is not None:
            self._paint_crop(painter, place)
        if self._corners is not None:
            self._paint_outline(painter, place, self._corners)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.palette())

    def _paint_crop(self, painter: QPainter, place: QRectF) -> None:
        left, top, right, bottom = self._turned_crop()
        part = QRectF(
            place.left() + left * place.width(),
            place.top() + top * place.height(),
            (right - left) * place.width(),
            (bottom - top) * place.height(),
        )
        outside = QPainterPath()
        outside.addRect(place)
        outside.addRect(part)  # what is in both is left out
        painter.fillPath(outside, QColor(BRUSH_OUTSIDE))
        painter.setPen(QPen(QColor(WHITE), 1))
        painter.drawRect(part)

    def _paint_outline(
        self, painter: QPainter, place: QRectF, corners: NDArray[np.float64]
    ) -> None:
        points = []
        for x, y in corners.tolist():
            x, y, *_ = turned_box((x, y, x, y), self._quarters)
            points.append(
                QPointF(place.left() + x * place.width(), place.top() + y * place.height())
            )
        outline = QPolygonF([*points, points[0]])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (QPen(QColor(WHITE), 4), QPen(colours(self.palette()).top_bar, 2)):
            painter.setPen(pen)
            painter.drawPolyline(outline)
