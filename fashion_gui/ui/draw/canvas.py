"""The canvas: 28x28 pixels to draw on with a mouse, a pen or a finger."""

from types import MappingProxyType

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.classes import Classes
from fashion_gui.sketch.drawing import Drawing
from fashion_gui.sketch.fitting import Box
from fashion_gui.sketch.operations import Brush, Move, Operation
from fashion_gui.sketch.raster import CANVAS_SIZE, Point
from fashion_gui.sketch.templates import Template
from fashion_gui.ui.draw.gesture import Gesture, MoveGesture, gesture_of
from fashion_gui.ui.draw.overlay import (
    BRUSH_ROOM,
    changed_box,
    paint_brush,
    paint_grid,
    paint_idea,
    paint_template,
)
from fashion_gui.ui.draw.tools import cursor_of, width_under
from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.theme.ring import around, paint_ring
from fashion_gui.ui.theme.sizes import RING_ROOM
from fashion_gui.ui.widgets.marks import Marks
from fashion_gui.ui.widgets.spoken import Role, Spoken

_N_EXAMPLES = 3
"""Number of classes that the empty canvas names."""
_LEAST_CELL, _GOOD_CELL = 7, 10
"""Least side of a pixel of the drawing, in pixels of the screen, and one that is easy to hit."""
_ERASER_GREY = 0.0
_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
_STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_WHEEL_NOTCH = 120
_GROWTH_OF_NOTCH = 1.1


class Canvas(Spoken, QWidget):
    """Shows a ``Drawing`` and turns mouse, pen and touch events into operations.

    The left button uses the tool, the right one erases.

    Attributes
    ----------
    brush : Brush
        What strokes and shapes are drawn with.
    is_filling : bool
        Whether rectangles and ellipses are filled.
    """

    spoken_role = Role.Canvas

    pressed = Signal()
    """The user is about to draw."""
    spoken_keys = MappingProxyType(
        {
            "Arrows, with the tool Move": "move the drawing by a pixel",
            "Shift while dragging": "keep a line level, a rectangle square, an ellipse round",
            "Escape while dragging": "cancel the drag",
        }
    )

    changed = Signal()
    """The drawing has changed."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self.brush = Brush()
        self.is_filling = False
        self._tool = "pen"
        self._template: Template = ()
        self._shown = drawing.image
        self._pointer: QPointF | None = None
        self._button: Qt.MouseButton | None = None
        self._is_pressed = False
        self._gesture: Gesture | None = None
        self._marks: Marks | None = None
        self._marks_box: Box = (0.0, 0.0, float(CANVAS_SIZE), float(CANVAS_SIZE))
        self._rolled: Move | None = None
        self._rolled_at: QPointF | None = None
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_roomy(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Canvas")
        self._prompt = ""
        self.set_idea()
        self.setToolTip("Draw here. The right button erases.")
        self.setToolTipDuration(2500)
        self.set_tool("pen")

    def sizeHint(self) -> QSize:
        side = CANVAS_SIZE * 18 + 2 * RING_ROOM
        return QSize(side, side)

    def set_roomy(self, is_roomy: bool) -> None:
        """Be higher at least, or only as high as one can just draw on."""
        cells = (_LEAST_CELL, _GOOD_CELL if is_roomy else _LEAST_CELL)
        self.setMinimumSize(*(CANVAS_SIZE * cell + 2 * RING_ROOM for cell in cells))

    def square(self) -> QRectF:
        """Return where the 28x28 pixels are in the widget: whole screen pixels each."""
        room = min(self.width(), self.height()) - 2 * RING_ROOM
        side = max(1, room // CANVAS_SIZE) * CANVAS_SIZE
        # At the top, where the tools beside it begin as well.
        return QRectF((self.width() - side) // 2, RING_ROOM, side, side)

    def set_tool(self, name: str) -> None:
        """Select one of ``TOOLS``; an unfinished drag with another is cancelled."""
        self._give_up()
        self._tool = name
        self.setCursor(cursor_of(name))
        self.update()

    def set_template(self, template: Template) -> None:
        """Show lines to trace, which are no part of the drawing; none by default."""
        self._template = template
        self.update()

    def set_marks(self, marks: Marks | None, box: Box | None = None) -> None:
        """Show colours over the drawing, in a box of canvas pixels; None for none."""
        self._marks = marks
        if box is not None:
            self._marks_box = box
        self.update()

    @property
    def is_pressed(self) -> bool:
        """Whether a button or finger is down."""
        return self._is_pressed

    def spoken_value(self) -> str:
        n = len(self.drawing.operations)
        state = "empty" if self.drawing.is_empty else f"{n} {'step' if n == 1 else 'steps'} drawn"
        marks = f"; {self._marks.words}" if self._marks else ""
        return f"{state}; tool: {self._tool}{marks}"

    @Slot()
    def refresh(self) -> None:
        """Show the drawing after a change from outside."""
        self._repaint_changed()
        self.changed.emit()

    # The hand ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._button is None and event.button() in _BUTTONS:
            self._button = event.button()
            self._press(event.position(), erase=event.button() is Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position())
        if self._button is not None:
            self._move(event.position(), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is self._button:
            self._button = None
            self._release(event.position(), event.modifiers())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make the drawing larger or smaller around the pointer."""
        if self._tool != "move" or self._gesture:
            event.ignore()
            return
        scale = _GROWTH_OF_NOTCH ** (event.angleDelta().y() / _WHEEL_NOTCH)
        around = MoveGesture(self.drawing, self._to_canvas(event.position()))
        self._roll(around.scaled(scale), goes_on=event.position() == self._rolled_at)
        self._rolled_at = event.position()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._gesture:
            self._give_up()
        elif step and self._tool == "move" and not self._gesture:
            push = MoveGesture(self.drawing, (0.0, 0.0)).moved(step)
            self._roll(push, goes_on=event.isAutoRepeat())
        else:
            super().keyPressEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._point_at(event.position())
        eraser = event.pointerType() is QPointingDevice.PointerType.Eraser
        pressure = width_under(event)
        if event.type() is QEvent.Type.TabletPress:
            self._press(event.position(), erase=eraser, pressure=pressure)
        elif event.type() is QEvent.Type.TabletMove and event.buttons():
            self._move(event.position(), event.modifiers(), pressure)
        elif event.type() is QEvent.Type.TabletRelease:
            self._release(event.position(), event.modifiers(), pressure)
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        if event.type() is QEvent.Type.ShortcutOverride and self._gesture:
            event.accept()  # during a drag, Escape belongs to the canvas
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> bool:
        if event.device().type() is not QInputDevice.DeviceType.TouchScreen:
            return False
        if event.type() is QEvent.Type.TouchCancel or not event.points():
            self._release(None)
        else:
            # One finger draws; others are ignored.
            position = event.points()[0].position()
            if event.type() is QEvent.Type.TouchBegin:
                self._press(position, erase=False)
            elif event.type() is QEvent.Type.TouchUpdate:
                self._move(position)
            elif event.type() is QEvent.Type.TouchEnd:
                self._release(position)
        event.accept()
        return True

    def _press(self, position: QPointF, *, erase: bool, pressure: float = 1.0) -> None:
        self.pressed.emit()
        self._is_pressed = True
        point = self._to_canvas(position)
        if erase or self._tool in ("pen", "eraser"):
            is_eraser = erase or self._tool == "eraser"
            brush = Brush(self.brush.width, _ERASER_GREY) if is_eraser else self.brush
            self.drawing.begin_stroke(brush, point, pressure)
        elif self._tool == "bucket":
            self.drawing.fill(point, self.brush.grey)
        else:
            self._gesture = gesture_of(
                self._tool, self.drawing, point, self.brush, is_filled=self.is_filling
            )
        self.refresh()

    def _move(
        self,
        position: QPointF,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        pressure: float = 1.0,
    ) -> None:
        if self._gesture:
            self.drawing.preview(self._pulled(position, modifiers))
        else:
            self.drawing.extend_stroke(self._to_canvas(position), pressure)
        self.refresh()

    def _release(
        self,
        position: QPointF | None,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        pressure: float = 1.0,
    ) -> None:
        self._is_pressed = False
        if self._gesture:
            operation = self._pulled(position, modifiers) if position is not None else None
            self._gesture = None
            self._commit(operation)
            return
        if position is not None:
            self.drawing.extend_stroke(self._to_canvas(position), pressure)
        self.drawing.end_stroke()
        self.refresh()

    def _pulled(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Operation | None:
        assert self._gesture
        is_even = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        return self._gesture.pulled_to(self._to_canvas(position), is_even=is_even)

    def _commit(self, operation: Operation | None) -> None:
        self.drawing.preview(None)
        if operation is not None:
            self.drawing.do(operation)
        self.refresh()

    def _roll(self, move: Move | None, *, goes_on: bool) -> None:
        """Move; a continued wheel turn, or a held key, is one step for undo."""
        if move is None:
            return
        if goes_on and self._rolled and self.drawing.operations[-1:] == (self._rolled,):
            self.drawing.undo()
            move = Move(move.placement.after(self._rolled.placement))
        self._commit(move)
        self._rolled = move

    def _give_up(self) -> None:
        """Cancel the drag: the drawing stays as it was."""
        if self._gesture:
            self._gesture = None
            self._commit(None)

    def _to_canvas(self, position: QPointF) -> Point:
        square = self.square()
        scale = CANVAS_SIZE / square.width()
        return (position.x() - square.x()) * scale, (position.y() - square.y()) * scale

    def _on_screen(self, box: Box) -> QRectF:
        square = self.square()
        scale = square.width() / CANVAS_SIZE
        left, top, right, bottom = (side * scale for side in box)
        return QRectF(square.x() + left, square.y() + top, right - left, bottom - top)

    def set_idea(self, class_names: Classes | None = None) -> None:
        """Show on the empty canvas what can be drawn, once the classes are known."""
        if class_names is None:
            self._idea = "Draw here"
        elif class_names.are_clothes:
            self._idea = "Draw a piece of clothing\na shoe, a bag, a dress …"
        else:
            more = " …" if len(class_names) > _N_EXAMPLES else ""
            self._idea = f"Draw here\n{', '.join(class_names[:_N_EXAMPLES])}{more}"
        self.setAccessibleDescription("28 by 28 pixels to draw on")
        self.update()

    def set_prompt(self, prompt: str = "") -> None:
        """Show on the empty canvas what is asked for, instead of the idea; "" for the idea."""
        self._prompt = prompt
        self.update()

    @property
    def invitation(self) -> str:
        """The words on the empty canvas: a line to read first, and one below it."""
        return self._prompt or self._idea

    # The picture -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square = self.square()
        painter.drawImage(square, to_qimage(self.drawing.image))
        if self._marks:
            self._marks.paint(painter, square, self._on_screen(self._marks_box))
        paint_grid(painter, square, is_mirroring=self.drawing.is_mirroring)
        if self._template:
            paint_template(painter, square, self._template)
        elif self.drawing.is_empty:
            paint_idea(painter, square, self.invitation)
        if self.hasFocus() and not square.contains(QRectF(event.rect())):
            paint_ring(painter, around(square, RING_ROOM), self.palette())
        for place in self._pointers():
            paint_brush(painter, place, self._brush_radius())

    def _pointers(self) -> tuple[QPointF, ...]:
        """Return where the outline of the brush is shown."""
        if self._pointer is None or self._tool in ("move", "bucket"):
            return ()
        if not self.drawing.is_mirroring:
            return (self._pointer,)
        return self._pointer, QPointF(
            2 * self.square().center().x() - self._pointer.x(), self._pointer.y()
        )

    def _brush_radius(self) -> float:
        """Return half the width of the brush in widget pixels."""
        return self.brush.width / 2 * self.square().width() / CANVAS_SIZE

    # Only what changes is painted anew: on a large screen all of it takes milliseconds.

    def _point_at(self, position: QPointF | None) -> None:
        self._repaint_pointers()
        self._pointer = position
        self._repaint_pointers()

    def _repaint_pointers(self) -> None:
        reach = self._brush_radius() + BRUSH_ROOM
        for place in self._pointers():
            self.update(around(QRectF(place, place), reach).toAlignedRect())

    def _repaint_changed(self) -> None:
        """Repaint the pixels that are others than when this was called last."""
        image, before = self.drawing.image, self._shown
        self._shown = image
        if image.any() != before.any():  # the idea comes or goes
            self.update()
        elif (box := changed_box(before, image)) is not None:
            self.update(self._on_screen(box).toAlignedRect())
