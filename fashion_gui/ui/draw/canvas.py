"""The canvas: 28x28 pixels to draw on with a mouse, a pen or a finger."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.sketch.drawing import Brush, Drawing
from fashion_gui.sketch.raster import CANVAS_SIZE
from fashion_gui.ui.widgets.pixmaps import to_qimage

_GRID = QColor(128, 128, 128, 45)
_HINT = QColor("#9aa0a6")
_ERASER_GREY = 0.0
_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class Canvas(QWidget):
    """Shows a ``Drawing`` and turns what the hand does into strokes.

    The left button draws with ``brush``, the right one erases.
    """

    changed = Signal()
    """The drawing looks different."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self.brush = Brush()
        self._pointer: QPointF | None = None
        self._button: Qt.MouseButton | None = None
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(CANVAS_SIZE * 10, CANVAS_SIZE * 10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Canvas")
        self.setAccessibleDescription("28 by 28 pixels to draw a piece of clothing on")
        self.setToolTip("Draw here. The right button erases.")
        self.setToolTipDuration(2500)

    def sizeHint(self) -> QSize:
        return QSize(CANVAS_SIZE * 18, CANVAS_SIZE * 18)

    def square(self) -> QRectF:
        """Return where the 28x28 pixels are in the widget: whole screen pixels each."""
        side = max(1, min(self.width(), self.height()) // CANVAS_SIZE) * CANVAS_SIZE
        return QRectF((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    @Slot()
    def refresh(self) -> None:
        """Show the drawing after it was changed by somebody else."""
        self.update()
        self.changed.emit()

    # The hand ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._button is None and event.button() in _BUTTONS:
            self._button = event.button()
            self._press(event.position(), erase=event.button() is Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._button is not None:
            self._move(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is self._button:
            self._button = None
            self._release(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._pointer = event.position()
        eraser = event.pointerType() is QPointingDevice.PointerType.Eraser
        if event.type() is QEvent.Type.TabletPress:
            self._press(event.position(), erase=eraser)
        elif event.type() is QEvent.Type.TabletMove and event.buttons():
            self._move(event.position())
        elif event.type() is QEvent.Type.TabletRelease:
            self._release(event.position())
        self.update()
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> bool:
        if event.device().type() is not QInputDevice.DeviceType.TouchScreen:
            return False
        if event.type() is QEvent.Type.TouchCancel or not event.points():
            self._release(None)
        else:
            # One finger draws; others are not listened to.
            position = event.points()[0].position()
            if event.type() is QEvent.Type.TouchBegin:
                self._press(position, erase=False)
            elif event.type() is QEvent.Type.TouchUpdate:
                self._move(position)
            elif event.type() is QEvent.Type.TouchEnd:
                self._release(position)
        event.accept()
        return True

    def _press(self, position: QPointF, *, erase: bool) -> None:
        brush = Brush(self.brush.width, _ERASER_GREY) if erase else self.brush
        self.drawing.begin_stroke(brush, self._to_canvas(position))
        self.refresh()

    def _move(self, position: QPointF) -> None:
        self.drawing.extend_stroke(self._to_canvas(position))
        self.refresh()

    def _release(self, position: QPointF | None) -> None:
        if position is not None:
            self.drawing.extend_stroke(self._to_canvas(position))
        self.drawing.end_stroke()
        self.refresh()

    def _to_canvas(self, position: QPointF) -> tuple[float, float]:
        square = self.square()
        scale = CANVAS_SIZE / square.width()
        return (position.x() - square.x()) * scale, (position.y() - square.y()) * scale

    # The picture -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square = self.square()
        painter.drawImage(square, to_qimage(self.drawing.image))
        self._paint_grid(painter, square)
        if self.drawing.is_empty:
            painter.setPen(_HINT)
            text = "Draw a piece of clothing here\n\na shoe, a bag, a dress …"
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, text)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(square.adjusted(-1, -1, 0, 0))
        if self._pointer is not None:
            self._paint_brush(painter, square, self._pointer)

    def _paint_grid(self, painter: QPainter, square: QRectF) -> None:
        # Rectangles a pixel wide: thin lines with a pen take Qt 8 ms, these 0.1 ms.
        whole = square.toRect()
        step = whole.width() // CANVAS_SIZE
        for offset in range(step, whole.width(), step):
            painter.fillRect(whole.x() + offset, whole.y(), 1, whole.height(), _GRID)
            painter.fillRect(whole.x(), whole.y() + offset, whole.width(), 1, _GRID)

    def _paint_brush(self, painter: QPainter, square: QRectF, centre: QPointF) -> None:
        radius = self.brush.width / 2 * square.width() / CANVAS_SIZE
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A light ring in a dark one: to be seen on every ground.
        for colour, more in ((QColor(0, 0, 0, 160), 1.0), (QColor(255, 255, 255, 200), 0.0)):
            painter.setPen(QPen(colour, 1))
            painter.drawEllipse(centre, radius + more, radius + more)
