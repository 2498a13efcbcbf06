"""The view of a map: up to 70,000 points that can be moved, enlarged and selected."""

from collections.abc import Callable, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fashion_gui.ui.imaging.pixmaps import to_qimage
from fashion_gui.ui.map.camera import Camera, fitting
from fashion_gui.ui.map.coloured_points import paint_dots, paint_thumbnails
from fashion_gui.ui.map.colouring import Colouring
from fashion_gui.ui.map.group_names import GroupNames
from fashion_gui.ui.map.lasso import is_inside
from fashion_gui.ui.map.map_overlay import (
    paint_card,
    paint_lasso,
    paint_mark,
    paint_star,
    star_box,
)
from fashion_gui.ui.map.moving_points import MovingPoints, WalkingStar
from fashion_gui.ui.map.point_picture import FAR, PointPicture, dot_side
from fashion_gui.ui.theme.ring import paint_ring
from fashion_gui.ui.widgets.no_tool_tip import NoToolTip
from fashion_gui.ui.widgets.spoken import Role, Spoken

_ZOOM = 1.25
_WHEEL_NOTCH = 120
_STEP = 0.1
"""Share of the view that an arrow key moves."""
_FARTHEST = 100_000
"""Pixels from the view up to which the star is painted."""
_NOTHING_HERE = "There are no images here. Press 0 for the whole map."
_REACH = 10
"""Pixels from the pointer to an image that it points to."""
_CLICK = 4
"""Pixels that the mouse may move in a click."""
_NEAR = 6.0
"""From this enlargement on images are shown in place of points."""
Numbers = NDArray[np.intp]


class MapView(Spoken, QWidget):
    """Shows a point for each image; index into all arrays is the image's number."""

    picked = Signal(int)
    """Number of the image that was clicked."""
    selected = Signal()
    """Other images are selected: see ``selection``."""
    opened = Signal()
    """The images in sight, or those selected, are to be shown on Browse."""

    spoken_role = Role.Graphic
    spoken_keys = MappingProxyType(
        {
            "Arrows": "move the map",
            "+ and -": "come nearer, go farther",
            "0": "show the whole map",
            "Shift and drag": "draw a line around images",
            "Return": "show the selected images, or those in sight, on Browse",
            "Escape": "select nothing",
        }
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = "no map yet"
        self.empty_text = "The map appears here once the images are read and a network answers."
        self.is_lassoing = False
        self.describe: Callable[[int], Sequence[str]] = lambda number: ()
        self.images: Callable[[Numbers], NDArray[np.uint8]] | None = None
        self.highlighted: frozenset[int] = frozenset()
        self.selection: Numbers | None = None
        self.points, self.star = MovingPoints(self), WalkingStar(self)
        self._colouring: Colouring | None = None
        self._camera = self._camera_before = Camera()
        self._follows = True
        self._picture = PointPicture()
        self._in_sight: Numbers = np.zeros(0, np.intp)
        self._names = GroupNames()
        self._marked: int | None = None
        self._hovered: int | None = None
        self._pointer = QPointF()
        self._pressed: QPointF | None = None
        self._has_moved = False
        self._lasso: list[QPointF] = []
        for moving in (self.points, self.star):
            moving.moved.connect(self._on_frame)
        self.setAccessibleName("Map")
        self.setToolTip(
            "Each point is an image; images that are alike for the layer are near each other. Drag "
            "to move the map, turn the wheel to come nearer until the images themselves are seen, "
            "click one to see it on Browse. The star is your own drawing."
        )
        self.installEventFilter(NoToolTip(self))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown -----------------------------------------------------------------------

    @property
    def in_sight(self) -> Numbers:
        """Numbers of the images in the last frame."""
        return self._in_sight

    @property
    def camera(self) -> Camera:
        """Which part of the map is in sight."""
        return self._camera

    def show_points(
        self, points: NDArray[np.float32], *, at_once: bool = False, is_quick: bool = False
    ) -> None:
        """Show other places of the images, (n_images, 2), see ``MovingPoints.go``."""
        self._camera_before = self._seen_by()
        self._names.leave(self.points.share)
        self.points.go(points, at_once=at_once, is_quick=is_quick)
        self._refit()

    def add_points(self, numbers: Numbers, points: NDArray[np.float32]) -> None:
        """Show more images."""
        self.points.add(numbers, points)
        self._refit()

    def _refit(self) -> None:
        if self._follows:
            self._camera = self._fitting()
        self._find_names()
        self._forget_places()

    def _find_names(self) -> None:
        self._names.find(self._colouring, self.points.there, self.points.sample)

    def set_colouring(self, colouring: Colouring) -> None:
        """Show the groups of the images in their colours."""
        self._colouring = colouring
        self._find_names()
        self.update()

    def highlight(self, groups: frozenset[int]) -> None:
        """Let the images of other groups step back; without a group none does."""
        self.highlighted = groups
        self.update()

    def mark(self, number: int | None) -> None:
        """Put a ring around an image."""
        self._marked = number
        self.update()

    def select(self, numbers: Numbers | None) -> None:
        """Let all images but these step back; None for none."""
        self.selection = numbers
        self.selected.emit()
        self.update()

    def _seen_by(self) -> Camera:
        share = self.points.share
        if share < 1 and self._follows:
            return self._camera_before.between(self._camera, share)
        return self._camera

    @Slot()
    def _on_frame(self) -> None:
        self.update()

    # The part in sight -------------------------------------------------------------------

    @property
    def _size(self) -> QSizeF:
        return QSizeF(self.size())

    def _fitting(self) -> Camera:
        return fitting(self.points.there[self.points.sample], self._size)

    def fit(self) -> None:
        """Have the whole map in sight, also when it changes."""
        self._follows = True
        self._see(self._fitting())

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer, or go farther with a factor below 1, to a place in the view."""
        place = at or QPointF(self.rect().center())
        self._follows = False
        self._see(self._camera.zoomed(factor, place, self._size, self._fitting().scale))

    def pan(self, pixels: QPointF) -> None:
        """Move the map."""
        self._follows = False
        self._see(self._camera.moved(pixels))

    def _see(self, camera: Camera) -> None:
        self._camera = camera
        self._forget_places()

    def _forget_places(self) -> None:
        self._hovered = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    # Painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.palette().color(QPalette.ColorRole.Base)
        ratio = self.devicePixelRatioF()
        camera, points = self._seen_by(), self.points.here
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        self._picture.begin(width, height, base)
        near = Camera(camera.x, camera.y, camera.scale * ratio)
        self._in_sight = self._picture.locate(points, near)
        if self._colouring and len(self._colouring.group) == len(points):
            self._paint_points(self._colouring, points, near, ratio, base)
        margin = self._picture.margin
        image = self._picture.image()
        painter.drawImage(QRect(QPoint(), self.size()), image, QRect(margin, margin, width, height))
        if not len(self.points.sample):
            self._paint_words(painter, self.empty_text)
        else:
            if not len(self._in_sight):
                self._paint_words(painter, _NOTHING_HERE)
            self._paint_over(painter, points, camera)
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), self.palette())

    def _paint_points(
        self,
        colouring: Colouring,
        points: NDArray[np.float32],
        camera: Camera,
        ratio: float,
        base: QColor,
    ) -> None:
        nearness = camera.scale / max(1e-6, ratio * self._fitting_scale())
        is_meant = colouring.are_meant(self._in_sight, self.selection, self.highlighted)
        side = round(dot_side(nearness, self.points.n) * max(1.0, ratio))
        paint_dots(self._picture, colouring, self._in_sight, is_meant, side, base)
        if nearness >= _NEAR and self.images:
            meant = self._in_sight[is_meant]
            paint_thumbnails(self._picture, colouring, meant, points, camera, self.images, base)

    def _fitting_scale(self) -> float:
        return self._camera.scale if self._follows else self._fitting().scale

    def _paint_words(self, painter: QPainter, words: str) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect(), int(flags), words)

    def _paint_over(self, painter: QPainter, points: NDArray[np.float32], camera: Camera) -> None:
        palette, size = self.palette(), self._size
        if self._colouring and self._colouring.has_labels:
            star = self.star.there  # and not where it is on its way: names do not follow it
            taken = [] if star is None else [star_box(camera.to_view(star, size))]
            self._names.paint(
                *(painter, self._colouring, self.points.share, camera, size, palette),
                *(self.highlighted, taken),
            )
        for number in (self._marked, self._hovered):
            if number is not None and number < len(points) and points[number, 0] < FAR:
                at = camera.to_view(points[number], size)
                if QRectF(self.rect()).contains(at):  # Qt fails at coordinates of millions
                    paint_mark(painter, at, palette)
        way = [camera.to_view(point, size) for point in self.star.way]
        if way and max(point.manhattanLength() for point in way) < _FARTHEST:
            paint_star(painter, way, palette)
        if len(self._lasso) > 1:
            paint_lasso(painter, QPolygonF(self._lasso), palette)
        if self._hovered is not None and self._pressed is None and self.images:
            image = to_qimage(self.images(np.array([self._hovered]))[0])
            lines = self.describe(self._hovered)
            paint_card(painter, self._pointer, size, image, lines, palette)

    # What a person does ------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed, self._has_moved = event.position(), False
        self._hovered = None
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._lasso = [event.position()] if self.is_lassoing or is_shift else []

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here, before = event.position(), self._pointer
        self._pointer = here
        if self._pressed is None:
            self._hover()
            return
        if (here - self._pressed).manhattanLength() > _CLICK:
            if not self._has_moved and not self._lasso:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                before = self._pressed
            self._has_moved = True
        if self._lasso:
            self._lasso.append(here)
            self.update()
        elif self._has_moved:
            self.pan(here - before)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        lasso, has_moved = self._lasso, self._has_moved
        self._pressed, self._lasso = None, []
        self.unsetCursor()
        if lasso and has_moved:
            self.select(self._inside(QPolygonF(lasso)))
        elif not has_moved:
            self._pointer = event.position()
            self._hover()
            if self._hovered is not None:
                self.picked.emit(self._hovered)
            elif self.selection is not None:
                self.select(None)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._forget_places()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        if notches:
            self.zoom(_ZOOM**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step_x, step_y = _STEP * self.width(), _STEP * self.height()
        moves = {
            Qt.Key.Key_Left: QPointF(step_x, 0),
            Qt.Key.Key_Right: QPointF(-step_x, 0),
            Qt.Key.Key_Up: QPointF(0, step_y),
            Qt.Key.Key_Down: QPointF(0, -step_y),
        }
        key = event.key()
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
        elif key in moves:
            self.pan(moves[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Escape and self.selection is not None:
            self.select(None)
        else:
            super().keyPressEvent(event)

    def _hover(self) -> None:
        ratio = self.devicePixelRatioF()
        x, y = self._pointer.x() * ratio, self._pointer.y() * ratio
        number = self._picture.nearest(self._in_sight, x, y, _REACH * ratio)
        if number is not None or self._hovered is not None:
            self._hovered = number
            self.update()

    def _inside(self, line: QPolygonF) -> Numbers:
        """Return the images in sight inside of a line."""
        size, camera = self._size, self._camera
        middle = np.array([size.width() / 2, size.height() / 2], np.float32)
        here = np.array([camera.x, camera.y], np.float32)
        places = middle + (self.points.there[self._in_sight] - here) * np.float32(camera.scale)
        chosen: Numbers = self._in_sight[is_inside(line, self.size(), places)]
        return chosen

    # What is heard -----------------------------------------------------------------------

    def spoken_value(self) -> str:
        return self.summary

    def n_spoken_items(self) -> int:
        return len(self._names.boxes)

    def spoken_item(self, place: int) -> str:
        assert self._colouring
        index = self._names.groups[place]
        count = int(np.count_nonzero(self._colouring.group[self._in_sight] == index))
        return f"{self._colouring.names[index]}, {count:,} images in sight"

    def spoken_rect(self, place: int) -> QRect:
        return self._names.boxes[place].toRect()

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)
